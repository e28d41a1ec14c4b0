def ellipsoid(x, kappa):
    n = len(x)
    return (kappa ** (torch.arange(n) / max(1, n - 1)) * x**2).sum()
