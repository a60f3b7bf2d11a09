"""Tables of samples and of the people they are from, out of plain files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from commensal.microbiome.confounders import numbers_of
from commensal.microbiome.sample_table import FEWEST_READS, SampleTable, sample_table
from commensal.vocab.errors import UnreadableFileError, UsageError

if TYPE_CHECKING:
    import pandas as pd

_FEWEST_NAMES = 20
_PERSON_WORDS = ("person", "subject", "participant", "individual", "patient")
_NOT_KNOWN = ("", "NA", "N/A", "na", "n/a", "nan", "NaN", "None", "null", "unknown", "not provided", "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTable:
    """What is known of each sample: a row a sample, a column a question; None where it is not known."""

    samples: tuple[str, ...]
    columns: Mapping[str, tuple[object, ...]]

    def person_column(self, named: str | None, *, group_column: str) -> str | None:
        """The column that tells people apart: as named, else one that is called so, else one that looks like it.

        A column looks like it when it holds many words, some of them several times, and each goes with one group only.

        Raises
        ------
        UsageError : no such column.
        """
        if named is not None:
            return self.column(named)
        for name in self.columns:
            words = name.casefold().replace("_", " ").replace(".", " ").split()
            if any(word in _PERSON_WORDS for word in words):
                return name
        others = [name for name in self.columns if name != group_column and group_column in self.columns]
        return next((name for name in others if self._looks_like_people(name, group_column)), None)

    def _looks_like_people(self, name: str, group_column: str) -> bool:
        values, groups = self.columns[name], self.columns[group_column]
        if None in values or numbers_of(values) is not None:
            return False
        distinct = set(values)
        pairs = set(zip(values, groups, strict=True))
        return max(_FEWEST_NAMES, len(values) // 10) <= len(distinct) < len(values) and len(pairs) == len(distinct)

    def column(self, name: str) -> str:
        """The name of a column, if there is such a one.

        Raises
        ------
        UsageError : there is not.
        """
        if name not in self.columns:
            raise UsageError(
                where="table of people",
                found=f"no column {name!r}",
                expected="one of " + ", ".join(list(self.columns)[:20]),
                do="Name a column of that file.",
            )
        return name


def read_people(path: Path, samples: Sequence[str]) -> PeopleTable:
    """A table with one row for each sample, and the column among its first three that names most of the samples.

    Raises
    ------
    UnreadableFileError : it cannot be read, or no column names any sample.
    """
    frame = _frame(path)
    wanted = {_plain(name) for name in samples}
    overlap = [len(wanted & {_plain(name) for name in frame[column].astype(str)}) for column in frame.columns[:3]]
    if not overlap or max(overlap) == 0:
        raise UnreadableFileError(
            where=path.name,
            found="no column that names a sample of the other table",
            expected="a first column with the names of the samples",
            do="Check that both files name samples alike.",
        )
    key = frame.columns[int(np.argmax(overlap))]
    names = tuple(str(name) for name in frame[key])
    columns = {str(name): tuple(_value(value) for value in frame[name]) for name in frame.columns if name != key}
    return PeopleTable(samples=names, columns=columns)


def read_samples(
    path: Path, *, known_samples: Sequence[str] | None = None, fewest_reads: int = FEWEST_READS
) -> SampleTable:
    """Reads or shares of each taxon in each sample, from a table either way round (tab or comma, also ``.gz``).

    Columns that hold words (a lineage) are passed over. Which side holds the samples is told by ``known_samples``, and
    where these are not given a table with more rows than columns is taken to have samples in rows.

    Raises
    ------
    UnreadableFileError : it cannot be read as such a table.
    NotAnalysableError : its numbers cannot be reads or shares.
    """
    frame = _frame(path)
    if frame.shape[1] < 2:
        raise _no_table(path, "one column")
    names = frame.iloc[:, 0].astype(str)
    numbers = frame.iloc[:, 1:].select_dtypes("number")
    if numbers.shape[1] == 0:
        raise _no_table(path, "no column of numbers")
    if names.duplicated().any():  # taxa of one name are one
        names = names.where(~names.duplicated(), names + "#" + names.groupby(names).cumcount().astype(str))
    values = numbers.to_numpy(dtype=np.float64)
    rows, columns = tuple(names), tuple(str(name) for name in numbers.columns)
    if _are_samples_in_columns(rows, columns, known_samples):
        rows, columns, values = columns, rows, values.T
    return sample_table(rows, columns, np.ascontiguousarray(values), fewest_reads=fewest_reads)


def sample_names(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names down the side and along the top of a table, one of which are the samples."""
    frame = _frame(path)
    return tuple(frame.iloc[:, 0].astype(str)), tuple(str(name) for name in frame.columns[1:])


def _are_samples_in_columns(rows: Sequence[str], columns: Sequence[str], known: Sequence[str] | None) -> bool:
    if known is None:
        return len(columns) > len(rows)
    wanted = {_plain(name) for name in known}
    return len(wanted & {_plain(name) for name in columns}) > len(wanted & {_plain(name) for name in rows})


def _plain(name: str) -> str:
    return str(name).strip()


def _value(value: object) -> object:
    text = str(value).strip()
    return None if text in _NOT_KNOWN else text


def _frame(path: Path) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - slow to load

    inner = path.name.removesuffix(".gz")
    separator = "," if inner.endswith(".csv") else "\t"
    try:
        frame = pd.read_csv(path, sep=separator, low_memory=False, keep_default_na=True)
    except (OSError, ValueError, EOFError) as problem:
        raise UnreadableFileError(
            where=path.name,
            found=f"a file that cannot be read as a table ({type(problem).__name__})",
            expected="a table with one header line, parted by tabs (or commas in .csv)",
            do="Check the file; nothing was compared.",
        ) from problem
    if frame.empty:
        raise _no_table(path, "nothing below the first line")
    return frame


def _no_table(path: Path, found: str) -> UnreadableFileError:
    return UnreadableFileError(
        where=path.name,
        found=found,
        expected="a table of numbers, samples by taxa or taxa by samples",
        do="Check the file; nothing was compared.",
    )
