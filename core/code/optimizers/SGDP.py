#: needs remove_radial_part update_rule
class SGDP(UpdateRule):
    """Heo et al. 2021, algorithm 1."""

    def update(
        self, p, g, state, *, lr, momentum, nesterov, dampening, weight_decay, weight_decouple, fixed_decay, delta,
        wd_ratio, eps
    ):
        if not weight_decouple:
            g = g + weight_decay * p
        b = state["b"] = momentum * state.get("b", 0) + (1 - dampening) * g
        u, ratio = remove_radial_part(p, g, momentum * b + g if nesterov else b, delta, wd_ratio, eps)
        if weight_decouple:
            p *= 1 - weight_decay * ratio / (1 - momentum) * (1 if fixed_decay else lr)
        p -= lr * u
