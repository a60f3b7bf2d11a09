"""Which reader reads which file: recognise, name, read. Nothing here stores anything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from commensal.readers import fitbit, myaiguide, other_exports, table_csv, tap_log, track_and_graph, visible
from commensal.readers.layout import Layout, LocalClock, Match, Request, head_of
from commensal.readers.mapping import Mapping, load_mapping
from commensal.readers.source_bytes import DEFAULT_LIMITS, Limits
from commensal.readers.source_file import SourceFile, TextFile, open_source
from commensal.records.imports import LineIssue, Question, ReadResult
from commensal.vocab.errors import CommensalError, UnknownLayoutError, UnreadableFileError, UsageError

__all__ = ["Match", "app_named", "files_in", "propose_mapping", "read", "read_all", "reader_ids", "sniff"]

LAYOUTS: tuple[Layout, ...] = (
    *visible.LAYOUTS,
    *track_and_graph.LAYOUTS,
    *fitbit.LAYOUTS,
    *tap_log.LAYOUTS,
    *myaiguide.LAYOUTS,
    *other_exports.layouts(),
    *table_csv.LAYOUTS,
)
_PERSON = re.compile(r"(?:^|[^A-Za-z])p(?:articipant)?[ _-]?(\d{1,4})(?=$|[^0-9])", re.IGNORECASE)
_ABOUT_FILES = re.compile(r"^(source\.md|licen[cs]e|readme)", re.IGNORECASE)


def reader_ids() -> tuple[str, ...]:
    """The ids that ``read`` knows."""
    ids = dict.fromkeys(layout.reader_id for layout in LAYOUTS)
    return tuple(reader_id for reader_id in ids if reader_id != other_exports.READER_ID)


def sniff(path: Path | str, *, limits: Limits = DEFAULT_LIMITS) -> Match | None:
    """Say what a file is, or None when no reader can read it (``app_named`` may still know its name).

    An archive is named by what most of its files are.

    Raises
    ------
    UnreadableFileError : missing, empty, binary, damaged, undecodable, too big or hostile.
    """
    source = open_source(Path(path), limits=limits)
    matches = [match for text in source.texts if (match := _match(text, None)) is not None]
    if not matches:
        return None
    names = [(match.reader_id, match.layout) for match in matches]
    chosen = max(matches, key=lambda match: names.count((match.reader_id, match.layout)))
    n_same = names.count((chosen.reader_id, chosen.layout))
    if not source.is_archive:
        return chosen
    others = len(source.texts) + len(source.refused) - n_same
    description = f"{chosen.description}, {n_same} in an archive" + (f" with {others} other files" if others else "")
    return Match(
        reader_id=chosen.reader_id,
        layout=chosen.layout,
        description=description,
        confidence=chosen.confidence,
        is_derived=all(match.is_derived for match in matches),
        person=chosen.person,
        n_files=n_same,
    )


def app_named(path: Path | str, *, limits: Limits = DEFAULT_LIMITS) -> str | None:
    """The name of an export that is recognised but cannot be read yet, or None.

    Raises
    ------
    UnreadableFileError : as ``sniff``.
    """
    for text in open_source(Path(path), limits=limits).texts:
        layout = _best_layout(text, None)
        if layout is not None and layout.reader_id == other_exports.READER_ID:
            return layout.description
    return None


def read(
    path: Path | str,
    *,
    reader_id: str | None = None,
    mapping: Mapping | Path | None = None,
    today: date,
    limits: Limits = DEFAULT_LIMITS,
) -> ReadResult:
    """Read a file that holds one thing.

    Parameters
    ----------
    reader_id : read it with this reader only; otherwise the one that recognises it best.
    mapping : the person's mapping, or the file it stands in.
    today : only to ask about days that lie after it.

    Raises
    ------
    UnreadableFileError : as ``sniff``; also for an archive that holds different things (``read_all``).
    UnknownLayoutError : no reader knows it.
    UsageError : unknown ``reader_id``, or a mapping file with mistakes.
    """
    results = read_all(path, reader_id=reader_id, mapping=mapping, today=today, limits=limits)
    if len(results) > 1:
        raise UnreadableFileError(
            where=Path(path).name,
            found=f"an archive with {len(results)} different things inside",
            expected="one",
            do="Import the whole archive, or unpack it and import one file.",
        )
    return results[0]


def read_all(
    path: Path | str,
    *,
    reader_id: str | None = None,
    mapping: Mapping | Path | None = None,
    today: date,
    limits: Limits = DEFAULT_LIMITS,
    local: LocalClock | None = None,
) -> tuple[ReadResult, ...]:
    """Read everything a file or an archive holds; members that no reader knows are named.

    Parts of one whole (month files) give one result. ``local`` turns clock times without a time zone into instants,
    where the person has said that they are of the place where they live. Otherwise as ``read``.
    """
    request = Request(today=today, mapping=load_mapping(mapping) if isinstance(mapping, Path) else mapping, local=local)
    _check_ids(reader_id, request.mapping)
    chosen_id = reader_id or (request.mapping.reader_id if request.mapping is not None else "") or None
    source = open_source(Path(path), limits=limits)
    groups: dict[tuple[str, str, str], list[TextFile]] = {}
    unknown: list[CommensalError] = list(source.refused)
    for text in source.texts:
        layout = _best_layout(text, chosen_id)
        if layout is None and request.mapping is not None and request.mapping.table is not None:
            # The person says where the table is, so it need not be found.
            layout = table_csv.LAYOUTS[0]
        if layout is None:
            unknown.append(_unknown(text))
            continue
        if layout.reader_id == other_exports.READER_ID:
            unknown.append(_cannot_read_yet(text, layout))
            continue
        part = "" if layout.joins_files else text.name
        groups.setdefault((layout.reader_id, layout.name, part), []).append(text)
    if not groups:
        raise unknown[0] if len(unknown) == 1 else _unknown_archive(source)
    results = [
        _read_group(texts, _layout_named(reader, name), request, is_archive=source.is_archive)
        for (reader, name, _), texts in groups.items()
    ]
    if unknown:
        results.append(_unread(unknown))
    return tuple(results)


def propose_mapping(path: Path | str, *, today: date, limits: Limits = DEFAULT_LIMITS) -> Mapping | None:
    """The mapping with which a file would be read, to be written down and changed; None if it needs none.

    Raises
    ------
    UnreadableFileError, UnknownLayoutError : as ``read``.
    """
    source = open_source(Path(path), limits=limits)
    layouts = [(text, _best_layout(text, None)) for text in source.texts]
    for text, layout in layouts:
        if layout is not None and layout.propose is not None:
            return layout.propose(text, Request(today=today))
        if layout is not None and layout.options:
            return Mapping(reader_id=layout.reader_id, source=layout.reader_id, offered=layout.options)
        if layout is not None and layout.reader_id == other_exports.READER_ID:
            raise _cannot_read_yet(text, layout)
    if all(layout is None for _, layout in layouts):
        raise _unknown(source.texts[0])
    return None


def files_in(paths: Iterable[Path | str]) -> tuple[Path, ...]:
    """Files as named, and the files inside named folders, sorted, each once.

    In folders, hidden files and files about the data (SOURCE.md, licence, README) are left out, and
    links to other folders are not followed.

    Raises
    ------
    UnreadableFileError : a path that does not exist, or a folder that may not be listed.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            found.update(dict.fromkeys(_files_under(path)))
        elif path.exists():
            found[path] = None
        else:
            raise UnreadableFileError(
                where=path.name, found="no such file or folder", expected="a file", do="Check the name."
            )
    return tuple(found)


def _files_under(folder: Path) -> list[Path]:
    files: list[Path] = []
    try:
        children = sorted(folder.iterdir())
    except OSError as problem:
        raise UnreadableFileError(
            where=folder.name, found="a folder that cannot be listed", expected="a folder", do="Check its permissions."
        ) from problem
    for child in children:
        if child.name.startswith((".", "__MACOSX")):
            continue
        if child.is_dir():
            if not child.is_symlink():
                files += _files_under(child)
        elif child.is_file() and not _ABOUT_FILES.match(child.name):
            files.append(child)
    return files


def _check_ids(reader_id: str | None, mapping: Mapping | None) -> None:
    for where, given in (("reader", reader_id), ("mapping file, reader", mapping.reader_id if mapping else None)):
        if given and given not in reader_ids():
            raise UsageError(
                where=where, found=repr(given), expected=", ".join(reader_ids()), do="Choose one of these."
            )
    if reader_id and mapping and mapping.reader_id not in ("", reader_id):
        raise UsageError(
            where="mapping file, reader",
            found=mapping.reader_id,
            expected=reader_id,
            do="Use the mapping that was proposed for this reader.",
        )


def _best_layout(text: TextFile, reader_id: str | None) -> Layout | None:
    head = head_of(text)
    candidates = [layout for layout in LAYOUTS if reader_id in (None, layout.reader_id)]
    scored = [(layout.sniff(head), layout) for layout in candidates]
    confidence, best = max(scored, key=lambda item: item[0])
    return best if confidence > 0.0 else None


def _match(text: TextFile, reader_id: str | None) -> Match | None:
    layout = _best_layout(text, reader_id)
    if layout is None or layout.reader_id == other_exports.READER_ID:
        return None
    return Match(
        reader_id=layout.reader_id,
        layout=layout.name,
        description=layout.description,
        confidence=layout.sniff(head_of(text)),
        is_derived=layout.is_derived,
        person=_person_of(text),
    )


def _person_of(text: TextFile) -> str | None:
    """The participant that a file name, or the folder it lies in, speaks of."""
    for name in (text.name, text.packed.path.parent.name):
        if match := _PERSON.search(name):
            return match[1]
    return None


def _layout_named(reader_id: str, name: str) -> Layout:
    return next(layout for layout in LAYOUTS if (layout.reader_id, layout.name) == (reader_id, name))


def _read_group(texts: list[TextFile], layout: Layout, request: Request, *, is_archive: bool) -> ReadResult:
    result = layout.read(texts, request)
    extra: list[Question] = []
    for text in texts:
        if text.is_encoding_guessed:
            extra.append(
                Question(
                    text=f"{text.name} is not saved as Unicode. Do accented letters look right?",
                    assumed="It is read as Windows-1252.",
                )
            )
        if text.has_unseen and not text.encoding.startswith(("utf-16", "utf-32")):
            extra.append(
                Question(
                    text=f"{text.name} has control characters that no one can see. Do they matter?",
                    assumed="They are left out.",
                )
            )
        if text.is_cut_off:
            extra.append(
                Question(
                    text=f"{text.name} ends in the middle of a letter. Is the end of the file missing?",
                    assumed="What is there is read.",
                )
            )
    description = result.description
    if is_archive and len(texts) == 1:
        description = f"{description}, {texts[0].name}"
    return ReadResult(
        reader_id=result.reader_id,
        description=description,
        drafts=result.drafts,
        issues=result.issues,
        questions=(*result.questions, *extra),
        n_rows=result.n_rows,
        n_rows_read=result.n_rows_read,
        n_rows_blank=result.n_rows_blank,
    )


def _unknown(text: TextFile) -> UnknownLayoutError:
    return UnknownLayoutError(
        where=text.name,
        found="a layout that no reader knows",
        expected="an export of Visible, Track & Graph, Fitbit or MyAIGuide, a tap log, or a table with a header "
        "and a date column",
        do="Nothing was read. Save the data as such a table, one row a day.",
    )


def _cannot_read_yet(text: TextFile, layout: Layout) -> UnknownLayoutError:
    return UnknownLayoutError(
        where=text.name,
        found=f"an export that is known by name only ({layout.description})",
        expected="a layout that can be read",
        do=f"Nothing was read. If it has one row a day, choose the reader {table_csv.READER_ID} to read it as a table.",
    )


def _unknown_archive(source: SourceFile) -> UnknownLayoutError:
    return UnknownLayoutError(
        where=source.path.name,
        found="no file inside that is known",
        expected="an export of an app that is known, or a table with a date column",
        do="Nothing was read.",
    )


def _unread(problems: list[CommensalError]) -> ReadResult:
    """The members of an archive that could not be read, each by name, so that none is lost silently."""
    issues = tuple(
        LineIssue(line=number, found=problem.where, reason=f"found {problem.found}")
        for number, problem in enumerate(problems, start=1)
    )
    return ReadResult(
        reader_id="none",
        description="Files in the archive that were not read",
        drafts=(),
        issues=issues,
        n_rows=len(issues),
        n_rows_read=0,
    )
