"""The papers of a trial as facts: what they refuse, and that they are no values of a day."""

from __future__ import annotations

import pytest

from commensal.records.fact_fields import fact_from_fields, fields_of
from commensal.records.facts import FACT_BY_KIND, KIND_BY_FACT, STANDING_KINDS, TRIAL_KINDS, kind_of
from commensal.records.trial_facts import Adherence, AdverseEvent, TrialDay, TrialEvent, TrialFrozen, TrialStep
from commensal.vocab.errors import InvalidRecordError


def test_a_plan_carries_the_beginning_of_its_hash_as_its_name() -> None:
    """A trial cannot go under the name of another plan."""
    assert TrialFrozen(trial_id="ab12", plan="{}", plan_hash="ab12cd").conditions == ""
    with pytest.raises(InvalidRecordError, match="begins with ab12"):
        TrialFrozen(trial_id="ab12", plan="{}", plan_hash="cd12ab")


def test_every_paper_names_its_trial() -> None:
    """An empty name is refused, whatever the paper."""
    for make in (
        lambda: TrialFrozen(trial_id=" ", plan="{}", plan_hash=" "),
        lambda: TrialEvent(trial_id="", step=TrialStep.STARTED),
        lambda: TrialDay(trial_id="", adherence=Adherence.DONE),
        lambda: AdverseEvent(trial_id=""),
    ):
        with pytest.raises(InvalidRecordError, match="at least one letter"):
            make()


def test_papers_of_a_trial_never_reach_an_analysis_as_values() -> None:
    """They are standing kinds, and every kind of paper is among them."""
    papers = {KIND_BY_FACT[paper] for paper in (TrialFrozen, TrialEvent, TrialDay, AdverseEvent)}
    assert papers == set(TRIAL_KINDS)
    assert papers < STANDING_KINDS < set(FACT_BY_KIND)


@pytest.mark.parametrize("step", sorted(TrialStep))
def test_events_come_back_from_their_fields(step: TrialStep) -> None:
    """Words of closed lists come back as themselves, not as bare text."""
    event = TrialEvent(trial_id="ab12", step=step, cause="crash", words="bad day")
    back = fact_from_fields(kind_of(event), fields_of(event))
    assert back == event
    assert isinstance(back, TrialEvent)
    assert isinstance(back.step, TrialStep)
