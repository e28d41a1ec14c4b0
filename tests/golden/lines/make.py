"""Writes distances.json beside this file: modified Hausdorff distances of lines, by scipy's distances between two dense
rows of points, which stand at equal ways along either line.

    python3 make.py
"""
import json
import pathlib

import numpy as np
import scipy
from scipy.spatial.distance import cdist


def dense(line, count=4000):
    line = np.asarray(line, float)
    ways = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = (np.arange(count) + 0.5) / count * ways[-1]
    return np.stack([np.interp(at, ways, line[:, k]) for k in (0, 1)], axis=1)


def distance(some, others):
    table = cdist(dense(some), dense(others))
    return max(table.min(axis=1).mean(), table.min(axis=0).mean())


if __name__ == "__main__":
    turn = np.linspace(0, np.pi, 60)
    random = np.random.default_rng(5)
    pairs = [
        ([[0, 0], [4, 0]], [[0, 1], [4, 1]]),
        ([[0, 0], [4, 0]], [[0, 0], [4, 0], [4, 3]]),
        ([[0, 0], [1, 2], [2, 0], [3, 2], [4, 0]], [[0, 1], [4, 1]]),
        (np.stack([np.cos(turn), np.sin(turn)], 1).tolist(), [[1, 0], [-1, 0]]),
        (random.normal(size=(12, 2)).cumsum(axis=0).tolist(), random.normal(size=(9, 2)).cumsum(axis=0).tolist()),
    ]
    cases = [{"some": a, "others": b, "distance": distance(a, b)} for a, b in pairs]
    source = {"library": "scipy.spatial.distance.cdist", "version": scipy.__version__, "script": "make.py"}
    lines = ",\n".join(json.dumps(case) for case in cases)
    target = pathlib.Path(__file__).with_name("distances.json")
    target.write_text('{"source": %s, "cases": [\n%s\n]}\n' % (json.dumps(source), lines))
