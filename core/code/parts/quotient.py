def quotient(a, b):
    """a / b as processors divide, by 0, too: infinite, or nan for 0 / 0."""
    if b != 0:
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)
