#: drop data seed
class Network(nn.Module):
    """Two inputs, hidden layers, one output."""

    def __init__(self, hidden, activation, start):
        super().__init__()
        layers, inputs = [], 2
        for units in hidden:
            layers += [nn.Linear(inputs, units), nn.Tanh() if activation == "tanh" else nn.ReLU()]
            inputs = units
        self.layers = nn.Sequential(*layers, nn.Linear(inputs, 1))
        nn.utils.vector_to_parameters(torch.tensor(start), self.parameters())

    def forward(self, inputs):
        return self.layers(inputs)[:, 0]


def network_loss(network, inputs, targets, loss):
    outputs = network(inputs)
    if loss == "squared":
        return nn.functional.mse_loss(outputs, targets)
    return nn.functional.softplus(-targets * outputs, threshold=700).mean()
