def schaffer_4(x):
    x, y = x
    wave = torch.cos(torch.sin(torch.abs(x**2 - y**2))) ** 2
    return 0.5 + (wave - 0.5) / (1 + 0.001 * (x**2 + y**2)) ** 2
