#: drop data seed
def perceptron(x, inputs, hidden, activation):
    """Two inputs, hidden layers, one output; x holds weights and biases, layer by layer."""
    sizes = [2, *hidden, 1]
    values, first = inputs, 0
    for layer, (n, m) in enumerate(zip(sizes, sizes[1:])):
        weights, biases = x[first : first + n * m].reshape(m, n), x[first + n * m : first + n * m + m]
        values, first = values @ weights.T + biases, first + n * m + m
        if layer < len(hidden):
            values = torch.tanh(values) if activation == "tanh" else torch.relu(values)
    return values[:, 0]


def multilayer_perceptron(x, inputs, targets, hidden, activation, loss, batch=None):
    if batch is not None:
        inputs, targets = inputs[batch], targets[batch]
    z = perceptron(x, inputs, hidden, activation)
    if loss == "squared":
        return ((z - targets) ** 2).mean()
    return torch.nn.functional.softplus(-targets * z, threshold=700).mean()
  #? residuals
  #? residuals
def multilayer_perceptron_residuals(x, inputs, targets, hidden, activation, loss):  #? residuals
    return math.sqrt(2 / len(targets)) * (perceptron(x, inputs, hidden, activation) - targets)  #? residuals
