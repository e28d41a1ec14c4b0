#!/usr/bin/env python3
"""References for objective grid, made with scipy 1.10: python3 make.py writes references.json.

Values are numbers of four bytes, as scenarios pack them."""
import json
import os

import numpy as np
from scipy.interpolate import RectBivariateSpline
from scipy.ndimage import gaussian_filter

random = np.random.default_rng(19)


def case(rows, columns, box, sigma=0.0):
    (x_min, x_max), (y_min, y_max) = box
    x = np.linspace(x_min, x_max, columns)
    y = np.linspace(y_min, y_max, rows)
    given = random.normal(size=(rows, columns)).astype(np.float32).astype(float)
    values = gaussian_filter(given, sigma) if sigma > 0 else given
    spline = RectBivariateSpline(y, x, values, kx=3, ky=3, s=0)
    places = np.column_stack([random.uniform(x_min, x_max, 24), random.uniform(y_min, y_max, 24)])
    # Corners, edges and a node.
    places = np.vstack([places, [x[0], y[0]], [x[-1], y[-1]], [x[-1], y[0]], [x[1], y[-2]]])
    at = [places[:, 1], places[:, 0]]
    orders = {"f": (0, 0), "fx": (0, 1), "fy": (1, 0), "fxx": (0, 2), "fxy": (1, 1), "fyy": (2, 0)}
    return {
        "x": [x_min, x_max],
        "y": [y_min, y_max],
        "smoothing": sigma,
        "values": given.tolist(),
        "smoothed": values.tolist() if sigma > 0 else None,
        "points": places.tolist(),
        **{name: spline(*at, dx=dy, dy=dx, grid=False).tolist() for name, (dy, dx) in orders.items()},
    }


cases = [
    case(4, 4, ((-1, 1), (-1, 1))),
    case(5, 7, ((0, 3), (-2, 0.5))),
    case(9, 12, ((-2, 2), (-1, 3)), 0.8),
    case(16, 11, ((-0.5, 0.25), (10, 14))),
    case(6, 20, ((-3, 5), (-1, 1)), 2.5),
]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "references.json"), "w") as file:
    json.dump({"cases": cases}, file, indent=None, separators=(",", ":"))
    file.write("\n")
