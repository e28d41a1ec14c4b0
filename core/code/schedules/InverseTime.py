#: needs lr_scheduler
class InverseTime(LRScheduler):
    def __init__(self, optimizer, k):
        self.k = k
        super().__init__(optimizer)

    def get_lr(self):
        return [base / (1 + self.k * self.last_epoch) for base in self.base_lrs]
