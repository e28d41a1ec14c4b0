#: needs whole_point
#: asks closure residuals
class LevenbergMarquardt(WholePointMethod):
    """Marquardt 1963; J^T J where the loss is a sum of squared residuals, else the Hessian."""

    def move(self, x, *, damping, increase, decrease, scaled):
        memory = self.memory
        memory.setdefault("damping", damping)
        g, value = self.gradient(x), self.value(x)
        if not g.dot(g) > 0:
            return x
        a = self.model(x, g)
        if not a.isfinite().all():
            return x
        scale = torch.ones_like(x)
        if scaled:
            sizes = a.diagonal().abs()
            scale = sizes.clamp(min=1e-12 * sizes.max().item() + 1e-300)
        for _ in range(40):  # until a step lowers the value
            damped = a + torch.diag(memory["damping"] * scale)
            d = torch.linalg.solve_ex(damped, -g)[0]
            usable = damped.diagonal().any() and d.isfinite().all()  # a factorisation needs a pivot
            if usable and g.dot(d) < 0 and self.value(x + d) <= value:
                memory["damping"] = max(memory["damping"] / decrease, 1e-300)
                return x + d
            memory["damping"] = min(memory["damping"] * increase, 1e300)
        return x

    def model(self, x, g):
        residuals = self.closure.residuals
        if residuals is None:
            return self.hessian(x)
        jacobian = torch.autograd.functional.jacobian(residuals, x)
        unit = jacobian.T @ residuals(x)
        factor = (g.dot(unit) / unit.dot(unit)).item() if unit.dot(unit) > 0 else 1
        return (factor if factor > 0 else 1) * jacobian.T @ jacobian
