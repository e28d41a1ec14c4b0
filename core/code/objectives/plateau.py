def plateau(x, width):
    x, y = x
    return 1 - torch.exp(-(x**2 + y**2) / (2 * width**2))
