"""``commensal trial look``, ``verdict``, ``report``, ``list``: what a trial showed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.heeded import help_first
from commensal.cli.progress import busy
from commensal.cli.trial_said import held_document, held_lines, progress_lines, standing_document
from commensal.cli.words import words
from commensal.report.numbers import day_words

if TYPE_CHECKING:
    from commensal.service.home import Home
    from commensal.service.trial import TrialStanding
    from commensal.service.trial_results import TrialLook

_TRIAL = click.option("--trial", "trial_id", metavar="NAME", help="Which one: the beginning of a name in trial list.")


@click.command("look")
@_TRIAL
@shared_options
@pass_door
def look_command(door: Door, trial_id: str | None) -> None:
    """Look at how it goes, as often as you like: every look is allowed for.

    Results that you chose to hide stay hidden until the end.
    """
    home = door.home()
    seen = _looked(door, home, trial_id)
    door.answer(_look_document(seen), *held_lines(seen.held), *progress_lines(seen.standing), *_look_lines(seen))


@click.command("verdict")
@_TRIAL
@click.option("--expert", "is_expert", is_flag=True, help="In the words of the field.")
@shared_options
@pass_door
def verdict_command(door: Door, trial_id: str | None, *, is_expert: bool) -> None:
    """Say what the trial shows: keep, drop or not settled, and what comes next."""
    home = door.home()
    seen = _looked(door, home, trial_id)
    lines = _verdict_lines(seen, is_expert=is_expert)
    door.answer(_look_document(seen), *held_lines(seen.held), *lines)


@click.command("report")
@_TRIAL
@click.option("--html", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write one self-contained page.")
@click.option("--protocol", "is_protocol", is_flag=True, help="The protocol instead: what was decided beforehand.")
@shared_options
@pass_door
def report_command(door: Door, trial_id: str | None, file: Path | None, *, is_protocol: bool) -> None:
    """Make the report of a trial for people of the field, after CENT 2015; with --protocol, the one after SPENT 2019.

    It can be shown to a clinician. It holds your own words and numbers.
    """
    from commensal.report.trial_paper import paper_json, paper_text  # noqa: PLC0415 - only when it is run, as below
    from commensal.service.trial_report import papers, write_paper  # noqa: PLC0415

    home = door.home()
    help_first(door, home)
    with busy(words("trial.working_out")):
        made = papers(home, trial_id)
    help_first(door, home)
    chosen = made.protocol if is_protocol else made.report
    if made.look is not None and made.look.standing.letters is not None and not made.look.standing.state.is_over:
        raise click.UsageError(words("trial.envelope_closed"))  # its tables would tell which days are which
    if chosen is None:
        door.answer(
            {"report": None, **({} if made.look is None else _look_document(made.look))},
            *(_nothing_lines(made.look) if made.look else [words("trial.next_planned")]),
        )
        return
    if file is not None:
        write_paper(home, chosen, file, is_synthetic=made.is_synthetic)
    shown = [words("trial.written", file=file)] if file is not None else paper_text(chosen).splitlines()
    door.answer({"is_synthetic": made.is_synthetic, "report": paper_json(chosen)}, *shown)


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
    plan, is_stopped = one.plan, one.state.value == "stopped"
    span = words("trial.list_span", first=plan.first_day, last=plan.last_day)
    return words(
        "trial.list_row",
        id=one.run.trial_id,
        state=words(f"trial.state_{one.state.value}"),
        span=words("trial.list_ended", last=one.run.ended_on) if is_stopped else span,
        change=plan.change,
    )


def _looked(door: Door, home: Home, trial_id: str | None) -> TrialLook:
    """A look; while an emergency stands that nobody has answered for, help is shown in its place."""
    from commensal.service.trial_results import look  # noqa: PLC0415 - arrays, only for a look

    with busy(words("trial.working_out")):
        seen = look(home, trial_id)
    help_first(door, home)
    return seen


def _look_lines(seen: TrialLook) -> list[str]:
    from commensal.report.trial_verdict_words import look_lines  # noqa: PLC0415

    if seen.result is None:
        return _nothing_lines(seen)
    hint = words("trial.how_verdict") if seen.standing.state.is_over else words("trial.how_often")
    return [*look_lines(seen.result, seen.standing.plan), hint]


def _verdict_lines(seen: TrialLook, *, is_expert: bool) -> list[str]:
    from commensal.report.trial_plan_page import back_lines  # noqa: PLC0415
    from commensal.report.trial_verdict_words import (  # noqa: PLC0415
        expert_lines,
        headline,
        look_lines,
        next_line,
        verdict_lines,
    )

    if seen.result is None or seen.verdict is None:
        return _nothing_lines(seen)
    plan, back = seen.standing.plan, seen.reintroduction
    if seen.standing.state.is_open:
        # An interval that is meant for one look at the end would be looked at too often.
        lines = [headline(seen.verdict, plan), *look_lines(seen.result, plan)]
        lines += [next_line(step, plan) for step in seen.verdict.next_steps]
    else:
        from_day = None if back is None else back.begins_on
        lines = list(verdict_lines(seen.verdict, seen.result, plan, reintroduce_from=from_day))
    lines = [plan.question, *lines]
    if back is not None:
        lines += back_lines(plan, stopped_on=seen.standing.run.ended_on)
    return [*lines, "", *expert_lines(seen.result, plan)] if is_expert else lines


def _nothing_lines(seen: TrialLook) -> list[str]:
    """Why there is no result to show; and how what was left out comes back, which does not wait for one."""
    from commensal.report.trial_plan_page import back_lines  # noqa: PLC0415

    standing = seen.standing
    last = standing.plan.last_day
    if standing.are_results_hidden and last is not None:
        return [words("trial.results_hidden", last=day_words(last))]
    back = [] if seen.reintroduction is None else list(back_lines(standing.plan, stopped_on=standing.run.ended_on))
    return [words("trial.no_result"), *back]


def _look_document(seen: TrialLook) -> dict[str, Any]:
    """A look for --json; nothing of results that are hidden."""
    from commensal.report.trial_json import reintroduction_json, result_json, verdict_json  # noqa: PLC0415

    plan = seen.standing.plan
    return {
        **standing_document(seen.standing),
        "held": held_document(seen.held),
        "until": None if seen.until is None else seen.until.isoformat(),
        "result": None if seen.result is None else result_json(seen.result, plan),
        "verdict": None if seen.verdict is None else verdict_json(seen.verdict, plan),
        "reintroduction": None if seen.reintroduction is None else reintroduction_json(seen.reintroduction),
    }
