#: drop degree points test_points
def polynomial_regression(x, inputs, targets, l2, batch=None):
    if batch is not None:
        inputs, targets = inputs[batch], targets[batch]
    powers = inputs ** torch.arange(len(x))
    return ((powers @ x - targets) ** 2).mean() + l2 / 2 * (x**2).sum()
  #? residuals
  #? residuals
def polynomial_regression_residuals(x, inputs, targets, l2):  #? residuals
    fit = math.sqrt(2 / len(targets)) * (inputs ** torch.arange(len(x)) @ x - targets)  #? residuals
    return torch.cat((fit, math.sqrt(l2) * x))  #? residuals
