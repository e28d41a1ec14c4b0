def zakharov(x):
    s = (0.5 * torch.arange(1, len(x) + 1) * x).sum()
    return (x**2).sum() + s**2 + s**4
