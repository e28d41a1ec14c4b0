"""Writes draws.json beside this file: words, shuffles and normal variates of core/random by an implementation of its
own in Python, whose floats round as IEEE doubles do; and normal quantiles by mpmath with 40 digits.

    python3 make.py
"""
import json
import math
import pathlib
import random
import re

import mpmath

MASK = 2**64 - 1


def threefry(key, counter):
    """Threefish-256 as Skein 1.3 gives it, without tweak, 20 rounds instead of 72."""
    key = key + [0x1BD11BDAA9FC1A22 ^ key[0] ^ key[1] ^ key[2] ^ key[3]]
    table = [(14, 16), (52, 57), (23, 40), (5, 37), (25, 33), (46, 12), (58, 22), (32, 32)]
    v = list(counter)
    for d in range(21):
        if d % 4 == 0:
            s = d // 4
            v = [(v[i] + key[(s + i) % 5] + (s if i == 3 else 0)) & MASK for i in range(4)]
        if d == 20:
            return v
        mixed = []
        for j in range(2):
            x, y, r = v[2 * j], v[2 * j + 1], table[d % 8][j]
            total = (x + y) & MASK
            mixed += [total, (((y << r) | (y >> (64 - r))) & MASK) ^ total]
        v = [mixed[0], mixed[3], mixed[2], mixed[1]]


def words(seed, stream, path, step, call, purpose):
    block = 0
    while True:
        yield from threefry([seed, stream, path, step], [block, call, purpose, 0])
        block += 1


def shuffled(n, source):
    items = list(range(n))
    for i in range(n, 1, -1):
        w = next(source)
        while w < 2**64 % i:
            w = next(source)
        items[i - 1], items[w % i] = items[w % i], items[i - 1]
    return items


def coefficients():
    """AS 241's tables, as core/base/random.cpp has them."""
    text = (pathlib.Path(__file__).parents[3] / "core" / "random.cpp").read_text()
    tables = re.findall(r"constexpr std::array<double, 8> (\w+) = \{([^}]*)\}", text)
    return {name: [float(x) for x in body.split(",")] for name, body in tables}


def polynomial(c, r):
    total = c[7]
    for a in reversed(c[:7]):
        total = total * r + a
    return total


def logarithm(x):
    m, e = math.frexp(x)
    m, e = 2 * m, e - 1
    if m > float.fromhex("0x1.6a09e667f3bcdp0"):
        m, e = m / 2, e + 1
    s = (m - 1) / (m + 1)
    z = s * s
    series = 0.0
    for n in range(21, 2, -2):
        series = (series + 1 / n) * z
    return e * float.fromhex("0x1.62e42fefa39efp-1") + (2 * s + 2 * s * series)


TABLES = coefficients()


def normal(word):
    q = ((word >> 12) - 2**51 + 0.5) * 2.0**-52
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * polynomial(TABLES["centreAbove"], r) / polynomial(TABLES["centreBelow"], r)
    r = math.sqrt(-logarithm(0.5 - abs(q)))
    part, r = ("flank", r - 1.6) if r <= 5 else ("tail", r - 5)
    size = polynomial(TABLES[part + "Above"], r) / polynomial(TABLES[part + "Below"], r)
    return -size if q < 0 else size


def quantile(word):
    """Root of Φ(z) = p by Newton's method in 40 digits; p is taken from the nearer end."""
    mpmath.mp.dps = 40
    k = word >> 12
    low = k < 2**51
    p = (mpmath.mpf(k if low else 2**52 - 1 - k) + 0.5) / 2**52
    z = mpmath.mpf(-1)
    for _ in range(200):
        change = (mpmath.erfc(-z / mpmath.sqrt(2)) / 2 - p) / mpmath.npdf(z)
        change = max(min(change, mpmath.mpf(0.5)), mpmath.mpf(-0.5))
        z -= change
        if abs(change) < mpmath.mpf(10)**-35:
            break
    return float(z if low else -z)


if __name__ == "__main__":
    rng = random.Random(1)
    keys = [[0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0], [42, 3, 1000, 99, 2, 0], [2**64 - 1, 2**63, 7, 10**6, 1, 1],
            [7, 0, 5, 3, 0, 2]]
    sequences = []
    for key in keys:
        source = words(*key)
        drawn = [next(source) for _ in range(10)]
        sequences.append({"key": key, "words": [f"{w:016x}" for w in drawn],
                          "normals": [normal(w).hex() for w in drawn], "shuffled": shuffled(20, words(*key))})
    samples = [0, MASK, 2**63, 2**63 - 1, 2**62, 1 << 12, 1 << 20, 1 << 30, 1 << 40, 1 << 50, int(0.075 * 2**64),
               int(0.9250001 * 2**64)] + [rng.getrandbits(64) for _ in range(200)]
    samples += [rng.getrandbits(rng.randrange(14, 62)) for _ in range(100)]
    quantiles = [{"word": f"{w:016x}", "normal": quantile(w)} for w in samples]
    worst = max(abs(normal(w) - z["normal"]) / abs(z["normal"]) for w, z in zip(samples, quantiles))
    print("largest relative error of the quantile:", worst)
    target = pathlib.Path(__file__).with_name("draws.json")
    target.write_text(json.dumps({"source": {"script": "make.py", "mpmath": mpmath.__version__},
                                  "sequences": sequences, "quantiles": quantiles}, indent=0) + "\n")
