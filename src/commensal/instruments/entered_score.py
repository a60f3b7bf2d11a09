"""Scores worked out elsewhere, of instruments whose items may not be shipped: name, range, and nothing more."""

from __future__ import annotations

import math

from commensal.knowledge.instruments import Instrument, ScorePart, Use, instruments
from commensal.vocab.errors import UsageError


def instrument_for_score(name: str) -> tuple[Instrument, str | None]:
    """The instrument a person means, and its part where the name says so (``PHQ-4``).

    Parameters
    ----------
    name : an id or a name in any spelling: ``IBS-SSS``, ``ibs_sss``.

    Raises
    ------
    UsageError : no such instrument, or one that is asked here.
    """
    wanted = _plain(name)
    for one in instruments().values():
        if one.use is Use.SCORE and wanted in (_plain(one.id), _plain(one.name)):
            return one, None
        for score in one.scores:
            if _carries_own_name(score) and wanted == _plain(score.id):
                return one, score.id
    asked = [one.command for one in instruments().values() if wanted in (_plain(one.id), _plain(one.name))]
    raise UsageError(
        where="the score",
        found=repr(name),
        expected="one of: " + ", ".join(one.id for one in instruments().values() if one.use is Use.SCORE),
        do=f"It is asked here: commensal {asked[0]}" if asked else "See them with: commensal check --list",
    )


def checked_score(instrument: Instrument, score: float, *, part: str | None = None) -> ScorePart:
    """The part of an instrument that a score belongs to, once the score fits it.

    Raises
    ------
    UsageError : the part is not named where there are several, there is no such part, or the score is out of range.
    """
    chosen = _part(instrument, part)
    if not (math.isfinite(score) and chosen.minimum <= score <= chosen.maximum):
        raise UsageError(
            where=chosen.label,
            found=f"{score:g}",
            expected=f"a number from {chosen.minimum:g} to {chosen.maximum:g}",
            do="Check the number; nothing was kept.",
        )
    return chosen


def _part(instrument: Instrument, part: str | None) -> ScorePart:
    if part is None and len(instrument.scores) == 1:
        return instrument.scores[0]
    for score in instrument.scores:
        if part is not None and _plain(part) == _plain(score.id):
            return score
    raise UsageError(
        where=instrument.name,
        found="no part named" if part is None else repr(part),
        expected="one of: " + ", ".join(score.id for score in instrument.scores),
        do="Name it with --part.",
    )


def _carries_own_name(score: ScorePart) -> bool:
    """Whether a part is called by the name of an instrument (PHQ-4, FUNCAP27), and not by what it measures."""
    return any(letter.isdigit() for letter in score.id)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
