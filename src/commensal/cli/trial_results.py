"""``commensal trial look``, ``verdict``, ``report``, ``list``: what a trial showed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.heeded import help_first
from commensal.cli.trial_said import standing_document
from commensal.cli.words import words

if TYPE_CHECKING:
    from commensal.service.trial import TrialStanding


@click.command("list")
@shared_options
@pass_door
def list_command(door: Door) -> None:
    """List every trial, the oldest first."""
    from commensal.service.trial import standings  # noqa: PLC0415 - only when it is run

    home = door.home()
    help_first(door, home)
    found = standings(home)
    rows = [_row(one) for one in found] or [words("trial.list_none")]
    door.answer({"trials": [standing_document(one) for one in found]}, *rows)


def _row(one: TrialStanding) -> str:
    plan = one.plan
    return words(
        "trial.list_row",
        id=one.run.trial_id,
        state=words(f"trial.state_{one.state.value}"),
        first=plan.first_day,
        last=one.run.ended_on if one.state.is_over else plan.last_day,
        change=plan.change,
    )
