"""The method's coefficients keep its promises: order 4, an embedded order 3, a long stretch of stability."""

from __future__ import annotations

import numpy as np

from commensal.axis.dynamics.tableau import CHAIN, ERROR, INNER, OUTER, REAL_STABILITY

_N = len(CHAIN) + len(OUTER)


def _butcher() -> tuple[np.ndarray, np.ndarray]:
    """The method as one table, with f(y1) as a last stage; and its weights."""
    a, b = np.zeros((_N + 1, _N + 1)), np.zeros(_N + 1)
    m = len(CHAIN)
    b[:m], b[m:_N] = CHAIN, OUTER
    for stage in range(_N):
        a[stage, : min(stage, m)] = CHAIN[: min(stage, m)]
    for row, inner in enumerate(INNER):
        a[m + row, m : m + len(inner)] = inner
    a[_N] = b
    return a, b


def test_the_method_has_order_four() -> None:
    """All eight order conditions hold to rounding."""
    a, b = _butcher()
    c = a.sum(axis=1)
    left = [b.sum(), b @ c, b @ c**2, b @ a @ c, b @ c**3, (b * c) @ a @ c, b @ a @ c**2, b @ a @ a @ c]
    assert np.allclose(left, [1, 1 / 2, 1 / 3, 1 / 6, 1 / 4, 1 / 8, 1 / 12, 1 / 24], rtol=0, atol=1e-14)


def test_the_error_is_that_of_an_embedded_order_three() -> None:
    """The difference of weights vanishes in the four conditions up to order 3, and in no further one."""
    a, _ = _butcher()
    c = a.sum(axis=1)
    e = np.zeros(_N + 1)
    e[len(CHAIN) :] = ERROR
    assert np.allclose([e.sum(), e @ c, e @ c**2, e @ a @ c], 0.0, rtol=0, atol=1e-15)
    assert abs(e @ c**3) > 1e-4


def test_decays_are_damped_over_the_whole_stretch() -> None:
    """The stability polynomial stays below 0.95, once past 0, down to -9.87 and not much further."""
    a, b = _butcher()
    ones = np.ones(_N + 1)

    def growth(z: float) -> float:
        return float(1.0 + z * b @ np.linalg.solve(np.eye(_N + 1) - z * a, ones))

    stretch = np.linspace(-REAL_STABILITY, -0.06, 2_000)
    assert max(abs(growth(z)) for z in stretch) <= 0.951
    assert abs(growth(-REAL_STABILITY - 0.2)) > 1.0
