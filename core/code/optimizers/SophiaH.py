#: needs decayed hessian_rule
#: rename p p_clip
class SophiaH(HessianRule):
    """Liu et al. 2023, algorithm 3, with the exact diagonal."""

    def update(
        self, p, g, state, *, lr, betas, p_clip, hessian_period, eps, weight_decay, weight_decouple, fixed_decay
    ):
        g = decayed(p, g, lr, weight_decay, weight_decouple, fixed_decay)
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        if state["hessian"] is not None:
            state["h"] = betas[1] * state.get("h", 0) + (1 - betas[1]) * state["hessian"]
        p -= lr * (m / state["h"].clamp(min=eps)).clamp(-p_clip, p_clip)
