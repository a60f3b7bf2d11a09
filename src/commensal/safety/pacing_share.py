"""How often something followed, with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

_Z: Final = 1.959963984540054
"""Half-width of the middle 95 % of a standard normal. [standard deviations]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share and its 95 % interval. [0-1]"""

    estimate: float
    low: float
    high: float


def share_of(n_followed: int, n: int) -> Share:
    r"""``n_followed`` of ``n`` as a share with the interval of Wilson (1927, J Am Stat Assoc 22:209; from memory).

    .. math:: \frac{\hat p + z^2/2n \pm z\sqrt{\hat p(1-\hat p)/n + z^2/4n^2}}{1 + z^2/n}

    It stays within 0-1, and 0 of 5 does not come out as "never". The cases are taken as independent of each other.
    """
    assert 0 <= n_followed <= n, (n_followed, n)
    assert n > 0, "a share of nothing"
    p = n_followed / n
    middle = p + _Z**2 / (2 * n)
    half = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    whole = 1 + _Z**2 / n
    return Share(estimate=p, low=max(0.0, (middle - half) / whole), high=min(1.0, (middle + half) / whole))
