"""The equations are one text, and tables, code and documentation name the same things."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from commensal.axis.dynamics import equations as module
from commensal.axis.dynamics.equations import equations, read_outs
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.readouts import SHOWN, read
from commensal.axis.dynamics.specialise import specialise
from commensal.axis.dynamics.system import healthy_states, quantities, system_of_one
from commensal.knowledge.axis_model import axis_model, equations_text
from commensal.knowledge.evidence import evidence


def test_the_model_has_the_size_that_is_said() -> None:
    """32 states, 20 inputs, 162 parameters of which 3 are measured, 9 solved constants, 19 contested links."""
    model = axis_model()
    sizes = [len(table) for table in (model.states, model.inputs, model.parameters, model.normalisers, model.links)]
    assert sizes == [32, 20, 162, 9, 19]
    grades = [row.grade for row in model.parameters.values()]
    assert [grades.count(grade) for grade in "MIA"] == [3, 18, 141]


def test_every_symbol_of_the_tables_is_used() -> None:
    """A constant or an input that no equation reads would pretend to matter."""
    system = equations()
    read = frozenset[str]().union(*(line.names for line in system.lines))
    assert set(system.constants) - read == set()
    assert set(system.inputs) - read == set()
    assert set(system.states) - read == set()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("D1' = kD * over", "D1' = kDebt * over", "kDebt is in no table"),
        ("D2' = ", "D3' = ", "expected one for each"),
        ("perm = ", "kin = ", "given twice"),
        ("h = M(", "h ~ M(", "no equation"),
    ],
)
def test_a_renamed_symbol_is_seen(monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str) -> None:
    """A symbol that tables do not know, a lost rate, a doubled name and a line that is no equation are refused."""
    text = equations_text().replace(old, new, 1)
    monkeypatch.setattr(module, "equations_text", lambda: text)
    with pytest.raises(ValueError, match=said):
        module.equations.__wrapped__()


def test_the_page_has_the_same_equations(repository: Path) -> None:
    """Every line of the equations stands on the page letter for letter, and the page has no other."""
    page = (repository / "docs" / "explanation" / "axis-equations.md").read_text(encoding="utf-8")
    shown = [line for block in re.findall(r"```text\n(.*?)```", page, re.DOTALL) for line in block.splitlines() if line]
    written = [line for line in equations_text().splitlines() if line and not line.startswith("#")]
    assert shown == written


def test_the_page_names_every_symbol(repository: Path) -> None:
    """Every symbol of the tables stands on the page, and parameters with their values."""
    page = (repository / "docs" / "explanation" / "axis-equations.md").read_text(encoding="utf-8")
    model = axis_model()
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", page, re.MULTILINE)
    named = {*model.states, *model.inputs, *model.parameters, *model.normalisers, *(row.symbol for row in SHOWN)}
    changed = {"le"}  # of the change log
    assert named == {symbol for symbol, _ in rows} - changed
    values = dict(rows[-len(model.parameters) - 3 : -3])
    assert values == {symbol: f"{row.value:.10g}" for symbol, row in model.parameters.items()}


def test_shown_read_outs_are_in_the_equations() -> None:
    """What is shown is worked out under the heading of read-outs."""
    assert {row.symbol for row in SHOWN} <= set(read_outs())


def test_what_inputs_decide_is_worked_out_beforehand() -> None:
    """No input and no constant is left in the part that runs at every step."""
    system = equations()
    _, _, during = specialise(system).source.partition("def follow")
    left = set(re.findall(r"\b[A-Za-z]\w*\b", during)) & ({*system.inputs, *system.constants})
    assert left == set()


def test_one_and_many_give_the_same_bits() -> None:
    """Plain numbers and arrays go through the same operations."""
    rng = np.random.default_rng(3)
    states = np.array([*healthy_states().values()]) * rng.uniform(0.5, 2.0, (5, 32))
    inputs, constants = default_inputs({"u_abx": 0.4, "u_ex": 1.2}), constants_of(parameter_vector())
    together = quantities(states=states, inputs=inputs, constants=constants)
    system = system_of_one()
    for row, expected in zip(states, together, strict=True):
        k, found = [0.0] * system.n_coefficients, [0.0] * 32
        system.prepare(constants.tolist(), inputs.tolist(), k)
        system.follow(row.tolist(), k, found)
        assert found == expected.tolist()


def test_chances_come_from_the_map() -> None:
    """A link with an arrow has the chance of the arrow's best kind of evidence, and the arrow exists."""
    edges = evidence().edges
    for link in axis_model().links.values():
        assert 0.0 < link.probability < 1.0
        assert link.off_value == 0.0
        if link.edge_id:
            assert link.grade == edges[link.edge_id].grade


def test_read_outs_have_one_value_a_day() -> None:
    """Shape and a known value: at rest the healthy reference has its permeability ratio at 0.03."""
    states = np.array([[[*healthy_states().values()]]])
    constants = constants_of(parameter_vector())[None]
    found = read("lmr", states=states, inputs=default_inputs()[None], constants=constants)
    assert found.shape == (1, 1)
    assert found[0, 0] == pytest.approx(0.03, rel=1e-3)
    with pytest.raises(KeyError):
        read("mood", states=states, inputs=default_inputs()[None], constants=constants)
