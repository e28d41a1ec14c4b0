#: needs textbook_decay update_rule
class MomentumAverage(UpdateRule):
    def update(self, p, g, state, *, lr, momentum, weight_decay, weight_decay_form):
        share, before, after = textbook_decay(weight_decay_form, weight_decay, lr)
        v = state["v"] = momentum * state.get("v", 0) + (1 - momentum) * (g + share * p)
        p.copy_((before * p - lr * v) * after)
