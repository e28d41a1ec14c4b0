def rare_feature(x, inputs, targets, batch=None):
    if batch is not None:
        inputs, targets = inputs[batch], targets[batch]
    return ((inputs @ x - targets) ** 2).mean()
