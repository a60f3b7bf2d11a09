"""Laws of the gate, for anybody: what more caution may change, and what must agree."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as st

from commensal.records.person import Flag, Person
from commensal.records.proposal import Proposal
from commensal.records.recent_day import RecentDay
from commensal.safety.screen import screen, what_may_be_suggested
from commensal.vocab.answers import Answer
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, ProposalKind
from tests.unit.safety.gate_people import TODAY, day

_TEXTS = (
    "porridge, pain 3",
    "blood in my stool",
    "I want to kill myself",
    "no sertraline today",
    "grapefruit and two beers",
    "tummy pain again",
)
_answers = st.dictionaries(st.sampled_from(sorted(Flag)), st.sampled_from(sorted(Answer)), max_size=8)
_people = st.builds(
    Person,
    age_years=st.none() | st.integers(10, 90),
    sex=st.sampled_from([None, "female", "male"]),
    conditions=st.lists(st.sampled_from(["ibs", "me_cfs", "coeliac disease", "gastroparesis"]), max_size=2).map(tuple),
    medicines=st.lists(
        st.sampled_from(["warfarin", "omeprazole", "sertraline", "simvastatin", "phenelzine", "codeine"]), max_size=3
    ).map(tuple),
    answers=_answers.map(MappingProxyType),
    bmi=st.none() | st.floats(15, 40),
)
_days = st.lists(st.builds(day, st.integers(1, 20), st.sampled_from(_TEXTS)), max_size=4, unique_by=lambda one: one.day)
_kinds = st.sampled_from(sorted(ProposalKind))


def _with(person: Person, flag: Flag, answer: Answer) -> Person:
    return Person(
        age_years=person.age_years,
        sex=person.sex,
        conditions=person.conditions,
        medicines=person.medicines,
        answers=MappingProxyType({**person.answers, flag: answer}),
        bmi=person.bmi,
    )


@settings(max_examples=60)
@given(person=_people, days=_days, flag=st.sampled_from(sorted(set(Flag) - {Flag.COELIAC_TESTED})))
def test_more_caution_never_opens_anything(person: Person, days: list[RecentDay], flag: Flag) -> None:
    """From no over "I do not know" to yes, what may be suggested only becomes less."""
    told_no, unsure, told_yes = (
        what_may_be_suggested(_with(person, flag, answer), days, TODAY)
        for answer in (Answer.NO, Answer.UNKNOWN, Answer.YES)
    )
    assert told_yes <= unsure <= told_no


@settings(max_examples=60)
@given(person=_people, days=_days)
def test_a_coeliac_test_only_opens(person: Person, days: list[RecentDay]) -> None:
    """The one question where yes is the careful answer."""
    told_no, unsure, told_yes = (
        what_may_be_suggested(_with(person, Flag.COELIAC_TESTED, answer), days, TODAY)
        for answer in (Answer.NO, Answer.UNKNOWN, Answer.YES)
    )
    assert told_no <= unsure <= told_yes


@settings(max_examples=60)
@given(person=_people, days=_days, kind=_kinds)
def test_what_may_be_suggested_is_what_is_cleared(person: Person, days: list[RecentDay], kind: ProposalKind) -> None:
    """The list of open kinds and the gate for one proposal agree, and the parts of an answer with each other."""
    seen = screen(person, days, Proposal(kind=kind), today=TODAY)
    assert (kind in what_may_be_suggested(person, days, TODAY)) is seen.is_allowed
    assert (seen.cleared is not None) is seen.is_allowed
    assert not (seen.is_allowed and seen.is_waiting)
    assert bool(seen.questions) is seen.is_waiting
    assert not (seen.is_allowed and kind in seen.barred | NEVER_SUGGESTED)
    assert not (seen.is_emergency and (seen.is_allowed or seen.questions))


@settings(max_examples=40)
@given(person=_people, days=_days, kind=_kinds, order=st.randoms(use_true_random=False))
def test_the_order_of_days_does_not_matter(
    person: Person, days: list[RecentDay], kind: ProposalKind, order: st.DataObject
) -> None:
    """Days may come in any order; the same things said give the same answer."""
    shuffled = list(days)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = (screen(person, some, Proposal(kind=kind), today=TODAY) for some in (days, shuffled))
    assert first.fired == second.fired
    assert (first.barred, first.questions) == (second.barred, second.questions)


@settings(max_examples=40)
@given(person=_people, days=_days, kind=_kinds)
def test_a_red_flag_more_never_opens_anything(person: Person, days: list[RecentDay], kind: ProposalKind) -> None:
    """One more day with blood in it."""
    more = [*days, day(20, "there was blood in my stool")]
    assert what_may_be_suggested(person, more, TODAY) <= what_may_be_suggested(person, days, TODAY)
    before = {rule.rule_id for rule in screen(person, days, Proposal(kind=kind), today=TODAY).fired}
    after = {rule.rule_id for rule in screen(person, more, Proposal(kind=kind), today=TODAY).fired}
    assert before <= after
    assert "S04" in after
