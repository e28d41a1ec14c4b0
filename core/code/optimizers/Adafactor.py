#: needs update_rule
# torch.optim.Adafactor exists from torch 2.5 on; this plain version runs with older ones, too.
class Adafactor(UpdateRule):
    def update(self, p, g, state, *, lr, beta2_decay, eps, d, weight_decay):
        t = state["t"]
        eps1 = torch.finfo(p.dtype).eps if eps[0] is None else eps[0]
        eps2 = 0 if eps[1] is None else eps[1]
        keep = 1 - t**beta2_decay
        alpha = max(eps2, p.norm().item() / math.sqrt(p.numel())) * min(lr, 1 / math.sqrt(t))
        p *= 1 - lr * weight_decay
        if p.dim() > 1:  # means along rows and columns stand for the whole matrix
            rows = state["rows"] = keep * state.get("rows", 0) + (1 - keep) * (g * g).mean(1, keepdim=True)
            columns = state["columns"] = keep * state.get("columns", 0) + (1 - keep) * (g * g).mean(0, keepdim=True)
            v = rows * columns / rows.mean().clamp(min=eps1)
        else:
            v = state["v"] = keep * state.get("v", 0) + (1 - keep) * g * g
        u = g / v.clamp(min=eps1**2).sqrt()
        p -= alpha / max(1, u.norm().item() / math.sqrt(u.numel()) / d) * u
