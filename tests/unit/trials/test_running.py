"""The state of a trial from its papers, and when there is an instruction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from commensal.records.entry import Entry
from commensal.records.trial_facts import Adherence, TrialFrozen, TrialStep
from commensal.trials.running import (
    DayKept,
    TrialState,
    days_so_far,
    instruction_on,
    paused_days,
    state_of,
    trial_runs,
)
from commensal.vocab.errors import InvalidRecordError
from tests.unit.trials.papers import Papers, a_plan, day, started


def test_a_plan_that_was_not_begun_gives_no_instruction() -> None:
    """Planning is not consenting."""
    run = Papers().run
    assert [state_of(run, day(n)) for n in (0, 1, 9)] == [TrialState.PLANNED] * 3
    assert instruction_on(run, day(1)) is None
    assert days_so_far(run, day(3)) == ()


def test_a_trial_waits_runs_and_finishes_by_the_calendar() -> None:
    """Nobody has to say that it is over."""
    run = started().run
    states = [state_of(run, day(n)) for n in (0, 1, 8, 9)]
    assert states == [TrialState.WAITING, TrialState.RUNNING, TrialState.RUNNING, TrialState.FINISHED]
    assert [instruction_on(run, day(n)) is None for n in (0, 1, 8, 9)] == [True, False, False, True]


def test_an_instruction_says_the_arm_that_was_drawn() -> None:
    """Day, number, arm and name, as the schedule has them, with what was said of the day."""
    papers = started()
    papers.goes(2, Adherence.PARTLY)
    said = [instruction_on(papers.run, day(n)) for n in range(1, 9)]
    assert [one.arm for one in said if one] == list(papers.plan.schedule)
    second = said[1]
    assert second is not None
    assert (second.number, second.n_days, second.arm_name) == (2, 8, "berries")
    assert second.kept == DayKept(adherence=Adherence.PARTLY)
    assert said[2] is not None
    assert said[2].kept is None


def test_a_pause_withholds_the_instruction_and_going_on_gives_it_back() -> None:
    """Days of rest are known, and the schedule went on by the calendar meanwhile."""
    papers = started()
    papers.happens(TrialStep.PAUSED, 3)
    assert state_of(papers.run, day(4)) is TrialState.PAUSED
    assert instruction_on(papers.run, day(4)) is None
    assert paused_days(papers.run, day(4)) == {day(3), day(4)}
    papers.happens(TrialStep.RESUMED, 6)
    after = instruction_on(papers.run, day(6))
    assert after is not None
    assert after.arm == papers.plan.schedule[5]
    assert paused_days(papers.run, day(8)) == {day(3), day(4), day(5)}


def test_a_pause_that_nobody_ended_lasts_to_the_last_day() -> None:
    """It finishes by the calendar, and no day after the last is counted as rest."""
    papers = started()
    papers.happens(TrialStep.PAUSED, 7)
    assert state_of(papers.run, day(20)) is TrialState.FINISHED
    assert paused_days(papers.run, day(20)) == {day(7), day(8)}


@pytest.mark.parametrize("later", sorted(TrialStep))
def test_nothing_written_after_a_stop_makes_it_run_again(later: TrialStep) -> None:
    """Not a second start, not a resume, whatever its day."""
    papers = started()
    papers.happens(TrialStep.STOPPED, 3, words="enough")
    papers.happens(later, 4)
    for number in range(12):
        assert state_of(papers.run, day(number)) is TrialState.STOPPED
        assert instruction_on(papers.run, day(number)) is None
    assert papers.run.ended_on == day(3)
    assert days_so_far(papers.run, day(8)) == (day(1), day(2), day(3))


def test_something_unwelcome_ends_it_even_where_the_stop_was_never_written() -> None:
    """A computer that is switched off between two lines leaves no way round."""
    papers = started()
    papers.hurts(4)
    assert state_of(papers.run, day(4)) is TrialState.STOPPED
    assert instruction_on(papers.run, day(5)) is None
    assert papers.run.ended_on == day(4)


def test_something_unwelcome_after_the_last_day_is_kept_and_changes_no_end() -> None:
    """It finished, and what was said of it stays with it."""
    papers = started()
    papers.hurts(12)
    assert state_of(papers.run, day(12)) is TrialState.FINISHED
    assert papers.run.ended_on == day(8)
    assert [one.words for one in papers.run.unwelcome] == ["a rash"]


def test_papers_count_in_the_order_in_which_they_were_written() -> None:
    """The journal gives entries by day and id; a pause and a resume of one day must not change places."""
    papers = started()
    papers.happens(TrialStep.PAUSED, 2)
    papers.happens(TrialStep.RESUMED, 2)
    for entries in (papers.entries, papers.entries[::-1]):
        (run,) = trial_runs(entries)
        assert state_of(run, day(2)) is TrialState.RUNNING
        assert paused_days(run, day(3)) == frozenset()


def test_papers_without_their_plan_are_no_trial() -> None:
    """Where the plan was taken back, what is left over says nothing."""
    papers = started()
    assert trial_runs(papers.entries[1:]) == ()


def test_a_plan_that_was_changed_in_the_diary_is_refused() -> None:
    """Its hash does not fit any more."""
    papers = started()
    fact = papers.entries[0].fact
    assert isinstance(fact, TrialFrozen)
    forged = replace(fact, plan=fact.plan.replace("a handful of berries", "two handfuls"))
    entries = [replace(papers.entries[0], fact=forged), *papers.entries[1:]]
    with pytest.raises(InvalidRecordError, match="changed after it was frozen"):
        trial_runs(entries)


def test_several_trials_stand_in_the_order_of_their_plans() -> None:
    """Each has its own papers."""
    first, second = started(), started(a_plan(seed=8, first_day=date(2027, 3, 1)))
    both: list[Entry] = [*second.entries, *first.entries]
    assert {run.trial_id for run in trial_runs(both)} == {first.trial_id, second.trial_id}
    assert all(len(run.moments) == 1 for run in trial_runs(both))
