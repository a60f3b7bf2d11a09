"""A file is one concept and a function fits on a screen."""

from __future__ import annotations

import ast
from pathlib import Path

_MOST_LINES_IN_A_FILE = 400
_MOST_LINES_IN_A_FUNCTION = 60  # without its docstring; we aim at 40


def _n_lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    n_lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        n_lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return n_lines


def test_no_file_is_too_long(repository: Path) -> None:
    """A long file holds two concepts: find the second and give it a name."""
    n_lines_by_file = {
        str(path.relative_to(repository)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (repository / "src").rglob("*.py")
    }
    assert {file: n for file, n in n_lines_by_file.items() if n > _MOST_LINES_IN_A_FILE} == {}


def test_no_function_is_too_long(repository: Path) -> None:
    """A long function holds steps: give them names."""
    too_long = {
        f"{path.relative_to(repository)}:{node.lineno} {node.name}": _n_lines_of_code(node)
        for path in (repository / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and _n_lines_of_code(node) > _MOST_LINES_IN_A_FUNCTION
    }
    assert too_long == {}


def test_no_drawer_for_odds_and_ends(repository: Path) -> None:
    """You can guess where something lives; ``utils`` is where nobody looks."""
    drawers = {"utils", "util", "helpers", "common", "misc", "tools"}
    assert [path for path in (repository / "src").rglob("*.py") if path.stem in drawers] == []


def test_every_test_says_what_it_guards(repository: Path) -> None:
    """Each test carries the sentence one reads first when it goes red."""
    silent = [
        f"{path.relative_to(repository)}:{node.lineno} {node.name}"
        for path in sorted((repository / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and ast.get_docstring(node) is None
    ]
    assert silent == []
