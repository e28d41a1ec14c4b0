#!/usr/bin/env python3
"""Writes explain.json: single steps of eleven optimizers on Rosenbrock's function, line by line, computed with numpy from
the papers' formulas alone, for comparison with what `thalweg explain --format json` prints.

Each case is a scenario, the step that is explained, and the values of its lines under their symbols, in order."""
import json
import pathlib

import numpy as np

B = 10.0
START = [-1.2, 1.0]


def gradient(x):
    """Of (1 - x)^2 + b (y - x^2)^2."""
    return np.array([-2 * (1 - x[0]) - 4 * B * x[0] * (x[1] - x[0] ** 2), 2 * B * (x[1] - x[0] ** 2)])


G = r"g_t"
TH = r"\theta_t"
PAST = r"\theta_{t-1}"


def sgd(o, s, x, g, lr, t):
    g = g + o.get("weight_decay", 0) * x
    s["b"] = g if t == 1 else o["momentum"] * s["b"] + (1 - o.get("dampening", 0)) * g
    d = g + o["momentum"] * s["b"] if o.get("nesterov") else s["b"]
    x = x - lr * d
    return [(G, g), ("b_t", s["b"]), (TH, x)], x


def heavy_ball(o, s, x, g, lr, t):
    move = x - s.get("last", x)
    s["last"] = x
    x = x - lr * g + o["momentum"] * move
    return [(G, g), (r"\Delta_t", move), (TH, x)], x


def rmsprop(o, s, x, g, lr, t):
    s["v"] = o["alpha"] * s.get("v", 0) + (1 - o["alpha"]) * g**2
    s["b"] = o["momentum"] * s.get("b", 0) + g / (np.sqrt(s["v"]) + o["eps"])
    x = x - lr * s["b"]
    return [(G, g), ("v_t", s["v"]), ("b_t", s["b"]), (TH, x)], x


def adagrad(o, s, x, g, lr, t):
    s["s"] = s.get("s", 0) + g**2
    x = x - lr / (1 + (t - 1) * o["lr_decay"]) * g / (np.sqrt(s["s"]) + 1e-10)
    return [(G, g), ("s_t", s["s"]), (TH, x)], x


def adadelta(o, s, x, g, lr, t):
    rho, eps = 0.9, 1e-6
    s["v"] = rho * s.get("v", 0) + (1 - rho) * g**2
    d = np.sqrt(s.get("u", 0) + eps) / np.sqrt(s["v"] + eps) * g
    s["u"] = rho * s.get("u", 0) + (1 - rho) * d**2
    x = x - lr * d
    return [(G, g), ("v_t", s["v"]), (r"\Delta_t", d), ("u_t", s["u"]), (TH, x)], x


def adam(o, s, x, g, lr, t):
    b1, b2 = o["betas"]
    s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
    s["v"] = b2 * s.get("v", 0) + (1 - b2) * g**2
    m, v = s["m"] / (1 - b1**t), s["v"] / (1 - b2**t)
    lines = [(G, g), ("m_t", s["m"]), ("v_t", s["v"]), (r"\hat m_t", m), (r"\hat v_t", v)]
    if "weight_decay" in o:  # AdamW
        x = (1 - lr * o["weight_decay"]) * x
        lines.append((PAST, x))
    x = x - lr * m / (np.sqrt(v) + 1e-8)
    return lines + [(TH, x)], x


def adamax(o, s, x, g, lr, t):
    b1, b2 = o["betas"]
    s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
    s["u"] = np.maximum(b2 * s.get("u", 0), np.abs(g) + 1e-8)
    m = s["m"] / (1 - b1**t)
    x = x - lr * m / s["u"]
    return [(G, g), ("m_t", s["m"]), (r"\hat m_t", m), ("u_t", s["u"]), (TH, x)], x


def lion(o, s, x, g, lr, t):
    b1, b2 = o["betas"]
    c = b1 * s.get("m", 0) + (1 - b1) * g
    s["m"] = b2 * s.get("m", 0) + (1 - b2) * g
    x1 = (1 - lr * o["weight_decay"]) * x
    x = x1 - lr * np.sign(c)
    return [(G, g), ("c_t", c), ("m_t", s["m"]), (PAST, x1), (TH, x)], x


def yogi(o, s, x, g, lr, t):
    b1, b2 = o["betas"]
    s["m"] = b1 * s.get("m", 1e-6) + (1 - b1) * g
    v = s.get("v", 1e-6)
    s["v"] = v - (1 - b2) * np.sign(v - g**2) * g**2
    m, v = s["m"] / (1 - b1**t), s["v"] / (1 - b2**t)
    x = x - lr * m / (np.sqrt(v) + 1e-3)
    return [(G, g), ("m_t", s["m"]), ("v_t", s["v"]), (r"\hat m_t", m), (r"\hat v_t", v), (TH, x)], x


def run(name, rule, options, step, clip=None, decay=None):
    contender = {"optimizer": name, "options": options}
    scenario = {
        "thalweg": 1,
        "panels": [{"objective": "rosenbrock", "options": {"b": B}, "start": START}],
        "contenders": [contender],
        "steps": 60,
    }
    if clip:
        scenario["gradient"] = {"clip_norm": clip}
    if decay:
        contender["schedule"] = {"name": "ExponentialLR", "options": {"gamma": decay}}
    x, state, lines = np.array(START), {}, []
    for t in range(1, step + 2):
        before = x
        lr = options["lr"] * (decay ** (t - 1) if decay else 1)
        g = gradient(x)
        clipped = g * min(1, clip / (np.sqrt((g**2).sum()) + 1e-6)) if clip else g
        own, x = rule(options, state, x, clipped, lr, t)
        lines = [(r"\mathrm{lr}_t", np.array([lr]))] if decay else []
        if clip:
            lines += [(r"\tilde g_t", g), (r"\tilde g_t", clipped)]
        lines += own
    return {
        "scenario": scenario,
        "step": step,
        "lines": [{"symbol": symbol, "values": [float(v) for v in np.broadcast_to(values, np.shape(values))]} for symbol, values in lines],
        "point": list(map(float, before)),
        "next": list(map(float, x)),
    }


cases = [
    run("SGD", sgd, {"lr": 0.003, "momentum": 0.9, "weight_decay": 0.01}, 12),
    run("SGD", sgd, {"lr": 0.003, "momentum": 0.9, "nesterov": True}, 12),
    run("HeavyBall", heavy_ball, {"lr": 0.003, "momentum": 0.8}, 9),
    run("RMSprop", rmsprop, {"lr": 0.02, "alpha": 0.9, "eps": 1e-8, "momentum": 0.5}, 20),
    run("Adagrad", adagrad, {"lr": 0.2, "lr_decay": 0.01}, 15),
    run("Adadelta", adadelta, {"lr": 1.0}, 40),
    run("Adamax", adamax, {"lr": 0.02, "betas": [0.9, 0.99]}, 17),
    run("Adam", adam, {"lr": 0.08, "betas": [0.9, 0.999]}, 30),
    run("AdamW", adam, {"lr": 0.05, "betas": [0.9, 0.99], "weight_decay": 0.1}, 25, clip=2.0, decay=0.97),
    run("Lion", lion, {"lr": 0.01, "betas": [0.9, 0.99], "weight_decay": 0.05}, 22),
    run("Yogi", yogi, {"lr": 0.03, "betas": [0.9, 0.999]}, 18),
]
pathlib.Path(__file__).with_name("explain.json").write_text(json.dumps({"cases": cases}, indent=1) + "\n", encoding="utf-8")
