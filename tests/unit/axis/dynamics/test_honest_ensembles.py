"""Numbers alone seem sure of a direction; links drawn as well do not. And what an answer rests on."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest

from commensal.axis.dynamics.answer import Answer
from commensal.axis.dynamics.draws import Spread
from commensal.axis.dynamics.ensemble import answer, shown_days
from commensal.axis.dynamics.false_confidence import four_ensembles, only_contested
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.scenario import scenario_from
from commensal.axis.dynamics.sensitivity import sensitivity
from commensal.axis.dynamics.solve import solve
from commensal.axis.dynamics.starting import at_rest
from commensal.axis.dynamics.system import healthy_states
from commensal.knowledge.axis_scenarios import presets, ready_scenarios
from commensal.vocab.grades import Grade

_FOOD = scenario_from(ready_scenarios()["plants_and_fermented_food"])
_FIBRE = scenario_from(ready_scenarios()["fibre_up_gently"])


@pytest.fixture(scope="module")
def fibre() -> Answer:
    return answer(_FIBRE, n_versions=60, both=True)


def test_parameters_alone_feign_certainty() -> None:
    """All versions agree that pain falls; with links drawn a good part says: near nothing, and the middle shrinks."""
    found = {(one.spread, one.links): one for one in four_ensembles(_FOOD, watch="pain", day=56.0, n=40)}
    for spread in (Spread.THIRD, Spread.RANGE):
        alone, honest = found[spread, False], found[spread, True]
        assert alone.share_below_zero == 1.0
        assert alone.share_near_nothing == 0.0
        assert honest.share_near_nothing > 0.1
        assert abs(honest.middle) < 0.5 * abs(alone.middle)
    assert only_contested(_FOOD, watch="pain", day=56.0) > 0.9


def test_an_answer_shows_both_kinds_of_agreement(fibre: Answer) -> None:
    """Of pain far more versions agree when no link is in doubt."""
    pain = next(one for one in fibre.watched if one.watched.key == "pain")
    assert pain.agreement_parameters_only is not None
    assert pain.agreement_parameters_only.down > 0.6
    assert pain.agreement.down < pain.agreement_parameters_only.down - 0.3
    assert pain.weakest is not None
    assert pain.weakest.link.grade is Grade.VERY_LOW
    assert pain.changed_band is None


def test_bands_are_in_order_and_states_never_negative(fibre: Answer) -> None:
    """Low to high on every day; 32 states at every day that is shown."""
    assert fibre.states.shape == (len(fibre.days), 32)
    assert np.isfinite(fibre.states).all()
    assert fibre.states.min() >= 0.0
    for one in fibre.watched:
        if one.changed_band is not None:
            band = one.changed_band
            levels = np.stack([band.low_95, band.low_50, band.middle, band.high_50, band.high_95])
            assert (np.diff(levels, axis=0) >= 0.0).all()


def test_what_a_link_carries_goes_without_it(fibre: Answer) -> None:
    """More fibre reaches inflammation through butyrate, and the answer says so."""
    by_key = {one.watched.key: one for one in fibre.watched}
    assert by_key["inflammation"].rests_on[0].link.coupling == "s6B"
    assert by_key["barrier"].rests_on[0].link.coupling == "eB"
    assert by_key["butyrate"].rests_on == ()


def test_the_same_seed_gives_the_same_answer(fibre: Answer) -> None:
    """Another seed gives other versions, and the same course of the table's own values."""
    again, other = answer(_FIBRE, n_versions=60, both=True), answer(_FIBRE, n_versions=60, seed=1)
    assert again.watched[3].agreement == fibre.watched[3].agreement
    assert (again.states == fibre.states).all()
    first, second = fibre.watched[0].changed_band, other.watched[0].changed_band
    assert first is not None
    assert second is not None
    assert not np.array_equal(first.low_95, second.low_95)
    assert np.array_equal(fibre.watched[0].changed, other.watched[0].changed)


def test_indices_find_the_link_that_decides() -> None:
    """Variance by Sobol's indices: more fibre reaches inflammation by one link, whose index stands out of its noise."""
    found = sensitivity(_FIBRE, watch="inflammation", day=112.0, n_base=8, n_parameters=3)
    assert found.n_runs == 8 * (19 + 3 + 2)
    first = found.factors[0]
    assert first.name == "butyrate lowers systemic IL-6"
    assert first.total > 0.3
    assert first.total_give_or_take > 0.0


def test_people_come_to_rest_where_the_model_takes_them() -> None:
    """The short way to a point of rest ends where three thousand days end, on the same level of sensitisation."""
    for name in sorted(presets()):
        preset = presets()[name]
        constants = np.asarray(constants_of(parameter_vector(preset.traits)))
        usual = np.asarray(default_inputs(preset.inputs))
        begun = np.array([preset.start.get(symbol, value) for symbol, value in healthy_states().items()])
        rest = at_rest(constants[None], usual, preset.start)[0]
        long = solve(constants=constants, inputs=usual[None], start=begun, times=np.array([0.0, 3000.0]))[0, -1]
        assert np.abs(rest - long).max() < 1e-4, name


def test_days_are_close_in_short_what_ifs() -> None:
    """A crash of some days is not read once a week; the last day is always there."""
    assert shown_days(28)[1] == 0.25
    assert shown_days(3650)[-1] == 3650.0
    assert len(shown_days(3650)) < 140


def test_the_figures_of_the_documents_are_those_of_the_model(repository: Path) -> None:
    """Two levels from the same inputs, a peak after 24 to 72 hours; files and text say what the command says."""
    pictures = importlib.import_module("benchmarks.truth.axis_pictures")
    ends = sorted({round(float(value), 2) for value in pictures.two_levels()[1][:, -1]})
    text = (repository / "docs" / "explanation" / "axis-false-confidence.md").read_text(encoding="utf-8")
    assert len(ends) == 2
    assert all(f"{end:.2f}" in text for end in ends)
    assert 1.0 <= pictures.peak_day() <= 3.0
    assert f"{pictures.peak_day():.2f} days" in text
    folder = repository / "docs" / "explanation" / "images"
    made = pictures.figures(pictures.ensembles(n=20))
    for name in ("axis-two-levels.svg", "axis-exertion.svg", "axis-network.svg"):
        assert (folder / name).read_text(encoding="utf-8") == made[name], name
    assert (folder / "axis-false-confidence.svg").exists()


@pytest.mark.heavy
def test_the_numbers_of_the_documents_are_those_of_the_model(repository: Path) -> None:
    """All four rows of the table of false confidence, to the last figure."""
    pictures = importlib.import_module("benchmarks.truth.axis_pictures")
    text = (repository / "docs" / "explanation" / "axis-false-confidence.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith(("| within", "| over"))]
    for row, one in zip(rows, pictures.ensembles(), strict=True):
        shown = (f"{one.middle:.2f}", f"{100 * one.share_below_zero:.1f} %", f"{100 * one.share_near_nothing:.1f} %")
        assert all(cell.replace("-", "−") in row for cell in shown), row
