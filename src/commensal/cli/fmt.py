"""``commensal fmt``: what is known of stool transplants, and why none is suggested here."""

from __future__ import annotations

import click

from commensal.cli.door import Door, pass_door, shared_options


@click.command("fmt")
@click.option("--markdown", "is_markdown", is_flag=True, help="The page as a Markdown document.")
@shared_options
@pass_door
def fmt_command(door: Door, *, is_markdown: bool) -> None:
    """Show what is known of stool transplants (FMT): accepted care, trials so far, five kinds of risk.

    It is never suggested here, and there are no instructions.
    """
    from commensal.report.fmt_words import fmt_json, fmt_lines, fmt_markdown  # noqa: PLC0415 - not for --help
    from commensal.service.fmt import fmt_page  # noqa: PLC0415

    facts = fmt_page()
    if is_markdown and not door.as_json:
        click.echo(fmt_markdown(facts), nl=False)
        return
    door.answer(fmt_json(facts), *fmt_lines(facts))
