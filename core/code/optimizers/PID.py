#: needs update_rule
class PID(UpdateRule):
    """An et al. 2018; as in its code, the second step compares its gradient with 0."""

    def update(self, p, g, state, *, lr, momentum, integral, derivative, dampening, weight_decay):
        g = g + weight_decay * p
        first = state["t"] == 1
        i = state["i"] = momentum * state.get("i", 0) + (1 if first else 1 - dampening) * g
        change = g - state.get("previous", 0)
        d = state["change"] = 0 if first else momentum * state["change"] + (1 - momentum) * change
        if not first:
            state["previous"] = g
        p -= lr * (g + (integral * i + derivative * d if momentum != 0 else 0))
