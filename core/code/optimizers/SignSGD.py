#: needs decayed update_rule
class SignSGD(UpdateRule):
    """Bernstein et al. 2018: signSGD (momentum 0) and Signum."""

    def update(self, p, g, state, *, lr, momentum, weight_decay, weight_decouple):
        g = decayed(p, g, lr, weight_decay, weight_decouple)
        m = state["m"] = momentum * state.get("m", 0) + (1 - momentum) * g
        p -= lr * m.sign()
