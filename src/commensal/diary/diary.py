"""A diary in memory: the entries of one person, before or without a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commensal.records.entry import Entry

if TYPE_CHECKING:
    from commensal.records.day_table import DayTable


@dataclass(frozen=True, slots=True)
class Diary:
    """The entries of one person, in the order of their days."""

    entries: tuple[Entry, ...]

    def day_table(self) -> DayTable:
        """Days by variables, units attached and gaps kept."""
        from commensal.diary.day_table import day_table  # noqa: PLC0415 - numpy only when asked for

        return day_table(self.entries)
