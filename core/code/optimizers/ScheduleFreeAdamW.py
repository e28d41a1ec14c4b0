#: needs update_rule
class ScheduleFreeAdamW(UpdateRule):
    """Defazio et al. 2024, algorithm 1; p is the paper's y, where gradients are taken, "ax" its x."""

    def update(
        self, p, g, state, *, lr, betas, warmup_steps, r, weight_lr_power, eps, ams_bound, weight_decay
    ):
        t = state["t"]
        lr *= t / warmup_steps if t < warmup_steps else 1
        largest = state["largest"] = max(lr, state.get("largest", -1))
        weight = t**r * largest**weight_lr_power
        total = state["total"] = state.get("total", 0) + weight
        c = weight / total if total != 0 else 0
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        v_max = state["v_max"] = torch.maximum(state.get("v_max", torch.zeros_like(v)), v)
        u = g / (((v_max if ams_bound else v) / (1 - betas[1] ** t)).sqrt() + eps) + weight_decay * p
        z = state.get("z", p.clone())
        p.copy_(p + c * (z - p) + lr * (betas[0] * (1 - c) - 1) * u)
        z = state["z"] = z - lr * u
        state["ax"] = p + (1 - 1 / betas[0] if betas[0] > 0 else 1) * (z - p)
