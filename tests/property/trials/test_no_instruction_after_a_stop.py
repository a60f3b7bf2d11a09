"""Whatever is written into a trial's papers, in whatever order: after a stop there is no instruction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commensal.records.entry import Entry
from commensal.records.trial_facts import Adherence, AdverseEvent, TrialStep
from commensal.trials.adherence import count_adherence
from commensal.trials.running import TrialState, days_so_far, instruction_on, paused_days, state_of, trial_runs
from tests.unit.trials.papers import Papers, day

_numbers = st.integers(-3, 12)
_events = st.tuples(st.just("event"), st.sampled_from(TrialStep), _numbers)
_days = st.tuples(st.just("day"), st.sampled_from(Adherence), st.integers(1, 8))
_hurts = st.tuples(st.just("hurt"), st.none(), _numbers)
_without_stop = st.lists(
    st.tuples(st.just("event"), st.sampled_from(sorted(set(TrialStep) - {TrialStep.STOPPED})), _numbers) | _days,
    max_size=12,
)


def _papers(happened: list[tuple[str, TrialStep | Adherence | None, int]]) -> list[Entry]:
    papers = Papers()
    for what, which, number in happened:
        if isinstance(which, TrialStep):
            papers.happens(which, number)
        elif isinstance(which, Adherence):
            papers.goes(number, which)
        elif what == "hurt":
            papers.write(AdverseEvent(trial_id=papers.trial_id), day(number))
    return papers.entries


@given(before=_without_stop, after=st.lists(_events | _days | _hurts, max_size=12), shuffled=st.randoms())
def test_after_a_stop_no_order_of_events_gives_an_instruction(
    before: list[tuple[str, TrialStep | Adherence | None, int]],
    after: list[tuple[str, TrialStep | Adherence | None, int]],
    shuffled: object,
) -> None:
    """Before, after, on other days, and with the papers handed over in any order."""
    entries = _papers([*before, ("event", TrialStep.STOPPED, 3), *after])
    shuffled.shuffle(entries)  # type: ignore[attr-defined]
    (run,) = trial_runs(entries)
    for number in range(-5, 20):
        assert state_of(run, day(number)) is TrialState.STOPPED
        assert instruction_on(run, day(number)) is None


@given(happened=st.lists(_events | _days | _hurts, max_size=14))
def test_an_instruction_stands_only_on_a_running_day_of_a_trial_that_was_begun(
    happened: list[tuple[str, TrialStep | Adherence | None, int]],
) -> None:
    """It is begun, not over, not resting; and then the arm is the one that was drawn."""
    (run,) = trial_runs(_papers(happened))
    for number in range(-3, 14):
        said = instruction_on(run, day(number))
        if said is None:
            continue
        assert run.started is not None
        assert run.stopped is None
        assert state_of(run, day(number)) is TrialState.RUNNING
        assert said.arm == run.plan.schedule[number - 1]


@given(happened=st.lists(_events | _days | _hurts, max_size=14), number=st.integers(-3, 14))
def test_every_day_is_counted_exactly_once(
    happened: list[tuple[str, TrialStep | Adherence | None, int]], number: int
) -> None:
    """Said, unsaid and rested days add up; no day outside the schedule is among them."""
    (run,) = trial_runs(_papers(happened))
    today = day(number)
    count = count_adherence(run, today)
    assert count.n_days == len(days_so_far(run, today)) == count.n_said + count.n_unsaid + count.n_paused
    assert min(count.n_unsaid, count.n_paused) >= 0
    assert paused_days(run, today) <= set(run.plan.dates)
    assert all(one <= today for one in days_so_far(run, today))
