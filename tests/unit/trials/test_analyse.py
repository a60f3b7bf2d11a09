"""The analysis: as assigned first, gaps kept, and what was really done only second."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from commensal.records.trial_facts import Adherence
from commensal.trials.analyse import analyse
from commensal.trials.design import DesignKind
from commensal.vocab.errors import NotAnalysableError
from tests.unit.trials.trial_plans import felt, small_plan


def test_a_clear_effect_is_seen_and_sized() -> None:
    """Two points less on the days of the change: found, of the right size, inside both ranges."""
    plan = small_plan()
    result = analyse(plan, range(60), felt(plan, -2.0))
    lead = result.lead
    assert lead.stopped_on is not None
    assert lead.effect is not None
    assert lead.effect.estimate == pytest.approx(-2.0, abs=0.6)
    assert lead.confidence_sequence is not None
    assert lead.confidence_sequence[0] < -2.0 < lead.confidence_sequence[1]
    assert result.probability_of_benefit(0.0) > 0.99  # type: ignore[operator]
    assert result.probability_of_benefit(2.0) == pytest.approx(0.5, abs=0.45)


def test_dates_and_numbers_say_the_same() -> None:
    """Days handed over as dates, in any order, are the days of the trial."""
    plan = small_plan(plan={"first_day": date(2026, 3, 1)})
    outcomes = felt(plan, -1.0)
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(60)]
    assert analyse(plan, days[::-1], outcomes[::-1]) == analyse(plan, range(60), outcomes)


def test_a_missing_row_is_a_missing_day() -> None:
    """A day that is left out and a day without a value are the same, and are left out whatever their arm."""
    plan = small_plan(days=20)
    outcomes = felt(plan, -1.0)
    blank = outcomes.copy()
    blank[[3, 8]] = np.nan
    kept = [day for day in range(20) if day not in (3, 8)]
    assert analyse(plan, kept, outcomes[kept]) == analyse(plan, range(20), blank)
    assert analyse(plan, range(20), blank).n_missing == 2


def test_what_was_assigned_comes_from_the_plan() -> None:
    """An assignment that the plan did not draw is refused: what was really done belongs into the adherence."""
    plan = small_plan(days=20)
    assigned = list(plan.schedule)
    assert analyse(plan, range(20), felt(plan, 0.0), assigned).n_used == 20
    assigned[4] = 1 - assigned[4]
    with pytest.raises(NotAnalysableError, match="assignment of day 5"):
        analyse(plan, range(20), felt(plan, 0.0), assigned)


def test_adherence_changes_only_the_second_number() -> None:
    """As assigned, p and always-on number ignore what was done; the estimate per protocol leaves those days out."""
    plan = small_plan()
    outcomes = felt(plan, -2.0)
    skipped = [day for day in range(60) if plan.schedule[day] == 1][:10]
    outcomes[skipped] += 2.0  # without the change, no effect
    said = [Adherence.NOT_DONE if day in skipped else Adherence.DONE for day in range(60)]
    plain, told = analyse(plan, range(60), outcomes), analyse(plan, range(60), outcomes, adherence=said)
    assert plain.lead.looks == told.lead.looks
    assert plain.lead.effect is not None
    assert told.lead.effect is not None
    assert told.lead.effect.estimate == plain.lead.effect.estimate
    assert told.lead.per_protocol is not None
    assert told.lead.per_protocol.estimate < told.lead.effect.estimate - 0.3
    assert told.adherence is not None
    assert (told.adherence.n_done, told.adherence.n_not_done) == (50, 10)
    assert plain.lead.per_protocol is None


@pytest.mark.parametrize("days", [[0, 0], [0, 60], [-1, 0]])
def test_days_twice_or_outside_are_refused(days: list[int]) -> None:
    """Each day once, and only days of the trial."""
    with pytest.raises(NotAnalysableError, match="trial, days"):
        analyse(small_plan(), days, [4.0, 5.0])


def test_a_floor_makes_the_range_approximate() -> None:
    """Near an end of the scale no effect can be a constant shift, and the result says so."""
    plan = small_plan()
    assert analyse(plan, range(60), felt(plan, 0.0, level=0.5)).is_approximate
    assert not analyse(plan, range(60), felt(plan, 0.0)).is_approximate


def test_two_days_are_too_few() -> None:
    """Nothing can be told from two days, and nothing is."""
    result = analyse(small_plan(), [0, 1], [4.0, 5.0])
    assert result.lead.effect is None
    assert result.lead.p_value is None
    assert result.probability_of_benefit() is None


def test_the_lead_of_several_arms_is_the_one_that_changed() -> None:
    """Of two changes the one with the effect is told first, and both are kept."""
    plan = small_plan(arms=("usual", "breathing", "walk"), days=90)
    outcomes = felt(plan, 0.0)
    outcomes -= 2.5 * (np.array(plan.schedule) == 2)
    result = analyse(plan, range(90), outcomes)
    assert result.lead.name == "walk"
    assert [comparison.name for comparison in result.comparisons] == ["breathing", "walk"]


def test_one_arm_so_far_waits() -> None:
    """In the first period of a trial of weeks there is nothing to compare with yet."""
    plan = small_plan(DesignKind.PAIRED_BLOCKS, 56, block_days=7)
    result = analyse(plan, range(6), felt(plan, 0.0)[:6])
    assert result.lead.effect is None
    assert not result.is_complete
