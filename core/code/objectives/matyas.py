def matyas(x):
    x, y = x
    return 0.26 * (x**2 + y**2) - 0.48 * x * y
