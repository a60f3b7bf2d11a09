"""Ask what a word means, where only the person can know; once, and never twice in one line."""

from __future__ import annotations

import sys

import click

from commensal.cli.door import Door, can_ask
from commensal.cli.words import words
from commensal.report.chips import choice_of
from commensal.service.words import Understood, WordQuestion


def settled(understood: Understood, *, door: Door, is_answered: bool) -> Understood:
    """The words with their questions answered, where there is somebody to answer them.

    ``is_answered`` (--yes) takes the likeliest. With nobody at the keyboard, or for --json, questions stay open: they
    are printed with what to type.
    """
    if is_answered:
        return understood.accepted()
    if door.as_json or not can_ask():
        return understood
    for question in understood.questions:
        if question.choices:
            understood = _after_answer(understood, question)
    return understood


def _after_answer(understood: Understood, question: WordQuestion) -> Understood:
    click.echo(words("words.which", text=question.text), err=True)
    for number, choice in enumerate(question.choices, start=1):
        click.echo(words("words.choice", number=number, chip=choice_of(choice.fact)), err=True)
    click.echo(words("words.answer") + " ", nl=False, err=True)
    answer = sys.stdin.readline().strip()
    if answer.isdecimal() and 1 <= int(answer) <= len(question.choices):
        return understood.answered(question, question.choices[int(answer) - 1])
    return understood
