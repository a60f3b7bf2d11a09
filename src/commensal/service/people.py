"""The story "give me people whose truth is known": synthetic diaries for demos, tests and benchmarks."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from commensal.synthetic.person import SyntheticPerson, synthetic_person
from commensal.vocab.errors import UsageError

FIRST_DAY = date(2024, 1, 1)


class PersonKind(StrEnum):
    """What stands behind the ratings of a synthetic person."""

    STATISTICAL = "statistical"
    """Effects with a fixed shape, added to noise."""
    AXIS = "axis"
    """The axis model, driven by what was lived each day."""


def synthetic_people(
    n: int = 1,
    days: int = 180,
    seed: int = 0,
    *,
    kind: str = PersonKind.STATISTICAL,
    first_day: date = FIRST_DAY,
) -> tuple[SyntheticPerson, ...]:
    """Synthetic people with known truth; the same arguments always give the same diaries.

    Parameters
    ----------
    n : how many people.
    days : days in each diary, gaps included.
    seed : the population; person *k* of a population never depends on how many are asked for.
    kind : ``statistical``, or ``axis`` for people whose pain and fatigue follow the axis model; what an exposure does
        is then known from pairs of runs that differ in it alone.

    Returns
    -------
    For each person a ``diary``, the ``truth`` built into it, and the names of ``reactive`` exposures that
    only answer to symptoms. Every entry carries the source ``synthetic``.

    Raises
    ------
    UsageError : no such kind.
    """
    if kind not in tuple(PersonKind):
        raise UsageError(
            where="kind", found=repr(kind), expected=f"one of {', '.join(PersonKind)}", do="Choose one of them."
        )
    if kind == PersonKind.AXIS:
        from commensal.service.axis_people import axis_person  # noqa: PLC0415 - the model, and what solves it

        return tuple(axis_person(seed=seed, number=k, n_days=days, first_day=first_day) for k in range(n))
    return tuple(synthetic_person(seed=seed, number=k, n_days=days, first_day=first_day) for k in range(n))
