#: needs strong_wolfe whole_point
class BFGS(WholePointMethod):
    """Nocedal & Wright 2006, algorithm 6.1 with equation 6.20."""

    def move(self, x, *, c2):
        memory = self.memory
        first = "h" not in memory
        if first:
            memory["h"], memory["g"], memory["value"] = torch.eye(len(x)), self.gradient(x), self.value(x)
        g, h = memory["g"], memory["h"]
        if not g.dot(g) > 0:
            return x
        d = -h @ g
        slope = g.dot(d).item()
        if not slope < 0:
            h, d, slope = torch.eye(len(x)), -g, -g.dot(g).item()
        trial = min(1, 1 / g.norm().item()) if first else 1
        t, memory["value"], _, memory["g"] = strong_wolfe(self, x, d, trial, memory["value"], g, slope, c2=c2)
        s, y = t * d, memory["g"] - g
        ys = y.dot(s).item()
        if ys > 1e-300 and math.isfinite(ys):
            h = h * ys / y.dot(y) if first else h
            hy = h @ y
            h = h + (1 + y.dot(hy) / ys) / ys * torch.outer(s, s) - (torch.outer(hy, s) + torch.outer(s, hy)) / ys
        memory["h"] = h
        return x + s
