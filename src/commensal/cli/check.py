"""``commensal check``: questionnaires and scales, put at a terminal or answered in one line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, can_ask, pass_door, shared_options
from commensal.cli.heeded import answer_unless_emergency
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.words import words
from commensal.report.numbers import day_words
from commensal.service.log import day_from_words

if TYPE_CHECKING:
    from commensal.knowledge.instruments import Instrument

_HERE = "commensal.cli.check"
_TABLE = (
    CommandEntry(name="pem", place=f"{_HERE}:pem_command", summary="Feeling worse after effort (after the DSQ-PEM)."),
    CommandEntry(
        name="fibromyalgia",
        place=f"{_HERE}:fibromyalgia_command",
        summary="The numbers of the 2016 fibromyalgia criteria.",
    ),
    CommandEntry(name="stool", place=f"{_HERE}:stool_command", summary="The form of a stool, 1 to 7."),
    CommandEntry(name="scales", place=f"{_HERE}:scales_command", summary="Six 0-10 scales for today."),
    CommandEntry(name="score", place=f"{_HERE}:score_command", summary="Keep a score worked out elsewhere."),
    CommandEntry(name="kept", place=f"{_HERE}:kept_command", summary="What was kept, the newest first."),
)

_answers_option = click.option(
    "--answers",
    "answers_given",
    multiple=True,
    metavar="ITEM=NUMBER",
    help='Answers in one line, "heavy_often=2 heavy_much=3", or as a JSON object; what is left out stays blank.',
)
_day_option = click.option(
    "--day", "words_for_day", metavar="DAY", help="today (usual), yesterday, or a date such as 2026-11-20."
)
_questions_option = click.option(
    "--questions", "is_listing", is_flag=True, help="Show the questions and their choices, and ask nothing."
)
_last_option = click.option("--last", "is_last", is_flag=True, help="Show the last answers again, and ask nothing.")


@click.group("check", cls=LazyGroup, table=_TABLE, invoke_without_command=True)
@click.option("--list", "is_list", is_flag=True, help="Every questionnaire that is known, with its terms.")
@shared_options
@click.pass_context
def check_group(ctx: click.Context, *, is_list: bool) -> None:
    """Questionnaires and scales, in our own words. Blanks are fine, and never count as 0.

    No answer of theirs is a diagnosis. Where a questionnaire belongs to others, only its score is taken.
    """
    if ctx.invoked_subcommand is not None:
        return
    door = ctx.ensure_object(Door)
    if is_list or door.as_json:
        _answer_list(door)
    else:
        click.echo(ctx.get_help())


@click.command("pem")
@_answers_option
@_questions_option
@_last_option
@_day_option
@shared_options
@pass_door
def pem_command(door: Door, /, **options: Any) -> None:
    """Ten questions about feeling worse after effort, after the DSQ-PEM, in our own words.

    \b
    commensal check pem
    commensal check pem --answers "heavy_often=2 heavy_much=3 lasts=5"
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    _questionnaire(door, "dsq_pem", **options)


@click.command("fibromyalgia")
@_answers_option
@_questions_option
@_last_option
@_day_option
@shared_options
@pass_door
def fibromyalgia_command(door: Door, /, **options: Any) -> None:
    """Where it hurts, and what comes with it: the numbers of the 2016 fibromyalgia criteria. A clinician decides."""
    _questionnaire(door, "wpi_sss", **options)


@click.command("stool")
@click.option("--form", type=int, metavar="1-7", help="The form, without being asked.")
@_day_option
@shared_options
@pass_door
def stool_command(door: Door, /, *, form: int | None, words_for_day: str | None) -> None:
    """Keep the form of a stool with the day, 1 (hard balls) to 7 (all liquid)."""
    given = () if form is None else (f"form={form}",)
    _questionnaire(door, "bsfs", answers_given=given, words_for_day=words_for_day)


@click.command("scales")
@_answers_option
@_questions_option
@_day_option
@shared_options
@pass_door
def scales_command(door: Door, /, **options: Any) -> None:
    """Rate pain, fatigue, sleep, stress, gut and fog from 0 to 10; kept with the day as any other rating."""
    _questionnaire(door, "nrs_pain", **options)


@click.command("score")
@click.argument("name", metavar="NAME")
@click.argument("score", type=float, metavar="NUMBER")
@click.option("--part", metavar="PART", help="Which of its scores, where it has several: fatigue, phq4, …")
@_day_option
@shared_options
@pass_door
def score_command(door: Door, /, *, name: str, score: float, part: str | None, words_for_day: str | None) -> None:
    """Keep a score that somebody worked out elsewhere: IBS-SSS, PROMIS, FIQR, PHQ-4 and others.

    \b
    commensal check score ibs-sss 210
    commensal check score promis 61 --part fatigue
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    from commensal.cli.check_answers import score_document  # noqa: PLC0415 - the tables only when they are needed
    from commensal.report.instrument_words import score_lines  # noqa: PLC0415
    from commensal.service.questionnaires import keep_score  # noqa: PLC0415

    home = door.home()
    kept = keep_score(home, name, score, part=part, day=_day(words_for_day, home.today()))
    lines = score_lines(kept.instrument, kept.part, kept.score)
    answer_unless_emergency(door, home, score_document(kept), *lines, words("log.undo"))


@click.command("kept")
@shared_options
@pass_door
def kept_command(door: Door) -> None:
    """List the questionnaires and scores that were kept, the newest first."""
    from commensal.cli.check_answers import kept_document, kept_lines  # noqa: PLC0415
    from commensal.service.questionnaires import kept_questionnaires  # noqa: PLC0415

    home = door.home()
    kept = kept_questionnaires(home)
    answer_unless_emergency(door, home, {"kept": [kept_document(one) for one in kept]}, *kept_lines(kept))


def _questionnaire(
    door: Door,
    instrument_id: str,
    *,
    answers_given: tuple[str, ...] = (),
    words_for_day: str | None = None,
    is_listing: bool = False,
    is_last: bool = False,
) -> None:
    """Show the questions, show the last answers, or ask and keep."""
    from commensal.cli.check_answers import listed_questions  # noqa: PLC0415 - the tables only when they are needed
    from commensal.knowledge.instruments import instruments  # noqa: PLC0415

    instrument = instruments()[instrument_id]
    if is_listing:
        door.answer(*listed_questions(instrument))
    elif is_last:
        _show_last(door, instrument)
    else:
        _ask_and_keep(door, instrument, answers_given, words_for_day)


def _show_last(door: Door, instrument: Instrument) -> None:
    from commensal.cli.check_answers import answered_document, answered_lines  # noqa: PLC0415
    from commensal.service.questionnaires import last_answered  # noqa: PLC0415

    home = door.home()
    found = last_answered(home, instrument.id)
    if found is None:
        door.answer({"answered": None}, words("check.none_yet", command=instrument.command))
        return
    heading = words("check.last", day=day_words(found.day))
    document = {"answered": answered_document(found)}
    answer_unless_emergency(door, home, document, heading, "", *answered_lines(found))


def _ask_and_keep(door: Door, instrument: Instrument, given: tuple[str, ...], words_for_day: str | None) -> None:
    """Keep the answers of the command line, or of whoever sits at the terminal.

    Where nobody can be asked there are none, and the sentence for that says what to type.
    """
    from commensal.cli.check_answers import answered_document, answered_lines, read_answers  # noqa: PLC0415
    from commensal.cli.check_questions import ask_items  # noqa: PLC0415
    from commensal.cli.trial_said import held_lines  # noqa: PLC0415
    from commensal.service.questionnaires import keep_answers  # noqa: PLC0415

    home = door.home()
    day = _day(words_for_day, home.today())
    answers = read_answers(given)
    if not given and can_ask() and not door.as_json:
        answers = ask_items(instrument)
        if not answers:
            door.answer({"answered": None}, words("check.nothing_kept"))
            return
    kept = keep_answers(home, instrument.id, answers, day=day)
    lines = [
        *held_lines(kept.trial_held),
        *answered_lines(kept),
        "",
        words("check.kept_for", day=day_words(kept.day)),
        words("log.undo"),
    ]
    answer_unless_emergency(door, home, {"answered": answered_document(kept)}, *lines)


def _answer_list(door: Door) -> None:
    from commensal.cli.check_answers import instrument_document  # noqa: PLC0415
    from commensal.report.instrument_words import list_lines  # noqa: PLC0415
    from commensal.service.questionnaires import instrument_list  # noqa: PLC0415

    listed = instrument_list()
    door.answer({"instruments": [instrument_document(one) for one in listed]}, *list_lines(listed))


def _day(words_given: str | None, today: date) -> date | None:
    return None if words_given is None else day_from_words(words_given, today=today)
