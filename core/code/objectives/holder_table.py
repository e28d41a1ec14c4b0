def holder_table(x):
    x, y = x
    r = torch.sqrt(x**2 + y**2)
    return -torch.abs(torch.sin(x) * torch.cos(y) * torch.exp(torch.abs(1 - r / math.pi)))
