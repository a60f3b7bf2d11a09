"""``commensal safety``: what must be said first, and what may not be suggested now."""

from __future__ import annotations

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.words import words
from commensal.report.safety_words import expert_line, screening_document, screening_lines
from commensal.service.safety import SafetyAnswer, ask, look

_HERE = "commensal.cli.safety"
_TABLE = (
    CommandEntry(name="show", place=f"{_HERE}:show_command", summary="What the diary and your answers say now."),
    CommandEntry(name="ask", place=f"{_HERE}:ask_command", summary='Ask first: "Can I …?"'),
)
_expert = click.option("--expert", "is_expert", is_flag=True, help="Also in the words of the field, with the basis.")


@click.group("safety", cls=LazyGroup, table=_TABLE, invoke_without_command=True)
@_expert
@shared_options
@click.pass_context
def safety_group(ctx: click.Context, *, is_expert: bool) -> None:
    """What to see to first, and what is not suggested to you now.

    It reads your words and answers by rules, and can miss things: it is no check-up. Nothing leaves this machine.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(show_command, is_expert=is_expert)


@click.command("show")
@_expert
@shared_options
@pass_door
def show_command(door: Door, *, is_expert: bool = False) -> None:
    """Show what the diary and your answers say now."""
    _answer(door, look(door.home()), is_expert=is_expert)


@click.command("ask")
@click.argument("question", nargs=-1, required=True)
@_expert
@shared_options
@pass_door
def ask_command(door: Door, question: tuple[str, ...], *, is_expert: bool = False) -> None:
    """Ask before you change something; the question is not kept.

    \b
    commensal safety ask "Can I take fish oil?"
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    _answer(door, ask(door.home(), " ".join(question)), is_expert=is_expert)


def _answer(door: Door, answer: SafetyAnswer, *, is_expert: bool) -> None:
    screening, country = answer.screening, answer.country
    lines = list(screening_lines(screening, country=country, is_asked=bool(answer.question)))
    if not answer.question and not screening.is_emergency:
        names = sorted(kind.value.replace("_", " ") for kind in answer.may_be_suggested)
        lines.append(words("safety.what_is_open", kinds=", ".join(names)))
    if is_expert and screening.shown:
        lines += [words("safety.expert_heading"), *(expert_line(rule) for rule in screening.shown)]
    document = {
        "question": answer.question,
        **screening_document(screening, country=country),
        "may_be_suggested": sorted(kind.value for kind in answer.may_be_suggested),
        "sentences": lines,
    }
    door.answer(document, *lines)
