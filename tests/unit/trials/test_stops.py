"""What ends or pauses a trial at once, and what does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from commensal.knowledge.safety_rules import Level
from commensal.knowledge.trial_protocols import stop_rules
from commensal.records.trial_facts import TrialStep
from commensal.safety.pacing_days import PacingDay
from commensal.safety.screened import FiredRule
from commensal.safety.truth import Reason
from commensal.trials.stops import BadNews, StopCause, since_start, stop_called
from commensal.vocab.answers import Answer
from commensal.vocab.proposal_kinds import ProposalKind
from tests.unit.trials.papers import Papers, a_plan, day, started


def _fired(rule_id: str, level: Level, on: date | None = None) -> FiredRule:
    reason = Reason(what="mention", words="blood", day=on)
    return FiredRule(rule_id=rule_id, level=level, bars=frozenset(), is_unverified=False, reasons=(reason,))


def _felt(high_from: date, until: date) -> list[PacingDay]:
    """Four weeks of pain around 3, then 8 on the days from ``high_from``."""
    first = day(1) - timedelta(days=28)
    days = [first + timedelta(days=n) for n in range((until - first).days + 1)]
    return [
        PacingDay(day=one, symptoms={"pain": 8.0 if one >= high_from else 3.0 + (one.toordinal() % 2)}) for one in days
    ]


@pytest.mark.parametrize(
    ("level", "cause"), [(Level.EMERGENCY, StopCause.EMERGENCY), (Level.URGENT, StopCause.URGENT)], ids=str
)
@pytest.mark.parametrize("number", [0, 1, 8])
def test_a_red_flag_stops_it_on_any_day(number: int, level: Level, cause: StopCause) -> None:
    """Before the first day, in the middle and on the last."""
    call = stop_called(started().run, BadNews(fired=(_fired("S04", level),)), today=day(number))
    assert call is not None
    assert (call.cause, call.step, call.rule_ids) == (cause, TrialStep.STOPPED, ("S04",))


@pytest.mark.parametrize("level", [Level.BLOCK, Level.LIMIT, Level.HONESTY], ids=str)
def test_a_rule_that_only_shapes_advice_stops_nothing(level: Level) -> None:
    """They were looked at when the trial was planned."""
    assert stop_called(started().run, BadNews(fired=(_fired("S15", level),)), today=day(2)) is None


def test_a_red_flag_stops_a_trial_that_rests() -> None:
    """A pause is no shelter from the rules."""
    papers = started()
    papers.happens(TrialStep.PAUSED, 2)
    call = stop_called(papers.run, BadNews(fired=(_fired("S01", Level.EMERGENCY),)), today=day(3))
    assert call is not None
    assert call.cause is StopCause.EMERGENCY


def test_nothing_is_stopped_that_does_not_go_on() -> None:
    """Not a bare plan, not what has ended."""
    news = BadNews(fired=(_fired("S01", Level.EMERGENCY),))
    assert stop_called(Papers().run, news, today=day(2)) is None
    assert stop_called(started().run, news, today=day(9)) is None
    papers = started()
    papers.happens(TrialStep.STOPPED, 2)
    assert stop_called(papers.run, news, today=day(3)) is None


def test_one_marked_crash_stops_it() -> None:
    """A crash is the person's own word; one from before the trial is no news."""
    run = started().run
    crash = [PacingDay(day=day(3), is_crash=True)]
    call = stop_called(run, BadNews(days=crash, pem=Answer.NO), today=day(3))
    assert call is not None
    assert (call.cause, call.is_pause, call.days) == (StopCause.CRASH, False, (day(3),))
    before = [PacingDay(day=day(-1), is_crash=True), PacingDay(day=day(2), is_crash=False)]
    assert stop_called(run, BadNews(days=before), today=day(3)) is None


_LISTED = ("two_worse_days",)


@pytest.mark.parametrize(
    ("pem", "stop_rules", "step"),
    [
        (Answer.YES, (), TrialStep.STOPPED),
        (Answer.YES, _LISTED, TrialStep.STOPPED),
        (None, _LISTED, TrialStep.STOPPED),
        (Answer.UNKNOWN, (), TrialStep.PAUSED),
        (Answer.UNKNOWN, _LISTED, TrialStep.PAUSED),
        (Answer.NO, _LISTED, TrialStep.PAUSED),
        (Answer.NO, (), None),
        (None, (), None),
    ],
)
def test_two_worse_days_count_where_effort_may_be_paid_for_later(
    pem: Answer | None, stop_rules: tuple[str, ...], step: TrialStep | None
) -> None:
    """With known setbacks it ends (rule S22); where nobody knows it rests; elsewhere two bad days are mostly chance."""
    run = started(a_plan(stop_rules=stop_rules)).run
    call = stop_called(run, BadNews(days=_felt(day(2), day(3)), pem=pem), today=day(3))
    assert (None if call is None else call.step) is step
    if call is not None:
        assert (call.cause, call.days) == (StopCause.WORSE_DAYS, (day(2), day(3)))


def test_one_worse_day_calls_nothing() -> None:
    """It takes two in a row."""
    assert stop_called(started().run, BadNews(days=_felt(day(3), day(3)), pem=Answer.YES), today=day(3)) is None


def test_after_going_on_the_same_two_days_do_not_call_again() -> None:
    """Only what came since; two new ones do."""
    papers = started()
    papers.happens(TrialStep.PAUSED, 3, cause=StopCause.WORSE_DAYS.value)
    news = BadNews(days=_felt(day(2), day(3)), pem=Answer.UNKNOWN)
    assert stop_called(papers.run, news, today=day(3)) is None
    papers.happens(TrialStep.RESUMED, 4)
    assert stop_called(papers.run, news, today=day(4)) is None
    later = BadNews(days=_felt(day(2), day(5)), pem=Answer.UNKNOWN)
    call = stop_called(papers.run, later, today=day(5))
    assert call is not None
    assert call.days == (day(4), day(5))


def test_a_change_that_is_no_longer_fit_for_the_person_stops_it() -> None:
    """What is known of them now bars this kind, or any trial alone, and no other kind."""
    run = started().run
    for kind in (ProposalKind.FIBRE_INCREASE, ProposalKind.UNSUPERVISED_TRIAL):
        call = stop_called(run, BadNews(barred=frozenset({kind})), today=day(2))
        assert call is not None
        assert call.cause is StopCause.BARRED
    assert stop_called(run, BadNews(barred=frozenset({ProposalKind.PROBIOTIC})), today=day(2)) is None


def test_the_gravest_reason_is_the_one_that_is_named() -> None:
    """An emergency before an urgent rule before a crash."""
    news = BadNews(
        fired=(_fired("S04", Level.URGENT), _fired("S01", Level.EMERGENCY)),
        days=[PacingDay(day=day(2), is_crash=True)],
    )
    call = stop_called(started().run, news, today=day(2))
    assert call is not None
    assert call.cause is StopCause.EMERGENCY


def test_only_what_was_said_since_the_start_is_news() -> None:
    """What stood in front of the gate when the trial was planned does not end it each morning."""
    run = started().run
    old, new, dateless = (
        _fired("S04", Level.URGENT, day(-3)),
        _fired("S05", Level.URGENT, day(0)),
        _fired("S06", Level.URGENT),
    )
    assert since_start(run, (old, new, dateless)) == (new,)
    assert since_start(Papers().run, (new,)) == ()


def test_every_cause_but_the_gate_is_a_stop_rule_of_the_tables() -> None:
    """The page of a plan names the rules by which it is really ended."""
    assert {cause.value for cause in StopCause} - {StopCause.BARRED.value} <= set(stop_rules())
