#: needs armijo_line_search whole_point
class Newton(WholePointMethod):
    """Nocedal & Wright 2006, sections 3.3 and 3.4."""

    def move(self, x, *, lr, modification, line_search):
        g = self.gradient(x)
        if not g.dot(g) > 0:
            return x
        d = self.direction(self.hessian(x), g, modification)
        slope, t = g.dot(d).item(), lr
        if line_search and slope < 0:
            t = armijo_line_search(self, x, d, self.value(x), slope, lr, 0.5, 1e-4)
        return x + t * d if t != 0 else x

    @staticmethod
    def direction(h, g, modification):
        if not h.isfinite().all():
            return -g
        values, vectors = torch.linalg.eigh(h)
        largest = values.abs().max().item()
        least = max(1e-10 * largest, 1e-300)  # less is only rounding
        if modification == "shift":
            if values.min() < least:
                values = values + max(least, 1e-3 * largest) - values.min()
        elif modification == "absolute":
            values = values.abs().clamp(min=least)
        else:
            signs = torch.where(values < 0, -torch.ones_like(values), torch.ones_like(values))
            values = torch.where(values.abs() < least, least * signs, values)
        return -(vectors @ (vectors.T @ g / values))
