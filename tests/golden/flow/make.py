#!/usr/bin/env python3
"""Writes flow.json: continuous limits of descent on Himmelblau's function, by scipy's solve_ivp (DOP853, rtol 3e-14),
from functions and derivatives written here: gradient flow at times k*lr, the modified flow of f + lr/4*|grad f|^2 at the
same, and the heavy-ball equation x'' + (1 - mu)/sqrt(lr) x' + grad f = 0 from rest at times k*sqrt(lr)."""
import json
import math
import pathlib

import numpy as np
from scipy.integrate import solve_ivp

START, LR, MU, STEPS = [0.5, -1.0], 0.01, 0.9, 60


def gradient(p):
    x, y = p
    a, b = x * x + y - 11, x + y * y - 7
    return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])


def hessian(p):
    x, y = p
    return np.array([[12 * x * x + 4 * y - 42, 4 * (x + y)], [4 * (x + y), 12 * y * y + 4 * x - 26]])


def solved(right, start, times):
    found = solve_ivp(right, (0, times[-1]), start, method="DOP853", t_eval=times, rtol=3e-14, atol=1e-15)
    return found.y.T[:, :2].tolist()


even = [k * LR for k in range(STEPS + 1)]
roots = [k * math.sqrt(LR) for k in range(STEPS + 1)]
friction = (1 - MU) / math.sqrt(LR)
data = {
    "start": START,
    "lr": LR,
    "momentum": MU,
    "flow": solved(lambda t, p: -gradient(p), START, even),
    "modified_flow": solved(lambda t, p: -(gradient(p) + LR / 2 * hessian(p) @ gradient(p)), START, even),
    "heavy_ball": solved(
        lambda t, s: np.concatenate([s[2:], -friction * s[2:] - gradient(s[:2])]), START + [0.0, 0.0], roots
    ),
}
pathlib.Path(__file__).with_name("flow.json").write_text(json.dumps(data) + "\n", encoding="utf-8")
