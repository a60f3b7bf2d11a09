r"""Whether a measure goes with a number between people, and whether it does within one person. They are two questions.

Between: Spearman's correlation of the means of people. Within: the correlation of what is left of ranks when each
person's own mean is taken off,

.. math::

   \tilde x_{it} = x_{it} - \bar x_i, \qquad
   r_W = \frac{\sum \tilde x \tilde y}{\sqrt{\sum \tilde x^2 \sum \tilde y^2}}

p-values by random orders: of people for the first, of the samples of each person for the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commensal.microbiome.group_comparison import FEWEST_IN_A_GROUP, holm

Floats = NDArray[np.float64]
_LEVEL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenWithin:
    """One measure and one number.

    Parameters
    ----------
    n_people : with both; ``n_repeated`` samples of people with several stand behind the second question.
    between, within : correlations; None where there are too few.
    p_between, p_within : allowed for everything asked at once (Holm) once ``corrected`` was called.
    """

    measure: str
    number: str
    n_people: int
    n_repeated: int
    between: float | None = None
    p_between: float | None = None
    within: float | None = None
    p_within: float | None = None

    @property
    def is_between(self) -> bool:
        """Whether people with more of the one have more, or less, of the other."""
        return self.p_between is not None and self.p_between < _LEVEL

    @property
    def is_within(self) -> bool:
        """Whether it holds from one sample of a person to another."""
        return self.p_within is not None and self.p_within < _LEVEL


def between_within(
    measure: str,
    values: Floats,
    number: str,
    numbers: Floats,
    person_of: NDArray[np.intp],
    *,
    n_orders: int,
    rng: np.random.Generator,
) -> BetweenWithin:
    """Both questions.

    Parameters
    ----------
    values, numbers : shape (n_samples,); NaN where one is not known.
    person_of : number of each sample's person.
    """
    usable = np.isfinite(values) & np.isfinite(numbers)
    first, second = values[usable], numbers[usable]
    _, person = np.unique(person_of[usable], return_inverse=True)
    n_people = int(person.max()) + 1 if len(person) else 0
    sizes = np.bincount(person, minlength=n_people)
    repeated = sizes[person] > 1 if len(person) else np.zeros(0, dtype=np.bool_)
    bare = BetweenWithin(measure=measure, number=number, n_people=n_people, n_repeated=int(repeated.sum()))
    if n_people < FEWEST_IN_A_GROUP:
        return bare
    one, other = (_ranks(np.bincount(person, each) / sizes) for each in (first, second))
    between = float(one @ other)
    turned = np.array([one @ rng.permutation(other) for _ in range(n_orders)])
    answer = replace(bare, between=between, p_between=_p(turned, between))
    if repeated.sum() < 2 * FEWEST_IN_A_GROUP:
        return answer
    return _with_within(answer, first[repeated], second[repeated], person[repeated], n_orders=n_orders, rng=rng)


def corrected(answers: Sequence[BetweenWithin]) -> tuple[BetweenWithin, ...]:
    """The answers with every p-value allowed for all that were asked (Holm)."""
    places = [(place, name) for place, one in enumerate(answers) for name in ("p_between", "p_within")
              if getattr(one, name) is not None]  # fmt: skip
    p_values = holm(np.array([getattr(answers[place], name) for place, name in places], dtype=np.float64))
    found = list(answers)
    for (place, name), p in zip(places, p_values, strict=True):
        if name == "p_between":
            found[place] = replace(found[place], p_between=float(p))
        else:
            found[place] = replace(found[place], p_within=float(p))
    return tuple(found)


def _with_within(
    answer: BetweenWithin,
    values: Floats,
    numbers: Floats,
    person: NDArray[np.intp],
    *,
    n_orders: int,
    rng: np.random.Generator,
) -> BetweenWithin:
    order = np.argsort(person, kind="stable")
    person = person[order]
    one, other = (_centred(_raw_ranks(each[order]), person) for each in (values, numbers))
    size = float(np.sqrt((one @ one) * (other @ other)))
    if size == 0.0:
        return answer
    within = float(one @ other) / size
    turned = np.empty(n_orders)
    for place in range(n_orders):
        # Within each person: sorting by person first and chance second shuffles every block on its own.
        shuffled = np.lexsort((rng.random(len(person)), person))
        turned[place] = one @ other[shuffled] / size
    return replace(answer, within=within, p_within=_p(turned, within))


def _centred(values: Floats, person: NDArray[np.intp]) -> Floats:
    _, places = np.unique(person, return_inverse=True)
    means = np.bincount(places, values) / np.bincount(places)
    return np.asarray(values - means[places], dtype=np.float64)


def _ranks(values: Floats) -> Floats:
    ranks = _raw_ranks(values)
    ranks = ranks - ranks.mean()
    size = float(np.sqrt(ranks @ ranks))
    return np.asarray(ranks / size if size > 0 else ranks, dtype=np.float64)


def _raw_ranks(values: Floats) -> Floats:
    from scipy.stats import rankdata  # noqa: PLC0415 - slow to load

    return np.asarray(rankdata(values), dtype=np.float64)


def _p(turned: Floats, seen: float) -> float:
    return (1.0 + float((np.abs(turned) >= abs(seen) - 1e-12).sum())) / (1.0 + len(turned))
