#!/usr/bin/env python3
"""Writes the reference data of this folder: `textbook.json` and `scipy.json`.

textbook.json: trajectories of textbook and newer rules, each a plain loop over Python floats written from the formula in
the source that its comment names; in the form of the other reference files. scipy.json: Nelder-Mead's best corner after
each iteration, and the minima where scipy's other methods end. Made with Python 3.11, numpy 1.24, scipy 1.10.

    python3 generate.py
"""

import json
import math
from pathlib import Path

import numpy
import scipy
import scipy.optimize

FOLDER = Path(__file__).resolve().parent


# ---- functions, with gradients by hand


def quadratic(x):
    return 0.5 * (x[0] ** 2 + 25 * x[1] ** 2), [x[0], 25 * x[1]]


def rosenbrock(x):
    f, g = 0.0, [0.0] * len(x)
    for i in range(len(x) - 1):
        a, b = x[i + 1] - x[i] ** 2, 1 - x[i]
        f += 100 * a * a + b * b
        g[i] += -400 * x[i] * a - 2 * b
        g[i + 1] += 200 * a
    return f, g


def himmelblau(x):
    a, b = x[0] ** 2 + x[1] - 11, x[0] + x[1] ** 2 - 7
    return a * a + b * b, [4 * x[0] * a + 2 * b, 2 * a + 4 * x[1] * b]


def styblinski_tang(x):
    return (
        0.5 * sum(t**4 - 16 * t**2 + 5 * t for t in x),
        [0.5 * (4 * t**3 - 32 * t + 5) for t in x],
    )


FUNCTIONS = {f.__name__: f for f in (quadratic, rosenbrock, himmelblau, styblinski_tang)}


# ---- rules: generators that get a gradient function and yield the next point


def decayed(x, g, o):
    """Weight decay through the gradient, in its two textbook sizes."""
    lam, form = o.get("weight_decay", 0.0), o.get("weight_decay_form", "l2")
    factor = {"l2": lam, "l2_doubled": 2 * lam}.get(form, 0.0)
    return [gi + factor * xi for gi, xi in zip(g, x)]


def shrunk(x, o, lr, when):
    lam, form = o.get("weight_decay", 0.0), o.get("weight_decay_form", "l2")
    if form == when:
        return [xi * (1 - (lam if when == "unscaled" else lr * lam)) for xi in x]
    return list(x)


def gradient_descent(grad, x, o):  # Nesterov 2018, section 1.2.3
    while True:
        g = decayed(x, grad(x), o)
        x = shrunk(x, o, o["lr"], "unscaled")
        x = [xi - o["lr"] * gi for xi, gi in zip(x, g)]
        x = shrunk(x, o, o["lr"], "after_step")
        yield x


def heavy_ball(grad, x, o):  # Polyak 1964, equation 9
    before = list(x)
    while True:
        g = decayed(x, grad(x), o)
        x, before = [xi - o["lr"] * gi + o["momentum"] * (xi - bi) for xi, gi, bi in zip(x, g, before)], x
        yield x


def momentum_average(grad, x, o):  # v = mu v + (1 - mu) g
    v = [0.0] * len(x)
    while True:
        g = decayed(x, grad(x), o)
        v = [o["momentum"] * vi + (1 - o["momentum"]) * gi for vi, gi in zip(v, g)]
        x = [xi - o["lr"] * vi for xi, vi in zip(x, v)]
        yield x


def momentum_rate_inside(grad, x, o):  # Goodfellow et al. 2016, algorithm 8.2
    v = [0.0] * len(x)
    while True:
        g = decayed(x, grad(x), o)
        v = [o["momentum"] * vi - o["lr"] * gi for vi, gi in zip(v, g)]
        x = [xi + vi for xi, vi in zip(x, v)]
        yield x


def nesterov_look_ahead(grad, x, o):  # Sutskever et al. 2013, equations 3 and 4
    v = [0.0] * len(x)
    while True:
        g = grad([xi + o["momentum"] * vi for xi, vi in zip(x, v)])
        v = [o["momentum"] * vi - o["lr"] * gi for vi, gi in zip(v, g)]
        x = [xi + vi for xi, vi in zip(x, v)]
        yield x


def amsgrad(grad, x, o):  # Reddi et al. 2018, algorithm 2, with epsilon beside the root
    (b1, b2), eps = o.get("betas", (0.9, 0.999)), o.get("eps", 1e-8)
    m, v, top = ([0.0] * len(x) for _ in range(3))
    while True:
        for i, g in enumerate(grad(list(x))):
            m[i] = b1 * m[i] + (1 - b1) * g
            v[i] = b2 * v[i] + (1 - b2) * g**2
            top[i] = max(top[i], v[i])
        x = [xi - o["lr"] * mi / (math.sqrt(ti) + eps) for xi, mi, ti in zip(x, m, top)]
        yield x


def adam_uncorrected(grad, x, o):  # Kingma & Ba 2015, algorithm 1, with m and v as they are
    (b1, b2), eps = o.get("betas", (0.9, 0.999)), o.get("eps", 1e-8)
    m, v = [0.0] * len(x), [0.0] * len(x)
    while True:
        for i, g in enumerate(grad(list(x))):
            m[i] = b1 * m[i] + (1 - b1) * g
            v[i] = b2 * v[i] + (1 - b2) * g**2
        x = [xi - o["lr"] * mi / (math.sqrt(vi) + eps) for xi, mi, vi in zip(x, m, v)]
        yield x


def adam_l2(grad, x, o):  # Loshchilov & Hutter 2019, algorithm 2, the L2 variant
    (b1, b2), eps, lam = o.get("betas", (0.9, 0.999)), o.get("eps", 1e-8), o.get("weight_decay", 0.01)
    m, v, t = [0.0] * len(x), [0.0] * len(x), 0
    while True:
        t += 1
        for i, g in enumerate(grad(list(x))):
            g += lam * x[i]
            m[i] = b1 * m[i] + (1 - b1) * g
            v[i] = b2 * v[i] + (1 - b2) * g**2
        hat = [(mi / (1 - b1**t), vi / (1 - b2**t)) for mi, vi in zip(m, v)]
        x = [xi - o["lr"] * mh / (math.sqrt(vh) + eps) for xi, (mh, vh) in zip(x, hat)]
        yield x


def rmsprop_eps_inside(grad, x, o):  # Goodfellow et al. 2016, algorithm 8.5
    rho, eps, v = o.get("rho", 0.9), o.get("eps", 1e-6), [0.0] * len(x)
    while True:
        g = grad(x)
        v = [rho * vi + (1 - rho) * gi**2 for vi, gi in zip(v, g)]
        x = [xi - o["lr"] * gi / math.sqrt(vi + eps) for xi, gi, vi in zip(x, g, v)]
        yield x


def adagrad_eps_inside(grad, x, o):  # Ruder 2016, equation 21
    eps, s = o.get("eps", 1e-8), [0.0] * len(x)
    while True:
        g = grad(x)
        s = [si + gi**2 for si, gi in zip(s, g)]
        x = [xi - o["lr"] * gi / math.sqrt(si + eps) for xi, gi, si in zip(x, g, s)]
        yield x


def sign(value):
    return (value > 0) - (value < 0)


def signum(grad, x, o):  # Bernstein et al. 2018, algorithm 2; momentum 0: algorithm 1
    mu, lam, m = o.get("momentum", 0.9), o.get("weight_decay", 0.0), [0.0] * len(x)
    while True:
        m = [mu * mi + (1 - mu) * gi for mi, gi in zip(m, grad(x))]
        x = [xi - o["lr"] * (sign(mi) + lam * xi) for xi, mi in zip(x, m)]
        yield x


def ademamix(grad, x, o):  # Pagliardini et al. 2024, algorithm 1 with the schedulers of section 3
    (b1, b2, b3), eps = o.get("betas", (0.9, 0.999, 0.9999)), o.get("eps", 1e-8)
    alpha, lam, warm = o.get("alpha", 5.0), o.get("weight_decay", 0.0), o.get("t_alpha_beta3")
    m1, m2, v, t = [0.0] * len(x), [0.0] * len(x), [0.0] * len(x), 0
    while True:
        t += 1
        a, b = alpha, b3
        if warm:
            a = min(t * alpha / warm, alpha)
            part = min(t / warm, 1.0)
            b = min(math.exp(math.log(b1) * math.log(b3) / ((1 - part) * math.log(b3) + part * math.log(b1))), b3)
        for i, g in enumerate(grad(list(x))):
            m1[i] = b1 * m1[i] + (1 - b1) * g
            m2[i] = b * m2[i] + (1 - b) * g
            v[i] = b2 * v[i] + (1 - b2) * g**2
        x = [
            xi - o["lr"] * ((p / (1 - b1**t) + a * q) / (math.sqrt(r / (1 - b2**t)) + eps) + lam * xi)
            for xi, p, q, r in zip(x, m1, m2, v)
        ]
        yield x


def cautious_adamw(grad, x, o):  # Liang et al. 2024, algorithm 2
    (b1, b2), eps, lam = o.get("betas", (0.9, 0.999)), o.get("eps", 1e-6), o.get("weight_decay", 0.0)
    m, v, t = [0.0] * len(x), [0.0] * len(x), 0
    while True:
        t += 1
        g = grad(x)
        m = [b1 * mi + (1 - b1) * gi for mi, gi in zip(m, g)]
        v = [b2 * vi + (1 - b2) * gi**2 for vi, gi in zip(v, g)]
        mask = [1.0 if mi * gi > 0 else 0.0 for mi, gi in zip(m, g)]
        scale = max(sum(mask) / len(mask), 1e-3)
        x = [
            xi - o["lr"] * lam * xi - o["lr"] * k / scale * (mi / (1 - b1**t)) / (math.sqrt(vi / (1 - b2**t)) + eps)
            for xi, k, mi, vi in zip(x, mask, m, v)
        ]
        yield x


def amsbound(grad, x, o):  # Luo et al. 2019, algorithm 3, with Adam's bias correction as its authors' code has it
    (b1, b2), eps = o.get("betas", (0.9, 0.999)), o.get("eps", 1e-8)
    final, gamma = o.get("final_lr", 0.1), o.get("gamma", 1e-3)
    m, v, top, t = [0.0] * len(x), [0.0] * len(x), [0.0] * len(x), 0
    while True:
        t += 1
        low, high = final * (1 - 1 / (gamma * t + 1)), final * (1 + 1 / (gamma * t))
        step = o["lr"] * math.sqrt(1 - b2**t) / (1 - b1**t)
        for i, g in enumerate(grad(list(x))):
            m[i] = b1 * m[i] + (1 - b1) * g
            v[i] = b2 * v[i] + (1 - b2) * g**2
            top[i] = max(top[i], v[i])
        x = [xi - min(max(step / (math.sqrt(ti) + eps), low), high) * mi for xi, mi, ti in zip(x, m, top)]
        yield x


def sparse_adam(grad, x, o):  # torch.optim.SparseAdam's documentation: only coordinates with a gradient take part
    (b1, b2), eps = o.get("betas", (0.9, 0.999)), o.get("eps", 1e-8)
    m, v, t = [0.0] * len(x), [0.0] * len(x), 0
    while True:
        t += 1
        x = list(x)
        for i, g in enumerate(grad(list(x))):
            if g == 0:
                continue
            m[i] += (1 - b1) * (g - m[i])
            v[i] += (1 - b2) * (g**2 - v[i])
            x[i] -= o["lr"] * math.sqrt(1 - b2**t) / (1 - b1**t) * m[i] / (math.sqrt(v[i]) + eps)
        yield x


def barzilai_borwein(grad, x, o):  # Barzilai & Borwein 1988, equations 5 and 6
    alpha, old_x, old_g = o["lr"], None, None
    while True:
        g = grad(x)
        if old_x is not None:
            s = [a - b for a, b in zip(x, old_x)]
            y = [a - b for a, b in zip(g, old_g)]
            sy = sum(a * b for a, b in zip(s, y))
            if sy > 0:
                long = o.get("form", "long") == "long"
                alpha = sum(a * a for a in s) / sy if long else sy / sum(a * a for a in y)
        old_x, old_g = x, g
        x = [xi - alpha * gi for xi, gi in zip(x, g)]
        yield x


def grokfast_sgd(grad, x, o):  # Lee et al. 2024, algorithm 1, over plain gradient descent
    mean = None
    while True:
        g = grad(x)
        mean = list(g) if mean is None else [o["alpha"] * a + (1 - o["alpha"]) * b for a, b in zip(mean, g)]
        x = [xi - o["base_options"]["lr"] * (gi + o["lamb"] * mi) for xi, gi, mi in zip(x, g, mean)]
        yield x


RULES = {
    "GradientDescent": gradient_descent,
    "HeavyBall": heavy_ball,
    "MomentumAverage": momentum_average,
    "MomentumRateInside": momentum_rate_inside,
    "NesterovLookAhead": nesterov_look_ahead,
    "AMSGrad": amsgrad,
    "AdamUncorrected": adam_uncorrected,
    "AdamL2": adam_l2,
    "RMSpropEpsInside": rmsprop_eps_inside,
    "AdagradEpsInside": adagrad_eps_inside,
    "SignSGD": signum,
    "AdEMAMix": ademamix,
    "CautiousAdamW": cautious_adamw,
    "AMSBound": amsbound,
    "SparseAdam": sparse_adam,
    "BarzilaiBorwein": barzilai_borwein,
    "Grokfast": grokfast_sgd,
}

CASES = [
    ("GradientDescent", {"lr": 0.02}, "quadratic", [-1.5, 0.7]),
    ("GradientDescent", {"lr": 0.02, "weight_decay": 0.3}, "quadratic", [-1.5, 0.7]),
    ("GradientDescent", {"lr": 0.02, "weight_decay": 0.3, "weight_decay_form": "l2_doubled"}, "quadratic", [-1.5, 0.7]),
    ("GradientDescent", {"lr": 0.005, "weight_decay": 0.3, "weight_decay_form": "after_step"}, "himmelblau", [0.5, 1.0]),
    ("GradientDescent", {"lr": 0.005, "weight_decay": 0.01, "weight_decay_form": "unscaled"}, "himmelblau", [0.5, 1.0]),
    ("HeavyBall", {"lr": 0.02, "momentum": 0.8}, "quadratic", [-1.5, 0.7]),
    ("HeavyBall", {"lr": 0.0005, "momentum": 0.9, "weight_decay": 0.1}, "rosenbrock", [-1.2, 1.0]),
    ("MomentumAverage", {"lr": 0.05, "momentum": 0.9}, "quadratic", [-1.5, 0.7]),
    ("MomentumAverage", {"lr": 0.01, "momentum": 0.5, "weight_decay": 0.2}, "himmelblau", [0.5, 1.0]),
    ("MomentumRateInside", {"lr": 0.02, "momentum": 0.7}, "quadratic", [-1.5, 0.7]),
    ("NesterovLookAhead", {"lr": 0.02, "momentum": 0.9}, "quadratic", [-1.5, 0.7]),
    ("NesterovLookAhead", {"lr": 0.001, "momentum": 0.8}, "rosenbrock", [-1.2, 1.0]),
    ("AMSGrad", {"lr": 0.05}, "quadratic", [-1.5, 0.7]),
    ("AMSGrad", {"lr": 0.02, "betas": [0.8, 0.9]}, "himmelblau", [0.5, 1.0]),
    ("AdamUncorrected", {"lr": 0.02}, "quadratic", [-1.5, 0.7]),
    ("AdamL2", {"lr": 0.1, "weight_decay": 0.3}, "himmelblau", [0.5, 1.0]),
    ("RMSpropEpsInside", {"lr": 0.02, "eps": 0.01}, "quadratic", [-1.5, 0.7]),
    ("AdagradEpsInside", {"lr": 0.3, "eps": 0.5}, "himmelblau", [0.5, 1.0]),
    ("SignSGD", {"lr": 0.0137, "momentum": 0.0}, "styblinski_tang", [0.3, -0.4, 1.1]),
    ("SignSGD", {"lr": 0.0137, "weight_decay": 0.1}, "styblinski_tang", [0.3, -0.4, 1.1]),
    ("AdEMAMix", {"lr": 0.05}, "himmelblau", [0.5, 1.0]),
    ("AdEMAMix", {"lr": 0.05, "betas": [0.9, 0.99, 0.999], "t_alpha_beta3": 25, "weight_decay": 0.1}, "quadratic",
     [-1.5, 0.7]),
    ("CautiousAdamW", {"lr": 0.1, "weight_decay": 0.1}, "himmelblau", [0.5, 1.0]),
    ("CautiousAdamW", {"lr": 0.05, "betas": [0.8, 0.9]}, "styblinski_tang", [0.3, -0.4, 1.1]),
    ("AMSBound", {"lr": 0.05, "final_lr": 0.02, "gamma": 0.05}, "himmelblau", [0.5, 1.0]),
    ("SparseAdam", {"lr": 0.1}, "himmelblau", [0.5, 1.0]),
    ("SparseAdam", {"lr": 0.1}, "quadratic", [-1.5, 0.0]),
    ("BarzilaiBorwein", {"lr": 0.01}, "quadratic", [-1.5, 0.7]),
    ("BarzilaiBorwein", {"lr": 0.001, "form": "short"}, "himmelblau", [0.5, 1.0]),
    ("Grokfast", {"base": "SGD", "base_options": {"lr": 0.005}, "alpha": 0.9, "lamb": 2.0}, "quadratic", [-1.5, 0.7]),
]


def textbook_case(name, options, function, start, steps=40):
    f = FUNCTIONS[function]
    rule = RULES[name](lambda x: f(x)[1], list(start), options)
    points = [start] + [next(rule) for _ in range(steps)]
    lr = options["base_options"]["lr"] if "base_options" in options else options["lr"]
    return {
        "optimizer": name,
        "options": options,
        "function": function,
        "dim": len(start),
        "start": start,
        "groups": None,
        "scheduler": None,
        "steps": steps,
        "lr": [lr] * steps,
        "trajectory": points,
        "loss": [f(x)[0] for x in points],
    }


def nelder_mead_case(function, start, adaptive, steps):
    f = FUNCTIONS[function]
    found = scipy.optimize.minimize(
        lambda x: f([float(t) for t in x])[0],
        start,
        method="Nelder-Mead",
        options={"return_all": True, "adaptive": adaptive, "maxiter": steps, "xatol": 0, "fatol": 0},
    )
    points = [[float(t) for t in x] for x in found.allvecs][: steps + 1]
    return {
        "optimizer": "NelderMead",
        "options": {"adaptive": adaptive},
        "function": function,
        "dim": len(start),
        "start": start,
        "groups": None,
        "scheduler": None,
        "steps": len(points) - 1,
        "lr": [0.0] * (len(points) - 1),
        "trajectory": points,
        "loss": [f(x)[0] for x in points],
    }


def minimum_case(method, optimizer, options, function, start):
    f = FUNCTIONS[function]
    extra = {}
    if method in ("Newton-CG", "trust-exact"):
        extra["hess"] = lambda x: numerical_hessian(f, x)
    tolerance = {"xtol": 1e-12} if method == "Newton-CG" else {"gtol": 1e-9}
    found = scipy.optimize.minimize(
        lambda x: f(list(x))[0], start, jac=lambda x: numpy.array(f(list(x))[1]), method=method, options=tolerance, **extra
    )
    return {
        "method": method,
        "optimizer": optimizer,
        "options": options,
        "function": function,
        "start": start,
        "minimum": [float(t) for t in found.x],
        "value": float(found.fun),
    }


def numerical_hessian(f, x):
    """Good enough for scipy to find its way; the minimum depends only on the gradient."""
    h, n = 1e-6, len(x)
    result = numpy.empty((n, n))
    for i in range(n):
        e = numpy.zeros(n)
        e[i] = h
        result[i] = (numpy.array(f(list(x + e))[1]) - numpy.array(f(list(x - e))[1])) / (2 * h)
    return (result + result.T) / 2


def write(name, source, cases, **more):
    with open(FOLDER / name, "w", encoding="utf-8") as out:
        out.write('{"source": ' + json.dumps(source) + ', "cases": [\n')
        out.write(",\n".join(json.dumps(c) for c in cases))
        out.write("\n]" + "".join(f', "{k}": [\n' + ",\n".join(json.dumps(c) for c in v) + "\n]" for k, v in more.items()))
        out.write("}\n")


def main():
    write("textbook.json", {"made by": "plain Python loops, generate.py"}, [textbook_case(*c) for c in CASES])
    start4 = [-1.2, 1.0, -0.5, 0.8]
    minima = [
        ("BFGS", "BFGS", {}, "rosenbrock", [-1.2, 1.0]),
        ("BFGS", "BFGS", {}, "styblinski_tang", [-1.0, -2.0, 1.5]),
        ("BFGS", "BFGS", {}, "rosenbrock", start4),
        ("CG", "ConjugateGradient", {"line_search": "strong_wolfe"}, "rosenbrock", [-1.2, 1.0]),
        ("CG", "ConjugateGradient", {"formula": "fletcher_reeves"}, "himmelblau", [2.5, 1.5]),
        ("CG", "ConjugateGradient", {}, "rosenbrock", start4),
        ("Newton-CG", "Newton", {}, "rosenbrock", [-1.2, 1.0]),
        ("Newton-CG", "Newton", {"modification": "absolute"}, "himmelblau", [2.5, 1.5]),
        ("trust-exact", "TrustRegionNewton", {}, "rosenbrock", [-1.2, 1.0]),
        ("trust-exact", "TrustRegionNewton", {}, "rosenbrock", start4),
        ("trust-exact", "TrustRegionNewton", {}, "himmelblau", [2.5, 1.5]),
    ]
    write(
        "scipy.json",
        {"library": "scipy.optimize", "version": scipy.__version__},
        [
            nelder_mead_case("rosenbrock", [-1.2, 1.0], False, 80),
            nelder_mead_case("himmelblau", [0.5, 0.0], False, 60),
            nelder_mead_case("styblinski_tang", [0.3, -0.4, 1.1, 0.0], True, 80),
        ],
        minima=[minimum_case(*m) for m in minima],
    )


if __name__ == "__main__":
    main()
