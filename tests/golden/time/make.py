#!/usr/bin/env python3
"""Writes time.json, from functions written here, with numpy, scipy and PyTorch:
roots of textbook recursions on a quadratic (numpy.roots), and of Adam's with the v of a run of torch.optim.Adam;
covariances at rest (scipy.linalg.solve_discrete_lyapunov); angles between steps and -grad f and shares of momentum along
runs of torch.optim on Rosenbrock's function; rates and last points of schedules that are stepped once an epoch."""
import json
import math
import pathlib

import numpy as np
import scipy.linalg
import torch

CURVATURES = [25.0, 1.0]


def pair(polynomial):
    roots = sorted(np.roots(polynomial), key=lambda z: (-abs(z), -z.imag))
    roots += [0.0] * (2 - len(roots))
    return [[float(np.real(z)), float(np.imag(z))] for z in roots]


def entry(optimizer, options, polynomial):
    return {"optimizer": optimizer, "options": options, "roots": [pair(polynomial(c)) for c in CURVATURES]}


def roots():
    found = []
    for lr in (0.001, 0.02, 0.079, 0.09):
        found.append(entry("SGD", {"lr": lr}, lambda c: [1, lr * c - 1]))
        found.append(entry("SGD", {"lr": lr, "weight_decay": 0.5}, lambda c: [1, lr * (c + 0.5) - 1]))
        for mu in (0.3, 0.9, 0.99):
            heavy = lambda c: [1, -(1 + mu - lr * c), mu]
            ahead = lambda c: [1, -(1 + mu) * (1 - lr * c), mu * (1 - lr * c)]
            found.append(entry("SGD", {"lr": lr, "momentum": mu}, heavy))
            found.append(entry("HeavyBall", {"lr": lr, "momentum": mu}, heavy))
            found.append(entry("SGD", {"lr": lr, "momentum": mu, "nesterov": True}, ahead))
            found.append(entry("NesterovLookAhead", {"lr": lr, "momentum": mu}, ahead))
            found.append(entry("MomentumAverage", {"lr": lr, "momentum": mu},
                               lambda c: [1, -(1 + mu - lr * (1 - mu) * c), mu]))
            found.append(entry("SGD", {"lr": lr, "momentum": mu, "weight_decay": 0.5},
                               lambda c: [1, -(1 + mu - lr * (c + 0.5)), mu]))
            # x - lr*((1 - nu)*g + nu*b), b = mu*b + (1 - mu)*g: the matrix of (x, b), by numpy's eigenvalues.
            nu = 0.7
            found.append(entry("QHM", {"lr": lr, "momentum": mu, "nu": nu}, lambda c: np.poly(np.array(
                [[1 - lr * c * (1 - nu + nu * (1 - mu)), -lr * nu * mu], [(1 - mu) * c, mu]]))))
            # Decoupled decay: x*(1 - lr*w) - lr*b.
            found.append(entry("SGDW", {"lr": lr, "momentum": mu, "weight_decay": 0.5, "weight_decouple": True}, lambda c: np.poly(np.array(
                [[1 - lr * 0.5 - lr * c, -lr * mu], [c, mu]]))))
    return found


def adam_roots():
    """After ten steps, of the eleventh."""
    x = torch.tensor([2.5, 1.2], dtype=torch.float64, requires_grad=True)
    lr, beta = 0.05, 0.9
    optimizer = torch.optim.Adam([x], lr=lr)
    for _ in range(11):
        optimizer.zero_grad()
        (0.5 * x[0] ** 2 + 12.5 * x[1] ** 2).backward()
        optimizer.step()
    v = optimizer.state[x]["exp_avg_sq"] / (1 - 0.999**11)
    rates = (lr / (v.sqrt() + 1e-8)).tolist()
    pulls = sorted((r * c for r, c in zip(rates, [1.0, 25.0])), reverse=True)
    return [pair([1, -(1 + beta - p * (1 - beta)), beta]) for p in pulls]


def covariances():
    angle = math.radians(30)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    hessian = turn @ np.diag([1.0, 10.0]) @ turn.T
    one = np.eye(2)
    found = []
    for lr, mu, sigma in ((0.05, 0.0, 1.0), (0.02, 0.9, 0.5), (0.15, 0.5, 2.0)):
        a = np.block([[one - lr * hessian, -lr * mu * one], [hessian, mu * one]])
        b = np.vstack([-lr * one, one])
        both = scipy.linalg.solve_discrete_lyapunov(a, sigma**2 * b @ b.T)
        found.append({"lr": lr, "momentum": mu, "noise": sigma, "covariance": both[:2, :2].tolist()})
    return found


def rosenbrock(x):
    return (1 - x[0]) ** 2 + 10 * (x[1] - x[0] ** 2) ** 2


def steps():
    found = []
    cases = (("SGD", {"lr": 0.002, "momentum": 0.9}), ("SGD", {"lr": 0.002, "momentum": 0.9, "nesterov": True}),
             ("Adam", {"lr": 0.05}))
    for name, options in cases:
        x = torch.tensor([-1.3, 2.0], dtype=torch.float64, requires_grad=True)
        optimizer = getattr(torch.optim, name)([x], **options)
        angles, shares = [None], [None]
        for t in range(1, 41):
            optimizer.zero_grad()
            rosenbrock(x).backward()
            g, before = x.grad.clone(), x.detach().clone()
            state = optimizer.state[x]
            key = "exp_avg" if name == "Adam" else "momentum_buffer"
            memory = state[key].clone() if state.get(key) is not None else torch.zeros_like(g)
            optimizer.step()
            move = x.detach() - before
            cosine = -(move @ g) / (move.norm() * g.norm())
            angles.append(math.degrees(math.acos(float(cosine.clamp(-1, 1)))))
            if name == "Adam":
                root = (state["exp_avg_sq"] / (1 - 0.999**t)).sqrt() + 1e-8
                kept = -options["lr"] * 0.9 * memory / (1 - 0.9**t) / root
            else:
                mu = options["momentum"]
                kept = -options["lr"] * (mu * mu if options.get("nesterov") else mu) * memory
            shares.append(float(kept @ move / (move @ move)))
        found.append({"optimizer": name, "options": options, "angle": angles, "share": shares})
    return found


def epochs():
    found = []
    cases = (("CosineAnnealingLR", {"T_max": 10}, 7), ("StepLR", {"step_size": 2, "gamma": 0.5}, 5),
             ("ReduceLROnPlateau", {"patience": 1, "factor": 0.5, "threshold": 0.9}, 4))
    for name, options, each in cases:
        x = torch.tensor([2.5, 1.2], dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([x], lr=0.05)
        schedule = getattr(torch.optim.lr_scheduler, name)(optimizer, **options)
        rates = []
        for k in range(80):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.zero_grad()
            loss = 0.5 * x[0] ** 2 + 12.5 * x[1] ** 2
            loss.backward()
            optimizer.step()
            if (k + 1) % each == 0:
                schedule.step(loss.item()) if name == "ReduceLROnPlateau" else schedule.step()
        found.append({"name": name, "options": options, "steps_per_epoch": each, "lr": rates, "end": x.tolist()})
    return found


data = {"roots": roots(), "adam": adam_roots(), "covariances": covariances(), "steps": steps(), "epochs": epochs()}
pathlib.Path(__file__).with_name("time.json").write_text(json.dumps(data, indent=0) + "\n")
