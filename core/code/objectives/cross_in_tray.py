def cross_in_tray(x):
    x, y = x
    r = torch.sqrt(x**2 + y**2)
    return -0.0001 * (torch.abs(torch.sin(x) * torch.sin(y) * torch.exp(torch.abs(100 - r / math.pi))) + 1) ** 0.1
