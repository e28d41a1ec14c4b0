#: needs update_rule
class AdaBound(UpdateRule):
    """Luo et al. 2019, algorithm 2; the bounds follow the schedule."""

    def __init__(self, params, **options):
        super().__init__(params, **options)
        for group in self.param_groups:
            group["unscheduled_lr"] = group["lr"]

    def update_group(self, group, options):
        scale = group["lr"] / group["unscheduled_lr"] if group["unscheduled_lr"] > 0 else 1
        super().update_group(group, {**options, "final_lr": options["final_lr"] * scale})

    def update(self, p, g, state, *, lr, betas, final_lr, gamma, eps, weight_decay, amsbound):
        t = state["t"]
        g = g + weight_decay * p
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        largest = state["largest"] = torch.maximum(state.get("largest", torch.zeros_like(v)), v)
        step_size = lr / (1 - betas[0] ** t) * math.sqrt(1 - betas[1] ** t)
        eta = step_size / ((largest if amsbound else v).sqrt() + eps)
        p -= eta.clamp(final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t))) * m
