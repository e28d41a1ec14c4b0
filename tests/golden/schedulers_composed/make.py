"""Writes composed.json beside this file: rates of torch.optim.lr_scheduler (PyTorch 1.13) over 60 steps for every
composition of two and of three of the members below that torch allows, one after another with milestones that are
whole, zero, fractional and equal, and chained; and for composites within composites.

Sixty rates of some ten thousand compositions would be 10 MB, so three sums with different weights stand for them (of
rates, and of momenta). The rates of one are printed by `python3 make.py '{"of": ["lambda", "step"], "milestones": [0]}'`.

    python3 make.py
"""
import itertools
import json
import math
import pathlib
import sys
import warnings

import torch
from torch.optim import lr_scheduler, swa_utils

warnings.simplefilter("ignore")
STEPS, BASE, MOMENTUM = 60, 0.4, 0.6


def s(name, **options):
    return {"name": name, "options": options}


MEMBERS = {
    "lambda": s("LambdaLR", lr_lambda="1/(1+0.1*t)"),
    "multiplicative": s("MultiplicativeLR", lr_lambda="1-0.3/(t+2)"),
    "step": s("StepLR", step_size=7, gamma=0.6),
    "multi": s("MultiStepLR", milestones=[0, 9, 9, 31], gamma=0.7),
    "constant": s("ConstantLR", factor=0.25, total_iters=6),
    "none": s("ConstantLR", factor=0.5, total_iters=0),
    "linear": s("LinearLR", start_factor=0.1, end_factor=0.9, total_iters=11),
    "exponential": s("ExponentialLR", gamma=0.97),
    "polynomial": s("PolynomialLR", total_iters=43, power=1.5),
    "cosine": s("CosineAnnealingLR", T_max=17, eta_min=0.01),
    "restarts": s("CosineAnnealingWarmRestarts", T_0=5, T_mult=2, eta_min=0.02),
    "cyclic": s("CyclicLR", base_lr=0.02, max_lr=0.2, step_size_up=6, step_size_down=3, mode="triangular2"),
    "range": s("CyclicLR", base_lr=0.05, max_lr=0.3, step_size_up=4, mode="exp_range", gamma=0.98, base_momentum=0.7),
    "onecycle": s("OneCycleLR", max_lr=0.3, total_steps=60, pct_start=0.35),
    "phases": s("OneCycleLR", max_lr=0.5, total_steps=70, three_phase=True, anneal_strategy="linear",
                base_momentum=0.5, max_momentum=0.8),
    "averaging": s("SWALR", swa_lr=0.07, anneal_epochs=12),
    "averaging_at_once": s("SWALR", swa_lr=0.03, anneal_epochs=0),
}
PAIR_MILESTONES = [[0], [2.5], [20], [1], [-3], [59.5]]
TRIPLE_MILESTONES = [[0, 0], [0, 13], [2.5, 2.5], [2.5, 20], [20, 20], [7, 30], [11, 26.5], [0.5, 0.75], [-1, 5]]


def build(optimizer, schedule):
    name, options = schedule["name"], dict(schedule["options"])
    if "lr_lambda" in options:
        body = options["lr_lambda"]
        options["lr_lambda"] = lambda t: eval(body, {"t": t})
    if "schedulers" in options:
        inner = [build(optimizer, one) for one in options.pop("schedulers")]
        if name == "ChainedScheduler":
            return lr_scheduler.ChainedScheduler(inner)
        return lr_scheduler.SequentialLR(optimizer, inner, **options)
    if name == "SWALR":
        return swa_utils.SWALR(optimizer, **options)
    return getattr(lr_scheduler, name)(optimizer, **options)


def path(schedule):
    """Rates and momenta of 60 steps; None where torch refuses, divides by zero or leaves the finite numbers."""
    parameter = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = torch.optim.SGD([parameter], lr=BASE, momentum=MOMENTUM)
    rates, momenta = [], []
    try:
        scheduler = build(optimizer, schedule)
        for _ in range(STEPS):
            rates.append(optimizer.param_groups[0]["lr"])
            momenta.append(optimizer.param_groups[0]["momentum"])
            optimizer.step()
            scheduler.step()
    except (TypeError, AttributeError, ZeroDivisionError, OverflowError, ValueError):
        return None
    return (rates, momenta) if all(map(math.isfinite, rates)) and max(map(abs, rates)) < 1e6 else None


def sums(values):
    return [math.fsum(values), math.fsum(v * k for k, v in enumerate(values)),
            math.fsum(v * (-1 if k % 2 else 1) / (k + 1) for k, v in enumerate(values))]


def compositions():
    names = list(MEMBERS)
    for pair in itertools.product(names, repeat=2):
        for milestones in PAIR_MILESTONES:
            yield {"of": pair, "milestones": milestones}
        yield {"of": pair}
    for count, triple in enumerate(itertools.product(names, repeat=3)):
        # Every set of milestones meets every member at every place.
        yield {"of": triple, "milestones": TRIPLE_MILESTONES[count % len(TRIPLE_MILESTONES)]}
        if count % 3 == 0:
            yield {"of": triple}
    for a, b in itertools.product(names, repeat=2):
        # torch's SequentialLR can hold one only after the first place, and only if no milestone falls on a step.
        late = {"of": [a, b], "milestones": [9]}
        early = {"of": [b, a], "milestones": [0]}
        yield {"of": ["exponential", late], "milestones": [4.5]}
        yield {"of": ["linear", early], "milestones": [0]}
        yield {"of": [late, "multiplicative"]}
        yield {"of": ["step", early]}
        yield {"of": [{"of": [a, b]}, "exponential", late]}


def described(composition):
    if isinstance(composition, str):
        return MEMBERS[composition]
    members = [described(one) for one in composition["of"]]
    if "milestones" in composition:
        return s("SequentialLR", schedulers=members, milestones=composition["milestones"])
    return s("ChainedScheduler", schedulers=members)


def main():
    torch.set_default_dtype(torch.float64)
    if len(sys.argv) > 1:
        wanted = json.loads(sys.argv[1])
        print(json.dumps(path(described(wanted))[0]))
        return
    lines = []
    for composition in compositions():
        found = path(described(composition))
        if found is None:
            continue
        lines.append(json.dumps({**composition, "lr": sums(found[0]), "momentum": sums(found[1])}))
    source = {"library": "torch.optim.lr_scheduler", "version": torch.__version__, "dtype": "float64",
              "script": "make.py", "steps": STEPS, "base_lr": BASE, "momentum": MOMENTUM}
    text = '{"source": %s,\n"members": %s,\n"cases": [\n%s\n]}\n' % (
        json.dumps(source), json.dumps(MEMBERS), ",\n".join(lines))
    pathlib.Path(__file__).with_name("composed.json").write_text(text)
    print(len(lines))


if __name__ == "__main__":
    main()
