#: needs whole_point
class NelderMead(WholePointMethod):
    """Nelder & Mead 1965; adaptive: Gao & Han 2012. A simplex of (value, corner), the best first."""

    def move(self, x, *, relative_size, absolute_size, adaptive):
        simplex = self.memory.get("simplex") or self.begin(x, relative_size, absolute_size)
        n = len(x)
        expansion, contraction, shrink = (1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n) if adaptive else (2, 0.5, 0.5)
        worst_value, worst = simplex[-1]
        centre = sum(corner for _, corner in simplex[:-1]) / n
        replacement = reflected = self.corner(2 * centre - worst)
        if reflected[0] < simplex[0][0]:
            expanded = self.corner((1 + expansion) * centre - expansion * worst)
            replacement = expanded if expanded[0] < reflected[0] else reflected
        elif reflected[0] < simplex[-2][0]:
            pass
        elif reflected[0] < worst_value:
            outside = self.corner((1 + contraction) * centre - contraction * worst)
            replacement = outside if outside[0] <= reflected[0] else None
        else:
            inside = self.corner((1 - contraction) * centre + contraction * worst)
            replacement = inside if inside[0] < worst_value else None
        if replacement is None:
            best = simplex[0][1]
            simplex = [simplex[0]] + [self.corner(best + shrink * (corner - best)) for _, corner in simplex[1:]]
        else:
            simplex = simplex[:-1] + [replacement]
        self.memory["simplex"] = self.ordered(simplex)
        return self.memory["simplex"][0][1]

    def begin(self, x, relative_size, absolute_size):
        corners = [x.clone() for _ in range(len(x) + 1)]
        for i, corner in enumerate(corners[1:]):
            corner[i] = (1 + relative_size) * corner[i] if corner[i] != 0 else absolute_size
        return self.ordered([self.corner(corner) for corner in corners])

    def corner(self, x):
        return self.value(x), x

    @staticmethod
    def ordered(simplex):
        return sorted(simplex, key=lambda corner: (math.isnan(corner[0]), corner[0]))
