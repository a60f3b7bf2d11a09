"""The papers of a trial as facts: the plan, what happened to it, and what became of each day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commensal.records.fact_checks import check_name, reject

STOP_ACTION: Final = "trial stop"
"""The action that ends a trial. Nothing takes it back, undo neither: after a stop there is no further instruction."""


class Adherence(StrEnum):
    """What became of a day of a trial. A day nobody speaks of has no answer, which is none of these."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not"
    SWAPPED = "swapped"
    """The other arm was done that day."""


class TrialStep(StrEnum):
    """What happened to a trial as a whole."""

    SEALED = "sealed"
    """Somebody else keeps the envelope that says which package is which."""
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    AMENDED = "amended"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFrozen:
    """A trial as it was planned, before anybody began it.

    Parameters
    ----------
    trial_id : the beginning of the plan's hash.
    plan : the whole plan as JSON, with its seed and hash; whoever reads it checks it.
    plan_hash : SHA-256 of the plan.
    conditions : ids of the safety rules that shaped it, parted by semicolons.
    """

    trial_id: str
    plan: str
    plan_hash: str
    conditions: str = ""

    def __post_init__(self) -> None:
        check_name("trial", self.trial_id)
        if not self.plan_hash.startswith(self.trial_id):
            raise reject("trial, hash", self.plan_hash, f"a hash that begins with {self.trial_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialEvent:
    """A trial was started, paused, resumed, changed or stopped; the day is the entry's own.

    Parameters
    ----------
    cause : of a stop or a pause, the id of the rule behind it; empty for a person's own wish.
    words : why, or what was changed, in the person's words.
    """

    trial_id: str
    step: TrialStep
    cause: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        check_name("trial", self.trial_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDay:
    """What became of one day of a trial."""

    trial_id: str
    adherence: Adherence
    words: str = ""

    def __post_init__(self) -> None:
        check_name("trial", self.trial_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent:
    """Something unwelcome that a person ties to a trial, in their words. It ends the trial, whatever else is known."""

    trial_id: str
    words: str = ""

    def __post_init__(self) -> None:
        check_name("trial", self.trial_id)
