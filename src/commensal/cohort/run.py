"""Ask the same question of many people through Dask: the same numbers as one by one, whatever the scheduler.

Each person's answer is that of ``commensal.find``, which draws nothing at random and shares nothing between people, so
how they are grouped and where the groups run cannot change it. A person whose days cannot be read or analysed becomes a
value, ``NotAsked``; the run goes on.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import islice
from typing import Any

from commensal.cohort.answers import Answers, NotAsked, answers_of, together
from commensal.cohort.whereabouts import check_is_here
from commensal.service.find import Found, find
from commensal.service.reading import read_diary
from commensal.vocab.errors import UsageError

SCHEDULERS = ("synchronous", "threads", "processes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every person is asked; the arguments of ``commensal.find`` but for the frame."""

    outcomes: tuple[str, ...]
    exposures: tuple[str, ...] | None = None
    before_rating: tuple[str, ...] = ()
    graph: bool = True
    seed: int = 0


def find_many(
    people: Mapping[str, Any],
    outcome: str | Sequence[str],
    *,
    exposures: Sequence[str] | None = None,
    before_rating: Collection[str] = (),
    graph: bool = True,
    seed: int = 0,
    scheduler: Any = "threads",
    n_workers: int | None = None,
    people_per_task: int = 50,
    beyond_this_machine: bool = False,
) -> Answers:
    """What goes with an outcome, for each of many people, as ``commensal.find`` would answer one by one.

    Parameters
    ----------
    people : by name, the days of each: what ``find`` takes (a frame or a ``Diary``); a path, which is read where the
        work is done; or a function without arguments that gives a frame or a ``Diary``. With paths and functions only
        those at work are in memory at once.
    outcome, exposures, before_rating, graph, seed : as for ``find``; the same for all.
    scheduler : ``"synchronous"``, ``"threads"`` or ``"processes"`` of this machine; a ``distributed.Client``; or the
        address of a Dask scheduler. With ``"processes"``, a script needs ``if __name__ == "__main__":``.
    n_workers : threads or processes; as many as there are cores when None. A client has workers of its own.
    people_per_task : how many people make one task.
    beyond_this_machine : diaries are private, so a scheduler elsewhere is refused unless this is said.

    Returns
    -------
    Answers in the order of ``people``. Those whose days cannot be analysed are among ``not_asked``.

    Raises
    ------
    UsageError : Dask is not installed, no such scheduler, a number below 1, or a scheduler elsewhere.
    """
    _check(n_workers, people_per_task)
    question = Asked(
        outcomes=(outcome,) if isinstance(outcome, str) else tuple(outcome),
        exposures=None if exposures is None else tuple(exposures),
        before_rating=tuple(sorted(before_rating)),
        graph=graph,
        seed=seed,
    )
    groups = _groups(people.items(), people_per_task)
    with scheduled(scheduler, beyond_this_machine=beyond_this_machine) as chosen:
        dask = loaded("dask")
        # A partial is opaque to Dask, which would otherwise walk through every frame in search of its own kind.
        tasks = [dask.delayed(partial(ask_group, group, question), pure=False)() for group in groups]
        return together(dask.compute(*tasks, scheduler=chosen, num_workers=n_workers or os.cpu_count() or 1))


def ask_group(group: Iterable[tuple[str, Any]], question: Asked) -> Answers:
    """Ask some people, one after the other; what a Dask task does."""
    found: list[tuple[str, Found]] = []
    not_asked: list[NotAsked] = []
    for person, days in group:
        try:
            found.append((person, ask_one(days, question)))
        except Exception as problem:  # one person's file must not end the run of ten thousand
            not_asked.append(NotAsked.because(person, problem))
    return answers_of(found, not_asked)


def ask_one(days: Any, question: Asked) -> Found:
    """Ask one person, whose days may first have to be read or made."""
    if isinstance(days, str | os.PathLike):
        days = read_diary(days)
    elif callable(days):
        days = days()
    return find(
        days,
        question.outcomes,
        exposures=question.exposures,
        before_rating=question.before_rating,
        graph=question.graph,
        seed=question.seed,
    )


def _groups(people: Iterable[tuple[str, Any]], size: int) -> Iterator[tuple[tuple[str, Any], ...]]:
    waiting = iter(people)
    while group := tuple(islice(waiting, size)):
        yield group


@contextmanager
def scheduled(scheduler: Any, *, beyond_this_machine: bool) -> Iterator[Any]:
    """What ``dask.compute`` takes for a scheduler; a connection that we open is closed again."""
    if isinstance(scheduler, str) and scheduler in SCHEDULERS:
        yield scheduler
        return
    client_of = loaded("distributed").Client
    if isinstance(scheduler, client_of):
        if not beyond_this_machine:
            check_is_here(scheduler.scheduler_info()["address"])
        yield scheduler
    elif isinstance(scheduler, str) and "://" in scheduler:
        if not beyond_this_machine:
            check_is_here(scheduler)
        with client_of(scheduler, set_as_default=False) as client:
            yield client
    else:
        raise UsageError(
            where="scheduler",
            found=repr(scheduler),
            expected=f"one of {', '.join(SCHEDULERS)}, a distributed.Client, or an address such as tcp://127.0.0.1:8786",
            do="Choose one of them.",
        )


def loaded(name: str) -> Any:
    """Dask, or its distributed part: an extra, and slow to load."""
    try:
        return import_module(name)
    except ModuleNotFoundError as problem:
        if problem.name != name:
            raise
        raise UsageError(
            where="many people",
            found=f"no {name}",
            expected=f"{name}, which is not installed with Commensal itself",
            do="Install it, for example: pip install 'commensal[cohort]'.",
        ) from problem


def _check(n_workers: int | None, people_per_task: int) -> None:
    for name, number in (("n_workers", n_workers), ("people_per_task", people_per_task)):
        if number is not None and number < 1:
            raise UsageError(where=name, found=str(number), expected="a number from 1 on", do="Choose another.")
