#!/usr/bin/env python3
"""Writes references.json: values and derivatives of the objectives, calculated with mpmath in 50 digits.

The formulas are those of the literature as printed, not the forms that the library evaluates; derivatives are central
differences in 50 digits (error below 1e-20), so nothing here shares text or method with the library. Points are drawn
inside a box by a linear congruential generator that the test repeats, so that only results are stored. Minima and saddles are found by Newton's method from the
rough places in guesses.json.
Run: python3 make.py (needs mpmath; a few minutes).
"""
import json
import os
import sys

import mpmath as mp

mp.mp.dps = 50
mpf, sin, cos, exp, sqrt, log, tanh, pi, e = mp.mpf, mp.sin, mp.cos, mp.exp, mp.sqrt, mp.log, mp.tanh, mp.pi, mp.e
STEP = mpf(10) ** -12
DIGITS = 15


def d(text):
    """A decimal constant as a double holds it, where the library's constant is a double that matters."""
    return mpf(float(text))


# --- formulas -------------------------------------------------------------------------------------------------------


def planar(f):
    return lambda p: f(p[0], p[1])


def line(f):
    return lambda p: f(p[0])


def goldstein_price(x, y):
    a = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    return a * (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2))


def muller_brown(x, y):
    terms = [(-200, -1, 0, -10, 1, 0), (-100, -1, 0, -10, 0, '0.5'), (-170, '-6.5', 11, '-6.5', '-0.5', '1.5'),
             (15, '0.7', '0.6', '0.7', -1, 1)]
    total = mpf(0)
    for height, a, b, c, x0, y0 in [[mpf(v) for v in t] for t in terms]:
        total += height * exp(a * (x - x0) ** 2 + b * (x - x0) * (y - y0) + c * (y - y0) ** 2)
    return total


def gaussian_wells(x, y):
    wells = [('4.4', '1.75', '-1.49', '0.95'), ('0.85', '-0.38', '0.42', '0.5'), ('1.75', '-1.72', '-1.67', '0.6'),
             ('2.3', '1.68', '1.84', '0.6')]
    total = mpf('0.15') * (x**2 + y**2)
    for depth, x0, y0, w in [[mpf(v) for v in t] for t in wells]:
        total -= depth * exp(-((x - x0) ** 2 + (y - y0) ** 2) / (2 * w**2))
    return total


def ridge_saddle(x, y):
    h = mpf('0.5')
    total = mpf('0.1') * ((x - 2) ** 2 + y**2)
    for s in (1, -1):
        total += 3 * exp(-((x + h) ** 2 + (y - s * mpf('1.1')) ** 2) / mpf('0.8'))
    return total


def shubert(x, y):
    g = lambda t: sum(j * cos((j + 1) * t + j) for j in range(1, 6))
    return g(x) * g(y)


def branin(x, y):
    return ((y - mpf('5.1') / (4 * pi**2) * x**2 + 5 / pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * pi)) * cos(x) + 10)


def spiral_valley(x, y):
    a = mpf('1.5') * sqrt(1 + x**2 + y**2)
    return mpf('0.02') * (x**2 + y**2) + (y * cos(a) - x * sin(a)) ** 2


def sharp_and_flat(x, y):
    h = mpf('1.5')
    p, q = 20 * ((x + h) ** 2 + y**2), ((x - h) ** 2 + y**2) / 2
    return p * q / (p + q)


def schaffer(inner, x, y):
    return mpf('0.5') + (inner - mpf('0.5')) / (1 + mpf('0.001') * (x**2 + y**2)) ** 2


PLANAR = {
    'quadratic': (lambda x, y: (x**2 + 25 * y**2) / 2, (-3, 3, -3, 3)),
    'saddle': (lambda x, y: x**2 - y**2, (-1.5, 1.5, -2.2, 2.2)),
    'monkey_saddle': (lambda x, y: x**3 - 3 * x * y**2, (-2, 2, -2, 2)),
    'ridge_saddle': (ridge_saddle, (-4, 4, -3.5, 3.5)),
    'ravine': (lambda x, y: x**2 / 20 + 5 * (y - sin(x)) ** 2, (-7, 7, -3.5, 3.5)),
    'beale': (lambda x, y: (mpf('1.5') - x + x * y) ** 2 + (mpf('2.25') - x + x * y**2) ** 2 +
              (mpf('2.625') - x + x * y**3) ** 2, (-4.5, 4.5, -4.5, 4.5)),
    'booth': (lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2, (-10, 10, -10, 10)),
    'matyas': (lambda x, y: mpf('0.26') * (x**2 + y**2) - mpf('0.48') * x * y, (-10, 10, -10, 10)),
    'himmelblau': (lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, (-6, 6, -6, 6)),
    'three_hump_camel': (lambda x, y: 2 * x**2 - mpf('1.05') * x**4 + x**6 / 6 + x * y + y**2, (-2.5, 2.5, -2.5, 2.5)),
    'six_hump_camel': (lambda x, y: (4 - mpf('2.1') * x**2 + x**4 / 3) * x**2 + x * y + (-4 + 4 * y**2) * y**2,
                       (-2, 2, -1.2, 1.2)),
    'goldstein_price': (goldstein_price, (-2, 2, -2, 2)),
    'mccormick': (lambda x, y: sin(x + y) + (x - y) ** 2 - mpf('1.5') * x + mpf('2.5') * y + 1, (-1.5, 4, -3, 4)),
    'branin': (branin, (-5, 10, 0, 15)),
    'easom': (lambda x, y: -cos(x) * cos(y) * exp(-(x - pi) ** 2 - (y - pi) ** 2), (0, 6.5, 0, 6.5)),
    'cross_in_tray': (lambda x, y: -mpf('0.0001') *
                      (abs(sin(x) * sin(y) * exp(abs(100 - sqrt(x**2 + y**2) / pi))) + 1) ** mpf('0.1'), (-10, 10, -10, 10)),
    'eggholder': (lambda x, y: -(y + 47) * sin(sqrt(abs(x / 2 + y + 47))) - x * sin(sqrt(abs(x - (y + 47)))),
                  (-512, 512, -512, 512)),
    'holder_table': (lambda x, y: -abs(sin(x) * cos(y) * exp(abs(1 - sqrt(x**2 + y**2) / pi))), (-10, 10, -10, 10)),
    'schaffer_2': (lambda x, y: schaffer(sin(x**2 - y**2) ** 2, x, y), (-4, 4, -4, 4)),
    'schaffer_4': (lambda x, y: schaffer(cos(sin(abs(x**2 - y**2))) ** 2, x, y), (-4, 4, -4, 4)),
    'levy_13': (lambda x, y: sin(3 * pi * x) ** 2 + (x - 1) ** 2 * (1 + sin(3 * pi * y) ** 2) +
                (y - 1) ** 2 * (1 + sin(2 * pi * y) ** 2), (-3, 5, -3, 5)),
    'bukin_6': (lambda x, y: 100 * sqrt(abs(y - mpf('0.01') * x**2)) + mpf('0.01') * abs(x + 10), (-15, -5, -3, 3)),
    'bohachevsky': (lambda x, y: x**2 + 2 * y**2 - mpf('0.3') * cos(3 * pi * x) - mpf('0.4') * cos(4 * pi * y) +
                    mpf('0.7'), (-2, 2, -2, 2)),
    'drop_wave': (lambda x, y: -(1 + cos(12 * sqrt(x**2 + y**2))) / ((x**2 + y**2) / 2 + 2), (-3, 3, -3, 3)),
    'shubert': (shubert, (-10, 10, -10, 10)),
    'muller_brown': (muller_brown, (-1.5, 1.2, -0.25, 2)),
    'gaussian_wells': (gaussian_wells, (-2.6, 2.8, -3.8, 3.9)),
    'plateau': (lambda x, y: 1 - exp(-(x**2 + y**2) / (2 * mpf('0.8') ** 2)), (-4, 4, -4, 4)),
    'cliff': (lambda x, y: mpf('0.1') * ((x - 2) ** 2 + y**2) + mpf('1.5') * (1 - tanh(8 * x)), (-4, 5, -4, 4)),
    'spiral_valley': (spiral_valley, (-5, 5, -5, 5)),
    'sharp_and_flat': (sharp_and_flat, (-3.5, 4.5, -3, 3)),
}

LINE = {
    'parabola': (lambda x: x**2 / 2, (-4, 4)),
    'double_well': (lambda x: (x**2 - 1) ** 2 + mpf('0.3') * x, (-1.9, 1.9)),
    'rippled_bowl': (lambda x: mpf('0.1') * x**2 + (1 - cos(4 * x)) / 2, (-5, 5)),
    'forrester': (lambda x: (6 * x - 2) ** 2 * sin(12 * x - 4), (0, 1)),
    'gramacy_lee': (lambda x: sin(10 * pi * x) / (2 * x) + (x - 1) ** 4, (0.5, 2.5)),
    'absolute_value': (lambda x: abs(x), (-3, 3)),
    'sigmoid_plateau': (lambda x: (1 / (1 + exp(-x)) - mpf('0.8')) ** 2, (-10, 6)),
    'reddi_stream': (lambda x: x / 3 + 5 * max(abs(x) - 1, 0) ** 2, (-1.6, 1.6)),
}


def levy(x):
    w = [1 + (t - 1) / 4 for t in x]
    return (sin(pi * w[0]) ** 2 + sum((t - 1) ** 2 * (1 + 10 * sin(pi * t + 1) ** 2) for t in w[:-1]) +
            (w[-1] - 1) ** 2 * (1 + sin(2 * pi * w[-1]) ** 2))


def ackley(x):
    n = len(x)
    return (-20 * exp(-mpf('0.2') * sqrt(sum(t**2 for t in x) / n)) - exp(sum(cos(2 * pi * t) for t in x) / n) + 20 + e)


def zakharov(x):
    s = sum((i + 1) * t / 2 for i, t in enumerate(x))
    return sum(t**2 for t in x) + s**2 + s**4


def powell(x):
    total = mpf(0)
    for i in range(0, len(x), 4):
        a, b, c, q = x[i:i + 4]
        total += (a + 10 * b) ** 2 + 5 * (c - q) ** 2 + (b - 2 * c) ** 4 + 10 * (a - q) ** 4
    return total


ANY = {
    'sphere': (lambda x: sum(t**2 for t in x), (-5.12, 5.12, -5.12, 5.12)),
    'ellipsoid': (lambda x: sum(mpf(100) ** (mpf(i) / max(1, len(x) - 1)) * t**2 for i, t in enumerate(x)), (-5, 5, -5, 5)),
    'rosenbrock': (lambda x: sum(100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:])), (-2, 2, -1, 3)),
    'rastrigin': (lambda x: 10 * len(x) + sum(t**2 - 10 * cos(2 * pi * t) for t in x), (-5.12, 5.12, -5.12, 5.12)),
    'ackley': (ackley, (-5, 5, -5, 5)),
    'griewank': (lambda x: sum(t**2 for t in x) / 4000 - mp.fprod(cos(t / sqrt(i + 1)) for i, t in enumerate(x)) + 1,
                 (-10, 10, -10, 10)),
    'levy': (levy, (-10, 10, -10, 10)),
    'schwefel': (lambda x: d('418.9828872724338') * len(x) - sum(t * sin(sqrt(abs(t))) for t in x), (-500, 500, -500, 500)),
    'styblinski_tang': (lambda x: sum(t**4 - 16 * t**2 + 5 * t for t in x) / 2, (-5, 5, -5, 5)),
    'zakharov': (zakharov, (-5, 10, -5, 10)),
    'dixon_price': (lambda x: (x[0] - 1) ** 2 + sum((i + 1) * (2 * x[i] ** 2 - x[i - 1]) ** 2 for i in range(1, len(x))),
                    (-3, 3, -3, 3)),
    'michalewicz': (lambda x: -sum(sin(t) * sin((i + 1) * t**2 / pi) ** 20 for i, t in enumerate(x)), (0, 3.1, 0, 3.1)),
    'powell': (powell, (-4, 5, -4, 5)),
    'trid': (lambda x: sum((t - 1) ** 2 for t in x) - sum(a * b for a, b in zip(x, x[1:])), (-4, 4, -4, 4)),
    'sum_of_different_powers': (lambda x: sum(abs(t) ** (i + 2) for i, t in enumerate(x)), (-1, 1, -1, 1)),
}

# --- data -----------------------------------------------------------------------------------------------------------


class Twister:
    """The Mersenne twister as its authors published it (2002), with uniform numbers of 32 bits."""

    def __init__(self, seed):
        self.state = [seed]
        for i in range(1, 624):
            last = self.state[-1]
            self.state.append((1812433253 * (last ^ (last >> 30)) + i) & 0xFFFFFFFF)
        self.place = 624

    def bits(self):
        if self.place == 624:
            s = self.state
            for i in range(624):
                y = (s[i] & 0x80000000) | (s[(i + 1) % 624] & 0x7FFFFFFF)
                s[i] = s[(i + 397) % 624] ^ (y >> 1) ^ (0x9908B0DF if y & 1 else 0)
            self.place = 0
        y = self.state[self.place]
        self.place += 1
        y ^= y >> 11
        y ^= (y << 7) & 0x9D2C5680
        y ^= (y << 15) & 0xEFC60000
        return y ^ (y >> 18)

    def uniform(self):
        return mpf(self.bits()) / 2**32

    def noise(self):
        return sum(self.uniform() for _ in range(12)) - 6


def plane_data(name, seed=1, count=30):
    random = Twister(seed)
    samples = []
    scale = {'moons': '0.12', 'circles': '0.1', 'spirals': '0.03', 'xor': '0.05', 'blobs': '0.8'}[name]
    for k in range(2 * count):
        i, side = k // 2, 1 if k % 2 == 0 else -1
        along = mpf(i) / (count - 1)
        if name == 'moons':
            x, y = side * (cos(pi * along) - mpf('0.5')), side * (sin(pi * along) - mpf('0.25'))
        elif name == 'circles':
            radius, a = (mpf('0.5') if side > 0 else mpf('1.2')), 2 * pi * i / count
            x, y = radius * cos(a), radius * sin(a)
        elif name == 'spirals':
            radius, a = side * (mpf('0.15') + mpf('1.25') * along), 3 * pi * along
            x, y = radius * cos(a), radius * sin(a)
        elif name == 'xor':
            x = random.uniform() + mpf('0.15')
            y = random.uniform() + mpf('0.15')
            x, y = (x, side * y) if i % 2 == 0 else (-x, -side * y)
        else:
            x, y = side * mpf('0.9'), side * mpf('0.5')
        x += mpf(scale) * random.noise()
        y += mpf(scale) * random.noise()
        samples.append((x, y, side))
    return samples


def regression(rows, targets):
    return lambda p: sum((sum(a * b for a, b in zip(p, r)) - t) ** 2 for r, t in zip(rows, targets)) / len(rows)


# torch.manual_seed(42); torch.randn(50, 1) of PyTorch 1.13, float32.
NOISE = [1.9269152879714966, 1.4872840642929077, 0.9007171988487244, -2.1055209636688232, 0.6784184575080872,
         -1.2345448732376099, -0.04306747764348984, -1.6046669483184814, -0.7521352767944336, 1.6487230062484741,
         -0.3924786448478699, -1.4036071300506592, -0.7278813123703003, -0.5594301819801331, -0.7688388824462891,
         0.7624453902244568, 1.6423169374465942, -0.1595974713563919, -0.4973975419998169, 0.439589262008667,
         -0.7581311464309692, 1.078317642211914, 0.8008005619049072, 1.680620551109314, 1.27912437915802,
         1.2964228391647339, 0.610466480255127, 1.334737777709961, -0.2316243201494217, 0.041759490966796875,
         -0.2515752911567688, 0.859858512878418, -1.3846737146377563, -0.8712361454963684, 0.07802387326955795,
         0.5258087515830994, -0.48799172043800354, 1.1913690567016602, -0.8140076398849487, -0.7359927892684937,
         -0.8371246457099915, -0.9223900437355042, -0.06347727030515671, 0.6756148934364319, -0.0978068932890892,
         1.8445940017700195, -1.184537410736084, 1.3835493326187134, -1.20244562625885, 0.7078122496604919]


def linear_regression():
    xs = [mpf(10) * i / 49 for i in range(50)]
    return regression([(x, 1) for x in xs], [2 * x + 1 + mpf(n) / 2 for x, n in zip(xs, NOISE)])


def rare_feature():
    random = Twister(3)
    rows, targets = [], []
    for i in range(40):
        a, b = 2 * random.uniform() - 1, 1 if i % 10 == 7 else 0
        rows.append((a, b))
        targets.append(mpf('1.5') * a + 2 * b + mpf('0.05') * random.noise())
    return regression(rows, targets)


def polynomial_regression(degree, l2):
    xs = [mpf(i - 10) / 10 for i in range(21)]
    mean = regression([[x**k for k in range(degree + 1)] for x in xs], [1 / (1 + 25 * x**2) for x in xs])
    return lambda p: mean(p) + l2 / 2 * sum(c**2 for c in p)


def logistic_regression(l2):
    data = plane_data('blobs')
    return lambda p: (sum(log(1 + exp(-t * (p[0] * a + p[1] * b + p[2]))) for a, b, t in data) / len(data) +
                      l2 / 2 * sum(c**2 for c in p))


def least_squares(x, y):
    rows, samples = len(x), len(x[0])

    def f(p):
        total = mpf(0)
        for i, target in enumerate(y):
            for s in range(samples):
                total += (sum(p[i * rows + j] * mpf(x[j][s]) for j in range(rows)) - mpf(target[s])) ** 2
        return total / 2

    return f


def perceptron(hidden, activation, loss, data):
    sizes = [2] + hidden + [1]
    samples = plane_data(data)

    def f(p):
        total = mpf(0)
        for a, b, t in samples:
            values, k = [a, b], 0
            for layer, (m, n) in enumerate(zip(sizes, sizes[1:])):
                out = [p[k + m * n + o] + sum(p[k + o * m + i] * values[i] for i in range(m)) for o in range(n)]
                k += n * (m + 1)
                if layer < len(sizes) - 2:
                    out = [tanh(v) if activation == 'tanh' else max(v, mpf(0)) for v in out]
                values = out
            z = values[0]
            total += log(1 + exp(-t * z)) if loss == 'logistic' else (z - t) ** 2
        return total / len(samples)

    return f, sum(n * (m + 1) for m, n in zip(sizes, sizes[1:]))


# --- cases ----------------------------------------------------------------------------------------------------------


class Points:
    """Knuth's generator; 24 bits a number, which doubles carry without rounding."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return float(self.state >> 40) / 2**24

    def within(self, low, high):
        return low + (high - low) * self.uniform()


def shown(x):
    return float(mp.nstr(x, DIGITS))


def moved(p, *changes):
    q = list(p)
    for direction, size in changes:
        if isinstance(direction, int):
            q[direction] += size
        else:
            q = [a + size * b for a, b in zip(q, direction)]
    return q


def gradient(f, p):
    return [(f(moved(p, (i, STEP))) - f(moved(p, (i, -STEP)))) / (2 * STEP) for i in range(len(p))]


def hessian_times(f, p, v):
    return [(f(moved(p, (i, STEP), (v, STEP))) - f(moved(p, (i, STEP), (v, -STEP))) - f(moved(p, (i, -STEP), (v, STEP))) +
             f(moved(p, (i, -STEP), (v, -STEP)))) / (4 * STEP**2) for i in range(len(p))]


def case(name, f, dim, box, options=None, rows=20):
    """A row a point: f, ∇f and ∇²f·v; up to five dimensions v runs through the axes, beyond it is drawn, too."""
    random = Points(dim)
    out = {'id': name, 'options': options or {}, 'dim': dim, 'box': list(box), 'value': [], 'gradient': [], 'product': []}
    for _ in range(rows):
        p = [mpf(random.within(*(box[0:2] if i % 2 == 0 else box[2:4]))) for i in range(dim)]
        out['value'].append(shown(f(p)))
        out['gradient'].append([shown(g) for g in gradient(f, p)])
        if dim <= 5:
            axes = [[mpf(int(i == j)) for j in range(dim)] for i in range(dim)]
            out['product'].append([shown(h) for v in axes for h in hessian_times(f, p, v)])
        else:
            v = [mpf(random.within(-1.0, 1.0)) for _ in range(dim)]
            out['product'].append([shown(h) for h in hessian_times(f, p, v)])
    return out


def critical(name, f, guesses):
    """Where ∇f vanishes near each guess, the value and the Hessian's signature there."""
    out = {'id': name, 'critical': []}
    for guess in guesses:
        n = len(guess)
        # Newton's method in 50 digits.
        p = [mpf(g) for g in guess]
        for _ in range(8):
            g = mp.matrix(gradient(f, p))
            axes = [[mpf(int(i == j)) for j in range(n)] for i in range(n)]
            h = mp.matrix([hessian_times(f, p, v) for v in axes])
            if mp.norm(g) < mpf(10) ** -30 or abs(mp.det(h)) < mpf(10) ** -20:
                break
            p = [a - b for a, b in zip(p, mp.lu_solve(h, g))]
        eigenvalues = mp.eigsy(h, eigvals_only=True)
        kind = 'minimum' if eigenvalues[0] > 0 else 'saddle'
        out['critical'].append([kind, [float(a) for a in p], float(f(p))])
    return out


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    chosen = sys.argv[1:]
    cases = []

    def add(name, *arguments, **keywords):
        if not chosen or name in chosen:
            print(name, file=sys.stderr, flush=True)
            cases.append(case(name, *arguments, **keywords))

    for name, (f, box) in LINE.items():
        add(name, line(f), 1, list(box) + [0, 0])
    for name, (f, box) in PLANAR.items():
        add(name, planar(f), 2, box)
    turn = lambda x, y: (lambda c, s: ((c * x + s * y) ** 2 + 10 * (c * y - s * x) ** 2) / 2)(sqrt(3) / 2, mpf(1) / 2)
    add('quadratic', planar(turn), 2, (-3, 3, -3, 3), {'kappa': 10, 'angle': 30})
    add('saddle', planar(lambda x, y: x**2 - y**2 + y**4 / 8), 2, (-1.5, 1.5, -2.2, 2.2), {'bound': 0.25})
    add('rosenbrock', planar(lambda x, y: 10 * (y - x**2) ** 2 + (d('0.5') - x) ** 2), 2, (-2, 2, -1, 3), {'a': 0.5, 'b': 10})
    for name, (f, box) in ANY.items():
        for dim in (1, 2, 5, 50):
            if name == 'powell':
                if dim in (1, 2):
                    continue
                dim = {5: 4, 50: 48}[dim]
            if name == 'rosenbrock' and dim == 1:
                continue
            add(name, f, dim, box)
    add('linear_regression', linear_regression(), 2, (-1, 5, -4, 6))
    add('rare_feature', rare_feature(), 2, (-2, 4, -2, 4))
    add('polynomial_regression', polynomial_regression(4, 0), 5, (-2, 2, -2, 2), {'degree': 4})
    add('polynomial_regression', polynomial_regression(38, d('0.01')), 39, (-2, 2, -2, 2), {'degree': 38, 'l2': 0.01}, rows=5)
    add('logistic_regression', logistic_regression(d('0.01')), 3, (-2, 6, -3, 5))
    x, y = [[1.0, 2.0, -1.5], [0.5, -1.0, 3.0]], [[1.0, 0.0, 2.0], [0.25, -1.0, 1.0]]
    add('least_squares', least_squares(x, y), 4, (-2, 2, -2, 2), {'X': x, 'Y': y})
    for hidden, activation, loss, data in (([3], 'tanh', 'logistic', 'moons'), ([4, 2], 'relu', 'squared', 'xor'),
                                           ([2, 2], 'tanh', 'squared', 'spirals'), ([], 'tanh', 'logistic', 'circles')):
        f, dim = perceptron(hidden, activation, loss, data)
        add('multilayer_perceptron', f, dim, (-2, 2, -2, 2),
            {'hidden': hidden, 'activation': activation, 'loss': loss, 'data': data}, rows=5)

    with open(os.path.join(here, 'guesses.json')) as file:
        guesses = json.load(file)
    points = []
    for name, places in guesses.items():
        if not chosen or name in chosen:
            print(name, 'critical', file=sys.stderr, flush=True)
            f = PLANAR[name][0] if name in PLANAR else None
            points.append(critical(name, planar(f) if f else line(LINE[name][0]) if name in LINE else ANY[name][0], places))

    near = []
    for name, f in list((n, planar(PLANAR[n][0])) for n in ('bohachevsky', 'schaffer_2', 'levy_13', 'plateau', 'matyas')) + [
            (n, ANY[n][0]) for n in ('rastrigin', 'ackley', 'griewank', 'levy')]:
        if not chosen or name in chosen:
            minimum = 1.0 if name in ('levy', 'levy_13') else 0.0
            for distance in (1e-3, 1e-6):
                p = [minimum + distance, minimum - 0.5 * distance]
                near.append([name, p, shown(f([mpf(t) for t in p]))])

    source = {'made_by': 'make.py', 'mpmath': mp.__version__, 'digits': mp.mp.dps}
    with open(os.path.join(here, 'references.json'), 'w') as file:
        dump = lambda value: json.dumps(value, separators=(',', ':'))
        file.write('{"source":' + dump(source) + ',\n"cases":[\n' + ',\n'.join(map(dump, cases)) + '],\n"points":[\n' +
                   ',\n'.join(map(dump, points)) + '],\n"near":[\n' + ',\n'.join(map(dump, near)) + ']}\n')


if __name__ == '__main__':
    main()
