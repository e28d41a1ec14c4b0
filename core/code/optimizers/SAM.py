#: asks closure
class SAM(torch.optim.Optimizer):
    """Foret et al. 2021, algorithm 1; adaptive: Kwon et al. 2021. The base takes the gradient a way uphill."""

    def __init__(self, params, base, *, rho, adaptive, perturb_eps):
        super().__init__(params, {})
        self.rho, self.adaptive, self.perturb_eps = rho, adaptive, perturb_eps
        self.base = base(self.param_groups)
        self.param_groups = self.base.param_groups
        self.defaults.update(self.base.defaults)

    def step(self, closure):
        def uphill():
            loss = closure()
            with torch.no_grad():
                params = [p for group in self.param_groups for p in group["params"]]
                back = [p.clone() for p in params]
                slopes = [p.abs() * p.grad if self.adaptive else p.grad for p in params]
                norm = torch.cat([slope.flatten() for slope in slopes]).norm()
                scale = self.rho / (norm + self.perturb_eps)
                for p in params:
                    p += scale * (p * p * p.grad if self.adaptive else p.grad)
            closure()
            with torch.no_grad():
                for p, start in zip(params, back):
                    p.copy_(start)
            return loss

        if hasattr(closure, "objective"):
            uphill.objective = closure.objective
        return self.base.step(uphill)
