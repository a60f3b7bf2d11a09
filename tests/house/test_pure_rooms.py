"""Pure rooms take ``now``, ``today`` and ``rng`` as arguments; they never reach for the clock, chance or the disk."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PURE_ROOMS = (
    "vocab",
    "records",
    "stats",
    "knowledge",
    "diary",
    "safety",
    "instruments",
    "findings",
    "axis",
    "microbiome",
    "synthetic",
    "trials",
    "guidance",
    "report",
)

_CLOCK = {"now", "utcnow", "today", "time_ns", "perf_counter", "monotonic"}
_CHANCE = {"uuid1", "uuid4", "urandom", "token_hex", "token_bytes"}
_OUTSIDE = {"open", "print", "input", "breakpoint", "getenv", "getcwd"}
_DISK_METHODS = {"write_text", "write_bytes", "mkdir", "unlink", "touch", "rename", "rmdir", "exists", "is_file"}
_RESOURCE_METHODS = {"read_text", "read_bytes", "iterdir"}  # package data through importlib.resources is fine
_MAKERS_OF_GENERATORS = {"Generator", "SeedSequence", "PCG64", "Philox", "BitGenerator"}


def trespasses(source: str) -> Iterator[str]:
    """Each call in ``source`` that a pure room may not make, as ``line: call``."""
    tree = ast.parse(source)
    reads_package_data = "importlib.resources" in source or "from importlib import resources" in source
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os" and node.attr == "environ":
            yield f"{node.lineno}: os.environ"
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        owner, _, name = called.rpartition(".")
        if _is_trespass(node, owner=owner, name=name, reads_package_data=reads_package_data):
            yield f"{node.lineno}: {called}"


def _is_trespass(node: ast.Call, *, owner: str, name: str, reads_package_data: bool) -> bool:
    has_arguments = bool(node.args or node.keywords)
    if owner in {"np.random", "numpy.random"} or (name == "default_rng" and not owner):
        return name not in _MAKERS_OF_GENERATORS and not (name == "default_rng" and has_arguments)
    if owner == "random" or (owner == "time" and name != "struct_time"):
        return True
    if name in _RESOURCE_METHODS and owner:
        return not reads_package_data
    if name in _CLOCK:
        return bool(owner)
    return name in _CHANCE | _DISK_METHODS or (name in _OUTSIDE and owner in {"", "os", "io", "builtins"})


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_a_pure_room_reaches_for_nothing(repository: Path, room: str) -> None:
    """The same arguments give the same answer, on any machine and any day."""
    folder = repository / "src" / "commensal" / room
    found = [
        f"{path.relative_to(repository)}:{trespass}"
        for path in sorted(folder.rglob("*.py"))
        for trespass in trespasses(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now()",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "np.random.normal()",
        "np.random.seed(1)",
        "np.random.default_rng()",
        "random.choice(x)",
        "uuid4()",
        "uuid.uuid4()",
        "open('f')",
        "print('x')",
        "path.read_text()",
        "path.write_text('x')",
        "os.environ['HOME']",
        "os.getenv('HOME')",
    ],
)
def test_a_trespass_is_seen(line: str) -> None:
    """The check above can fail, for each thing that it forbids."""
    assert list(trespasses(line))


@pytest.mark.parametrize(
    "line",
    [
        "np.random.default_rng(seed)",
        "rng.normal()",
        "from importlib.resources import files\nfiles('commensal.report').joinpath('a').read_text()",
        "now.date()",
        "def f(now: datetime) -> None: ...",
    ],
)
def test_what_is_allowed_is_not_accused(line: str) -> None:
    """A generator that was handed over, and package data, are fine."""
    assert not list(trespasses(line))
