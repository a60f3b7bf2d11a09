"""Questions put one after the other at a terminal: what is said aside, and the line that is typed."""

from __future__ import annotations

import sys

import click

from commensal.cli.door import wrapped

_STOP_WORDS = frozenset({"q", "quit", "stop"})


class EnoughError(Exception):
    """The person has had enough; what is answered stays."""


def say_aside(text: str) -> None:
    """Say something on standard error, so that standard output holds the answer alone."""
    click.echo(wrapped(text.lstrip(), indent=text[: len(text) - len(text.lstrip())]), err=True)


def typed_line(prompt: str) -> str:
    """What is typed, without the spaces around it; empty for a blank.

    Raises
    ------
    EnoughError : the person typed ``q``, or the input ended.
    """
    click.echo(prompt, nl=False, err=True)
    typed = sys.stdin.readline()
    if not typed or typed.strip().casefold() in _STOP_WORDS:
        raise EnoughError
    return typed.strip()
