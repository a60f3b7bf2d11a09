"""Exponential and logarithm: right to the last bit or two, and the same bits in every engine."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numba import njit

from commensal.axis.dynamics import compiled_functions
from commensal.axis.dynamics.elementary import exp, exp_of_many, ln, ln_of_many

_RNG = np.random.default_rng(11)
_POWERS = np.r_[_RNG.uniform(-50, 50, 2_000), _RNG.uniform(-1, 1, 2_000), 0.0, -0.0, 800.0, -800.0]
_SIZES = np.r_[10.0 ** _RNG.uniform(-30, 30, 2_000), _RNG.uniform(0.5, 2.0, 2_000), 1.0, 0.0, math.sqrt(0.5)]


def test_exp_is_exact_to_rounding() -> None:
    """Relative error below 3e-16 within the range, and held beyond it."""
    within = np.abs(_POWERS) <= 700
    expected = np.exp(_POWERS[within])
    assert (np.abs(exp_of_many(_POWERS)[within] - expected) <= 4e-16 * expected).all()
    assert exp(800.0) == exp(700.0)
    assert exp(0.0) == 1.0


def test_ln_is_exact_to_rounding() -> None:
    """Error below 4e-16 of the logarithm or of 1, whichever is larger, and held at nothing."""
    sizes = np.maximum(_SIZES, 1e-300)
    expected = np.log(sizes)
    assert (np.abs(ln_of_many(_SIZES) - expected) <= 4e-16 * np.maximum(np.abs(expected), 1.0)).all()
    assert ln(0.0) == pytest.approx(math.log(1e-300))
    assert ln(1.0) == 0.0


def test_every_engine_gives_the_same_bits() -> None:
    """Plain numbers, arrays and compiled code agree without any tolerance."""

    @njit
    def compiled(powers, sizes):  # type: ignore[no-untyped-def] # a function for the compiler
        powers_out, sizes_out = np.empty(len(powers)), np.empty(len(sizes))
        for i in range(len(powers)):
            powers_out[i] = compiled_functions.exp(powers[i])
        for i in range(len(sizes)):
            sizes_out[i] = compiled_functions.ln(sizes[i])
        return powers_out, sizes_out

    powers, sizes = compiled(_POWERS, _SIZES)
    assert powers.tolist() == exp_of_many(_POWERS).tolist() == [exp(float(x)) for x in _POWERS]
    assert sizes.tolist() == ln_of_many(_SIZES).tolist() == [ln(float(x)) for x in _SIZES]
