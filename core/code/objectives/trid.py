def trid(x):
    return ((x - 1) ** 2).sum() - (x[1:] * x[:-1]).sum()
