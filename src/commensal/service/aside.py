"""Work that takes seconds, done aside: whoever waits is told that it is on its way, and it is done once.

Answers are kept in memory only, under a key that names all that enters; with the state of the diary in it, whatever is
written makes another key.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from commensal.service.home import Home
from commensal.vocab.errors import CommensalError
from commensal.vocab.language import language

T = TypeVar("T")

_MOST_KEPT = 16
_kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()
_lock = Lock()


class NotReadyError(Exception):
    """The answer is on its way."""


def aside(key: Hashable, make: Callable[[], T], *, wait_s: float) -> T:
    """What ``make`` gives, or that it is still at work.

    Parameters
    ----------
    key : the same key means the same answer, in the same language.
    wait_s : how long to wait for it. [s]

    Raises
    ------
    NotReadyError : it takes longer; asking again with the same key goes on with the same work.
    Exception : whatever ``make`` raises. A ``CommensalError`` is an answer and is kept, anything else is tried again.
    """
    coming = _asked((language.get(), key), make)
    try:
        answer: T = coming.result(timeout=wait_s)
    except TimeoutError as still_at_work:
        raise NotReadyError from still_at_work
    return answer


def diary_state(home: Home) -> tuple[Hashable, ...]:
    """Where the diary is, and something of it that is another as soon as anything is written."""
    with home.journal_to_read() as journal:
        newest = () if journal is None else journal.actions(limit=1)
    return (home.shown_location, *((action.id, action.at, action.name, action.n_entries) for action in newest))


def _asked(key: Hashable, make: Callable[[], T]) -> Future[T]:
    with _lock:
        coming = _kept.get(key)
        if coming is None or _went_wrong(coming):
            coming = _kept[key] = _workshop().submit(copy_context().run, make)
        _kept.move_to_end(key)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return coming


def _went_wrong(coming: Future[Any]) -> bool:
    return coming.done() and not isinstance(coming.exception(), CommensalError | None)


@cache
def _workshop() -> ThreadPoolExecutor:
    """Two workers: somebody who goes on to another page is not kept waiting by the first."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="aside")
