def drop_wave(x):
    x, y = x
    return -(1 + torch.cos(12 * torch.sqrt(x**2 + y**2))) / (0.5 * (x**2 + y**2) + 2)
