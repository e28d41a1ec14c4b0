#: drop data seed
def multilayer_perceptron(x, inputs, targets, hidden, activation, loss, batch=None):
    """Two inputs, hidden layers, one output; x holds weights and biases, layer by layer."""
    if batch is not None:
        inputs, targets = inputs[batch], targets[batch]
    sizes = [2, *hidden, 1]
    values, first = inputs, 0
    for layer, (n, m) in enumerate(zip(sizes, sizes[1:])):
        weights, biases = x[first : first + n * m].reshape(m, n), x[first + n * m : first + n * m + m]
        values, first = values @ weights.T + biases, first + n * m + m
        if layer < len(hidden):
            values = torch.tanh(values) if activation == "tanh" else torch.relu(values)
    z = values[:, 0]
    if loss == "squared":
        return ((z - targets) ** 2).mean()
    return torch.nn.functional.softplus(-targets * z, threshold=700).mean()
