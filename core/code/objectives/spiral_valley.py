def spiral_valley(x, winding):
    x, y = x
    a = winding * torch.sqrt(1 + x**2 + y**2)
    return 0.02 * (x**2 + y**2) + (y * torch.cos(a) - x * torch.sin(a)) ** 2
