"""What every command shares: --data, --json, and one way to open home, to ask and to answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import click

from commensal.cli.words import words
from commensal.service.home import Home, open_home
from commensal.vocab.errors import CommensalError

AnyCommand = TypeVar("AnyCommand", bound=Callable[..., object])


class NotAnsweredError(CommensalError):
    """A question could not be asked, or was answered with no; nothing was changed."""


@dataclass(slots=True, kw_only=True)
class Door:
    """The options that all commands have, and the home they lead to.

    Parameters
    ----------
    data : folder or URL as given with --data, or None.
    as_json : one JSON document on standard output, and nothing else there.
    opener : opens the home that ``data`` names; a test hands in one with a clock of its own.
    """

    data: str | None = None
    as_json: bool = False
    opener: Callable[[str | None], Home] = open_home

    def home(self) -> Home:
        """Open the home; at the first visit the notice is shown, on standard error."""
        home = self.opener(self.data)
        if home.notice_is_due():
            from commensal.report.notice import NOTICE  # noqa: PLC0415 - at the first visit only

            click.echo(wrapped(NOTICE) + "\n", err=True)
            # remembered when the command ends: only by then is there a folder to remember it in
            click.get_current_context().call_on_close(home.notice_was_shown)
        return home

    def answer(self, document: object, *lines: str) -> None:
        """Print the result: ``document`` for --json, else ``lines``."""
        if self.as_json:
            is_unicode = (getattr(sys.stdout, "encoding", None) or "").casefold().startswith("utf")
            click.echo(json.dumps(document, ensure_ascii=not is_unicode, indent=2, allow_nan=False))
            return
        for line in lines:
            click.echo(fitted(line))

    def confirm(self, question: str, *, is_answered: bool) -> None:
        """Ask a yes-or-no question once; ``is_answered`` (--yes) answers it beforehand.

        Raises
        ------
        NotAnsweredError : nobody can be asked here, or the answer was no.
        """
        if not is_answered and _ask(question).strip().casefold() not in ("y", "yes"):
            raise _not_answered(words("ask.no"))

    def confirm_word(self, question: str, word: str, *, is_answered: bool) -> None:
        """Ask for one word to be typed, for what cannot be undone.

        Raises
        ------
        NotAnsweredError : nobody can be asked here, or another word was typed.
        """
        if not is_answered and _ask(question).strip().casefold() != word:
            raise _not_answered(words("ask.other_word"))


def fitted(text: str) -> str:
    """Text whose long lines are broken at words for a terminal, below their own beginning; in a pipe, as it is."""
    if not sys.stdout.isatty():
        return text
    lines = (wrapped(line.lstrip(), indent=line[: len(line) - len(line.lstrip())]) for line in text.splitlines())
    return "\n".join(lines)


def can_ask() -> bool:
    """Whether a person sits at both ends: a question can be read and answered."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def shared_options(command: AnyCommand) -> AnyCommand:
    """Give a command --data and --json; they may also stand before the command's name."""
    command = click.option(
        "--data",
        metavar="DIR",
        expose_value=False,
        callback=_remember_data,
        help="Folder that holds the diary (or a database URL).  [env: COMMENSAL_DATA]",
    )(command)
    return click.option(
        "--json",
        is_flag=True,
        expose_value=False,
        callback=_remember_json,
        help="Print one JSON document, nothing else.",
    )(command)


def wrapped(sentence: str, *, indent: str = "") -> str:
    """A sentence broken into lines that fit the terminal; 79 letters wide where there is none."""
    import shutil  # noqa: PLC0415 - long sentences are rare
    import textwrap  # noqa: PLC0415

    width = max(min(shutil.get_terminal_size(fallback=(80, 24)).columns, 100) - 1, 20)
    if len(indent + sentence) <= width:
        return indent + sentence
    return textwrap.fill(
        sentence,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


pass_door = click.make_pass_decorator(Door, ensure=True)


def _remember_data(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Door).data = value


def _remember_json(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Door).as_json = True


def _ask(question: str) -> str:
    if not can_ask():
        raise NotAnsweredError(
            where=words("ask.where"),
            found=words("ask.nobody"),
            expected=words("ask.somebody"),
            do=words("ask.use_yes"),
        )
    click.echo(f"{question} ", nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        click.echo(err=True)
    return line


def _not_answered(found: str) -> NotAnsweredError:
    return NotAnsweredError(
        where=words("ask.where"), found=found, expected=words("ask.expected"), do=words("ask.nothing_changed")
    )
