#: needs update_rule
class AdaMod(UpdateRule):
    """Ding et al. 2019, algorithm 1."""

    def update(self, p, g, state, *, lr, betas, beta3, eps, weight_decay):
        t = state["t"]
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        eta = lr / (1 - betas[0] ** t) * math.sqrt(1 - betas[1] ** t) / (v.sqrt() + eps)
        average = state["eta"] = beta3 * state.get("eta", 0) + (1 - beta3) * eta
        p *= 1 - lr * weight_decay
        p -= torch.minimum(eta, average) * m
