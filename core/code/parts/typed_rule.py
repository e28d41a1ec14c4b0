#: needs group_vectors
class TypedRule(torch.optim.Optimizer):
    """An optimizer whose rule is `rule`: from the point x of a parameter group and its gradient g to the next point."""

    looks_here = True  # asks for the gradient at x

    def __init__(self, params, **options):
        super().__init__(params, options)

    def step(self, closure=None):
        if closure and self.looks_here:
            closure()
        self.closure = closure
        self.value = getattr(closure, "value", lambda: None)()
        self.normals = getattr(closure, "normals", dict)()
        with torch.no_grad():
            for group in self.param_groups:
                self.move(group)

    def move(self, group):
        self.params = group["params"]
        state = self.state[self.params[0]]
        t = state["t"] = state.get("t", 0) + 1
        options = {name: group[name] for name in self.defaults}
        self.sign = -1 if options.pop("maximize") else 1
        x = torch.cat([p.flatten() for p in self.params])
        g = self.sign * group_vectors(self.params)[1] if self.looks_here else None
        numbers = {name: tensor(value) for name, value in options.items()}
        set_group(self.params, self.rule(x, g, state.setdefault("own", {}), tensor(t), **numbers))

    def gradient(self, x):
        """The gradient at another point."""
        set_group(self.params, x)
        with torch.enable_grad():
            self.closure()
        return self.sign * group_vectors(self.params)[1]


def where(condition, yes, no):
    return torch.where(tensor(condition) != 0, tensor(yes), tensor(no))
