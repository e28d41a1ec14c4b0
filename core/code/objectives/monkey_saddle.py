def monkey_saddle(x):
    x, y = x
    return x**3 - 3 * x * y**2
