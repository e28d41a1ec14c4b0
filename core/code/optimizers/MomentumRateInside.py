#: needs textbook_decay update_rule
class MomentumRateInside(UpdateRule):
    def update(self, p, g, state, *, lr, momentum, weight_decay, weight_decay_form):
        share, before, after = textbook_decay(weight_decay_form, weight_decay, lr)
        v = state["v"] = momentum * state.get("v", 0) - lr * (g + share * p)
        p.copy_((before * p + v) * after)
