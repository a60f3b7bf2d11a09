"""Heed: what has to be said at once when words are logged, before anything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commensal.records.entry import Entry
from commensal.records.facts import Food, MedicineDose, Note, StoolForm
from commensal.service.home import Home

if TYPE_CHECKING:
    from commensal.safety.screen import Screening

_N_DAYS_READ = 14
"""Words are read this far back; what was taken and eaten counts for longer, and costs nothing to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """What the safety rules say because of what was just logged, and whose numbers to show.

    Parameters
    ----------
    country : ISO 3166-1 alpha-2, where the person gave it.
    """

    screening: Screening
    country: str | None


def heed(home: Home, entries: Iterable[Entry]) -> Heeded | None:
    """The rules that fire because of these entries; None when there is nothing to say.

    Rules that fired before, for another day, are not said again with each line that is logged: ``commensal safety``
    and every suggestion say them.
    """
    days = {entry.day for entry in entries if isinstance(entry.fact, Food | MedicineDose | Note | StoolForm)}
    if not days:
        return None
    # The rules and their words cost a moment; only a line that could matter to them pays for it.
    from commensal.safety.screen import screen  # noqa: PLC0415
    from commensal.service.person import person, recent_days  # noqa: PLC0415

    today, who = home.today(), person(home)
    first_read = min(days) - timedelta(days=_N_DAYS_READ)
    read = [day if day.day >= first_read else replace(day, texts=()) for day in recent_days(home)]
    screening = screen(who, read, None, today=today)
    now_said = tuple(rule for rule in screening.fired if _rests_on(days, (reason.day for reason in rule.reasons)))
    return Heeded(screening=replace(screening, fired=now_said), country=who.country) if now_said else None


def emergency_now(home: Home) -> Heeded | None:
    """An emergency that nobody has answered for yet: then getting help is all that may be shown."""
    from commensal.safety.screen import screen  # noqa: PLC0415 - the rules and their words cost a moment
    from commensal.service.person import person, recent_days  # noqa: PLC0415

    who = person(home)
    screening = screen(who, recent_days(home), None, today=home.today())
    return Heeded(screening=screening, country=who.country) if screening.is_emergency else None


def _rests_on(days: set[date], reasons: Iterable[date | None]) -> bool:
    return any(day in days for day in reasons)
