"""Many samples compared by groups, in this process or through Dask: the same numbers wherever the work is done.

Every task has its own seed and its own rows, so neither how tasks are spread nor where they run can change a number.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from commensal.cohort.microbiome_files import PeopleTable, read_people, read_samples, sample_names
from commensal.cohort.run import loaded, scheduled
from commensal.microbiome.confounders import confounding
from commensal.microbiome.group_comparison import FEWEST_IN_A_GROUP, GroupComparison, differences
from commensal.microbiome.permanova import Permanova, permanova
from commensal.microbiome.sample_table import FEWEST_READS, SampleTable
from commensal.microbiome.table_alpha import MEASURES, alpha
from commensal.vocab.errors import NotAnalysableError

Floats = NDArray[np.float64]
_Run = Callable[[Sequence[Callable[[], Any]]], list[Any]]

N_ORDERS: Final = 999
_SAMPLES_PER_TASK = 500
_DISTANCES = ("bray_curtis", "aitchison")
_REFERENCE_WORDS = ("healthy", "control", "controls", "hc", "h", "ctl", "ctrl", "none", "no", "usual", "placebo")


def compare_groups(
    table: SampleTable,
    people: PeopleTable,
    group_column: str,
    *,
    person_column: str | None = None,
    reference: str | None = None,
    n_orders: int = N_ORDERS,
    seed: int = 0,
    scheduler: Any = None,
    n_workers: int | None = None,
) -> GroupComparison:
    """Compare groups of people, one sample each, with what else differs between them first.

    Parameters
    ----------
    group_column : of ``people``, whose words are the groups.
    person_column : that tells people apart; of several samples of one person the first in ``people`` is taken.
    reference : the group that others are compared with; one called healthy or control, else the largest, when None.
    n_orders : random orders of the labels for whole communities.
    seed : of these orders.
    scheduler : None for this process alone; else as for ``cohort.find_many``.

    Raises
    ------
    UsageError : no such column, or Dask is asked for and not installed.
    NotAnalysableError : fewer than two groups of ten people.
    """
    people.column(group_column)
    person = people.person_column(person_column, group_column=group_column)
    chosen, labels, columns, n_without = _one_each(table, people, group_column, person)
    names, sizes = np.unique(labels, return_counts=True)
    large = [str(name) for name, size in zip(names, sizes, strict=True) if size >= FEWEST_IN_A_GROUP]
    if len(large) < 2:
        raise _too_few(group_column, dict(zip(map(str, names), map(int, sizes), strict=True)))
    groups = _in_order(large, dict(zip(map(str, names), map(int, sizes), strict=True)), reference)
    kept = np.flatnonzero(np.isin(labels, groups))
    compared = table.of_samples(chosen[kept])
    group_of = np.array([groups.index(label) for label in labels[kept]], dtype=np.intp)
    of_people = {name: [values[place] for place in kept] for name, values in columns.items() if name != group_column}
    if person is not None:
        of_people.pop(person, None)
    run = partial(_run, scheduler=scheduler, n_workers=n_workers)
    measured, communities = _computed(compared, group_of, n_orders=n_orders, seed=seed, run=run)
    known_depth = {**of_people, "reads (depth)": list(compared.depth)} if compared.are_counts else of_people
    confounders = confounding(group_of, groups, known_depth)
    return GroupComparison(
        column=group_column,
        person_column=person,
        groups=tuple((name, int((group_of == place).sum())) for place, name in enumerate(groups)),
        left_out=tuple((str(n), int(s)) for n, s in zip(names, sizes, strict=True) if str(n) not in groups),
        n_samples=len(table.samples),
        n_people=len(group_of),
        too_few_reads=table.too_few_reads,
        n_without_group=n_without,
        confounding=confounders,
        depth_by_group=_depth_by_group(compared, group_of, len(groups)),
        richness_reads=int(compared.depth.min()) if compared.are_counts else None,
        differences=differences(measured, group_of, groups, confounding=confounders, columns=known_depth),
        communities=communities,
    )


def compare_groups_in_files(
    samples: Path,
    people: Path,
    group_column: str,
    *,
    fewest_reads: int = FEWEST_READS,
    **options: Any,
) -> GroupComparison:
    """The same from two files; ``options`` as for ``compare_groups``.

    Raises
    ------
    UnreadableFileError, UsageError, NotAnalysableError : as the parts say; nothing is written.
    """
    down, along = sample_names(samples)
    known = read_people(people, (*down, *along))
    table = read_samples(samples, known_samples=known.samples, fewest_reads=fewest_reads)
    return compare_groups(table, known, group_column, **options)


def _one_each(
    table: SampleTable, people: PeopleTable, group_column: str, person: str | None
) -> tuple[NDArray[np.intp], NDArray[np.str_], dict[str, list[object]], int]:
    """Rows of the table to be compared, their groups, what is known of them, and how many have no group."""
    row_of = {name: row for row, name in enumerate(table.samples)}
    seen: set[object] = set()
    rows, places, n_without = [], [], 0
    for place, name in enumerate(people.samples):
        row = row_of.get(name.strip())
        if row is None:
            continue
        if people.columns[group_column][place] is None:
            n_without += 1
            continue
        who = name if person is None else people.columns[person][place] or name
        if who not in seen:
            seen.add(who)
            rows.append(row)
            places.append(place)
    labels = np.array([str(people.columns[group_column][place]) for place in places], dtype=np.str_)
    columns = {name: [values[place] for place in places] for name, values in people.columns.items()}
    n_unnamed = len(set(table.samples) - {name.strip() for name in people.samples})
    return np.array(rows, dtype=np.intp), labels, columns, n_without + n_unnamed


def _in_order(large: Sequence[str], size_of: dict[str, int], reference: str | None) -> list[str]:
    if reference is not None:
        if reference not in large:
            raise _too_few(reference, size_of)
        first = reference
    else:
        called = [name for name in large if name.casefold() in _REFERENCE_WORDS]
        first = called[0] if called else max(large, key=lambda name: (size_of[name], name))
    return [first, *(name for name in large if name != first)]


def _computed(
    table: SampleTable, group_of: NDArray[np.intp], *, n_orders: int, seed: int, run: _Run
) -> tuple[dict[str, Floats], dict[str, Permanova]]:
    n_reads = int(table.depth.min()) if table.are_counts else None
    starts = range(0, len(table.samples), _SAMPLES_PER_TASK)
    parts = [np.arange(start, min(start + _SAMPLES_PER_TASK, len(table.samples))) for start in starts]
    tasks: list[Callable[[], Any]] = [partial(alpha, table.of_samples(part), n_reads=n_reads) for part in parts]
    tasks += [partial(_community, name, table, group_of, n_orders, seed) for name in _DISTANCES]
    done = run(tasks)
    measured = {name: np.concatenate([part[name] for part in done[: len(parts)]]) for name in MEASURES}
    return measured, dict(zip(_DISTANCES, done[len(parts) :], strict=True))


def _run(tasks: Sequence[Callable[[], Any]], *, scheduler: Any, n_workers: int | None) -> list[Any]:
    if scheduler is None:
        return [task() for task in tasks]
    with scheduled(scheduler, beyond_this_machine=False) as chosen:
        dask = loaded("dask")
        delayed = [dask.delayed(task, pure=False)() for task in tasks]
        return list(dask.compute(*delayed, scheduler=chosen, num_workers=n_workers or os.cpu_count() or 1))


def _community(name: str, table: SampleTable, group_of: NDArray[np.intp], n_orders: int, seed: int) -> Permanova:
    """One distance and its test in one task: the matrix never travels."""
    from commensal.microbiome import distances  # noqa: PLC0415 - numba only where distances are wanted

    matrix = getattr(distances, name)(table.shares if name == "bray_curtis" else table.values)
    rng = np.random.default_rng([seed, _DISTANCES.index(name)])
    return permanova(matrix, group_of, n_orders=n_orders, rng=rng)


def _depth_by_group(table: SampleTable, group_of: NDArray[np.intp], n_groups: int) -> tuple[float | None, ...]:
    if not table.are_counts:
        return (None,) * n_groups
    return tuple(float(np.median(table.depth[group_of == group])) for group in range(n_groups))


def _too_few(where: str, size_of: dict[str, int]) -> NotAnalysableError:
    sizes = ", ".join(f"{name}: {size}" for name, size in list(size_of.items())[:8])
    return NotAnalysableError(
        where=f"groups of {where!r}",
        found=sizes or "nobody",
        expected=f"two groups of at least {FEWEST_IN_A_GROUP} people with a sample each",
        do="Choose another column; with so few people a difference would be a story about these few.",
    )
