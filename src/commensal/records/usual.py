"""What may stand in a usual day, what may be copied from another day, and how a usual day holds its facts."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import Any

from commensal.records.fact_fields import fact_from_fields, fields_of
from commensal.records.facts import Activity, Fact, Food, MedicineDose, Sleep, UsualDay, kind_of
from commensal.vocab.errors import InvalidRecordError


def repeatable(fact: Fact) -> Fact | None:
    """The part of a fact that may be repeated on another day, or None.

    What a person took in and did can be as usual: food, medicines, activity, hours of sleep. How they felt is asked
    anew each day: a repeated rating has no variation of its own, and would look like an illness that never moves. So
    a night gives its hours and not its rating, an activity its minutes and not its load. What a device counted or
    what happened once is not repeated either.
    """
    if isinstance(fact, Food | MedicineDose):
        return fact
    if isinstance(fact, Sleep) and fact.duration_h is not None:
        return dataclasses.replace(fact, quality=None, quality_scale=None)
    if isinstance(fact, Activity) and fact.n_steps is None and fact.distance_km is None:
        return dataclasses.replace(fact, load=None, load_scale=None)
    return None


def usual_day(text: str, facts: Iterable[Fact]) -> UsualDay:
    """A usual day of these facts.

    Raises
    ------
    InvalidRecordError : a fact that is asked anew each day.
    """
    items = list(facts)
    for fact in items:
        if repeatable(fact) != fact:
            raise InvalidRecordError(
                where="usual day",
                found=kind_of(fact).replace("_", " "),
                expected="food, medicines, activity or hours of sleep",
                do="How you feel is asked anew each day.",
            )
    flat = [{"kind": kind_of(fact), **_told(fact)} for fact in items]
    return UsualDay(text=text, items=json.dumps(flat, ensure_ascii=False, allow_nan=False, sort_keys=True))


def facts_of_usual_day(usual: UsualDay) -> tuple[Fact, ...]:
    """The facts of a usual day.

    Raises
    ------
    InvalidRecordError : what it holds was not written by ``usual_day``.
    """
    try:
        items: list[dict[str, Any]] = json.loads(usual.items)
        return tuple(fact_from_fields(item.pop("kind"), item) for item in items)
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise InvalidRecordError(
            where="usual day",
            found=f"items that cannot be read ({type(problem).__name__})",
            expected="a list of facts",
            do='Set it again: commensal baseline set "porridge, coffee".',
        ) from problem


def _told(fact: Fact) -> dict[str, Any]:
    return {name: value for name, value in fields_of(fact).items() if value is not None}
