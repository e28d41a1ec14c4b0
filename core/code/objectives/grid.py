#: drop values x y smoothing
def spline_weights(place, ends, nodes, outside):
    """The four cubic B-splines that do not vanish at a place, after the number of the first."""
    low, high = ends
    step = (high - low) / (nodes - 1)
    inside = torch.clamp(place, low, high)
    first = 0 if math.isnan(inside) else min(int((inside.item() - low) / step), nodes - 2)
    t = (inside - low) / step - first
    s = 1 - t
    weights = torch.stack([s**3, 4 + t**2 * (3 * t - 6), 4 + s**2 * (3 * s - 6), t**3]) / 6
    if outside == "linear":
        slopes = torch.stack([-(s**2), t * (3 * t - 4), s * (4 - 3 * s), t**2]) / (2 * step)
        weights = weights + slopes * (place - inside)
    return first, weights


def grid(x, coefficients, x_range, y_range, outside):
    rows, columns = coefficients.shape
    i, up = spline_weights(x[1], y_range, rows - 2, outside)
    j, across = spline_weights(x[0], x_range, columns - 2, outside)
    return up @ coefficients[i : i + 4, j : j + 4] @ across
