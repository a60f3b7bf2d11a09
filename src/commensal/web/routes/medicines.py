"""Medicines: what was logged, what is known of it, and what to ask a pharmacist. Context only."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.knowledge.medicines import medicine_table
from commensal.report.labels import shown_label
from commensal.report.medicine_words import card_lines, expert_lines, list_lines
from commensal.report.safety_words import rule_sentence
from commensal.service.medicines import MedicineCard, MedicineCards, Medicines, medicine_cards, medicines
from commensal.vocab.errors import UsageError
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.said import Block, blocks
from commensal.web.words import words


def medicine_list(request: Request) -> Response:
    """Every medicine of the diary, each a way to its card."""
    if named := request.query_params.get("name", "").strip():
        return RedirectResponse(f"/medicines/{quote(named)}", status_code=303)
    if (first := help_first(request)) is not None:
        return first
    diary = medicines(home_of(request))
    return show(
        request,
        "medicines.html.j2",
        here="medicines",
        diary=diary,
        rows=_rows(diary),
        gaps=[rule_sentence(rule, country=diary.country) for rule in diary.gaps],
        asking=_asking(diary),
        n_days=_n_prompt_days(diary),
    )


def medicine(request: Request) -> Response:
    """The card of one medicine, or of each that a word stands for."""
    if (first := help_first(request)) is not None:
        return first
    named = request.path_params["name"]
    try:
        found = medicine_cards(home_of(request), named)
    except UsageError:
        sentence = words("medicines.not_known", name=shown_label(named))
        return show(request, "not_here.html.j2", here="medicines", status_code=404, sentence=sentence)
    return show(
        request,
        "medicine.html.j2",
        here="medicines",
        named=named,
        cards=[
            (shown_label(card.name), blocks(_card(card, found)), blocks(_expert(card, found))) for card in found.cards
        ],
    )


def _rows(diary: Medicines) -> list[tuple[str, str]]:
    """Each medicine and how it was logged, out of the lines that the list is made of."""
    lines = list(list_lines(diary.medicines, (), (), n_days=_n_prompt_days(diary)))[1 : len(diary.medicines) + 1]
    shown = [shown_label(one.name) for one in diary.medicines]
    return [(name, line.strip().removeprefix(name).strip()) for name, line in zip(shown, lines, strict=True)]


def _asking(diary: Medicines) -> tuple[Block, ...]:
    """What to ask about, without the words around it."""
    if not diary.prompts and not diary.about_person:
        return ()
    lines = list_lines(
        diary.medicines, diary.said, diary.prompts, n_days=_n_prompt_days(diary), about_person=diary.about_person
    )
    return blocks(line for line in lines if line.startswith("- "))


def _card(card: MedicineCard, found: MedicineCards) -> Iterator[str]:
    for rule in found.diary.gaps:
        if card.row is not None and card.row.substance in rule.medicines:
            yield rule_sentence(rule, country=found.diary.country)
            yield ""
    template = "" if card.row is None else medicine_table().wordings[card.row.wording_id]
    lines = card_lines(
        card.name, card.logged, card.row, card.group, card.prompts, template=template, ruled_out=found.diary.ruled_out
    )
    next(lines)  # its title is the heading here
    yield from lines


def _expert(card: MedicineCard, found: MedicineCards) -> Iterator[str]:
    return expert_lines(
        card.name,
        card.logged,
        card.row,
        card.group,
        card.prompts,
        n_days_written=found.diary.n_days_written,
        n_prompt_days=_n_prompt_days(found.diary),
        is_first=True,
    )


def _n_prompt_days(diary: Medicines) -> int:
    return (diary.today - diary.first_prompt_day).days + 1


ROUTES = (
    Route("/medicines", medicine_list, name="medicines"),
    Route("/medicines/{name}", medicine, name="medicine"),
)
