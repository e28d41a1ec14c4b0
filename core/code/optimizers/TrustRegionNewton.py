#: needs whole_point
class TrustRegionNewton(WholePointMethod):
    """Nocedal & Wright 2006, algorithm 4.1, with the model's exact minimum from the Hessian's eigenvalues."""

    def move(self, x, *, initial_radius, max_radius, eta):
        radius = self.memory.setdefault("radius", initial_radius)
        g, value = self.gradient(x), self.value(x)
        if not g.dot(g) > 0:
            return x
        h = self.hessian(x)
        if not h.isfinite().all():
            return x
        d = self.minimum_within(h, g, radius)
        promised = -(g.dot(d) + 0.5 * d.dot(h @ d)).item()
        kept = value - self.value(x + d)
        ratio = -1
        if math.isfinite(kept) and (promised > 0 or kept > 0):
            ratio = kept / promised if promised > 0 else 1
        length = d.norm().item()
        if ratio < 0.25:
            self.memory["radius"] = 0.25 * length
        elif ratio > 0.75 and length >= 0.99 * radius:
            self.memory["radius"] = min(2 * radius, max_radius)
        lost = promised <= 1e-14 * abs(value)  # in the value's rounding: there the model is trusted
        return x + d if ratio > eta or (lost and math.isfinite(kept)) else x

    @staticmethod
    def minimum_within(h, g, radius):
        values, vectors = torch.linalg.eigh(h)
        along, least = vectors.T @ g, values[0].item()
        scale = max(values.abs().max().item(), 1e-300)
        if least > 1e-14 * scale and (along / values).norm() <= radius:
            return -(vectors @ (along / values))
        low = max(0, -least) + 1e-14 * scale
        high = low + g.norm().item() / radius + scale
        p = -along / (values + low)
        if p.norm() < radius:  # no slope along the lowest curvature: fill up along it
            p[0] += (-1 if along[0] > 0 else 1) * math.sqrt(max(0, radius**2 - p.dot(p).item()))
            return vectors @ p
        for _ in range(200):
            if not high - low > 1e-15 * high:
                break
            middle = (low + high) / 2
            if (along / (values + middle)).norm() > radius:
                low = middle
            else:
                high = middle
        return -(vectors @ (along / (values + high)))
