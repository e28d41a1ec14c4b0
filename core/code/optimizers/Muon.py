#: needs newton_schulz update_rule
# torch.optim.Muon exists from torch 2.9 on, for matrices only, and rounds to bfloat16; this keeps every digit.
class Muon(UpdateRule):
    def update(
        self, p, g, state, *, lr, momentum, nesterov, weight_decay, ns_coefficients, eps, ns_steps, adjust_lr_fn
    ):
        b = state["b"] = momentum * state.get("b", 0) + (1 - momentum) * g
        u = momentum * b + (1 - momentum) * g if nesterov else b
        matrix = u if u.dim() > 1 else u.reshape(1, -1)
        o = newton_schulz(matrix, ns_coefficients, ns_steps, max(u.norm().item(), eps))
        rows, columns = matrix.shape
        ratio = math.sqrt(max(1, rows / columns))
        if adjust_lr_fn == "match_rms_adamw":
            ratio = 0.2 * math.sqrt(max(rows, columns))
        p *= 1 - lr * weight_decay
        p -= lr * ratio * o.reshape(p.shape)
