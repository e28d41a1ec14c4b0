#: asks closure
class Lookahead(torch.optim.Optimizer):
    """Zhang et al. 2019, algorithm 1: every k steps of the base optimizer, go only part of the way with it."""

    def __init__(self, params, base, *, k, alpha, pullback_momentum):
        super().__init__(params, {})
        self.k, self.alpha, self.pullback, self.t = k, alpha, pullback_momentum, 0
        self.base = base(self.param_groups)
        self.param_groups = self.base.param_groups
        self.defaults.update(self.base.defaults)
        self.slow = {p: p.detach().clone() for group in self.param_groups for p in group["params"]}
        self.slow_velocity = {p: torch.zeros_like(p) for p in self.slow}

    def step(self, closure):
        loss = self.base.step(closure)
        self.t += 1
        if self.t % self.k != 0:
            return loss
        with torch.no_grad():
            for p, slow in self.slow.items():
                self.pull_back(p, slow)
                velocity = self.base.state[p].get("momentum_buffer")
                if velocity is not None and self.pullback == "reset":
                    velocity.zero_()
                elif velocity is not None and self.pullback == "pullback":
                    self.pull_back(velocity, self.slow_velocity[p])
        return loss

    def pull_back(self, fast, slow):
        slow.copy_(self.alpha * fast + (1 - self.alpha) * slow)
        fast.copy_(slow)
