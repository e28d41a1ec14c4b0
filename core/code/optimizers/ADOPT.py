#: needs decayed update_rule
class ADOPT(UpdateRule):
    """Taniguchi et al. 2024, algorithm 2: the first step only learns how large gradients are."""

    def update(self, p, g, state, *, lr, betas, clip_lambda, eps, weight_decay, weight_decouple, fixed_decay):
        t = state["t"]
        if t == 1:
            state["v"] = (g if weight_decouple else g + weight_decay * p) ** 2
            return
        g = decayed(p, g, lr, weight_decay, weight_decouple, fixed_decay)
        normed = g / state["v"].sqrt().clamp(min=eps)
        if clip_lambda is not None:
            bound = (t - 1) ** clip_lambda
            normed = normed.clamp(-bound, bound)
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * normed
        state["v"] = betas[1] * state["v"] + (1 - betas[1]) * g * g
        p -= lr * m
