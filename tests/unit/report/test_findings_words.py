"""Findings in sentences: what is known, how sure, and what is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commensal.findings.finding import Contrast, DayCounts, Finding, Status, Tier
from commensal.records.day_table import Variable
from commensal.report.findings_words import (
    answer_words,
    counted_sentence,
    finding_sentence,
    help_sentence,
    left_out_sentence,
    member_sentence,
    method_paragraphs,
    outcome_sentence,
    sure_words,
    together_sentence,
    total_sentence,
    visible_effect_sentence,
    when_words,
)
from commensal.vocab.scales import ORDINAL_0_3, Higher, with_direction
from commensal.vocab.units import Unit
from tests.unit.report.findings_examples import (
    BREAD,
    COFFEE,
    CRASH,
    FATIGUE,
    FIBRE,
    IBUPROFEN,
    PASTA,
    PERIOD,
    SLEEP,
    STOMACH_PAIN,
    STRESS,
    found,
    interval,
    outcome_findings,
    page_of,
    silent,
    stomach_pain_and_fatigue,
    variable,
)

CAVEAT = (
    "This is something that goes together in your days; it may also be an early sign, or something else that "
    "happens on the same days."
)


def bread_or_pasta(**changes: object) -> Finding:
    return found(BREAD, FATIGUE, tier=Tier.LIKELY, set_id=1, set_members=("bread", "pasta"), onset_days=1, **changes)


def test_a_finding_says_size_range_and_how_sure() -> None:
    """Everything a person needs stands in one place."""
    assert finding_sentence(found()) == (
        "Period goes with stomach pain on the same day: about 1.1 points higher on days with it, very likely between "
        f"0.5 and 1.7 points higher (95 % interval). We are fairly sure. {CAVEAT}"
    )


def test_a_finding_for_an_amount_names_its_step() -> None:
    """An effect for one unit more says so."""
    sentence = finding_sentence(found(SLEEP, FATIGUE, effect=interval(-0.4, 0.2)))
    assert "about 0.4 points lower for each hour more, very likely between 0.2 and 0.6 points lower" in sentence


def test_a_likely_finding_sounds_less_sure() -> None:
    """The second tier never reads like the first."""
    sentence = finding_sentence(found(tier=Tier.LIKELY))
    assert "This is likely, but we are not sure yet." in sentence
    assert "fairly sure" not in sentence


def test_a_credible_set_says_that_these_days_cannot_tell() -> None:
    """One of two cannot be named alone."""
    sentence = finding_sentence(bread_or_pasta(), label_by_key={"pasta": "Wholewheat pasta"})
    assert sentence.startswith(
        "Bread or wholewheat pasta goes with fatigue one day later: these days cannot tell which. For bread, it is"
    )
    assert CAVEAT in sentence


def test_a_set_reads_keys_out_when_labels_are_not_given() -> None:
    """A frame has one finding at a time and still names the set."""
    assert finding_sentence(bread_or_pasta()).startswith("Bread or pasta goes with")


def test_a_set_of_one_is_no_set() -> None:
    """The finder numbers every finding; alone means alone."""
    alone = found(set_id=4, set_members=("period",))
    assert finding_sentence(alone) == finding_sentence(found())


def test_another_member_of_a_set_adds_its_size() -> None:
    """The set is told once; its other members are not left without a number."""
    assert member_sentence(found(PASTA, FATIGUE, onset_days=1)) == (
        "For pasta, it is about 1.1 points higher after days with it, very likely between 0.5 and 1.7 points higher "
        "(95 % interval)."
    )
    assert member_sentence(found(PASTA, FATIGUE, effect=None)) is None


def test_a_finding_without_a_size_says_so() -> None:
    """No number is made up."""
    assert "How big the difference is cannot be told yet." in finding_sentence(found(effect=None))


@pytest.mark.parametrize("tier", [Tier.STRONG, Tier.LIKELY])
@pytest.mark.parametrize("exposure", [BREAD, SLEEP, STRESS, FIBRE])
@pytest.mark.parametrize("outcome", [FATIGUE, CRASH])
def test_no_finding_rules_out_an_early_sign(tier: Tier, exposure: Variable, outcome: Variable) -> None:
    """An observation never says which way it runs."""
    sentence = finding_sentence(found(exposure, outcome, tier=tier, effect=interval(0.3, 0.2)))
    assert "goes with" in sentence
    assert sentence.endswith(CAVEAT)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("pair", [(IBUPROFEN, FATIGUE), (BREAD, IBUPROFEN)])
def test_a_medicine_is_never_judged(status: Status, pair: tuple[Variable, Variable]) -> None:
    """No size, no direction, no silence that could be read as "does not work": a pharmacist instead."""
    finding = found(*pair, status=status, tier=Tier.STRONG if status is Status.FOUND else Tier.NONE)
    sentence = finding_sentence(finding)
    assert sentence.startswith("Ibuprofen: a medicine is shown so that the charts can be read")
    assert "pharmacist" in sentence
    assert not {"higher", "lower", "points", "sign"} & set(sentence.replace(",", "").split())
    assert answer_words(finding) == "A medicine: not judged here"
    assert total_sentence(finding) is None
    assert member_sentence(finding) is None


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (
            silent(COFFEE, FATIGUE, Status.NO_SIGN_YET, "no_sign"),
            "No sign yet that coffee goes with fatigue in 168 days. A small difference could still be hidden.",
        ),
        (
            silent(COFFEE, FATIGUE, Status.TOO_FEW_DAYS, "few_days", n_days=9),
            "Cannot tell yet about coffee and fatigue: 9 days could be used so far, and a few more are needed.",
        ),
        (
            silent(COFFEE, FATIGUE, Status.TOO_FEW_DAYS, "few_days", n_days=0),
            "Cannot tell yet about coffee and fatigue: no day holds both so far.",
        ),
        (
            silent(COFFEE, FATIGUE, Status.TOO_FEW_DAYS, "outcome_few_days", n_days=0),
            "Cannot tell yet about coffee and fatigue: fatigue needs a few more days first.",
        ),
        (
            silent(COFFEE, FATIGUE, Status.NOT_ENOUGH_VARIATION, "rare", n_days_exposed=2),
            "Cannot tell yet about coffee and fatigue: only 2 of 168 days had this. Rare things need a longer time.",
        ),
        (
            silent(COFFEE, FATIGUE, Status.NOT_ENOUGH_VARIATION, "rare", n_days_exposed=166),
            (
                "Cannot tell yet about coffee and fatigue: nearly all days had this (166 of 168 days), so there is "
                "little to compare with."
            ),
        ),
        (
            silent(STRESS, FATIGUE, Status.NOT_ENOUGH_VARIATION, "rare", n_days_exposed=2),
            "Cannot tell yet about stress and fatigue: the amount was nearly the same on most of 168 days.",
        ),
        (
            silent(COFFEE, FATIGUE, Status.NOT_ENOUGH_VARIATION, "constant"),
            (
                "Cannot tell yet about coffee and fatigue: nothing changed in 168 days, so there is nothing to "
                "compare with."
            ),
        ),
        (
            silent(COFFEE, FATIGUE, Status.NOT_ENOUGH_VARIATION, "outcome_constant"),
            "Cannot tell yet about coffee and fatigue: fatigue was nearly the same on all days.",
        ),
        (
            silent(COFFEE, FATIGUE, Status.NOT_ENOUGH_VARIATION, "few_switches"),
            (
                "Cannot tell yet about coffee and fatigue: there were only a few changes in 168 days, so anything else "
                "that changed then looks just the same."
            ),
        ),
        (
            silent(COFFEE, FATIGUE, Status.NOT_ENOUGH_VARIATION, "a reason of tomorrow"),
            "Cannot tell yet about coffee and fatigue: there was too little change to compare in 168 days.",
        ),
        (
            silent(COFFEE, FATIGUE, Status.REVERSED_OR_CONFOUNDED, "leads"),
            (
                "Coffee and fatigue go together, but the order is not clear: fatigue differs before coffee as well as "
                "after. The one may be an early sign of the other, or something else may happen on the same days."
            ),
        ),
        (
            silent(COFFEE, FATIGUE, Status.REVERSED_OR_CONFOUNDED, "same_day"),
            (
                "Coffee and fatigue go together on the same day, but what came first is not known. The one may be an "
                "early sign of the other, or something else may happen on the same days. Noting the time of day would "
                "help."
            ),
        ),
    ],
)
def test_silence_says_why(finding: Finding, expected: str) -> None:
    """Each kind of silence has its own kind sentence."""
    assert finding_sentence(finding) == expected


def test_a_single_change_gets_no_verdict() -> None:
    """Before and after is a picture and an offer to draw days by chance, never a probability."""
    finding = silent(COFFEE, FATIGUE, Status.NOT_ENOUGH_VARIATION, "one_switch")
    assert "Only days picked by chance, in a small trial, could tell them apart." in finding_sentence(finding)
    assert answer_words(finding) == "Changed only once"


def test_a_finding_without_a_tier_stays_silent() -> None:
    """Found but below every tier is not shown as found."""
    finding = found(tier=Tier.NONE)
    assert finding_sentence(finding).startswith("No sign yet")
    assert answer_words(finding) == "No sign yet"


def test_plurals_go_with() -> None:
    """Eggs go with; an egg goes with."""
    sentence = finding_sentence(found(variable("Eggs")))
    assert sentence.startswith("Eggs go with stomach pain on the same day: about 1.1 points higher on days with them,")


@pytest.mark.parametrize(
    ("onset_days", "expected"),
    [
        (0, "on the same day"),
        (1, "one day later"),
        (3, "three days later"),
        (None, "on days close together"),
        (-2, "on days close together"),
    ],
)
def test_when_is_said_in_words(onset_days: int | None, expected: str) -> None:
    """Lags are for experts; people hear days."""
    assert when_words(onset_days) == expected


def test_the_sum_over_days_is_said_only_when_it_differs() -> None:
    """The same number twice would be noise."""
    total = total_sentence(found(total_effect=interval(1.7, 0.9)))
    assert total == (
        "Added up over the days it lasts: about 1.7 points higher, very likely between 0.8 and 2.6 points higher "
        "(95 % interval)."
    )
    assert total_sentence(found(total_effect=interval(1.12, 0.6))) is None
    assert total_sentence(found(total_effect=None)) is None


def test_how_sure_is_a_chance_within_these_days() -> None:
    """A probability always says what it rests on."""
    assert sure_words(found()) == (
        "How sure: fairly sure. The chance that they go together, in these days and with this method, is 97 in 100."
    )


def test_in_a_set_the_chance_is_that_it_is_this_one() -> None:
    """A set may be likely while each of its members alone is not."""
    assert "The chance that it is bread, in these days and with this method, is 52 in 100." in sure_words(
        bread_or_pasta(inclusion_probability=0.52)
    )


def test_one_thing_found_is_the_first_sentence() -> None:
    """What is known and how sure, before anything else."""
    assert outcome_sentence(outcome_findings(STOMACH_PAIN, [found()])) == (
        "One thing goes with your stomach pain: on days with period it is higher. We are fairly sure."
    )


def test_a_set_counts_as_one_thing() -> None:
    """Two that cannot be told apart are one finding."""
    pasta = found(PASTA, FATIGUE, tier=Tier.LIKELY, set_id=1, set_members=("bread", "pasta"), onset_days=1)
    assert outcome_sentence(outcome_findings(FATIGUE, [bread_or_pasta(), pasta])) == (
        "One thing goes with your fatigue: one day after bread or pasta it is higher. These days cannot tell which. "
        "This is likely, but we are not sure yet."
    )


def test_several_things_are_counted_and_named_surest_first() -> None:
    """Each carries its own lag and how sure."""
    sleep = found(SLEEP, FATIGUE)
    assert outcome_sentence(outcome_findings(FATIGUE, [bread_or_pasta(), sleep])) == (
        "Two things go with your fatigue: more sleep (higher on the same day; fairly sure) and bread or pasta (higher "
        "one day later; likely, not sure yet)."
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"effect": interval(-1.1, 0.6), "onset_days": 2}, "your fatigue: two days after coffee it is lower."),
        ({"effect": None}, "your fatigue on the same day: coffee."),
        ({"effect": interval(0.1, 0.6)}, "your fatigue on the same day: coffee."),
        ({"onset_days": None}, "your fatigue: on days close to coffee it is higher."),
    ],
)
def test_the_first_sentence_says_which_way(changes: dict[str, object], expected: str) -> None:
    """Lower or higher, and when; nothing of it where these days do not tell."""
    assert expected in outcome_sentence(outcome_findings(FATIGUE, [found(COFFEE, FATIGUE, **changes)]))


def test_the_first_sentence_fits_what_happens_or_does_not_and_nights() -> None:
    """A crash is there more often; a better night is called so; where nobody said what a number means, no direction."""
    crash = found(COFFEE, CRASH, effect=interval(0.2, 0.1), onset_days=1)
    assert "one day after coffee it is there more often" in outcome_sentence(outcome_findings(CRASH, [crash]))
    rated = variable("Sleep quality", kind="sleep", unit=Unit.POINTS, before_rating=True)
    for scale, expected in (
        (with_direction(ORDINAL_0_3, Higher.BETTER), "your fatigue: on days with better sleep quality it is lower."),
        (with_direction(ORDINAL_0_3, Higher.WORSE), "your fatigue: on days with more sleep quality it is lower."),
        (ORDINAL_0_3, "your fatigue on the same day: sleep quality."),
    ):
        night = found(replace(rated, scale=scale), FATIGUE, effect=interval(-0.5, 0.2))
        assert expected in outcome_sentence(outcome_findings(FATIGUE, [night]))


def test_the_first_sentence_gives_a_medicine_no_direction() -> None:
    """Its size and direction are never worded."""
    medicine = found(variable("Ibuprofen", kind="medicine_dose"), FATIGUE)
    sentence = outcome_sentence(outcome_findings(FATIGUE, [medicine]))
    assert not {"higher", "lower"} & set(sentence.replace(".", "").split())


def test_many_things_are_not_all_read_out() -> None:
    """A first sentence must stay one that can be read."""
    many = [found(variable(f"Food {n}"), FATIGUE) for n in range(1, 8)]
    sentence = outcome_sentence(outcome_findings(FATIGUE, many))
    assert sentence.startswith("Seven things go with your fatigue. The clearest are food 1 (")
    assert "food 4" in sentence
    assert "food 5" not in sentence


@pytest.mark.parametrize(
    ("status", "n_days", "expected"),
    [
        (Status.NO_SIGN_YET, 168, "in 168 days, nothing stands out clearly."),
        (Status.FOUND, 168, "in 168 days, nothing stands out clearly."),
        (Status.TOO_FEW_DAYS, 12, "12 days could be used so far, and more are needed."),
        (Status.TOO_FEW_DAYS, 0, "no day could be used so far."),
        (Status.NOT_ENOUGH_VARIATION, 90, "it was nearly the same on all 90 days."),
        (
            Status.REVERSED_OR_CONFOUNDED,
            90,
            "some things happen around the same time, but the order is not clear.",
        ),
    ],
)
def test_silence_about_an_outcome_is_a_kind_answer(status: Status, n_days: int, expected: str) -> None:
    """Cannot tell yet: the normal answer, kindly put."""
    item = outcome_findings(FATIGUE, [], status=status, n_days_used=n_days)
    assert outcome_sentence(item) == f"Cannot tell yet what goes with your fatigue: {expected}"


@pytest.mark.parametrize(
    ("smallest", "needed", "expected"),
    [
        (
            0.9,
            143,
            (
                "This diary can see differences of 0.9 points or more, for something that happens on about one day in "
                "three. Differences of 0.7 points would take about 140 more days."
            ),
        ),
        (
            0.4,
            0,
            (
                "This diary can see differences of 0.4 points or more, for something that happens on about one day in "
                "three; smaller ones would need more days."
            ),
        ),
        (None, 30, "To see a middling difference would take about 30 more days."),
        (None, None, "How small a difference this diary can see cannot be worked out yet."),
    ],
)
def test_the_smallest_visible_difference_is_always_said(
    smallest: float | None, needed: int | None, expected: str
) -> None:
    """Nothing found, and what would have been seen: together they are an answer."""
    item = outcome_findings(FATIGUE, [], smallest_visible_effect=smallest, days_still_needed=needed)
    assert visible_effect_sentence(item) == expected


def test_a_diary_of_small_steps_says_its_small_sizes() -> None:
    """Five hundredths of a point are not a tenth; and a size is not promised twice over."""
    small = outcome_findings(FATIGUE, [], smallest_visible_effect=0.12, days_still_needed=100)
    assert "differences of 0.12 points" in visible_effect_sentence(small)
    assert "Differences of 0.10 points would take about 100 more days." in visible_effect_sentence(small)
    near = outcome_findings(FATIGUE, [], smallest_visible_effect=0.21, days_still_needed=50)
    assert "differences of 0.21 points" in visible_effect_sentence(near)
    assert "Differences of 0.18 points" in visible_effect_sentence(near)
    same = outcome_findings(FATIGUE, [], smallest_visible_effect=0.42, days_still_needed=3)
    assert visible_effect_sentence(same).endswith("smaller ones would need more days.")


def test_what_was_asked_together_is_told() -> None:
    """The same symptom may get another answer in other company; the card says how large the company was."""
    assert together_sentence(1) is None
    assert "one other outcome" in str(together_sentence(2))
    assert "thirteen" in str(together_sentence(14)) or "13 other outcomes" in str(together_sentence(14))


def test_days_left_out_are_counted_by_reason() -> None:
    """Nothing is dropped silently, and a reason of tomorrow is read out too."""
    item = outcome_findings(FATIGUE, [], days_left_out={"missing": 12, "not_asked": 0, "copied": 1, "late_entry": 2})
    assert left_out_sentence(item) == (
        "Days used: 168. Not used: 12 days without an answer, 1 day copied from another day and 2 days (late entry). "
        "A blank day is never read as zero."
    )


def test_nothing_left_out_is_said_too() -> None:
    """Silence about gaps would leave doubt."""
    item = outcome_findings(FATIGUE, [], days_left_out={})
    assert left_out_sentence(item).startswith("Days used: 168, which is every day with an answer.")


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("needed", [None, 0, 140])
def test_what_would_help_is_never_a_duty(status: Status, needed: int | None) -> None:
    """Each answer says what would help, without "should" or "must"."""
    sentence = help_sentence(outcome_findings(FATIGUE, [], status=status, days_still_needed=needed))
    assert sentence[0].isupper()
    assert not {"should", "must", "need", "try"} & set(sentence.casefold().replace(".", "").split())


def test_what_would_help_names_the_days() -> None:
    """A number of days makes waiting bearable."""
    item = outcome_findings(FATIGUE, [], status=Status.TOO_FEW_DAYS, days_still_needed=18)
    assert help_sentence(item) == "About 18 more days, whenever it is easy. Blank days in between are fine."


def test_the_method_names_adjustments_and_error_control() -> None:
    """An expert finds the rates, the gate, the seed and what was taken into account."""
    text = " ".join(method_paragraphs(stomach_pain_and_fatigue()))
    for part in ("weekday, slow trend and ibuprofen", "at 0.10 or less", "p = 0.012", "seed 7", "negative controls"):
        assert part in text
    assert "Nothing further was taken into account for crash." in text


def test_a_gate_that_was_not_computed_is_said_so() -> None:
    """NaN is no number for a person."""
    assert "p = not computed" in " ".join(method_paragraphs(page_of(person_gate_p=float("nan"))))


def test_a_yes_or_no_is_counted_in_days() -> None:
    """For a flare the sentence holds the days it rests on, as they were written down, with and without."""
    counts = DayCounts(n_exposed=12, n_other=150, n_exposed_yes=5, n_other_yes=9)
    sentence = finding_sentence(found(PERIOD, CRASH, effect=interval(0.35, 0.2), counts=counts))
    assert "on about 35 more days in every 100" in sentence
    assert "on 5 of 12 days like that, and on 9 of 150 days without" in sentence


def test_few_days_are_said_and_many_are_not() -> None:
    """Six days with something are named in the sentence about a rating; sixty are not."""
    assert "This rests on 6 days with it." in finding_sentence(found(counts=DayCounts(n_exposed=6, n_other=150)))
    assert counted_sentence(found(counts=DayCounts(n_exposed=60, n_other=100))) is None
    assert counted_sentence(found(counts=None)) is None


def test_counts_beside_a_medicine_are_not_worded() -> None:
    """A medicine has no counts in words: they would read as a reason."""
    counts = DayCounts(n_exposed=6, n_other=150, n_exposed_yes=5, n_other_yes=9)
    assert counted_sentence(found(IBUPROFEN, CRASH, counts=counts)) is None


def test_nights_are_counted_by_their_number_and_not_by_more_sleep() -> None:
    """Nobody has said what a higher number means, so no count speaks of more or less of it."""
    night = variable("Sleep rating", kind="sleep", unit=Unit.POINTS, scale=ORDINAL_0_3)
    counts = DayCounts(n_exposed=49, n_other=220, n_exposed_yes=8, n_other_yes=6)
    sentence = str(counted_sentence(found(night, CRASH, contrast=Contrast.UNIT, counts=counts)))
    assert "on 8 of 49 days after a night with a higher number than usual" in sentence
    worse = variable("Sleep", kind="sleep", unit=Unit.POINTS, scale=with_direction(ORDINAL_0_3, Higher.WORSE))
    assert "a worse night" in str(counted_sentence(found(worse, CRASH, contrast=Contrast.UNIT, counts=counts)))
