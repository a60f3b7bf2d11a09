"""What the diary says: findings, next steps, trials, medicines, safety, and the map of the axis."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from commensal.records.trial_facts import Adherence
from commensal.service.axis import explain_words
from commensal.service.home import Home
from commensal.service.safety import ask
from commensal.service.trial import record_day, standings, stop, today
from commensal.vocab.errors import UsageError
from commensal.web.api.documents import held_out, standing_out
from commensal.web.api.schemas import Question, TrialDayIn, TrialNamed, WayOnTheMap
from commensal.web.api.whose import help_document, home_asked

ROUTER = APIRouter(tags=["answers"])
_WAIT_S = 600.0


@ROUTER.get("/findings")
def get_findings(request: Request) -> dict[str, Any]:
    """What goes with what, as ``commensal findings --json`` has it; null while days of a trial are not to be told."""
    from commensal import __version__  # noqa: PLC0415 - arrays, only for those who ask
    from commensal.report.json_form import findings_json  # noqa: PLC0415
    from commensal.service.findings_now import reading  # noqa: PLC0415

    home = home_asked(request)
    if (first := help_document(home)) is not None:
        return first
    found = reading(home, wait_s=_WAIT_S)
    seen = found.looked
    document = None
    if seen is not None:
        document = findings_json(
            seen.findings,
            generated_at=seen.made_at,
            version=__version__,
            is_synthetic=seen.is_synthetic,
            truth=seen.truth,
        )
    return {"findings": document, "seen_until": found.seen_until, "rests_until": found.rests_until}


@ROUTER.post("/suggest")
def post_suggest(request: Request, asked: Question) -> dict[str, Any]:
    """At most three gentle next steps, as ``commensal suggest --json`` has them."""
    from commensal.report.guidance_page import guidance_json  # noqa: PLC0415 - as above
    from commensal.service.advise import next_steps  # noqa: PLC0415

    return guidance_json(next_steps(home_asked(request), question=asked.question))


@ROUTER.post("/safety")
def post_safety(request: Request, asked: Question) -> dict[str, Any]:
    """What the safety rules say to a question in free words. Nothing is kept."""
    from commensal.report.safety_words import screening_document  # noqa: PLC0415 - as above

    said = ask(home_asked(request), asked.question)
    return screening_document(said.screening, country=said.country)


@ROUTER.get("/medicines")
def get_medicines(request: Request) -> dict[str, Any]:
    """The medicines of the diary, as context; never a word about changing one."""
    from commensal.report.medicine_json import logged_json, prompt_json  # noqa: PLC0415 - as above
    from commensal.service.medicines import medicines  # noqa: PLC0415

    home = home_asked(request)
    if (first := help_document(home)) is not None:
        return first
    found = medicines(home)
    return {
        "medicines": [logged_json(one) for one in (*found.medicines, *found.said)],
        "prompts": [prompt_json(prompt) for prompt in found.prompts],
        "is_synthetic": found.is_synthetic,
    }


@ROUTER.get("/trials")
def get_trials(request: Request) -> list[dict[str, Any]]:
    """Every trial and how it stands; nothing of results."""
    return [standing_out(standing) for standing in standings(home_asked(request))]


@ROUTER.post("/trials/today")
def post_trial_today(request: Request, which: TrialNamed) -> dict[str, Any]:
    """What the trial says of today, after every stop rule was asked again."""
    call = today(home_asked(request), which.trial)
    return {**standing_out(call.standing), "trial_held": held_out(call.held)}


@ROUTER.post("/trials/did")
def post_trial_did(request: Request, said: TrialDayIn) -> dict[str, Any]:
    """Keep what became of a day of a trial."""
    try:
        adherence = Adherence(said.adherence)
    except ValueError as problem:
        raise UsageError(
            where="the day of the trial",
            found=repr(said.adherence),
            expected=", ".join(one.value for one in Adherence),
            do="Nothing was changed.",
        ) from problem
    done = record_day(home_asked(request), adherence, day=said.day, words=said.words, trial_id=said.trial)
    return {**standing_out(done.call.standing), "trial_held": held_out(done.call.held)}


@ROUTER.post("/trials/stop")
def post_trial_stop(request: Request, which: TrialNamed) -> dict[str, Any]:
    """End a trial, for any reason or none. It cannot be taken up again."""
    return standing_out(stop(home_asked(request), trial_id=which.trial).standing)


@ROUTER.post("/trials/result")
def post_trial_result(request: Request, which: TrialNamed) -> dict[str, Any]:
    """What a trial has shown so far; null while its results are hidden, and before there is anything."""
    home = home_asked(request)
    return help_document(home) or _result(home, which.trial)


@ROUTER.post("/axis/explain")
def post_axis_explain(way: WayOnTheMap) -> dict[str, Any]:
    """What is known from one place of the map to another, as ``commensal axis explain --json`` has it."""
    from commensal.report.axis_json import explanation_json  # noqa: PLC0415 - as above

    return explanation_json(explain_words(way.start, way.end, every_path=way.every_path))


def _result(home: Home, trial_id: str | None) -> dict[str, Any]:
    from commensal.report.trial_json import result_json, verdict_json  # noqa: PLC0415 - as above
    from commensal.service.trial_results import look  # noqa: PLC0415

    seen = look(home, trial_id)
    plan = seen.standing.plan
    return {
        **standing_out(seen.standing),
        "result": None if seen.result is None else result_json(seen.result, plan),
        "verdict": None if seen.verdict is None else verdict_json(seen.verdict, plan),
        "trial_held": held_out(seen.held),
    }
