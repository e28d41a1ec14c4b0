def sigmoid_plateau(x, target):
    return (torch.sigmoid(x[0]) - target) ** 2
