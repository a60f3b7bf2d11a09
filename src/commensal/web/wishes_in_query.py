"""What somebody would like to try, as it stands in an address or a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commensal.vocab.errors import UsageError
from commensal.web.forms import day_from

if TYPE_CHECKING:
    from commensal.service.trial_drafts import TrialWish

_MOST_SEED = 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A wish and how it is to be planned.

    Parameters
    ----------
    first_day : None leaves it to the plan.
    seed : the lot; None where it has not been drawn.
    """

    wish: TrialWish
    first_day: date | None
    hides_results: bool
    seed: int | None


def wished(query: Mapping[str, str]) -> Wished:
    """The wish that an address names.

    Raises
    ------
    UsageError : a number or day that is none.
    """
    from commensal.service.trial_drafts import TrialWish  # noqa: PLC0415 - arrays, only where a plan is asked for

    given = {name: value.strip() for name, value in query.items()}
    matters, days, seed = (_number(given, name) for name in ("matters", "days", "seed"))
    acts = _number(given, "acts")
    return Wished(
        wish=TrialWish(
            protocol_id=given.get("protocol", ""),
            finding=given.get("finding", ""),
            own_words=given.get("own", ""),
            subject=given.get("about", ""),
            comparator=given.get("against") or "as usual",
            acts_within_days=1 if acts is None else int(acts),
            outcome=given.get("outcome") or None,
            smallest_difference=matters,
            days=None if days is None else int(days),
        ),
        first_day=day_from(given["from"]) if given.get("from") else None,
        hides_results=bool(given.get("hide")),
        seed=None if seed is None else int(seed),
    )


def _number(given: Mapping[str, str], name: str) -> float | None:
    typed = given.get(name, "").replace(",", ".")
    if not typed:
        return None
    try:
        number = float(typed)
    except ValueError:
        number = -1.0
    if not 0 <= number < _MOST_SEED:
        raise UsageError(
            where="the plan", found=repr(given[name]), expected="a number", do="Go back and choose another."
        )
    return number
