#: needs update_rule
#: asks closure hessian objective
class HessianRule(UpdateRule):
    """An update rule that now and then sees the Hessian's diagonal, too; None in between."""

    def step(self, closure):
        loss = closure()
        self.steps = getattr(self, "steps", -1) + 1
        fresh = [self.steps % group["hessian_period"] == 0 for group in self.param_groups]
        diagonal = closure.hessian_diagonal() if any(fresh) else {}
        with torch.no_grad():
            for group, new in zip(self.param_groups, fresh):
                for p in group["params"]:
                    self.state[p]["hessian"] = diagonal[p] if new else None
                self.update_group(group, {name: group[name] for name in self.defaults})
        return loss
