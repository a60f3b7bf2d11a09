"""Setting up ends in a working .venv or in one clear sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_TOOLS = ("sh", "cat", "cmp", "cp", "grep", "rm", "tail")


@pytest.fixture
def clone(repository: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(repository / "tools" / "set_up.sh", folder / "tools")
    shutil.copytree(repository / "requirements", folder / "requirements")
    shutil.copy(repository / "pyproject.toml", folder)
    return folder


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with a shell's usual tools and no Python at all."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in _TOOLS:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def _fake_python(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def _set_up(clone: Path, path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "tools/set_up.sh", "run"],
        cwd=clone,
        env={"PATH": str(path), "HOME": str(clone), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_python_it_says_which_one_to_install(clone: Path, bare_path: Path) -> None:
    """No Python: one sentence that names the versions and the command to type."""
    result = _set_up(clone, bare_path)
    assert result.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13" in result.stderr
    assert "apt-get install python3" in result.stderr


def test_an_old_python_is_not_taken(clone: Path, bare_path: Path) -> None:
    """A Python that is too old counts as none."""
    _fake_python(bare_path, "python3", "exit 1")
    assert "none was found" in _set_up(clone, bare_path).stderr


def test_without_venv_it_names_the_package(clone: Path, bare_path: Path) -> None:
    """Debian splits venv from Python: the sentence names the package that is missing."""
    _fake_python(bare_path, "python3", f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"')
    result = _set_up(clone, bare_path)
    assert result.returncode == 1
    assert f"apt-get install python3.{sys.version_info.minor}-venv" in result.stderr


def test_a_named_python_that_does_not_fit_is_refused(clone: Path, bare_path: Path) -> None:
    """A wish that cannot be met is not silently replaced by something else."""
    result = _set_up(clone, bare_path, PYTHON="/nowhere/python3.9")
    assert result.returncode == 1
    assert "/nowhere/python3.9" in result.stderr


def test_without_a_package_index_it_says_so_and_can_be_run_again(clone: Path, bare_path: Path) -> None:
    """No network: one sentence, exit 1, and no half-made state that a second run would believe."""
    no_index = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHON": sys.executable}
    for _ in range(2):
        result = _set_up(clone, bare_path, **no_index)
        assert result.returncode == 1
        assert "Is there a network" in result.stderr
    assert not list((clone / ".venv").glob("installed-*"))


def test_a_second_run_has_nothing_to_do(clone: Path, bare_path: Path) -> None:
    """When lock and project are unchanged nothing is fetched, and nothing is said."""
    venv = clone / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    (venv / "made-in").write_text(f"{clone.resolve()}\n", encoding="utf-8")
    shutil.copy(clone / "requirements" / "test.txt", venv / "installed-test.txt")
    shutil.copy(clone / "pyproject.toml", venv / "installed-pyproject.toml")
    result = _set_up(clone, bare_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    with (clone / "pyproject.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n# changed\n")
    assert _set_up(clone, bare_path, PIP_NO_INDEX="1").stderr
