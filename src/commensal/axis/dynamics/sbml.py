"""The model as SBML (Systems Biology Markup Language, Level 3 Version 2), from the same text that the solver runs.

Every state is a parameter with a rate rule, everything worked out on the way an assignment rule, and every change of an
input an event; nothing is written by hand twice, so what COPASI or libRoadRunner solve is what is solved here.

Reference: Hucka M, et al. The Systems Biology Markup Language (SBML): Language Specification for Level 3 Version 2 Core
Release 2. J Integr Bioinform 2019. https://sbml.org/documents/specifications/
"""

from __future__ import annotations

import re
from ast import unparse
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.schedule import Schedule
from commensal.knowledge.axis_model import axis_model
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    import libsbml

_TAKEN = {"delay": "delay_factor"}  # SBML has a function of this name
_DAY_S = 86_400


def to_sbml(
    *,
    parameters: Mapping[str, float],
    inputs: Mapping[str, float],
    initial: Mapping[str, float],
    schedule: Schedule | None = None,
    model_id: str = "commensal_axis",
) -> str:
    """The model of one person as an SBML document.

    Parameters
    ----------
    parameters : parameters and normalisers by symbol.
    inputs : usual inputs by symbol.
    initial : states at time 0 by symbol.
    schedule : what is done, and when. [days]

    Returns
    -------
    XML. Time is in days. Identifiers are the symbols of the tables, but for ``delay``, which is ``delay_factor``.

    Raises
    ------
    UsageError : a symbol is missing, or the document does not hold together.
    """
    import libsbml  # noqa: PLC0415 - compiled, and only for an export

    model = axis_model()
    document = libsbml.SBMLDocument(3, 2)
    sbml = document.createModel()
    sbml.setId(model_id)
    _day_as_time(sbml)
    done = schedule or Schedule()
    first = dict(done.pieces(1.0)[0].inputs)
    start = dict(initial)
    for jump in done.jumps:
        if jump.day == 0.0:
            start[jump.symbol] = start[jump.symbol] + jump.amount
    for symbol, value in _complete(parameters, equations().constants, "parameter"):
        _constant(sbml, symbol, value, is_constant=True)
    for symbol, value in _complete(inputs, tuple(model.inputs), "input"):
        _constant(sbml, symbol, first.get(symbol, value), is_constant=False)
    for symbol, value in _complete(start, tuple(model.states), "state"):
        _constant(sbml, symbol, value, is_constant=False)
    _rules(sbml)
    _events(sbml, done, inputs)
    return _checked(document)


def _complete(given: Mapping[str, float], symbols: tuple[str, ...], kind: str) -> list[tuple[str, float]]:
    missing = [symbol for symbol in symbols if symbol not in given]
    if missing:
        raise UsageError(
            where="SBML",
            found=f"no value for the {kind} {missing[0]}",
            expected=f"a value for each {kind} of the model",
            do="Add it.",
        )
    return [(symbol, float(given[symbol])) for symbol in symbols]


def _day_as_time(sbml: libsbml.Model) -> None:
    day = sbml.createUnitDefinition()
    day.setId("day")
    second = day.createUnit()
    second.setKind(_kind("second"))
    second.setExponent(1)
    second.setScale(0)
    second.setMultiplier(_DAY_S)
    sbml.setTimeUnits("day")


def _kind(name: str) -> int:
    import libsbml  # noqa: PLC0415

    return int(libsbml.UnitKind_forName(name))


def _constant(sbml: libsbml.Model, symbol: str, value: float | None, *, is_constant: bool) -> None:
    parameter = sbml.createParameter()
    parameter.setId(_id(symbol))
    parameter.setConstant(is_constant)
    if value is not None:
        parameter.setValue(value)


def _rules(sbml: libsbml.Model) -> None:
    """Functions, assignment rules and rate rules, in the order of the text."""
    system = equations()
    for shorthand in system.shorthands.values():
        function = sbml.createFunctionDefinition()
        function.setId(shorthand.name)
        function.setMath(_math(f"lambda({', '.join(shorthand.arguments)}, {unparse(shorthand.right)})"))
    for line in system.lines:
        if line.is_rate:
            rule = sbml.createRateRule()
        else:
            _constant(sbml, line.target, None, is_constant=False)
            rule = sbml.createAssignmentRule()
        rule.setVariable(_id(line.target))
        rule.setMath(_math(unparse(line.right)))


def _events(sbml: libsbml.Model, schedule: Schedule, inputs: Mapping[str, float]) -> None:
    """One event for every moment at which an input changes or a state jumps, but for time 0."""
    last_day = max([hold.end_day for hold in schedule.holds] + [jump.day for jump in schedule.jumps], default=0.0)
    pieces = schedule.pieces(last_day + 1.0)
    for number, (before, piece) in enumerate(pairwise(pieces), start=1):
        # What is set stays set, so only what differs from the piece before is said again.
        changed = {
            symbol: piece.inputs.get(symbol, inputs[symbol])
            for symbol in sorted({*before.inputs, *piece.inputs})
            if piece.inputs.get(symbol, inputs[symbol]) != before.inputs.get(symbol, inputs[symbol])
        }
        jumps = {jump.symbol: jump.amount for jump in piece.jumps}
        if changed or jumps:
            _event(sbml, f"change_{number}", piece.start_day, changed, jumps)


def _event(
    sbml: libsbml.Model, event_id: str, day: float, changed: Mapping[str, float], jumps: Mapping[str, float]
) -> None:
    event = sbml.createEvent()
    event.setId(event_id)
    event.setUseValuesFromTriggerTime(True)
    trigger = event.createTrigger()
    trigger.setInitialValue(True)
    trigger.setPersistent(True)
    trigger.setMath(_math(f"time >= {day!r}"))
    amounts = {symbol: repr(value) for symbol, value in changed.items()}
    amounts |= {symbol: f"{_id(symbol)} + {amount!r}" for symbol, amount in jumps.items()}
    for symbol, formula in amounts.items():
        assignment = event.createEventAssignment()
        assignment.setVariable(_id(symbol))
        assignment.setMath(_math(formula))


def _math(formula: str) -> Any:
    """A formula in the grammar of the equations as MathML; ``**`` is a power, and a name that SBML takes is changed."""
    import libsbml  # noqa: PLC0415

    text = re.sub(r"\b[A-Za-z_]\w*\b", lambda found: _id(found[0]), formula).replace("**", "^")
    math = libsbml.parseL3Formula(text)
    assert math is not None, libsbml.getLastParseL3Error()
    return math


def _id(symbol: str) -> str:
    return _TAKEN.get(symbol, symbol)


def _checked(document: libsbml.SBMLDocument) -> str:
    import libsbml  # noqa: PLC0415

    document.checkConsistency()
    problems = [document.getError(number) for number in range(document.getNumErrors())]
    wrong = [problem.getMessage() for problem in problems if problem.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]
    if wrong:
        raise UsageError(
            where="SBML", found=wrong[0].strip(), expected="a document that holds together", do="Correct the values."
        )
    return str(libsbml.writeSBMLToString(document))
