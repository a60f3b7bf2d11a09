"""The step library is sound: every id leads somewhere, and no step claims more than the map."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import pairwise

import pytest

from commensal.guidance.library import named_exposures, outcomes_of_conditions, steps
from commensal.guidance.step import ANY_OUTCOME, ANYONE, Direction, Evidence, Step
from commensal.guidance.suggestion import LONGEST_RESTRICTION_DAYS
from commensal.knowledge.evidence import evidence
from commensal.knowledge.foods import food_table
from commensal.knowledge.sources import sources
from commensal.report.words import every_text, has_sentence
from commensal.safety.reading.wishes import read_wishes
from commensal.vocab.grades import Grade
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, RESTRICTIONS, ProposalKind

_STEPS = [pytest.param(step, id=step.id) for step in steps().values()]
_ROWS = [
    pytest.param(step, row, id=f"{step.id}-{row.condition}-{row.outcome}")
    for step in steps().values()
    for row in step.evidence
]
_GRADES = tuple(Grade)
_BROADER = {
    ProposalKind.FERMENTED_FOOD_LIVE: ProposalKind.FERMENTED_FOOD,
    ProposalKind.GLUTEN_FREE: ProposalKind.ELIMINATION,
}
_SENTENCES = ("title", "name", "do", "small", "gently", "stop", "effort")


def test_the_library_holds_what_was_promised() -> None:
    """Every sort of step is there, rest and keeping the diary among them."""
    promised = {
        "soluble_fibre", "fermented_live", "fermented_heated", "polyphenol_food", "oily_fish", "swap_snack",
        "food_out_and_back", "lactose_swap", "low_fodmap", "prebiotic_food", "probiotic", "breathing",
        "regular_bedtime", "even_days", "gentle_movement", "pacing", "keep_logging", "rest", "medicine_review",
        "see_doctor", "dietitian",
    }  # fmt: skip
    assert promised <= set(steps())


def test_orders_are_told_apart() -> None:
    """Ties are broken by the order, so no two steps share one."""
    orders = [step.order for step in steps().values()]
    assert sorted(set(orders)) == orders


@pytest.mark.parametrize(
    "file", sorted(path.name for path in files("commensal.guidance").joinpath("data/steps").iterdir())
)
def test_each_file_is_one_step(file: str) -> None:
    """A file that is no step, or a name that the schema does not know, would be passed over in silence."""
    raw = tomllib.loads(files("commensal.guidance").joinpath(f"data/steps/{file}").read_text(encoding="utf-8"))
    known = {*Step.__dataclass_fields__, "sources"} - {"id", "source_ids"}
    assert file.removesuffix(".toml") in steps()
    assert set(raw) <= known
    for row in raw.get("evidence", ()):
        assert set(row) == (set(Evidence.__dataclass_fields__) - {"source_ids"}) | {"sources"}


@pytest.mark.parametrize("step", _STEPS)
def test_a_step_has_its_sentences(step: Step) -> None:
    """What, why, how gently, when to end it and what it asks are all there, and none is left over."""
    own = {key.split(".")[-1] for key in every_text() if key.startswith(f"guidance.step.{step.id}.")}
    why = {f"why_{row.why}" for row in step.evidence} or {"why"}
    assert {*_SENTENCES, *why} <= own
    assert own - {*_SENTENCES, *why} <= {"know", "why_few", "why_none"}
    assert step.trial is not None or f"guidance.step.{step.id}.know" in every_text()


@pytest.mark.parametrize("step", _STEPS)
def test_a_step_names_things_that_exist(step: Step) -> None:
    """Places of the axis, foods, steps and sources resolve."""
    assert not step.exposure or step.exposure in evidence().nodes
    assert set(step.source_ids) <= set(sources())
    assert set(step.after) <= set(steps())
    if step.already is not None:
        assert step.already.foods <= set(food_table().foods)


def test_every_exposure_that_a_step_listens_to_exists() -> None:
    """A misspelt column would never hear its finding."""
    columns = {"plants_7d", "di_gm", "epa_dha_g", "prebiotic_servings", "milk", "a food"}
    assert named_exposures() - columns <= set(evidence().nodes) | set(evidence().variables)


@pytest.mark.parametrize("step", _STEPS)
def test_a_step_keeps_within_what_may_be_suggested(step: Step) -> None:
    """Never a medicine, never a transplant; what is left out has an end and a way back."""
    assert step.kind not in NEVER_SUGGESTED
    assert 1 <= step.effort <= 3
    assert step.takes_away == (step.kind in RESTRICTIONS)
    if step.takes_away:
        assert 0 < step.length_days <= LONGEST_RESTRICTION_DAYS
        assert step.reintroduction_days > 0
        assert step.changes_food


@pytest.mark.parametrize("step", _STEPS)
def test_the_words_for_the_gate_say_no_more_than_the_kind(step: Step) -> None:
    """The gate reads the words too; a word that means another kind would have the step judged as that."""
    meant = {wish.kind for wish in read_wishes(step.proposal) if wish.kind}
    assert meant <= {step.kind, _BROADER.get(step.kind)}


@pytest.mark.parametrize(("step", "row"), _ROWS)
def test_evidence_is_a_path_on_the_map(step: Step, row: Evidence) -> None:
    """The edges begin at the step's exposure and follow one another; sources and places exist."""
    edges = [evidence().edges[edge_id] for edge_id in row.edges]
    assert edges
    assert edges[0].source == step.exposure
    assert all(first.target == second.source for first, second in pairwise(edges))
    assert row.condition == ANYONE or row.condition in outcomes_of_conditions()
    assert row.outcome == ANY_OUTCOME or evidence().nodes[row.outcome].kind == "outcome"
    assert row.source_ids
    assert set(row.source_ids) <= set(sources())


@pytest.mark.parametrize(("step", "row"), _ROWS)
def test_no_grade_is_above_the_weakest_link(step: Step, row: Evidence) -> None:
    """A step may be graded lower than its path where the evidence is borrowed, never higher."""
    weakest = max(_GRADES.index(evidence().edges[edge_id].grade) for edge_id in row.edges)
    assert _GRADES.index(row.grade) >= weakest, step.id


@pytest.mark.parametrize(("step", "row"), _ROWS)
def test_a_path_that_does_not_reach_the_symptom_is_untested(step: Step, row: Evidence) -> None:
    """Fermented food and inflammation is not fermented food and pain."""
    last = evidence().edges[row.edges[-1]]
    if last.target != row.outcome and not (step.id == "pacing" and row.outcome == "fatigue"):
        assert row.direction is Direction.UNTESTED
        assert row.grade is Grade.VERY_LOW
    if last.is_null:
        assert row.direction is Direction.NO_EFFECT


@pytest.mark.parametrize("step", [p for p in _STEPS if p.values[0].trial])  # type: ignore[union-attr]
def test_a_block_is_long_enough_for_the_effect_to_show(step: Step) -> None:
    """A block shorter than the shortest lag could show nothing."""
    assert step.trial is not None
    assert step.trial.days >= 2 * step.trial.block_days
    for row in step.evidence:
        if row.direction is Direction.UNTESTED:
            continue
        lags = [evidence().edges[edge_id].lag_min_days or 0 for edge_id in row.edges]
        assert step.trial.block_days >= sum(lags), row


def test_irritable_bowel_fibromyalgia_and_me_cfs_are_not_one() -> None:
    """The same fibre is moderate for one illness, and borrowed for another."""
    grade = {row.condition: row.grade for row in steps()["soluble_fibre"].evidence}
    assert grade["ibs"] is Grade.MODERATE
    assert grade["fibromyalgia"] is grade["me_cfs"] is Grade.VERY_LOW
    direction = {row.condition: row.direction for row in steps()["probiotic"].evidence}
    assert direction == {
        "ibs": Direction.MIXED, "fibromyalgia": Direction.MIXED, "me_cfs": Direction.NO_EFFECT,
    }  # fmt: skip


def test_every_condition_of_the_evidence_has_a_name() -> None:
    """A card says for whom the grade holds."""
    named = {row.condition for step in steps().values() for row in step.evidence} - {ANYONE}
    assert all(has_sentence(f"guidance.condition_{name}") for name in sorted(named))


def test_no_text_of_a_step_is_left_over() -> None:
    """Sentences of a step that is gone would be checked for ever and read by nobody."""
    told = {match[1] for key in every_text() if (match := re.match(r"guidance\.step\.(\w+)\.", key))}
    assert told == set(steps())
