"""Nothing that could be tried reaches a person without having passed the safety gate.

Three proofs: only ``safety/screen.py`` can seal a proposal; no function of ``service`` can return one that is not
sealed; and whoever forges one is stopped when the program runs.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any

import pytest

import commensal.service
from commensal.guidance.suggestion import Suggestion
from commensal.records.proposal import Proposal
from commensal.safety.screened import ScreenedProposal
from commensal.vocab.proposal_kinds import ProposalKind

_MAY_SEAL = "safety/screen.py"
_KEEPS_THE_SEAL = "safety/screened.py"


def _sources(repository: Path) -> Iterator[tuple[str, ast.Module]]:
    package = repository / "src" / "commensal"
    for path in sorted(package.rglob("*.py")):
        yield path.relative_to(package).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def names_used(tree: ast.AST) -> set[str]:
    """Every name, attribute and imported name in a module."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def calls_in(tree: ast.AST) -> set[str]:
    """The name of everything that is called in a module, without its owner."""
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else ast.unparse(func) for func in called}


def reached(hint: object, *, stops_at: type) -> Iterator[object]:
    """Every type that can be reached from a type: through unions, containers and fields of dataclasses.

    ``stops_at`` is reached and not looked into.
    """
    seen: list[object] = []
    waiting = [hint]
    while waiting:
        current = waiting.pop()
        if any(current is other for other in seen):
            continue
        seen.append(current)
        yield current
        if current is stops_at:
            continue
        waiting += current if isinstance(current, list) else typing.get_args(current)
        if dataclasses.is_dataclass(current) and isinstance(current, type):
            waiting += _hints(current).values()


def unscreened(hint: object) -> bool:
    """Whether a proposal lies in a type that no gate has sealed."""
    return any(one is Proposal for one in reached(hint, stops_at=ScreenedProposal))


@cache
def _hints(of: type | Callable[..., object]) -> dict[str, Any]:
    """Type hints, with names that are imported for type checking only left out where they cannot be found."""
    module = inspect.getmodule(of)
    names = {**_all_types(), **vars(module or object())}
    return typing.get_type_hints(of, globalns=names)


@cache
def _all_types() -> dict[str, object]:
    """Types that service modules import for type checking only."""
    found: dict[str, object] = {}
    for module in _modules("commensal"):
        found.update({name: value for name, value in vars(module).items() if isinstance(value, type | UnionType)})
    return found


@cache
def _modules(package: str) -> list[ModuleType]:
    root = importlib.import_module(package)
    names = [item.name for item in pkgutil.walk_packages(root.__path__, f"{package}.")]
    return [
        importlib.import_module(name)
        for name in sorted(names)
        if "migrations" not in name and not name.endswith("__main__")
    ]


def _functions_of_service() -> list[tuple[str, Callable[..., object]]]:
    return [
        (f"{module.__name__}.{name}", value)
        for module in _modules(commensal.service.__name__)
        for name, value in sorted(vars(module).items())
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]


def test_only_the_gate_seals(repository: Path) -> None:
    """The seal is named in two modules, and proposals are sealed in one."""
    users = [name for name, tree in _sources(repository) if names_used(tree) & {"_SEAL", "_Seal"}]
    assert users == [_MAY_SEAL, _KEEPS_THE_SEAL]
    makers = [name for name, tree in _sources(repository) if "ScreenedProposal" in calls_in(tree)]
    assert makers == [_MAY_SEAL]


def test_nobody_goes_round_the_constructor(repository: Path) -> None:
    """No module makes objects without their constructor, or writes into frozen ones."""
    ways_round = {"__new__", "__setattr__", "__reduce_ex__", "__setstate__"}
    found = {name: sorted(used) for name, tree in _sources(repository) if (used := calls_in(tree) & ways_round)}
    assert found == {}


def test_the_gate_seals_only_what_it_allows(repository: Path) -> None:
    """The one call that seals stands under the condition that the proposal is allowed."""
    tree = dict(_sources(repository))[_MAY_SEAL]
    under = [
        ast.unparse(node.test)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and any("ScreenedProposal" in calls_in(line) for line in node.body)
    ]
    assert under == ["proposal is not None and is_allowed"]


def test_no_service_returns_anything_unscreened() -> None:
    """Whatever a story gives back, no proposal in it is without a seal."""
    functions = _functions_of_service()
    assert len(functions) > 40
    found = []
    for name, function in functions:
        hints = _hints(function)
        assert "return" in hints, name
        if unscreened(hints["return"]):
            found.append(name)
    assert found == []


def test_no_public_shape_of_guidance_holds_anything_unscreened() -> None:
    """A suggestion holds a sealed proposal, which it cannot do without."""
    fields = {field.name: field for field in dataclasses.fields(Suggestion)}
    sealed = [name for name, hint in _hints(Suggestion).items() if hint is ScreenedProposal]
    assert len(sealed) == 1
    assert fields[sealed[0]].default is dataclasses.MISSING
    assert fields[sealed[0]].default_factory is dataclasses.MISSING
    assert not unscreened(Suggestion)


def test_a_suggestion_reaches_stories_as_itself() -> None:
    """The functions of service that suggest something are found by this test, so it does look at them."""
    suggesting = [
        name
        for name, function in _functions_of_service()
        if any(one is Suggestion for one in reached(_hints(function)["return"], stops_at=Suggestion))
    ]
    assert suggesting


@dataclasses.dataclass(frozen=True)
class _Bad:
    inner: tuple[Proposal | None, ...]


@pytest.mark.parametrize("hint", [Proposal, list[Proposal], dict[str, _Bad], Proposal | None, _Bad])
def test_the_walk_finds_what_it_looks_for(hint: object) -> None:
    """A proposal hidden in a container, a union or a field is found; a sealed one is fine."""
    assert unscreened(hint)
    assert not unscreened(tuple[ScreenedProposal, ...])


def test_forging_fails_when_the_program_runs() -> None:
    """Types can be ignored; the constructor cannot."""
    proposal = Proposal(kind=ProposalKind.FMT)
    for seal in (None, object(), ScreenedProposal):
        with pytest.raises(AssertionError, match="only the safety gate"):
            ScreenedProposal(proposal=proposal, conditions=(), screened_on=date(2026, 3, 1), seal=seal)


def test_forging_is_found_in_code() -> None:
    """The walk over modules would see it."""
    forged = ast.parse("from commensal.safety.screened import _SEAL\nx = ScreenedProposal(seal=_SEAL)")
    assert "_SEAL" in names_used(forged)
    assert "ScreenedProposal" in calls_in(forged)
    assert "__new__" in calls_in(ast.parse("object.__new__(ScreenedProposal)"))
