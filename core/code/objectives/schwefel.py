def schwefel(x):
    return 418.9828872724338 * len(x) - (x * torch.sin(torch.sqrt(torch.abs(x)))).sum()
