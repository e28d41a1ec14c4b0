#: needs update_rule
class AdEMAMix(UpdateRule):
    """Pagliardini et al. 2024, algorithm 1."""

    def update(self, p, g, state, *, lr, betas, alpha, t_alpha_beta3, eps, weight_decay):
        t = state["t"]
        progress = min(1, t / t_alpha_beta3) if t_alpha_beta3 else 1
        beta3 = betas[2]
        if progress < 1 and 0 < betas[0] < betas[2]:
            first, last = math.log(betas[0]), math.log(betas[2])
            beta3 = min(math.exp(first * last / ((1 - progress) * last + progress * first)), betas[2])
        m1 = state["m1"] = betas[0] * state.get("m1", 0) + (1 - betas[0]) * g
        m2 = state["m2"] = beta3 * state.get("m2", 0) + (1 - beta3) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        direction = m1 / (1 - betas[0] ** t) + alpha * progress * m2
        p *= 1 - lr * weight_decay
        p -= lr * direction / ((v / (1 - betas[1] ** t)).sqrt() + eps)
