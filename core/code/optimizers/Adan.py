#: needs update_rule
class Adan(UpdateRule):
    """Xie et al. 2022, algorithm 1."""

    def update_group(self, group, options):
        longest, factor = options.pop("max_grad_norm"), 1
        if longest != 0:
            norm = torch.cat([p.grad.flatten() for p in group["params"]]).norm().item()
            factor = min(1, longest / (norm + options["eps"]))
        super().update_group(group, {**options, "factor": factor})

    def update(self, p, g, state, *, lr, betas, eps, weight_decay, weight_decouple, factor):
        t, g = state["t"], factor * g
        change = g - state.get("previous", g)
        state["previous"] = g.clone()
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * change
        n = state["n"] = betas[2] * state.get("n", 0) + (1 - betas[2]) * (g + betas[1] * change) ** 2
        direction = m / (1 - betas[0] ** t) + betas[1] * v / (1 - betas[1] ** t)
        step = lr * direction / ((n / (1 - betas[2] ** t)).sqrt() + eps)
        if weight_decouple:
            p.copy_((1 - lr * weight_decay) * p - step)
        else:
            p.copy_((p - step) / (1 + lr * weight_decay))
