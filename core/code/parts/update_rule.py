class UpdateRule(torch.optim.Optimizer):
    """An optimizer whose rule is `update`: it moves one parameter tensor p by its gradient g."""

    def __init__(self, params, **options):
        super().__init__(params, options)

    def step(self, closure=None):
        loss = closure() if closure else None
        with torch.no_grad():
            for group in self.param_groups:
                self.update_group(group, {name: group[name] for name in self.defaults})
        return loss

    def update_group(self, group, options):
        maximize = options.pop("maximize", False)
        for p in group["params"]:
            state = self.state[p]
            state["t"] = state.get("t", 0) + 1
            self.update(p, -p.grad if maximize else p.grad, state, **options)
