"""What may not be in the repository: addresses of one machine, files of others, words that are not for the reader."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

_TEXT = {".py", ".md", ".toml", ".tsv", ".csv", ".txt", ".cff", ".sh", ".html", ".css", ".js", ".json", ".jinja", ""}


@pytest.fixture(scope="module")
def tracked_files(repository: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=False
    )  # a source archive has no .git: then every file counts
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
        return [repository / name for name in names if (repository / name).is_file()]
    hidden = {".venv", ".git", "dist", "build"}
    return [path for path in repository.rglob("*") if path.is_file() and not hidden & set(path.parts)]


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.suffix in _TEXT else ""


def _matches(files: list[Path], pattern: str, repository: Path) -> list[str]:
    compiled = re.compile(pattern)
    return [
        f"{path.relative_to(repository)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(_text_of(path).splitlines(), start=1)
        if compiled.search(line)
    ]


def test_locks_name_no_package_index(repository: Path) -> None:
    """A lock works with whatever index a machine uses."""
    locks = sorted((repository / "requirements").glob("*.txt"))
    assert [path.name for path in locks] == ["run.txt", "test.txt"]
    assert _matches(locks, r"://|--(extra-)?index-url|--find-links|--trusted-host|file:| @ ", repository) == []


def test_every_locked_package_has_hashes(repository: Path) -> None:
    """What is installed is what was tested, byte for byte."""
    for path in (repository / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        pins = [line for line in text.splitlines() if line and not line.startswith("#")]
        assert pins
        assert [line for line in pins if not re.match(r"[a-z0-9._\[\]-]+==\S+ .*--hash=sha256:", line)] == []


def test_the_locks_agree(repository: Path) -> None:
    """The tests run on the versions that users get."""
    pin = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)
    run, test = (
        dict(pin.findall((repository / "requirements" / name).read_text(encoding="utf-8")))
        for name in ("run.txt", "test.txt")
    )
    assert run.items() <= test.items()


def test_the_lock_covers_what_the_project_asks_for(repository: Path) -> None:
    """A dependency added to pyproject.toml is in the lock too."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[\[<>=]", dependency)[0].casefold() for dependency in project["dependencies"]}
    pinned = (repository / "requirements" / "run.txt").read_text(encoding="utf-8")
    assert {name for name in asked if not re.search(rf"^{re.escape(name)}==", pinned, re.MULTILINE)} == set()


def test_no_path_of_one_machine(tracked_files: list[Path], repository: Path) -> None:
    """Nothing points at a folder that only one machine has."""
    files = [path for path in tracked_files if path.name != Path(__file__).name]
    assert _matches(files, r"(?<![\w.~])/(home|Users)/\w|(?<![\w.~])/(root|work|opt/\w+)/", repository) == []


def test_documents_speak_to_their_reader(tracked_files: list[Path], repository: Path) -> None:
    """Documents hold what a reader needs: no notes to ourselves, nothing unfinished."""
    documents = [path for path in tracked_files if path.suffix in {".md", ".cff"}]
    assert len(documents) > 5
    assert _matches(documents, r"(?i)\b(session|assistant|prompt|todo|tbd|fixme|lorem ipsum)s?\b", repository) == []


def test_every_relative_link_leads_somewhere(tracked_files: list[Path], repository: Path) -> None:
    """No document sends its reader to a page that is not there."""
    broken = [
        f"{path.relative_to(repository)}: {target}"
        for path in tracked_files
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]
    assert broken == []


def test_no_minified_code_of_others(tracked_files: list[Path], repository: Path) -> None:
    """What we ship can be read."""
    named = [path for path in tracked_files if re.search(r"\.min\.(js|css)$|\.map$", path.name)]
    dense = [
        path
        for path in tracked_files
        if path.suffix in {".js", ".css", ".html", ".jinja"}
        and any(len(line) > 2_000 for line in _text_of(path).splitlines())
        and "snapshots" not in path.parts
    ]
    assert [str(path.relative_to(repository)) for path in named + dense] == []


def test_no_diary_in_the_repository(tracked_files: list[Path], repository: Path) -> None:
    """People's days never end up in a commit; a stored store is a made-up one in tests/data."""
    stores = [path for path in tracked_files if path.suffix in {".sqlite", ".sqlite3", ".db"}]
    assert [path for path in stores if repository / "tests" / "data" not in path.parents] == []


def test_the_versions_agree(repository: Path) -> None:
    """The package and the citation carry one version number."""
    version = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = (repository / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(rf"^version: {re.escape(version)}$", citation, re.MULTILINE)
