#: needs update_rule
class AccSGD(UpdateRule):
    """Kidambi et al. 2018, algorithm 2."""

    def update(self, p, g, state, *, lr, kappa, xi, small_const, weight_decay):
        g = g + weight_decay * p
        beta = xi * small_const**2 / kappa
        zeta = small_const / (small_const + beta)
        w = state.get("w", p.clone())
        w = state["w"] = beta * ((1 / beta - 1) * w - lr * kappa / small_const * g + p)
        p.copy_(zeta * (p - lr * g) + (1 - zeta) * w)
