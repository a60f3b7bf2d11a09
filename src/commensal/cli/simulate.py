"""``commensal simulate``: synthetic data with known truth."""

from __future__ import annotations

from pathlib import Path

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.progress import busy
from commensal.cli.words import counted, words
from commensal.service.simulate import Form, simulate_people

_TABLE = (
    CommandEntry(
        name="people", place="commensal.cli.simulate:people_command", summary="Write diaries of made-up people."
    ),
)


@click.group("simulate", cls=LazyGroup, table=_TABLE)
@shared_options
def simulate_group() -> None:
    """Write synthetic data whose truth is known, for benchmarks and for trying things out."""


@click.command("people")
@click.option("-n", "n_people", type=int, default=1, metavar="N", help="How many people.  [default: 1]")
@click.option("--days", type=int, default=180, metavar="N", help="Days in each diary.  [default: 180]")
@click.option("--seed", type=click.IntRange(min=0), default=0, help="Same seed, same people.  [default: 0]")
@click.option(
    "--kind",
    type=click.Choice(("statistical", "axis")),
    default="statistical",
    help="Effects of a fixed shape, or the axis model driven by each day.  [default: statistical]",
)
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help="A new folder.")
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Form]),
    default=Form.EXPORT.value,
    help="Every entry as 'commensal export' writes it, or a CSV with one row a day.  [default: export]",
)
@shared_options
@pass_door
def people_command(door: Door, /, *, n_people: int, days: int, seed: int, kind: str, folder: Path, form: str) -> None:
    """Write diaries of made-up people, one folder each, with what was built in beside each diary.

    Everything is labelled synthetic. An export is read with 'commensal import DIR/person-001/diary'.
    """
    with busy(words("simulate.making")):
        done = simulate_people(
            door.opener(door.data), folder.expanduser(), n=n_people, days=days, seed=seed, kind=kind, form=Form(form)
        )
    document = {
        "is_synthetic": True,
        "folder": str(done.folder),
        "people": [str(place) for place in done.people],
        "n_entries": done.n_entries,
        "seed": seed,
        "kind": kind,
    }
    people = counted(len(done.people), "simulate.person")
    door.answer(document, words("simulate.made", people=people, folder=done.folder), words("simulate.truth"))
