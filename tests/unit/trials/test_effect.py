"""Effects: against least squares where it holds, with gaps, and honest where days cannot tell."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.trials.effect import joint_effects, mixed, rival_effects


def test_white_noise_gives_the_difference_of_means() -> None:
    """Where days are independent the effect is the plain difference of means, and the range is Student's."""
    rng = np.random.default_rng(1)
    on = rng.permutation(np.repeat([0.0, 1.0], 60))
    outcome = 5 + rng.normal(0, 1, 120) - on
    found = joint_effects(outcome, on[:, None], np.arange(120))
    assert found is not None
    effect = found.effects[0]
    plain = outcome[on == 1].mean() - outcome[on == 0].mean()
    assert effect.estimate == pytest.approx(plain, abs=0.08)
    error = np.sqrt(2 * outcome[on == 1].var(ddof=1) / 60)
    assert effect.standard_error == pytest.approx(error, rel=0.1)


def test_shift_and_unit_of_the_outcome() -> None:
    """Another zero changes nothing; twice the unit is twice the effect."""
    rng = np.random.default_rng(2)
    on, outcome = rng.permutation(np.repeat([0.0, 1.0], 20)), rng.normal(0, 1, 40).cumsum()
    days = np.arange(40)
    effects = []
    for values in (outcome, outcome + 100, 2 * outcome):
        found = joint_effects(values, on[:, None], days)
        assert found is not None
        effects.append(found.effects[0])
    assert effects[1].estimate == pytest.approx(effects[0].estimate)
    assert effects[2].interval() == pytest.approx(tuple(2 * end for end in effects[0].interval()))


def test_the_range_covers() -> None:
    """In autocorrelated days the 95 % range holds the true effect in about 95 of 100 trials."""
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(200):
        lasting, noise = rng.normal(), np.empty(60)
        for day in range(60):
            lasting = 0.7 * lasting + rng.normal() * np.sqrt(1 - 0.49)
            noise[day] = lasting + 0.6 * rng.normal()
        on = np.concatenate([rng.permutation([0.0, 1.0]) for _ in range(30)])
        found = joint_effects(noise - 0.5 * on, on[:, None], np.arange(60))
        assert found is not None
        low, high = found.effects[0].interval()
        hits += low <= -0.5 <= high
    assert 0.9 <= hits / 200 <= 0.995


@pytest.mark.parametrize("outcome", [[4.0] * 8, [1.0, 2.0]])
def test_what_cannot_tell_says_nothing(outcome: list[float]) -> None:
    """Outcomes all alike, or two days only, give no effect."""
    on = np.resize([0.0, 1.0], len(outcome))
    assert joint_effects(np.array(outcome), on[:, None], np.arange(len(outcome))) is None


def test_an_arm_that_never_came_up_says_nothing() -> None:
    """A column without variation cannot be told from the level."""
    assert joint_effects(np.arange(9.0), np.ones((9, 1)), np.arange(9)) is None


def test_probabilities_and_mixtures_add_up() -> None:
    """Half lies above the middle, and a mixture of an effect with itself is itself."""
    rng = np.random.default_rng(4)
    on = rng.permutation(np.repeat([0.0, 1.0], 15))
    days = np.arange(30)
    first, second = rival_effects(rng.normal(0, 1, 30) + on, (on[:, None], on[:, None]), days)
    assert first == second
    assert first is not None
    effect = first.effects[0]
    twice = mixed((effect, effect), np.array([0.5, 0.5]))
    assert twice.interval() == pytest.approx(effect.interval())
    low, high = effect.interval(0.9)
    assert effect.probability_above(low) == pytest.approx(0.95, abs=1e-6)
    assert effect.probability_above(high) == pytest.approx(0.05, abs=1e-6)


def test_no_noise_is_no_certainty() -> None:
    """Where the arms explain every outcome to the last digit, nothing tells how sure that is, and nothing is said."""
    on = np.array([0.0, 0, 0, 1, 1, 1])
    assert joint_effects(4 + 2 * on, on[:, None], np.arange(6)) is None
