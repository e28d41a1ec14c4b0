#: asks closure objective
def exact_line_search(method, x, d, slope):
    """The first minimum along d: a safeguarded secant search for a slope of 0, begun at Newton's step."""

    def slope_at(t):
        return method.gradient(x + t * d).dot(d).item()

    curvature = torch.autograd.functional.hvp(method.closure.objective, x, d)[1].dot(d).item()
    low, low_slope = 0, slope
    high = -slope / curvature if curvature > 0 else 1 / d.norm().item()
    if not math.isfinite(high):
        return 0
    high_slope, small = slope_at(high), 1e-10 * abs(slope)
    for _ in range(100):
        if not high_slope < -small:
            break
        next_slope = slope_at(2 * high)
        if not math.isfinite(next_slope):
            return high
        low, low_slope, high, high_slope = high, high_slope, 2 * high, next_slope
    if not math.isfinite(high_slope):  # back to where the function is finite
        for _ in range(100):
            if math.isfinite(high_slope):
                break
            high /= 2
            high_slope = slope_at(high)
        if not high_slope > 0:
            return high if math.isfinite(high_slope) else 0
    for i in range(100):
        if abs(high_slope) <= small or high - low <= 1e-15 * high:
            return high
        t = (low * high_slope - high * low_slope) / (high_slope - low_slope)
        if i % 3 == 2 or not low < t < high:
            t = (low + high) / 2
        t_slope = slope_at(t)
        if abs(t_slope) <= small:
            return t
        if t_slope < 0:
            low, low_slope = t, t_slope
        else:
            high, high_slope = t, t_slope
    return high
