"""Collects what a reader finds and keeps the accounts: every row is read, named or blank."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

from commensal.readers.rows import Row
from commensal.readers.wording import counted
from commensal.records.facts import Fact
from commensal.records.imports import Draft, LineIssue, Question, ReadResult
from commensal.vocab.origin import Origin

EARLIEST_DAY = date(1900, 1, 1)
_FURTHEST_AHEAD_DAYS = 366
_MAX_FOUND_CHARS = 80


class _Found(NamedTuple):
    """A draft before it knows which of the day's equals it is."""

    fact: Fact
    day: date
    key: str
    line: int
    origin: Origin
    at: datetime | None


class Gathering:
    """The accounts of one file (or of the month files of one archive).

    Call ``row`` once for every data row, then any of ``add``, ``issue`` and ``blank``. A row that gave
    a value counts as read; one that only gave issues as named; a row that gave nothing at all is named
    by ``result``, so that no row can be lost by mistake.

    Parameters
    ----------
    today : days after it are kept and asked about; days more than a year after it are refused.
    newest_first : whether the file has its newest rows on top. Equal values of one day are then counted
        from the bottom, so that rows added on top later leave all keys as they were.
    """

    def __init__(self, *, today: date, newest_first: bool = False) -> None:
        self._today = today
        self._newest_first = newest_first
        self._found: list[_Found] = []
        self._issues: list[LineIssue] = []
        self._questions: list[Question] = []
        self._line = 0
        self._n_rows = self._n_read = self._n_blank = 0
        self._row_gave: set[str] = set()
        self._is_row_open = False
        self._left_out = ""
        self._future: tuple[int, date, int] | None = None
        self._day_problems: dict[date, str | None] = {}

    def row(self, line: int) -> None:
        """Begin a data row that starts on this line."""
        self._close_row()
        self._line, self._is_row_open = line, True
        self._n_rows += 1

    def begin(self, row: Row, *, found: str | None = None) -> bool:
        """Begin a data row; True when it has cells to read. A broken or blank one is accounted for at once.

        Parameters
        ----------
        found : what to show of a broken row; all of its cells when left out.
        """
        self.row(row.line)
        if row.problem is not None:
            self.issue("".join(row.cells) if found is None else found, row.problem)
        elif row.is_blank:
            self.blank()
        else:
            return True
        return False

    def add(
        self,
        fact: Fact,
        *,
        day: date,
        key: str,
        origin: Origin = Origin.IMPORTED,
        at: datetime | None = None,
    ) -> None:
        """Keep a value. ``key`` names it within its source and day; equals are numbered later."""
        self._found.append(_Found(fact, day, key, self._line, origin, at))
        self._row_gave.add("draft")

    def issue(self, found: str, reason: str, *, line: int | None = None) -> None:
        """Name something on the current row, or on another line, that was not read."""
        shown = " ".join(found.split())
        if len(shown) > _MAX_FOUND_CHARS:
            shown = shown[: _MAX_FOUND_CHARS - 1] + "…"
        self._issues.append(LineIssue(line=self._line if line is None else line, found=shown, reason=reason))
        if line is None:
            self._row_gave.add("issue")

    def left_out(self, written: str) -> None:
        """A cell of the current row belongs to a column that was named as left out."""
        self._row_gave.add("left out")
        self._left_out = written

    def blank(self) -> None:
        """The current row holds nothing to read."""
        self._row_gave.add("blank")

    def ask(self, text: str, *, assumed: str, option: str | None = None) -> None:
        """Note a decision that the person may take otherwise."""
        question = Question(text=text, assumed=assumed, option=option)
        if question not in self._questions:
            self._questions.append(question)

    def accepts(self, day: date, written: str) -> bool:
        """Whether a day can be in a diary; if not, the current row is named with the reason."""
        if day not in self._day_problems:
            self._day_problems[day] = self._problem_with(day)
        problem = self._day_problems[day]
        if problem is not None:
            self.issue(written, problem)
            return False
        if day > self._today:
            count, latest, line = self._future or (0, day, self._line)
            self._future = (count + 1, *((day, self._line) if day >= latest else (latest, line)))
        return True

    def _problem_with(self, day: date) -> str | None:
        if day < EARLIEST_DAY:
            return f"this day lies before {EARLIEST_DAY.year}, so the date is probably mistyped"
        if (day - self._today).days > _FURTHEST_AHEAD_DAYS:
            return "this day lies more than a year ahead, so the date is probably mistyped"
        return None

    def result(self, reader_id: str, description: str) -> ReadResult:
        """Everything gathered, with natural keys that are unique within the file."""
        self._close_row()
        if self._future is not None:
            count, latest, line = self._future
            self.ask(
                f"Days after today stand in {counted(count, 'row')}, the latest {latest.isoformat()} (line {line}). "
                "Are these dates right?",
                assumed="They are kept on the days written.",
            )
        return ReadResult(
            reader_id=reader_id,
            description=description,
            drafts=self._numbered(),
            issues=tuple(self._issues),
            questions=tuple(self._questions),
            n_rows=self._n_rows,
            n_rows_read=self._n_read,
            n_rows_blank=self._n_blank,
        )

    def _close_row(self) -> None:
        if not self._is_row_open:
            return
        self._is_row_open = False
        if "draft" in self._row_gave:
            self._n_read += 1
        elif "issue" in self._row_gave:
            pass
        elif "left out" in self._row_gave:
            self.issue(self._left_out, "this row only has cells of columns that are left out")
        elif "blank" in self._row_gave:
            self._n_blank += 1
        else:
            self.issue("", "nothing on this line could be read as a value")
        self._row_gave.clear()

    def _numbered(self) -> tuple[Draft, ...]:
        """Drafts in the order of the file; equal keys of one day numbered from the oldest."""
        seen: Counter[tuple[date, str]] = Counter()
        drafts: list[Draft] = []
        for item in reversed(self._found) if self._newest_first else self._found:
            seen[item.day, item.key] += 1
            drafts.append(
                Draft(
                    fact=item.fact,
                    day=item.day,
                    at=item.at,
                    origin=item.origin,
                    natural_key=f"{item.day.isoformat()}|{item.key}|{seen[item.day, item.key]}",
                    line=item.line,
                )
            )
        if self._newest_first:
            drafts.reverse()
        return tuple(drafts)
