"""Put a questionnaire at a terminal: one question at a time, a region of the body in one go, and blanks allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from commensal.cli.terminal_questions import EnoughError, say_aside, typed_line
from commensal.cli.words import words
from commensal.knowledge.instruments import Instrument, Item

_AREAS = "area"


def ask_items(instrument: Instrument) -> Mapping[str, float]:
    """Ask every item; what is left blank is not in the answer. Questions go to standard error.

    Typing ``q``, or the end of the input, ends the asking and keeps what was answered.
    """
    answers: dict[str, float] = {}
    say_aside(words("check.intro"))
    try:
        groups = list(_together(instrument.items))
        for number, items in enumerate(groups, start=1):
            say_aside("")
            say_aside(words("check.where", n=number, of=len(groups)))
            answers.update(_ask_areas(items) if items[0].choices.id == _AREAS else _ask_one(items[0]))
    except EnoughError:
        pass
    return answers


def _together(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Areas of one region are asked together: five questions instead of nineteen. All others stand alone."""

    def key(numbered: tuple[int, Item]) -> object:
        number, item = numbered
        return item.group if item.choices.id == _AREAS else number

    for _, group in groupby(enumerate(items), key=key):
        yield [item for _, item in group]


def _ask_one(item: Item) -> dict[str, float]:
    say_aside(words("check.question", text=item.text, question=item.choices.question))
    for value, text in item.choices.texts.items():
        say_aside(words("check.choice", n=value, text=text))
    while said := typed_line(words("check.prompt")):
        if said.isdecimal() and item.choices.holds(int(said)):
            return {item.id: float(said)}
        say_aside(words("check.not_a_choice"))
    return {}


def _ask_areas(items: Sequence[Item]) -> dict[str, float]:
    """Which of these hurt; 0 for none. Whoever names one has looked at the others, so those count as "did not hurt"."""
    group = words(f"check.{items[0].group}")
    say_aside(words("check.areas", question=items[0].choices.question, group=group))
    for number, item in enumerate(items, start=1):
        say_aside(words("check.choice", n=number, text=item.text))
    say_aside(words("check.areas_how"))
    while said := typed_line(words("check.prompt")):
        parts = said.replace(",", " ").split()
        if all(part.isdecimal() and 0 <= int(part) <= len(items) for part in parts) and (
            "0" not in parts or set(parts) == {"0"}
        ):
            named = {int(part) for part in parts}
            return {item.id: float(number in named) for number, item in enumerate(items, start=1)}
        say_aside(words("check.not_a_choice"))
    return {}
