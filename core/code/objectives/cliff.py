def cliff(x, height):
    x, y = x
    return 0.1 * ((x - 2) ** 2 + y**2) + height * (1 - torch.tanh(8 * x))
