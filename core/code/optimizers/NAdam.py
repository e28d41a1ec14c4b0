#: needs decayed update_rule
# torch.optim.NAdam computes otherwise before torch 2.0 and lacks options; this is its present rule.
class NAdam(UpdateRule):
    def update(self, p, g, state, *, lr, betas, momentum_decay, eps, weight_decay, decoupled_weight_decay):
        t = state["t"]
        g = decayed(p, g, lr, weight_decay, decoupled_weight_decay)
        mu = betas[0] * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = betas[0] * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
        product = state["product"] = mu * state.get("product", 1)
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        root = (v / (1 - betas[1] ** t)).sqrt() + eps
        p -= lr * ((1 - mu) / (1 - product) * g + mu_next / (1 - product * mu_next) * m) / root
