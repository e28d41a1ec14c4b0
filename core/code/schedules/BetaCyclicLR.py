class BetaCyclicLR(torch.optim.lr_scheduler.CyclicLR):
    """CyclicLR that also cycles beta1 of Adam's family; torch's own does so from version 2.3 on."""

    def __init__(self, optimizer, *, base_momentum, max_momentum, step_size_up, step_size_down, mode, gamma, **rates):
        count = len(optimizer.param_groups)
        low, high = ([v] * count if not isinstance(v, list) else v for v in (base_momentum, max_momentum))
        self.betas = list(zip(low, high))
        self.up, self.total = step_size_up, step_size_up + (step_size_up if step_size_down is None else step_size_down)
        self.scale = {
            "triangular": lambda t, cycle: 1,
            "triangular2": lambda t, cycle: 0.5 ** (cycle - 1),
            "exp_range": lambda t, cycle: gamma**t,
        }[mode]
        super().__init__(
            optimizer, step_size_up=step_size_up, step_size_down=step_size_down, mode=mode, gamma=gamma,
            cycle_momentum=False, **rates
        )

    def get_lr(self):
        t = self.last_epoch
        cycle = 1 + t // self.total
        x = t % self.total
        height = (x / self.up if x <= self.up else (self.total - x) / (self.total - self.up)) * self.scale(t, cycle)
        for group, (low, high) in zip(self.optimizer.param_groups, self.betas):
            group["betas"] = (high - (high - low) * height, *group["betas"][1:])
        return super().get_lr()
