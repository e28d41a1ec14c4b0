#: needs update_rule
class ScheduleFreeSGD(UpdateRule):
    """Defazio et al. 2024, equations 2 to 4; p is the paper's y, where gradients are taken, "ax" its x."""

    def update(self, p, g, state, *, lr, momentum, warmup_steps, r, weight_lr_power, weight_decay):
        t = state["t"]
        lr *= t / warmup_steps if t < warmup_steps else 1
        largest = state["largest"] = max(lr, state.get("largest", -1))
        weight = t**r * largest**weight_lr_power
        total = state["total"] = state.get("total", 0) + weight
        c = weight / total if total != 0 else 0
        z = state.get("z", p.clone())
        g = g + weight_decay * p
        p.copy_(p + c * (z - p) + lr * (momentum * (1 - c) - 1) * g)
        z = state["z"] = z - lr * g
        state["ax"] = p + (1 - 1 / momentum if momentum > 0 else 1) * (z - p)
