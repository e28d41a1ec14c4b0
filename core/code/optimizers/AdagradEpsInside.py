#: needs update_rule
class AdagradEpsInside(UpdateRule):
    def update(self, p, g, state, *, lr, eps):
        s = state["s"] = state.get("s", 0) + g * g
        p -= lr * g / (s + eps).sqrt()
