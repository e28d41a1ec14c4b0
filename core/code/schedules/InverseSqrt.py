#: needs lr_scheduler
class InverseSqrt(LRScheduler):
    """Vaswani et al. 2017, equation 3."""

    def __init__(self, optimizer, warmup_steps):
        self.warmup_steps = warmup_steps
        super().__init__(optimizer)

    def get_lr(self):
        t, warm = self.last_epoch + 1, self.warmup_steps
        return [base * min(t / warm, math.sqrt(warm / t)) for base in self.base_lrs]
