class LongOneCycleLR(torch.optim.lr_scheduler.OneCycleLR):
    """Keeps the last rate of the cycle from total_steps on, where OneCycleLR extrapolates once, then raises."""

    def step(self, epoch=None):
        if epoch is not None or self.last_epoch < self.total_steps - 1:
            super().step(epoch)
