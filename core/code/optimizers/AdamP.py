#: needs remove_radial_part update_rule
class AdamP(UpdateRule):
    """Heo et al. 2021, algorithm 2."""

    def update(self, p, g, state, *, lr, betas, nesterov, eps, weight_decay, delta, wd_ratio):
        t = state["t"]
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        ahead = betas[0] * m + (1 - betas[0]) * g if nesterov else m
        u = ahead / ((v / (1 - betas[1] ** t)).sqrt() + eps)
        u, ratio = remove_radial_part(p, g, u, delta, wd_ratio, eps)
        p *= 1 - lr * weight_decay * ratio
        p -= lr / (1 - betas[0] ** t) * u
