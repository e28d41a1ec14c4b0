#: drop points test_points
def linear_regression(x, inputs, targets, batch=None):
    w, b = x
    if batch is not None:
        inputs, targets = inputs[batch], targets[batch]
    return ((w * inputs[:, 0] + b - targets) ** 2).mean()
  #? residuals
  #? residuals
def linear_regression_residuals(x, inputs, targets):  #? residuals
    return math.sqrt(2 / len(targets)) * (x[0] * inputs[:, 0] + x[1] - targets)  #? residuals
