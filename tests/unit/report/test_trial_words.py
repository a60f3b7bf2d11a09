"""A trial in words: every answer has a sentence, a child of eleven can read it, and nothing forbidden is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.knowledge.trial_protocols import stop_rules, trial_protocols
from commensal.records.person import Flag
from commensal.records.trial_facts import Adherence
from commensal.report.trial_change_words import arm_words, portion_words
from commensal.report.trial_choice_words import choice_lines
from commensal.report.trial_day_words import (
    adherence_word,
    ended_line,
    instruction_lines,
    progress_lines,
    state_line,
    way_back_line,
)
from commensal.report.trial_envelope_words import envelope_paper
from commensal.report.trial_numbers import (
    difference_words,
    interval_words,
    lag_words,
    length_words,
    points,
    turns_of,
)
from commensal.report.trial_paper import Paper, paper_text
from commensal.report.trial_plan_page import back_lines, plan_paper
from commensal.report.trial_verdict_words import (
    effect_lines,
    expert_lines,
    headline,
    look_lines,
    next_line,
    reason_words,
    verdict_lines,
)
from commensal.report.words import has_sentence
from commensal.trials.adherence import AdherenceCount
from commensal.trials.design import draw_schedule
from commensal.trials.draft import Caution, Watched
from commensal.trials.envelope import letters_by_day, seal
from commensal.trials.looks import AlwaysOn
from commensal.trials.plan import OutcomeKind, TrialOutcome, TrialPlan
from commensal.trials.power import Worth
from commensal.trials.propose import from_link, from_words
from commensal.trials.protocol_fit import fit, fitting_protocols, frozen
from commensal.trials.reintroduction import reintroduction_of
from commensal.trials.running import DayKept, Instruction, TrialState
from commensal.trials.stops import StopCause
from commensal.trials.suspects import Link, Suspect
from commensal.trials.verdict import Decision, NextStep, Reason, StoppedFor, Verdict, verdict
from commensal.vocab.answers import Answer
from tests.unit.guidance.guidance_people import TODAY, person
from tests.unit.report.test_reading_age import school_grade, sentences_of
from tests.unit.report.trial_result_examples import carried, comparison, effect, power, result
from tests.unit.trials.trial_examples import FIRST_DAY, GUT, PAIN, draft, plan

_GRADE = 6.0  # US school grade 6 is age eleven to twelve
_LONGEST_SENTENCE_WORDS = 28
_SUBJECT = {"food_out_and_back": "bread", "food_on_drawn_days": "oranges", "low_fodmap_group": "fructans"}
_IDS = sorted(trial_protocols())


@cache
def _plan(protocol_id: str, is_pem_possible: bool = False) -> TrialPlan:
    return plan(
        protocol_id, GUT, subject=_SUBJECT.get(protocol_id, ""), is_pem_possible=is_pem_possible, who=person("IBS")
    )


@cache
def _which_of_these() -> TrialPlan:
    foods = tuple(Suspect(key=f"food_{name}", label=name, is_food=True) for name in ("bread", "pasta"))
    (together, *_) = from_link(Link(suspects=foods, effect=0.8, onset_days=1), PAIN)
    return frozen(fit(together, person(), (), today=TODAY), seed=3, first_day=FIRST_DAY, today=TODAY)


@cache
def _own_words() -> TrialPlan:
    (one,) = from_words("music after lunch", PAIN)
    return frozen(fit(one, person(), (), today=TODAY), seed=3, first_day=FIRST_DAY, today=TODAY)


@cache
def _papers() -> dict[str, Paper]:
    """The page of every protocol, for people with and without setbacks after effort; and of other sorts of trial."""
    papers = {}
    for protocol_id in _IDS:
        for is_careful in (False, True):
            if protocol_id == "gentle_movement" and is_careful:
                continue
            allowed = fit(
                draft(protocol_id, GUT, subject=_SUBJECT.get(protocol_id, ""), is_pem_possible=is_careful),
                person("IBS"),
                (),
                today=TODAY,
            )
            papers[f"{protocol_id}{' careful' if is_careful else ''}"] = plan_paper(
                _plan(protocol_id, is_careful), power=power(), fired=allowed.fired, cautions=allowed.draft.cautions,
                conditions=("ibs",),
            )  # fmt: skip
    papers["which of these"] = plan_paper(_which_of_these(), power=power(Worth.WORTH_IT, days_needed=84))
    papers["own words"] = plan_paper(_own_words(), power=power(Worth.UNKNOWN, is_own=False))
    return papers


@cache
def _pages() -> dict[str, str]:
    return {name: paper_text(made) for name, made in _papers().items()}


def _verdicts(made: TrialPlan) -> Iterator[tuple[str, ...]]:
    """What a person reads at the end, for every way in which it can end."""
    for estimate in (-2.0, -0.6, 0.0, 0.9):
        for is_shown in (True, False):
            lead = comparison(
                made, estimate, is_shown=is_shown, carryover=carried(estimate * 1.6), per_protocol=effect(estimate)
            )
            seen = result(made, lead)
            yield verdict_lines(verdict(seen, made), seen, made)
    for why in StoppedFor:
        seen = result(made, comparison(made, -0.6), n_days_seen=20)
        yield verdict_lines(verdict(seen, made, stopped_for=why), seen, made, reintroduce_from=FIRST_DAY)
    few = result(made, comparison(made, None, looks=(), always_on=()))
    yield verdict_lines(verdict(few, made), few, made)
    rough = result(made, comparison(made, -0.6, carryover=carried(is_hidden=True)), at_an_end_share=0.6)
    yield verdict_lines(verdict(rough, made), rough, made)
    unknown = result(made, comparison(made, -0.6), is_randomised=False)
    yield verdict_lines(verdict(unknown, made), unknown, made)


def _personal_texts() -> Iterator[str]:
    """Everything of a trial that a person reads, but for sources and fingerprints."""
    for paper in _papers().values():
        yield from (paper.title, *paper.lead)
        for part in paper.parts:
            yield from (part.title, *(line for line in part.lines if "fingerprint" not in line))
    for made in (_plan("slow_breathing"), _plan("food_out_and_back")):
        for lines in _verdicts(made):
            yield from lines
    for cause in (*StopCause, ""):
        yield ended_line(str(cause))


# ------------------------------------------------------------------ nothing without a sentence


def test_every_answer_has_a_sentence() -> None:
    """Nothing that the code can answer is left without words."""
    wanted = [
        *(f"trial.verdict.{one.value}" for one in Decision),
        *(f"trial.reason.{one.value}" for one in Reason),
        *(f"trial.next.{one.value}" for one in NextStep),
        *(f"trial.ended.{one.value}" for one in StopCause),
        *(f"trial.stop.{name}" for name in stop_rules()),
        *(f"trial.day.{one.value}" for one in Adherence),
        *(f"trial.day.{one.value}" for one in TrialState if one is not TrialState.RUNNING),
        *(f"trial.power.{one.value}" for one in Worth),
        *(f"trial.can_say.{one.value}" for one in Caution),
    ]
    for one in trial_protocols().values():
        wanted += [f"trial_protocols.{one.id}.{name}" for name in ("title", "with", "usual")]
        wanted += [f"trial_protocols.{one.id}.run_in"] * bool(one.run_in_days)
        wanted += [f"trial.steady.{name}" for name in one.keep_steady]
        wanted += [f"trial.can_say.carry_{one.carryover}", f"trial.can_say.hidden_{one.cannot_be_hidden}"]
        wanted += [f"trial.back.{name}{end}" for name in ("small", "half", "usual") for end in ("", "_it")]
    assert [key for key in dict.fromkeys(wanted) if not has_sentence(key)] == []


def test_a_child_of_eleven_can_read_it() -> None:
    """All sentences together stay at the school grade of about eleven years."""
    assert school_grade(list(_personal_texts())) <= _GRADE


def test_no_sentence_is_endless() -> None:
    """One idea at a time."""
    long = {
        text: len(words)
        for text in _personal_texts()
        for words in sentences_of(text)
        if len(words) > _LONGEST_SENTENCE_WORDS
    }
    assert long == {}


@pytest.mark.parametrize("name", sorted(_pages()))
def test_no_page_says_anything_forbidden(name: str) -> None:
    """No advice on medicines, no promise, no blame; nothing that steps up for whom effort may set back."""
    contexts = {"pem"} if "careful" in name or "pacing" in name else set[str]()
    text = " ".join(_pages()[name].split())
    assert forbidden_in(text, contexts=contexts) == ()


@pytest.mark.parametrize("protocol_id", ["food_out_and_back", "slow_breathing"])
def test_no_verdict_says_anything_forbidden(protocol_id: str) -> None:
    """Whatever comes out."""
    for lines in _verdicts(_plan(protocol_id)):
        assert forbidden_in(" ".join(lines)) == ()


# ------------------------------------------------------------------ the page of the plan


def test_the_page_holds_what_one_agrees_to() -> None:
    """Question, days, what is asked, power, what ends it, conditions, limits, the way back, the fingerprint."""
    made = _plan("food_out_and_back")
    page = " ".join(_pages()["food_out_and_back"].split())
    for words in (
        "The question",
        "From 23 November 2026 to 17 January 2027",
        "rate bloating",
        "smallest difference likely to be seen",
        "1.7 points",
        "It ends at once in an emergency",
        "One food at a time, six weeks at the most",
        "a small portion of bread",
        made.hash,
        "You can say no",
    ):
        assert words in page, words


def test_the_order_is_not_told_beforehand_unless_asked() -> None:
    """Whoever knows tomorrow's way may act on it today."""
    made = _plan("food_out_and_back")
    hidden, shown = paper_text(plan_paper(made)), paper_text(plan_paper(made, shows_order=True))
    assert "23 November to 24 November 2026:" not in hidden
    assert f"23 November to 24 November 2026: {made.arms[made.schedule[0]]}" in shown


def test_with_an_envelope_the_page_shows_letters_only() -> None:
    """Which letter is which stands nowhere on it."""
    import numpy as np  # noqa: PLC0415 - only here

    made = _plan("lactose")
    envelope = seal(made, np.random.default_rng(5))
    page = paper_text(plan_paper(made, letters=letters_by_day(envelope)))
    assert "package A" in page
    assert "package B" in page
    assert all(f"{arm}" not in line for arm in made.arms for line in page.splitlines() if "package" in line)
    partner = paper_text(envelope_paper(envelope, made))
    assert f"Package {envelope.letter_of_arm[1]} holds: lactose-free." in partner
    assert "tell them at once" in partner
    assert envelope.fingerprint in partner


def test_a_trial_too_short_to_settle_anything_says_so() -> None:
    """With fewer than six pairs chance alone could bring any order."""
    made = _plan("food_out_and_back")
    short = TrialPlan(
        **{name: getattr(made, name) for name in TrialPlan.__slots__ if name not in ("design", "schedule")},
        design=replace(made.design, days=12),
        schedule=draw_schedule(replace(made.design, days=12), made.seed),
    )
    assert "only three pairs" in " ".join(paper_text(plan_paper(short)).split())
    assert "pairs of turns, chance alone" not in " ".join(_pages()["food_out_and_back"].split())


def test_a_year_long_trial_says_that_not_starting_is_fine() -> None:
    """Oily fish takes more than a year."""
    assert "not starting is a good answer" in " ".join(_pages()["oily_fish"].split())


def test_a_probiotic_says_that_experts_disagree() -> None:
    """Guidelines differ, and the page tells."""
    assert "Experts disagree" in _pages()["probiotic"]


def test_a_dietitian_goes_along_with_low_fodmap() -> None:
    """Nobody begins that one alone."""
    assert "with a dietitian" in " ".join(_pages()["low_fodmap_group"].split())


def test_the_difference_that_matters_is_called_ours() -> None:
    """And the published number for pain stands beside it, with its source."""
    page = " ".join(paper_text(plan_paper(plan("slow_breathing"))).split())
    assert "Unless you chose it, that number is ours." in page
    assert "about 2 points of pain went with feeling much better (Farrar 2001)" in page
    own = plan("slow_breathing", replace(PAIN, smallest_difference=1.5))
    assert "that number is ours" not in paper_text(plan_paper(own))


def test_what_was_left_out_has_a_way_back_on_the_page() -> None:
    """And a trial that adds something has none."""
    assert list(back_lines(_plan("slow_breathing"))) == []
    assert "Everything comes back" in " ".join(back_lines(_plan("lactose")))
    early = list(back_lines(_plan("lactose"), stopped_on=FIRST_DAY))
    assert "24 November 2026: a small portion" in early[1]


# ------------------------------------------------------------------ the day


def _instruction(made: TrialPlan, index: int, kept: DayKept | None = None) -> Instruction:
    day = FIRST_DAY + timedelta(days=index)
    arm = made.schedule[index]
    return Instruction(
        trial_id="abc", day=day, number=index + 1, n_days=made.design.days, arm=arm, arm_name=made.arms[arm],
        is_washout=made.washout_on(day), kept=kept,
    )  # fmt: skip


def test_the_note_of_the_day_says_what_to_do() -> None:
    """Which way, in a sentence one can follow, and that the day does not count where it does not."""
    made = _plan("food_out_and_back")
    with_change = made.schedule.index(1)
    lines = instruction_lines(_instruction(made, with_change), made)
    assert "Today is “without bread”." in lines
    assert "Today is without bread. Put something you like in its place." in lines
    practice = _plan("slow_breathing")
    assert "Today does not count yet. What came before can fade." in instruction_lines(
        _instruction(practice, 0), practice
    )
    kept = instruction_lines(_instruction(made, 2, DayKept(adherence=Adherence.PARTLY)), made)
    assert kept[-1] == "You said of today: partly."


def test_with_letters_the_note_names_no_arm() -> None:
    """A letter, and nothing else."""
    made = _plan("lactose")
    letters = dict.fromkeys(made.dates, "B")
    lines = " ".join(instruction_lines(_instruction(made, 0), made, letters=letters))
    assert "Today is package B." in lines
    assert "lactose" not in lines


def test_a_day_of_one_of_several_foods_names_that_one() -> None:
    """The others stay on the plate."""
    made = _which_of_these()
    assert arm_words(made, 1) == "Today is without bread. Put something you like in its place."
    assert arm_words(made, 2) == "Today is without pasta. Put something you like in its place."
    assert arm_words(made, 0) == "Today, eat bread and pasta as you usually do."
    assert arm_words(_own_words(), 1) is None


def test_how_it_goes_is_counted_without_blame() -> None:
    """Counts, blanks left blank, and results only when they are not hidden."""
    made = _plan("food_out_and_back")
    kept = AdherenceCount(n_days=12, n_done=6, n_partly=1, n_not_done=2, n_swapped=0, n_unsaid=2, n_paused=1)
    lines = progress_lines(made, kept, n_rated=8, n_missing=1, next_look=date(2026, 12, 7))
    assert lines[0] == "12 of 56 days have passed."
    assert "6 done, 1 partly and 2 not done" in lines[1]
    assert "They stay blank" in " ".join(lines)
    assert lines[-1] == "The next look is on 7 December 2026."
    hidden = progress_lines(made, AdherenceCount(n_days=3, n_unsaid=3), are_results_hidden=True)
    assert hidden[-1] == "Results are hidden until the end, as you chose."
    assert forbidden_in(" ".join((*lines, *hidden)), contexts={"findings"}) == ()


def test_a_state_without_a_note_says_why() -> None:
    """Resting, waiting, over: and nothing is asked."""
    made = _plan("food_out_and_back")
    assert state_line(TrialState.RUNNING, made) is None
    assert state_line(TrialState.WAITING, made) == "It begins on 23 November 2026. Nothing is asked before that."
    assert "Nothing more is asked" in str(state_line(TrialState.STOPPED, made))


def test_the_way_back_is_told_day_by_day() -> None:
    """Today's portion, the next one, and then that all is back."""
    back = reintroduction_of(_plan("food_out_and_back"))
    assert back is not None
    assert way_back_line(back, back.begins_on) == "Today: a small portion of bread."
    assert way_back_line(back, back.begins_on + timedelta(days=1)).startswith("Next: half a portion of bread, on 21")
    assert way_back_line(back, back.ends_on + timedelta(days=9)).endswith("all of it is back.")
    assert portion_words(replace(back.portions[0], subject="")) == "a small portion"


def test_answers_are_called_as_they_are_asked() -> None:
    """Four short words."""
    assert [adherence_word(one) for one in Adherence] == ["done", "partly", "not done", "swapped"]


# ------------------------------------------------------------------ looks and verdict


def test_keep_says_changed_with_effect_and_interval() -> None:
    """A trial may say "changed"; the chance of benefit is labelled as no rule for stopping."""
    made = plan("slow_breathing")
    seen = result(made, comparison(made, -1.4, is_shown=True))
    said = verdict(seen, made)
    lines = verdict_lines(said, seen, made)
    assert said.decision is Decision.KEEP
    assert lines[0] == "Keep. It changed pain for the better, by an amount that matters to you."
    assert "Pain was about 1.4 points lower on days “with slow breathing” than on days “as usual”." in lines[1]
    assert "between 0.8 and 2.0 points lower" in lines[1]
    assert "it is not a rule for stopping" in lines[2]
    assert "You may keep doing it." in lines[-1]


def test_a_food_that_made_a_difference_still_comes_back() -> None:
    """It is never "kept" out, and never left for good."""
    made = _plan("food_out_and_back")
    seen = result(made, comparison(made, -1.4, is_shown=True))
    lines = verdict_lines(verdict(seen, made), seen, made, reintroduce_from=date(2027, 1, 18))
    assert lines[0].startswith("It made a difference.")
    assert not any(line.startswith("Keep") for line in lines)
    assert "It still comes back, in small portions." in " ".join(lines)
    assert lines[-1] == "What was left out comes back, from 18 January 2027."
    assert next_line(NextStep.REINTRODUCE, made) == "What was left out comes back, a little at a time."
    worse = result(made, comparison(made, 1.4, is_shown=True))
    assert "There is no reason to go on without it." in " ".join(verdict_lines(verdict(worse, made), worse, made))


def test_not_settled_is_nobodys_fault() -> None:
    """All days passed, both answers still possible: said calmly, with a way on."""
    made = plan("slow_breathing")
    seen = result(made, comparison(made, -0.6))
    lines = verdict_lines(verdict(seen, made), seen, made)
    assert lines[0].startswith("Not settled. All days have passed, and both answers are still possible.")
    assert "nobody's fault" in lines[0]
    assert "from 1.2 points lower to less" not in lines[1]


def test_after_harm_no_size_is_told() -> None:
    """Whether it works is not the question then."""
    made = plan("slow_breathing")
    seen = result(made, comparison(made, -1.4, is_shown=True), n_days_seen=20)
    said = verdict(seen, made, stopped_for=StoppedFor.BAD_REACTION)
    assert effect_lines(said, seen, made) == ()
    assert headline(said, made).startswith("Drop. It did not sit well with you.")


def test_a_medicine_is_neither_kept_nor_dropped() -> None:
    """An outside trial of one ends in a talk, and everything stays as agreed until then."""
    made = plan("slow_breathing")
    seen = result(made, comparison(made, 1.4, is_shown=True))
    said = verdict(seen, made, is_about_medicine=True)
    lines = " ".join(verdict_lines(said, seen, made))
    assert lines.startswith("Not settled. This is about a medicine.")
    assert "keep everything as agreed" in lines
    assert "Leave it." not in lines


def test_looking_early_says_only_what_is_so_far() -> None:
    """Too early, not yet, or beyond what chance brings; with what is not ruled out at any look."""
    made = plan("slow_breathing")
    assert look_lines(result(made, comparison(made, None)), made) == ("It is too early to say anything.",)
    early = look_lines(result(made, comparison(made, -0.6), n_days_seen=14), made)
    assert early[0].startswith("So far the two sorts of days cannot be told apart.")
    assert "between about 2.5 points lower and about 0.1 points lower" in early[-1]
    always_on = (AlwaysOn(day=14, e_value=25.0, cs_low=-2.5, cs_high=-0.1),)
    waits = look_lines(result(made, comparison(made, -0.6, always_on=always_on), n_days_seen=14), made)
    assert waits[0].startswith("The two sorts of days seem to differ. A planned look has to show it")
    crossed = look_lines(result(made, comparison(made, -1.4, is_shown=True)), made)
    assert "by more than chance would bring" in crossed[0]


def test_experts_read_the_same_numbers() -> None:
    """Estimate, interval, exact p, e-value, and the chance of benefit under its label."""
    made = plan("slow_breathing")
    lead = comparison(made, -1.4, is_shown=True, carryover=carried(-1.6), per_protocol=effect(-1.5, n_days=30))
    lines = " ".join(expert_lines(result(made, lead), made))
    for words in ("−1.40 points", "−1.99 to −0.81", "p = 0.02", "128 schedules", "e-value 12.3", "Not a stopping rule"):
        assert words in lines, words
    assert "−2.50 to −0.10" in lines
    unbounded = comparison(made, -1.4, always_on=(replace(lead.always_on[0], cs_low=float("-inf")),))
    assert "not bounded yet" in " ".join(expert_lines(result(made, unbounded), made))


def test_each_reason_speaks_of_the_outcome_as_it_is_called() -> None:
    """No blank is left open in any of them."""
    made = plan("slow_breathing")
    for reason in Reason:
        assert "{" not in reason_words(reason, made)
    bare = Verdict(decision=Decision.DROP, arm=1, name="x", reasons=(Reason.MADE_WORSE,), next_steps=())
    assert headline(bare, made) == "Drop. It changed pain for the worse."


# ------------------------------------------------------------------ numbers


def test_differences_are_said_in_the_unit_of_the_outcome() -> None:
    """Points on a long scale, finer on a short one, days in a hundred for a flare."""
    long, short = PAIN.outcome, TrialOutcome(key="x", label="X", minimum=0.0, maximum=3.0)
    flare = TrialOutcome(key="flare", label="Flare", kind=OutcomeKind.FLARE, minimum=0.0, maximum=1.0)
    assert difference_words(-0.84, long) == "about 0.8 points lower"
    assert difference_words(0.84, short) == "about 0.84 points higher"
    assert difference_words(-0.12, flare) == "there on about 12 fewer days in 100"
    assert difference_words(0.04, long) is None
    assert interval_words((-1.26, 0.2), long) == "from 1.3 points lower to 0.2 points higher"
    assert interval_words((0.1, 0.4), long) == "between 0.1 and 0.4 points higher"
    assert interval_words((-0.2, -0.1), flare) == "between 10 and 20 days in 100 lower"
    assert (points(1.0, long), points(0.5, long), points(0.1, flare)) == ("1 point", "0.5 points", "10 days in 100")


def test_lengths_are_said_as_people_say_them() -> None:
    """Whole weeks from two on; a lag with both ends where both are known."""
    assert [length_words(n) for n in (1, 7, 14, 10, 365)] == ["1 day", "one week", "two weeks", "10 days", "a year"]
    assert lag_words((0, 1)) == "On the map, a change may show by the next day."
    assert lag_words((1, 7)) == "On the map, a change may show within one week."
    assert lag_words((7, 84)) == "On the map, a change may show after one week to twelve weeks."


def test_turns_cover_every_day_once() -> None:
    """No day is lost between two turns."""
    made = _plan("food_out_and_back")
    turns = list(turns_of(made))
    assert sum((turn.last - turn.first).days + 1 for turn in turns) == made.design.days
    assert turns[-1].last == made.last_day


# ------------------------------------------------------------------ what could be tried


def test_what_could_be_tried_is_told_in_lines() -> None:
    """What is let through first, then what waits, then what is held back and by which rule."""
    who = person(answers={Flag.EATING_DISORDER_HISTORY: Answer.YES})
    fits = fitting_protocols(PAIN, who, (), today=TODAY, is_pem_possible=False, subject="bread")
    lines = choice_lines(fits.values())
    assert lines[0] == "Soluble fibre from oats: 28 weeks. It asks some effort."
    assert any("a safety rule holds it back (S20)" in line for line in lines)
    assert lines[-1] == "One change at a time. Doing nothing new is a good choice too."
    held = next(index for index, line in enumerate(lines) if "holds it back" in line)
    assert not any("It asks" in line for line in lines[held:])


def test_an_emergency_offers_nothing() -> None:
    """Then there is only help."""
    one = fit(draft("slow_breathing"), person(), (), today=TODAY, question="I was vomiting blood")
    assert one.is_emergency
    assert choice_lines([one]) == ()


def test_an_outcome_of_ones_own_is_called_as_it_is() -> None:
    """A name that nobody knows is told as it was given, and nothing is known of its lag."""
    own = Watched(outcome=TrialOutcome(key="heavy_legs", label="Heavy legs", minimum=0.0, maximum=10.0))
    page = " ".join(paper_text(plan_paper(plan("slow_breathing", own))).split())
    assert "What is watched: heavy legs" in page
    assert "Nobody has tested it for heavy legs." in page
