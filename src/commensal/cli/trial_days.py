"""``commensal trial today``, ``did``, ``pause``, ``resume``, ``amend``, ``unwell``, ``stop``: a trial day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.heeded import heeded_document, heeded_lines, help_first
from commensal.cli.trial_said import call_document, held_lines, progress_lines, standing_lines
from commensal.cli.words import words
from commensal.report.numbers import day_words
from commensal.service.log import day_from_words

if TYPE_CHECKING:
    from commensal.service.home import Home
    from commensal.service.trial import TrialCall

HOW = ("done", "partly", "not", "swapped")
"""What may be said of a day."""


@click.command("today")
@shared_options
@pass_door
def today_command(door: Door) -> None:
    """Say what today is. A stop rule that has come true in the meantime is asked first."""
    from commensal.service.trial import today  # noqa: PLC0415 - only when it is run, as below

    home = door.home()
    call = today(home)
    lines = held_lines(call.held) or [*standing_lines(call.standing), *progress_lines(call.standing)]
    _answer(door, home, call, *lines)


@click.command("did")
@click.argument("how", type=click.Choice(HOW))
@click.option("--day", "day_words_given", metavar="DAY", help="today (usual), yesterday, or a date such as 2026-11-20.")
@click.option("--note", "said", default="", help="Further words.")
@shared_options
@pass_door
def did_command(door: Door, how: str, day_words_given: str | None, said: str) -> None:
    """Say how a day went: done as planned, partly, not, or swapped with the other way.

    A day you say nothing of stays a blank. Any answer is fine, and saying it again changes it.
    """
    from commensal.records.trial_facts import Adherence  # noqa: PLC0415
    from commensal.report.trial_day_words import adherence_word  # noqa: PLC0415
    from commensal.service.trial import record_day  # noqa: PLC0415

    home = door.home()
    day = None if day_words_given is None else day_from_words(day_words_given, today=home.today())
    kept = record_day(home, Adherence(how), day=day, words=said)
    lines = [
        *held_lines(kept.call.held),
        words("trial.day_kept", day=day_words(kept.day), how=adherence_word(kept.adherence)),
        words("trial.how_said"),
        *progress_lines(kept.call.standing),
    ]
    _answer(door, home, kept.call, *lines, kept={"day": kept.day.isoformat(), "how": kept.adherence.value})


@click.command("pause")
@click.argument("why", nargs=-1)
@shared_options
@pass_door
def pause_command(door: Door, why: tuple[str, ...]) -> None:
    """Let the trial rest from today. Nobody asks why; you may say it."""
    from commensal.service.trial import pause  # noqa: PLC0415

    home = door.home()
    call = pause(home, words=" ".join(why))
    _answer(door, home, call, *(held_lines(call.held) or [words("trial.has_paused")]))


@click.command("resume")
@shared_options
@pass_door
def resume_command(door: Door) -> None:
    """Go on after a rest."""
    from commensal.service.trial import resume  # noqa: PLC0415

    home = door.home()
    call = resume(home)
    _answer(door, home, call, *(held_lines(call.held) or [words("trial.has_resumed"), *standing_lines(call.standing)]))


@click.command("amend")
@click.argument("what", nargs=-1, required=True)
@click.option("--show-results", "shows_results", is_flag=True, help="Show results that you chose to hide.")
@shared_options
@pass_door
def amend_command(door: Door, what: tuple[str, ...], *, shows_results: bool) -> None:
    """Write down that something is done otherwise from today on. The plan itself stays as it was.

    \b
    commensal trial amend "raspberries when there are no blueberries"
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    from commensal.service.trial import amend  # noqa: PLC0415

    home = door.home()
    said = " ".join(what)
    call = amend(home, said, shows_results=shows_results)
    shown = [words("trial.results_shown")] if shows_results else []
    _answer(door, home, call, *held_lines(call.held), words("trial.has_amended", words=said), *shown)


@click.command("unwell")
@click.argument("what", nargs=-1, required=True)
@shared_options
@pass_door
def unwell_command(door: Door, what: tuple[str, ...]) -> None:
    """Keep that something unwelcome happened which may come from the trial, and end the trial.

    \b
    commensal trial unwell "a rash on both arms since Tuesday"
    """  # noqa: D301 - as above
    from commensal.service.trial import unwell  # noqa: PLC0415

    home = door.home()
    call = unwell(home, " ".join(what))
    _answer(door, home, call, *(held_lines(call.held) or [words("trial.unwell_after")]))


@click.command("stop")
@click.argument("why", nargs=-1)
@click.option("--yes", "is_answered", is_flag=True, help="Do not ask.")
@shared_options
@pass_door
def stop_command(door: Door, why: tuple[str, ...], *, is_answered: bool) -> None:
    """End the trial, for any reason or none. It cannot be taken up again, and undo does not bring it back."""
    from commensal.service.trial import stop  # noqa: PLC0415
    from commensal.service.trial_journal import begun  # noqa: PLC0415

    home = door.home()
    begun(home)
    door.confirm(words("trial.confirm_stop"), is_answered=is_answered)
    call = stop(home, words=" ".join(why))
    _answer(door, home, call, *held_lines(call.held))


def _answer(door: Door, home: Home, call: TrialCall, *lines: str, kept: dict[str, Any] | None = None) -> None:
    """What a call led to; what has to be said first comes first, and in an emergency nothing else is said."""
    document = {**call_document(call), **({} if kept is None else {"kept": kept})}
    if call.heeded is None:
        help_first(door, home)
        door.answer(document, *lines)
        return
    document = {"safety": heeded_document(call.heeded), **document}
    first = heeded_lines(call.heeded)
    if call.heeded.screening.is_emergency:
        door.answer(document, *first, "", *held_lines(call.held), words("log.kept_safe"))
    else:
        door.answer(document, *first, "", *lines)
