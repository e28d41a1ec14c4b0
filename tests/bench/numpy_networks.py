"""The bench's peer in numpy for networks, one thread. Prints seconds, a line each: four paths of 300 steps of a 2-8-1
network on 60 points with their principal plane; its loss at 128 x 128 places of a plane; its outputs at 24 000 inputs;
eight runs of Adam, 2000 steps in batches of 64, of a 64-32-10 network on 1438 images, with all of their loss and gradient
once an epoch."""

import time

import numpy as np

random = np.random.RandomState(0)


def timed(work, rounds=3):
    best = np.inf
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def parts(theta, inputs, hidden, outputs):
    a = inputs * hidden
    b = a + hidden
    c = b + hidden * outputs
    return (theta[..., :a].reshape(*theta.shape[:-1], hidden, inputs), theta[..., a:b],
            theta[..., b:c].reshape(*theta.shape[:-1], outputs, hidden), theta[..., c:])


POINTS = random.randn(60, 2)
CLASSES = np.where(np.arange(60) % 2 == 0, 1.0, -1.0)


def moons_gradient(theta):
    w1, b1, w2, b2 = parts(theta, 2, 8, 1)
    h = np.tanh(POINTS @ w1.T + b1)
    z = (h @ w2.T + b2)[:, 0]
    slope = (-CLASSES / (1 + np.exp(CLASSES * z)) / 60)[:, None]
    below = (slope @ w2) * (1 - h * h)
    return np.concatenate([(below.T @ POINTS).ravel(), below.sum(0), (slope.T @ h).ravel(), slope.sum(0)])


def paths():
    points = []
    for method in range(4):
        theta = np.linspace(-0.5, 0.5, 33)
        m = np.zeros(33)
        v = np.zeros(33)
        for step in range(1, 301):
            g = moons_gradient(theta)
            points.append(theta)
            if method == 0:
                theta = theta - 0.3 * g
            elif method == 1:
                m = 0.9 * m + g
                theta = theta - 0.1 * m
            elif method == 2:
                v = 0.99 * v + 0.01 * g * g
                theta = theta - 0.01 * g / (np.sqrt(v) + 1e-8)
            else:
                m = 0.9 * m + 0.1 * g
                v = 0.999 * v + 0.001 * g * g
                theta = theta - 0.03 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    all_points = np.array(points)
    _, _, directions = np.linalg.svd(all_points - all_points[-1], full_matrices=False)
    return all_points @ directions[:2].T


def plane_map():
    axis = np.linspace(-4, 4, 128)
    x, y = (a.ravel() for a in np.meshgrid(axis, axis))
    u, v = random.randn(2, 33)
    w1, b1, w2, b2 = parts(x[:, None] * u + y[:, None] * v, 2, 8, 1)
    h = np.tanh(np.einsum("si,phi->psh", POINTS, w1, optimize=True) + b1[:, None, :])
    z = np.einsum("psh,poh->ps", h, w2, optimize=True) + b2
    return np.logaddexp(0, -CLASSES * z).mean(1)


def regions():
    w1, b1, w2, b2 = parts(np.linspace(-1, 1, 33), 2, 8, 1)
    inputs = random.randn(24000, 2)
    return np.tanh(inputs @ w1.T + b1) @ w2.T + b2


IMAGES = random.rand(1438, 64)
DIGITS = random.randint(0, 10, 1438)


def digits_gradient(theta, images, classes):
    w1, b1, w2, b2 = parts(theta, 64, 32, 10)
    h = np.maximum(images @ w1.T + b1, 0)
    z = h @ w2.T + b2
    z -= z.max(1, keepdims=True)
    e = np.exp(z)
    e /= e.sum(1, keepdims=True)
    rows = np.arange(len(classes))
    loss = -np.log(e[rows, classes]).mean()
    e[rows, classes] -= 1
    e /= len(classes)
    below = (e @ w2) * (h > 0)
    return loss, np.concatenate([(below.T @ images).ravel(), below.sum(0), (e.T @ h).ravel(), e.sum(0)])


def digits():
    for _ in range(8):
        theta = 0.1 * random.randn(2410)
        m = np.zeros(2410)
        v = np.zeros(2410)
        points = np.empty((2001, 2410))
        order = random.permutation(1438)
        for step in range(1, 2001):
            points[step - 1] = theta
            at = (step - 1) % 23 * 64
            if at == 0:
                order = random.permutation(1438)
                digits_gradient(theta, IMAGES, DIGITS)
            batch = order[at:at + 64]
            g = digits_gradient(theta, IMAGES[batch], DIGITS[batch])[1]
            m *= 0.9
            m += 0.1 * g
            v *= 0.999
            v += 0.001 * g * g
            theta = theta - 0.01 / (1 - 0.9**step) * m / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)


print(timed(paths))
print(timed(plane_map))
print(timed(regions))
print(timed(digits, 1))
