class BetaCyclicLR(torch.optim.lr_scheduler.CyclicLR):
    """CyclicLR that also cycles beta1 of Adam's family; torch's own does so from version 2.3 on."""

    def __init__(self, optimizer, *, step_size_up=2000, step_size_down=None, base_momentum=0.8, max_momentum=0.9,
                 **rest):
        count = len(optimizer.param_groups)
        low, high = ([v] * count if not isinstance(v, list) else v for v in (base_momentum, max_momentum))
        self.betas = list(zip(low, high))
        self.up, self.total = step_size_up, step_size_up + (step_size_up if step_size_down is None else step_size_down)
        super().__init__(
            optimizer, step_size_up=step_size_up, step_size_down=step_size_down, cycle_momentum=False, **rest
        )

    def get_lr(self):
        t = self.last_epoch
        cycle = 1 + t // self.total
        x = t % self.total
        height = x / self.up if x <= self.up else (self.total - x) / (self.total - self.up)
        height *= self.scale_fn(cycle if self.scale_mode == "cycle" else t)
        for group, (low, high) in zip(self.optimizer.param_groups, self.betas):
            group["betas"] = (high - (high - low) * height, *group["betas"][1:])
        return super().get_lr()
