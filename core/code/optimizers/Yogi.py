#: needs update_rule
class Yogi(UpdateRule):
    """Zaheer et al. 2018, algorithm 2."""

    def update(self, p, g, state, *, lr, betas, eps, initial_accumulator, weight_decay):
        t = state["t"]
        g = g + weight_decay * p
        m = state["m"] = betas[0] * state.get("m", initial_accumulator) + (1 - betas[0]) * g
        v = state.get("v", torch.full_like(g, initial_accumulator))
        v = state["v"] = v - (1 - betas[1]) * (v - g * g).sign() * g * g
        p -= lr / (1 - betas[0] ** t) * m / ((v / (1 - betas[1] ** t)).sqrt() + eps)
