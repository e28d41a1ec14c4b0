#: needs update_rule
class Lamb(UpdateRule):
    """You et al. 2020, algorithm 2."""

    def update(self, p, g, state, *, lr, betas, eps, weight_decay, clamp_value, adam, debias):
        t = state["t"]
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        r = m / (v.sqrt() + eps) + weight_decay * p
        size, step = min(p.norm().item(), clamp_value), r.norm().item()
        trust = 1 if adam or size == 0 or step == 0 else size / step
        correction = math.sqrt(1 - betas[1] ** t) / (1 - betas[0] ** t) if debias else 1
        p -= lr * correction * trust * r
