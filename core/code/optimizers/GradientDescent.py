#: needs textbook_decay update_rule
class GradientDescent(UpdateRule):
    def update(self, p, g, state, *, lr, weight_decay, weight_decay_form):
        share, before, after = textbook_decay(weight_decay_form, weight_decay, lr)
        p.copy_((before * p - lr * (g + share * p)) * after)
