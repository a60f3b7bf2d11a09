"""A set of parameters from outside: a table, or the parameters of an SBML document; only what the model can carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commensal.knowledge.axis_model import axis_model
from commensal.vocab.errors import UsageError


def read_parameter_set(text: str, *, where: str) -> dict[str, float]:
    """Parameters by symbol, checked against the ranges of the table.

    Parameters
    ----------
    text : tab-separated, with the columns ``symbol`` and ``value``; or SBML, of which the constant parameters are read.
        Normalisers may stand in it and are passed over, because they follow from the rest.
    where : the file, for the sentence of an error.

    Raises
    ------
    UsageError : another layout, a symbol that no table knows, or a value outside the range in which the model was
        tried.
    """
    pairs = _from_sbml(text, where) if text.lstrip().startswith("<") else _from_table(text, where)
    table, solved = axis_model().parameters, axis_model().normalisers
    found: dict[str, float] = {}
    for symbol, value in pairs:
        if symbol in solved:
            continue
        if symbol not in table:
            raise _refusal(where, f"a parameter {symbol!r}", "a symbol of the table of parameters")
        row = table[symbol]
        if not row.low <= value <= row.high:
            raise _refusal(f"{where}, {symbol}", f"{value:g}", f"a value from {row.low:g} to {row.high:g} {row.unit}")
        found[symbol] = value
    if not found:
        raise _refusal(where, "no parameter", "at least one parameter of the model")
    return found


def _from_table(text: str, where: str) -> Iterator[tuple[str, float]]:
    lines = [line.split("\t") for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    head = [cell.strip() for cell in lines[0]] if lines else []
    if "symbol" not in head or "value" not in head:
        raise _refusal(where, f"the columns {', '.join(head) or 'none'}", "tab-separated columns symbol and value")
    places = head.index("symbol"), head.index("value")
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) <= max(places):
            raise _refusal(f"{where}, line {number}", f"{len(cells)} cells", "a symbol and a value")
        symbol, cell = (cells[place].strip() for place in places)
        try:
            yield symbol, float(cell)
        except ValueError as problem:
            raise _refusal(f"{where}, line {number}", repr(cell), "a number") from problem


def _from_sbml(text: str, where: str) -> Iterable[tuple[str, float]]:
    import libsbml  # noqa: PLC0415 - compiled, and only for an import

    model = libsbml.readSBMLFromString(text).getModel()
    if model is None:
        raise _refusal(where, "no model in it", "an SBML document")
    parameters = [model.getParameter(number) for number in range(model.getNumParameters())]
    return [(one.getId(), one.getValue()) for one in parameters if one.getConstant() and one.isSetValue()]


def _refusal(where: str, found: str, expected: str) -> UsageError:
    return UsageError(where=where, found=found, expected=expected, do="Nothing was taken over. Correct the file.")
