#!/usr/bin/env python3
"""Losses, gradients and Hessian-vector products of networks by PyTorch: /usr/bin/python3 make.py DIGITS.csv.gz writes
references.json. DIGITS.csv.gz is scikit-learn's file (sklearn/datasets/data/digits.csv.gz), a row an image with its class.

Points and directions come from a generator that the tests repeat; of long results every so many entries are stored."""
import gzip
import json
import math
import os
import sys

import numpy as np
import torch

torch.set_default_dtype(torch.float64)


class Numbers:
    """Knuth's MMIX generator; 24 bits a number, in [-1, 1)."""

    def __init__(self, seed):
        self.state = seed

    def tensor(self, size):
        values = []
        for _ in range(size):
            self.state = (6364136223846793005 * self.state + 1442695040888963407) % 2**64
            values.append((self.state >> 40) / 2**23 - 1)
        return torch.tensor(values)


class Portable:
    """Of the data sets: the Mersenne twister's bits, and a noise of twelve uniform numbers."""

    def __init__(self, seed):
        self.bits = np.random.RandomState(seed)._bit_generator

    def uniform(self):
        return float(self.bits.random_raw()) / 2**32

    def noise(self):
        total = -6.0
        for _ in range(12):
            total += self.uniform()
        return total


def moons():
    random, rows, targets = Portable(1), [], []
    for sample in range(60):
        positive = sample % 2 == 0
        a = math.pi * (sample // 2 / 29)
        x, y = (math.cos(a) - 0.5, math.sin(a) - 0.25) if positive else (0.5 - math.cos(a), 0.25 - math.sin(a))
        rows.append([x + 0.12 * random.noise(), y + 0.12 * random.noise()])
        targets.append(1.0 if positive else -1.0)
    return torch.tensor(rows), torch.tensor(targets)


def blobs():
    random, rows, targets = Portable(1), [], []
    centres = [(0, 1.2), (-1.0392, -0.6), (1.0392, -0.6)]
    for sample in range(90):
        x, y = centres[sample % 3]
        rows.append([x + 0.55 * random.noise(), y + 0.55 * random.noise()])
        targets.append(sample % 3)
    return torch.tensor(rows), torch.tensor(targets)


def curve():
    random, rows, targets = Portable(1), [], []
    for _ in range(40):
        x = 5 * random.uniform() - 2.5
        rows.append([x])
        targets.append(math.sin(2 * x) + 0.3 * x + 0.12 * random.noise())
    return torch.tensor(rows), torch.tensor(targets)


def digits(path):
    table = np.loadtxt(gzip.open(path), delimiter=',')
    train = np.arange(len(table)) % 5 != 4
    return torch.tensor(table[train, :64] / 16), torch.tensor(table[train, 64].astype(np.int64))


FUNCTIONS = {'tanh': torch.nn.Tanh, 'relu': torch.nn.ReLU, 'gelu': torch.nn.GELU, 'sigmoid': torch.nn.Sigmoid}


def network(inputs, hidden, outputs, activation):
    layers = []
    for units in hidden:
        layers += [torch.nn.Linear(inputs, units), FUNCTIONS[activation]()]
        inputs = units
    return torch.nn.Sequential(*layers, torch.nn.Linear(inputs, outputs))


def mean_loss(loss, z, t):
    classes = not t.is_floating_point()
    if loss == 'squared':
        wanted = torch.nn.functional.one_hot(t, z.shape[1]) if classes else t[:, None]
        return ((z - wanted) ** 2).sum(1).mean()
    if classes:
        return torch.nn.functional.cross_entropy(z, t)
    return torch.nn.functional.softplus(-t * z[:, 0]).mean()


def case(name, data, hidden, activation, loss, seed, every=1, batch=None):
    inputs, targets = data
    outputs = 1 if targets.is_floating_point() else int(targets.max()) + 1
    net = network(inputs.shape[1], hidden, outputs, activation)
    numbers = Numbers(seed)
    size = sum(p.numel() for p in net.parameters())
    torch.nn.utils.vector_to_parameters(numbers.tensor(size), net.parameters())
    direction = numbers.tensor(size)
    parameters = list(net.parameters())
    if batch:
        inputs, targets = inputs[batch], targets[batch]
    value = mean_loss(loss, net(inputs), targets)
    gradient = torch.cat([g.reshape(-1) for g in torch.autograd.grad(value, parameters, create_graph=True)])
    product = torch.cat([h.reshape(-1) for h in torch.autograd.grad(gradient @ direction, parameters)])
    right = None
    if not targets.is_floating_point():
        right = float((net(inputs).argmax(1) == targets).double().mean())
    elif name != 'curve':
        right = float((net(inputs)[:, 0] * targets > 0).double().mean())
    return {'data': name, 'hidden': hidden, 'activation': activation, 'loss': loss, 'seed': seed, 'size': size,
            'every': every, 'batch': batch, 'value': value.item(), 'accuracy': right,
            'gradient': gradient[::every].tolist(), 'product': product[::every].tolist()}


if __name__ == '__main__':
    here = os.path.dirname(os.path.abspath(__file__))
    images = digits(sys.argv[1])
    cases = []
    for seed, activation in enumerate(FUNCTIONS, 1):
        cases += [case('moons', moons(), [4, 3], activation, 'logistic', seed),
                  case('moons', moons(), [5], activation, 'squared', 10 + seed),
                  case('blobs', blobs(), [4], activation, 'logistic', 20 + seed),
                  case('blobs', blobs(), [3, 2], activation, 'squared', 30 + seed),
                  case('curve', curve(), [6, 3], activation, 'squared', 40 + seed)]
    cases += [case('blobs', blobs(), [], 'tanh', 'logistic', 50),
              case('blobs', blobs(), [4], 'gelu', 'logistic', 51, batch=[7, 0, 88, 31, 7]),
              case('digits', images, [32], 'tanh', 'logistic', 52, every=29),
              case('digits', images, [16, 8], 'relu', 'logistic', 53, every=13),
              case('digits', images, [12], 'gelu', 'squared', 54, every=11),
              case('digits', images, [32], 'sigmoid', 'logistic', 55, every=29, batch=list(range(100, 164)))]
    with open(os.path.join(here, 'references.json'), 'w') as file:
        source = json.dumps({'made_by': 'make.py', 'torch': torch.__version__})
        file.write('{"source": ' + source + ',\n"cases": [\n' + ',\n'.join(map(json.dumps, cases)) + ']}\n')
