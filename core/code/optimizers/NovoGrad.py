#: needs update_rule
class NovoGrad(UpdateRule):
    """Ginsburg et al. 2019, algorithm 1."""

    def update(self, p, g, state, *, lr, betas, grad_averaging, eps, weight_decay, amsgrad):
        size = (g * g).sum().item()
        v = state.get("v", 0)
        v = state["v"] = size if v == 0 else betas[1] * v + (1 - betas[1]) * size
        largest = state["largest"] = max(state.get("largest", 0), v)
        root = math.sqrt(largest if amsgrad else v) + eps
        share = 1 - betas[0] if grad_averaging else 1
        m = state["m"] = betas[0] * state.get("m", 0) + share * (g / root + weight_decay * p)
        p -= lr * m
