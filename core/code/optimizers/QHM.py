#: needs decayed update_rule
class QHM(UpdateRule):
    """Ma & Yarats 2019, equation 3."""

    def update(self, p, g, state, *, lr, momentum, nu, weight_decay, weight_decay_type):
        g = decayed(p, g, lr, weight_decay, weight_decay_type == "direct")
        b = state["b"] = momentum * state.get("b", 0) + (1 - momentum) * g
        p -= lr * (nu * b + (1 - nu) * g)
