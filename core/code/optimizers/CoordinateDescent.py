#: needs exact_line_search whole_point
class CoordinateDescent(WholePointMethod):
    def move(self, x, *, order):
        g = self.gradient(x)
        i = g.abs().argmax().item() if order == "greedy" else self.memory.get("next", 0)
        self.memory["next"] = (i + 1) % len(x)
        if not g[i].abs() > 0:
            return x
        d = torch.zeros_like(x)
        d[i] = -g[i].sign()
        t = exact_line_search(self, x, d, -g[i].abs().item())
        return x + t * d if t > 0 else x
