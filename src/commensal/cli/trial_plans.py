"""``commensal trial suggest``, ``plan``, ``start``, ``calendar``, ``check``: before a trial begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.heeded import help_first
from commensal.cli.progress import busy
from commensal.cli.trial_planned import (
    fit_document,
    fit_lines,
    offers_document,
    offers_lines,
    plan_document,
    plan_lines,
    rating_command,
)
from commensal.cli.trial_said import standing_document
from commensal.cli.words import words
from commensal.report.numbers import day_words
from commensal.service.log import day_from_words

if TYPE_CHECKING:
    from commensal.service.trial_plans import TrialBegun
    from commensal.trials.envelope import Envelope


@click.command("suggest")
@click.option("--outcome", metavar="NAME", help="What should be better: a symptom such as pain.")
@click.option("--about", "subject", default="", metavar="NAME", help="A food or group that you have in mind.")
@click.option("--seed", type=click.IntRange(min=0), default=0, help="Same seed, same answer.  [default: 0]")
@shared_options
@pass_door
def suggest_command(door: Door, outcome: str | None, subject: str, seed: int) -> None:
    """Show what could be tried: what your own days speak of first, then ready plans.

    Every one of them has passed the safety rules for you today.
    """
    from commensal.service.trial_plans import offers  # noqa: PLC0415 - only when it is run, as below

    home = door.home()
    help_first(door, home)
    with busy(words("trial.thinking")):
        found = offers(home, outcome=outcome, subject=subject, seed=seed)
    door.answer(offers_document(found), *offers_lines(found, outcome=outcome))


@click.command("plan")
@click.argument("name", required=False)
@click.option("--finding", default="", metavar="NAME", help="Test something that goes with a symptom in your days.")
@click.option("--own", "own_words", default="", metavar="WORDS", help="A change of your own, in a few words.")
@click.option("--against", "comparator", default="as usual", help="What it is compared with.  [default: as usual]")
@click.option(
    "--acts-within",
    "acts_within_days",
    type=click.IntRange(0, 28),
    default=1,
    metavar="DAYS",
    help="How soon a change of your own may show.  [default: 1]",
)
@click.option("--about", "subject", default="", metavar="NAME", help="The food or group that a ready plan is about.")
@click.option("--outcome", metavar="NAME", help="What is watched: a symptom such as pain.")
@click.option(
    "--matters",
    "smallest_difference",
    type=click.FloatRange(min=0),
    metavar="POINTS",
    help="The smallest difference that matters to you.",
)
@click.option("--days", type=click.IntRange(min=2), metavar="DAYS", help="How long at most.")
@click.option("--from", "first_words", metavar="DAY", help="Its first day; tomorrow when left out.")
@click.option("--hide-results", "hides_results", is_flag=True, help="Show no results before the end.")
@click.option("--seed", type=click.IntRange(min=0), help="Draw the order of days from this number.")
@click.option("--look-only", "is_look", is_flag=True, help="Show the plan and keep nothing.")
@click.option("--to", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write the plan as JSON, too.")
@shared_options
@pass_door
def plan_command(
    door: Door,
    /,
    *,
    name: str | None,
    first_words: str | None,
    hides_results: bool,
    seed: int | None,
    is_look: bool,
    file: Path | None,
    **wish: Any,
) -> None:
    """Plan a trial: a ready plan by NAME (see commensal trial suggest), a finding, or your own words.

    The plan is kept as it is, with a fingerprint, before anything begins. Another one takes its place until then.

    \b
    commensal trial plan slow_breathing --outcome pain
    commensal trial plan --finding bread --days 60
    commensal trial plan --own "ten minutes of quiet music" --matters 1
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    from commensal.service.private_file import write_private  # noqa: PLC0415
    from commensal.service.trial_drafts import TrialWish  # noqa: PLC0415
    from commensal.service.trial_plans import plan  # noqa: PLC0415

    home = door.home()
    help_first(door, home)
    first = None if first_words is None else day_from_words(first_words, today=home.today())
    wished = TrialWish(protocol_id=name or "", **wish)
    with busy(words("trial.planning")):
        planned = plan(home, wished, first_day=first, hides_results=hides_results, seed=seed, is_kept=not is_look)
    if planned.plan is None:
        door.answer(fit_document(planned.seen), *fit_lines(planned.seen, country=planned.country))
        return
    if file is not None:
        write_private(file, planned.plan.to_json() + "\n")
    document = {**plan_document(planned), "is_kept": not is_look}
    last = words("trial.only_looked") if is_look else words("trial.how_to_begin")
    written = [] if file is None else [words("trial.written", file=file)]
    door.answer(document, *plan_lines(planned), "", *written, last)


@click.command("start")
@click.option("--on", "first_words", metavar="DAY", help="Another first day: today, or a date such as 2026-11-20.")
@click.option(
    "--asked",
    "has_asked",
    is_flag=True,
    help="Somebody who knows has looked at what happened when I tried this before.",
)
@click.option("--yes", "is_answered", is_flag=True, help="I have read the plan and agree to it.")
@shared_options
@pass_door
def start_command(door: Door, first_words: str | None, *, has_asked: bool, is_answered: bool) -> None:
    """Begin the trial that was planned. The safety rules are asked again, and so are you."""
    from commensal.service.trial_plans import begin, to_begin  # noqa: PLC0415

    home = door.home()
    help_first(door, home)
    planned = to_begin(home)
    if not planned.seen.is_allowed:
        door.answer(fit_document(planned.seen), *fit_lines(planned.seen, country=planned.country))
        return
    if not is_answered:
        click.echo("\n".join(plan_lines(planned)), err=True)
    door.confirm(words("trial.consent"), is_answered=is_answered)
    first = None if first_words is None else day_from_words(first_words, today=home.today())
    begun = begin(home, first_day=first, has_asked=has_asked)
    if begun.standing is None:
        door.answer(fit_document(begun.seen), *fit_lines(begun.seen))
        return
    door.answer({**standing_document(begun.standing), "was_moved": begun.moved}, *_begun_lines(begun))


@click.command("calendar")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--changes-only", "is_sparse", is_flag=True, help="Speak only on days that differ from the day before.")
@shared_options
@pass_door
def calendar_command(door: Door, file: Path, *, is_sparse: bool) -> None:
    """Write a calendar file (.ics) whose titles say nothing about health, arms or food."""
    from commensal.service.trial_files import write_calendar  # noqa: PLC0415

    home = door.home()
    help_first(door, home)
    n_notes = write_calendar(home, file, is_sparse=is_sparse)
    door.answer({"file": str(file), "n_notes": n_notes}, words("trial.calendar_written", file=file))


@click.command("envelope")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--open", "opens", is_flag=True, help="Open it at the end, and prove that it was not changed.")
@shared_options
@pass_door
def envelope_command(door: Door, file: Path, *, opens: bool) -> None:
    """Let somebody else know which package is which: write the envelope for them, before the trial begins.

    You see letters from then on. Only for plans whose two sorts of days can be packed to look alike.
    """
    from commensal.service.trial_envelope import open_envelope, seal_envelope  # noqa: PLC0415

    home = door.home()
    help_first(door, home)
    if opens:
        packages = dict(zip(*_packages(open_envelope(home, file)), strict=True))
        lines = [words("trial.package", letter=letter, arm=arm) for letter, arm in sorted(packages.items())]
        door.answer({"packages": packages}, words("trial.envelope_opened"), *lines)
        return
    sealed = seal_envelope(home, file)
    document = {"file": str(sealed.file), "page": str(sealed.page), "fingerprint": sealed.fingerprint}
    door.answer(document, words("trial.envelope_sealed", file=sealed.file, page=sealed.page))


def _packages(envelope: Envelope) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return envelope.letter_of_arm, envelope.arms


@click.command("check")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write the checked plan as JSON.")
@shared_options
@pass_door
def check_command(door: Door, file: Path | None, target: Path | None) -> None:
    """Prove a plan from its file alone, or the one in the diary when no FILE is given.

    Nothing in it was changed since, and the lot gives the same order of days again.
    """
    from commensal.service.private_file import write_private  # noqa: PLC0415
    from commensal.service.trial_files import check_plan  # noqa: PLC0415

    checked = check_plan(door.home(), file)
    made = checked.plan
    if target is not None:
        write_private(target, made.to_json() + "\n")
    document = {"hash": made.hash, "seed": made.seed, "fits": True, "trial": checked.trial_id}
    kept = words("trial.check_kept", id=checked.trial_id) if checked.trial_id else words("trial.check_not_kept")
    written = [] if target is None else [words("trial.written", file=target)]
    door.answer(document, words("trial.check_fits", seed=made.seed), kept, *written)


def _begun_lines(begun: TrialBegun) -> list[str]:
    assert begun.standing is not None
    made = begun.standing.plan
    assert made.first_day is not None
    assert made.last_day is not None
    lines = [words("trial.begun", first=day_words(made.first_day), last=day_words(made.last_day))]
    if begun.moved:
        lines.append(words("trial.moved", hash=made.hash))
    return [*lines, words("trial.how_today", command=rating_command(made))]
