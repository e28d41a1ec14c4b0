#!/usr/bin/env python3
"""Spectra by PyTorch and numpy: /usr/bin/python3 make.py writes references.json.

Hessians of networks by torch.autograd, their eigenvalues by numpy.linalg.eigvalsh; singular values by numpy.linalg.svd
of the updates and errors of gradient descent on matrix least squares."""
import json
import os
import sys

import numpy as np
import torch

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, '..', 'networks'))
import make as networks  # noqa: E402


def hessian(name, data, hidden, activation, loss, seed):
    inputs, targets = data
    outputs = 1 if targets.is_floating_point() else int(targets.max()) + 1
    net = networks.network(inputs.shape[1], hidden, outputs, activation)
    size = sum(p.numel() for p in net.parameters())
    point = networks.Numbers(seed).tensor(size).requires_grad_(True)
    shapes = [p.shape for p in net.parameters()]

    def value():
        rest, z = point, inputs
        for k in range(0, len(shapes), 2):
            w, rest = rest[:shapes[k].numel()].reshape(shapes[k]), rest[shapes[k].numel():]
            b, rest = rest[:shapes[k + 1].numel()], rest[shapes[k + 1].numel():]
            z = z @ w.T + b
            if k + 2 < len(shapes):
                z = networks.FUNCTIONS[activation]()(z)
        return networks.mean_loss(loss, z, targets)

    gradient, = torch.autograd.grad(value(), point, create_graph=True)
    rows = [torch.autograd.grad(g, point, retain_graph=True)[0] for g in gradient]
    return {'data': name, 'hidden': hidden, 'activation': activation, 'loss': loss, 'seed': seed, 'size': size,
            'eigenvalues': np.linalg.eigvalsh(torch.stack(rows).numpy()).tolist()}


def descent(x, y, start, rate, steps):
    best = y @ np.linalg.pinv(x)
    w = np.array(start, float)
    points, updates, errors = [w.copy()], [], [np.linalg.svd(w - best, compute_uv=False)]
    for _ in range(steps):
        after = w - rate * (w @ x - y) @ x.T
        updates.append(np.linalg.svd(after - w, compute_uv=False))
        w = after
        points.append(w.copy())
        errors.append(np.linalg.svd(w - best, compute_uv=False))
    return {'X': x.tolist(), 'Y': y.tolist(), 'start': w.shape, 'rate': rate, 'steps': steps,
            'points': [p.ravel().tolist() for p in points], 'updates': [u.tolist() for u in updates],
            'errors': [e.tolist() for e in errors]}


if __name__ == '__main__':
    random = np.random.RandomState(3)
    wide = descent(random.randn(5, 9).round(2), random.randn(3, 9).round(2), np.zeros((3, 5)), 0.02, 12)
    tall = descent(random.randn(2, 7).round(2), random.randn(4, 7).round(2), np.ones((4, 2)), 0.03, 12)
    cases = [hessian('moons', networks.moons(), [8], 'tanh', 'logistic', 1),
             hessian('curve', networks.curve(), [6, 3], 'gelu', 'squared', 2),
             hessian('blobs', networks.blobs(), [20, 15], 'sigmoid', 'logistic', 3),
             hessian('moons', networks.moons(), [], 'tanh', 'squared', 4)]
    with open(os.path.join(here, 'references.json'), 'w') as file:
        source = json.dumps({'made_by': 'make.py', 'torch': torch.__version__, 'numpy': np.__version__})
        file.write('{"source": ' + source + ',\n"hessians": [\n' + ',\n'.join(map(json.dumps, cases)) +
                   '],\n"descents": [\n' + ',\n'.join(map(json.dumps, [wide, tall])) + ']}\n')
