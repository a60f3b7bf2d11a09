"""Heed: what has to be said at once when words are logged, before anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commensal.records.entry import Entry
from commensal.records.facts import Fact, Food, MedicineDose, Note, StoolForm
from commensal.service.home import Home

if TYPE_CHECKING:
    from commensal.safety.screen import Screening

_N_DAYS_READ = 14
"""Words are read this far back; what was taken and eaten counts for longer, and costs nothing to read."""

_PAIR_RULES = frozenset({"S28", "S29", "S30", "S34"})
"""Rules about what is logged together, whatever the words say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """What the safety rules say because of what was just logged, and whose numbers to show.

    Parameters
    ----------
    country : ISO 3166-1 alpha-2, where the person gave it.
    """

    screening: Screening
    country: str | None


def heed(home: Home, entries: Sequence[Entry], *, says_more: bool = True) -> Heeded | None:
    """The rules that fire because of these entries; None when there is nothing to say.

    Rules that fired before, for another day, are not said again with each line that is logged: ``commensal safety``
    and every suggestion say them.

    Parameters
    ----------
    says_more : the words say more than what was eaten and taken, so they have to be read.
    """
    facts = [entry.fact for entry in entries]
    days = {entry.day for entry in entries if isinstance(entry.fact, Food | MedicineDose | Note | StoolForm)}
    is_of_concern = says_more or any(isinstance(fact, StoolForm) for fact in facts) or _may_not_go_together(facts)
    if not days or not is_of_concern:
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


def _may_not_go_together(facts: Sequence[Fact]) -> bool:
    """Whether a food or medicine is one that a rule about pairs speaks of; which pair, the rules themselves say."""
    from commensal.diary.exposures.medicine_windows import substance_of  # noqa: PLC0415
    from commensal.knowledge.medicine_interactions import interaction_flags  # noqa: PLC0415
    from commensal.knowledge.medicines import medicine_table  # noqa: PLC0415
    from commensal.safety.logged_items import concepts_of_foods, concepts_of_medicines  # noqa: PLC0415

    foods = [fact.food_id for fact in facts if isinstance(fact, Food) and fact.food_id]
    doses = [fact for fact in facts if isinstance(fact, MedicineDose)]
    substances = [name for dose in doses if (name := substance_of(dose, medicine_table())) is not None]
    if any(concepts_of_foods(foods)) or any(concepts_of_medicines(substances)):
        return True
    rows = [medicine_table().medicines[name] for name in substances if name in medicine_table().medicines]
    of_pairs = {name for name, flag in interaction_flags().items() if _PAIR_RULES & set(flag.rule_ids)}
    return any(of_pairs & set(row.interaction_flags) for row in rows)


def emergency_now(home: Home) -> Heeded | None:
    """An emergency that nobody has answered for yet: then getting help is all that may be shown."""
    from commensal.safety.screen import screen  # noqa: PLC0415 - the rules and their words cost a moment
    from commensal.service.person import person, recent_days  # noqa: PLC0415

    who = person(home)
    screening = screen(who, recent_days(home), None, today=home.today())
    return Heeded(screening=screening, country=who.country) if screening.is_emergency else None


def _rests_on(days: set[date], reasons: Iterable[date | None]) -> bool:
    return any(day in days for day in reasons)
