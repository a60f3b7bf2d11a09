"""``commensal cohort``: the same questions, asked of many people at once."""

from __future__ import annotations

from pathlib import Path

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.progress import busy
from commensal.cli.words import counted, words
from commensal.cohort.folder import FINDINGS_FILE, NOT_ASKED_FILE, PEOPLE_FILE, find_in_folder

_TABLE = (
    CommandEntry(
        name="findings",
        place="commensal.cli.cohort:findings_command",
        summary="What goes with an outcome, for each person of a folder.",
    ),
    CommandEntry(
        name="simulate",
        place="commensal.cli.cohort_simulate:simulate_command",
        summary="One what-if of very many made-up people.",
    ),
)
_MOST_NAMED = 5


@click.group("cohort", cls=LazyGroup, table=_TABLE)
@shared_options
def cohort_group() -> None:
    """Ask the same of many people. For research with people who agreed to it; needs commensal[cohort]."""


@click.command("findings")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--outcome", "outcomes", multiple=True, required=True, metavar="NAME", help="Such as pain. Repeatable.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="A new folder for tables.")
@click.option(
    "--scheduler",
    default="processes",
    metavar="NAME",
    help="synchronous, threads, processes, or a Dask scheduler on this machine (tcp://127.0.0.1:8786).  "
    "[default: processes]",
)
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Threads or processes.  [default: all cores]")
@shared_options
@pass_door
def findings_command(
    door: Door, /, *, folder: Path, outcomes: tuple[str, ...], out: Path, scheduler: str, workers: int | None
) -> None:
    """Find what goes with an outcome for each person of a folder: one file or one sub-folder a person.

    Writes three tables: findings.tsv (a row for each person and candidate), people.tsv, and not_asked.tsv with those
    whose days could not be read, and why. The numbers are those of 'commensal findings', one by one.
    """
    with busy(words("cohort.asking")):
        done = find_in_folder(folder.expanduser(), out.expanduser(), outcomes, scheduler=scheduler, n_workers=workers)
    answers = done.answers
    document = {
        "folder": str(done.folder),
        "files": [FINDINGS_FILE, PEOPLE_FILE, NOT_ASKED_FILE],
        "n_people": answers.n_people,
        "n_answered": answers.n_answered,
        "n_with_a_finding": answers.n_with_a_finding,
        "not_asked": [{"person": one.person, "found": one.found, "do": one.do} for one in answers.not_asked],
    }
    lines = [
        words(
            "cohort.answered",
            people=counted(answers.n_people, "cohort.person"),
            n_answered=f"{answers.n_answered:,}",
            n_with=f"{answers.n_with_a_finding:,}",
        ),
        *(words("cohort.not_asked", person=one.person, found=one.found) for one in answers.not_asked[:_MOST_NAMED]),
    ]
    if len(answers.not_asked) > _MOST_NAMED:
        lines.append(words("cohort.more_not_asked", n=f"{len(answers.not_asked) - _MOST_NAMED:,}", file=NOT_ASKED_FILE))
    door.answer(document, *lines, words("cohort.written", folder=done.folder))
