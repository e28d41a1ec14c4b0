def booth(x):
    x, y = x
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2
