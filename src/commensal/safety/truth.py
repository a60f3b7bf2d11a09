"""How sure a fact is: yes, the person does not know, nobody asked, or no; and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from commensal.records.person import Flag


class Truth(IntEnum):
    """Four answers, in the order in which the stronger wins: "any" takes the highest, "all" the lowest."""

    NO = 0
    NOT_ASKED = 1
    UNKNOWN = 2
    """The person was asked and does not know."""
    YES = 3

    @property
    def opposite(self) -> Truth:
        """What "not" makes of it; what is not known stays not known."""
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that a verdict rests on.

    Parameters
    ----------
    what : the fact, as the expression names it.
    words : what the person wrote or answered.
    day : when it was said; None for what is known of the person and has no day.
    flag : the answer it rests on, or waits for.
    """

    what: str
    words: str = ""
    day: date | None = None
    flag: Flag | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an expression holds, and why: the reasons are those of the parts that decided."""

    truth: Truth
    reasons: tuple[Reason, ...] = ()


NO = Verdict(truth=Truth.NO)


def yes(*reasons: Reason) -> Verdict:
    """It holds."""
    return Verdict(truth=Truth.YES, reasons=reasons)


def yes_if(reasons: Iterable[Reason]) -> Verdict:
    """It holds when there is any reason."""
    found = tuple(reasons)
    return yes(*found) if found else NO


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The strongest of them, with the reasons of all that are as strong."""
    found = tuple(verdicts)
    truth = max((verdict.truth for verdict in found), default=Truth.NO)
    return Verdict(truth=truth, reasons=_reasons_of(found, truth) if truth > Truth.NO else ())


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The weakest of them. When they all hold every reason counts; otherwise those of the weakest."""
    found = tuple(verdicts)
    truth = min((verdict.truth for verdict in found), default=Truth.YES)
    if truth is Truth.NO:
        return NO
    wanted = tuple(reason for verdict in found for reason in verdict.reasons)
    return Verdict(truth=truth, reasons=wanted if truth is Truth.YES else _reasons_of(found, truth))


def _reasons_of(verdicts: tuple[Verdict, ...], truth: Truth) -> tuple[Reason, ...]:
    reasons = (reason for verdict in verdicts if verdict.truth is truth for reason in verdict.reasons)
    return tuple(dict.fromkeys(reasons))
