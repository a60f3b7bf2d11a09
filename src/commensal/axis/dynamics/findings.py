"""The model held against published findings, one at a time: inside the band, or not. Misses stay visible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.course import Course, course, readable
from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.measures import Played, measure
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.schedule import read_schedule
from commensal.axis.dynamics.starting import at_rest, preset_named
from commensal.knowledge.axis_scenarios import FINDING_COLUMNS, PublishedFinding, published_finding
from commensal.vocab.errors import UsageError

Floats = NDArray[np.float64]

# Names of the table of findings for what the equations call otherwise. What leaves the colon is what is made and not
# eaten by others: absorbed, or carried out.
_ALSO_CALLED = {"LMR": "lmr", "PPT": "ppt", "richness": "R"}
_LEAVING = {"outAc": "Ac", "outPr": "Pr", "outBt": "Bt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredFinding:
    """One finding with what the model says.

    Parameters
    ----------
    value : in the unit of the metric; None where the row could not be played.
    refused : why it could not be played; empty otherwise.
    """

    finding: PublishedFinding
    value: float | None
    refused: str = ""

    @property
    def is_inside(self) -> bool:
        """Whether the value lies within the band; a value that is none never does."""
        finding, value = self.finding, self.value
        if value is None or not np.isfinite(value):
            return False
        low = -np.inf if finding.low is None else finding.low
        high = np.inf if finding.high is None else finding.high
        return bool(low <= value <= high)


@dataclass(slots=True)
class ModelPlayer:
    """Runs the presets with the parameters of the table; what was run is kept."""

    _settled: dict[str, tuple[Floats, Floats, Floats]] = field(default_factory=dict)
    _courses: dict[tuple[str, str, bytes], Course] = field(default_factory=dict)

    def values(self, preset: str, protocol: str, name: str, days: Floats) -> Floats:
        """A state or read-out at these days."""
        key = (preset, protocol, days.tobytes())
        if key not in self._courses:
            constants, usual, start = self._person(preset)
            system = equations()
            schedule = read_schedule(protocol, inputs=system.inputs, states=system.states, where="protocol")
            self._courses[key] = course(constants=constants, usual=usual, start=start, schedule=schedule, days=days)
        return self._read(self._courses[key], name)

    def start(self, preset: str, name: str) -> float:
        """The same for the settled person before anything is done."""
        return float(self.values(preset, "", name, np.array([0.0]))[0])

    def _person(self, preset: str) -> tuple[Floats, Floats, Floats]:
        if preset not in self._settled:
            known = preset_named(preset, where="preset")
            constants = np.asarray(constants_of(parameter_vector(known.traits)))[None]
            usual = np.asarray(default_inputs(known.inputs))
            self._settled[preset] = (constants, usual, at_rest(constants, usual, known.start))
        return self._settled[preset]

    def _read(self, played: Course, name: str) -> Floats:
        if name in _LEAVING:
            leaves = played.constants[0, equations().constants.index("kabs")] + played.read("D")[0]
            return np.asarray(leaves * played.read(_LEAVING[name])[0])
        name = "+".join(_ALSO_CALLED.get(part.strip(), part.strip()) for part in name.split("+"))
        for part in name.split("+"):
            if part not in readable():
                raise UsageError(
                    where="metric",
                    found=repr(part),
                    expected=f"a state or read-out: {', '.join(readable())}",
                    do="Correct the column 'metric'.",
                )
        return np.asarray(played.read(name)[0])


def score(findings: Iterable[PublishedFinding], player: ModelPlayer | None = None) -> tuple[ScoredFinding, ...]:
    """Play every finding; one that cannot be played says why, and is not inside."""
    runs = player or ModelPlayer()
    return tuple(_scored(finding, runs) for finding in findings)


def _scored(finding: PublishedFinding, player: ModelPlayer) -> ScoredFinding:
    try:
        played = Played(player=player, preset=finding.preset, protocol=finding.protocol)
        preset_named(finding.preset, where=f"{finding.id}, preset")
        value = measure(played, finding.metric, where=f"{finding.id}, metric")
    except UsageError as problem:
        return ScoredFinding(finding=finding, value=None, refused=str(problem))
    except ArithmeticError as problem:
        return ScoredFinding(finding=finding, value=None, refused=f"{finding.id}: {problem}")
    return ScoredFinding(finding=finding, value=value)


def read_findings(text: str, *, where: str) -> tuple[PublishedFinding, ...]:
    """Findings from a table of the documented layout: tab-separated, one header line.

    Raises
    ------
    UsageError : another layout.
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    head = lines[0].split("\t") if lines else []
    if missing := [column for column in FINDING_COLUMNS if column not in head]:
        raise UsageError(
            where=where, found=f"no column {missing[0]!r}", expected=", ".join(FINDING_COLUMNS), do="Add it."
        )
    found = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line.split("\t")]
        row = dict(zip(head, cells + [""] * (len(head) - len(cells)), strict=False))
        try:
            found.append(published_finding(row))
        except ValueError as problem:
            raise UsageError(
                where=f"{where}, line {number}",
                found=f"a bound that is no number ({problem})",
                expected="numbers in the columns lo and hi, or nothing",
                do="Correct the line.",
            ) from problem
    return tuple(found)
