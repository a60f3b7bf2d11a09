"""``commensal axis simulate`` and its neighbours: what if, asked of the axis model."""

from __future__ import annotations

from pathlib import Path

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.progress import busy
from commensal.cli.words import words


@click.command("simulate")
@click.argument("scenario")
@click.option("--html", "file", type=click.Path(path_type=Path), metavar="FILE", help="Also write a page with charts.")
@click.option("--versions", type=click.IntRange(min=2, max=5000), metavar="N", help="[default: 200]")
@click.option("--seed", type=click.IntRange(min=0), default=0, help="Same seed, same versions.  [default: 0]")
@click.option("--both", is_flag=True, help="Also show how sure it would seem if no link were in doubt.")
@click.option(
    "--parameters", type=click.Path(path_type=Path), metavar="FILE", help="Values to take as they are: TSV or SBML."
)
@click.option("--rests-on", "rests_on", metavar="NAME", help="Also work out which links decide this. Takes a minute.")
@shared_options
@pass_door
def simulate_command(
    door: Door,
    /,
    *,
    scenario: str,
    file: Path | None,
    versions: int | None,
    seed: int,
    both: bool,
    parameters: Path | None,
    rests_on: str | None,
) -> None:
    """Ask the axis model what if: SCENARIO is a TOML file, or a name from 'commensal axis scenarios'.

    It is a model and no forecast. It says what hangs together, how sure that is, and what is assumed.
    """
    from commensal.report.trial_paper import paper_text  # noqa: PLC0415 - only when asked
    from commensal.service.what_if import parameters_in, scenario_of, what_if, write_what_if_page  # noqa: PLC0415

    home = door.opener(door.data)
    with busy(words("axis.asking_model")):
        seen = what_if(
            home,
            scenario_of(scenario),
            n_versions=versions,
            seed=seed,
            both=both,
            parameters=None if parameters is None else parameters_in(parameters),
            sensitivity_of=rests_on,
        )
    lines = [paper_text(seen.paper).rstrip("\n")]
    if file is not None:
        write_what_if_page(home, seen, file)
        lines.append(words("axis.page_written", file=file))
    door.answer(seen.to_json(), *lines)


@click.command("scenarios")
@shared_options
@pass_door
def scenarios_command(door: Door) -> None:
    """List the what-ifs that come with the model."""
    from commensal.service.what_if import ready  # noqa: PLC0415 - not for --help

    known = ready()
    document = [
        {"name": one.id, "title": one.scenario.title, "person": one.scenario.person, "days": one.scenario.days}
        for one in known
    ]
    lines = [words("axis.scenario", name=one.id, title=one.scenario.title) for one in known]
    door.answer({"scenarios": document}, *lines, words("axis.scenario_how"))


@click.command("findings")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@shared_options
@pass_door
def findings_command(door: Door, file: Path | None) -> None:
    """Hold the model against published findings, with their sources. FILE: another table of the same layout."""
    from commensal.report.axis_findings import findings_json, findings_lines  # noqa: PLC0415 - not for --help
    from commensal.service.axis_model import findings_against_model  # noqa: PLC0415

    with busy(words("axis.playing")):
        seen = findings_against_model(file)
    door.answer(findings_json(seen.findings), *findings_lines(seen.findings))


@click.command("export")
@click.option("--sbml", type=click.Path(path_type=Path), metavar="FILE", help="The model as SBML Level 3.")
@click.option(
    "--network", type=click.Path(path_type=Path), metavar="FILE", help="A figure of what acts on what, as SVG."
)
@click.option("--scenario", metavar="SCENARIO", help="With its person and its changes as events.")
@click.option("--parameters", type=click.Path(path_type=Path), metavar="FILE", help="Other values: TSV or SBML.")
@shared_options
@pass_door
def export_command(
    door: Door, /, *, sbml: Path | None, network: Path | None, scenario: str | None, parameters: Path | None
) -> None:
    """Write the axis model in forms that other programs read."""
    from commensal.service.axis_model import sbml_of, write_network, write_sbml  # noqa: PLC0415 - not for --help
    from commensal.service.what_if import parameters_in, scenario_of  # noqa: PLC0415

    if sbml is None and network is None:
        raise click.UsageError("Name what to write: --sbml FILE, --network FILE, or both.")
    written = []
    if sbml is not None:
        asked = None if scenario is None else scenario_of(scenario)
        values = None if parameters is None else parameters_in(parameters)
        written.append(write_sbml(sbml, sbml_of(asked, parameters=values)))
    if network is not None:
        written.append(write_network(network))
    files = [str(file) for file in written]
    door.answer({"files": files}, *(words("axis.written", file=file) for file in files))
