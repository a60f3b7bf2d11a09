"""``commensal import``: show what files hold, ask, then keep all of it as one action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, pass_door, shared_options, wrapped
from commensal.cli.progress import busy
from commensal.cli.trial_said import held_document, held_lines
from commensal.cli.words import counted, words
from commensal.report.fact_words import label_of
from commensal.report.labels import shown_label
from commensal.report.numbers import span_words
from commensal.service.importing import (
    ImportPlan,
    LeftOut,
    SourceRead,
    commit_import,
    plan_import,
    write_mapping,
)
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    from commensal.store.receipt import Receipt

_NAMES_SHOWN, _LINES_SHOWN = 40, 10


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--yes", "is_answered", is_flag=True, help="Keep it without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would happen and stop.")
@click.option("--as", "reader_id", metavar="READER", help="Read every file with this reader.")
@click.option(
    "--mapping",
    "mappings",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="How to read a table of your own; may be repeated.",
)
@click.option(
    "--write-mapping", type=click.Path(path_type=Path), metavar="FILE", help="Write a proposal for --mapping and stop."
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="NAME=ANSWER",
    help="Answer a question of the import.",
)
@click.option("--include-derived", is_flag=True, help="Also read tables worked out from the other files.")
@shared_options
@pass_door
def import_command(
    door: Door,
    /,
    files: tuple[Path, ...],
    *,
    is_answered: bool,
    dry_run: bool,
    reader_id: str | None,
    mappings: tuple[Path, ...],
    write_mapping: Path | None,
    answers: tuple[str, ...],
    include_derived: bool,
) -> None:
    """Read FILES of other trackers (or folders, or an export of Commensal) into the diary.

    First it shows what would happen, then it asks. Importing the same file again adds nothing, and one
    'commensal undo' takes a whole import back.

    Known by name: Visible, Track & Graph, MyAIGuide, Fitbit steps. Any other table with a day column is read as
    it looks, and you can correct that with --write-mapping and --mapping.
    """
    if write_mapping is not None:
        _propose(door, files, write_mapping)
        return
    home = door.home()
    with busy(words("import.reading")) as tell:
        plan = plan_import(
            home,
            files,
            reader_id=reader_id,
            mappings=mappings,
            answers=_answers(answers),
            include_derived=include_derived,
            on_step=lambda n_done, n_files, name: tell(words("import.step", n=n_done, total=n_files, name=name)),
        )
    if not door.as_json:
        for line in _lines(plan):
            click.echo(line)
    if dry_run or plan.changes_nothing:
        door.answer(_document(plan, None), words("import.nothing_new" if plan.changes_nothing else "import.dry_run"))
        return
    door.confirm(words("import.question"), is_answered=is_answered)
    with busy(words("import.keeping")):
        kept = commit_import(home, plan)
    held = {} if kept.trial_held is None else {"trial_held": held_document(kept.trial_held)}
    lines = [words("import.kept"), *held_lines(kept.trial_held), words("log.undo")]
    door.answer({**_document(plan, kept.receipt), **held}, *lines)


def _answers(given: tuple[str, ...]) -> dict[str, str]:
    answers = {}
    for text in given:
        name, sign, answer = text.partition("=")
        if not sign:
            raise UsageError(
                where="--answer",
                found=repr(text),
                expected="a name, an equals sign and an answer",
                do="For example: --answer sleep_number=higher_is_worse",
            )
        answers[name.strip()] = answer.strip()
    return answers


def _propose(door: Door, files: tuple[Path, ...], target: Path) -> None:
    if len(files) != 1:
        raise UsageError(
            where="--write-mapping", found=f"{len(files)} files", expected="one file", do="Name one file at a time."
        )
    write_mapping(door.home(), files[0], target)
    document = {"mapping": str(target)}
    door.answer(document, words("import.mapping_written", mapping=target, file=files[0]))


def _lines(plan: ImportPlan) -> Iterator[str]:
    for source in plan.reading.sources:
        yield from _lines_of_source(source)
        yield ""
    if plan.reading.left_out:
        yield words("import.left_out")
        for item in plan.reading.left_out:
            yield f"  {shown_label(item.path.name)}: {_why(item)}"
        yield ""
    if plan.reading.n_in_two_files:
        yield counted(plan.reading.n_in_two_files, "import.in_two_files")
    yield words("import.total", counts=_receipt_words(plan.receipt))


def _lines_of_source(source: SourceRead) -> Iterator[str]:
    yield words("import.source", name=shown_label(source.path.name), description=source.description)
    yield _indented(_rows_words(source))
    if source.days is not None and source.receipt is not None:
        span = span_words(*source.days)
        values = counted(len(source.entries), "import.value")
        yield _indented(words("import.span", values=values, span=span, counts=_receipt_words(source.receipt)))
        yield _indented(_names(source))
    if source.issues:
        yield _indented(counted(len(source.issues), "import.issue"))
        for issue in source.issues[:_LINES_SHOWN]:
            found = shown_label(issue.found) if issue.found else words("import.blank")
            yield _indented(words("import.line", line=issue.line, found=found, reason=issue.reason), depth=2)
        if len(source.issues) > _LINES_SHOWN:
            yield _indented(words("import.more_lines", n=f"{len(source.issues) - _LINES_SHOWN:,}"), depth=2)
    for question in source.questions:
        option = words("import.option", option=question.option) if question.option else ""
        yield _indented(words("import.asked", text=question.text, assumed=question.assumed) + option)


def _rows_words(source: SourceRead) -> str:
    """Every row accounted for: read, blank, or named."""
    n_named = source.n_rows - source.n_rows_read - source.n_rows_blank
    parts = [words("import.rows_read", n=f"{source.n_rows_read:,}")]
    parts += [words("import.rows_blank", n=f"{source.n_rows_blank:,}")] if source.n_rows_blank else []
    parts += [words("import.rows_named", n=f"{n_named:,}")] if n_named else []
    return words("import.rows", rows=counted(source.n_rows, "import.row"), parts=", ".join(parts))


def _names(source: SourceRead) -> str:
    counts = Counter(label_of(entry.fact) for entry in source.entries).most_common()
    named = [words("import.name", name=name, n=f"{n:,}") for name, n in counts[:_NAMES_SHOWN]]
    if len(counts) > _NAMES_SHOWN:
        named.append(words("import.more", n=f"{len(counts) - _NAMES_SHOWN:,}"))
    return words("import.names", names=", ".join(named))


def _indented(sentence: str, *, depth: int = 1) -> str:
    return wrapped(sentence, indent="  " * depth)


def _why(item: LeftOut) -> str:
    return words(f"import.why_{item.why.value}", detail=item.detail)


def _receipt_words(receipt: Receipt) -> str:
    return words(
        "import.counts",
        new=f"{receipt.n_new:,}",
        changed=f"{receipt.n_changed:,}",
        unchanged=f"{receipt.n_unchanged:,}",
    )


def _document(plan: ImportPlan, written: Receipt | None) -> dict[str, Any]:
    return {
        "is_written": written is not None,
        "receipt": _receipt_document(written or plan.receipt),
        "sources": [_source_document(source) for source in plan.reading.sources],
        "left_out": [
            {"file": str(item.path), "why": item.why.value, "detail": item.detail} for item in plan.reading.left_out
        ],
        "n_in_two_files": plan.reading.n_in_two_files,
    }


def _source_document(source: SourceRead) -> dict[str, Any]:
    first_day, last_day = source.days or (None, None)
    return {
        "file": str(source.path),
        "reader": source.reader_id,
        "description": source.description,
        "n_rows": source.n_rows,
        "n_rows_read": source.n_rows_read,
        "n_rows_blank": source.n_rows_blank,
        "n_values": len(source.entries),
        "first_day": first_day and first_day.isoformat(),
        "last_day": last_day and last_day.isoformat(),
        "n_by_name": source.counts_by_name(),
        "receipt": source.receipt and _receipt_document(source.receipt),
        "issues": [asdict(issue) for issue in source.issues],
        "questions": [asdict(question) for question in source.questions],
    }


def _receipt_document(receipt: Receipt) -> dict[str, Any]:
    return {
        "n_new": receipt.n_new,
        "n_changed": receipt.n_changed,
        "n_unchanged": receipt.n_unchanged,
        "action_id": receipt.action_id,
    }
