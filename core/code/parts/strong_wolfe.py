#: needs quotient
def cubic_minimum(x1, f1, g1, x2, f2, g2, low, high):
    """Of the cubic through two values and slopes, within [low, high]; their middle if it has none."""
    d1 = g1 + g2 - quotient(3 * (f1 - f2), x1 - x2)
    square = d1 * d1 - g1 * g2
    if not square >= 0:
        return (low + high) / 2
    d2 = math.sqrt(square)
    if x1 <= x2:
        position = x2 - (x2 - x1) * quotient(g2 + d2 - d1, g2 - g1 + 2 * d2)
    else:
        position = x1 - (x1 - x2) * quotient(g1 + d2 - d1, g1 - g2 + 2 * d2)
    return min(max(position, low), high)


def strong_wolfe(method, x, d, t, value, g, slope, c1=1e-4, c2=0.9, tolerance=1e-9, most=25):
    """Nocedal & Wright 2006, algorithms 3.5 and 3.6, as in torch's LBFGS: (step, value, slope, gradient)."""

    def place(t):
        at = method.gradient(x + t * d)
        return t, method.value(x + t * d), at.dot(d).item(), at

    begin = previous = (0, value, slope, g)
    now, ends, done, count = place(t), None, False, 0
    while count < most:  # first a bracket: an interval that must contain a good step
        if now[1] > value + c1 * now[0] * slope or (count > 1 and now[1] >= previous[1]):
            ends = [previous, now]
            break
        if abs(now[2]) <= -c2 * slope:
            ends, done = [now, now], True
            break
        if now[2] >= 0:
            ends = [previous, now]
            break
        nearest, farthest = now[0] + 0.01 * (now[0] - previous[0]), 10 * now[0]
        t = cubic_minimum(*previous[:3], *now[:3], nearest, farthest)
        previous, now, count = now, place(t), count + 1
    if ends is None:
        ends = [begin, now]

    low, little_progress = (0 if ends[0][1] <= ends[1][1] else 1), False
    while not done and count < most:  # then the bracket is narrowed
        left, right = sorted((ends[0][0], ends[1][0]))
        if (right - left) * d.abs().max().item() < tolerance:
            break
        t, margin = cubic_minimum(*ends[0][:3], *ends[1][:3], left, right), 0.1 * (right - left)
        if min(right - t, t - left) < margin:  # steps that hug an end are moved inside
            if little_progress or t >= right or t <= left:
                t = right - margin if abs(t - right) < abs(t - left) else left + margin
                little_progress = False
            else:
                little_progress = True
        else:
            little_progress = False
        trial, count, high = place(t), count + 1, 1 - low
        if trial[1] > value + c1 * t * slope or trial[1] >= ends[low][1]:
            ends[high] = trial
            low = 0 if ends[0][1] <= ends[1][1] else 1
        else:
            if abs(trial[2]) <= -c2 * slope:
                done = True
            elif trial[2] * (ends[high][0] - ends[low][0]) >= 0:
                ends[high] = ends[low]
            ends[low] = trial
    return ends[low]
