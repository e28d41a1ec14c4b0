#: needs lr_scheduler
class WarmupCosine(LRScheduler):
    def __init__(self, optimizer, warmup_steps, total_steps, eta_min, start_factor):
        self.warmup_steps, self.total_steps = warmup_steps, total_steps
        self.eta_min, self.start_factor = eta_min, start_factor
        super().__init__(optimizer)

    def get_lr(self):
        t, warm = self.last_epoch, self.warmup_steps
        if t < warm:
            factor = self.start_factor + (1 - self.start_factor) * t / warm
            return [base * factor for base in self.base_lrs]
        share = (1 + math.cos(math.pi * min(1, (t - warm) / max(1, self.total_steps - warm)))) / 2
        return [self.eta_min + (base - self.eta_min) * share for base in self.base_lrs]
