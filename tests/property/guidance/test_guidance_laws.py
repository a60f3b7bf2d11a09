"""What holds for everybody: no barred kind, an end and a way back, no step up, few steps, calm words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.truth.forbidden import forbidden_in
from commensal.findings.finding import Finding, Findings, Tier
from commensal.guidance.library import steps
from commensal.guidance.step import Area
from commensal.guidance.suggest import suggest
from commensal.guidance.suggestion import LONGEST_RESTRICTION_DAYS, MOST_STEPS, Guidance, Tried
from commensal.knowledge.evidence import evidence
from commensal.knowledge.safety_rules import Level
from commensal.records.person import AgeBand, Flag, Person
from commensal.records.proposal import Proposal
from commensal.records.recent_day import RecentDay
from commensal.report.guidance_page import MOST_LINES, WIDTH, guidance_json, guidance_lines
from commensal.safety.screen import screen, what_may_be_suggested
from commensal.vocab.answers import Answer
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, RESTRICTIONS, ProposalKind
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

_TODAY = date(2026, 11, 21)
_CONDITIONS = (
    "IBS", "fibromyalgia", "ME/CFS", "severe ME/CFS", "rheumatoid arthritis", "neuropathy", "neuroplastic pain",
    "coeliac disease", "Crohn's disease", "gastroparesis", "anorexia", "ARFID", "kidney disease", "type 1 diabetes",
)  # fmt: skip
_MEDICINES = (
    "omeprazole", "ibuprofen", "codeine", "warfarin", "apixaban", "insulin glargine", "gliclazide", "levothyroxine",
    "phenelzine", "methotrexate", "doxycycline", "sertraline", "prednisolone", "metformin", "St John's wort",
)  # fmt: skip
_TEXTS = (
    "toast, coffee, pain 4", "blood in my stool", "no blood today", "vomiting blood", "I lost weight without trying",
    "constipated again", "crashed after the walk", "felt all right", "my mum had bowel cancer", "I want to die",
    "pregnant, feeling sick", "skipped my sertraline", "numb between the legs", "beer and wine", "blood test went well",
)  # fmt: skip
_QUESTIONS = (
    "", "", "", "can I stop my omeprazole?", "could I try a probiotic?", "should I cut out gluten?", "raw kefir?",
    "can I walk more each day?", "where do I get a stool transplant?", "low FODMAP?", "more fibre, psyllium?",
    "is a leaky gut test worth it?", "fish oil?",
)  # fmt: skip
_RATINGS = ("pain", "fatigue", "bloating", "brain_fog", "energy", "anxiety", "stomach_pain")
_EXPOSURES = (
    BREAD,
    PASTA,
    SLEEP,
    STRESS,
    variable("Fibre", key="fibre_g", unit=FIBRE.unit),
    variable("Steps", key="steps", kind="activity", unit=STEPS.unit),
    variable("Milk", key="group_milk"),
    variable("Gluten cereals", key="group_gluten"),
    variable("Ibuprofen", kind="medicine_dose"),
    variable("Lactose", key="fodmap_lactose", unit=FIBRE.unit),
    variable("Alcohol"),
    variable("Histamine", key="group_histamine"),
)

_answers = st.dictionaries(st.sampled_from(list(Flag)), st.sampled_from(list(Answer)), max_size=len(Flag))
_people = st.builds(
    Person,
    age_years=st.none() | st.integers(10, 90),
    age_band=st.none() | st.sampled_from(list(AgeBand)),
    country=st.sampled_from([None, "GB", "US", "DE", "XX"]),
    conditions=st.lists(st.sampled_from(_CONDITIONS), max_size=3, unique=True).map(tuple),
    medicines=st.lists(st.sampled_from(_MEDICINES), max_size=4, unique=True).map(tuple),
    answers=_answers,
    bmi=st.none() | st.floats(15, 40),
    avoided_food_groups=st.lists(
        st.sampled_from(["dairy", "wheat", "beans", "nuts", "eggs"]), max_size=5, unique=True
    ).map(tuple),
)


@st.composite
def _recent(draw: st.DrawFn) -> tuple[RecentDay, ...]:
    keys = draw(st.lists(st.sampled_from(_RATINGS), max_size=4, unique=True))
    n_days = draw(st.integers(0, 20))
    text = draw(st.sampled_from(_TEXTS))
    days = [
        RecentDay(
            day=_TODAY - timedelta(days=n_back),
            texts=(text,) if n_back == 0 and draw(st.booleans()) else (),
            ratings={key: float(draw(st.integers(0, 10))) for key in keys},
            food_ids=tuple(draw(st.lists(st.sampled_from(["porridge", "kefir", "salmon", "bread_white"]), max_size=2))),
        )
        for n_back in range(n_days)
    ]
    return tuple(days)


@st.composite
def _findings(draw: st.DrawFn) -> Findings | None:
    if draw(st.booleans()):
        return None
    chosen = draw(st.lists(st.sampled_from(_EXPOSURES), min_size=1, max_size=4, unique_by=lambda item: item.key))
    outcome = draw(st.sampled_from([STOMACH_PAIN, FATIGUE]))
    made: list[Finding] = []
    for exposure in chosen:
        size = draw(st.sampled_from([-1.5, -0.3, 0.3, 1.5]))
        tier = draw(st.sampled_from([Tier.STRONG, Tier.LIKELY]))
        made.append(found(exposure, outcome, tier=tier, effect=interval(size, 0.2), total_effect=None))
    return page_of(outcome_findings(outcome, made))


_tried = st.lists(
    st.builds(
        Tried,
        step_id=st.sampled_from(sorted(steps())),
        last_day=st.none() | st.dates(_TODAY - timedelta(days=200), _TODAY),
    ),
    max_size=3,
)
_anybody = st.fixed_dictionaries(
    {
        "person": _people,
        "days": _recent(),
        "findings": _findings(),
        "question": st.sampled_from(_QUESTIONS),
        "tried": _tried,
    }
)
_often = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a guidance is dear: shrinking one takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)


def _guidance(somebody: Mapping[str, Any]) -> Guidance:
    return suggest(
        somebody["findings"],
        evidence(),
        somebody["person"],
        somebody["days"],
        today=_TODAY,
        question=somebody["question"],
        wished_food="bread" if "cut out" in somebody["question"] else "",
        tried=somebody["tried"],
    )


@given(_anybody)
@_often
def test_nobody_is_offered_what_is_barred(somebody: Mapping[str, Any]) -> None:
    """Every kind that is offered may be suggested to this person, and is never a medicine or a transplant."""
    given_now = _guidance(somebody)
    offered = {item.kind for item in given_now.suggestions}
    assert not offered & NEVER_SUGGESTED
    assert offered <= what_may_be_suggested(somebody["person"], somebody["days"], _TODAY)
    for item in given_now.suggestions:
        again = screen(somebody["person"], somebody["days"], item.screened.proposal, today=_TODAY)
        assert again.is_allowed
        assert item.kind not in again.barred


@given(_anybody)
@_often
def test_few_steps_one_change_of_food_one_of_each_sort(somebody: Mapping[str, Any]) -> None:
    """Three at most, one food change at most, no two of one area, and every step accounted for."""
    given_now = _guidance(somebody)
    chosen = given_now.suggestions
    assert len(chosen) <= MOST_STEPS
    assert sum(item.step.changes_food for item in chosen) <= 1
    assert len({item.step.area for item in chosen}) == len(chosen)
    assert sum(not item.step.changes_nothing for item in chosen) < MOST_STEPS
    if not given_now.is_emergency:
        assert {item.step.id for item in chosen} | set(given_now.passed_over) == set(steps())


@given(_anybody)
@_often
def test_what_goes_out_comes_back(somebody: Mapping[str, Any]) -> None:
    """A restriction has an end within six weeks and days on which things return; never with many foods out."""
    for item in _guidance(somebody).suggestions:
        if item.kind in RESTRICTIONS:
            assert item.takes_away
            assert item.ends_on is not None
            assert item.ends_on - item.starts_on <= timedelta(days=LONGEST_RESTRICTION_DAYS)
            assert item.back_from is not None
            assert item.back_by is not None
            assert item.ends_on <= item.back_from < item.back_by
            assert len(set(somebody["person"].avoided_food_groups)) <= 3
        else:
            assert not item.takes_away


@given(_anybody)
@_often
def test_nobody_who_may_pay_for_effort_is_asked_for_more(somebody: Mapping[str, Any]) -> None:
    """Movement that steps up needs a plain no, and no illness that speaks against it."""
    person: Person = somebody["person"]
    given_now = _guidance(somebody)
    if any(item.kind is ProposalKind.EXERCISE_INCREASE for item in given_now.suggestions):
        assert person.answer(Flag.PEM) is Answer.NO
        assert person.answer(Flag.SEVERE_MECFS) not in (Answer.YES, Answer.UNKNOWN)
        assert not any("ME/CFS" in name for name in person.conditions)


@given(_anybody)
@_often
def test_help_comes_first(somebody: Mapping[str, Any]) -> None:
    """Help alone in an emergency; a doctor first and no food, supplement or movement when something is urgent."""
    state = screen(somebody["person"], somebody["days"], None, question=somebody["question"], today=_TODAY)
    given_now = _guidance(somebody)
    if state.is_emergency:
        assert given_now.suggestions == ()
        assert given_now.questions == ()
        assert {rule.level for rule in given_now.fired} == {Level.EMERGENCY}
    elif given_now.is_urgent:
        assert given_now.suggestions[0].step.id == "see_doctor" or _was_tried("see_doctor", somebody)
        muted = {Area.FOOD, Area.SUPPLEMENT, Area.MOVEMENT}
        assert not muted & {item.step.area for item in given_now.suggestions}


def _was_tried(step_id: str, somebody: Mapping[str, Any]) -> bool:
    return any(item.step_id == step_id for item in somebody["tried"])


@given(_anybody)
@_often
def test_the_page_is_short_calm_and_says_nothing_forbidden(somebody: Mapping[str, Any]) -> None:
    """At most sixty lines of seventy-nine letters, and not one expression that no text may hold."""
    given_now = _guidance(somebody)
    lines = guidance_lines(given_now)
    assert all(len(line) <= WIDTH for line in lines)
    assert given_now.is_emergency or len(lines) <= MOST_LINES, "\n".join(lines)
    for text in ("\n".join(lines), "\n".join(guidance_lines(given_now, is_full=True))):
        assert forbidden_in(" ".join(text.split()), contexts={"pem"}, said_by_person=[somebody["question"]]) == ()


@given(_anybody)
@_often
def test_the_document_says_what_the_page_says(somebody: Mapping[str, Any]) -> None:
    """One answer, two forms; in an emergency the document holds nothing else."""
    given_now = _guidance(somebody)
    document = guidance_json(given_now)
    assert document["lines"] == list(guidance_lines(given_now))
    assert ("suggestions" in document) is not given_now.is_emergency
    assert [item["step"] for item in document.get("suggestions", [])] == [i.step.id for i in given_now.suggestions]


@pytest.mark.parametrize("kind", sorted(NEVER_SUGGESTED))
def test_the_gate_never_clears_what_is_never_suggested(kind: ProposalKind) -> None:
    """Not even for somebody without any illness."""
    assert screen(Person(), (), Proposal(kind=kind), today=_TODAY).cleared is None
