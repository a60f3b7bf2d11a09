"""Every command and every public Python name is documented, in the words of the thing itself."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import commensal


@pytest.fixture(scope="module")
def reference(repository: Path) -> ModuleType:
    path = repository / "tools" / "command_reference.py"
    spec = importlib.util.spec_from_file_location("command_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_commands_is_what_the_commands_say(reference: ModuleType, repository: Path) -> None:
    """A command or option that is new, changed or gone is so on the page too: run ``make reference``."""
    page = (repository / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert page == reference.page(reference.root_command())


def test_every_command_and_option_says_what_it_does(reference: ModuleType) -> None:
    """No command without a help text, no option without a word about it."""
    silent = []
    for path, command in reference.commands_of(reference.root_command(), ("commensal",)):
        if not (command.help or "").strip():
            silent.append(" ".join(path))
        silent += [
            f"{' '.join(path)} {parameter.opts[0]}"
            for parameter in command.params
            if parameter.param_type_name == "option" and not (parameter.help or "").strip()
        ]
    assert silent == []


def test_every_public_name_is_documented(repository: Path) -> None:
    """What ``import commensal`` offers has a heading in the reference, and no heading is left of what is gone."""
    page = (repository / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^## `commensal\.(\w+)", page, re.MULTILINE))
    assert headings == set(commensal.__all__)


def test_every_public_name_has_a_docstring() -> None:
    """``help(commensal.find)`` answers."""
    names = [name for name in commensal.__all__ if not name.startswith("__")]
    assert [name for name in names if not (getattr(commensal, name).__doc__ or "").strip()] == []
