"""Pain by region: prose on line 1, header on line 2, blank dates as above, remarks in a seventh cell.

Several ratings a day and region are all kept. Scale: 1 barely perceivable, 3 uncomfortable,
4.5 painful, 8 extremely painful, 9.5 worst ever, in steps of 0.1; read on 0 to 10.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from commensal.readers.carried_dates import CarriedDate
from commensal.readers.copied_values import copied_columns, says_blank_is_copied
from commensal.readers.fact_rules import FactRule, RuleKind, fact_for, variable_key
from commensal.readers.gathering import Gathering
from commensal.readers.layout import Head, Layout, Request, head_of
from commensal.readers.numbers import parse_number
from commensal.readers.rows import Row, read_limited_rows
from commensal.readers.source_file import TextFile
from commensal.readers.wording import counted
from commensal.records.facts import Note
from commensal.records.imports import ReadResult
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.origin import Origin

READER_ID = "myaiguide"
_DESCRIPTION = "MyAIGuide pain diary (regions, several ratings a day)"
_HEADER = ["year", "month", "day", "region", "side", "intensity"]


def sniff(head: Head) -> float:
    """1 when the second line is this diary's header under its sentence."""
    if head.cells(1)[: len(_HEADER)] != _HEADER:
        return 0.0
    return 1.0 if says_blank_is_copied(head) else 0.9


@dataclass(slots=True)
class _Reading:
    """One pain diary while it is read."""

    gathering: Gathering
    dates: CarriedDate
    is_copying: bool
    last_by_region: dict[tuple[str, str], float] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, row: Row) -> None:
        """Read one row, or name it."""
        if not self.gathering.begin(row):
            return
        cells = [cell.strip() for cell in row.cells] + [""] * len(_HEADER)
        year, month, day_of_month, region, side, intensity = cells[: len(_HEADER)]
        day = self.dates.take(year, month, day_of_month)
        if day is None:
            return
        if not region:
            self.gathering.issue(intensity, "no region named")
            return
        self._rate(day, region, side, intensity)
        self._remark(day, region, ", ".join(cell for cell in cells[len(_HEADER) :] if cell))

    def _rate(self, day: date, region: str, side: str, intensity: str) -> None:
        """Keep a rating; a blank one is the last one of that region, marked as copied."""
        origin = Origin.IMPORTED
        number = parse_number(intensity)
        if not intensity and not self.is_copying:
            self.gathering.blank()
            return
        if not intensity:
            number = self.last_by_region.get((region, side))
            origin = Origin.COPIED
            if number is None:
                self.gathering.issue(region, "no intensity, and no earlier one to copy")
                return
            self.counts["copied"] += 1
        elif number is None:
            self.gathering.issue(f"{region}: {intensity}", "the intensity is no number")
            return
        try:
            self._add(day, region, number, origin)
            if side:
                self.counts["sided"] += 1
                self._add(day, f"{region}, {side.lower()}", number, origin)
        except InvalidRecordError as problem:
            self.gathering.issue(f"{region}: {problem.found}", f"expected {problem.expected}")
            return
        self.last_by_region[region, side] = number

    def _add(self, day: date, name: str, number: float, origin: Origin) -> None:
        fact = fact_for(FactRule(kind=RuleKind.SYMPTOM, name=name), number)
        self.gathering.add(fact, day=day, key=f"pain|{variable_key(name)}", origin=origin)

    def _remark(self, day: date, region: str, remark: str) -> None:
        if remark:
            self.counts["remarks"] += 1
            self.gathering.add(Note(text=f"{region}: {remark}"), day=day, key=f"pain remark|{variable_key(region)}")

    def ask(self) -> None:
        """Say what was decided along the way."""
        self.dates.ask_about_steps_back()
        if self.counts["sided"]:
            self.gathering.ask(
                f"A side, such as “right mostly”, stands in {counted(self.counts['sided'], 'row')}. How is it meant?",
                assumed="They count for the region, and once more under the region with its side. A blank side "
                "means that none was given.",
            )
        if self.counts["remarks"]:
            self.gathering.ask(
                f"Remarks such as “could be 2.9” follow the rating in {counted(self.counts['remarks'], 'row')}.",
                assumed="The number in its own column counts, and the remark is kept as a note.",
            )
        if self.counts["copied"]:
            self.gathering.ask(
                f"{counted(self.counts['copied'], 'rating')} left blank: does a blank mean “as on the day before”?",
                assumed="Yes, as the first line says. They are marked as copied and never analysed as a symptom.",
                option='blank_cells = "copied" or "missing"',
            )


def read(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read one pain diary."""
    (text,) = texts
    head = head_of(text)
    named, _ = copied_columns(head, _HEADER)
    gathering = Gathering(today=request.today)
    reading = _Reading(
        gathering=gathering,
        dates=CarriedDate(gathering),
        is_copying="intensity" in named and request.option("blank_cells", "copied") == "copied",
    )
    for number, row in enumerate(
        read_limited_rows(text.lines(), name=text.name, delimiter=",", max_rows=text.limits.max_rows)
    ):
        if number >= 2:
            reading.take(row)
    reading.ask()
    return gathering.result(READER_ID, _DESCRIPTION)


LAYOUTS = (
    Layout(
        reader_id=READER_ID, name="pain", description=_DESCRIPTION, sniff=sniff, read=read, options=("blank_cells",)
    ),
)
