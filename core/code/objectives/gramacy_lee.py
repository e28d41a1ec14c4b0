def gramacy_lee(x):
    return torch.sin(10 * math.pi * x[0]) / (2 * x[0]) + (x[0] - 1) ** 4
