#: needs decayed update_rule
class QHAdam(UpdateRule):
    """Ma & Yarats 2019, section 4."""

    def update(self, p, g, state, *, lr, betas, nus, eps, weight_decay, decouple_weight_decay):
        g = decayed(p, g, lr, weight_decay, decouple_weight_decay)
        # The averages' weights sum up to these: Adam's bias correction in another form.
        first = state["first"] = 1 + betas[0] * state.get("first", 0)
        second = state["second"] = 1 + betas[1] * state.get("second", 0)
        m = state["m"] = (1 - 1 / first) * state.get("m", 0) + g / first
        v = state["v"] = (1 - 1 / second) * state.get("v", 0) + g * g / second
        root = (nus[1] * v + (1 - nus[1]) * g * g).sqrt() + eps
        p -= lr * (nus[0] * m + (1 - nus[0]) * g) / root
