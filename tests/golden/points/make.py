"""Writes fits.json beside this file: least-squares fits of lines and polynomials through points, by numpy's lstsq, and
logistic regressions by scipy's minimiser, for the objectives that are learned from points of one's own.

    python3 make.py
"""
import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import minimize

random = np.random.default_rng(7)
cases = []


def points(x, y):
    return [[float(a), float(b)] for a, b in zip(x, y)]


for count, scale in ((2, 1.0), (7, 1.0), (40, 5.0), (300, 0.2)):
    x = random.uniform(-2, 2, count) * scale
    y = 0.7 * x - 1.3 + random.normal(0, 0.5, count)
    features = np.stack([x, np.ones(count)], axis=1)
    best = np.linalg.lstsq(features, y, rcond=None)[0]
    cases.append({"objective": "linear_regression", "options": {"points": points(x, y)}, "best": best.tolist(),
                  "loss": float(np.mean((features @ best - y) ** 2))})

for degree, l2 in ((2, 0.0), (4, 0.0), (5, 0.01)):
    x = random.uniform(-1, 1, 25)
    y = np.cos(3 * x) + random.normal(0, 0.1, 25)
    features = x[:, None] ** np.arange(degree + 1)
    # mean (φc − y)² + l2/2 ‖c‖², as rows of one least-squares problem
    rows = np.concatenate([np.sqrt(2 / 25) * features, np.sqrt(l2) * np.eye(degree + 1)])
    right = np.concatenate([np.sqrt(2 / 25) * y, np.zeros(degree + 1)])
    best = np.linalg.lstsq(rows, right, rcond=None)[0]
    cases.append({"objective": "polynomial_regression",
                  "options": {"degree": degree, "l2": l2, "points": points(x, y)}, "best": best.tolist(),
                  "loss": float(np.mean((features @ best - y) ** 2) + l2 / 2 * np.sum(best**2))})

for l2, shift in ((0.01, 1.0), (0.0, 0.2)):
    count = 30
    classes = np.arange(count) % 2
    a = random.normal(0, 1, (count, 2)) + shift * np.where(classes == 1, 1, -1)[:, None]
    signs = np.where(classes == 1, 1.0, -1.0)
    features = np.concatenate([a, np.ones((count, 1))], axis=1)

    def loss(theta):
        margins = signs * (features @ theta)
        slopes = -signs * np.exp(-np.logaddexp(0, margins))
        return np.mean(np.logaddexp(0, -margins)) + l2 / 2 * theta @ theta, features.T @ slopes / count + l2 * theta

    found = minimize(loss, np.zeros(3), jac=True, method="BFGS", options={"gtol": 1e-12})
    rows = [[float(p), float(q), int(c)] for (p, q), c in zip(a, classes)]
    cases.append({"objective": "logistic_regression", "options": {"l2": l2, "points": rows},
                  "best": found.x.tolist(), "loss": float(found.fun)})

file = pathlib.Path(__file__).with_name("fits.json")
made = f"numpy {np.__version__}, scipy {scipy.__version__}"
file.write_text(json.dumps({"made_with": made, "cases": cases}) + "\n", encoding="utf-8")
