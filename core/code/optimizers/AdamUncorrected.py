#: needs update_rule
class AdamUncorrected(UpdateRule):
    def update(self, p, g, state, *, lr, betas, eps):
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        p -= lr * m / (v.sqrt() + eps)
