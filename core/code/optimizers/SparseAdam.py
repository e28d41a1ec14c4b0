#: needs update_rule
# torch.optim.SparseAdam takes sparse gradients only; here an entry without a gradient is a 0 in a dense one.
class SparseAdam(UpdateRule):
    def update(self, p, g, state, *, lr, betas, eps):
        t = state["t"]
        m, v = state.get("m", torch.zeros_like(g)), state.get("v", torch.zeros_like(g))
        present = g != 0
        m = state["m"] = torch.where(present, betas[0] * m + (1 - betas[0]) * g, m)
        v = state["v"] = torch.where(present, betas[1] * v + (1 - betas[1]) * g * g, v)
        step_size = lr / (1 - betas[0] ** t) * math.sqrt(1 - betas[1] ** t)
        p -= torch.where(present, step_size * m / (v.sqrt() + eps), torch.zeros_like(g))
