"""The story "give me people whose truth is known": synthetic diaries for demos, tests and benchmarks."""

from __future__ import annotations

from datetime import date

from commensal.synthetic.person import SyntheticPerson, synthetic_person

FIRST_DAY = date(2024, 1, 1)


def synthetic_people(
    n: int = 1, days: int = 180, seed: int = 0, *, first_day: date = FIRST_DAY
) -> tuple[SyntheticPerson, ...]:
    """Synthetic people with known truth; the same arguments always give the same diaries.

    Parameters
    ----------
    n : how many people.
    days : days in each diary, gaps included.
    seed : the population; person *k* of a population never depends on how many are asked for.

    Returns
    -------
    For each person a ``diary``, the ``truth`` built into it, and the names of ``reactive`` exposures that
    only answer to symptoms. Every entry carries the source ``synthetic``.
    """
    return tuple(synthetic_person(seed=seed, number=k, n_days=days, first_day=first_day) for k in range(n))
