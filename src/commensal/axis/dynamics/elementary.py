"""Exponential and logarithm from additions and multiplications alone.

The libraries that come with Python, NumPy and compilers differ in the last bit of ``exp`` and ``log``. These two give
the same bits everywhere, and a compiler can work on several people at once because nothing is called and nothing
branches. Error below 4e-16, relative for ``exp``, of the larger of the logarithm and 1 for ``ln``.

Method: x = k ln 2 + r with r between -ln 2 / 2 and ln 2 / 2, and a polynomial for exp(r); x = 2^e m with m in
[1/sqrt 2, sqrt 2), s = (m - 1)/(m + 1), and a polynomial for ln m, which is odd in s. Both polynomials were
interpolated at Chebyshev's points, with errors of 2e-17 and 5e-18.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOG2_E = 1.4426950408889634
LN_2_HIGH = 0.6931471803691238  # 33 bits: times a whole number it is exact
LN_2_LOW = 1.9082149292705877e-10
ROUND = 6755399441055744.0  # 1.5 * 2^52: adding and taking it away rounds to a whole number
LEAST, MOST = -700.0, 700.0  # beyond, exp is held: no overflow in any engine
SMALLEST = 1e-300  # the logarithm of 0 is that of this
SQRT_HALF = 0.7071067811865476


def exp_of_rest(r: float) -> float:
    """exp(r) for r between -ln 2 / 2 and ln 2 / 2, as 1 + r + r^2 P(r)."""
    p = 2.5100472505694996e-08
    p = p * r + 2.7620201591031547e-07
    p = p * r + 2.7557268275906696e-06
    p = p * r + 2.4801521057868204e-05
    p = p * r + 0.00019841269863171557
    p = p * r + 0.0013888888917367081
    p = p * r + 0.008333333333330039
    p = p * r + 0.041666666666623824
    p = p * r + 0.16666666666666669
    p = p * r + 0.5000000000000001
    return (p * r) * r + r + 1.0


def ln_of_fraction(m: float) -> float:
    """ln(m) for m in [1/sqrt 2, sqrt 2), as 2 s + s^3 Q(s^2)."""
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    p = 0.14617807153462828
    p = p * z + 0.15331611722050653
    p = p * z + 0.18182892432537032
    p = p * z + 0.22222211089379493
    p = p * z + 0.28571428626253836
    p = p * z + 0.3999999999989889
    p = p * z + 0.666666666666667
    return (p * z) * s + 2.0 * s


def exp(x: float) -> float:
    """E to the power x; x is held to [-700, 700]."""
    x = min(max(x, LEAST), MOST)
    k = (x * LOG2_E + ROUND) - ROUND
    return math.ldexp(exp_of_rest((x - k * LN_2_HIGH) - k * LN_2_LOW), int(k))


def ln(x: float) -> float:
    """Natural logarithm; of anything below 1e-300 that of 1e-300."""
    m, e = math.frexp(max(x, SMALLEST))
    if m < SQRT_HALF:
        m, e = m * 2.0, e - 1
    return e * LN_2_HIGH + (ln_of_fraction(m) + e * LN_2_LOW)


def exp_of_many(x: Floats) -> Floats:
    """``exp`` of each value, bit for bit."""
    x = np.minimum(np.maximum(x, LEAST), MOST)
    k = (x * LOG2_E + ROUND) - ROUND
    rest = exp_of_rest((x - k * LN_2_HIGH) - k * LN_2_LOW)  # type: ignore[arg-type] # the same arithmetic on arrays
    return np.ldexp(rest, k.astype(np.int32))


def ln_of_many(x: Floats) -> Floats:
    """``ln`` of each value, bit for bit."""
    m, e = np.frexp(np.maximum(x, SMALLEST))
    is_low = m < SQRT_HALF
    m, e = np.where(is_low, m * 2.0, m), e - is_low
    series = ln_of_fraction(m)  # type: ignore[arg-type] # the same arithmetic on arrays
    found: Floats = e * LN_2_HIGH + (series + e * LN_2_LOW)
    return found
