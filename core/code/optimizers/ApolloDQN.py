#: needs update_rule
class ApolloDQN(UpdateRule):
    """Ma 2020, algorithm 1."""

    def __init__(self, params, **options):
        super().__init__(params, **options)
        for group in self.param_groups:
            group["unscheduled_lr"] = group["lr"]

    def update_group(self, group, options):
        t = group["t"] = group.get("t", 0) + 1
        warmup, first = options.pop("warmup_steps"), options.pop("init_lr")
        if t < warmup:
            first = group["unscheduled_lr"] / 1000 if first is None else first
            options["lr"] = (group["unscheduled_lr"] - first) * t / warmup + first
        super().update_group(group, options)

    def update(self, p, g, state, *, lr, beta, rebound, eps, weight_decay, weight_decay_type):
        t = state["t"]
        alpha = (1 - beta) / (1 - beta**t) if beta < 1 else 1 / t
        if weight_decay_type == "l2":
            g = g + weight_decay * p
        m, b, d = (state.get(name, torch.zeros_like(p)) for name in ("m", "b", "direction"))
        change = g - m
        bound = change.abs().max().item() if rebound == "belief" else 0.01
        epsilon = eps if rebound == "belief" else eps / bound
        m = state["m"] = m + alpha * change
        size = (d**4).sum().item() ** 0.25 + epsilon
        if size > 0:
            d, change = d / size, change / size
        else:
            d, change = torch.zeros_like(d), torch.zeros_like(d)
        delta = -(alpha * change * d + b * d * d).sum().item()
        b = state["b"] = b + delta * d * d
        divisor = b.abs().clamp(min=bound) + (epsilon / alpha if rebound == "belief" else 0)
        d = m / divisor
        if weight_decay_type != "l2":
            d = d + (weight_decay / divisor.mean().item() if weight_decay_type == "stable" else weight_decay) * p
        state["direction"] = d
        p -= lr * d
