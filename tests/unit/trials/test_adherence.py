"""What became of days: counted, with the missing kept missing."""

from __future__ import annotations

import pytest

from commensal.records.trial_facts import Adherence, TrialStep
from commensal.trials.adherence import adherence_by_day, arm_received, count_adherence, share_kept
from tests.unit.trials.papers import a_plan, day, started


def test_every_day_is_counted_once() -> None:
    """Said, unsaid and rested days add up to the days that have come."""
    papers = started()
    for number, adherence in enumerate((Adherence.DONE, Adherence.PARTLY, Adherence.NOT_DONE, Adherence.SWAPPED), 1):
        papers.goes(number, adherence)
    papers.happens(TrialStep.PAUSED, 6)
    papers.happens(TrialStep.RESUMED, 7)
    count = count_adherence(papers.run, day(7))
    assert (count.n_days, count.n_said, count.n_unsaid, count.n_paused) == (7, 4, 2, 1)
    assert (count.n_done, count.n_partly, count.n_not_done, count.n_swapped) == (1, 1, 1, 1)


def test_a_day_nobody_spoke_of_is_missing_and_not_undone() -> None:
    """It stands in no other count, and nowhere among the answers."""
    run = started().run
    assert count_adherence(run, day(3)).n_unsaid == 3
    assert adherence_by_day(run, day(3)) == {}


def test_nothing_is_counted_before_it_begins_or_after_it_stopped() -> None:
    """The days after a stop are no days of the trial."""
    papers = started()
    assert count_adherence(papers.run, day(0)).n_days == 0
    papers.happens(TrialStep.STOPPED, 2)
    assert count_adherence(papers.run, day(8)).n_days == 2


def test_the_last_word_on_a_day_holds() -> None:
    """What is said again replaces what was said."""
    papers = started()
    papers.goes(1, Adherence.NOT_DONE)
    papers.goes(1, Adherence.DONE)
    assert adherence_by_day(papers.run, day(1)) == {day(1): Adherence.DONE}


@pytest.mark.parametrize(
    ("number", "adherence", "arm"),
    [
        (1, Adherence.DONE, 0),
        (2, Adherence.DONE, 1),
        (2, Adherence.NOT_DONE, 0),
        (1, Adherence.NOT_DONE, None),
        (1, Adherence.SWAPPED, 1),
        (2, Adherence.SWAPPED, 0),
        (2, Adherence.PARTLY, None),
        (2, None, None),
        (9, Adherence.DONE, None),
    ],
)
def test_the_arm_that_was_received(number: int, adherence: Adherence | None, arm: int | None) -> None:
    """Known where the person's word settles it, and not guessed elsewhere."""
    assert arm_received(a_plan(), day(number), adherence) == arm


def test_a_day_of_rest_was_not_kept_and_is_not_left_out() -> None:
    """The analysis hears of it as a day on which the arm was not kept."""
    papers = started()
    papers.goes(1, Adherence.DONE)
    papers.happens(TrialStep.PAUSED, 2)
    papers.happens(TrialStep.RESUMED, 3)
    assert adherence_by_day(papers.run, day(3)) == {day(1): Adherence.DONE, day(2): Adherence.NOT_DONE}


def test_the_share_kept_is_of_the_days_of_a_change() -> None:
    """Days as usual say nothing of it, nor do days nobody spoke of."""
    papers = started()
    assert share_kept(papers.run, day(8)) is None
    for number, adherence in ((1, Adherence.NOT_DONE), (2, Adherence.DONE), (3, Adherence.PARTLY)):
        papers.goes(number, adherence)
    assert share_kept(papers.run, day(8)) == 0.5
