#: needs decayed update_rule
class Lion(UpdateRule):
    """Chen et al. 2023, algorithm 2."""

    def update(self, p, g, state, *, lr, betas, weight_decay, weight_decouple, fixed_decay):
        g = decayed(p, g, lr, weight_decay, weight_decouple, fixed_decay)
        m = state.get("m", 0)
        state["m"] = betas[1] * m + (1 - betas[1]) * g
        p -= lr * (betas[0] * m + (1 - betas[0]) * g).sign()
