"""Writes clipped.json beside this file: gradients before and after clip_grad_norm_ and clip_grad_value_ of PyTorch 1.13
in float64, also where they add up from one backward pass to the next.

    python3 make.py
"""
import json
import pathlib

import torch
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

torch.manual_seed(0)


def steps(dimension, clip_norm, clip_value, accumulate, scale):
    parameter = torch.nn.Parameter(torch.zeros(dimension, dtype=torch.float64))
    raw, seen = [], []
    for _ in range(6):
        g = scale * torch.randn(dimension, dtype=torch.float64)
        raw.append(g.tolist())
        if not accumulate:
            parameter.grad = None
        (parameter @ g).backward()
        if clip_norm is not None:
            clip_grad_norm_([parameter], clip_norm)
        if clip_value is not None:
            clip_grad_value_([parameter], clip_value)
        seen.append(parameter.grad.tolist())
    return {"clip_norm": clip_norm, "clip_value": clip_value, "accumulate": accumulate, "gradients": raw,
            "clipped": seen}


if __name__ == "__main__":
    cases = [steps(*case) for case in [
        (2, 1.0, None, False, 3.0), (5, 2.0, None, False, 0.5), (3, 1e-7, None, False, 1e-6), (3, None, 0.5, False, 1.0),
        (4, 1.5, 0.4, False, 2.0), (2, None, None, True, 1.0), (3, 1.0, None, True, 1.0), (3, None, 0.7, True, 1.0),
        (6, 2.0, 0.5, True, 1.0)]]
    source = {"library": "torch.nn.utils", "version": torch.__version__, "script": "make.py"}
    lines = ",\n".join(json.dumps(case) for case in cases)
    target = pathlib.Path(__file__).with_name("clipped.json")
    target.write_text('{"source": %s, "cases": [\n%s\n]}\n' % (json.dumps(source), lines))
