#: needs lr_scheduler
class WSD(LRScheduler):
    """Warm-up, stable, decay (Hu et al. 2024, section 4)."""

    def __init__(self, optimizer, warmup_steps, decay_steps, total_steps, decay, final_factor):
        self.warmup_steps, self.total_steps, self.final_factor = warmup_steps, total_steps, final_factor
        self.decay_start = max(warmup_steps, total_steps - decay_steps)
        self.shape = {
            "linear": lambda part: 1 - part,
            "cos": lambda part: (1 + math.cos(math.pi * part)) / 2,
            "sqrt": lambda part: 1 - math.sqrt(part),
        }[decay]
        super().__init__(optimizer)

    def factor(self, t):
        if t < self.warmup_steps:
            return (t + 1) / self.warmup_steps
        if t < self.decay_start:
            return 1
        part = min(1, (t - self.decay_start) / max(1, self.total_steps - self.decay_start))
        return self.final_factor + (1 - self.final_factor) * self.shape(part)

    def get_lr(self):
        return [base * self.factor(self.last_epoch) for base in self.base_lrs]
