"""The short questions about a person: which are still open, and what a typed answer says."""

from __future__ import annotations

from collections.abc import Mapping

from commensal.records.person import Person
from commensal.safety.intake import IntakeQuestion, intake_questions
from commensal.service.home import Home
from commensal.service.person import person
from commensal.vocab.answers import Answer

_YES = frozenset({"y", "yes"})
_NO = frozenset({"n", "no", "none", "0"})
_UNKNOWN = frozenset({"?", "unknown", "not sure", "don't know", "dont know", "do not know"})


def open_questions(home: Home) -> tuple[IntakeQuestion, ...]:
    """The questions that nobody has answered yet, in the order in which they are best asked."""
    known = person(home)
    return tuple(question for question in intake_questions() if not _is_answered(question, known))


def answers_from(question: IntakeQuestion, typed: str) -> Mapping[str, str] | None:
    """What a typed answer says, by aspect; None when it is no answer to this question.

    Parameters
    ----------
    typed : ``y``, ``n`` or ``?``; numbers of choices parted by spaces; or words. ``none`` where nothing fits.

    Notes
    -----
    A "no" to a question that names several things is a no to each. A "yes" says only that one of them holds, so it
    answers the first, which stands for all of them; the others stay open.
    """
    said = " ".join(typed.casefold().split())
    match question.kind:
        case "yes_no":
            return _yes_or_no(question, said)
        case "which":
            return _which(question, said)
        case "choice":
            choices = tuple(question.choice_keys)
            return {question.aspect: choices[int(said) - 1]} if _is_number_of(said, len(choices)) else None
        case _:
            return {question.aspect: "" if said in _NO and question.kind == "names" else typed.strip()}


def _yes_or_no(question: IntakeQuestion, said: str) -> Mapping[str, str] | None:
    if said in _NO:
        return {flag.value: Answer.NO.value for flag in question.flags}
    answer = Answer.YES if said in _YES else Answer.UNKNOWN if said in _UNKNOWN else None
    return None if answer is None else {question.flags[0].value: answer.value}


def _which(question: IntakeQuestion, said: str) -> Mapping[str, str] | None:
    if said in _UNKNOWN:
        return {flag.value: Answer.UNKNOWN.value for flag in question.flags}
    numbers = [] if said in _NO else said.replace(",", " ").split()
    if not all(_is_number_of(number, len(question.flags)) for number in numbers):
        return None
    picked = {int(number) - 1 for number in numbers}
    return {
        flag.value: (Answer.YES if place in picked else Answer.NO).value for place, flag in enumerate(question.flags)
    }


def _is_number_of(said: str, n_choices: int) -> bool:
    return said.isdecimal() and 1 <= int(said) <= n_choices


def _is_answered(question: IntakeQuestion, known: Person) -> bool:
    if question.aspect == "age_band":
        return known.age_band is not None or known.age_years is not None
    if question.aspect:
        return bool(getattr(known, question.aspect))
    return known.answer(question.flags[0]) is not None
