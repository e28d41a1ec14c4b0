#: drop data seed init gain points test_points
class Network(nn.Module):
    """Hidden layers between inputs and outputs."""

    def __init__(self, inputs, outputs, hidden, activation, start):
        super().__init__()
        function = {"relu": nn.ReLU, "gelu": nn.GELU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}[activation]
        layers = []
        for units in hidden:
            layers += [nn.Linear(inputs, units), function()]
            inputs = units
        self.layers = nn.Sequential(*layers, nn.Linear(inputs, outputs))
        nn.utils.vector_to_parameters(torch.tensor(start), self.parameters())

    def forward(self, inputs):
        return self.layers(inputs)


def network_loss(network, inputs, targets, loss):
    outputs = network(inputs)
    if not targets.is_floating_point():
        if loss == "squared":
            return ((outputs - nn.functional.one_hot(targets, outputs.shape[1])) ** 2).sum(1).mean()
        return nn.functional.cross_entropy(outputs, targets)
    if loss == "squared":
        return nn.functional.mse_loss(outputs[:, 0], targets)
    return nn.functional.softplus(-targets * outputs[:, 0], threshold=700).mean()
