"""Writes schedules.json beside this file: rates of torch.optim.lr_scheduler (PyTorch 1.13) for compositions, options at
their limits and lists per group; and of the schedules that PyTorch lacks, by the formulas of their papers as LambdaLR.

    python3 make.py
"""
import json
import math
import pathlib

import torch
from torch.optim import lr_scheduler, swa_utils

STEPS = 120


def build(optimizer, schedule):
    name, options = schedule["name"], dict(schedule.get("options", {}))
    if name in OWN:
        return lr_scheduler.LambdaLR(optimizer, lambda t: OWN[name](t, **options))
    for key in ("lr_lambda",):
        if key in options:
            body = options[key]
            options[key] = lambda t: eval(body, {"t": t, "sqrt": math.sqrt, "min": min, "max": max})
    if name == "SequentialLR":
        inner = [build(optimizer, one) for one in options.pop("schedulers")]
        return lr_scheduler.SequentialLR(optimizer, inner, **options)
    if name == "ChainedScheduler":
        return lr_scheduler.ChainedScheduler([build(optimizer, one) for one in options["schedulers"]])
    if name == "SWALR":
        options.pop("before", None), options.pop("start", None)
        return swa_utils.SWALR(optimizer, **options)
    return getattr(lr_scheduler, name)(optimizer, **options)


# Factors on the base rate, written from the papers that the cards name.
def warmup_cosine(t, warmup_steps, total_steps, start_factor=0.01):
    if t < warmup_steps:
        return start_factor + (1 - start_factor) * t / warmup_steps
    progress = min(1.0, (t - warmup_steps) / max(1, total_steps - warmup_steps))
    return 0.5 * (1 + math.cos(math.pi * progress))


def inverse_sqrt(t, warmup_steps):
    step = t + 1
    return min(step ** -0.5, step * warmup_steps ** -1.5) * warmup_steps ** 0.5


def wsd(t, warmup_steps, decay_steps, total_steps, decay="linear", final_factor=0.0):
    if t < warmup_steps:
        return (t + 1) / warmup_steps
    if t < total_steps - decay_steps:
        return 1.0
    p = min(1.0, (t - total_steps + decay_steps) / decay_steps)
    shape = {"linear": 1 - p, "cos": 0.5 + 0.5 * math.cos(math.pi * p), "sqrt": 1 - math.sqrt(p)}[decay]
    return final_factor + (1 - final_factor) * shape


OWN = {"WarmupCosine": warmup_cosine, "InverseSqrt": inverse_sqrt, "WSD": wsd,
       "InverseTime": lambda t, k: 1 / (1 + k * t)}


def s(name, **options):
    return {"name": name, "options": options}


CASES = [
    (s("WarmupCosine", warmup_steps=15, total_steps=100), [0.1]),
    (s("WarmupCosine", warmup_steps=0, total_steps=120, start_factor=0.5), [0.1]),
    (s("InverseSqrt", warmup_steps=25), [0.2, 0.01]),
    (s("InverseTime", k=0.05), [0.5]),
    (s("WSD", warmup_steps=10, decay_steps=30, total_steps=110), [0.1]),
    (s("WSD", warmup_steps=5, decay_steps=40, total_steps=120, decay="cos", final_factor=0.1), [0.1]),
    (s("WSD", warmup_steps=0, decay_steps=50, total_steps=100, decay="sqrt"), [0.1]),
    (s("LinearLR", total_iters=0), [0.1]),
    (s("LinearLR", start_factor=0.5, end_factor=0.0, total_iters=30), [0.1]),
    (s("ConstantLR", total_iters=0, factor=0.5), [0.1]),
    (s("PolynomialLR", total_iters=0), [0.1]),
    (s("PolynomialLR", total_iters=50, power=0.0), [0.1]),
    (s("CosineAnnealingLR", T_max=1), [0.1]),
    (s("CosineAnnealingLR", T_max=7, eta_min=0.02), [0.1]),
    (s("CosineAnnealingWarmRestarts", T_0=3, T_mult=3), [0.1]),
    (s("CyclicLR", base_lr=0.01, max_lr=0.1, step_size_up=10, step_size_down=0), [0.3]),
    (s("OneCycleLR", max_lr=[0.1, 0.3], total_steps=120, base_momentum=[0.8, 0.7]), [0.3, 0.1]),
    (s("OneCycleLR", max_lr=0.1, total_steps=130, pct_start=0.0), [0.3]),
    (s("OneCycleLR", max_lr=0.1, total_steps=125, pct_start=0.6, three_phase=True), [0.3]),
    (s("SWALR", swa_lr=0.05, anneal_epochs=0), [0.2]),
    (s("SWALR", swa_lr=[0.05, 0.01], anneal_epochs=7), [0.2, 0.1]),
    (s("SWALR", swa_lr=0.05, anneal_epochs=9, start=33,
       before=s("SequentialLR", milestones=[10], schedulers=[s("LinearLR"), s("ExponentialLR", gamma=0.98)])), [0.2]),
    (s("SWALR", swa_lr=0.05, anneal_epochs=0, start=20, before=s("ConstantLR", total_iters=10)), [0.2]),
    (s("SequentialLR", milestones=[12, 50], schedulers=[
        s("ExponentialLR", gamma=0.9), s("MultiplicativeLR", lr_lambda="0.99"), s("MultiStepLR", milestones=[9, 30])]),
     [0.2]),
    (s("SequentialLR", milestones=[30], schedulers=[
        s("StepLR", step_size=8, gamma=0.5), s("OneCycleLR", max_lr=0.3, total_steps=100)]), [0.2]),
    (s("SequentialLR", milestones=[40], schedulers=[
        s("OneCycleLR", max_lr=0.3, total_steps=40), s("CosineAnnealingLR", T_max=60)]), [0.2]),
    (s("SequentialLR", milestones=[25, 70], schedulers=[
        s("CyclicLR", base_lr=0.02, max_lr=0.2, step_size_up=6), s("CosineAnnealingWarmRestarts", T_0=11),
        s("LinearLR", start_factor=0.7, total_iters=20)]), [0.4]),
    (s("SequentialLR", milestones=[20], schedulers=[
        s("ExponentialLR", gamma=0.95), s("CyclicLR", base_lr=0.02, max_lr=0.2, step_size_up=6)]), [0.4]),
    (s("SequentialLR", milestones=[30], schedulers=[
        s("ExponentialLR", gamma=0.95), s("SWALR", swa_lr=0.1, anneal_epochs=12)]), [0.4]),
    (s("SequentialLR", milestones=[20, 20, 60], schedulers=[
        s("ConstantLR", total_iters=7), s("StepLR", step_size=3), s("LambdaLR", lr_lambda="1/(1+0.1*t)"),
        s("PolynomialLR", total_iters=30, power=2.0)]), [0.4, 0.1]),
    (s("ChainedScheduler", schedulers=[
        s("LinearLR", start_factor=0.1, total_iters=10), s("CosineAnnealingLR", T_max=60),
        s("MultiStepLR", milestones=[20, 40], gamma=0.5)]), [0.3]),
    (s("ChainedScheduler", schedulers=[
        s("CyclicLR", base_lr=0.02, max_lr=0.2, step_size_up=6), s("ExponentialLR", gamma=0.97)]), [0.3]),
    (s("ChainedScheduler", schedulers=[
        s("ExponentialLR", gamma=0.97), s("MultiplicativeLR", lr_lambda="1-0.5/(t+1)")]), [0.3]),
]


def run(schedule, base):
    parameters = [torch.nn.Parameter(torch.zeros(1, dtype=torch.float64)) for _ in base]
    optimizer = torch.optim.SGD([{"params": [p], "lr": lr} for p, lr in zip(parameters, base)], lr=1.0, momentum=0.9)
    options = schedule["options"]
    first = build(optimizer, options["before"]) if "before" in options else None
    scheduler = build(optimizer, schedule)
    rates, momenta = [], []
    for k in range(STEPS):
        rates.append([group["lr"] for group in optimizer.param_groups])
        momenta.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        (first if k < options.get("start", 0) else scheduler).step()
    case = {"id": json.dumps(schedule), "base_lr": base, "scheduler": schedule, "steps": STEPS,
            "lr": [row[0] for row in rates], "momentum": momenta}
    if len(base) > 1:
        case["group_lr"] = rates
    return case


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(run(*case)) for case in CASES)
    source = json.dumps({"library": "torch.optim.lr_scheduler", "version": torch.__version__, "dtype": "float64",
                         "script": "make.py"})
    target = pathlib.Path(__file__).with_name("schedules.json")
    target.write_text('{"source": %s, "cases": [\n%s\n]}\n' % (source, lines))
