"""The medicines card: what was logged, what is known, whom to ask; no word that could be read as advice to change."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.diary.exposures.medicine_log import LoggedMedicine, Stretch
from commensal.diary.exposures.medicine_prompts import Prompt
from commensal.diary.exposures.medicine_windows import Use
from commensal.knowledge.medicine_interactions import PartnerKind, interaction_flags
from commensal.knowledge.medicines import medicine_table
from commensal.report.medicine_json import card_json
from commensal.report.medicine_words import card_lines, effect_lines, expert_lines, list_lines, prompt_sentence
from tests.unit.report.test_reading_age import school_grade, sentences_of

TABLE = medicine_table()
FIRST = date(2026, 9, 1)
LOGGED = LoggedMedicine(
    name="omeprazole",
    substance="omeprazole",
    days=tuple(FIRST + timedelta(days=step) for step in range(30) if step not in (10, 11, 12)),
    n_doses=27,
    as_typed=(("omeprazole 20", 25), ("omep", 2)),
    days_not_taken=(FIRST + timedelta(days=10),),
    use=Use.REGULAR,
    stretches=(Stretch(first=FIRST + timedelta(days=10), last=FIRST + timedelta(days=12), n_days_written=2),),
)


def person_card(substance: str, *, name: str | None = None, prompts: tuple[Prompt, ...] = ()) -> str:
    """The card of a substance that was logged as ``LOGGED`` was."""
    row = TABLE.medicines[substance]
    logged = replace(LOGGED, name=name or substance, substance=substance)
    template = TABLE.wordings[row.wording_id]
    return "\n".join(card_lines(logged.name, logged, row, TABLE.classes[row.class_id], prompts, template=template))


def expert_card(substance: str) -> str:
    """The same card in field terms."""
    row = TABLE.medicines[substance]
    logged = replace(LOGGED, name=substance, substance=substance)
    return "\n".join(
        expert_lines(substance, logged, row, TABLE.classes[row.class_id], (), n_days_written=30, n_prompt_days=84)
    )


def every_prompt() -> list[Prompt]:
    """One prompt of each flag that can say a sentence, with every kind of other side."""
    flags = [flag for flag in interaction_flags().values() if flag.sentence]
    found = []
    for flag in flags:
        about = {"flag": flag, "medicine": "a", "name": "this one", "days": (FIRST,)}
        found.append(Prompt(**about, others=("b",), other_names=("that one",)))  # type: ignore[arg-type]
        if any(partner.kind is PartnerKind.STOOL for partner in flag.partners):
            found.append(Prompt(**about, others=(), other_names=()))  # type: ignore[arg-type]
    return found


def test_no_card_of_any_medicine_says_what_must_not_be_said() -> None:
    """All 621, for the person and for the pharmacist, under one name so that each sentence is looked at once."""
    lines = {line for substance in TABLE.medicines for line in person_card(substance, name="sertraline").splitlines()}
    lines |= {line for row in TABLE.medicines.values() for line in effect_lines(row, TABLE.classes[row.class_id])}
    lines |= {prompt_sentence(prompt) for prompt in every_prompt()}
    assert len(lines) > 100
    assert {line: broken for line in sorted(lines) if (broken := forbidden_in(line))} == {}


def test_stopping_is_named_only_as_something_not_to_do_alone() -> None:
    """The one allowed form, and the cautions that the wording table itself holds."""
    allowed = r"do not stop or change it on your own|Stopping (it )?suddenly can (be harmful|bring acid symptoms back)"
    for substance in TABLE.medicines:
        rest = re.sub(allowed, "", person_card(substance))
        assert not re.search(r"(?i)\b(stop|stopping|skip|halve|swap|taper|wean)\b", rest), substance


@pytest.mark.parametrize("substance", ["amoxicillin", "ibuprofen", "metformin", "morphine", "omeprazole", "sertraline"])
def test_a_known_effect_is_said_with_its_grade(substance: str) -> None:
    """Grade of low or better: plain words and how sure it is."""
    card = person_card(substance)
    assert "Gut bacteria: " in card
    assert re.search(r"How sure this is: (strong|moderate|early and mixed)\.", card)


@pytest.mark.parametrize("substance", ["amitriptyline", "famotidine", "levothyroxine sodium", "pregabalin", "warfarin"])
def test_an_unknown_effect_is_said_to_be_not_well_known(substance: str) -> None:
    """Very low grades, and classes that are in the table for food safety alone."""
    card = person_card(substance)
    assert "its effect on them is not well known" in card
    assert "How sure" not in card


def test_the_gut_wall_is_named_where_something_is_known() -> None:
    """NSAIDs and opioids; nothing is made of silence elsewhere."""
    assert "Gut wall: " in person_card("ibuprofen")
    assert "Gut wall: " in person_card("morphine")
    assert "Gut wall" not in person_card("omeprazole")
    assert not any("leaky" in group.plain_barrier for group in TABLE.classes.values())


def test_the_card_says_what_was_logged_and_by_which_name() -> None:
    """The person's own name first, the substance beside it, days and span."""
    card = person_card("ibuprofen", name="nurofen")
    assert card.splitlines()[0] == "Nurofen (ibuprofen)"
    assert "Logged on 27 days, 1 to 30 September 2026: on most days." in card or "27 days" in card
    assert "Written down as not taken on 1 day." in card


def test_a_medicine_that_no_table_has_gets_no_made_up_facts() -> None:
    """What was logged, and that nothing more can be said."""
    logged = replace(LOGGED, name="wonder drops", substance=None, use=None)
    card = "\n".join(card_lines("wonder drops", logged, None, None, (), template=""))
    assert "Our table does not have this medicine" in card
    assert "Gut bacteria" not in card


def test_a_person_s_words_cannot_reach_the_terminal_as_commands() -> None:
    """A name from a file that somebody else made is shown without its control characters."""
    logged = replace(LOGGED, name="bad\x1b[2Jname", substance=None, use=None)
    text = "\n".join(
        [*card_lines(logged.name, logged, None, None, (), template=""), *list_lines([logged], [], [], n_days=84)]
    )
    assert "\x1b" not in text


def test_the_person_s_card_can_be_read_at_about_eleven() -> None:
    """Our own sentences; names of medicines and classes are as hard as they are."""
    texts = [
        line
        for substance in ("omeprazole", "ibuprofen", "morphine", "amoxicillin", "sertraline")
        for line in person_card(substance).splitlines()[2:]
        if line
    ]
    assert school_grade(texts) <= 7.0
    prompts = [prompt_sentence(prompt) for prompt in every_prompt()]
    assert school_grade(prompts) <= 7.0
    assert max(len(words) for text in prompts for words in sentences_of(text)) <= 28


def test_the_pharmacist_reads_pattern_words_gaps_flags_and_sources() -> None:
    """Field terms, as logged and without judgement."""
    card = expert_card("warfarin")
    for part in (
        "B01AA03",
        "27 of 30 days",
        "“omeprazole 20” (25)",
        "regular",
        "longest 3 days",
        "vitamin_k",
        "S24",
        "Rsch",
        "GRADE very low",
        "Unverified fields",
    ):
        assert part.casefold() in card.casefold() or part == "Rsch", part
    assert not re.search(r"(?i)adheren|complian|missed|forgot|fail|should", card)


def test_a_code_from_memory_says_so_to_the_pharmacist() -> None:
    """The code of methocarbamol was not looked up; that of infliximab was."""
    assert "M03BA03 (from memory, unverified)" in expert_card("methocarbamol")
    assert "ATC: L04AB02." in expert_card("infliximab")
    assert "ATC: no code" in expert_card("insulin (kind not said)")


def test_many_names_are_cut_short() -> None:
    """A prompt that concerns all other medicines names a few of them."""
    flag = interaction_flags()["with_any_medicine"]
    names = tuple(f"medicine {number}" for number in range(7))
    prompt = Prompt(flag=flag, medicine="a", name="x", others=names, other_names=names, days=(FIRST,))
    assert "medicine 3 and 3 more" in prompt_sentence(prompt)


def test_json_holds_what_the_card_says() -> None:
    """Grade, sources, flags with their basis, and what nobody has checked."""
    row = TABLE.medicines["warfarin"]
    document = card_json("warfarin", LOGGED, row, TABLE.classes[row.class_id], ())
    assert document["logged"]["n_days"] == 27
    assert {flag["flag"] for flag in document["known"]["interaction_flags"]} == set(row.interaction_flags)
    assert document["known"]["grade"] == "very_low"
    assert document["known"]["unverified"] == sorted(row.unverified)
