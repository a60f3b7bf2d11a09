"""A group of commands that loads a command only when it is run, so that ``--help`` and ``log`` stay quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandEntry:
    """One row of the table of commands: its name, where it lives, and what help says before it is loaded.

    Parameters
    ----------
    place : ``module:attribute`` of the click command.
    section : heading under which help lists it.
    """

    name: str
    place: str
    summary: str
    section: str = "Commands"


class LazyGroup(click.Group):
    """Commands by name, from a table; help reads the table alone."""

    def __init__(self, *args: Any, table: Sequence[CommandEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = {entry.name: entry for entry in table}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own signature
        """The command of this name, loaded now."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.place.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the first word; a near miss is named in the error."""
        if args[0] not in self.table and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.table, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"'{ctx.command_path} --help' lists them all."
            raise click.UsageError(f"There is no command '{args[0]}'. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own signature
        """List the table by section."""
        rows_by_section: dict[str, list[tuple[str, str]]] = {}
        for entry in self.table.values():
            rows_by_section.setdefault(entry.section, []).append((entry.name, entry.summary))
        for section, rows in rows_by_section.items():
            with formatter.section(section):
                formatter.write_dl(rows)
