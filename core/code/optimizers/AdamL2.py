#: class torch.optim.Adam
