def levy_13(x):
    x, y = x
    along_x = (x - 1) ** 2 * (1 + torch.sin(3 * math.pi * y) ** 2)
    along_y = (y - 1) ** 2 * (1 + torch.sin(2 * math.pi * y) ** 2)
    return torch.sin(3 * math.pi * x) ** 2 + along_x + along_y
