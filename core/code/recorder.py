"""Records a training run for Thalweg: the weights every few steps, with losses, rates and gradient norms.

    recorder = Recorder(model, optimizer)
    for inputs, targets in batches:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        recorder.step(loss)
        optimizer.step()
    recorder.save("run.npz")             # or "run.safetensors"

Then `thalweg run.npz` shows the run in the plane where it moves most. Given a function that returns the loss of the
model as it is, Recorder(model, optimizer, loss_function=...), save() evaluates it on that plane, so that the surface
is shown, too; the weights are put back afterwards.

recorder.step(loss) may also stand behind optimizer.step(): whichever it is, a loss belongs to the weights that it was
computed with. Memory stays bounded: when it is full, every second point goes, and from then on half as many are kept.
Needs torch (1.13 or later) and numpy.
"""
import json
import struct

import numpy
import torch

VERSION = 1


class Recorder:
    """model: an nn.Module, or a list of tensors. optimizer: a torch.optim optimizer; None: rates are not recorded.

    every: steps from one point that is kept to the next. memory: bytes for all of them. loss_function: called without
    arguments, returns the loss of the model as it is. grid: places each way on the plane. label: what the run is
    called. after_step: whether step() stands behind optimizer.step(); None: seen from the first step, which needs a
    rate above 0."""

    def __init__(self, model, optimizer=None, every=1, memory=200_000_000, loss_function=None, grid=41, label=None,
                 after_step=None):
        named = list(model.named_parameters()) if hasattr(model, "named_parameters") else [
            (str(i), p) for i, p in enumerate(model)]
        self.names = [name for name, p in named if p.requires_grad]
        self.parameters = [p for _, p in named if p.requires_grad]
        if not self.parameters:
            raise ValueError("the model has no parameters that are trained")
        if every < 1 or grid < 2:
            raise ValueError("every is at least 1, grid at least 2")
        self.optimizer = optimizer
        self.every = int(every)
        self.loss_function = loss_function
        self.grid = int(grid)
        self.label = label
        self.after_step = after_step
        self.settings = self._settings()
        self.size = sum(p.numel() for p in self.parameters)
        self.most = max(16, int(memory) // (4 * self.size))  # points
        self.steps = 0  # calls of step() so far
        self.first = self._weights()
        self.points = []  # (step, weights, loss, rates, gradient norm); the last one's loss may be to come

    def step(self, loss):
        """Once a step, with the loss that was computed in it (a tensor or a number)."""
        if self.steps == 0 and self.after_step is None:
            self.after_step = not numpy.array_equal(self._weights(), self.first)
        k = self.steps
        self.steps += 1
        if self.after_step and k == 0:
            self.points.append([0, self.first, None, None, None])
        if k % self.every == 0:
            if not self.after_step:
                self.points.append([k, self._weights(), None, None, None])
            self.points[-1][2:] = [float(loss), self._rates(), self._gradient_norm()]
        if self.after_step and self.steps % self.every == 0:
            self.points.append([self.steps, self._weights(), None, None, None])
        if len(self.points) > self.most:
            self.every *= 2
            self.points = [point for point in self.points if point[0] % self.every == 0]

    def save(self, path, loss=None):
        """Writes .npz or .safetensors. The last weights are kept with `loss`, or what the loss function says; where
        there is neither, the run ends with the last weights whose loss is known."""
        if loss is None and self.loss_function is not None:
            loss = self._loss()
        points = [point for point in self.points if point[2] is not None]
        if loss is not None:
            rates = points[-1][3] if points else self._rates()
            points.append([self.steps, self._weights(), float(loss), rates, float("nan")])
        if not points:
            raise ValueError("nothing was recorded: call step(loss) in the training loop")
        arrays = {
            "weights": numpy.stack([point[1] for point in points]),
            "steps": numpy.array([point[0] for point in points], dtype=numpy.int64),
            "loss": numpy.array([point[2] for point in points], dtype=numpy.float64),
            "gradient_norm": numpy.array([point[4] for point in points], dtype=numpy.float64),
        }
        if self.optimizer is not None:
            arrays["lr"] = numpy.array([point[3] for point in points], dtype=numpy.float64)
        plane = principal_plane(arrays["weights"]) if self.size > 1 else None
        if plane is not None:
            arrays["plane"] = plane
            if self.loss_function is not None:
                arrays.update(self._surface(arrays["weights"], plane))
        header = {"thalweg_recorder": VERSION, "torch": torch.__version__, **self.settings,
                  "parameters": [[name, list(p.shape)] for name, p in zip(self.names, self.parameters)]}
        if self.label:
            header["label"] = self.label
        (save_safetensors if str(path).endswith(".safetensors") else save_npz)(path, arrays, json.dumps(header))

    def _weights(self):
        with torch.no_grad():
            return torch.cat([p.detach().reshape(-1).to("cpu", torch.float32) for p in self.parameters]).numpy().copy()

    def _set_weights(self, weights):
        first = 0
        with torch.no_grad():
            for p in self.parameters:
                part = numpy.ascontiguousarray(weights[first:first + p.numel()])
                p.copy_(torch.from_numpy(part).reshape(p.shape).to(p.device, p.dtype))
                first += p.numel()

    def _rates(self):
        return [] if self.optimizer is None else [float(group["lr"]) for group in self.optimizer.param_groups]

    def _gradient_norm(self):
        squares = [float(p.grad.detach().double().square().sum()) for p in self.parameters if p.grad is not None]
        return sum(squares) ** 0.5 if squares else float("nan")

    def _settings(self):
        if self.optimizer is None:
            return {}
        defaults = {**getattr(self.optimizer, "defaults", {})}
        plain = {key: value for key, value in defaults.items()
                 if isinstance(value, (bool, int, float)) and (value or key == "lr")}
        return {"optimizer": type(self.optimizer).__name__, "options": plain}

    def _loss(self):
        with torch.no_grad():
            return float(self.loss_function())

    def _surface(self, weights, plane):
        origin, directions = plane[0], plane[1:]
        places = (weights.astype(numpy.float64) - origin) @ directions.T
        axes = []
        for k in range(2):
            low, high = places[:, k].min(), places[:, k].max()
            room = 0.25 * max(high - low, 1e-6 * max(1.0, abs(high)))
            axes.append((low - room, high + room))
        # The shorter side has room, too: a valley's walls say more than its floor.
        wide = max(high - low for low, high in axes)
        nodes = []
        for low, high in axes:
            room = max(0.0, 0.5 * wide - (high - low)) / 2
            nodes.append(numpy.linspace(low - room, high + room, self.grid))
        before = [p.detach().clone() for p in self.parameters]
        losses = numpy.empty((self.grid, self.grid))
        try:
            for k, y in enumerate(nodes[1]):
                for i, x in enumerate(nodes[0]):
                    self._set_weights(origin + x * directions[0] + y * directions[1])
                    losses[k, i] = self._loss()
        finally:
            with torch.no_grad():
                for p, kept in zip(self.parameters, before):
                    p.copy_(kept)
        return {"grid_x": nodes[0], "grid_y": nodes[1], "grid_loss": losses}


def principal_plane(weights):
    """The last point and the two directions in which the points, seen from it, move most: right singular vectors of
    the differences (Li, Xu, Taylor, Studer & Goldstein 2018, section 7.2). Piece by piece, to save memory."""
    rows, size = weights.shape
    end = weights[-1].astype(numpy.float64)
    pieces = [slice(first, min(first + 65536, size)) for first in range(0, size, 65536)]
    gram = numpy.zeros((rows, rows))
    for piece in pieces:
        part = weights[:, piece].astype(numpy.float64) - end[piece]
        gram += part @ part.T
    values, vectors = numpy.linalg.eigh(gram)
    if not values[-1] > 0:
        return None  # nothing moves
    plane = numpy.zeros((3, size))
    plane[0] = end
    for k in range(2):
        column = vectors[:, -1 - k] if k < rows else None
        if column is not None and values[-1 - k] > 1e-14 * values[-1]:
            for piece in pieces:
                plane[1 + k, piece] = column @ (weights[:, piece].astype(numpy.float64) - end[piece])
        else:  # all on one line: the axis farthest from it
            plane[1 + k, numpy.argmin(numpy.abs(plane[1]))] = 1.0
        for other in plane[1:1 + k]:
            for _ in range(2):
                plane[1 + k] -= (plane[1 + k] @ other) * other
        plane[1 + k] /= numpy.linalg.norm(plane[1 + k])
        places = numpy.array([(weights[row].astype(numpy.float64) - end) @ plane[1 + k] for row in range(rows)])
        if places[numpy.argmax(numpy.abs(places))] < 0:
            plane[1 + k] *= -1
    return plane


def save_npz(path, arrays, header):
    numpy.savez(path, header=numpy.frombuffer(header.encode(), dtype=numpy.uint8), **arrays)


def save_safetensors(path, arrays, header):
    kinds = {"float32": "F32", "float64": "F64", "int64": "I64"}
    entries = {"__metadata__": {"thalweg": header}}
    at = 0
    for name, array in arrays.items():
        entries[name] = {"dtype": kinds[str(array.dtype)], "shape": list(array.shape),
                         "data_offsets": [at, at + array.nbytes]}
        at += array.nbytes
    text = json.dumps(entries).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for array in arrays.values():
            file.write(numpy.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes())
