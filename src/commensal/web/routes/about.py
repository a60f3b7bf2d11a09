"""What a person says of themselves: one short question at a time, each with a way past it."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.records.person import Person
from commensal.report.words import say
from commensal.safety.intake import IntakeQuestion, intake_questions
from commensal.service.intake import answers_from, open_questions
from commensal.service.person import keep_answers, person
from commensal.vocab.answers import Answer
from commensal.vocab.errors import UsageError
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.words import words

_NEVER_SHOWN = "bmi"


def about_me(request: Request) -> Response:
    """What is known, and how many questions are open."""
    known, waiting = person(home_of(request)), open_questions(home_of(request))
    if request.query_params.get("step") and waiting:
        return RedirectResponse(f"/about-me/{waiting[0].id}", status_code=303)
    answered = [(one, said) for one in intake_questions() if (said := _said(one, known))]
    return show(request, "about.html.j2", here="settings", answered=answered, waiting=waiting)


def question(request: Request) -> Response:
    """One question."""
    asked = _question(request)
    return show(request, "not_here.html.j2", here="", status_code=404) if asked is None else _ask(request, asked)


async def answer(request: Request) -> Response:
    """Keep the answer and go on to the next open question; where help is needed now, that comes first."""
    asked = _question(request)
    if asked is None:
        return show(request, "not_here.html.j2", here="", status_code=404)
    typed = _typed(asked, await request.form())
    values = answers_from(asked, typed) if typed else None
    if not typed:
        return _next(request, asked)
    if values is None:
        return _ask(request, asked, is_unfit=True)
    try:
        await run_in_threadpool(keep_answers, home_of(request), values)
    except UsageError:
        return _ask(request, asked, is_unfit=True)
    return await run_in_threadpool(help_first, request) or _next(request, asked)


async def take_back(request: Request) -> Response:
    """Take an answer back: it counts as not asked."""
    asked = _question(request)
    if asked is not None:
        aspects = [asked.aspect] if asked.aspect else [flag.value for flag in asked.flags]
        await run_in_threadpool(keep_answers, home_of(request), dict.fromkeys(aspects, ""))
    return RedirectResponse("/about-me", status_code=303)


def _question(request: Request) -> IntakeQuestion | None:
    named = request.path_params["question"]
    return next((one for one in intake_questions() if one.id == named), None)


def _ask(request: Request, asked: IntakeQuestion, *, is_unfit: bool = False) -> Response:
    return show(
        request,
        "about_question.html.j2",
        here="settings",
        status_code=400 if is_unfit else 200,
        asked=asked,
        is_unfit=is_unfit,
        skip_to=_after(request, asked),
    )


def _next(request: Request, asked: IntakeQuestion) -> Response:
    return RedirectResponse(_after(request, asked), status_code=303)


def _after(request: Request, asked: IntakeQuestion) -> str:
    """The next question that is open; where none is left, the list."""
    order = [one.id for one in intake_questions()]
    waiting = [one.id for one in open_questions(home_of(request))]
    later = [name for name in order[order.index(asked.id) + 1 :] if name in waiting]
    return f"/about-me/{later[0]}" if later else "/about-me"


def _typed(asked: IntakeQuestion, form: FormData) -> str:
    """The form's answer in the words in which the service takes one; empty when the question was skipped."""
    if asked.kind == "which" and "none" not in form and "unknown" not in form:
        return " ".join(str(number) for number in form.getlist("one"))
    if "none" in form:
        return "none"
    if "unknown" in form:
        return "?"
    said = str(form.get("answer", "")).strip()
    return said.replace(",", ".") if asked.kind == "number" else said


def _said(asked: IntakeQuestion, known: Person) -> str:
    """What was answered, in words; empty when nothing was."""
    if asked.aspect == _NEVER_SHOWN:
        return words("about.kept_unseen") if known.bmi is not None else ""
    if asked.kind == "choice":
        band = known.age_band
        return "" if band is None else say(asked.choice_keys[band.value])
    if asked.aspect:
        kept = getattr(known, asked.aspect) or ()
        return kept if isinstance(kept, str) else ", ".join(kept)
    return ", ".join(_flag_words(asked, known))


def _flag_words(asked: IntakeQuestion, known: Person) -> Iterator[str]:
    told = {flag: said for flag in asked.flags if (said := known.answer(flag)) is not None}
    if not told:
        return
    if asked.kind == "yes_no":
        yield words(f"about.{next(iter(told.values())).value}")
        return
    fitting = [say(asked.choice_keys[flag.value]) for flag, said in told.items() if said is Answer.YES]
    is_unknown = Answer.UNKNOWN in told.values()
    yield from fitting or [words("about.unknown" if is_unknown else "about.none_of_these")]


ROUTES = (
    Route("/about-me", about_me, name="about_me"),
    Route("/about-me/{question}", question, name="about_question"),
    Route("/about-me/{question}", answer, methods=["POST"], name="about_answer"),
    Route("/about-me/{question}/take-back", take_back, methods=["POST"], name="about_take_back"),
)
