def mccormick(x):
    x, y = x
    return torch.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1
