"""``commensal trial``: one small change, compared with usual days, from a wish to a verdict."""

from __future__ import annotations

import click

from commensal.cli.door import shared_options
from commensal.cli.lazy_group import CommandEntry, LazyGroup

PLAN, RUN, RESULT = "Before", "Day by day", "What it showed"

_PLANS, _DAYS, _RESULTS = (f"commensal.cli.trial_{part}" for part in ("plans", "days", "results"))
_TABLE = (
    CommandEntry(
        name="suggest", place=f"{_PLANS}:suggest_command", summary="What could be tried, and what waits.", section=PLAN
    ),
    CommandEntry(
        name="plan",
        place=f"{_PLANS}:plan_command",
        summary="Plan one: how long, in what order, how small a difference it could show.",
        section=PLAN,
    ),
    CommandEntry(
        name="start", place=f"{_PLANS}:start_command", summary="Begin what was planned, with your yes.", section=PLAN
    ),
    CommandEntry(
        name="calendar",
        place=f"{_PLANS}:calendar_command",
        summary="Write a calendar file with neutral titles.",
        section=PLAN,
    ),
    CommandEntry(
        name="envelope",
        place=f"{_PLANS}:envelope_command",
        summary="Let somebody else know which days are which.",
        section=PLAN,
    ),
    CommandEntry(
        name="check", place=f"{_PLANS}:check_command", summary="Prove a plan from its file alone.", section=PLAN
    ),
    CommandEntry(name="today", place=f"{_DAYS}:today_command", summary="What today is.", section=RUN),
    CommandEntry(name="did", place=f"{_DAYS}:did_command", summary="Say how a day went.", section=RUN),
    CommandEntry(name="pause", place=f"{_DAYS}:pause_command", summary="Let it rest.", section=RUN),
    CommandEntry(name="resume", place=f"{_DAYS}:resume_command", summary="Go on after a rest.", section=RUN),
    CommandEntry(
        name="amend",
        place=f"{_DAYS}:amend_command",
        summary="Write down that something is done otherwise.",
        section=RUN,
    ),
    CommandEntry(
        name="unwell",
        place=f"{_DAYS}:unwell_command",
        summary="Something unwelcome happened: keep it, and end the trial.",
        section=RUN,
    ),
    CommandEntry(name="stop", place=f"{_DAYS}:stop_command", summary="End it, for any reason or none.", section=RUN),
    CommandEntry(name="look", place=f"{_RESULTS}:look_command", summary="Look, as often as you like.", section=RESULT),
    CommandEntry(
        name="verdict",
        place=f"{_RESULTS}:verdict_command",
        summary="Keep, drop or not settled, and what next.",
        section=RESULT,
    ),
    CommandEntry(
        name="report", place=f"{_RESULTS}:report_command", summary="The whole trial as a page.", section=RESULT
    ),
    CommandEntry(name="list", place=f"{_RESULTS}:list_command", summary="Every trial so far.", section=RESULT),
)


@click.group("trial", cls=LazyGroup, table=_TABLE, invoke_without_command=True)
@shared_options
@click.pass_context
def trial_group(ctx: click.Context) -> None:
    """Try one small change and see whether it makes a difference to you. Without a command: where your trials stand.

    Days with the change and days as usual come in an order drawn by lot. A trial is never about a medicine, you may
    stop on any day, and it ends by itself when something speaks against it.
    """
    if ctx.invoked_subcommand is None:
        from commensal.cli.trial_results import list_command  # noqa: PLC0415 - only when nothing else is asked

        ctx.invoke(list_command)
