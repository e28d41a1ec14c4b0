def rastrigin(x):
    return 10 * len(x) + (x**2 - 10 * torch.cos(2 * math.pi * x)).sum()
