def ravine(x, steepness):
    x, y = x
    return x**2 / 20 + steepness * (y - torch.sin(x)) ** 2
