#: needs armijo_line_search exact_line_search whole_point
class SteepestDescent(WholePointMethod):
    def move(self, x, *, line_search, first_step, shrink, c1):
        g = self.gradient(x)
        slope = -g.dot(g).item()
        if not slope < 0:
            return x
        if line_search == "exact":
            t = exact_line_search(self, x, -g, slope)
        else:
            t = armijo_line_search(self, x, -g, self.value(x), slope, first_step, shrink, c1)
        return x - t * g if t > 0 else x
