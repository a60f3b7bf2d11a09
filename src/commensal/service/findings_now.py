"""The findings for somebody who waits: worked out aside, once for each state of the diary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commensal.service.aside import NotReadyError, aside, diary_state
from commensal.service.hidden_days import left_out
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
    seen_until, rests_until = left_out(home)

    def look_now() -> Looked:
        from commensal.service.reporting import look  # noqa: PLC0415 - arrays, which no other page needs

        return look(home)

    looked, is_ready = None, True
    try:
        looked = aside(("findings", *diary_state(home), seen_until), look_now, wait_s=wait_s)
    except NotReadyError:
        is_ready = False
    except NotAnalysableError:
        pass  # nothing in the diary yet that could be compared: an answer, too
    return Reading(looked=looked, is_ready=is_ready, seen_until=seen_until, rests_until=rests_until)
