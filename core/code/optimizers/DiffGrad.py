#: needs update_rule
class DiffGrad(UpdateRule):
    """Dubey et al. 2020, algorithm 1."""

    def update(self, p, g, state, *, lr, betas, eps, weight_decay):
        t = state["t"]
        g = g + weight_decay * p
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        friction = 1 / (1 + (-(state.get("previous", 0) - g).abs()).exp())
        state["previous"] = g
        step_size = lr / (1 - betas[0] ** t) * math.sqrt(1 - betas[1] ** t)
        p -= step_size * friction * m / (v.sqrt() + eps)
