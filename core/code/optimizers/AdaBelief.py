#: needs decayed update_rule
class AdaBelief(UpdateRule):
    """Zhuang et al. 2020, algorithm 2."""

    def update(
        self, p, g, state, *, lr, betas, eps, weight_decay, weight_decouple, fixed_decay, amsgrad, rectify
    ):
        t = state["t"]
        g = decayed(p, g, lr, weight_decay, weight_decouple, fixed_decay)
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        s = state["s"] = betas[1] * state.get("s", 0) + (1 - betas[1]) * (g - m) ** 2
        if amsgrad:
            s = state["largest"] = torch.maximum(state.get("largest", torch.zeros_like(s)), s) + eps
        else:
            s = state["s"] = s + eps  # gathers over the steps
        correction = 1 - betas[1] ** t
        step_size = lr / (1 - betas[0] ** t)
        if rectify:
            rho_max = 2 / (1 - betas[1]) - 1
            rho = rho_max - 2 * t * betas[1] ** t / correction
            if rho <= 4:
                p -= lr * m
                return
            step_size *= math.sqrt((rho - 4) * (rho - 2) * rho_max / ((rho_max - 4) * (rho_max - 2) * rho))
        p -= step_size * m / ((s / correction).sqrt() + eps)
