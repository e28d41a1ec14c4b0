def rare_feature(x, inputs, targets, batch=None):
    if batch is not None:
        inputs, targets = inputs[batch], targets[batch]
    return ((inputs @ x - targets) ** 2).mean()
  #? residuals
  #? residuals
def rare_feature_residuals(x, inputs, targets):  #? residuals
    return math.sqrt(2 / len(targets)) * (inputs @ x - targets)  #? residuals
