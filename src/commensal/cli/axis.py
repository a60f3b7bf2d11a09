"""``commensal axis``: ask the map of the gut-brain-immune axis."""

from __future__ import annotations

import sys

import click

from commensal.cli.door import Door, can_ask, pass_door, shared_options
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.words import words

_HERE = "commensal.cli.axis"
_MODEL = "commensal.cli.axis_model"
_TABLE = (
    CommandEntry(name="explain", place=f"{_HERE}:explain_command", summary="What is known from one thing to another."),
    CommandEntry(name="export", place=f"{_MODEL}:export_command", summary="The model as SBML, and its network."),
    CommandEntry(name="findings", place=f"{_MODEL}:findings_command", summary="The model against published findings."),
    CommandEntry(name="node", place=f"{_HERE}:node_command", summary="What a place on the map is, and its arrows."),
    CommandEntry(name="places", place=f"{_HERE}:places_command", summary="Everything that is on the map."),
    CommandEntry(name="scenarios", place=f"{_MODEL}:scenarios_command", summary="The what-ifs that come with it."),
    CommandEntry(name="simulate", place=f"{_MODEL}:simulate_command", summary="Ask the model what if."),
    CommandEntry(name="strength", place=f"{_HERE}:strength_command", summary="How strong the evidence is, by kind."),
)


@click.group("axis", cls=LazyGroup, table=_TABLE)
@shared_options
def axis_group() -> None:
    """Ask the map of gut, brain and immune system: what is known, and how well; or its model what if.

    It knows studies and no diary. For your own days: commensal findings.
    """


@click.command("explain")
@click.argument("start")
@click.argument("end")
@click.option("--all", "every_path", is_flag=True, help="Every way that is drawn, in full.")
@shared_options
@pass_door
def explain_command(door: Door, start: str, end: str, *, every_path: bool) -> None:
    """Show what is known from START to END, in everyday words.

    \b
    commensal axis explain fibre pain
    commensal axis explain "poor sleep" pain
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    from commensal.report.axis_json import explanation_json  # noqa: PLC0415 - not for --help
    from commensal.report.axis_words import explanation_lines  # noqa: PLC0415
    from commensal.service.axis import explain_words  # noqa: PLC0415

    explained = explain_words(_settled(start, door), _settled(end, door), every_path=every_path)
    door.answer(explanation_json(explained), *explanation_lines(explained, everything=every_path))


@click.command("node")
@click.argument("name", nargs=-1, required=True)
@shared_options
@pass_door
def node_command(door: Door, name: tuple[str, ...]) -> None:
    """Show what NAME is on the map, what points to it, and what it points to."""
    from commensal.report.axis_json import node_view_json  # noqa: PLC0415
    from commensal.report.axis_words import node_lines  # noqa: PLC0415
    from commensal.service.axis import place  # noqa: PLC0415

    seen = place(_settled(" ".join(name), door))
    arrows = {"into": seen.into, "out_of": seen.out_of, "studied": seen.studied}
    door.answer(node_view_json(seen.node, **arrows), *node_lines(seen.node, **arrows))


@click.command("places")
@shared_options
@pass_door
def places_command(door: Door) -> None:
    """Show everything that is on the map."""
    from commensal.report.axis_json import node_json  # noqa: PLC0415 - not for --help
    from commensal.report.axis_words import places_lines  # noqa: PLC0415
    from commensal.service.axis import places  # noqa: PLC0415

    known = places()
    door.answer({"places": [node_json(node) for node in known]}, *places_lines(known))


@click.command("strength")
@shared_options
@pass_door
def strength_command(door: Door) -> None:
    """Show how strong the evidence is, by its kind, counted over the whole map."""
    from commensal.report.axis_json import strength_json  # noqa: PLC0415
    from commensal.report.axis_words import strength_lines  # noqa: PLC0415
    from commensal.service.axis import evidence_strength  # noqa: PLC0415

    counted = evidence_strength()
    door.answer(strength_json(counted), *strength_lines(counted))


def _settled(text: str, door: Door) -> str:
    """The words, or the id that the person chose where they may mean several places and somebody can be asked."""
    from commensal.service.axis import meanings  # noqa: PLC0415 - not for --help

    choices = () if door.as_json or not can_ask() else meanings(text)
    if len(choices) < 2:
        return text
    click.echo(words("axis.which", text=text), err=True)
    for number, choice in enumerate(choices, start=1):
        click.echo(words("axis.choice", number=number, label=choice.label), err=True)
    click.echo(words("axis.answer") + " ", nl=False, err=True)
    answer = sys.stdin.readline().strip()
    return choices[int(answer) - 1].id if answer.isdecimal() and 1 <= int(answer) <= len(choices) else text
