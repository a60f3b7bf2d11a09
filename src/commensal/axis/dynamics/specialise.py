"""From the equations to Python source: what stays the same while inputs do is worked out beforehand.

Two functions are written. ``prepare(p_, u_, k_)`` fills ``k_`` with everything that constants and inputs decide;
``follow(y_, k_, x_)`` fills ``x_`` with the rates of the states, or with other quantities that are asked for. For a
solver they are written for people side by side in one flat workspace, as ``prepare(p_, u_, w_, i)`` for person ``i``
and ``follow(w_)`` for all. The same text runs in plain Python and through a compiler, operation by operation, so that
both give the same bits.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

from commensal.axis.dynamics.equations import FUNCTIONS, Equation, Equations

_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Where people stand side by side in one flat vector: value ``k`` of person ``i`` at ``k * lanes + i``.

    Parameters
    ----------
    states, rates, coefficients : the value with which each begins.
    """

    lanes: int
    states: int
    rates: int
    coefficients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Specialised:
    """Source of the two functions.

    Parameters
    ----------
    n_coefficients : length of ``k_`` for one person.
    """

    source: str
    n_coefficients: int


def specialise(system: Equations, *, targets: tuple[str, ...] = (), workspace: Workspace | None = None) -> Specialised:
    """Write ``prepare`` and ``follow``.

    Parameters
    ----------
    targets : quantities to give, in this order; none for the rates of all states.
    workspace : for people side by side; none for vectors of their own.
    """
    writer = _Writer(system=system, workspace=workspace)
    for line in system.needed_for(*targets, rates=not targets):
        writer.add(line)
    for place, target in enumerate(targets):
        writer.give(place, ast.Name(id=target))
    before, during = writer.before, writer.during
    before = [*writer.loads("p_", system.constants, before), *writer.loads("u_", system.inputs, before), *before]
    before = before or ["pass"]
    during = [*writer.loads("y_", system.states, during), *during] or ["pass"]
    if workspace is None:
        heads = "prepare(p_, u_, k_)", "follow(y_, k_, x_)"
    else:
        heads = "prepare(p_, u_, w_, i)", "follow(w_)"
        during = [f"for i in range({workspace.lanes}):", *(f"    {line}" for line in during)]
    lines = (f"def {heads[0]}:", *_indented(before), "", f"def {heads[1]}:", *_indented(during), "")
    return Specialised(source="\n".join(lines), n_coefficients=writer.n_coefficients)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


@dataclass(slots=True)
class _Writer:
    """Writes line after line and remembers what is known.

    Two lists grow: ``before`` is what constants and inputs decide, ``during`` what moves with the states.
    """

    system: Equations
    workspace: Workspace | None
    before: list[str] = field(default_factory=list)
    during: list[str] = field(default_factory=list)
    n_coefficients: int = 0
    _still: set[str] = field(default_factory=set)
    _place_by_text: dict[str, int] = field(default_factory=dict)
    _name_by_text: dict[tuple[bool, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._still.update(self.system.constants, self.system.inputs)

    def add(self, line: Equation) -> None:
        """Write one equation to where it belongs."""
        if line.is_rate:
            self.give(self.system.states.index(line.target), line.right)
        elif self._is_still(line.right):
            self.before.append(f"{line.target} = {self._text(line.right, still=True)}")
            self._still.add(line.target)
        else:
            self.during.append(f"{line.target} = {self._text(line.right, still=False)}")

    def give(self, place: int, right: ast.expr) -> None:
        """Write an expression to a place of the result."""
        self.during.append(f"{self._at('x_', place)} = {self._text(right, still=False)}")

    def loads(self, vector: str, names: tuple[str, ...], lines: list[str]) -> list[str]:
        """The values of a vector that lines read, under their symbols."""
        read = {node.id for line in lines for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Name)}
        return [f"{name} = {self._at(vector, place)}" for place, name in enumerate(names) if name in read]

    def _at(self, vector: str, place: int) -> str:
        room = self.workspace
        if room is None or vector in {"p_", "u_"}:
            return f"{vector}[{place}]"
        first = {"k_": room.coefficients, "y_": room.states, "x_": room.rates}[vector]
        at = (first + place) * room.lanes
        return f"w_[{at} + i]" if at else "w_[i]"

    def _is_still(self, node: ast.expr) -> bool:
        return Equation(target="", is_rate=False, right=node, part="").names <= self._still

    def _text(self, node: ast.expr, *, still: bool) -> str:  # noqa: PLR0911 - one return a kind of expression
        """An expression as source; where states move, what they do not touch becomes a coefficient."""
        if not still and not isinstance(node, ast.Constant) and self._is_still(node):
            return self._coefficient(self._text(node, still=True))
        match node:
            case ast.Constant(value=float() | int() as value):
                return repr(float(value))
            case ast.Name(id=name):
                return name
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return self._power(base, exponent, still=still)
            case ast.BinOp(left=top, op=ast.Div(), right=bottom) if not still and self._is_still(bottom):
                inverse = self._coefficient(f"1.0 / {self._text(bottom, still=True)}")
                return f"({self._text(top, still=still)} * {inverse})"
            case ast.BinOp(left=left, op=op, right=right):
                return f"({self._text(left, still=still)} {_SIGNS[type(op)]} {self._text(right, still=still)})"
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in FUNCTIONS:
                return f"{name}({self._text(arguments[0], still=still)})"
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._named(self._inlined(name, arguments, still=still), still=still)
        raise ValueError(f"not part of the language of equations: {ast.unparse(node)}")

    def _coefficient(self, text: str) -> str:
        """A place in ``k_`` for something that stays the same; each is worked out once."""
        if text not in self._place_by_text:
            self._place_by_text[text] = self.n_coefficients
            self.before.append(f"{self._at('k_', self.n_coefficients)} = {text}")
            self.n_coefficients += 1
        return self._at("k_", self._place_by_text[text])

    def _named(self, text: str, *, still: bool) -> str:
        """A name for a value that is needed more than once."""
        if text.isidentifier():
            return text
        if (still, text) not in self._name_by_text:
            name = f"v{len(self._name_by_text)}"
            self._name_by_text[still, text] = name
            (self.before if still else self.during).append(f"{name} = {text}")
        return self._name_by_text[still, text]

    def _power(self, base: ast.expr, exponent: ast.expr, *, still: bool) -> str:
        name = self._named(self._text(base, still=still), still=still)
        match exponent:
            case ast.Constant(value=2):
                return f"({name} * {name})"
            case ast.Constant(value=3):
                return f"({name} * {name} * {name})"
            case ast.Constant(value=4):
                square = self._named(f"({name} * {name})", still=still)
                return f"({square} * {square})"
        return f"exp(({self._text(exponent, still=still)} * ln({name})))"

    def _inlined(self, name: str, arguments: list[ast.expr], *, still: bool) -> str:
        """A shorthand written out; an argument that moves is worked out once and named."""
        shorthand = self.system.shorthands[name]
        values = {}
        for symbol, argument in zip(shorthand.arguments, arguments, strict=True):
            is_moving = not still and not self._is_still(argument)
            text = self._named(self._text(argument, still=still), still=still) if is_moving else ""
            values[symbol] = ast.Name(id=text) if text else argument
        return self._text(_Put(values).visit(copy.deepcopy(shorthand.right)), still=still)


class _Put(ast.NodeTransformer):
    """Puts expressions in place of names."""

    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._values.get(node.id, node)
