#: needs decayed update_rule
class Tiger(UpdateRule):
    def update(self, p, g, state, *, lr, beta, weight_decay, weight_decouple, fixed_decay):
        g = decayed(p, g, lr, weight_decay, weight_decouple, fixed_decay)
        m = state["m"] = beta * state.get("m", 0) + (1 - beta) * g
        p -= lr * m.sign()
