"""Changes of plan stand beside the plan, and hidden results stay hidden."""

from __future__ import annotations

from commensal.records.trial_facts import TrialStep
from commensal.trials.amendments import RESULTS_SHOWN, amendments, are_results_hidden
from tests.unit.trials.papers import a_plan, day, started


def test_an_amendment_is_kept_with_its_day_and_leaves_the_plan_alone() -> None:
    """The hash of the plan is what it was."""
    papers = started()
    before = papers.plan.hash
    papers.happens(TrialStep.AMENDED, 3, words="raspberries when there are no blueberries")
    (kept,) = amendments(papers.run)
    assert (kept.number, kept.on, kept.trial_day) == (1, day(3), 3)
    assert kept.words == "raspberries when there are no blueberries"
    assert papers.run.plan.hash == before


def test_whether_results_could_be_seen_before_a_change_is_part_of_it() -> None:
    """Before the first day nobody could have seen one; with hidden results neither."""
    papers = started()
    papers.happens(TrialStep.AMENDED, 0, words="a")
    papers.happens(TrialStep.AMENDED, 3, words="b")
    assert [one.could_see_results for one in amendments(papers.run)] == [False, True]
    hidden = started(a_plan(hides_results=True))
    hidden.happens(TrialStep.AMENDED, 3, words="b")
    assert [one.could_see_results for one in amendments(hidden.run)] == [False]


def test_hidden_results_show_at_the_end_or_when_they_are_asked_for() -> None:
    """Never before, and a trial that hides nothing never hides."""
    papers = started(a_plan(hides_results=True))
    assert [are_results_hidden(papers.run, day(n)) for n in (1, 8, 9)] == [True, True, False]
    papers.happens(TrialStep.AMENDED, 4, cause=RESULTS_SHOWN, words="I would like to know")
    assert not are_results_hidden(papers.run, day(5))
    assert amendments(papers.run)[0].could_see_results
    assert not are_results_hidden(started().run, day(2))


def test_a_stop_shows_what_was_hidden() -> None:
    """The trial is over then."""
    papers = started(a_plan(hides_results=True))
    papers.happens(TrialStep.STOPPED, 2)
    assert not are_results_hidden(papers.run, day(2))
