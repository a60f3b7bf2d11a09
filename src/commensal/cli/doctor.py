"""``commensal doctor``: is the program well, and the diary as a file."""

from __future__ import annotations

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.words import words
from commensal.service.doctor import Check, State, check_up


@click.command("doctor")
@shared_options
@pass_door
@click.pass_context
def doctor_command(ctx: click.Context, door: Door) -> None:
    """Check versions, places, permissions and the diary file. Shows counts, never what is in the diary."""
    checkup = check_up(door.opener(door.data))
    document = {
        "is_broken": checkup.is_broken,
        "checks": [{"name": check.name, "state": check.state.value, "seen": check.seen} for check in checkup.checks],
    }
    verdict = words("doctor.broken" if checkup.is_broken else "doctor.well")
    door.answer(document, *(_line(check) for check in checkup.checks), "", verdict)
    if checkup.is_broken:
        click.echo(words("doctor.broken"), err=True)
        ctx.exit(1)


def _line(check: Check) -> str:
    seen = words("doctor.none_yet") if check.seen == "none_yet" else check.seen
    line = f"{words(f'doctor_name.{check.name}'):<22}{seen}"
    if check.state is State.GOOD:
        return line
    key = "advice" if check.state is State.ADVICE else "repair"
    return f"{line}\n{'':22}{words(f'doctor_{key}.{check.name}')}"
