#: needs group_vectors update_rule
class DAdaptSGD(UpdateRule):
    """Defazio & Mishchenko 2023, algorithm 4; the distance estimate d is shared by the tensors of a group."""

    def update_group(self, group, options):
        params = group["params"]
        x, g = group_vectors(params)
        state = self.state[params[0]]
        x = self.next_point(x, -g if options.pop("maximize") else g, state, **options)
        set_group(params, x)

    def next_point(
        self, x, g, state, *, lr, momentum, d0, growth_rate, weight_decay, weight_decouple, fixed_decay
    ):
        d = state.setdefault("d", d0)
        start, s = state.setdefault("start", x.clone()), state.get("s", torch.zeros_like(x))
        first_norm = state["first_norm"] = state.get("first_norm", 0) or g.norm().item()
        if first_norm == 0:
            return x
        d_lr = d * lr / first_norm
        if not weight_decouple:
            g = g + weight_decay * x
        else:
            x = x * (1 - weight_decay * (1 if fixed_decay else d_lr))
        numerator = state["numerator"] = state.get("numerator", 0) + d_lr * (g * s).sum().item()
        s = state["s"] = s + d_lr * g
        size = s.norm().item()
        if lr > 0 and size > 0:
            state["d"] = max(d, min(2 * numerator / size, d * growth_rate))
        return momentum * x + (1 - momentum) * (start - s)
