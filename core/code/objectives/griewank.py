def griewank(x):
    i = torch.arange(1, len(x) + 1)
    return (x**2).sum() / 4000 - torch.cos(x / torch.sqrt(i)).prod() + 1
