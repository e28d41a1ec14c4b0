def armijo_line_search(method, x, d, value, slope, first, shrink, c1):
    """The first of first, first * shrink, ... that lowers the value enough (Armijo 1966); 0 if there is none."""
    t = first
    for _ in range(100):
        if method.value(x + t * d) <= value + c1 * t * slope:
            return t
        t *= shrink
    return 0
