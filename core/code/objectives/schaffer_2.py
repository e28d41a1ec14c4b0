def schaffer_2(x):
    x, y = x
    return 0.5 + (torch.sin(x**2 - y**2) ** 2 - 0.5) / (1 + 0.001 * (x**2 + y**2)) ** 2
