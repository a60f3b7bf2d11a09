"""Outcomes, plans and drafts made by hand, for tests of what is proposed and of the papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from commensal.records.person import Person
from commensal.trials.draft import TrialDraft, Watched
from commensal.trials.plan import TrialOutcome, TrialPlan
from commensal.trials.propose import from_protocol
from commensal.trials.protocol_fit import fit, frozen
from tests.unit.guidance.guidance_people import TODAY, person

FIRST_DAY = date(2026, 11, 23)
PAIN = Watched(outcome=TrialOutcome(key="pain", label="Pain", minimum=0.0, maximum=10.0))
GUT = Watched(outcome=TrialOutcome(key="bloating", label="Bloating", minimum=0.0, maximum=10.0))


def draft(protocol_id: str, watched: Watched = PAIN, **options: Any) -> TrialDraft:
    """The one draft of a ready protocol."""
    (one,) = from_protocol(protocol_id, watched, **options)
    return one


def plan(
    protocol_id: str, watched: Watched = PAIN, *, seed: int = 7, who: Person | None = None, **options: Any
) -> TrialPlan:
    """A plan as it is frozen for somebody whom no rule holds back."""
    allowed = fit(draft(protocol_id, watched, **options), who or person(), (), today=TODAY)
    return frozen(allowed, seed=seed, first_day=FIRST_DAY, today=TODAY)
