#!/usr/bin/env python3
"""Compares random scenarios with their scripts under PyTorch: sampled_scripts.py PROGRAM [--seed S] [--count N]

PROGRAM is thalweg. Each sample is an optimizer with options drawn over their sliders, often with a schedule, clipping,
noise or mini-batches, on a surface and from a start of its own. Path, loss and rates of run and script agree within
1e-9; where they do not, the run is repeated from starts moved by 1e-13 to 2e-12, and what that moves nearly as far is
chaos and no finding. A seed repeats a run. Ends with status 1 if there is a finding, and 77 where no Python at hand has PyTorch.
"""

import argparse
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

STEPS = 25
LARGE = 1e6
TOLERANCE = 1e-9
MOVED = [1e-13, -1e-13, 3e-13, -1e-12, 2e-12]
KEYS = ["trajectory", "loss", "lr", "momentum", "average"]
SURFACES = [("rosenbrock", 1.5), ("himmelblau", 4), ("beale", 2), ("quadratic", 3), ("saddle", 1), ("ackley", 4),
            ("styblinski_tang", 4), ("ravine", 1), ("linear_regression", 2), ("logistic_regression", 2),
            ("polynomial_regression", 1), ("multilayer_perceptron", 0)]


class Samples:
    def __init__(self, program, seed):
        self.program = program
        self.random = random.Random(seed)
        self.optimizers = self.listed("optimizers")
        self.schedules = self.listed("schedules")

    def call(self, *words, text=""):
        return subprocess.run([self.program, *words], input=text, capture_output=True, text=True)

    def listed(self, kind):
        return json.loads(self.call("list", kind, "--format", "json").stdout)

    def number(self, option):
        """Over the slider's range, as it is spaced there."""
        r = self.random
        slider = option.get("slider", {})
        low, high = slider.get("min", 0), slider.get("max", 1)
        if option.get("id") == "lr":
            low, high = max(low, 1e-3), min(high, 0.2)
        scale = slider.get("scale", "linear")
        if scale == "log" and low > 0:
            value = math.exp(r.uniform(math.log(low), math.log(high)))
        elif scale == "log(1-x)":
            value = 1 - math.exp(r.uniform(math.log(1 - high), math.log(1 - min(low, 0.999))))
        else:
            value = r.uniform(low, high)
        return float(f"{value:.6g}")

    def options(self, card, often):
        r = self.random
        chosen = {}
        for option in card["options"]:
            if r.random() > often:
                continue
            kind = option["kind"]
            if kind == "real":
                chosen[option["id"]] = self.number(option)
            elif kind == "integer" and "slider" in option:
                chosen[option["id"]] = max(1, min(round(self.number(option)), 40))
            elif kind == "boolean":
                chosen[option["id"]] = r.random() < 0.5
            elif kind == "choice":
                chosen[option["id"]] = r.choice([choice["id"] if isinstance(choice, dict) else choice
                                                 for choice in option["choices"]])
            elif kind == "list" and option.get("elements"):
                chosen[option["id"]] = [self.number(element) for element in option["elements"]]
        return chosen

    def scenario(self):
        r = self.random
        name, width = r.choice(SURFACES)
        panel = {"objective": name}
        if width > 0 and name != "polynomial_regression":
            panel["start"] = [round(r.uniform(-width, width), 4) for _ in range(2)]
        card = r.choice(self.optimizers)
        contender = {"optimizer": card["id"], "options": self.options(card, 0.4)}
        if r.random() < 0.5:
            schedule = r.choice(self.schedules)
            contender["schedule"] = {"name": schedule["id"], "options": self.options(schedule, 0.4)}
        scenario = {"thalweg": 1, "panels": [panel], "contenders": [contender], "steps": STEPS, "seed": r.randrange(1000)}
        gradient = {}
        if r.random() < 0.15:
            gradient["noise"] = round(r.uniform(0.01, 1), 3)
        if r.random() < 0.15:
            gradient["clip_norm"] = round(r.uniform(0.1, 3), 3)
        if name.endswith("regression") and r.random() < 0.4:
            gradient["batch"] = r.choice([1, 4, 16])
        if gradient:
            scenario["gradient"] = gradient
        return scenario

    def run(self, scenario):
        answer = self.call("run", "-", text=json.dumps(scenario))
        return json.loads(answer.stdout)["runs"] if answer.returncode == 0 else None

    def script(self, scenario):
        answer = self.call("code", "-", text=json.dumps(scenario))
        return answer.stdout if answer.returncode == 0 else None

    def sensitivity(self, scenario, wanted):
        """How far starts that differ in their last digits move the run."""
        worst = 0
        for factor in MOVED:
            other = json.loads(json.dumps(scenario))
            start = wanted[0]["trajectory"][0]
            other["panels"][0]["start"] = [x + factor * (-1) ** i * (1 + abs(x)) for i, x in enumerate(start)]
            moved = self.run(other)
            worst = max(worst, difference(moved, wanted) if moved else 0)
        return worst


def numbers(value):
    if isinstance(value, list):
        for part in value:
            yield from numbers(part)
    else:
        yield value


def deviation(a, b):
    """Of two lists of one shape, relative to 1 + |a|; infinite where the shapes differ."""
    a, b = list(numbers(a)), list(numbers(b))
    if len(a) != len(b):
        return math.inf
    worst = 0
    for x, y in zip(a, b):
        if (x is None) != (y is None):
            return math.inf
        if x is not None:
            worst = max(worst, abs(x - y) / (1 + abs(x)))
    return worst


def within(run):
    """The steps before numbers grow so large that their last digits decide everything."""
    trajectory = run["trajectory"]
    return next((k for k, point in enumerate(trajectory) if any(abs(x) > LARGE for x in point)), len(trajectory))


def difference(found, wanted):
    worst = 0
    for f, w in zip(found, wanted):
        steps = within(w)
        for key in KEYS:
            worst = max(worst, deviation(w.get(key, [])[:steps], f.get(key, [])[:steps]))
    return worst


def python_with_torch():
    for name in ("/usr/bin/python3", "python3"):
        try:
            if subprocess.run([name, "-c", "import torch"], capture_output=True).returncode == 0:
                return name
        except OSError:
            continue
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    arguments = parser.parse_args()
    python = python_with_torch()
    if not python:
        print("there is no Python with PyTorch to run scripts with")
        sys.exit(77)
    samples = Samples(str(pathlib.Path(arguments.program).resolve()), arguments.seed)
    runner = pathlib.Path(__file__).resolve().parent.parent / "cli" / "run_scripts.py"
    findings = chaotic = refused = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        tried = []
        while len(tried) < arguments.count and refused < 20 * arguments.count:
            scenario = samples.scenario()
            wanted, script = samples.run(scenario), samples.script(scenario)
            if wanted is None or script is None:
                refused += 1  # options that exclude each other, or what torch has no words for
                continue
            (folder / f"{len(tried):04}.py").write_text(script, encoding="utf-8")
            tried.append((scenario, wanted))
        subprocess.run([python, runner, folder], check=True, capture_output=True)
        for i, (scenario, wanted) in enumerate(tried):
            error = folder / f"{i:04}.error"
            if error.exists():
                print(f"FINDING {json.dumps(scenario)}\n    {error.read_text(encoding='utf-8')[-400:]}")
                findings += 1
                continue
            found = json.loads((folder / f"{i:04}.json").read_text(encoding="utf-8"))["runs"]
            worst = difference(found, wanted)
            if worst <= TOLERANCE:
                continue
            if samples.sensitivity(scenario, wanted) * 100 > worst:
                chaotic += 1
                continue
            print(f"FINDING {worst:.2g} {json.dumps(scenario)}")
            findings += 1
    print(f"{len(tried)} samples, {refused} refused, {chaotic} chaotic, {findings} findings")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
