#: needs update_rule
class LARS(UpdateRule):
    """You et al. 2017, algorithm 1; as in the usual code, nothing is scaled without weight decay."""

    def update(self, p, g, state, *, lr, momentum, nesterov, trust_coefficient, weight_decay, dampening, eps):
        size, slope = p.norm().item(), g.norm().item()
        if weight_decay != 0 and size != 0 and slope != 0:
            g = trust_coefficient * size / (slope + weight_decay * size + eps) * (g + weight_decay * p)
        share = 1 if state["t"] == 1 or momentum == 0 else 1 - dampening
        b = state["b"] = momentum * state.get("b", 0) + share * g
        p -= lr * (g + momentum * b if nesterov else b)
