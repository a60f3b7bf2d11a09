"""Answers to the short questions about a person, several on one page."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import FormData

from commensal.safety.intake import IntakeQuestion
from commensal.service.intake import answers_from
from commensal.web.forms import text_of, texts_of


def answers_in(form: FormData, questions: Iterable[IntakeQuestion]) -> tuple[dict[str, str], bool]:
    """What was answered, by aspect, and whether something was typed that is no answer. A blank is no answer."""
    kept: dict[str, str] = {}
    is_unfit = False
    for question in questions:
        typed = _typed(form, question)
        if not typed:
            continue
        said = answers_from(question, typed)
        if said is None:
            is_unfit = True
        else:
            kept.update(said)
    return kept, is_unfit


def _typed(form: FormData, question: IntakeQuestion) -> str:
    """The words in which the service takes an answer; empty where there is none."""
    picked = texts_of(form, f"{question.id}-one")
    if question.kind == "which" and picked:
        return " ".join(picked)
    return text_of(form, question.id).strip()
