"""How many alarms a correct method gives less than once in a million."""

from __future__ import annotations


def binomial_limit(n: int, rate: float) -> int:
    """Largest count that a true ``rate`` exceeds less than once in a million."""
    probability, tail = (1 - rate) ** n, 1.0
    for count in range(n + 1):
        tail -= probability
        if tail < 1e-6:
            return count
        probability *= (n - count) / (count + 1) * rate / (1 - rate)
    return n
