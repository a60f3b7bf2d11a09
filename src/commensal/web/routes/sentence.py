"""A sentence: shown as it was understood, with what only the person can say, before anything of it is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import blake2b

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.records.fact_fields import fields_of
from commensal.records.facts import kind_of
from commensal.report.chips import chip_of, choice_of
from commensal.service.home import Home
from commensal.service.log import log
from commensal.service.words import Said, Understood, WordQuestion, understand
from commensal.web.forms import back_to, day_of, posted, stamp_of, text_of, texts_of
from commensal.web.render import home_of, show
from commensal.web.routes.today import answer_to, page_of
from commensal.web.words import words

_LONGEST = 20_000
_ASKED = frozenset({"food", "medicine", "range", "sandwich", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """Something that was understood; ``key`` names it when the form comes back."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its choices; none where only words can answer it."""

    name: str
    sentence: str
    choices: tuple[Chip, ...]


@posted
def read_sentence(request: Request, form: FormData) -> Response:
    """Show how a sentence is understood. Nothing is kept."""
    home, the_day = home_of(request), day_of(form)
    typed = _typed(form)
    if not typed:
        return back_to(page_of(home, the_day or home.today()))
    return _chips(request, form, home, understand(home, typed, day=the_day))


@posted
def keep_sentence(request: Request, form: FormData) -> Response:
    """Keep a sentence and those of its chips that were left standing; changed since it was read, it is read again."""
    home, the_day = home_of(request), day_of(form)
    typed = _typed(form)
    read = understand(home, typed, day=the_day)
    if typed != " ".join(text_of(form, "read").split()):
        return _chips(request, form, home, read)
    chosen = _chosen(read, form)
    if text_of(form, "is_kept"):
        # the words are in the diary already: only what they mean is added
        chosen = replace(chosen, text="")
        if not (chosen.said or chosen.taught):
            return back_to(page_of(home, the_day or home.today()), just="nothing", at="kept")
    return answer_to(request, home, log(home, understood=chosen, day=the_day, stamp=stamp_of(form)), at="kept")


def _chips(request: Request, form: FormData, home: Home, read: Understood) -> Response:
    the_day = day_of(form) or home.today()
    return show(
        request,
        "chips.html.j2",
        here="today",
        read=read,
        chips=[Chip(key=key_of(said, number), label=chip_of(said.fact)) for number, said in enumerate(read.said)],
        asked=[_asked(question, number) for number, question in enumerate(read.questions)],
        day=the_day.isoformat(),
        back=page_of(home, the_day),
        stamp=stamp_of(form),
        is_kept=text_of(form, "is_kept"),
    )


def _chosen(read: Understood, form: FormData) -> Understood:
    """What is left of a sentence when chips were taken off and questions answered; what was not answered stays open."""
    standing = frozenset(texts_of(form, "said"))
    chosen = replace(read, said=tuple(one for number, one in enumerate(read.said) if key_of(one, number) in standing))
    for number, question in enumerate(read.questions):
        answer = text_of(form, f"answer_{number}")
        picked = [one for place, one in enumerate(question.choices) if key_of(one, place) == answer]
        if picked:
            chosen = chosen.answered(question, picked[0])
    return chosen


def key_of(said: Said, number: int) -> str:
    """A name for one chip of a sentence: the same whenever the same is understood."""
    told = json.dumps([number, kind_of(said.fact), fields_of(said.fact), said.day.isoformat()], sort_keys=True)
    return blake2b(told.encode(), digest_size=9).hexdigest()


def _asked(question: WordQuestion, number: int) -> Asked:
    kind = question.kind if question.kind in _ASKED else "other"
    if kind == "food" and not question.choices:
        kind = "other"
    if kind == "unknown" and not question.choices:
        return Asked(name="", sentence="", choices=())  # it is among the words that stay unknown
    choices = tuple(
        Chip(key=key_of(choice, place), label=choice_of(choice.fact)) for place, choice in enumerate(question.choices)
    )
    return Asked(name=f"answer_{number}", sentence=words(f"chips.ask_{kind}", text=question.text), choices=choices)


def _typed(form: FormData) -> str:
    return " ".join(text_of(form, "text").split())[:_LONGEST]


ROUTES = (
    Route("/words", read_sentence, methods=["POST"], name="read_sentence"),
    Route("/words/keep", keep_sentence, methods=["POST"], name="keep_sentence"),
)
