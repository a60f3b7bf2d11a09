"""The answers to a questionnaire: item by item, a blank left out, everything else checked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from commensal.knowledge.instruments import Instrument
from commensal.vocab.errors import UsageError

Answers = Mapping[str, float]
"""Number by item id. An item that was left blank is not in it; it is never counted as 0."""


def checked_answers(instrument: Instrument, answers: Answers) -> Answers:
    """The answers as they may be kept and scored.

    Raises
    ------
    UsageError : an item that this instrument does not have, or a number that is none of its choices.
    """
    known = {item.id: item for item in instrument.items}
    for item_id, answer in answers.items():
        if item_id not in known:
            raise UsageError(
                where=f"{instrument.name}, answers",
                found=repr(item_id),
                expected="one of its items: " + ", ".join(known),
                do="Check the name; nothing was kept.",
            )
        choices = known[item_id].choices
        if not choices.holds(answer):
            raise UsageError(
                where=f"{instrument.name}, {item_id}",
                found=f"{answer:g}",
                expected=f"a whole number from {choices.minimum} to {choices.maximum}",
                do="Correct it, or leave it out: a blank is fine, and is never counted as 0.",
            )
    return MappingProxyType({item.id: float(answers[item.id]) for item in instrument.items if item.id in answers})


def blank_items(instrument: Instrument, answers: Answers) -> tuple[str, ...]:
    """The items that were left blank, in their order."""
    return tuple(item.id for item in instrument.items if item.id not in answers)
