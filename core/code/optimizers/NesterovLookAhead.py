#: needs textbook_decay update_rule
#: asks closure
class NesterovLookAhead(UpdateRule):
    """Takes the gradient where momentum is about to carry the point (Sutskever et al. 2013, equations 3 and 4)."""

    def step(self, closure):
        start = {p: p.detach().clone() for group in self.param_groups for p in group["params"]}
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    p += group["momentum"] * self.state[p].get("v", 0)
        loss = closure()
        with torch.no_grad():
            for group in self.param_groups:
                form = group["weight_decay_form"], group["weight_decay"], group["lr"]
                share, before, after = textbook_decay(*form)
                for p in group["params"]:
                    state = self.state[p]
                    state["v"] = group["momentum"] * state.get("v", 0) - group["lr"] * (p.grad + share * p)
                    p.copy_((before * start[p] + state["v"]) * after)
        return loss
