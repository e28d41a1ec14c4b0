#!/usr/bin/env python3
"""Reference values for planes through many dimensions, by numpy alone: python3 make.py writes references.json.

Numbers that are too many to be stored come from a linear congruential generator that the tests repeat."""
import json
import os

import numpy as np


class Numbers:
    """Knuth's MMIX generator; 24 bits a number, in [-1, 1)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (6364136223846793005 * self.state + 1442695040888963407) % 2**64
        return (self.state >> 40) / 2**23 - 1

    def array(self, *shape):
        return np.array([self.next() for _ in range(int(np.prod(shape)))]).reshape(shape)


def walk(numbers, steps, dimension):
    """A path whose coordinates move the less the higher their number is."""
    moves = numbers.array(steps, dimension) / np.arange(1, dimension + 1)
    return np.vstack([np.zeros(dimension), np.cumsum(moves, axis=0)])


def principal(seed, sizes, dimension):
    numbers = Numbers(seed)
    paths = [walk(numbers, steps, dimension) for steps in sizes]
    rows = np.vstack([path - paths[0][-1] for path in paths])
    _, values, directions = np.linalg.svd(rows, full_matrices=False)
    found = []
    for direction in directions[:2]:
        places = rows @ direction
        found.append((direction * np.sign(places[np.argmax(np.abs(places))])).tolist())
    total = float((values**2).sum())
    ends = []
    for path in paths:
        way = path - path[-1]
        ends.append(float(((way @ np.array(found).T) ** 2).sum() / (way**2).sum()))
    return {'seed': seed, 'steps': sizes, 'dimension': dimension, 'singular': values[:2].tolist(), 'total': total,
            'directions': found, 'shares': ends}


def filter_normalized(seed, shapes):
    """Section 4 of Li et al. 2018, tensor by tensor: a filter is a row of a matrix, biases stay where they are."""
    numbers = Numbers(seed)
    point, raw, wanted = [], [], []
    for shape in shapes:
        w, d = 3 * numbers.array(*shape), numbers.array(*shape)
        if len(shape) == 1:
            n = np.zeros_like(d)
        else:
            n = np.stack([row / np.linalg.norm(row) * np.linalg.norm(own) for row, own in zip(d, w)])
        point += w.ravel().tolist()
        raw += d.ravel().tolist()
        wanted += n.ravel().tolist()
    return {'shapes': [list(shape) for shape in shapes], 'point': point, 'raw': raw, 'normalized': wanted}


def symmetric(seed, size, shift):
    """A matrix with entries of a generator; `shift` moves its eigenvalues, so that the largest may be small."""
    a = Numbers(seed).array(size, size)
    a = (a + a.T) / 2 + shift * np.eye(size)
    values, vectors = np.linalg.eigh(a)
    return {'seed': seed, 'size': size, 'shift': shift, 'values': values[::-1][:3].tolist(),
            'leading': (vectors[:, -1] * np.sign(vectors[np.argmax(np.abs(vectors[:, -1])), -1])).tolist()}


def walk_share(steps, components, centre):
    """Of a walk in infinitely many dimensions: there the Gram matrix of its points is that of their covariances."""
    sums = np.tril(np.ones((steps, steps)))
    points = np.vstack([np.zeros(steps), sums])
    points = points - (points.mean(axis=0) if centre == 'mean' else points[-1])
    values = np.sort(np.linalg.eigvalsh(points @ points.T))[::-1]
    return {'steps': steps, 'components': components, 'centre': centre,
            'share': float(values[:components].sum() / values.sum())}


if __name__ == '__main__':
    here = os.path.dirname(os.path.abspath(__file__))
    out = {
        'source': {'made_by': 'make.py', 'numpy': np.__version__},
        'principal': [principal(1, [40], 5), principal(2, [12, 20, 9], 33), principal(3, [7], 50),
                      principal(4, [300, 40], 280)],
        'filters': [filter_normalized(5, [(8, 2), (8,), (1, 8), (1,)]),
                    filter_normalized(6, [(3, 5), (3,), (4, 3), (4,), (2, 4), (2,)])],
        'symmetric': [symmetric(7, 40, 0.0), symmetric(8, 60, -5.0), symmetric(9, 60, 3.0), symmetric(10, 3, 0.0)],
        'walks': [walk_share(s, c, centre) for s in (1, 2, 10, 300) for c in (1, 2) for centre in ('mean', 'end')],
    }
    with open(os.path.join(here, 'references.json'), 'w') as file:
        file.write('{\n' + ',\n'.join(
            f'"{key}": ' + (json.dumps(value) if isinstance(value, dict) else
                            '[\n' + ',\n'.join(map(json.dumps, value)) + ']') for key, value in out.items()) + '}\n')
