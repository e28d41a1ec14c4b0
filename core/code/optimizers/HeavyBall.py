#: needs textbook_decay update_rule
class HeavyBall(UpdateRule):
    """Polyak 1964."""

    def update(self, p, g, state, *, lr, momentum, weight_decay, weight_decay_form):
        share, before, after = textbook_decay(weight_decay_form, weight_decay, lr)
        displacement = p - state.get("previous", p)
        state["previous"] = p.clone()
        p.copy_((before * p - lr * (g + share * p) + momentum * displacement) * after)
