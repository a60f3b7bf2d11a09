"""``commensal medicines``: what was logged, what is known of it, and what to ask a pharmacist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.words import words

if TYPE_CHECKING:
    from commensal.safety.screened import FiredRule
    from commensal.service.medicines import MedicineCard, MedicineCards, Medicines


@click.command("medicines")
@click.argument("name", nargs=-1, metavar="[NAME]")
@click.option("--expert", "is_expert", is_flag=True, help="In the words of a pharmacist or doctor.")
@shared_options
@pass_door
def medicines_command(door: Door, name: tuple[str, ...], *, is_expert: bool) -> None:
    """Show the medicines in the diary, or the card of one: NAME is a substance, a brand or your own word.

    It says what was logged, what is known of gut bacteria, and what to ask your pharmacist. It never says to
    change a medicine.
    """
    from commensal.service.medicines import medicine_cards, medicines  # noqa: PLC0415 - tables, not for --help

    home = door.home()
    if not name:
        diary = medicines(home)
        lines = _expert_list(diary) if is_expert else _list(diary)
        door.answer(_list_document(diary), *(_emergency(diary) or lines))
        return
    found = medicine_cards(home, " ".join(name))
    door.answer(
        _cards_document(found), *(_emergency(found.diary) or _cards(" ".join(name), found, is_expert=is_expert))
    )


def _emergency(diary: Medicines) -> tuple[str, ...]:
    """Where help is needed now, how to get it, and nothing else."""
    from commensal.report.safety_words import screening_lines  # noqa: PLC0415

    return screening_lines(diary.screening, country=diary.country) if diary.screening.is_emergency else ()


def _rule_lines(rule: FiredRule, diary: Medicines) -> tuple[str, ...]:
    from commensal.report.safety_words import rule_sentence  # noqa: PLC0415 - only where a rule fires

    return (rule_sentence(rule, country=diary.country), "")


def _list(diary: Medicines) -> Iterator[str]:
    from commensal.report.medicine_words import list_lines  # noqa: PLC0415

    for rule in diary.gaps:
        yield from _rule_lines(rule, diary)
    yield from list_lines(
        diary.medicines,
        diary.said,
        diary.prompts,
        n_days=_n_prompt_days(diary),
        about_person=diary.about_person,
    )
    if diary.is_synthetic:
        yield words("medicines.synthetic")


def _expert_list(diary: Medicines) -> Iterator[str]:
    from commensal.service.medicines import medicine_card_of  # noqa: PLC0415

    everything = (*diary.medicines, *diary.said)
    if not everything:
        yield from _list(diary)
    for number, logged in enumerate(everything):
        if number:
            yield ""
        yield from _expert(medicine_card_of(logged, diary), diary, is_first=number == 0)


def _cards(name: str, found: MedicineCards, *, is_expert: bool) -> Iterator[str]:
    from commensal.knowledge.medicines import medicine_table  # noqa: PLC0415
    from commensal.report.medicine_words import card_lines  # noqa: PLC0415

    if len(found.cards) > 1:
        yield words("medicines.several", name=name, n=len(found.cards))
    for number, card in enumerate(found.cards):
        if number or len(found.cards) > 1:
            yield ""
        if is_expert:
            yield from _expert(card, found.diary, is_first=number == 0)
            continue
        gaps = [rule for rule in found.diary.gaps if card.row is not None and card.row.substance in rule.medicines]
        for rule in gaps:
            yield from _rule_lines(rule, found.diary)
        template = "" if card.row is None else medicine_table().wordings[card.row.wording_id]
        yield from card_lines(
            card.name,
            card.logged,
            card.row,
            card.group,
            card.prompts,
            template=template,
            ruled_out=found.diary.ruled_out,
        )
    if not is_expert:
        yield words("medicines.expert_how")


def _expert(card: MedicineCard, diary: Medicines, *, is_first: bool) -> Iterator[str]:
    from commensal.report.medicine_words import expert_lines  # noqa: PLC0415

    yield from expert_lines(
        card.name,
        card.logged,
        card.row,
        card.group,
        card.prompts,
        n_days_written=diary.n_days_written,
        n_prompt_days=_n_prompt_days(diary),
        is_first=is_first,
    )


def _n_prompt_days(diary: Medicines) -> int:
    return (diary.today - diary.first_prompt_day).days + 1


def _list_document(diary: Medicines) -> dict[str, Any]:
    from commensal.report.medicine_json import logged_json, prompt_json  # noqa: PLC0415

    if diary.screening.is_emergency:
        return _emergency_document(diary)
    return {
        "is_emergency": False,
        "medicines": [logged_json(one) for one in (*diary.medicines, *diary.said)],
        "prompts": [prompt_json(prompt) for prompt in diary.prompts],
        "about_person": [{"medicine": name, "flag": flag} for name, flag in diary.about_person],
        "gaps": [{"rule_id": rule.rule_id, "medicines": list(rule.medicines)} for rule in diary.gaps],
        "n_days_written": diary.n_days_written,
        "is_synthetic": diary.is_synthetic,
    }


def _cards_document(found: MedicineCards) -> dict[str, Any]:
    from commensal.report.medicine_json import card_json  # noqa: PLC0415

    if found.diary.screening.is_emergency:
        return _emergency_document(found.diary)
    cards = [card_json(card.name, card.logged, card.row, card.group, card.prompts) for card in found.cards]
    return {"is_emergency": False, "cards": cards, "is_synthetic": found.diary.is_synthetic}


def _emergency_document(diary: Medicines) -> dict[str, Any]:
    from commensal.report.safety_words import screening_document  # noqa: PLC0415

    return screening_document(diary.screening, country=diary.country)
