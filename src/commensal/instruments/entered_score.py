"""Scores worked out elsewhere, of instruments whose items may not be shipped: name, range, and nothing more."""

from __future__ import annotations

import math

from commensal.knowledge.instruments import Instrument, ScorePart, Use, instruments
from commensal.vocab.errors import UsageError


def instrument_for_score(name: str) -> Instrument:
    """The instrument a person means: its id in any spelling (``IBS-SSS``, ``ibs_sss``) or its name.

    Raises
    ------
    UsageError : no such instrument, or one that is asked here.
    """
    known = {one.id: one for one in instruments().values() if one.use is Use.SCORE}
    wanted = _plain(name)
    for one in known.values():
        if wanted in (_plain(one.id), _plain(one.name), *(_plain(score.id) for score in one.scores if _is_own(score))):
            return one
    asked = [
        one for one in instruments().values() if one.use is Use.ASKED and wanted in (_plain(one.id), _plain(one.name))
    ]
    raise UsageError(
        where="the score",
        found=repr(name),
        expected="one of: " + ", ".join(known),
        do=f"Use: commensal {asked[0].command}" if asked else "See them with: commensal check --list",
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


def _is_own(score: ScorePart) -> bool:
    """Parts that carry the name of an instrument (PHQ-4, FUNCAP27), and not of what is measured."""
    return any(letter.isdigit() for letter in score.id)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
