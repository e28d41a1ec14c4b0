#: needs group_vectors update_rule
class Prodigy(UpdateRule):
    """Mishchenko & Defazio 2023, algorithm 4; the distance estimate d is shared by the tensors of a group."""

    def update_group(self, group, options):
        params = group["params"]
        x, g = group_vectors(params)
        state = self.state[params[0]]
        x = self.next_point(x, -g if options.pop("maximize") else g, state, **options)
        set_group(params, x)

    def next_point(
        self, x, g, state, *, lr, betas, d0, d_coef, growth_rate, beta3, eps, weight_decay, weight_decouple,
        fixed_decay, bias_correction, safeguard_warmup
    ):
        t = state["t"] = state.get("t", 0) + 1
        if bias_correction:
            lr *= math.sqrt(1 - betas[1] ** t) / (1 - betas[0] ** t)
        keep = math.sqrt(betas[1]) if beta3 is None else beta3
        d = state.setdefault("d", d0)
        start = state.setdefault("start", x.clone())
        d_lr, gain = d * lr, d / d0
        if not weight_decouple:
            g = g + weight_decay * x
        m = state["m"] = betas[0] * state.get("m", 0) + d * (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + d * d * (1 - betas[1]) * g * g
        s = state["s"] = keep * state.get("s", 0) + gain * (d if safeguard_warmup else d_lr) * g
        correlation = (g * (start - x)).sum().item()
        numerator = state["numerator"] = keep * state.get("numerator", 0) + gain * d_lr * correlation
        size = s.abs().sum().item()
        if size == 0:
            return x
        estimate = d_coef * numerator / size
        if d == d0:
            d = max(d, estimate)
        d_max = state["d_max"] = max(state.get("d_max", d0), estimate)
        d = state["d"] = min(d_max, d * growth_rate)
        if weight_decouple:
            x = x * (1 - weight_decay * (1 if fixed_decay else d_lr))
        return x - d_lr * (torch.atan2(m, v.sqrt()) if eps is None else m / (v.sqrt() + d * eps))
