"""The findings for somebody who waits: worked out aside, once for each state of the diary, and never a spoiler.

While a trial runs whose results its person chose not to see, or whose packages somebody else keeps, days of the trial
are left out: what goes with what in them could tell. The findings then rest on the days before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commensal.records.facts import TRIAL_KINDS
from commensal.service.aside import NotReadyError, aside, diary_state
from commensal.service.home import Home
from commensal.vocab.errors import NotAnalysableError

if TYPE_CHECKING:
    from commensal.service.reporting import Looked


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

    def look_now() -> Looked:
        from commensal.service.reporting import look  # noqa: PLC0415 - arrays, which no other page needs

        return look(home, last_day=seen_until)

    looked, is_ready = None, True
    try:
        looked = aside(("findings", *diary_state(home), seen_until), look_now, wait_s=wait_s)
    except NotReadyError:
        is_ready = False
    except NotAnalysableError:
        pass  # nothing in the diary yet that could be compared: an answer, too
    return Reading(looked=looked, is_ready=is_ready, seen_until=seen_until, rests_until=rests_until)


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
