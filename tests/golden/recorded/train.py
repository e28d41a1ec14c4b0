#!/usr/bin/env python3
"""Two training runs in PyTorch (1.13), recorded: a net that parts two moons, all samples at once, with the loss surface;
and a net that tells drawn digits, in mini-batches, with AdamW and a schedule. Beside each file stand the losses that
the training loop printed. Usage: train.py [FOLDER [RECORDER.py]]"""
import importlib.util
import pathlib
import sys

import numpy
import torch

here = pathlib.Path(__file__).resolve().parent
folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here
source = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else here.parents[2] / "core" / "code" / "recorder.py"
spec = importlib.util.spec_from_file_location("thalweg_recorder", source)
thalweg_recorder = importlib.util.module_from_spec(spec)
spec.loader.exec_module(thalweg_recorder)
Recorder = thalweg_recorder.Recorder

torch.set_num_threads(1)
cross_entropy = torch.nn.functional.cross_entropy


def moons():
    torch.manual_seed(0)
    rng = numpy.random.default_rng(0)
    angle = rng.uniform(0, numpy.pi, 200)
    side = rng.integers(0, 2, 200)
    x = numpy.where(side, 1 - numpy.cos(angle), numpy.cos(angle))
    y = numpy.where(side, 0.5 - numpy.sin(angle), numpy.sin(angle))
    inputs = torch.tensor(numpy.stack([x, y], 1) + 0.1 * rng.standard_normal((200, 2)), dtype=torch.float32)
    targets = torch.tensor(side)
    model = torch.nn.Sequential(torch.nn.Linear(2, 12), torch.nn.Tanh(), torch.nn.Linear(12, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3, momentum=0.9)
    recorder = Recorder(model, optimizer, loss_function=lambda: cross_entropy(model(inputs), targets), grid=25)
    printed = []
    for _ in range(120):
        optimizer.zero_grad()
        loss = cross_entropy(model(inputs), targets)
        loss.backward()
        recorder.step(loss)
        optimizer.step()
        printed.append(repr(loss.item()))
    recorder.save(folder / "moons.npz")
    (folder / "moons.txt").write_text("\n".join(printed) + "\n")


GLYPHS = ["01110100011001110101110011000101110", "00100011000010000100001000010001110",
          "01110100010000100110010001000011111", "11111000100010000010000011000101110",
          "00010001100101010010111110001000010", "11111100001111000001000011000101110",
          "00110010001000011110100011000101110", "11111000010001000100010000100001000",
          "01110100011000101110100011000101110", "01110100011000101111000010001001100"]


def digits():
    torch.manual_seed(1)
    rng = numpy.random.default_rng(1)
    labels = rng.integers(0, 10, 600)
    images = 0.15 * rng.standard_normal((600, 8, 8))
    for image, label in zip(images, labels):
        top, left = rng.integers(0, 2), rng.integers(0, 4)
        glyph = numpy.array([int(c) for c in GLYPHS[label]]).reshape(7, 5)
        image[top:top + 7, left:left + 5] += rng.uniform(0.6, 1.2) * glyph
    inputs = torch.tensor(images.reshape(600, 64), dtype=torch.float32)
    targets = torch.tensor(labels)
    model = torch.nn.Sequential(torch.nn.Linear(64, 12), torch.nn.ReLU(), torch.nn.Linear(12, 10))
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=240)
    recorder = Recorder(model, optimizer, every=4)
    printed = []
    for _ in range(6):
        order = torch.randperm(600)
        for first in range(0, 600, 15):
            batch = order[first:first + 15]
            optimizer.zero_grad()
            loss = cross_entropy(model(inputs[batch]), targets[batch])
            loss.backward()
            optimizer.step()
            recorder.step(loss)  # behind the step: the loss is that of the weights before it
            schedule.step()
            printed.append(repr(loss.item()))
    recorder.save(folder / "digits.safetensors")
    (folder / "digits.txt").write_text("\n".join(printed) + "\n")


moons()
digits()
