#: needs decayed update_rule
class SGDW(UpdateRule):
    """Loshchilov & Hutter 2019, algorithm 1."""

    def update(self, p, g, state, *, lr, momentum, nesterov, weight_decay, weight_decouple, dampening):
        g = decayed(p, g, lr, weight_decay, weight_decouple)
        share = 1 if momentum == 0 else 1 - dampening
        b = state["momentum_buffer"] = momentum * state.get("momentum_buffer", 0) + share * g
        p -= lr * (g + momentum * b if nesterov else b)
