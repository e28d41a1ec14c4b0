#: needs decayed update_rule
#: without maximize decoupled_weight_decay
# torch.optim.RAdam lacks some of these options before torch 2.1.
class RAdam(UpdateRule):
    def update(self, p, g, state, *, lr, betas, eps, weight_decay, decoupled_weight_decay):
        t = state["t"]
        g = decayed(p, g, lr, weight_decay, decoupled_weight_decay)
        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0) + (1 - betas[1]) * g * g
        step = lr / (1 - betas[0] ** t) * m
        correction = 1 - betas[1] ** t
        rho_max = 2 / (1 - betas[1]) - 1
        rho = rho_max - 2 * t * betas[1] ** t / correction
        if rho > 5:
            rectification = math.sqrt((rho - 4) * (rho - 2) * rho_max / ((rho_max - 4) * (rho_max - 2) * rho))
            step = step * rectification * math.sqrt(correction) / (v.sqrt() + eps)
        p -= step
