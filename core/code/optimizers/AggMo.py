#: needs update_rule
class AggMo(UpdateRule):
    """Lucas et al. 2019, equation 4."""

    def update(self, p, g, state, *, lr, betas, weight_decay):
        g = g + weight_decay * p
        velocities = state.get("velocities", [0] * len(betas))
        state["velocities"] = [beta * b + g for beta, b in zip(betas, velocities)]
        p -= lr / len(betas) * sum(state["velocities"])
