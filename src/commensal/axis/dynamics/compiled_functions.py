"""``exp`` and ``ln`` for the compiler: the arithmetic of ``elementary``, with the bits of a number read directly.

Nothing is called and nothing branches, so that several people's values can be worked on at once. Bit for bit the same
as ``elementary.exp`` and ``elementary.ln``; a test compares. Importing this module imports the compiler.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped] # it has none
from numba import njit, types
from numba.extending import intrinsic

from commensal.axis.dynamics.elementary import (
    LEAST,
    LN_2_HIGH,
    LN_2_LOW,
    LOG2_E,
    MOST,
    ROUND,
    SMALLEST,
    SQRT_HALF,
    exp_of_rest,
    ln_of_fraction,
)

_BITS_OF_ROUND = 4843621399236968448
_FRACTION = 0x000F_FFFF_FFFF_FFFF
_BITS_OF_HALF = 0x3FE0_0000_0000_0000
_BITS_OF_2_52 = 0x4330_0000_0000_0000
_EXPONENT_OF_HALF = 4503599627371518.0  # 2^52 + 1022

_compiled = njit(forceinline=True, error_model="numpy")
_exp_of_rest = _compiled(exp_of_rest)
_ln_of_fraction = _compiled(ln_of_fraction)


def _read_bits(_context: Any, _number: Any) -> Any:
    """A number's 64 bits as a whole number."""
    return types.int64(types.float64), lambda _c, builder, _s, values: builder.bitcast(values[0], ir.IntType(64))


def _from_bits(_context: Any, _bits_of_it: Any) -> Any:
    """The number that has these bits."""
    return types.float64(types.int64), lambda _c, builder, _s, values: builder.bitcast(values[0], ir.DoubleType())


_bits: Any = intrinsic(_read_bits)
_number: Any = intrinsic(_from_bits)


@_compiled
def exp(x: float) -> float:
    """``elementary.exp``."""
    x = MOST if x > MOST else x
    x = LEAST if x < LEAST else x
    rounded = x * LOG2_E + ROUND
    k = rounded - ROUND
    power = _number((_bits(rounded) - _BITS_OF_ROUND + 1023) << 52)
    found: float = _exp_of_rest((x - k * LN_2_HIGH) - k * LN_2_LOW) * power
    return found


@_compiled
def ln(x: float) -> float:
    """``elementary.ln``."""
    x = SMALLEST if x < SMALLEST else x
    bits = _bits(x)
    m = _number((bits & _FRACTION) | _BITS_OF_HALF)
    e = _number((bits >> 52) | _BITS_OF_2_52) - _EXPONENT_OF_HALF
    is_low = m < SQRT_HALF
    m = m * 2.0 if is_low else m
    e = e - 1.0 if is_low else e
    found: float = e * LN_2_HIGH + (_ln_of_fraction(m) + e * LN_2_LOW)
    return found
