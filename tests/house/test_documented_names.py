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
    assert "\\b" not in page, "a mark for click is shown to people"
    assert page == reference.page(reference.root_command())


def test_every_command_and_option_says_what_it_does(reference: ModuleType) -> None:
    """No command without a help text, no option without a word about it."""
    silent = []
    for context, command in reference.commands_of(reference.root_command(), "commensal"):
        if not (command.help or "").strip():
            silent.append(context.command_path)
        silent += [
            f"{context.command_path} {parameter.opts[0]}"
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


@pytest.fixture(scope="module")
def options_by_command(reference: ModuleType) -> dict[str, set[str]]:
    return {
        context.command_path: {
            option for parameter in command.params for option in parameter.opts + parameter.secondary_opts
        }
        | {"--help", "-h"}
        for context, command in reference.commands_of(reference.root_command(), "commensal")
    }


def _command_lines(text: str) -> list[str]:
    """Lines in code blocks, and pieces in backticks, that call ``commensal``."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return [line.strip() for line in lines if re.match(r"\s*(\.venv/bin/)?commensal [a-z-]", line)]


def test_documents_call_commands_that_exist(repository: Path, options_by_command: dict[str, set[str]]) -> None:
    """What a reader copies from a page runs: the command is there, and so is each of its options."""
    pages = list(repository.glob("*.md")) + list((repository / "docs").rglob("*.md"))
    pages.remove(repository / "docs" / "reference" / "commands.md")
    wrong = []
    for path in pages:
        for line in _command_lines(path.read_text(encoding="utf-8")):
            words = re.sub(r'"[^"]*"', "TEXT", line).split("#")[0].split()[1:]
            names = [word for word in words if f"commensal {word}" in options_by_command]
            command = f"commensal {names[0]}" if names else "commensal"
            under = next((f"{command} {word}" for word in words if f"{command} {word}" in options_by_command), command)
            known = options_by_command[under] | options_by_command[command] | options_by_command["commensal"]
            if (not names and not words[0].startswith("-")) or {w for w in words if w.startswith("--")} - known:
                wrong.append(f"{path.relative_to(repository)}: {line}")
    assert wrong == []


def test_sentences_name_options_that_exist(repository: Path, options_by_command: dict[str, set[str]]) -> None:
    """A sentence that says "add --yes" speaks of an option that some command has."""
    known = {option for options in options_by_command.values() for option in options}
    strings = re.compile(r"(?<![\w-])(--[a-z][a-z-]+)(?![\w-]*\()")
    wrong = [
        f"{path.relative_to(repository)}: {option}"
        for path in sorted((repository / "src").rglob("*"))
        if path.suffix in {".py", ".toml"}
        for option in strings.findall(path.read_text(encoding="utf-8"))
        if option not in known
    ]
    assert wrong == []
