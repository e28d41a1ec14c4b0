#: drop data seed init gain points test_points
def perceptron(x, inputs, hidden, activation, outputs):
    """Hidden layers between inputs and outputs; x holds weights and biases, layer by layer."""
    functions = {"relu": torch.relu, "gelu": torch.nn.functional.gelu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}
    sizes = [inputs.shape[1], *hidden, outputs]
    values, first = inputs, 0
    for layer, (n, m) in enumerate(zip(sizes, sizes[1:])):
        weights, biases = x[first : first + n * m].reshape(m, n), x[first + n * m : first + n * m + m]
        values, first = values @ weights.T + biases, first + n * m + m
        if layer < len(hidden):
            values = functions[activation](values)
    return values


def outputs_for(targets):
    """One, for two classes or a number; or one for each class, where targets are classes' numbers."""
    return 1 if targets.is_floating_point() else int(targets.max()) + 1


def multilayer_perceptron(x, inputs, targets, hidden, activation, loss, batch=None):
    outputs = outputs_for(targets)
    if batch is not None:
        inputs, targets = inputs[batch], targets[batch]
    z = perceptron(x, inputs, hidden, activation, outputs)
    if outputs > 1:
        if loss == "squared":
            return ((z - torch.nn.functional.one_hot(targets, outputs)) ** 2).sum(1).mean()
        return torch.nn.functional.cross_entropy(z, targets)
    if loss == "squared":
        return ((z[:, 0] - targets) ** 2).mean()
    return torch.nn.functional.softplus(-targets * z[:, 0], threshold=700).mean()
  #? residuals
  #? residuals
def multilayer_perceptron_residuals(x, inputs, targets, hidden, activation, loss):  #? residuals
    outputs = outputs_for(targets)  #? residuals
    wanted = targets[:, None] if outputs == 1 else torch.nn.functional.one_hot(targets, outputs)  #? residuals
    rest = perceptron(x, inputs, hidden, activation, outputs) - wanted  #? residuals
    return math.sqrt(2 / len(targets)) * rest.reshape(-1)  #? residuals
