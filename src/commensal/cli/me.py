"""``commensal me``: what a person says of themselves, so that suggestions fit; every question can be skipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from commensal.cli.door import Door, can_ask, pass_door, shared_options
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.terminal_questions import EnoughError, say_aside, typed_line
from commensal.cli.trial_said import held_document, held_lines
from commensal.cli.words import counted, words
from commensal.knowledge.safety_rules import Level, safety_rules
from commensal.records.facts import Clearance
from commensal.records.person import Person
from commensal.report.numbers import day_words
from commensal.report.words import say
from commensal.safety.intake import IntakeQuestion
from commensal.service.intake import answers_from, open_questions
from commensal.service.log import day_from_words
from commensal.service.person import clear_rule, keep_answers, person
from commensal.vocab.errors import UsageError

_HERE = "commensal.cli.me"
_TABLE = (
    CommandEntry(name="show", place=f"{_HERE}:show_command", summary="Show what you said about yourself."),
    CommandEntry(name="ask", place=f"{_HERE}:ask_command", summary="Answer the questions that are open."),
    CommandEntry(name="set", place=f"{_HERE}:set_command", summary="Answer one by its name."),
    CommandEntry(name="forget", place=f"{_HERE}:forget_command", summary="Take an answer back."),
    CommandEntry(name="seen", place=f"{_HERE}:seen_command", summary="A clinician has looked at it."),
    CommandEntry(name="safe", place=f"{_HERE}:safe_command", summary="You are safe, or were looked after."),
)


@click.group("me", cls=LazyGroup, table=_TABLE, invoke_without_command=True)
@shared_options
@click.pass_context
def me_group(ctx: click.Context) -> None:
    """What you say of yourself, so that suggestions fit you and do no harm.

    Nobody has to answer. What is not answered is not guessed; a few suggestions wait for an answer.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(show_command)


@click.command("show")
@shared_options
@pass_door
def show_command(door: Door) -> None:
    """Show what you said about yourself, and how many questions are open."""
    home = door.home()
    known, waiting = person(home), open_questions(home)
    document = {**_document(known), "open_questions": [question.id for question in waiting]}
    lines = list(_lines(known))
    first = [words("me.heading"), *lines] if lines else [words("me.nothing_known")]
    door.answer(document, *first, *([counted(len(waiting), "me.open")] if lines and waiting else []))


@click.command("ask")
@shared_options
@pass_door
def ask_command(door: Door) -> None:
    """Answer the questions that are open, one at a time. Enter skips one; q stops and keeps what is answered."""
    home = door.home()
    if not can_ask():
        raise UsageError(
            where="commensal me ask",
            found="nobody at a keyboard",
            expected="a terminal",
            do="Answer by name: commensal me set pregnant no",
        )
    answers = _asked(open_questions(home))
    if not answers:
        door.answer({"kept": {}}, words("me.nothing_kept"))
        return
    _keep(door, answers)


@click.command("set")
@click.argument("name")
@click.argument("value", nargs=-1, required=True)
@shared_options
@pass_door
def set_command(door: Door, name: str, value: tuple[str, ...]) -> None:
    """Answer one question by its name.

    \b
    commensal me set country GB
    commensal me set pem yes
    commensal me set medicines omeprazole, sertraline
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    _keep(door, {_aspect(name): " ".join(value)})


@click.command("forget")
@click.argument("name")
@shared_options
@pass_door
def forget_command(door: Door, name: str) -> None:
    """Take an answer back; it counts as not asked."""
    keep_answers(door.home(), {_aspect(name): ""})
    door.answer({"forgotten": _aspect(name)}, words("me.forgotten", name=_aspect(name).replace("_", " ")))


@click.command("seen")
@click.argument("rule")
@click.option("--on", "day_as_said", default="today", metavar="DAY", help="When: today (usual), yesterday, or a date.")
@shared_options
@pass_door
def seen_command(door: Door, rule: str, *, day_as_said: str) -> None:
    """Say that a clinician has looked at something. The number, such as S06, stands in the sentence about it."""
    rule_id = _rule(rule, Level.URGENT)
    home = door.home()
    day = clear_rule(home, rule_id, Clearance.SEEN_BY_CLINICIAN, on=day_from_words(day_as_said, today=home.today()))
    door.answer({"rule": rule_id, "seen_on": day.isoformat()}, words("me.seen", day=day_words(day), rule=rule_id))


@click.command("safe")
@click.argument("rule", required=False)
@shared_options
@pass_door
def safe_command(door: Door, rule: str | None) -> None:
    """Say that you are safe, or were looked after. Without a number it answers everything that was shown."""
    chosen = _rules(Level.EMERGENCY) if rule is None else (_rule(rule, Level.EMERGENCY),)
    home = door.home()
    for rule_id in chosen:
        day = clear_rule(home, rule_id, Clearance.SAID_SAFE)
    door.answer({"rules": list(chosen), "safe_on": day.isoformat()}, words("me.safe"))


def _asked(questions: tuple[IntakeQuestion, ...]) -> dict[str, str]:
    """Put each question; what is skipped is not in the answer. Questions go to standard error."""
    answers: dict[str, str] = {}
    say_aside(words("me.intro"))
    try:
        for question in questions:
            answers.update(_ask(question))
    except EnoughError:
        pass
    return answers


def _ask(question: IntakeQuestion) -> Mapping[str, str]:
    say_aside("")
    say_aside(words("me.question", ask=say(question.ask_key), why=say(question.why_key)))
    for number, key in enumerate(question.choice_keys.values(), start=1):
        say_aside(words("me.choice", n=number, text=say(key)))
    if question.kind in ("yes_no", "which", "names"):
        say_aside(words(f"me.{question.kind}"))
    while typed := typed_line(words("me.prompt")):
        if (said := answers_from(question, typed)) is not None:
            return said
        say_aside(words("me.not_an_answer"))
    return {}


def _keep(door: Door, answers: Mapping[str, str]) -> None:
    kept = keep_answers(door.home(), answers)
    held = {} if kept.trial_held is None else {"trial_held": held_document(kept.trial_held)}
    first = held_lines(kept.trial_held)
    door.answer({"kept": dict(kept.values), **held}, *first, counted(len(kept.values), "me.kept"))


def _lines(known: Person) -> Iterator[str]:
    for name, value in _document(known)["about"].items():
        shown = ", ".join(value) if isinstance(value, list) else str(value)
        yield words("me.line", name=name.replace("_", " "), value=words(f"me.{shown}") if shown in _PLAIN else shown)
    for rule_id, day in known.seen_by_clinician.items():
        yield words("me.seen_line", rule=rule_id, day=day_words(day))


_PLAIN = frozenset({"yes", "no", "unknown"})


def _document(known: Person) -> dict[str, Any]:
    """What is known, without what is not; the body mass index is used and never shown."""
    about: dict[str, Any] = {
        "age_years": known.age_years,
        "age_band": known.age_band and known.age_band.value,
        "country": known.country,
        "sex": known.sex,
        "conditions": list(known.conditions),
        "medicines": list(known.medicines),
        "avoided_food_groups": list(known.avoided_food_groups),
        **{flag.value: answer.value for flag, answer in known.answers.items()},
    }
    return {
        "about": {name: value for name, value in about.items() if value},
        "seen_by_clinician": {rule: day.isoformat() for rule, day in known.seen_by_clinician.items()},
        "said_safe": {rule: day.isoformat() for rule, day in known.said_safe.items()},
    }


def _aspect(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def _rules(level: Level) -> tuple[str, ...]:
    return tuple(rule.id for rule in safety_rules().values() if rule.level is level)


def _rule(named: str, level: Level) -> str:
    rule_id = named.strip().upper()
    if rule_id not in _rules(level):
        raise UsageError(
            where=words("me.rule_where"),
            found=repr(named),
            expected=words("me.rule_expected", rules=", ".join(_rules(level))),
            do=words("me.rule_do"),
        )
    return rule_id
