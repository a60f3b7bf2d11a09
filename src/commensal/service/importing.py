"""Import: files of other trackers become entries. First it is shown what would happen; then all of it, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from commensal.readers import registry
from commensal.readers.layout import Match
from commensal.readers.mapping import OPTIONS, Mapping, load_mapping, to_toml
from commensal.records.entry import Entry
from commensal.records.imports import LineIssue, Question, ReadResult, name_of
from commensal.service.home import Home, local_instant
from commensal.service.reading import entries_from
from commensal.service.trial_stops import TrialHeld, hold_if_called
from commensal.store.export import read_tsv
from commensal.store.journal import Journal, Receipt
from commensal.store.manifest import MANIFEST_FILE
from commensal.vocab.errors import UnreadableFileError, UsageError

EXPORT_READER_ID = "commensal_export"

NO_ANSWERS: AnyMapping[str, str] = MappingProxyType({})

Step = Callable[[int, int, str], None]
"""Told after each file: how many are done, of how many, and the name of the next."""


class Why(StrEnum):
    """Why a file of a folder was left out."""

    DERIVED = "derived"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that was not read; ``detail`` says what was found instead."""

    path: Path
    why: Why
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead:
    """What one file (or one part of an archive) gave. Every row is counted once: read, named or blank.

    ``receipt`` says what of it is new; None until it was compared with a diary.
    """

    path: Path
    reader_id: str
    description: str
    entries: tuple[Entry, ...]
    issues: tuple[LineIssue, ...] = ()
    questions: tuple[Question, ...] = ()
    n_rows: int
    n_rows_read: int
    n_rows_blank: int = 0
    receipt: Receipt | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day, or None without entries."""
        days = [entry.day for entry in self.entries]
        return (min(days), max(days)) if days else None

    def counts_by_name(self) -> dict[str, int]:
        """Number of entries by the name a person knows (tracker, food, symptom), largest first."""
        return dict(Counter(name_of(entry.fact) for entry in self.entries).most_common())


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Everything that a list of paths gave."""

    sources: tuple[SourceRead, ...]
    left_out: tuple[LeftOut, ...] = ()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, each id once; where two files give the same value, the later file counts."""
        by_id = {entry.id: entry for source in self.sources for entry in source.entries}
        return tuple(by_id.values())

    @property
    def n_in_two_files(self) -> int:
        """How many values stood in more than one file."""
        return sum(len(source.entries) for source in self.sources) - len(self.entries)


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """A dry run: what was read, and what it would do to the diary. Nothing was written."""

    reading: Reading
    receipt: Receipt

    @property
    def changes_nothing(self) -> bool:
        """Whether all of it is in the diary already."""
        return self.receipt.n_new == self.receipt.n_changed == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKept:
    """What an import wrote.

    Parameters
    ----------
    trial_held : a trial that was ended or paused by what the files say; None when there is none.
    """

    receipt: Receipt
    trial_held: TrialHeld | None = None


def plan_import(
    home: Home,
    paths: Sequence[Path],
    *,
    reader_id: str | None = None,
    mappings: Sequence[Path] = (),
    answers: AnyMapping[str, str] = NO_ANSWERS,
    include_derived: bool = False,
    on_step: Step | None = None,
) -> ImportPlan:
    """Read files and folders and work out what importing them would do. Writes nothing.

    Parameters
    ----------
    paths : files (also .gz and .zip), folders, or a folder that ``commensal export`` wrote.
    reader_id : read every file with this reader.
    mappings : mapping files, each for the files of the reader it names.
    answers : answers to readers' questions, by the question's short name; they go before those of a mapping file.
    include_derived : also read tables that somebody worked out from the other files.

    Raises
    ------
    UnreadableFileError, UnknownLayoutError : a file named on its own cannot be read. In a folder such a file is
        named in ``left_out``.
    UsageError : files of different people, an unknown reader, a mapping with mistakes, or an answer nobody asked for.
    """
    reading = read_files(
        paths,
        reader_id=reader_id,
        mappings=mappings,
        answers=answers,
        include_derived=include_derived,
        now=home.now(),
        on_step=on_step,
    )
    with home.journal_to_read() as journal:
        sources = tuple(replace(source, receipt=_compare(journal, source.entries)) for source in reading.sources)
        return ImportPlan(reading=replace(reading, sources=sources), receipt=_compare(journal, reading.entries))


def commit_import(home: Home, plan: ImportPlan) -> ImportKept:
    """Write everything a plan holds, as one action that one undo takes back."""
    names = [source.path.name for source in plan.reading.sources]
    label = names[0] if len(set(names)) == 1 else f"{names[0]} and {len(set(names)) - 1} more"
    with home.journal() as journal:
        receipt = journal.append(plan.reading.entries, action="import", now=home.now(), label=label)
    return ImportKept(receipt=receipt, trial_held=hold_if_called(home, reads_all=True))


def _compare(journal: Journal | None, entries: Sequence[Entry]) -> Receipt:
    """What writing these entries would do; where there is no diary yet, all of them are new."""
    return Receipt(n_new=len(entries)) if journal is None else journal.compare(entries)


def write_mapping(home: Home, path: Path, target: Path) -> None:
    """Write the mapping with which ``path`` would be read, for a person to look at and change.

    Raises
    ------
    UsageError : the file needs no mapping, or ``target`` exists.
    """
    proposed = registry.propose_mapping(path, today=home.today())
    if proposed is None:
        raise UsageError(
            where=path.name,
            found="a layout that is known by name",
            expected="a table that could be read in more than one way",
            do="It needs no mapping: leave --write-mapping out.",
        )
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(to_toml(proposed))
    except FileExistsError as problem:
        raise UsageError(
            where=str(target), found="a file", expected="a name that is free", do="Choose another name."
        ) from problem


def read_files(
    paths: Sequence[Path],
    *,
    now: datetime,
    reader_id: str | None = None,
    mappings: Sequence[Path] = (),
    answers: AnyMapping[str, str] = NO_ANSWERS,
    include_derived: bool = False,
    on_step: Step | None = None,
) -> Reading:
    """Read files and folders with no diary at hand; see :func:`plan_import`."""
    _check_answers(answers)
    rules = [load_mapping(path) for path in mappings]
    exports = [path for path in paths if (path / MANIFEST_FILE).is_file()]
    others = [path for path in paths if path not in exports]
    found, left_out = _recognise(others, reader_id=reader_id, include_derived=include_derived)
    n_files = len(exports) + len(found)
    sources: list[SourceRead] = []
    for n_done, path in enumerate((*exports, *found)):
        if on_step is not None:
            on_step(n_done, n_files, path.name)
        if path in exports:
            sources.append(_read_export(path))
            continue
        mapping = _answered(_fitting(rules, found[path]), answers)
        sources += _read_one(path, reader_id=reader_id, mapping=mapping, now=now)
    if on_step is not None:
        on_step(n_files, n_files, "")
    return Reading(sources=tuple(sources), left_out=tuple(left_out))


def _recognise(
    paths: Sequence[Path], *, reader_id: str | None, include_derived: bool
) -> tuple[dict[Path, Match | None], list[LeftOut]]:
    """The files to read, with what each was recognised as, and those of folders that are left out."""
    found: dict[Path, Match | None] = {}
    left_out: list[LeftOut] = []
    named = {path for path in paths if not path.is_dir()}
    for path in registry.files_in(paths):
        try:
            match = registry.sniff(path)
        except UnreadableFileError as problem:
            if path in named:
                raise
            left_out.append(LeftOut(path=path, why=Why.UNREADABLE, detail=problem.found))
            continue
        if match is None and path not in named and reader_id is None:
            left_out.append(LeftOut(path=path, why=Why.UNKNOWN, detail=""))
            continue
        found[path] = match  # a named file that nobody knows is read all the same: the reader says why it cannot
    _check_one_person(found)
    originals = {path: match for path, match in found.items() if match is None or not match.is_derived}
    if include_derived or not originals:
        return found, left_out
    left_out += [
        LeftOut(path=path, why=Why.DERIVED, detail=match.description)
        for path, match in found.items()
        if match is not None and match.is_derived
    ]
    return originals, left_out


def _check_one_person(found: dict[Path, Match | None]) -> None:
    people = sorted({match.person for match in found.values() if match is not None and match.person is not None})
    if len(people) > 1:
        raise UsageError(
            where="commensal import",
            found="files that speak of different people: " + ", ".join(people),
            expected="files of one person; one folder holds one person",
            do="Import each person's files into a folder of their own, with --data.",
        )


def _fitting(rules: Sequence[Mapping], match: Match | None) -> Mapping | None:
    """The mapping for a file: the one that names its reader; for a file nobody recognised, the first."""
    fitting = [rule for rule in rules if match is None or rule.reader_id == match.reader_id]
    return fitting[0] if fitting else None


def _check_answers(answers: AnyMapping[str, str]) -> None:
    for name, answer in answers.items():
        if answer not in OPTIONS.get(name, ()):
            allowed = OPTIONS.get(name)
            raise UsageError(
                where=f"the answer {name}={answer}",
                found=f"the answer {answer!r}" if allowed else f"no question {name!r}",
                expected="one of: " + ", ".join(allowed or OPTIONS),
                do="Import without it to see the questions.",
            )


def _answered(mapping: Mapping | None, answers: AnyMapping[str, str]) -> Mapping | None:
    """The mapping with the person's answers in it."""
    if not answers:
        return mapping
    mapping = mapping or Mapping(reader_id="")
    return replace(mapping, options={**mapping.options, **answers})


def _read_one(path: Path, *, reader_id: str | None, mapping: Mapping | None, now: datetime) -> Iterator[SourceRead]:
    local = partial(local_instant, zone=now.tzinfo)
    for result in registry.read_all(path, reader_id=reader_id, mapping=mapping, today=now.date(), local=local):
        yield _source(path, result, now)


def _source(path: Path, result: ReadResult, now: datetime) -> SourceRead:
    return SourceRead(
        path=path,
        reader_id=result.reader_id,
        description=result.description,
        entries=entries_from(result.drafts, source=result.reader_id, now=now),
        issues=result.issues,
        questions=result.questions,
        n_rows=result.n_rows,
        n_rows_read=result.n_rows_read,
        n_rows_blank=result.n_rows_blank,
    )


def _read_export(folder: Path) -> SourceRead:
    entries = read_tsv(folder)
    return SourceRead(
        path=folder,
        reader_id=EXPORT_READER_ID,
        description="an export of Commensal",
        entries=entries,
        n_rows=len(entries),
        n_rows_read=len(entries),
    )
