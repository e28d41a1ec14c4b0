def eggholder(x):
    x, y = x
    first = (y + 47) * torch.sin(torch.sqrt(torch.abs(x / 2 + y + 47)))
    return -first - x * torch.sin(torch.sqrt(torch.abs(x - (y + 47))))
