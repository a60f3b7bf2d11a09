"""Questionnaires: asked here, or a score that was worked out elsewhere; said back with what they do not say."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.instruments import stool
from commensal.instruments.fibromyalgia import CriteriaResult
from commensal.instruments.pem import PemResult
from commensal.knowledge.instruments import ChoiceSet, Instrument, ScorePart, Use, instruments
from commensal.records.person import Flag
from commensal.report.instrument_words import criteria_lines, pem_lines, scale_lines, score_lines, stool_lines
from commensal.report.numbers import day_words
from commensal.service.questionnaires import Answered, keep_answers, keep_score, kept_questionnaires
from commensal.vocab.errors import CommensalError
from commensal.web.forms import day_of, number_of, posted, text_of
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.said import blocks
from commensal.web.words import words

_MOST_KEPT = 12


def check(request: Request) -> Response:
    """Every questionnaire, and what was kept."""
    return _list(request)


def questions(request: Request) -> Response:
    """The questions of one."""
    asked = _asked(request)
    if asked is None:
        return show(request, "not_here.html.j2", here="check", status_code=404)
    return _ask(request, asked)


@posted
def answer(request: Request, form: FormData) -> Response:
    """Keep the answers, and say what they say and do not say."""
    asked = _asked(request)
    if asked is None:
        return show(request, "not_here.html.j2", here="check", status_code=404)
    answers = {item.id: number_of(form, item.id) for item in asked.items if text_of(form, item.id)}
    if not answers:
        return _ask(request, asked, is_empty=True)
    kept = keep_answers(home_of(request), asked.id, answers, day=day_of(form))
    return help_first(request) or show(
        request,
        "check_said.html.j2",
        here="check",
        name=asked.name,
        made=blocks(_said(kept)),
        held="" if kept.trial_held is None else kept.trial_held.change,
    )


@posted
def keep_number(request: Request, form: FormData) -> Response:
    """Keep a score that was worked out elsewhere."""
    instrument_id, _, part_id = text_of(form, "which").partition("/")
    try:
        kept = keep_score(
            home_of(request), instrument_id, number_of(form, "number"), part=part_id or None, day=day_of(form)
        )
    except CommensalError:
        return _list(request, is_wrong=True)
    lines = score_lines(kept.instrument, kept.part, kept.score)
    return show(request, "check_said.html.j2", here="check", name=kept.instrument.name, made=blocks(lines), held="")


def last(request: Request) -> Response:
    """What the newest answers say, once more."""
    asked = _asked(request)
    found = (one for one in kept_questionnaires(home_of(request)) if isinstance(one, Answered))
    kept = next((one for one in found if one.instrument == asked), None)
    if asked is None or kept is None:
        return RedirectResponse("/check", status_code=303)
    return show(request, "check_said.html.j2", here="check", name=asked.name, made=blocks(_said(kept)), held="")


def _list(request: Request, *, is_wrong: bool = False) -> Response:
    known = sorted(instruments().values(), key=lambda one: one.name.casefold())
    return show(
        request,
        "check.html.j2",
        here="check",
        status_code=400 if is_wrong else 200,
        asked=[one for one in known if one.use is Use.ASKED],
        scores=[(f"{one.id}/{part.id}", _part(one, part)) for one in known for part in one.scores],
        kept=[
            (
                one.instrument,
                words("check.kept_line", name=one.instrument.name, day=day_words(one.day)),
                isinstance(one, Answered),
            )
            for one in kept_questionnaires(home_of(request))[:_MOST_KEPT]
        ],
        is_wrong=is_wrong,
        today=home_of(request).today() if request.method == "GET" else None,
    )


def _part(one: Instrument, part: ScorePart) -> str:
    return words("check.score_part", name=one.name, label=part.label, low=f"{part.minimum:g}", high=f"{part.maximum:g}")


def _asked(request: Request) -> Instrument | None:
    found = instruments().get(request.path_params["instrument"])
    return found if found is not None and found.use is Use.ASKED else None


def _ask(request: Request, asked: Instrument, *, is_empty: bool = False) -> Response:
    items = [(item, list(_choices(item.choices))) for item in asked.items]
    return show(
        request,
        "check_questions.html.j2",
        here="check",
        status_code=400 if is_empty else 200,
        asked=asked,
        items=items,
        is_empty=is_empty,
        today=home_of(request).today() if request.method == "GET" else None,
    )


def _choices(choices: ChoiceSet) -> Iterator[tuple[int, str]]:
    for value in range(choices.minimum, choices.maximum + 1):
        yield value, choices.texts.get(value, "")


def _said(kept: Answered) -> tuple[str, ...]:
    if isinstance(kept.result, PemResult):
        return pem_lines(kept.result, kept.flags.get(Flag.PEM))
    if isinstance(kept.result, CriteriaResult):
        return criteria_lines(kept.result)
    if kept.instrument.id == stool.INSTRUMENT_ID:
        return tuple(line for form in kept.answers.values() for line in stool_lines(int(form)))
    return scale_lines(kept.answers)


ROUTES = (
    Route("/check", check, name="check"),
    Route("/check/score", keep_number, methods=["POST"], name="check_score"),
    Route("/check/{instrument}", questions, name="check_questions"),
    Route("/check/{instrument}", answer, methods=["POST"], name="check_answer"),
    Route("/check/{instrument}/last", last, name="check_last"),
)
