#: needs group_vectors update_rule
class DAdaptAdam(UpdateRule):
    """Defazio & Mishchenko 2023, algorithm 5; the distance estimate d is shared by the tensors of a group."""

    def update_group(self, group, options):
        params = group["params"]
        x, g = group_vectors(params)
        state = self.state[params[0]]
        x = self.next_point(x, -g if options.pop("maximize") else g, state, **options)
        set_group(params, x)

    def next_point(
        self, x, g, state, *, lr, betas, d0, growth_rate, eps, weight_decay, weight_decouple, fixed_decay,
        bias_correction
    ):
        t = state["t"] = state.get("t", 0) + 1
        rate = lr * math.sqrt(1 - betas[1] ** t) / (1 - betas[0] ** t) if bias_correction else lr
        keep = math.sqrt(betas[1])
        d = state.setdefault("d", d0)
        d_lr = d * rate
        if not weight_decouple:
            g = g + weight_decay * x
        m, v, s = (state.get(name, torch.zeros_like(x)) for name in "mvs")
        correlation = (g * s / (v.sqrt() + eps)).sum().item()
        m = state["m"] = betas[0] * m + d_lr * (1 - betas[0]) * g
        v = state["v"] = betas[1] * v + (1 - betas[1]) * g * g
        s = state["s"] = keep * s + d_lr * (1 - keep) * g
        size = s.abs().sum().item()
        if size == 0:
            return x
        numerator = keep * state.get("numerator", 0) + (1 - keep) * d_lr * correlation
        state["numerator"] = numerator
        if rate > 0:
            state["d"] = max(d, min(numerator / ((1 - keep) * size), d * growth_rate))
        if weight_decouple:
            x = x * (1 - weight_decay * (1 if fixed_decay else d_lr))
        return x - m / (v.sqrt() + eps)
