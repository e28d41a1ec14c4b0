def forrester(x):
    return (6 * x[0] - 2) ** 2 * torch.sin(12 * x[0] - 4)
