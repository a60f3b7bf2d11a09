"""The equations of the axis model, parsed from the one text in which they are written.

Solver, export and documentation all start from here, so that a symbol has one meaning everywhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.axis_model import axis_model, equations_text

_EQUATION = re.compile(r"(?P<target>[A-Za-z]\w*)(?P<prime>'?)\s*=\s*(?P<right>.+)")
_SHORTHAND = re.compile(r"(?P<name>[A-Z])\((?P<arguments>[a-z, ]+)\)\s*=\s*(?P<right>.+)")
FUNCTIONS = frozenset({"exp", "ln"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shorthand:
    """A function of the text, as ``M(s, k) = s / (k + s)``."""

    name: str
    arguments: tuple[str, ...]
    right: ast.expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """One line of the text.

    Parameters
    ----------
    target : what it gives; the state itself where ``is_rate``.
    is_rate : the right-hand side is the state's rate of change. [unit of the state per day]
    right : the right-hand side in Python's grammar; names are symbols of the tables or targets of lines above.
    part : the heading under which it stands.
    """

    target: str
    is_rate: bool
    right: ast.expr
    part: str

    @property
    def names(self) -> frozenset[str]:
        """The symbols that the right-hand side reads."""
        called = {node.func for node in ast.walk(self.right) if isinstance(node, ast.Call)}
        return frozenset(node.id for node in ast.walk(self.right) if isinstance(node, ast.Name) and node not in called)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equations:
    """All lines in their order.

    Parameters
    ----------
    states, inputs, constants : symbols in the order of their vectors; constants are the parameters, then the
        normalisers, of which ``kin`` stands in place of the parameter of that name.
    """

    shorthands: Mapping[str, Shorthand]
    lines: tuple[Equation, ...]
    states: tuple[str, ...]
    inputs: tuple[str, ...]
    constants: tuple[str, ...]

    def needed_for(self, *targets: str, rates: bool = False) -> tuple[Equation, ...]:
        """The lines that some targets need, in order; with ``rates`` those of every state as well."""
        needed, kept = set(targets), []
        for line in reversed(self.lines):
            if (rates and line.is_rate) or (not line.is_rate and line.target in needed):
                needed |= line.names
                kept.append(line)
        return tuple(reversed(kept))


READ_OUTS = "Read-outs"


@cache
def equations() -> Equations:
    """The equations, read once.

    Raises
    ------
    ValueError : a line that is no equation, a symbol that no table and no line above knows, a state without a rate.
    """
    model = axis_model()
    shorthands, lines = _read(equations_text())
    normalisers = tuple(model.normalisers)
    found = Equations(
        shorthands=MappingProxyType(shorthands),
        lines=lines,
        states=tuple(model.states),
        inputs=tuple(model.inputs),
        constants=(*model.parameters, *(name for name in normalisers if name not in model.parameters)),
    )
    if problems := tuple(_problems(found)):
        raise ValueError("; ".join(problems))
    return found


def read_outs() -> tuple[str, ...]:
    """What is read from the model beside its states: pain, fatigue and the rest, in the order of the text."""
    return tuple(line.target for line in equations().lines if line.part == READ_OUTS)


def _read(text: str) -> tuple[dict[str, Shorthand], tuple[Equation, ...]]:
    shorthands: dict[str, Shorthand] = {}
    lines: list[Equation] = []
    part = ""
    for row in text.splitlines():
        if row.startswith("## "):
            part = row.removeprefix("## ")
        if not row or row.startswith("#"):
            continue
        if found := _SHORTHAND.fullmatch(row):
            arguments = tuple(found["arguments"].replace(" ", "").split(","))
            shorthands[found["name"]] = Shorthand(
                name=found["name"], arguments=arguments, right=_parsed(found["right"])
            )
        elif found := _EQUATION.fullmatch(row):
            lines.append(
                Equation(target=found["target"], is_rate=bool(found["prime"]), right=_parsed(found["right"]), part=part)
            )
        else:
            raise ValueError(f"no equation: {row}")
    return shorthands, tuple(lines)


def _parsed(right: str) -> ast.expr:
    return ast.parse(right, mode="eval").body


def _problems(found: Equations) -> Iterator[str]:
    known = {*found.states, *found.inputs, *found.constants}
    for line in found.lines:
        for name in sorted(line.names - known):
            yield f"{line.target}: {name} is in no table and in no line above"
        if not line.is_rate:
            if line.target in known:
                yield f"{line.target}: given twice"
            known.add(line.target)
    rates = [line.target for line in found.lines if line.is_rate]
    if sorted(rates) != sorted(found.states):
        yield f"rates of {sorted(rates)}; expected one for each of {sorted(found.states)}"
