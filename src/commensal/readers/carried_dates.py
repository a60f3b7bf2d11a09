"""Diaries where a blank year, month or day means "as above"."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from commensal.readers.gathering import Gathering

_MAX_NAMED = 5


@dataclass(slots=True)
class CarriedDate:
    """The date of a row whose blank parts are those of the row above.

    A row that states a date that does not exist keeps its parts for the rows below, for they say
    "as above" too and would otherwise land on a wrong day.
    """

    gathering: Gathering
    _parts: list[str] = field(default_factory=lambda: ["", "", ""])
    _latest: date | None = None
    _backwards: list[str] = field(default_factory=list)

    def take(self, year: str, month: str, day: str) -> date | None:
        """The day of the current row; None when it was named as an issue."""
        given = [year.strip(), month.strip(), day.strip()]
        self._parts = [new or old for new, old in zip(given, self._parts, strict=True)]
        written = "-".join(self._parts)
        try:
            found = date(*(_whole(part) for part in self._parts))
        except ValueError:
            self.gathering.issue(written, "no date that exists")
            return None
        if not self.gathering.accepts(found, written):
            return None
        if self._latest is not None and found < self._latest and any(given):
            self._backwards.append(found.isoformat())
        self._latest = found
        return found

    def ask_about_steps_back(self) -> None:
        """Ask about rows that go back in time: probably a slip, and only the person knows."""
        if self._backwards:
            named = ", ".join(self._backwards[:_MAX_NAMED]) + (" and others" if self._backwards[_MAX_NAMED:] else "")
            self.gathering.ask(
                f"The rows go back in time at {named}. Is a date there mistyped?",
                assumed="The values are kept on the days written, beside those that are there already.",
            )


def _whole(part: str) -> int:
    """A part of a date as a whole number; ``ValueError`` when it is none."""
    if not (part.isascii() and part.isdigit() and len(part) <= 4):
        raise ValueError(part)
    return int(part)
