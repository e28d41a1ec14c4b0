class SWALRAfter:
    """Steps one schedule `start` times, then SWALR."""

    def __init__(self, optimizer, before, start, **options):
        self.before, self.left = before(optimizer), start
        self.swa = torch.optim.swa_utils.SWALR(optimizer, **options)

    def step(self):
        if self.left > 0:
            self.left -= 1
            if self.before:
                self.before.step()
        else:
            self.swa.step()
