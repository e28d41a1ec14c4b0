def dixon_price(x):
    i = torch.arange(2, len(x) + 1)
    return (x[0] - 1) ** 2 + (i * (2 * x[1:] ** 2 - x[:-1]) ** 2).sum()
