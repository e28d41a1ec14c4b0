class LongOneCycleLR(torch.optim.lr_scheduler.OneCycleLR):
    """Keeps the last rate where OneCycleLR would raise: after total_steps."""

    def step(self, epoch=None):
        if self.last_epoch < self.total_steps:
            super().step(epoch)
