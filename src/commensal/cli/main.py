"""The command ``commensal``: the table of commands, and what happens when one fails."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from commensal.cli.door import Door, shared_options
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.words import words
from commensal.vocab.errors import CommensalError, UsageError

EVERY_DAY, LOOK, YOUR_DATA, TRY_OUT = "Every day", "What the diary says", "Your data", "Try it out"

COMMANDS = (
    CommandEntry(
        name="log",
        place="commensal.cli.log:log_command",
        summary="Keep words and numbers for a day.",
        section=EVERY_DAY,
    ),
    CommandEntry(
        name="day", place="commensal.cli.day:day_command", summary="Show one day as it was logged.", section=EVERY_DAY
    ),
    CommandEntry(
        name="undo", place="commensal.cli.undo:undo_command", summary="Take back the last action.", section=EVERY_DAY
    ),
    CommandEntry(
        name="baseline",
        place="commensal.cli.baseline:baseline_group",
        summary="Your usual day, to stand behind in one action.",
        section=EVERY_DAY,
    ),
    CommandEntry(
        name="check",
        place="commensal.cli.check:check_group",
        summary="Questionnaires and scales, in our own words.",
        section=EVERY_DAY,
    ),
    CommandEntry(
        name="me",
        place="commensal.cli.me:me_group",
        summary="What you say of yourself, so that suggestions fit; all of it optional.",
        section=EVERY_DAY,
    ),
    CommandEntry(
        name="serve",
        place="commensal.cli.serve:serve_command",
        summary="Open the page on this machine: the diary in a browser.",
        section=EVERY_DAY,
    ),
    CommandEntry(
        name="findings",
        place="commensal.cli.findings:findings_command",
        summary="What goes with what, and what cannot be said yet.",
        section=LOOK,
    ),
    CommandEntry(
        name="pacing",
        place="commensal.cli.pacing:pacing_group",
        summary="Load, the days after it, and crashes. Never a target.",
        section=LOOK,
    ),
    CommandEntry(
        name="safety",
        place="commensal.cli.safety:safety_group",
        summary="What to see to first, and what is not suggested now.",
        section=LOOK,
    ),
    CommandEntry(
        name="suggest",
        place="commensal.cli.suggest:suggest_command",
        summary="At most three gentle next steps, or none.",
        section=LOOK,
    ),
    CommandEntry(
        name="trial",
        place="commensal.cli.trial:trial_group",
        summary="Try one small change, fairly, and see what it does.",
        section=LOOK,
    ),
    CommandEntry(
        name="microbiome",
        place="commensal.cli.microbiome:microbiome_group",
        summary="What a stool test can tell, with its noise. Nobody has to buy one.",
        section=LOOK,
    ),
    CommandEntry(
        name="report",
        place="commensal.cli.report:report_command",
        summary="The findings as a page, a table or JSON.",
        section=LOOK,
    ),
    CommandEntry(
        name="axis",
        place="commensal.cli.axis:axis_group",
        summary="Ask the map of gut, brain and immune system.",
        section=LOOK,
    ),
    CommandEntry(
        name="evidence",
        place="commensal.cli.evidence:evidence_group",
        summary="What popular articles claim, and how far it is supported.",
        section=LOOK,
    ),
    CommandEntry(
        name="medicines",
        place="commensal.cli.medicines:medicines_command",
        summary="Medicines as logged, what is known, what to ask a pharmacist.",
        section=LOOK,
    ),
    CommandEntry(
        name="fmt",
        place="commensal.cli.fmt:fmt_command",
        summary="Stool transplants: what is known, and why none is suggested here.",
        section=LOOK,
    ),
    CommandEntry(
        name="import",
        place="commensal.cli.importing:import_command",
        summary="Read files of other trackers; shows first, then asks.",
        section=YOUR_DATA,
    ),
    CommandEntry(
        name="export",
        place="commensal.cli.keep:export_command",
        summary="Write everything as plain TSV files.",
        section=YOUR_DATA,
    ),
    CommandEntry(
        name="backup",
        place="commensal.cli.keep:backup_command",
        summary="Copy the diary into one file.",
        section=YOUR_DATA,
    ),
    CommandEntry(
        name="restore",
        place="commensal.cli.keep:restore_command",
        summary="Bring a backup back into an empty folder.",
        section=YOUR_DATA,
    ),
    CommandEntry(
        name="erase",
        place="commensal.cli.keep:erase_command",
        summary="Delete the diary for good.",
        section=YOUR_DATA,
    ),
    CommandEntry(
        name="demo",
        place="commensal.cli.demo:demo_command",
        summary="See the whole loop on a made-up person.",
        section=TRY_OUT,
    ),
    CommandEntry(
        name="simulate",
        place="commensal.cli.simulate:simulate_group",
        summary="Write synthetic diaries with known truth.",
        section=TRY_OUT,
    ),
    CommandEntry(
        name="cohort",
        place="commensal.cli.cohort:cohort_group",
        summary="Ask the same of many people at once, for research.",
        section=TRY_OUT,
    ),
    CommandEntry(
        name="doctor",
        place="commensal.cli.doctor:doctor_command",
        summary="Check versions, places and the diary's health as a file.",
        section=TRY_OUT,
    ),
)

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def _show_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from commensal import __version__  # noqa: PLC0415 - reading the distribution takes a moment

        click.echo(f"commensal {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
    epilog="Not a medical device, not a diagnosis. Everything stays on this machine.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show it.")
@shared_options
@click.pass_context
def commensal(ctx: click.Context) -> None:
    """A private diary, and honest statistics, for pain and fatigue.

    New here? Try: commensal demo
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None, *, door: Door | None = None) -> int:
    """Run one command line and give its exit code.

    0 on success; 2 on a usage error; 130 when interrupted; 1, with one sentence on standard error, otherwise.
    A stack trace never reaches the screen.
    """
    _never_stumble_over_letters()
    try:
        outcome = commensal.main(
            args=arguments, prog_name="commensal", standalone_mode=False, obj=Door() if door is None else door
        )
        sys.stdout.flush()
    except Exception as problem:
        return _exit_code_after(problem)
    except KeyboardInterrupt:
        return INTERRUPTED
    # click gives the code of an early exit (--help); a command itself gives None
    return outcome if isinstance(outcome, int) else OK


def _never_stumble_over_letters() -> None:
    """A terminal that cannot show a letter shows a question mark in its place, instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _exit_code_after(problem: Exception) -> int:
    """Say what went wrong in one sentence; the exit code that goes with it."""
    if isinstance(problem, click.Abort):
        return INTERRUPTED
    if isinstance(problem, click.ClickException):
        problem.show()
        return problem.exit_code
    if isinstance(problem, CommensalError):
        click.echo(str(problem), err=True)
        return USAGE if isinstance(problem, UsageError) else FAILED
    if isinstance(problem, BrokenPipeError):
        _let_pipe_close()
        return FAILED
    if isinstance(problem, OSError) and problem.strerror:
        click.echo(_sentence_of_system_error(problem), err=True)
        return FAILED
    from commensal.cli.crash_log import write_crash  # noqa: PLC0415 - only when something crashed

    file = write_crash(problem)
    click.echo(words("crash.sentence"), err=True)
    click.echo(words("crash.details", file=file) if file else words("crash.no_details"), err=True)
    return FAILED


def _sentence_of_system_error(problem: OSError) -> str:
    place = os.fsdecode(problem.filename) if isinstance(problem.filename, str | bytes) else words("system.disk")
    return words("system.error", place=place, reason=problem.strerror)


def _let_pipe_close() -> None:
    """The reader of our output went away (``| head``): end without a word, also at the interpreter's last flush."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - stays open until the end
