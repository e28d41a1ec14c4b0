#!/usr/bin/env python3
"""Writes derivatives.json: formulas with values, gradients and Hessians that sympy derived and mpmath evaluated.

Python itself parses the formulas; every number is taken as the double that it is; 60 digits are carried.
Made with sympy 1.14.0, mpmath 1.3.0, Python 3.11: ./generate.py > derivatives.json
"""

import ast
import json
import random
from functools import reduce

import mpmath
import sympy as sp

mpmath.mp.dps = 60
POINTS = 6


class Exact(ast.NodeTransformer):
    """Numbers as exact rationals, conditions as sympy's Piecewise, comparison chains as And."""

    def visit_Constant(self, node):
        return ast.parse(f"exact({node.value!r})", mode="eval").body

    def visit_Subscript(self, node):
        return node  # indices stay Python's

    def visit_Call(self, node):
        if isinstance(node.func, ast.Name) and node.func.id == "range":
            return node
        return self.generic_visit(node)

    def visit_Compare(self, node):
        self.generic_visit(node)
        operands = [node.left, *node.comparators]
        pairs = [ast.Compare(a, [op], [b]) for a, op, b in zip(operands, node.ops, operands[1:])]
        return ast.Call(ast.Name("And", ast.Load()), pairs, [])

    def visit_IfExp(self, node):
        self.generic_visit(node)
        return ast.Call(ast.Name("either", ast.Load()), [node.test, node.body, node.orelse], [])


def exact(value):
    return sp.Rational(*float(value).as_integer_ratio())


NAMES = {
    "exact": exact,
    "And": sp.And,
    "either": lambda c, a, b: sp.Piecewise((a, c), (b, True)),
    "pi": exact(float(sp.pi)),
    "e": exact(float(sp.E)),
    "sum": lambda terms: reduce(lambda a, b: a + b, terms, sp.Integer(0)),
    "prod": lambda terms: reduce(lambda a, b: a * b, terms, sp.Integer(1)),
    "min": lambda *a: sp.Min(*(list(a[0]) if len(a) == 1 else a)),
    "max": lambda *a: sp.Max(*(list(a[0]) if len(a) == 1 else a)),
    "abs": sp.Abs,
    "sign": sp.sign,
    "pow": lambda a, b: a**b,
    "hypot": lambda a, b: sp.sqrt(a**2 + b**2),
    "sigmoid": lambda a: 1 / (1 + sp.exp(-a)),
    "relu": lambda a: sp.Max(a, 0),
    "log2": lambda a: sp.log(a) / sp.log(2),
    "log10": lambda a: sp.log(a) / sp.log(10),
    "range": range,
}
for name in "sin cos tan asin acos atan atan2 sinh cosh tanh exp log sqrt".split():
    NAMES[name] = getattr(sp, name)

# Formula, dimension, parameters, box of the random points.
CASES = [
    ("x**2 + a*y**2", 2, {"a": 5}, (-3, 3)),
    ("(1 - x)**2 + 100*(y - x**2)**2", 2, {}, (-2, 2)),
    ("20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)", 2, {}, (-5, 5)),
    ("-20*exp(-0.2*sqrt(0.5*(x**2 + y**2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + 20 + e", 2, {}, (-5, 5)),
    ("(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2", 2, {}, (-4, 4)),
    ("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", 2, {}, (-5, 5)),
    ("-cos(x)*cos(y)*exp(-(x - pi)**2 - (y - pi)**2)", 2, {}, (1, 5)),
    ("sin(3*x)/(1 + y**2) - x/y", 2, {}, (0.5, 3)),
    ("x**y + y**x", 2, {}, (0.3, 3)),
    ("x**-3 + y**7 - x**2.5 + y**16 + x**17/1e6 + y**-0.5 + x**(1/3)", 2, {}, (0.4, 2.5)),
    ("2**x - b**y", 2, {"b": 1.5}, (-3, 3)),
    ("tan(x/2)*asin(y/4) + acos(x/4)*atan(y)", 2, {}, (-2, 2)),
    ("atan2(y, x) + hypot(x, y)**3", 2, {}, (-3, 3)),
    ("sinh(x)*cosh(y) - tanh(x*y)", 2, {}, (-2, 2)),
    ("tanh(5*x) + sigmoid(-4*y)*sigmoid(x)", 2, {}, (-2, 2)),
    ("log(x)*log2(y) + log10(x*y)", 2, {}, (0.2, 6)),
    ("abs(x)*abs(y - 1) + sign(x)*y", 2, {}, (-3, 3)),
    ("max(x**2, y, 1)*min(x, y) + relu(x*y)", 2, {}, (-2, 2)),
    ("x**2*y if x > y else sin(x)*y**3", 2, {}, (-2, 2)),
    ("(x**2 if -1 < x <= y < 2 else y*x)*exp(y)", 2, {}, (-2, 3)),
    ("1/(1 + exp(-k*x))**2 + log(1 + exp(y))", 2, {"k": 3}, (-3, 3)),
    ("sqrt(abs(y - 0.01*x**2))*100 + 0.01*abs(x + 10)", 2, {}, (-5, 5)),
    ("-(0.1 + x)**2 % 7 if 0 > 1 else -x**2 - -y**3", 2, {}, (-3, 3)),
    ("sin(x) + sin(10*x/3)", 1, {}, (2, 8)),
    ("(6*x - 2)**2*sin(12*x - 4)", 1, {}, (0, 1)),
    ("x1*x2 - x3**2*x1 + cos(x2*x3)", 3, {}, (-2, 2)),
    ("sum(x[i]**2 for i in range(n))", 4, {}, (-3, 3)),
    ("sum(100*(x[i+1] - x[i]**2)**2 + (1 - x[i])**2 for i in range(n-1))", 5, {}, (-2, 2)),
    ("sum(x[i]**2 for i in range(n))/4000 - prod(cos(x[i]/sqrt(i + 1)) for i in range(n)) + 1", 5, {}, (-5, 5)),
    ("sum((x[i] + 10*x[i+1])**2 + 5*(x[i+2] - x[i+3])**2 + (x[i+1] - 2*x[i+2])**4 + 10*(x[i] - x[i+3])**4"
     " for i in range(0, n, 4))", 8, {}, (-2, 2)),
    ("sum(sum(x[j] for j in range(i + 1))**2 for i in range(n))", 6, {}, (-3, 3)),
    ("max(x[i] for i in range(n)) - min(x[i]*x[i-1] for i in range(n))", 5, {}, (-3, 3)),
    ("-20*exp(-0.2*sqrt(sum(x[i]**2 for i in range(n))/n)) - exp(sum(cos(2*pi*x[i]) for i in range(n))/n)", 6, {}, (-4, 4)),
]


def number(value):
    return float(value)


def main():
    rng = random.Random(20)
    cases = []
    for text, dimension, parameters, (low, high) in CASES:
        x = sp.symbols(f"x1:{dimension + 1}", real=True)
        names = dict(NAMES, n=dimension)
        names.update({f"x{i + 1}": v for i, v in enumerate(x)})
        names["y"] = x[1] if dimension > 1 else None
        names["x"] = x if "x[" in text else x[0]
        names.update({k: exact(v) for k, v in parameters.items()})
        tree = ast.fix_missing_locations(Exact().visit(ast.parse(text, mode="eval")))
        f = eval(compile(tree, "formula", "eval"), {"__builtins__": {}, **names})
        gradient = [sp.diff(f, v) for v in x]
        hessian = [[sp.diff(g, v) for v in x] for g in gradient]
        evaluate = sp.lambdify([x], [f, gradient, hessian], modules=[{"Heaviside": lambda a, *_: mpmath.mpf(a > 0),
                                                                     "DiracDelta": lambda *_: mpmath.mpf(0)}, "mpmath"])
        for _ in range(POINTS):
            point = [rng.uniform(low, high) for _ in x]
            value, g, h = evaluate([mpmath.mpf(p) for p in point])
            cases.append({"formula": text, "parameters": parameters, "point": point, "value": number(value),
                          "gradient": [number(v) for v in g], "hessian": [[number(v) for v in row] for row in h]})
    source = {"made_by": "generate.py", "sympy": sp.__version__, "mpmath": mpmath.__version__, "digits": mpmath.mp.dps}
    print('{"source": ' + json.dumps(source) + ', "cases": [')
    print(",\n".join(json.dumps(c) for c in cases))
    print("]}")


main()
