def rippled_bowl(x, ripple):
    return 0.1 * x[0] ** 2 + ripple * (1 - torch.cos(4 * x[0]))
