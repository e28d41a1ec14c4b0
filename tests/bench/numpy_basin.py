"""The bench's peer in numpy: 512 x 512 starts on Himmelblau, 500 steps of momentum and of Adam, one thread.

Prints the seconds of each. Blocks of 4096 starts keep the arrays in the second cache, all operations write in place, and
the arithmetic is the bench's limit loop's.
"""

import time

import numpy as np

SIDE, STEPS, BLOCK = 512, 500, 4096
MU, BETA1, BETA2, EPS = 0.9, 0.9, 0.999, 1e-8


def gradient(x, y, gx, gy, p, q):
    np.multiply(x, x, out=p)
    p += y
    p -= 11
    np.multiply(y, y, out=q)
    q += x
    q -= 7
    np.multiply(x, p, out=gx)
    gx *= 4
    gx += q
    gx += q
    np.multiply(y, q, out=gy)
    gy *= 4
    gy += p
    gy += p


def momentum(x, y):
    bx, by, gx, gy, p, q = (np.zeros_like(x) for _ in range(6))
    for _ in range(STEPS):
        gradient(x, y, gx, gy, p, q)
        for a, b, g in ((x, bx, gx), (y, by, gy)):
            b *= MU
            b += g
            np.multiply(b, 1e-3, out=g)
            a -= g


def adam(x, y):
    mx, my, vx, vy, gx, gy, p, q = (np.zeros_like(x) for _ in range(8))
    for step in range(1, STEPS + 1):
        gradient(x, y, gx, gy, p, q)
        rate = 0.05 / (1 - BETA1**step)
        root = 1 / np.sqrt(1 - BETA2**step)
        for a, m, v, g in ((x, mx, vx, gx), (y, my, vy, gy)):
            m *= BETA1
            np.multiply(g, 1 - BETA1, out=p)
            m += p
            v *= BETA2
            g *= g
            g *= 1 - BETA2
            v += g
            np.sqrt(v, out=p)
            p *= root
            p += EPS
            np.divide(m, p, out=p)
            p *= rate
            a -= p


def main():
    axis = -6 + 12 * (np.arange(SIDE) + 0.5) / SIDE
    x, y = (a.ravel() for a in np.meshgrid(axis, axis))
    for run in (momentum, adam):
        begin = time.perf_counter()
        with np.errstate(all="ignore"):
            for first in range(0, x.size, BLOCK):
                run(x[first:first + BLOCK].copy(), y[first:first + BLOCK].copy())
        print(time.perf_counter() - begin)


main()
