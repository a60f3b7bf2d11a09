"""Drafts of trials: one gentle change, an end, and never a medicine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commensal.guidance.library import steps
from commensal.guidance.step import Area
from commensal.knowledge.trial_protocols import trial_protocols
from commensal.trials.design import DesignKind, TrialDesign
from commensal.trials.draft import (
    LONGEST_REMOVAL_DAYS,
    Caution,
    TrialDraft,
    Watched,
    longest_in_a_row_days,
)
from commensal.trials.plan import OutcomeKind, TrialOutcome
from commensal.trials.propose import from_link, from_protocol, from_step, from_words
from commensal.trials.suspects import Link, Suspect, inside
from commensal.vocab.errors import UsageError
from commensal.vocab.proposal_kinds import ProposalKind
from tests.unit.trials.trial_examples import GUT, PAIN, draft

_BREAD = Suspect(key="food_bread", label="Bread", is_food=True)
_PASTA = Suspect(key="food_pasta", label="Pasta", is_food=True)
_SUBJECT = {"low_fodmap_group": "fructans"}
_IDS = sorted(trial_protocols())


def _any(protocol_id: str, *, is_pem_possible: bool = False) -> TrialDraft:
    subject = _SUBJECT.get(protocol_id, "bread") if trial_protocols()[protocol_id].names_subject else ""
    return draft(protocol_id, subject=subject, is_pem_possible=is_pem_possible)


@pytest.mark.parametrize("protocol_id", _IDS)
@pytest.mark.parametrize("is_pem_possible", [False, True])
def test_every_protocol_gives_a_whole_draft(protocol_id: str, is_pem_possible: bool) -> None:
    """No blank is left in its words, its design is of whole sets, and what is left out has an end in sight."""
    one = _any(protocol_id, is_pem_possible=is_pem_possible)
    assert "{" not in "".join((one.question, one.change, one.comparator, *one.arms))
    assert one.design.days % one.design.set_days == 0
    assert one.smallest_difference > 0
    assert one.removes_something is (one.reintroduce_after_days is not None)
    if one.removes_something:
        assert longest_in_a_row_days(one.design) <= LONGEST_REMOVAL_DAYS


@pytest.mark.parametrize("protocol_id", _IDS)
def test_where_effort_may_be_paid_for_later_everything_is_longer(protocol_id: str) -> None:
    """Weeks, not days, at least as long between them, and an end after two worse days."""
    usual, careful = _any(protocol_id), _any(protocol_id, is_pem_possible=True)
    assert careful.design.kind is DesignKind.PAIRED_BLOCKS
    assert min(careful.design.block_days, careful.design.washout_days) >= 7
    assert careful.design.washout_days >= usual.design.washout_days
    assert "two_worse_days" in careful.stop_rules
    assert Caution.LONGER_FOR_PEM in careful.cautions


def test_a_probiotic_stays_within_twelve_weeks_for_everybody() -> None:
    """Longer periods would pass what the guideline speaks of, and they are of weeks already."""
    one = draft("probiotic", is_pem_possible=True)
    assert one.design.days // 2 <= 84


def test_the_gate_is_asked_for_the_change_and_for_trying_it_alone() -> None:
    """Severe illness and red flags bar trials as such, whatever the change."""
    one = draft("slow_breathing")
    assert [proposal.kind for proposal in one.proposals] == [
        ProposalKind.STRESS_PRACTICE,
        ProposalKind.UNSUPERVISED_TRIAL,
    ]
    assert len(draft("oily_fish").proposals) == 1


def test_a_year_and_an_unknown_lag_are_said_beforehand() -> None:
    """A trial that hardly anybody would finish says so, and one that may be too short too."""
    fish = draft("oily_fish")
    assert {Caution.OVER_A_YEAR, Caution.MAY_BE_TOO_SHORT} <= set(fish.cautions)
    assert Caution.LAG_UNKNOWN in draft("soluble_fibre").cautions  # pain: nobody has looked
    assert Caution.LAG_UNKNOWN not in draft("soluble_fibre", GUT).cautions
    assert Caution.WITH_DIETITIAN in draft("low_fodmap_group", subject="fructans").cautions


def test_days_count_once_a_change_can_show() -> None:
    """The washout takes the lag in; nothing is shifted twice."""
    one = draft("soluble_fibre", GUT)
    assert one.expected_lag_days == (7, 84)
    assert (one.design.washout_days, one.lag_min_days, one.lag_max_days) == (7, 0, 84)


def test_the_persons_own_difference_wins() -> None:
    """A number they gave is kept; otherwise ours is used and called ours."""
    own = draft("slow_breathing", replace(PAIN, smallest_difference=1.5))
    assert (own.smallest_difference, own.is_smallest_difference_ours) == (1.5, False)
    ours = draft("slow_breathing")
    assert (ours.smallest_difference, ours.is_smallest_difference_ours) == (1.0, True)
    assert Caution.DIFFERENCE_IS_OURS in ours.cautions


def test_where_no_difference_is_known_that_is_said() -> None:
    """A microbiome balance has no scale and no number that matters."""
    balance = Watched(outcome=TrialOutcome(key="balance_1", label="Balance", kind=OutcomeKind.BALANCE))
    one = draft("soluble_fibre", balance)
    assert one.smallest_difference == 0
    assert Caution.NO_DIFFERENCE_KNOWN in one.cautions


def test_a_subject_is_needed_where_a_food_is_named() -> None:
    """No food, or a group that is none of the listed ones, is refused in words."""
    with pytest.raises(UsageError, match="no food"):
        from_protocol("food_out_and_back", PAIN)
    with pytest.raises(UsageError, match="fructans"):
        from_protocol("low_fodmap_group", PAIN, subject="bread")
    with pytest.raises(UsageError, match="one of soluble_fibre"):
        from_protocol("graded_exercise", PAIN)


@pytest.mark.parametrize("words", ["walk 20 minutes a day", "yoga each morning", "gentle stretching"])
def test_effort_in_ones_own_words_is_screened_as_effort(words: str) -> None:
    """However gentle: where it may be paid for days later the gate must hear it. Less of it is no such change."""
    assert {draft.kind for draft in from_words(words, PAIN)} == {ProposalKind.EXERCISE_INCREASE}
    assert ProposalKind.EXERCISE_INCREASE not in {draft.kind for draft in from_words(f"no {words}", PAIN)}


@pytest.mark.parametrize(
    "subject", ["amitriptyline", "ibuprofen 400", "my omeprazole", "painkillers", "my pain killers", "tablets"]
)
def test_a_medicine_is_never_the_change(subject: str) -> None:
    """Neither as the food of a protocol, nor in one's own words, whatever is said of it."""
    with pytest.raises(UsageError, match="not a medicine"):
        from_protocol("food_out_and_back", PAIN, subject=subject)
    for words in (subject, f"without {subject}", f"{subject} in the morning instead of the evening"):
        with pytest.raises(UsageError, match="not a medicine"):
            from_words(words, PAIN)


@pytest.mark.parametrize(
    "words",
    [
        *("fasting until noon", "water fast", "skip breakfast", "no food", "all carbs out", "eat 1000 calories"),
        *("a glass of red wine", "no alcohol", "a cigarette", "cannabis tea", "drinking bleach", "no sleep"),
    ],
)
def test_what_could_harm_is_not_tried_in_ones_own_words(words: str) -> None:
    """Whole meals, water or sleep left out; alcohol, more or less of it; smoke, drugs, poison."""
    with pytest.raises(UsageError, match="small, gentle change"):
        from_words(words, PAIN)


@pytest.mark.parametrize("words", ["my CPAP off at night", "coffee enema", "oxygen"])
def test_a_treatment_is_not_tried_either(words: str) -> None:
    """It stays as agreed, as a medicine does."""
    with pytest.raises(UsageError, match="nor a treatment"):
        from_words(words, PAIN)


@pytest.mark.parametrize(
    "words", ["a glass of water before breakfast", "early dinner", "no screen in bed", "no fried food", "no fast food"]
)
def test_everyday_words_are_not_mistaken_for_harm(words: str) -> None:
    """Water, meals and bed may stand in a change that leaves none of them out."""
    assert from_words(words, PAIN)


@pytest.mark.parametrize("subject", ["everything", "all food", "meals", "water", "wine"])
def test_only_one_food_is_left_out_at_a_time(subject: str) -> None:
    """No whole meal, no drink of water, and nothing that is talked over elsewhere."""
    with pytest.raises(UsageError, match="small, gentle change"):
        from_protocol("food_out_and_back", PAIN, subject=subject)
    assert from_protocol("food_out_and_back", PAIN, subject="fried food")


def test_a_stool_transplant_is_never_tried() -> None:
    """Not in one's own words either."""
    with pytest.raises(UsageError, match="not a medicine, nor a treatment"):
        from_words("FMT at home", PAIN)


def test_each_step_of_guidance_that_can_be_tested_has_a_draft() -> None:
    """A step that puts a question to the test finds its protocol; rest, logging and talks have none."""
    for step in steps().values():
        found = from_step(step.id, PAIN, subject="bread" if "a food" in step.goes_up_with + step.goes_down_with else "")
        if step.trial is None and step.id != "pacing":
            assert found == (), step.id
        elif step.id not in ("even_days", "low_fodmap"):  # even days have no second arm; one group at a time is named
            assert len(found) == 1, step.id
            assert found[0].kind is step.kind
    talks = [step.id for step in steps().values() if step.area is Area.TALK]
    assert all(from_step(step_id, PAIN) == () for step_id in talks)
    assert from_step("low_fodmap", PAIN, subject="fructans")[0].protocol_id == "low_fodmap_group"


def test_a_set_that_cannot_be_told_apart_gets_an_arm_each() -> None:
    """To find out which of these it is: one at a time left out, in one trial, or each alone."""
    drafts = from_link(Link(suspects=(_BREAD, _PASTA), effect=0.8, onset_days=1), PAIN)
    together, *alone = drafts
    assert together.arms == ("as usual", "without bread", "without pasta")
    assert together.design.n_arms == 3
    assert together.design.days == 14 * 3 * together.design.period_days
    assert [one.subject for one in alone] == ["bread", "pasta"]
    assert together.removes_something


def test_a_large_set_is_tested_one_by_one() -> None:
    """More arms than anybody can keep apart are not offered."""
    many = tuple(Suspect(key=f"food_{name}", label=name, is_food=True) for name in ("a1", "b1", "c1", "d1"))
    drafts = from_link(Link(suspects=many, effect=0.8, onset_days=1), PAIN)
    assert len(drafts) == 4
    assert {one.design.n_arms for one in drafts} == {2}


def test_the_direction_of_a_finding_decides_what_is_tested() -> None:
    """More pain with a food: out and back in. Less pain with it: on days drawn by chance, never more of it."""
    worse = from_link(Link(suspects=(_BREAD,), effect=0.8, onset_days=1), PAIN)
    better = from_link(Link(suspects=(_BREAD,), effect=-0.8, onset_days=1), PAIN)
    assert [one.protocol_id for one in worse] == ["food_out_and_back"]
    assert [one.protocol_id for one in better] == ["food_on_drawn_days"]
    assert better[0].lag_min_days == 1
    energy = Watched(outcome=TrialOutcome(key="energy", label="Energy", higher_is_worse=False, minimum=0, maximum=10))
    assert from_link(Link(suspects=(_BREAD,), effect=-0.8), energy)[0].protocol_id == "food_out_and_back"


def test_a_late_onset_moves_the_outcome_and_costs_no_days() -> None:
    """What shows three days later belongs to the day three days before, beyond what the washout takes in."""
    (late,) = from_link(Link(suspects=(_BREAD,), effect=0.8, onset_days=3), PAIN)
    assert (late.design.washout_days, late.lag_min_days) == (0, 3)
    (careful,) = from_link(Link(suspects=(_BREAD,), effect=0.8, onset_days=3), PAIN, is_pem_possible=True)
    assert (careful.design.washout_days, careful.lag_min_days) == (7, 0)


@pytest.mark.parametrize(
    ("key", "effect", "expected"),
    [
        ("fodmap_lactose", 0.8, "lactose"),
        ("fodmap_fructan", 0.8, "low_fodmap_group"),
        ("group_gluten", 0.8, "gluten_out_and_back"),
        ("sleep_quality", -0.8, "regular_bedtime"),
        ("stress", 0.8, "slow_breathing"),
        ("exertion", 0.8, "pacing_inside_limits"),
        ("fermented_servings", -0.8, "fermented_live"),
    ],
)
def test_a_finding_finds_its_protocol_by_name_or_place(key: str, effect: float, expected: str) -> None:
    """Milk has its own protocol, sleep is not left out, and effort leads to pacing."""
    drafts = from_link(Link(suspects=(Suspect(key=key, label=key.replace("_", " ")),), effect=effect), PAIN)
    assert [one.protocol_id for one in drafts] == [expected]


@pytest.mark.parametrize(
    "suspect",
    [
        Suspect(key="med_ibuprofen", label="Ibuprofen", is_medicine=True),
        Suspect(key="food_wine", label="Red wine", is_food=True),
        Suspect(key="food_x", label="Omeprazole", is_food=True),
        Suspect(key="group_histamine", label="Histamine foods", is_food=True),
        Suspect(key="weather_pressure", label="Air pressure"),
    ],
)
def test_some_findings_are_never_put_to_the_test(suspect: Suspect) -> None:
    """Medicines, alcohol, half a larder, the weather."""
    assert from_link(Link(suspects=(suspect,), effect=0.8), PAIN) == ()


def test_a_set_with_a_medicine_in_it_tests_the_food_alone() -> None:
    """The medicine stays as it is."""
    medicine = Suspect(key="med_ibuprofen", label="Ibuprofen", is_medicine=True)
    drafts = from_link(Link(suspects=(_BREAD, medicine), effect=0.8, onset_days=1), PAIN)
    assert [one.subject for one in drafts] == ["bread"]


def test_own_words_become_a_trial() -> None:
    """What acts within a day is compared day by day, what needs longer in periods."""
    (fast,) = from_words("tea before noon", PAIN)
    assert fast.design == TrialDesign(kind=DesignKind.PAIRED_DAYS, days=60)
    assert fast.arms == ("as usual", "tea before noon")
    (slow,) = from_words("music after lunch", PAIN, acts_within_days=5)
    assert (slow.design.kind, slow.design.block_days, slow.design.washout_days) == (DesignKind.PAIRED_BLOCKS, 5, 5)
    assert slow.protocol_id is None
    assert slow.question == "Is pain different with music after lunch than with the day as usual?"
    assert slow.kind is ProposalKind.UNSUPERVISED_TRIAL


def test_own_words_that_leave_something_out_have_a_way_back() -> None:
    """Read from the words, so that it cannot be left unsaid."""
    for words in ("no bread", "without coffee", "cutting out onions", "sugar-free tea"):
        (one,) = from_words(words, PAIN)
        assert one.removes_something
        assert one.reintroduce_after_days == 1
        assert "eating_less" in one.stop_rules
    with pytest.raises(UsageError, match="nothing"):
        from_words("  ", PAIN)


def test_a_restriction_without_an_end_cannot_be_made() -> None:
    """The shape itself refuses it: no way back, or more than six weeks in a row."""
    one = draft("food_out_and_back", subject="bread")
    with pytest.raises(AssertionError, match="comes back"):
        replace(one, reintroduce_after_days=None)
    with pytest.raises(AssertionError, match="takes something away"):
        replace(one, removes_something=False, reintroduce_after_days=None)
    long = TrialDesign(kind=DesignKind.PAIRED_BLOCKS, days=264, block_days=21, washout_days=1)
    with pytest.raises(AssertionError, match="six weeks"):
        replace(one, design=long)


def test_the_longest_run_is_counted_as_it_can_come() -> None:
    """The end of one set and the beginning of the next; a coin may fall the same way for long."""
    blocks = TrialDesign(kind=DesignKind.PAIRED_BLOCKS, days=56, block_days=3, washout_days=1)
    assert longest_in_a_row_days(blocks) == 8
    assert longest_in_a_row_days(TrialDesign(kind=DesignKind.COIN_DAYS, days=20)) == 20
    assert longest_in_a_row_days(TrialDesign(kind=DesignKind.COIN_DAYS, days=20, max_run=3)) == 3


def test_a_label_inside_a_sentence() -> None:
    """Small at the start, but for letters that belong together."""
    assert (inside("Bread"), inside("IBS score"), inside("")) == ("bread", "IBS score", "")
