"""What has to be said after something about a trial was kept, before anything else is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from commensal.report.numbers import day_words
from commensal.web.help_first import help_first
from commensal.web.render import show
from commensal.web.words import words

if TYPE_CHECKING:
    from commensal.service.trial import TrialCall
    from commensal.service.trial_stops import TrialHeld


def told(request: Request, call: TrialCall, *also: str) -> Response:
    """Help in an emergency; what the safety rules say, and that the trial ended or rests; else back to the trials."""
    from commensal.report.safety_words import rule_sentence  # noqa: PLC0415 - the rules and their words cost a moment

    heeded = call.heeded
    if (first := help_first(request)) is not None:
        return first
    rules = () if heeded is None else heeded.screening.shown
    country = None if heeded is None else heeded.country
    lines = [*(rule_sentence(rule, country=country) for rule in rules), *held_lines(call.held), *also]
    if not lines:
        return RedirectResponse("/trials", status_code=303)
    return show(request, "trial_told.html.j2", here="trials", lines=lines, trial_id=call.standing.run.trial_id)


def held_lines(held: TrialHeld | None) -> list[str]:
    """That a trial has just ended, or rests, and why."""
    if held is None:
        return []
    call = held.call
    days = words("trials.and").join(day_words(day) for day in call.days)
    if call.is_pause:
        return [words(f"trials.rests_{call.cause.value}", change=held.change, days=days)]
    return [words(f"trials.held_{call.cause.value}", change=held.change, days=days), words("trials.held_lasts")]
