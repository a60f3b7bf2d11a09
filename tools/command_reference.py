"""Writes docs/reference/commands.md from the commands' own help, so that the two cannot differ.

Run by ``make reference``; a house test compares the page with what this would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "commands.md"

_WIDTH = 100  # whatever the terminal

_HEAD = """\
# Commands

<!-- Written by `make reference` from the commands' own help. Change the help, then run it again. -->

Every command takes `--data DIR` (or the environment variable `COMMENSAL_DATA`): the folder that holds one person's
diary. With `--json` a command prints one JSON document on standard output and nothing else. The exit code is 0 on
success, 2 when a command or option does not fit, and 1 otherwise, with one sentence on standard error.
"""


def commands_of(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[click.Context, click.Command]]:
    """``command`` and everything below it, each in the context in which it is called."""
    settings = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    context = click.Context(command, parent=parent, info_name=name, **settings)
    yield context, command
    if isinstance(command, click.Group):
        for below_name in command.list_commands(context):
            below = command.get_command(context, below_name)
            if below is not None and not below.hidden:
                yield from commands_of(below, below_name, context)


def page(root: click.Command) -> str:
    """The whole page, as Markdown."""
    parts = [_HEAD]
    for context, command in commands_of(root, "commensal"):
        lines = click.unstyle(command.get_help(context)).splitlines()
        text = "\n".join(line.rstrip() for line in lines)
        parts.append(f"## `{context.command_path}`\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def root_command() -> click.Command:
    """The command that ``commensal`` runs."""
    from commensal.cli import main as module  # noqa: PLC0415 - only here, so that a test may read the rest without it

    for value in vars(module).values():
        if isinstance(value, click.Group):
            return value
    raise LookupError("commensal.cli.main holds no click group")


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(root_command()), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE}\n")
