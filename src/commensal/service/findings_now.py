"""The findings for somebody who waits: worked out aside, once for each state of the diary, and never a spoiler.

While a trial runs whose results its person chose not to see, or whose packages somebody else keeps, days of the trial
are left out: what goes with what in them could tell. The findings then rest on the days before it.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from commensal.records.facts import TRIAL_KINDS
from commensal.service.home import Home
from commensal.vocab.errors import NotAnalysableError

if TYPE_CHECKING:
    from commensal.service.reporting import Looked

_MOST_KEPT = 4
_kept: OrderedDict[tuple[object, ...], Future[Looked]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known at this moment.

    Parameters
    ----------
    looked : the findings; None while they are worked out, and where there is nothing to look at.
    is_ready : whether waiting longer would change nothing.
    seen_until : last day that was read, where the days of a running trial are left out; None otherwise.
    rests_until : the trial's last day, then.
    """

    looked: Looked | None
    is_ready: bool
    seen_until: date | None = None
    rests_until: date | None = None


def reading(home: Home, *, wait_s: float) -> Reading:
    """The findings of the diary as it is now, or that they are still worked out.

    Parameters
    ----------
    wait_s : how long to wait for them. [s]
    """
    seen_until, rests_until = _left_out(home)
    coming = _asked(home, seen_until)
    try:
        looked = coming.result(timeout=wait_s)
    except TimeoutError:
        return Reading(looked=None, is_ready=False, seen_until=seen_until, rests_until=rests_until)
    except NotAnalysableError:
        looked = None  # nothing in the diary yet that could be compared: an answer, too
    return Reading(looked=looked, is_ready=True, seen_until=seen_until, rests_until=rests_until)


def _asked(home: Home, seen_until: date | None) -> Future[Looked]:
    """The answer that is there or on its way for these very days; asked for once."""
    key = (home.shown_location, *_state_of(home), seen_until)
    with _lock:
        coming = _kept.get(key)
        if coming is None or (coming.done() and not isinstance(coming.exception(), NotAnalysableError | None)):
            coming = _kept[key] = _workshop().submit(_look, home, seen_until)
        _kept.move_to_end(key)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return coming


def _look(home: Home, seen_until: date | None) -> Looked:
    from commensal.service.reporting import look  # noqa: PLC0415 - arrays, which no other page needs

    return look(home, last_day=seen_until)


def _state_of(home: Home) -> tuple[object, ...]:
    """Something that is another as soon as anything is written."""
    with home.journal_to_read() as journal:
        newest = () if journal is None else journal.actions(limit=1)
    return tuple((action.id, action.at, action.name, action.n_entries) for action in newest)


def _left_out(home: Home) -> tuple[date | None, date | None]:
    """The last day before a running trial that must not be told about, and the trial's last day."""
    with home.journal_to_read() as journal:
        papers = () if journal is None else journal.entries(kinds=TRIAL_KINDS)
    if not papers:
        return None, None
    from commensal.service.trial import standing_of  # noqa: PLC0415 - whoever runs no trial pays for none of this
    from commensal.service.trial_journal import open_run  # noqa: PLC0415
    from commensal.trials.running import trial_runs  # noqa: PLC0415

    run = open_run(trial_runs(papers), home.today())
    if run is None or run.plan.first_day is None:
        return None, None
    standing = standing_of(run, home.today())
    if not standing.are_results_hidden and standing.letters is None:
        return None, None
    return run.plan.first_day - timedelta(days=1), run.plan.last_day


@cache
def _workshop() -> ThreadPoolExecutor:
    """One worker: two at once would only be slower."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="findings")
