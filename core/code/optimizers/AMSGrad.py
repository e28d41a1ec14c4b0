#: needs update_rule
class AMSGrad(UpdateRule):
    """Reddi et al. 2018, algorithm 2: without bias correction."""

    def update(self, p, g, state, *, lr, betas, eps):
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        largest = state["largest"] = torch.maximum(state.get("largest", torch.zeros_like(v)), v)
        p -= lr * m / (largest.sqrt() + eps)
