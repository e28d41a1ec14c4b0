def bohachevsky(x):
    x, y = x
    return x**2 + 2 * y**2 - 0.3 * torch.cos(3 * math.pi * x) - 0.4 * torch.cos(4 * math.pi * y) + 0.7
