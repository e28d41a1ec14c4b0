#: needs update_rule
class CautiousAdamW(UpdateRule):
    """Liang et al. 2024, algorithm 2."""

    def update(self, p, g, state, *, lr, betas, eps, weight_decay):
        t = state["t"]
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        u = torch.where(m * g > 0, m / ((v / (1 - betas[1] ** t)).sqrt() + eps), torch.zeros_like(m))
        u = u / max((u != 0).sum().item() / u.numel(), 1e-3)  # what is left out is made up for by the rest
        p *= 1 - lr * weight_decay
        p -= lr / (1 - betas[0] ** t) * u
