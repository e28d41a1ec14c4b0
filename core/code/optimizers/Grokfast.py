#: asks closure
class Grokfast(torch.optim.Optimizer):
    """Lee et al. 2024, equation 7: the base optimizer sees a gradient whose slow part is amplified."""

    def __init__(self, params, base, *, alpha, lamb):
        super().__init__(params, {})
        self.alpha, self.lamb = alpha, lamb
        self.base = base(self.param_groups)
        self.param_groups = self.base.param_groups
        self.defaults.update(self.base.defaults)
        self.slow = {}

    def step(self, closure):
        def amplified():
            loss = closure()
            with torch.no_grad():
                for p in (p for group in self.param_groups for p in group["params"]):
                    self.slow[p] = self.alpha * self.slow.get(p, p.grad.clone()) + (1 - self.alpha) * p.grad
                    p.grad += self.lamb * self.slow[p]
            return loss

        if hasattr(closure, "objective"):
            amplified.objective = closure.objective
        return self.base.step(amplified)
