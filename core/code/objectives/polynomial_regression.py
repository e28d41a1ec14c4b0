#: drop degree
def polynomial_regression(x, inputs, targets, l2, batch=None):
    if batch is not None:
        inputs, targets = inputs[batch], targets[batch]
    powers = inputs ** torch.arange(len(x))
    return ((powers @ x - targets) ** 2).mean() + l2 / 2 * (x**2).sum()
