#: needs newton_schulz update_rule
class MARS(UpdateRule):
    """Yuan et al. 2024, algorithm 2; vectors take plain AdamW steps unless optimize_1d."""

    def __init__(self, params, **options):
        super().__init__(params, **options)
        for group in self.param_groups:
            group["unscheduled_lr"] = group["lr"]

    def update_group(self, group, options):
        scale = group["lr"] / group["unscheduled_lr"] if group["unscheduled_lr"] > 0 else 1
        super().update_group(group, {**options, "lr_1d": options["lr_1d"] * scale})

    def update(
        self, p, g, state, *, lr, betas, gamma, mars_type, optimize_1d, lr_1d, betas_1d, eps, weight_decay,
        weight_decay_1d, weight_decouple, fixed_decay, ams_bound, cautious
    ):
        mixed = optimize_1d or p.dim() > 1
        if not mixed:
            lr, betas, weight_decay = lr_1d, betas_1d, weight_decay_1d
        c = g
        if mixed:
            c = g + gamma * betas[0] / (1 - betas[0]) * (g - state.get("previous", 0))
            c = c / max(1, c.norm().item())
        state["previous"] = g.clone()
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * c
        u = m
        if cautious:
            agree = u * g > 0
            u = torch.where(agree, u * (u.numel() / (agree.sum().item() + 1)), torch.zeros_like(u))
        if not mixed or mars_type == "adamw" or (mars_type == "shampoo" and p.dim() < 2):
            v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * c * c
            largest = state["largest"] = torch.maximum(state.get("largest", torch.zeros_like(v)), v)
            root = ((largest if ams_bound else v).sqrt() + eps) / math.sqrt(1 - betas[1] ** state["t"])
            u = u / (root * (1 - betas[0] ** state["t"]))
        elif mars_type == "lion":
            u = u.sign()
        else:
            u = u / (1 - betas[0])
            factor = math.sqrt(max(1, u.shape[0] / u.shape[1]))
            u = factor * newton_schulz(u, (3.4445, -4.775, 2.0315), 5, max(u.norm().item(), eps))
        if not weight_decouple:
            u = u + weight_decay * p
        else:
            p *= 1 - weight_decay * (1 if fixed_decay else lr)
        p -= lr * u
