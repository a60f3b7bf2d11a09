"""The next gentle step: few, screened, fitting, in a stable order; nothing but help in an emergency."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from commensal.findings.finding import Tier
from commensal.guidance.fitting import Wished, candidate_of
from commensal.guidance.library import steps
from commensal.guidance.situation import situation_of
from commensal.guidance.step import Step
from commensal.guidance.suggestion import Basis, Guidance, Passed, Suggestion, Tried
from commensal.knowledge.evidence import evidence
from commensal.knowledge.safety_rules import Level
from commensal.records.person import Flag, Person
from commensal.records.proposal import Proposal
from commensal.records.recent_day import RecentDay
from commensal.safety.screen import screen
from commensal.vocab.answers import Answer
from commensal.vocab.proposal_kinds import RESTRICTIONS, ProposalKind
from tests.unit.guidance.guidance_people import TODAY, days, guidance, ids, person
from tests.unit.report.findings_examples import (
    BREAD,
    FATIGUE,
    FIBRE,
    PASTA,
    SLEEP,
    STEPS,
    STOMACH_PAIN,
    STRESS,
    found,
    interval,
    outcome_findings,
    page_of,
    variable,
)  # fmt: skip

_GUT = {"pain": 4.0, "bloating": 5.0}
_PAIN = {"pain": 4.0, "fatigue": 5.0}


def test_a_person_without_a_diary_is_asked_to_keep_one() -> None:
    """Nothing is known, so nothing is changed."""
    assert ids(guidance(Person(), ())) == ["keep_logging"]


def test_irritable_bowel_is_offered_soluble_fibre() -> None:
    """The best graded step for the condition comes first, and only one step changes food."""
    given = guidance(person("IBS"), days(_GUT))
    assert ids(given)[0] == "soluble_fibre"
    assert sum(item.step.changes_food for item in given.suggestions) == 1
    assert {rule.rule_id for rule in given.suggestions[0].shaped_by} == {"S15"}


def test_low_fodmap_comes_after_the_gentler_step() -> None:
    """A diet that asks a lot is thought of when fibre was tried, and long enough ago."""
    before = guidance(person("IBS"), days(_GUT))
    assert before.passed_over["low_fodmap"] is Passed.AFTER_ANOTHER
    tried = [Tried(step_id="soluble_fibre", last_day=TODAY - timedelta(days=60))]
    after = guidance(person("IBS"), days(_GUT), tried=tried)
    assert ids(after)[0] == "low_fodmap"
    assert after.passed_over["soluble_fibre"] is Passed.TRIED


def test_a_change_of_food_settles_before_the_next() -> None:
    """While one change goes on, or has just ended, no other begins."""
    for last_day in (None, TODAY - timedelta(days=5)):
        given = guidance(person("IBS"), days(_GUT), tried=[Tried(step_id="fermented_live", last_day=last_day)])
        assert not any(item.step.changes_food for item in given.suggestions)
        assert given.passed_over["soluble_fibre"] is Passed.ONE_CHANGE_AT_A_TIME


def test_a_habit_is_not_suggested() -> None:
    """Who eats porridge every day is not told to try oats."""
    given = guidance(person("IBS"), days(_GUT, foods=["porridge"]))
    assert given.passed_over["soluble_fibre"] is Passed.DONE_ALREADY


def test_questions_wait_and_what_needs_no_answer_is_offered_meanwhile() -> None:
    """Nobody is shut out for skipping a question."""
    given = guidance(Person(conditions=("IBS",)), days(_GUT))
    assert given.passed_over["soluble_fibre"] is Passed.WAITS
    assert "soluble_fibre" in given.questions[0].step_ids
    assert len(given.suggestions) == 3


def test_an_emergency_shows_nothing_but_help() -> None:
    """Not one idea, not one question."""
    given = guidance(person("IBS"), days(_GUT, texts=["I was vomiting blood this morning"]))
    assert given.is_emergency
    assert given.suggestions == ()
    assert given.questions == ()
    assert {rule.level for rule in given.fired} == {Level.EMERGENCY}


def test_an_urgent_sign_sends_to_a_doctor_and_mutes_food() -> None:
    """The first step is a doctor; food, supplements and movement wait."""
    given = guidance(person("IBS"), days(_GUT, texts=["there was blood in my stool"]))
    assert ids(given) == ["see_doctor", "keep_logging"]
    assert given.passed_over["soluble_fibre"] is Passed.MUTED
    assert all(item.trial is None for item in given.suggestions)


def test_what_a_clinician_has_looked_at_is_no_longer_urgent() -> None:
    """Then ideas come back."""
    recent = days(_GUT, texts=[])
    recent = (replace(recent[5], texts=("there was blood in my stool",)), *recent[:5], *recent[6:])
    seen = person("IBS", seen_by_clinician={"S04": TODAY})
    assert "see_doctor" not in ids(guidance(seen, recent))


@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNKNOWN])
def test_where_effort_may_be_paid_for_later_nothing_steps_up(answer: Answer) -> None:
    """Staying inside limits is offered; movement is not, and tests get longer gaps and a stop rule."""
    given = guidance(person("fibromyalgia", answers={Flag.PEM: answer}), days(_PAIN))
    assert ids(given)[0] == "pacing"
    assert "gentle_movement" in given.passed_over
    for item in given.suggestions:
        assert item.trial is None or (item.trial.washout_days >= 7 and item.trial.stops_after_worse_days == 2)


def test_movement_is_offered_only_after_a_plain_no() -> None:
    """Not asked is not no."""
    answered = person("fibromyalgia")
    assert "gentle_movement" in ids(guidance(answered, days(_PAIN)))
    open_answers: dict[Flag, Answer] = dict(answered.answers)
    del open_answers[Flag.PEM]
    not_asked = guidance(replace(answered, answers=open_answers), days(_PAIN))
    assert not_asked.passed_over["gentle_movement"] is Passed.WAITS


def test_a_bad_day_is_kept_small() -> None:
    """Rest comes first, and at most one more, of very little effort."""
    given = guidance(person("IBS"), (*days({"pain": 9.0}, 1), *days(_GUT)[1:]))
    assert given.is_bad_day
    assert ids(given)[0] == "rest"
    assert len(given.suggestions) <= 2
    assert all(item.is_small and item.step.effort == 1 for item in given.suggestions)


def test_a_day_well_above_ones_own_usual_is_a_bad_day() -> None:
    """Six is a bad day for somebody whose days are threes, and a usual one for somebody whose days are sixes."""
    calm, hard = days({"pain": 3.0}, 20)[1:], days({"pain": 6.0}, 20)[1:]
    assert guidance(person(), (*days({"pain": 6.0}, 1), *calm)).is_bad_day
    assert not guidance(person(), (*days({"pain": 6.0}, 1), *hard)).is_bad_day
    assert not guidance(person(), (*days({"energy": 9.0}, 1), *days({"energy": 3.0}, 20)[1:])).is_bad_day


def test_severe_illness_gets_the_smallest_form_and_no_test() -> None:
    """No experiments without a clinician, and one number is plenty."""
    given = guidance(person("severe ME/CFS", answers={Flag.SEVERE_MECFS: Answer.YES}), days(_PAIN))
    assert all(item.is_small and item.step.effort == 1 for item in given.suggestions)
    assert all(item.trial is None for item in given.suggestions)
    assert not any(item.step.changes_food for item in given.suggestions if item.kind is ProposalKind.UNSUPERVISED_TRIAL)


def test_a_finding_is_tested_and_not_obeyed() -> None:
    """A food that goes with a symptom goes out for two weeks and comes back, whatever was found."""
    bread = found(BREAD, STOMACH_PAIN)
    given = guidance(person("IBS"), days(_GUT), page_of(outcome_findings(STOMACH_PAIN, [bread])))
    first = given.suggestions[0]
    assert (first.step.id, first.subject, first.basis) == ("food_out_and_back", "Bread", Basis.STRONG_FINDING)
    assert first.ends_on == TODAY + timedelta(days=14)
    assert first.back_from == first.ends_on
    assert first.back_by is not None
    assert first.back_by > first.back_from
    assert first.trial is not None
    assert (first.trial.exposure, first.trial.symptom) == ("bread", "stomach_pain")


def test_a_food_that_goes_with_ease_is_not_taken_away() -> None:
    """It can be tested on drawn days; nobody is told to eat more of it."""
    bread = found(BREAD, STOMACH_PAIN, effect=interval(-1.1, 0.6), total_effect=None)
    given = guidance(person("IBS"), days(_GUT), page_of(outcome_findings(STOMACH_PAIN, [bread])))
    assert given.suggestions[0].step.id == "food_on_drawn_days"
    assert not any(item.kind in RESTRICTIONS for item in given.suggestions)


def test_a_set_that_cannot_be_told_apart_is_named() -> None:
    """Bread or pasta: the card must not pretend to know which."""
    members = [found(item, FATIGUE, set_id=1, set_members=("bread", "pasta")) for item in (BREAD, PASTA)]
    given = guidance(person("IBS"), days(_GUT), page_of(outcome_findings(FATIGUE, members)))
    assert set(given.suggestions[0].labels.values()) == {"Bread", "Pasta"}


def test_own_days_can_speak_against_a_step() -> None:
    """More fibre went with more pain, so more fibre is not suggested."""
    worse = found(replace(FIBRE, key="fibre_g"), STOMACH_PAIN, effect=interval(0.2, 0.1), total_effect=None)
    given = guidance(person("IBS"), days(_GUT), page_of(outcome_findings(STOMACH_PAIN, [worse])))
    assert given.passed_over["soluble_fibre"] is Passed.OWN_DAYS_SAY_OTHERWISE


def test_findings_about_medicines_yield_nothing() -> None:
    """A medicine is context; a link with it is no reason to change anything."""
    tablet = variable("Ibuprofen", kind="medicine_dose")
    with_it = page_of(outcome_findings(STOMACH_PAIN, [found(tablet, STOMACH_PAIN)]))
    assert ids(guidance(person("IBS"), days(_GUT), with_it)) == ids(guidance(person("IBS"), days(_GUT)))


@pytest.mark.parametrize(
    ("exposure", "effect", "step_id"),
    [
        (STRESS, 0.5, "breathing"),
        (SLEEP, -0.5, "regular_bedtime"),
        (replace(STEPS, key="steps"), 0.5, "pacing"),
        (variable("Lactose", key="fodmap_lactose"), 0.5, "lactose_swap"),
        (variable("Gluten cereals", key="group_gluten"), 0.5, "gluten_out_and_back"),
    ],
)
def test_each_finding_finds_its_step(exposure: object, effect: float, step_id: str) -> None:
    """What the days say leads to the step that can test it."""
    one = found(exposure, STOMACH_PAIN, effect=interval(effect, 0.1), total_effect=None)  # type: ignore[arg-type]
    given = guidance(person("IBS"), days(_GUT), page_of(outcome_findings(STOMACH_PAIN, [one])))
    assert ids(given)[0] == step_id


def test_a_strong_finding_comes_before_a_likely_one_and_before_studies() -> None:
    """Own days first, the firmer of them before the other."""
    strong = found(STRESS, STOMACH_PAIN, tier=Tier.STRONG, effect=interval(0.5, 0.1))
    likely = found(BREAD, STOMACH_PAIN, tier=Tier.LIKELY)
    given = guidance(person("IBS"), days(_GUT), page_of(outcome_findings(STOMACH_PAIN, [likely, strong])))
    assert [item.basis for item in given.suggestions[:2]] == [Basis.STRONG_FINDING, Basis.LIKELY_FINDING]


def test_more_than_three_groups_out_means_no_restriction() -> None:
    """Enough has been left out; a dietitian comes first."""
    wide = person("IBS", avoided_food_groups=("dairy", "wheat", "beans", "nuts"))
    bread = page_of(outcome_findings(STOMACH_PAIN, [found(BREAD, STOMACH_PAIN)]))
    given = guidance(wide, days(_GUT), bread)
    assert ids(given)[0] == "dietitian"
    assert "food_out_and_back" in given.passed_over
    assert not any(item.kind in RESTRICTIONS for item in given.suggestions)
    assert "bring_one_back" in ids(given)


def test_a_known_missing_coeliac_test_comes_before_a_diet_without_gluten() -> None:
    """Test first: the blood test only works while gluten is eaten."""
    no_test = person("IBS", answers={Flag.COELIAC_TESTED: Answer.NO})
    gluten = found(variable("Gluten cereals", key="group_gluten"), STOMACH_PAIN)
    given = guidance(no_test, days(_GUT), page_of(outcome_findings(STOMACH_PAIN, [gluten])))
    assert "coeliac_test" in ids(given)
    assert given.passed_over["gluten_out_and_back"] is Passed.BARRED


def test_a_wish_is_heard() -> None:
    """Somebody asks for a probiotic, and nothing stands against it."""
    given = guidance(person("IBS"), days(_GUT), question="could I try a probiotic?")
    assert ids(given)[0] == "probiotic"
    assert given.suggestions[0].ends_on == TODAY + timedelta(days=84)


@pytest.mark.parametrize("question", ["Can I stop my omeprazole?", "Where can I get a stool transplant?"])
def test_some_wishes_are_answered_by_a_rule_alone(question: str) -> None:
    """A medicine is never the change, and neither is a transplant."""
    given = guidance(person("IBS", medicines=("omeprazole",)), days(_GUT), question=question)
    assert {rule.rule_id for rule in given.fired} & {"S12", "S16"}
    assert not {item.kind for item in given.suggestions} & {ProposalKind.MEDICINE_CHANGE, ProposalKind.FMT}


def test_insulin_and_thyroid_tablets_shape_how_fibre_is_added() -> None:
    """The limit rules go along with the step."""
    given = guidance(person("IBS", medicines=("insulin glargine", "levothyroxine")), days(_GUT))
    fibre = next(item for item in given.suggestions if item.step.id == "soluble_fibre")
    assert {"S15", "S26", "S31"} <= {rule.rule_id for rule in fibre.shaped_by}


def test_live_ferments_give_way_to_heated_ones_where_they_are_barred() -> None:
    """Weak defences: no live microbes, and a heated ferment may stand in."""
    weak = person("fibromyalgia", answers={Flag.WEAK_IMMUNITY: Answer.YES})
    given = guidance(weak, days(_PAIN))
    assert given.passed_over["fermented_live"] is Passed.BARRED
    assert given.passed_over.get("fermented_heated") is not Passed.NOT_FITTING
    usual = guidance(person("fibromyalgia"), days(_PAIN))
    assert usual.passed_over["fermented_heated"] is Passed.NOT_FITTING


def test_the_same_day_gives_the_same_answer() -> None:
    """Nothing is drawn, and the order of days does not matter."""
    recent = days(_GUT)
    assert guidance(person("IBS"), recent) == guidance(person("IBS"), tuple(reversed(recent)))


def test_every_step_is_accounted_for() -> None:
    """A step is offered, or there is a reason why not."""
    given = guidance(person("IBS"), days(_GUT))
    assert set(ids(given)) | set(given.passed_over) == set(steps())
    assert not set(ids(given)) & set(given.passed_over)


def test_nobody_can_make_a_suggestion_past_the_gate() -> None:
    """What is no screened proposal is no suggestion, and what the gate saw must be the step's kind."""
    step = steps()["breathing"]
    fields = {"step": step, "basis": Basis.EVIDENCE, "starts_on": TODAY, "ends_on": None}
    with pytest.raises(AssertionError, match="passed the gate"):
        Suggestion(screened=Proposal(kind=step.kind), **fields)  # type: ignore[arg-type]
    other = screen(person(), (), Proposal(kind=ProposalKind.SLEEP_ROUTINE), today=TODAY).cleared
    assert other is not None
    with pytest.raises(AssertionError, match="another kind"):
        Suggestion(screened=other, **fields)  # type: ignore[arg-type]


def test_a_restriction_without_a_way_back_cannot_be_made() -> None:
    """No end, no way back, or too long: each is refused."""
    bread = page_of(outcome_findings(STOMACH_PAIN, [found(BREAD, STOMACH_PAIN)]))
    good = guidance(person("IBS"), days(_GUT), bread).suggestions[0]
    for change in ({"ends_on": None}, {"back_from": None}, {"back_by": None}, {"ends_on": TODAY + timedelta(days=60)}):
        with pytest.raises(AssertionError):
            replace(good, **change)


def test_an_emergency_with_ideas_cannot_be_made() -> None:
    """The type itself refuses it."""
    emergency = guidance(person(), (RecentDay(day=TODAY, texts=("I was vomiting blood",)),))
    ideas = guidance(person("IBS"), days(_GUT))
    with pytest.raises(AssertionError, match="only help"):
        Guidance(made_on=TODAY, fired=emergency.fired, suggestions=ideas.suggestions)


@pytest.mark.parametrize("step", [pytest.param(step, id=step.id) for step in steps().values() if step.evidence])
@pytest.mark.parametrize("condition", ["neuropathy", "IBS", "ME/CFS"])
def test_a_wish_always_gets_an_honest_answer(step: Step, condition: str) -> None:
    """Where nobody has looked, the card says so; it never goes without."""
    wished = Wished(kinds=frozenset({step.kind}), food="milk" if step.id == "lactose_swap" else "bread")
    for ratings in ({}, {"pain": 3.0}, {"brain_fog": 5.0}):
        there = situation_of(person(condition), days(ratings), today=TODAY, axis=evidence())
        candidate = candidate_of(step, there, None, wished)
        if candidate is not None and candidate.basis is Basis.WISH:
            assert candidate.evidence is not None
            assert candidate.evidence.direction is not None


@pytest.mark.parametrize("condition", ["coeliac disease", "milk allergy", "anaphylaxis to nuts"])
def test_nothing_is_brought_back_where_that_may_be_a_danger(condition: str) -> None:
    """With coeliac disease or an allergy, out-and-back-in is for somebody who treats the person."""
    milk, gluten = variable("Milk", key="group_milk"), variable("Gluten cereals", key="group_gluten")
    found_both = page_of(outcome_findings(STOMACH_PAIN, [found(milk, STOMACH_PAIN), found(gluten, STOMACH_PAIN)]))
    given = guidance(person("IBS", condition), days(_GUT), found_both)
    assert not any(item.takes_away or item.kind is ProposalKind.REINTRODUCTION for item in given.suggestions)
    assert given.passed_over["lactose_swap"] is Passed.FOR_A_CLINICIAN


@pytest.mark.parametrize("label", ["Fish oil", "Magnesium", "Wine", "Ibuprofen", "St John's wort"])
def test_a_supplement_or_a_medicine_among_the_foods_is_left_alone(label: str) -> None:
    """Somebody may log a tablet as food; leaving it out is nothing that a page may suggest."""
    with_it = page_of(outcome_findings(STOMACH_PAIN, [found(variable(label), STOMACH_PAIN)]))
    given = guidance(person("IBS"), days(_GUT), with_it)
    assert not any(item.finding for item in given.suggestions)


@pytest.mark.parametrize(
    ("condition", "step_id"),
    [
        ("ME/CFS", "probiotic"),
        ("fibromyalgia", "probiotic"),
        ("fibromyalgia", "oily_fish"),
        ("neuropathy", "gentle_movement"),
    ],
)
def test_effort_has_to_be_earned(condition: str, step_id: str) -> None:
    """Some effort wants at least a low grade, and what was tested without effect is not offered."""
    given = guidance(person(condition), days(_PAIN))
    assert given.passed_over[step_id] in (Passed.TOO_LITTLE_KNOWN, Passed.NOT_FITTING)
    assert step_id not in ids(given)


def test_a_lot_of_effort_wants_more_than_a_wish() -> None:
    """A diet that asks a lot is not begun in fibromyalgia on one small trial, asked for or not."""
    given = guidance(person("fibromyalgia"), days(_PAIN), question="could I try low FODMAP?")
    assert given.passed_over["low_fodmap"] is Passed.TOO_LITTLE_KNOWN


def test_where_a_rule_speaks_of_a_medicine_the_pharmacist_comes_first() -> None:
    """Before fibre, which would otherwise be the first."""
    omeprazole = person("IBS", medicines=("omeprazole",))
    assert ids(guidance(omeprazole, days(_GUT)))[0] == "soluble_fibre"
    asked = guidance(omeprazole, days(_GUT), question="Can I stop my omeprazole?")
    assert ids(asked)[:2] == ["medicine_review", "soluble_fibre"]


def test_symptoms_of_old_still_matter() -> None:
    """Nothing was logged of late, but the findings know what this diary is about."""
    silent_page = page_of(outcome_findings(STOMACH_PAIN, []))
    assert "breathing" in ids(guidance(person(), (), silent_page))
    assert "breathing" not in ids(guidance(person(), ()))


def test_effort_that_is_paid_for_later_needs_no_rating_of_fatigue() -> None:
    """Somebody who rates pain alone, and says that effort costs days, is still offered pacing."""
    given = guidance(person(answers={Flag.PEM: Answer.YES}), days({"pain": 4.0}))
    assert ids(given)[0] == "pacing"


def test_what_the_gate_knows_from_words_counts_here_too() -> None:
    """Severe illness told as a condition: the smallest form, as with the answer to the question."""
    told = person("bedbound with ME/CFS", answers={Flag.SEVERE_MECFS: Answer.NO})
    not_asked = replace(told, answers={})
    assert all(item.is_small for item in guidance(not_asked, days(_PAIN)).suggestions)


@pytest.mark.parametrize("condition", ["anorexia", "ARFID"])
def test_a_worry_about_eating_told_as_a_condition_sends_to_a_dietitian(condition: str) -> None:
    """No food idea before that, also none that takes nothing away."""
    given = guidance(person("IBS", condition), days(_GUT))
    assert ids(given)[0] == "dietitian"
    assert not any(item.step.changes_food for item in given.suggestions)


def test_evidence_on_ones_own_condition_comes_before_evidence_on_people_in_general() -> None:
    """The same grade: oily fish was tested in inflammatory arthritis, fibre in others."""
    given = guidance(person("rheumatoid arthritis"), days(_GUT))
    assert ids(given)[0] == "oily_fish"
