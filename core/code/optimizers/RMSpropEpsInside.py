#: needs update_rule
class RMSpropEpsInside(UpdateRule):
    def update(self, p, g, state, *, lr, rho, eps):
        v = state["v"] = rho * state.get("v", 0) + (1 - rho) * g * g
        p -= lr * g / (v + eps).sqrt()
