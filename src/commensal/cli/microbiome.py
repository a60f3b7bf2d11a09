"""``commensal microbiome``: what a stool sample can tell, two side by side, how many are needed, groups of people."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.heeded import help_first
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.progress import busy
from commensal.cli.words import words
from commensal.service.log import day_from_words

if TYPE_CHECKING:
    from commensal.report.trial_paper import Paper
    from commensal.service.home import Home
    from commensal.service.microbiome_samples import SamplesKept

_HERE = "commensal.cli.microbiome"
_TABLE = (
    CommandEntry(name="report", place=f"{_HERE}:report_command", summary="Say what samples of one person can tell."),
    CommandEntry(name="compare", place=f"{_HERE}:compare_command", summary="Lay two samples side by side."),
    CommandEntry(name="plan", place=f"{_HERE}:plan_command", summary="Say how many samples a change needs."),
    CommandEntry(name="samples", place=f"{_HERE}:samples_command", summary="List the samples kept in the diary."),
    CommandEntry(name="series", place=f"{_HERE}:series_command", summary="Look at many samples over time."),
    CommandEntry(name="cohort", place=f"{_HERE}:cohort_command", summary="Compare groups of people, for research."),
)
_SEED = click.option("--seed", type=click.IntRange(min=0), default=0, help="Same seed, same answer.  [default: 0]")


@click.group("microbiome", cls=LazyGroup, table=_TABLE)
@shared_options
def microbiome_group() -> None:
    """Read results of stool tests: with their noise, and with medicines and stool form first. Nobody has to buy one."""


@click.command("report")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--sample", "samples", multiple=True, metavar="NAME", help="Which sample of a file; repeatable.")
@click.option("--day", "day_words", metavar="DAY", help="The day it was given, where the file does not say.")
@click.option("--keep", "is_kept", is_flag=True, help="Keep the samples in the diary, each on its day.")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write one self-contained page.")
@click.option("--tsv", "table", type=click.Path(path_type=Path), metavar="FILE", help="Write every number as a table.")
@_SEED
@shared_options
@pass_door
def report_command(
    door: Door,
    /,
    *,
    files: tuple[Path, ...],
    samples: tuple[str, ...],
    day_words: str | None,
    is_kept: bool,
    page: Path | None,
    table: Path | None,
    seed: int,
) -> None:
    """Say what one sample, or several of one person, can tell; the kept ones where no FILE is named.

    Medicines, stool form and illness from the diary stand before any number. With six samples or more of one person,
    their own ordinary days are used.
    """
    from commensal.service.microbiome_page import report_of_files, report_page  # noqa: PLC0415 - only when it is run

    home = door.home()
    help_first(door, home)
    day = None if day_words is None else day_from_words(day_words, today=home.today())
    with busy(words("microbiome.reading")):
        made = report_of_files(home, files, samples=samples, day=day, seed=seed)
    document = made.to_json()
    lines = [] if page or table else [made.to_text().rstrip("\n")]
    if is_kept:
        kept = _keep(home, made.profiles, day)
        document["kept"] = {
            "n_new": kept.n_new,
            "n_known": kept.n_known,
            "days": [one.isoformat() for one in kept.days],
        }
        lines += _kept_lines(kept)
    html = report_page(made, home) if page else ""
    door.answer(document, *lines, *_written(page, html), *_written(table, made.to_tsv()))


@click.command("compare")
@click.argument("before")
@click.argument("after")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write one self-contained page.")
@_SEED
@shared_options
@pass_door
def compare_command(door: Door, before: str, after: str, *, page: Path | None, seed: int) -> None:
    """Lay two samples of one person side by side: do they differ by more than ordinary days do?

    BEFORE and AFTER are each a file, a folder of files, or the day of a kept sample. The usual answer is that it cannot
    be told.
    """
    from commensal.report.trial_paper import paper_text  # noqa: PLC0415 - only when it is run, as below
    from commensal.service.microbiome import page_of  # noqa: PLC0415
    from commensal.service.microbiome_page import compared  # noqa: PLC0415

    home = door.home()
    help_first(door, home)
    with busy(words("microbiome.reading")):
        seen = compared(home, before, after, seed=seed)
    html = page_of(seen.paper, made_at=home.now()) if page else ""
    lines = _written(page, html) or [paper_text(seen.paper).rstrip("\n")]
    door.answer(seen.to_json(), *lines)


@click.command("plan")
@click.option(
    "--what", default="butyrate_makers", metavar="NAME", help="A balance or genus.  [default: butyrate_makers]"
)
@click.option("--fold", type=click.FloatRange(min=1, min_open=True), default=2.0, help="How many times.  [default: 2]")
@click.option("--assay", type=click.Choice(["shotgun", "16s"]), default="shotgun", help="[default: shotgun]")
@shared_options
@pass_door
def plan_command(door: Door, *, what: str, fold: float, assay: str) -> None:
    """Say how many samples before and after a change needs, and whether that is worth the money."""
    from commensal.records.taxon_profile import Assay  # noqa: PLC0415 - only when it is run, as below
    from commensal.report.microbiome_change_words import plan_paper  # noqa: PLC0415
    from commensal.report.microbiome_json import plan_json  # noqa: PLC0415
    from commensal.report.trial_paper import paper_text  # noqa: PLC0415
    from commensal.service.microbiome import plan_samples  # noqa: PLC0415

    planned = plan_samples(what, fold, Assay(assay))
    made = plan_paper(planned)
    door.answer(plan_json(planned, made), paper_text(made).rstrip("\n"))


@click.command("samples")
@shared_options
@pass_door
def samples_command(door: Door) -> None:
    """List the samples kept in the diary, oldest first."""
    from commensal.report.numbers import day_words  # noqa: PLC0415 - only when it is run, as below
    from commensal.service.microbiome_samples import kept_samples  # noqa: PLC0415

    kept = kept_samples(door.home())
    document = [
        {"day": one.day.isoformat(), "n_rows": len(one.profile.rows), "layout": one.profile.layout} for one in kept
    ]
    lines = [
        words("microbiome.sample", day=day_words(one.day), n=f"{len(one.profile.rows):,}", layout=one.profile.layout)
        for one in kept
    ]
    door.answer({"samples": document}, *(lines or [words("microbiome.none_kept")]))


@click.command("cohort")
@click.argument("table", type=click.Path(path_type=Path), metavar="TABLE")
@click.option("--groups", "people", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Who is who.")
@click.option("--group", "column", metavar="COLUMN", help="The column that names the groups.")
@click.option("--number", "numbers", multiple=True, metavar="COLUMN", help="Ask of a number instead; repeatable.")
@click.option("--measure", "measures", multiple=True, metavar="NAME", help="For --number.  [default: shannon]")
@click.option("--person", "person_column", metavar="COLUMN", help="The column that tells people apart.")
@click.option("--reference", metavar="NAME", help="The group that the others are compared with.")
@click.option("--orders", "n_orders", type=click.IntRange(min=99), default=999, help="Random orders.  [default: 999]")
@click.option("--scheduler", metavar="NAME", help="synchronous, threads, processes, or a scheduler of Dask here.")
@click.option("--workers", "n_workers", type=click.IntRange(min=1), metavar="N", help="Threads or processes of Dask.")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write one self-contained page.")
@click.option("--tsv", "tsv", type=click.Path(path_type=Path), metavar="FILE", help="Write every number as a table.")
@_SEED
@shared_options
@pass_door
def cohort_command(
    door: Door,
    /,
    *,
    table: Path,
    people: Path,
    column: str | None,
    numbers: tuple[str, ...],
    measures: tuple[str, ...],
    page: Path | None,
    tsv: Path | None,
    **options: Any,
) -> None:
    """Compare groups of people, one sample each: medicines, stool form, age and batch that differ are said first.

    TABLE holds reads or shares, samples by taxa or taxa by samples. With --number: does a number go with how varied
    the bacteria are, between people, and within one person? It never says anything about one person.
    """
    from commensal.report.trial_paper import paper_text  # noqa: PLC0415 - only when it is run, as below
    from commensal.service.microbiome import page_of  # noqa: PLC0415

    if (column is None) == (not numbers):
        raise click.UsageError(words("microbiome.group_or_number"))
    files = table.expanduser(), people.expanduser()
    with busy(words("microbiome.comparing")):
        asked = _groups(files, column, options) if column else _numbers(files, numbers, measures, options)
    document, made, rows = asked
    lines = [] if page or tsv else [paper_text(made).rstrip("\n")]
    html = page_of(made, made_at=door.home().now()) if page else ""
    door.answer(document, *lines, *_written(page, html), *_written(tsv, rows))


def _groups(files: tuple[Path, Path], column: str, options: dict[str, Any]) -> tuple[dict[str, Any], Paper, str]:
    from commensal.cohort.microbiome import compare_groups_in_files  # noqa: PLC0415 - pandas, only here
    from commensal.report.microbiome_cohort_words import cohort_json, cohort_paper, cohort_tsv  # noqa: PLC0415

    seen = compare_groups_in_files(*files, column, **options)
    made = cohort_paper(seen)
    return cohort_json(seen, made), made, cohort_tsv(seen)


def _numbers(
    files: tuple[Path, Path], numbers: tuple[str, ...], measures: tuple[str, ...], options: dict[str, Any]
) -> tuple[dict[str, Any], Paper, str]:
    from commensal.cohort.microbiome_numbers import numbers_in_files  # noqa: PLC0415 - pandas, only here
    from commensal.report.microbiome_numbers_words import numbers_json, numbers_paper, numbers_tsv  # noqa: PLC0415

    kept = {name: options[name] for name in ("person_column", "n_orders", "seed")}
    seen = numbers_in_files(*files, numbers, measures=measures, **kept)
    made = numbers_paper(seen.answers, person_column=seen.person_column, n_too_few_reads=len(seen.too_few_reads))
    return numbers_json(seen.answers, made), made, numbers_tsv(seen.answers)


def _written(file: Path | None, text: str) -> list[str]:
    """Write a file where one was asked for, readable by its owner alone, and say so."""
    if file is None:
        return []
    from commensal.service.private_file import write_private  # noqa: PLC0415

    write_private(file.expanduser(), text)
    return [words("microbiome.written", file=file)]


@click.command("series")
@click.argument("table", type=click.Path(path_type=Path), metavar="TABLE")
@click.option("--days", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A row a sample.")
@click.option("--day", "day_column", default="day", metavar="COLUMN", help="The day of each sample.  [default: day]")
@click.option("--period", "periods", multiple=True, metavar="COLUMN", help="Says no outside a period; repeatable.")
@click.option("--number", "numbers", multiple=True, metavar="COLUMN", help="A number of the same days; repeatable.")
@shared_options
@pass_door
def series_command(door: Door, /, *, table: Path, days: Path, **asked: Any) -> None:
    """Look at many samples of one person: ordinary days, named periods, and numbers such as fibre of the day before."""
    from commensal.cohort.microbiome_series import series_in_files  # noqa: PLC0415 - only when it is run, as below
    from commensal.report.microbiome_series_words import series_json, series_paper  # noqa: PLC0415
    from commensal.report.trial_paper import paper_text  # noqa: PLC0415

    with busy(words("microbiome.reading")):
        seen = series_in_files(table.expanduser(), days.expanduser(), **asked)
    made = series_paper(seen)
    door.answer(series_json(seen, made), paper_text(made).rstrip("\n"))


def _keep(home: Home, profiles: tuple[Any, ...], day: date | None) -> SamplesKept:
    from commensal.service.microbiome_samples import keep_samples  # noqa: PLC0415

    return keep_samples(home, profiles, day=day)


def _kept_lines(kept: SamplesKept) -> list[str]:
    from commensal.report.labels import listed  # noqa: PLC0415
    from commensal.report.numbers import day_words  # noqa: PLC0415

    lines = []
    if kept.n_new:
        days = listed([day_words(day) for day in sorted(set(kept.days))[:6]])
        one = kept.n_new == 1
        said = (
            words("microbiome.kept_one", days=days) if one else words("microbiome.kept_many", n=kept.n_new, days=days)
        )
        lines.append(said)
    if kept.n_known:
        lines.append(words("microbiome.known", n=kept.n_known))
    if kept.n_moved:
        lines.append(words("microbiome.moved", n=kept.n_moved))
    return [*lines, words("microbiome.how_undone")] if kept.n_new or kept.n_moved else lines
