def michalewicz(x, m):
    i = torch.arange(1, len(x) + 1)
    return -(torch.sin(x) * torch.sin(i * x**2 / math.pi) ** (2 * m)).sum()
