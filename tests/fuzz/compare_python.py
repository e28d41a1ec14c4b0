#!/usr/bin/env python3
"""Random formulas, evaluated by Python itself and by expression_eval: the results must be equal.

Python parses and evaluates each formula as it stands; its operators are Python's on floats. Beside each float runs a
bound of how far another correct library may be from it: 0 after arithmetic, comparisons and rounding of numbers that
are exact themselves (then the doubles must be the same), a few units in the last place after sin, exp and kin, carried
on to first order. Where Python raises or leaves the reals, and where a jump lies within the bound, nothing is compared.
Each formula's canonical text must give Python the same value.

compare_python.py PROGRAM [--seconds S | --count N] [--seed K]
"""

import argparse
import ast
import math
import operator
import random
import subprocess
import sys
import time
from functools import reduce

ULP = 2.0**-52


class Undefined(Exception):
    """Nothing to compare."""


class Number:
    """A float and how far off another evaluation may be."""

    def __init__(self, value, error=0.0):
        if isinstance(value, complex):
            raise Undefined
        self.value = float(value)
        self.error = error
        if error and not math.isfinite(self.value + error):
            raise Undefined

    def __index__(self):
        return int(self.value)

    def __bool__(self):
        if self.error and abs(self.value) <= self.error:
            raise Undefined
        return self.value != 0

    def __neg__(self):
        return Number(-self.value, self.error)

    def __pos__(self):
        return self

    def __add__(self, other):
        return exact_or(operator.add, self, other, self.error + other.error)

    def __sub__(self, other):
        return exact_or(operator.sub, self, other, self.error + other.error)

    def __mul__(self, other):
        spread = abs(self.value) * other.error + abs(other.value) * self.error + self.error * other.error
        return exact_or(operator.mul, self, other, spread)

    def __truediv__(self, other):
        low = abs(other.value) - other.error
        if low <= 0:
            raise Undefined
        q = self.value / other.value
        return exact_or(operator.truediv, self, other, (self.error + abs(q) * other.error) / low)

    def __mod__(self, other):
        steady(self, other)
        return Number(self.value % other.value)

    def __floordiv__(self, other):
        steady(self, other)
        return Number(self.value // other.value)

    def __pow__(self, other):
        a, b = self.value, other.value
        value = a**b
        if isinstance(value, complex):
            raise Undefined
        if not other.error and b in (0.0, 1.0):
            return Number(value, self.error if b else 0.0)
        if not math.isfinite(value):
            return Number(value) if not self.error + other.error else Number(math.inf, 1.0)
        low = abs(a) - self.error
        if self.error + other.error and low <= 0:
            raise Undefined
        spread = 0.0
        if self.error:
            spread += 2 * abs(b * value / low) * self.error
        if other.error:
            spread += 2 * abs(value * math.log(abs(a))) * other.error
        return Number(value, spread + 32 * ULP * abs(value) + 1e-307)

    def compare(self, other, how):
        if self.error + other.error and abs(self.value - other.value) <= 2 * (self.error + other.error):
            raise Undefined
        return Number(how(self.value, other.value))

    def __lt__(self, other):
        return self.compare(other, operator.lt)

    def __le__(self, other):
        return self.compare(other, operator.le)

    def __gt__(self, other):
        return self.compare(other, operator.gt)

    def __ge__(self, other):
        return self.compare(other, operator.ge)

    def __eq__(self, other):
        return self.compare(other, operator.eq)

    def __ne__(self, other):
        return self.compare(other, operator.ne)


def exact_or(how, a, b, spread):
    value = how(a.value, b.value)
    return Number(value, spread + ULP * abs(value) if a.error + b.error else 0.0)


def steady(*numbers):
    """What has jumps everywhere takes exact numbers only."""
    if any(n.error for n in numbers):
        raise Undefined


def smooth(function, slope):
    def call(a):
        value = function(a.value)
        spread = 0.0
        if a.error:
            # The steepest of the ends and the middle.
            spread = 2 * a.error * max(abs(slope(a.value + d)) for d in (-a.error, 0.0, a.error))
        return Number(value, spread + 16 * ULP * abs(value) + 1e-307)

    return call


def root(a):
    if a.error and a.value - a.error <= 0:
        raise Undefined
    return Number(math.sqrt(a.value), a.error / math.sqrt(a.value - a.error) + ULP * math.sqrt(a.value) if a.error else 0.0)


def jumping(function):
    def call(a):
        if not math.isfinite(a.value):
            raise Undefined
        steady(a)
        return Number(function(a.value))

    return call


def sigmoid(a):
    value = 1 / (1 + math.exp(-a.value))
    return Number(value, a.error + 16 * ULP * abs(value) + 1e-307)


def two(function):
    def call(a, b):
        steady(a, b)
        value = function(a.value, b.value)
        return Number(value, 16 * ULP * abs(value) + 1e-307)

    return call


FUNCTIONS = {
    "sin": smooth(math.sin, math.cos),
    "cos": smooth(math.cos, math.sin),
    "tan": smooth(math.tan, lambda a: 1 + math.tan(a) ** 2),
    "asin": smooth(math.asin, lambda a: 1 / math.sqrt(1 - a * a)),
    "acos": smooth(math.acos, lambda a: 1 / math.sqrt(1 - a * a)),
    "atan": smooth(math.atan, lambda a: 1 / (1 + a * a)),
    "sinh": smooth(math.sinh, math.cosh),
    "cosh": smooth(math.cosh, math.sinh),
    "tanh": smooth(math.tanh, lambda a: 1 - math.tanh(a) ** 2),
    "exp": smooth(math.exp, math.exp),
    "log": smooth(math.log, lambda a: 1 / a),
    "log2": smooth(math.log2, lambda a: 1.5 / a),
    "log10": smooth(math.log10, lambda a: 1 / a),
    "sqrt": root,
    "abs": lambda a: Number(abs(a.value), a.error),
    "sign": jumping(lambda a: (a > 0) - (a < 0)),
    "floor": jumping(math.floor),
    "ceil": jumping(math.ceil),
    "sigmoid": sigmoid,
    "relu": lambda a: Number(max(a.value, 0.0), a.error),
}
PAIRS = {"atan2": two(math.atan2), "hypot": two(math.hypot), "pow": lambda a, b: a**b}


class Wrapped(ast.NodeTransformer):
    """Literals and truth values as Numbers."""

    def visit_Constant(self, node):
        return ast.Call(ast.Name("Number", ast.Load()), [node], [])

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        return ast.Call(ast.Name("Number", ast.Load()), [node], []) if isinstance(node.op, ast.Not) else node


def by_python(text, point, a):
    tree = ast.fix_missing_locations(Wrapped().visit(ast.parse(text, mode="eval")))
    x = [Number(v) for v in point]
    names = dict(FUNCTIONS, **PAIRS)
    names.update(
        Number=Number,
        x=x if "x[" in text else x[0],
        y=x[1], x1=x[0], x2=x[1], x3=x[2], n=Number(3), a=Number(a), pi=Number(math.pi), e=Number(math.e),
        range=lambda *limits: [Number(i) for i in range(*limits)],
        # From the first term on, so that a sum of -0.0 stays -0.0.
        sum=lambda terms: reduce(operator.add, list(terms) or [Number(0)]),
        prod=lambda terms: reduce(operator.mul, list(terms) or [Number(1)]),
        min=min, max=max,
    )
    try:
        return eval(compile(tree, text, "eval"), {"__builtins__": {}, **names})
    except (ZeroDivisionError, OverflowError, ValueError):
        raise Undefined from None


class Generator:
    def __init__(self, rng):
        self.rng = rng
        self.indexed = False
        self.loops = []

    def formula(self):
        self.indexed = self.rng.random() < 0.25
        self.loops = []
        return self.expression(self.rng.randint(1, 5))

    def leaf(self):
        r = self.rng
        names = ["x[0]", "x[-1]", "x[n - 2]", "n", "a"] if self.indexed else ["x", "y", "x1", "x2", "x3", "a", "pi", "e"]
        if self.loops:
            names += self.loops * 2 + [f"x[{v} % n]" for v in self.loops if self.indexed]
        if r.random() < 0.6:
            return r.choice(names)
        return r.choice(["0", "1", "2", "3", "7", "10", "0.5", ".25", "1e-3", "2.5", "1e5", repr(round(r.uniform(0, 20), 3))])

    def expression(self, depth):
        r = self.rng
        if depth == 0:
            return self.leaf()
        sub = lambda: self.expression(r.randint(0, depth - 1))
        # Often without parentheses: who binds tighter is half of what is tested.
        maybe = lambda t: f"({t})" if r.random() < 0.4 else t
        kind = r.random()
        if kind < 0.42:
            sign = r.choice(["+", "-", "*", "/", "//", "%", " + ", " - ", "+", "-", "*"])
            return f"{maybe(sub())}{sign}{maybe(sub())}"
        if kind < 0.50:
            return f"{maybe(sub())}**{r.choice(['2', '3', '-1', '0.5', '4', '-2', maybe(sub())])}"
        if kind < 0.57:
            return f"-{maybe(sub())}"
        if kind < 0.66:
            chain = maybe(sub())
            for _ in range(r.choice([1, 1, 2])):
                chain += r.choice([" < ", "<=", ">", " >= ", "==", "!="]) + maybe(sub())
            return f"({chain})" if r.random() < 0.7 else chain
        if kind < 0.72:
            return f"{maybe(sub())} {r.choice(['and', 'or'])} {maybe(sub())}"
        if kind < 0.74:
            return f"(not {maybe(sub())})"
        if kind < 0.80:
            return f"({sub()} if {sub()} else {sub()})"
        if kind < 0.92:
            return f"{r.choice(list(FUNCTIONS))}({sub()})"
        if kind < 0.94:
            return f"{r.choice(list(PAIRS))}({sub()}, {sub()})"
        if kind < 0.96 or len(self.loops) == 2:
            return f"{r.choice(['min', 'max'])}({', '.join(sub() for _ in range(r.choice([2, 2, 3])))})"
        variable = "ij"[len(self.loops)]
        self.loops.append(variable)
        body = sub()
        self.loops.pop()
        limits = r.choice(["n", "1, n", "n - 1, -1, -1", "4", "0, 7, 3", "2"])
        return f"{r.choice(['sum', 'prod', 'min', 'max'])}({body} for {variable} in range({limits}))"


def agree(expected, actual):
    if expected.error:
        return abs(actual - expected.value) <= expected.error
    return actual == expected.value or (math.isnan(actual) and math.isnan(expected.value))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--seconds", type=float)
    options.add_argument("--count", type=int)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    rng = random.Random(given.seed)
    generator = Generator(rng)
    until = time.monotonic() + given.seconds if given.seconds else math.inf
    most = given.count or (math.inf if given.seconds else 1000)
    made = exact = near = skipped = 0
    with subprocess.Popen([given.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        while made < most and time.monotonic() < until:
            batch = []
            for _ in range(100):
                point = [rng.choice([rng.uniform(-3, 3), float(rng.randint(-3, 3))]) for _ in range(3)]
                batch.append((generator.formula(), point, rng.uniform(-2, 4)))
            program.stdin.write("".join(f"{' '.join(map(repr, p))} {a!r} {text}\n" for text, p, a in batch))
            program.stdin.flush()
            for text, point, a in batch:
                answer = program.stdout.readline().rstrip("\n")
                made += 1
                try:
                    expected = by_python(text, point, a)
                except Undefined:
                    expected = None
                value, tab, canonical = answer.partition("\t")
                place = f"{text!r} at {point}, a = {a!r}"
                # Python counts 10**10**10 out; here it is refused.
                if not tab:
                    if "beyond 1.8e308" in answer or "empty range" in answer:
                        skipped += 1
                        continue
                    sys.exit(f"refused: {place}: {answer}")
                if expected is None:
                    skipped += 1
                    continue
                if not agree(expected, float(value)):
                    sys.exit(f"{place}: Python has {expected.value!r} ± {expected.error:.1e}, the program {value}")
                again = by_python(canonical, point, a)
                if again.value != expected.value and not (math.isnan(again.value) and math.isnan(expected.value)):
                    sys.exit(f"{place}: Python has {expected.value!r}, but {again.value!r} for {canonical!r}")
                exact, near = (exact, near + 1) if expected.error else (exact + 1, near)
        program.stdin.close()
    print(f"{made} formulas: {exact} exactly equal, {near} within rounding, {skipped} undefined in Python or at a jump")
    if exact + near < made / 4:
        sys.exit("too few could be compared")


if __name__ == "__main__":
    main()
