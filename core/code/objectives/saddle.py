def saddle(x, bound):
    x, y = x
    return x**2 - y**2 + bound * y**4 / 2
