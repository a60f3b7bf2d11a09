"""ARCHITECTURE.md tells the truth about where things live."""

from __future__ import annotations

import re
from pathlib import Path

_ROW = re.compile(r"^\| `(?P<room>\w+)` \|[^|]*\|(?P<modules>[^|]*)\|\s*$", re.MULTILINE)


def _modules_by_room_in_source(repository: Path) -> dict[str, set[str]]:
    package = repository / "src" / "commensal"
    return {
        room.name: {
            path.relative_to(room).with_suffix("").as_posix()
            for path in room.rglob("*.py")
            if path.name != "__init__.py" and "versions" not in path.parts  # one file a migration: not named singly
        }
        for room in package.iterdir()
        if (room / "__init__.py").exists()
    }


def _modules_by_room_in_map(repository: Path) -> dict[str, set[str]]:
    text = (repository / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return {row["room"]: set(re.findall(r"`([\w/]+)`", row["modules"])) for row in _ROW.finditer(text)}


def test_the_map_shows_the_rooms_that_exist(repository: Path) -> None:
    """Every room is on the map, and the map shows no room that is not there."""
    assert set(_modules_by_room_in_map(repository)) == set(_modules_by_room_in_source(repository))


def test_the_map_shows_the_modules_that_exist(repository: Path) -> None:
    """Every module is named in its room's row, and no row names one that is gone."""
    assert _modules_by_room_in_map(repository) == _modules_by_room_in_source(repository)
