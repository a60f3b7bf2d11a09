"""``commensal cohort simulate``: one what-if of very many made-up people."""

from __future__ import annotations

from pathlib import Path

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.progress import busy
from commensal.cli.words import counted, words


@click.command("simulate")
@click.argument("scenario", metavar="SCENARIO")
@click.option("-n", "--people", type=click.IntRange(min=2), default=1_000, help="How many people.  [default: 1000]")
@click.option("--seed", type=click.IntRange(min=0), default=0, help="The same seed, the same people.  [default: 0]")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A new TSV file.")
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
def simulate_command(
    door: Door, /, *, scenario: str, people: int, seed: int, out: Path, scheduler: str, workers: int | None
) -> None:
    """Run SCENARIO (a file, or the name of a ready one) in many people whom the axis model makes up.

    Writes one table: a row for each quantity, day and course (usual, changed), with the edges of the 50 % and 95 %
    bands. Symptoms are left out: they are no numbers here. The same seed gives the same table on any scheduler.
    """
    from commensal.cohort.what_if import simulate_many  # noqa: PLC0415 - arrays, only when asked
    from commensal.service.private_file import write_private  # noqa: PLC0415

    file = out.expanduser()
    with busy(words("cohort.simulating")):
        done = simulate_many(scenario, people, seed=seed, scheduler=scheduler, n_workers=workers)
    write_private(file, done.to_frame().to_csv(sep="\t", index=False))
    document = {"file": str(file), "n_people": done.n_people, "n_lost": done.n_lost, "quantities": list(done.changed)}
    door.answer(
        document,
        words("cohort.simulated", people=counted(done.n_people, "cohort.person"), n_lost=f"{done.n_lost:,}"),
        words("cohort.table", file=file),
    )
