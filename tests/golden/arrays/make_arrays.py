#!/usr/bin/env python3
"""Writes arrays as NumPy (1.24) does, for tests of what reads them, and their numbers as JSON."""
import json
import pathlib

import numpy

here = pathlib.Path(__file__).resolve().parent
rng = numpy.random.default_rng(7)
base = rng.integers(0, 100, (3, 4)) - 20
arrays = {}
for kind in ["<f2", "<f4", "<f8", ">f4", ">f8", "<i2", "<i4", "<i8", ">i4", "|i1"]:
    arrays["k_" + kind.replace("<", "le_").replace(">", "be_").replace("|", "")] = (
        base + (0.5 if "f" in kind else 0)).astype(kind)
for kind in ["|u1", "<u2", "<u4", "<u8"]:
    arrays["k_" + kind[1:]] = numpy.abs(base).astype(kind)
arrays["flags"] = base > 30
arrays["columns"] = numpy.asfortranarray(rng.standard_normal((4, 3, 2)))
arrays["scalar"] = numpy.float64(2.5)
arrays["empty"] = numpy.zeros((0, 5))
arrays["line"] = numpy.linspace(0, 1, 7)
arrays["specials"] = numpy.array([numpy.inf, -numpy.inf, 65504.0, 6e-8, -0.0], dtype="<f2")

numpy.savez(here / "stored.npz", **arrays)
numpy.savez_compressed(here / "deflated.npz", **arrays)
numpy.save(here / "columns.npy", arrays["columns"])
numpy.save(here / "objects.npy", numpy.array([{"a": 1}, None], dtype=object), allow_pickle=True)
numpy.save(here / "records.npy", numpy.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
numpy.save(here / "complex.npy", numpy.zeros(2, dtype=complex))
expected = {}
for name, array in arrays.items():
    numbers = [repr(float(v)) for v in numpy.asarray(array, dtype=numpy.float64).ravel(order="C")]
    expected[name] = {"shape": list(numpy.shape(array)), "values": numbers}
(here / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")
