def ridge_saddle(x):
    x, y = x
    upper = 3 * torch.exp(-((x + 0.5) ** 2 + (y - 1.1) ** 2) / 0.8)
    lower = 3 * torch.exp(-((x + 0.5) ** 2 + (y + 1.1) ** 2) / 0.8)
    return 0.1 * ((x - 2) ** 2 + y**2) + upper + lower
