"""The axis model beside a what-if: held against published findings, and handed on in forms that others read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commensal.axis.dynamics.scenario import Scenario
from commensal.service.private_file import write_private
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    from commensal.axis.dynamics.findings import ScoredFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredFindings:
    """Every published finding with what the model says of it."""

    findings: tuple[ScoredFinding, ...]

    @property
    def n_scored(self) -> int:
        """Those with a band."""
        return sum(one.finding.is_scored for one in self.findings)

    @property
    def n_inside(self) -> int:
        """Those of them that lie inside it."""
        return sum(one.finding.is_scored and one.is_inside for one in self.findings)


def findings_against_model(file: Path | None = None) -> ScoredFindings:
    """Play published findings on the model.

    Parameters
    ----------
    file : a table of the layout of ``knowledge/data/axis_model/findings.tsv``; that table itself when None.

    Raises
    ------
    UsageError : the file cannot be read, or has another layout.
    """
    from commensal.axis.dynamics.findings import read_findings, score  # noqa: PLC0415 - heavy
    from commensal.knowledge.axis_scenarios import published_findings  # noqa: PLC0415

    if file is None:
        return ScoredFindings(findings=score(published_findings()))
    try:
        text = file.expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(
            where=str(file), found="a file that cannot be read", expected="a table of findings", do="Check the name."
        ) from problem
    return ScoredFindings(findings=score(read_findings(text, where=str(file))))


def sbml_of(scenario: Scenario | None = None, *, parameters: Mapping[str, float] | None = None) -> str:
    """The model as SBML: the healthy reference at rest, or a settled person with a scenario's changes as events.

    Parameters
    ----------
    parameters : parameters that are not those of the table, by symbol.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    from commensal.axis.dynamics.equations import equations  # noqa: PLC0415
    from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector  # noqa: PLC0415
    from commensal.axis.dynamics.sbml import to_sbml  # noqa: PLC0415
    from commensal.axis.dynamics.starting import at_rest  # noqa: PLC0415
    from commensal.knowledge.axis_scenarios import HEALTHY, presets  # noqa: PLC0415

    asked = scenario or Scenario(title="Healthy reference")
    preset = presets()[asked.person if asked.person in presets() else HEALTHY]
    constants = np.asarray(constants_of(parameter_vector({**preset.traits, **(parameters or {})})))
    usual = np.asarray(default_inputs(asked.usual_inputs()))
    start = at_rest(constants[None], usual, preset.start)[0]
    system = equations()
    inputs = dict(zip(system.inputs, usual.tolist(), strict=True))
    return to_sbml(
        parameters=dict(zip(system.constants, constants.tolist(), strict=True)),
        inputs=inputs,
        initial=dict(zip(system.states, start.tolist(), strict=True)),
        schedule=asked.schedule(inputs),
    )


def write_sbml(file: Path, text: str) -> Path:
    """Write a document; what stood there is replaced.

    Raises
    ------
    UsageError : the place cannot be written to.
    """
    return _write(file, text)


def write_network(file: Path) -> Path:
    """Write the figure of the network, as SVG.

    Raises
    ------
    UsageError : the place cannot be written to.
    """
    from commensal.axis.dynamics.network import network  # noqa: PLC0415
    from commensal.report.network_chart import network_svg  # noqa: PLC0415

    return _write(file, network_svg(network()))


def _write(file: Path, text: str) -> Path:
    place = file.expanduser()
    try:
        write_private(place, text)
    except OSError as problem:
        raise UsageError(
            where=str(place),
            found="a place that cannot be written to",
            expected="a file in a folder that is there",
            do="Name another file.",
        ) from problem
    return place
