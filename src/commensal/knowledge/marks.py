"""Marks on values that nobody has checked yet, from the schema of a table to its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commensal.knowledge.tables import parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Which values of a table are unverified.

    Parameters
    ----------
    verified_keys_by_column : columns whose values are unverified, but for the rows with these keys.
    values_by_column : columns of which only these values are unverified.
    """

    key: str
    verified_keys_by_column: Mapping[str, frozenset[str]]
    values_by_column: Mapping[str, frozenset[str]]

    def of(self, row: Mapping[str, str]) -> frozenset[str]:
        """What is unverified in this row: ``column``, or ``column:value``. Empty cells need no mark."""
        whole = {
            column
            for column, verified in self.verified_keys_by_column.items()
            if row[column] and row[self.key] not in verified
        }
        single = {
            f"{column}:{value}"
            for column, values in self.values_by_column.items()
            for value in parts(row[column])
            if value in values
        }
        return frozenset(whole | single)


def unverified_in(schema: Mapping[str, Any]) -> Marks:
    """The marks that a schema declares: ``unverified = true`` (with ``verified_keys``) or ``unverified_values``."""
    columns: Mapping[str, Mapping[str, Any]] = schema["columns"]
    return Marks(
        key=schema["key"][0],
        verified_keys_by_column={
            name: frozenset(column.get("verified_keys", ()))
            for name, column in columns.items()
            if column.get("unverified", False)
        },
        values_by_column={
            name: frozenset(column["unverified_values"])
            for name, column in columns.items()
            if "unverified_values" in column
        },
    )
