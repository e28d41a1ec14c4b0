#: drop points test_points
def logistic_regression(x, inputs, targets, l2, batch=None):
    if batch is not None:
        inputs, targets = inputs[batch], targets[batch]
    margins = targets * (inputs @ x[:2] + x[2])
    return torch.nn.functional.softplus(-margins, threshold=700).mean() + l2 / 2 * (x**2).sum()
