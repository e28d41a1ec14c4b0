#: needs decayed hessian_rule
class AdaHessian(HessianRule):
    """Yao et al. 2021, algorithm 1, with the exact diagonal."""

    def update(
        self, p, g, state, *, lr, betas, hessian_power, hessian_period, eps, weight_decay, weight_decouple, fixed_decay
    ):
        t = state["t"]
        g = decayed(p, g, lr, weight_decay, weight_decouple, fixed_decay)
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        if state["hessian"] is not None:
            state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * state["hessian"] ** 2
        root = (state["v"] / (1 - betas[1] ** t)) ** (hessian_power / 2)
        p -= lr / (1 - betas[0] ** t) * m / (root + eps)
