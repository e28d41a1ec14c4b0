#: asks closure objective
class WholePointMethod(torch.optim.Optimizer):
    """A method that looks at all coordinates together: `move` takes the point and returns the next one."""

    def __init__(self, params, **options):
        super().__init__(params, options)
        self.parameters = [p for group in self.param_groups for p in group["params"]]
        self.memory = self.state[self.parameters[0]]

    def step(self, closure):
        self.closure = closure
        with torch.no_grad():
            x = torch.cat([p.flatten() for p in self.parameters])
            self.go_to(self.move(x, **{name: self.param_groups[0][name] for name in self.defaults}))

    def go_to(self, x):
        for p, values in zip(self.parameters, x.split([p.numel() for p in self.parameters])):
            p.copy_(values.reshape(p.shape))

    def value(self, x):
        return self.closure.objective(x).item()

    def gradient(self, x):
        self.go_to(x)
        with torch.enable_grad():
            self.closure()
        return torch.cat([p.grad.flatten() for p in self.parameters])

    def hessian(self, x):
        h = torch.autograd.functional.hessian(self.closure.objective, x)
        return 0.5 * (h + h.T)
