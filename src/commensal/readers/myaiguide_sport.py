"""Sport diary: one row an activity; words such as ``taplog`` or ``Garmin`` mean "recorded elsewhere"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from commensal.readers.carried_dates import CarriedDate
from commensal.readers.fact_rules import FactRule, RuleKind, fact_for, variable_key
from commensal.readers.gathering import Gathering
from commensal.readers.layout import Head, Layout, Request, head_of
from commensal.readers.numbers import parse_number
from commensal.readers.rows import Row, read_limited_rows
from commensal.readers.source_file import TextFile
from commensal.readers.wording import counted
from commensal.records.facts import Activity, Measurement, Note, SymptomRating
from commensal.records.imports import ReadResult
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.scales import NRS_0_10
from commensal.vocab.units import Unit

READER_ID = "myaiguide"
_DESCRIPTION = "MyAIGuide sport diary (one row an activity)"
_NEEDED = {"year", "month", "day", "activity", "duration", "km", "pain after", "in reg"}


def sniff(head: Head) -> float:
    """1 when the first line is this diary's header."""
    return 1.0 if {cell.casefold() for cell in head.cells(0)} >= _NEEDED else 0.0


@dataclass(slots=True)
class _Reading:
    """One sport diary while it is read."""

    gathering: Gathering
    dates: CarriedDate
    header: list[str]
    elsewhere: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, row: Row) -> None:
        """Read one activity, or name it."""
        if not self.gathering.begin(row):
            return
        padded = [*row.cells, *[""] * max(0, len(self.header) - len(row.cells))]
        cell = {name: text.strip() for name, text in zip(self.header, padded, strict=False) if name}
        day = self.dates.take(cell["year"], cell["month"], cell["day"])
        if day is None:
            return
        for text, name in zip(padded, [*self.header, *[""] * len(padded)], strict=False):
            if not name and text.strip():
                self.gathering.issue(text, "this cell stands in a column without a name")
        if not cell["activity"]:
            self.gathering.issue(", ".join(filter(None, cell.values())), "no activity named")
            return
        self._take_activity(day, cell)
        self._take_approach(day, cell)
        self._take_pain(day, cell)
        self._take_words(day, cell)

    def _number(self, cell: dict[str, str], column: str) -> float | None:
        """The number in a cell; words that are no number are named."""
        text = cell.get(column, "")
        number = parse_number(text)
        if text and number is None:
            self.gathering.issue(f"{column}: {text}", "no exact number, so it is not read")
        return number

    def _duration_min(self, cell: dict[str, str]) -> float | None:
        """Minutes, or None where the duration was recorded by a device or another app. [minutes]"""
        text = cell["duration"]
        if text and not any(char.isdigit() for char in text):
            self.elsewhere[text] += 1
            return None
        if ":" in cell.get("start time", ""):
            self.counts["start times"] += 1
        return self._number(cell, "duration")

    def _take_activity(self, day: date, cell: dict[str, str]) -> None:
        name, key = cell["activity"], variable_key(cell["activity"])
        effort = self._number(cell, "effort intensity")
        self.counts["efforts"] += effort is not None
        try:
            fact = Activity(
                name=name,
                duration_min=self._duration_min(cell),
                distance_km=self._number(cell, "km"),
                load=effort,
                load_scale=None if effort is None else NRS_0_10,
            )
        except InvalidRecordError as problem:
            self.gathering.issue(f"{name}: {problem.found}", f"expected {problem.expected}; the rest is kept")
            fact = Activity(name=name)
        self.gathering.add(fact, day=day, key=f"sport|{key}")
        height_m = self._number(cell, "denivelation")
        if height_m is not None:
            self.gathering.add(
                Measurement(name=f"{name}, height gained", value=height_m, unit=Unit.METRE),
                day=day,
                key=f"sport height|{key}",
            )

    def _take_approach(self, day: date, cell: dict[str, str]) -> None:
        """The walk to the crag: its own minutes and metres."""
        name, key = f"{cell['activity']}, approach", variable_key(cell["activity"])
        minutes, height_m = self._number(cell, "app dur"), self._number(cell, "app den")
        if minutes is not None:
            rule = FactRule(kind=RuleKind.ACTIVITY_DURATION, name=name)
            try:
                self.gathering.add(fact_for(rule, minutes), day=day, key=f"sport approach|{key}")
            except InvalidRecordError as problem:
                self.gathering.issue(f"{name}: {problem.found}", f"expected {problem.expected}")
        if height_m is not None:
            self.gathering.add(
                Measurement(name=f"{name}, height gained", value=height_m, unit=Unit.METRE),
                day=day,
                key=f"sport approach height|{key}",
            )

    def _take_pain(self, day: date, cell: dict[str, str]) -> None:
        """Pain felt after the activity, named by its region and side."""
        score = self._number(cell, "pain after")
        region, side = cell.get("in reg", ""), cell.get("side", "")
        if score is None:
            if region:
                self.gathering.issue(region, "a region without a pain rating")
            return
        where = ", ".join(filter(None, (region, side.lower())))
        name = f"{where}: pain after activity" if where else "Pain after activity"
        try:
            fact = SymptomRating(symptom=name, score=score)
        except InvalidRecordError as problem:
            self.gathering.issue(f"{name}: {problem.found}", f"expected {problem.expected}")
            return
        self.gathering.add(fact, day=day, key=f"sport pain|{variable_key(name)}")

    def _take_words(self, day: date, cell: dict[str, str]) -> None:
        """Mean effort where it is a number; words there and under ``other`` are notes."""
        name, key = cell["activity"], variable_key(cell["activity"])
        for column in ("mean effort intensity", "other"):
            text = cell.get(column, "")
            number = parse_number(text)
            if number is not None and column != "other":
                self.gathering.add(
                    Measurement(name=f"{name}, mean effort", value=number, unit=Unit.POINTS),
                    day=day,
                    key=f"sport mean effort|{key}",
                )
            elif text:
                self.gathering.add(Note(text=f"{name}: {text}"), day=day, key=f"sport note|{key}")

    def ask(self) -> None:
        """Say what was decided along the way."""
        self.dates.ask_about_steps_back()
        if self.elsewhere:
            words = ", ".join(f"{word} ({count:,})" for word, count in self.elsewhere.most_common())
            self.gathering.ask(
                f"Some durations are words: {words}. Are they recorded there?",
                assumed="The activity is kept without minutes; import that app or device to add them.",
            )
        if self.counts["start times"]:
            self.gathering.ask(
                f"A start time without a time zone stands in {counted(self.counts['start times'], 'row')}.",
                assumed="The day is kept, the clock time is not.",
            )
        if self.counts["efforts"]:
            self.gathering.ask(
                "Is the effort a rating from 0 to 10?", assumed="Yes: it is read as a load from 0 to 10."
            )


def read(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read one sport diary."""
    (text,) = texts
    header = [cell.casefold() for cell in head_of(text).cells(0)]
    gathering = Gathering(today=request.today)
    reading = _Reading(gathering=gathering, dates=CarriedDate(gathering), header=header)
    rows = read_limited_rows(
        text.lines(), name=text.name, delimiter=",", max_rows=text.limits.max_rows, width=len(header)
    )
    next(rows, None)
    for row in rows:
        reading.take(row)
    reading.ask()
    return gathering.result(READER_ID, _DESCRIPTION)


LAYOUTS = (Layout(reader_id=READER_ID, name="sport", description=_DESCRIPTION, sniff=sniff, read=read),)
