def ackley(x):
    bowl = -20 * torch.exp(-0.2 * torch.sqrt((x**2).mean()))
    return bowl - torch.exp(torch.cos(2 * math.pi * x).mean()) + 20 + math.e
