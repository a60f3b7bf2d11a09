"""The wheel holds our program and our facts, installs alone, starts, and carries nobody's data."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")  # built once, on one process

# Everything that is not Python and may be in the package: where, and what.
_DATA_FOLDER = re.compile(r"[\w/]+/(data|static|text|templates|migrations)/")
_DATA_SUFFIXES = {".toml", ".tsv", ".html", ".css", ".js", ".jinja", ".j2", ".svg", ".mako", ".typed"}
# terms of others that travel with their rows; the axis model's equations, one a line
_NOTICES = {"knowledge/data/NOTICE.txt", "knowledge/data/axis_model/equations.txt"}
_LARGEST_DATA_FILE_BYTES = 500_000


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    result = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(repository)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment: the wheel itself, and the locked packages lent by this one."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True, capture_output=True)
    (site,) = (folder / "lib").glob("python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return folder


def _run(installed: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "COMMENSAL_DATA"}}
    return subprocess.run(
        [str(installed / "bin" / words[0]), *words[1:]],
        cwd=cwd,
        env={**environment, "HOME": str(cwd)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_every_file_of_the_package(wheel: Path, repository: Path) -> None:
    """Words, templates, facts and migrations travel with the program."""
    source = repository / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in (source / "commensal").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == expected
    assert "commensal/py.typed" in packed


def test_the_wheel_holds_our_facts_and_nobodys_data(wheel: Path) -> None:
    """Besides Python there are only texts, templates and small fact tables, in the folders made for them."""
    for item in zipfile.ZipFile(wheel).infolist():
        name = item.filename.removeprefix("commensal/")
        if ".dist-info/" in name or name.endswith(".py"):
            continue
        assert name == "py.typed" or name in _NOTICES or _DATA_FOLDER.match(name), name
        assert Path(name).suffix in _DATA_SUFFIXES or name in _NOTICES, name
        assert item.file_size < _LARGEST_DATA_FILE_BYTES, name


def test_the_licences_travel_along(wheel: Path) -> None:
    """Both licences are in the wheel, and its metadata name them."""
    archive = zipfile.ZipFile(wheel)
    (metadata,) = (name for name in archive.namelist() if name.endswith("METADATA"))
    text = archive.read(metadata).decode()
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0 AND OGL-UK-3.0" in text
    assert {Path(name).name for name in archive.namelist() if "/licenses/" in name} == {"LICENSE", "LICENSE-facts"}


def test_the_source_archive_can_be_built_from(built: Path) -> None:
    """The source archive holds the source, licences and readme, and no tests' data."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "LICENSE-facts", "src/commensal/__init__.py"} <= names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "requirements"))]


def test_the_command_starts(installed: Path, tmp_path: Path) -> None:
    """``commensal --version`` answers with the version that was built."""
    result = _run(installed, "commensal", "--version", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    built_version = next(installed.glob("lib/python*/site-packages/commensal-*.dist-info")).name.split("-")[1]
    assert built_version.removesuffix(".dist") in result.stdout


def test_the_installed_copy_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    """The other tests of this file do not run the checkout by mistake."""
    result = _run(installed, "python", "-c", "import commensal; print(commensal.__file__)", cwd=tmp_path)
    assert Path(result.stdout.strip()).is_relative_to(installed)


def test_importing_asks_nobody(installed: Path, tmp_path: Path) -> None:
    """Importing the installed package, and each name it offers, opens no socket and no file to write."""
    code = """
import sys
asked = []
def watch(event, args):
    if event.startswith("socket.") and event not in {"socket.__new__", "socket.gethostname"}:
        asked.append((event, args[1:]))
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        asked.append((event, args))
sys.addaudithook(watch)
import commensal
for name in commensal.__all__:
    getattr(commensal, name)
print(asked)
"""
    result = _run(installed, "python", "-B", "-c", code, cwd=tmp_path)
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


def test_a_day_can_be_logged_with_the_installed_copy(installed: Path, tmp_path: Path) -> None:
    """The store, its migrations and the words are all there: a line goes in and comes out."""
    folder = str(tmp_path / "diary")
    logged = _run(installed, "commensal", "--data", folder, "log", "lentil soup", "--pain", "4", cwd=tmp_path)
    assert logged.returncode == 0, logged.stderr
    day = _run(installed, "commensal", "--data", folder, "day", "--json", cwd=tmp_path)
    assert day.returncode == 0, day.stderr
    assert "lentil" in day.stdout
