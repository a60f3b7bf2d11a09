"""Whatever bytes arrive: a result that balances, or one sentence. Never a crash, never a hang."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commensal.readers import registry
from commensal.readers.source_bytes import DEFAULT_LIMITS
from commensal.readers.source_file import open_source
from commensal.vocab.errors import CommensalError
from tests.reader_checks import SAMPLES, TODAY, check_result

_SAMPLES = [path.read_bytes() for path in registry.files_in([SAMPLES])]
_NASTY_CELLS = st.sampled_from(
    [
        *("", '"', '""', '"a\n', "nan", "inf", "1e400", "-1", "=1+1", "@x", "\t", ";", "½", "\u2028", "9" * 400),
        *(
            "0001-01-01",
            "9999-12-31",
            "2026-02-30",
            "13/13/2026",
            "2026-10-02T25:61:61+99:99",
            "２０２６-01-01",
            "é" * 50,
        ),
    ]
)


def _read_and_check(path: Path, reader_id: str | None) -> None:
    for result in registry.read_all(path, reader_id=reader_id, today=TODAY):
        check_result(result)


def _sentence(call: Callable[[], object]) -> str:
    """What a person reads when the call is refused; empty when it is not."""
    try:
        call()
    except CommensalError as problem:
        return str(problem)
    return ""


def _survives(folder: Path, content: bytes) -> None:
    """Sniffing, proposing and reading each end in a value or a sentence."""
    path = folder / "input.csv"
    path.write_bytes(content)
    for call in (
        lambda: registry.sniff(path),
        lambda: registry.propose_mapping(path, today=TODAY),
        lambda: _read_and_check(path, None),
        lambda: _read_and_check(path, "table_csv"),
    ):
        sentence = _sentence(call)
        assert "\n" not in sentence
        assert len(sentence) < 600, "an error for a person is a sentence or two, not a page"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples; each overwrites the file of the one before."""
    return tmp_path_factory.mktemp("hostile")


@given(content=st.binary(max_size=600))
@example(content=b"PK\x05\x06" + b"\0" * 18)
@example(content=b"PK\x03\x04")
@example(content=b"\x1f\x8b\x08\x00")
@example(content=b"\xff\xfe\x00")
@example(content=b'{"activities-steps":[{"dateTime":[],"value":{}}]}')
@example(content=b'{"activities-steps":[null,1,"x",{"dateTime":null}]}')
def test_any_bytes_survive(folder: Path, content: bytes) -> None:
    """Random bytes are refused with a sentence or read as what they happen to be."""
    _survives(folder, content)


@given(data=st.data())
@settings(max_examples=300)
def test_damaged_exports_survive(folder: Path, data: st.DataObject) -> None:
    """A real layout with bytes cut, doubled, swapped or overwritten never crashes a reader."""
    content = bytearray(data.draw(st.sampled_from(_SAMPLES)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 60)))
        patch = data.draw(
            st.binary(max_size=12) | _NASTY_CELLS.map(str.encode) | st.just(bytes(content[start:end]) * 2)
        )
        content[start:end] = patch
    _survives(folder, bytes(content))


@given(data=st.data())
@settings(max_examples=300)
def test_nasty_cells_survive(folder: Path, data: st.DataObject) -> None:
    """Any cell of any layout may hold a formula, an infinity, a quotation mark or an impossible date."""
    text = data.draw(st.sampled_from(_SAMPLES)).decode()
    lines = text.split("\n")
    for _ in range(data.draw(st.integers(1, 5))):
        number = data.draw(st.integers(0, len(lines) - 1))
        cells = lines[number].split(",")
        cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(_NASTY_CELLS)
        lines[number] = ",".join(cells)
    _survives(folder, "\n".join(lines).encode())


@given(
    header=st.lists(
        st.sampled_from(["date", "pain", "time", "name", "value", "unit", "note", "", "user_id"]), min_size=2
    ),
    rows=st.lists(st.lists(_NASTY_CELLS | st.sampled_from(["2026-01-02", "3", "yes", "7:30", "2,5"]), max_size=6)),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_any_table_survives(folder: Path, header: list[str], rows: list[list[str]], delimiter: str) -> None:
    """Tables of any shape, with any mix of dates, numbers and words, are read or refused."""
    text = "\n".join(delimiter.join(row) for row in [header, *rows])
    _survives(folder, text.encode())


@given(content=st.sampled_from(_SAMPLES), at=st.floats(0, 1), flips=st.integers(0, 4), seed=st.integers(0, 2**16))
def test_damaged_archives_survive(folder: Path, content: bytes, at: float, flips: int, seed: int) -> None:
    """Archives and packed files that were cut off or damaged on the way end in a sentence."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/export.csv", content)
        archive.writestr("b.csv", content)
    for packed in (buffer.getvalue(), gzip.compress(content, mtime=0)):
        damaged = bytearray(packed[: max(1, int(at * len(packed)))])
        chance = random.Random(seed)
        for _ in range(flips):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        _survives(folder, bytes(damaged))


def test_nested_archives_are_not_opened(folder: Path) -> None:
    """An archive in an archive in an archive is named, not followed."""
    content = b"date,pain\n2026-01-02,3\n"
    for _ in range(50):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("inner.zip", content)
        content = buffer.getvalue()
    path = folder / "nested.zip"
    path.write_bytes(content)
    with pytest.raises(CommensalError, match="an archive inside another file"):
        registry.read_all(path, today=TODAY)


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"x" * 200_000_000,
        lambda: b"date" + b",x" * 1_000_000 + b"\n2026-01-02" + b",1" * 1_000_000,
        lambda: b"date,pain\n2026-01-02,3\n" + b"," * 900_000 + b"\n",
        lambda: b'date,pain\n2026-01-02,"' + b"x\n" * 400_000,
        lambda: b"date,pain\n2026-01-02,3\n" + b'a,"b\n' * 20_000,
        lambda: b"observation_date,tracker_name,tracker_category,observation_value\n" + b"1" * 900_000,
    ],
    ids=["200 MB line", "a million columns", "a million empty cells", "endless cell", "many stray marks", "long line"],
)
def test_monsters_are_refused_in_bounded_memory(folder: Path, make: Callable[[], bytes]) -> None:
    """Huge lines, cells and headers end in a sentence or named rows, and memory stays small."""
    path = folder / "input.csv"
    path.write_bytes(make())
    tracemalloc.start()
    try:
        results = registry.read_all(path, today=TODAY)
    except CommensalError:
        results = ()
    finally:
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    for result in results:
        check_result(result)
    assert peak_bytes < 100 * 1024**2


def _big_visible(path: Path, n_rows: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("observation_date,tracker_name,tracker_category,observation_value \n")
        for number in range(n_rows):
            file.write(
                f"20{number % 25:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d},Fatigue {number % 40},General,1 \n"
            )


def test_long_files_stop_at_the_row_limit(folder: Path) -> None:
    """A file with more rows than a diary can have is refused, with the limit in the sentence."""
    path = folder / "long.csv"
    _big_visible(path, 3_000)
    with pytest.raises(CommensalError, match="more than 2,000 lines"):
        registry.read(path, today=TODAY, limits=replace(DEFAULT_LIMITS, max_rows=2_000))


def test_text_is_streamed_not_held(folder: Path) -> None:
    """Looking at a file of 20 MB takes the memory of a few chunks, whatever its size."""
    path = folder / "long.csv"
    _big_visible(path, 600_000)
    assert path.stat().st_size > 18_000_000
    tracemalloc.start()
    (text,) = open_source(path).texts
    n_lines = sum(1 for _ in text.lines())
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n_lines == 600_001
    assert peak_bytes < 4 * 1024**2
