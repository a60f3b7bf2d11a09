"""The tests' common ground: absent shared data skip on a desk and fail on a build server; long forms wait."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_USES_SHARED_DATA = '''
"""Read one folder."""
def test_reads(shared_data):
    """The folder is there."""
    assert shared_data.is_dir()
'''
_IS_HEAVY = '''
"""Take long."""
import pytest
@pytest.mark.heavy
def test_long():
    """Would take long."""
'''


def _pytest(repository: Path, file: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTEST_", "COV_")) and key not in {"CI", "COMMENSAL_SHARED_DATA"}
    }
    settings = ["-c", str(repository / "pyproject.toml"), "-p", "tests.conftest", "-p", "no:cacheprovider", "-q"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *settings, *options, str(file)],
        cwd=repository,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "exit_code", "word"),
    [({}, 0, "1 skipped"), ({"CI": "true"}, 1, "1 error"), ({"CI": "false"}, 0, "1 skipped")],
    ids=["desk", "build server", "not a build server"],
)
def test_absent_shared_data(
    repository: Path, tmp_path: Path, environment: dict[str, str], exit_code: int, word: str
) -> None:
    """A promise that was not tested is a notice on a desk and a failure on a build server."""
    file = tmp_path / "test_reading.py"
    file.write_text(_USES_SHARED_DATA, encoding="utf-8")
    result = _pytest(repository, file, COMMENSAL_SHARED_DATA=str(tmp_path / "nowhere"), **environment)
    assert result.returncode == exit_code, result.stdout
    assert word in result.stdout
    assert "nowhere" in result.stdout


def test_named_shared_data_are_used(repository: Path, tmp_path: Path) -> None:
    """``COMMENSAL_SHARED_DATA`` names the folder."""
    file = tmp_path / "test_reading.py"
    file.write_text(_USES_SHARED_DATA, encoding="utf-8")
    assert "1 passed" in _pytest(repository, file, COMMENSAL_SHARED_DATA=str(tmp_path)).stdout


@pytest.mark.parametrize(("options", "word"), [((), "1 skipped"), (("--run-heavy",), "1 passed")])
def test_the_long_form_waits_to_be_asked(repository: Path, tmp_path: Path, options: tuple[str, ...], word: str) -> None:
    """``--run-heavy`` runs what is otherwise left out."""
    file = tmp_path / "test_taking_long.py"
    file.write_text(_IS_HEAVY, encoding="utf-8")
    assert word in _pytest(repository, file, *options).stdout


def test_no_tests_at_all_is_a_failure(repository: Path, tmp_path: Path) -> None:
    """A run that collects nothing must not look like success."""
    file = tmp_path / "test_nothing.py"
    file.write_text("", encoding="utf-8")
    assert _pytest(repository, file).returncode == 5
