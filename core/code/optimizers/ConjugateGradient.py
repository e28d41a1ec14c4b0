#: needs strong_wolfe exact_line_search whole_point
class ConjugateGradient(WholePointMethod):
    """Nocedal & Wright 2006, algorithm 5.4; Fletcher & Reeves 1964, Polak & Ribiere 1969."""

    def move(self, x, *, formula, line_search, restart):
        memory, before = self.memory, self.memory.get("g")
        g = memory["g"] = self.gradient(x)
        size = g.dot(g).item()
        if not size > 0:
            return x
        since, beta = memory.get("since", 0), 0
        if 0 < since < (len(x) if restart is None else restart):
            old = before.dot(before).item()
            beta = size / old if formula == "fletcher_reeves" else max(0, g.dot(g - before).item() / old)
        d = beta * memory.get("d", 0) - g
        slope = g.dot(d).item()
        if beta == 0 or not slope < 0:
            d, slope, since = -g, -size, 0
        memory["d"], memory["since"] = d, since + 1
        if line_search == "exact":
            t = exact_line_search(self, x, d, slope)
        else:
            t = memory.get("t", 0)
            first = t * memory["slope"] / slope if t > 0 else 1 / g.norm().item()
            t = strong_wolfe(self, x, d, first, self.value(x), g, slope, c2=0.1)[0]
        memory["t"], memory["slope"] = t, slope
        return x + t * d
