"""The parser is light: no arrays, nothing read before it is needed, nothing built twice."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from commensal.diary.parse.lexicon import lexicon_of
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from tests.unit.diary.parse.reading import Read

_IMPORT = """
import sys
import commensal.diary.parse
from commensal.diary.parse import lexicon, tables
heavy = {"numpy", "pandas", "scipy", "difflib", "sqlite3", "socket", "click"} & set(sys.modules)
print(sorted(heavy), len(lexicon._lexicons), tables.table.cache_info().currsize)
"""


def test_importing_the_parser_loads_no_arrays_and_no_table() -> None:
    """A command that does not parse pays nothing for the parser."""
    done = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "0", "0"]


def test_the_lexicon_is_built_once_for_the_same_tables() -> None:
    """Ten thousand names are not looked at twice."""
    assert lexicon_of(food_table(), medicine_table()) is lexicon_of(food_table(), medicine_table())


def test_a_sentence_is_read_in_a_few_milliseconds_at_most(repository: Path, read: Read) -> None:
    """Twenty times the promise of 1 ms, so that only a real mistake turns this red on a busy machine."""
    lines = (repository / "tests/data/food_text/dev.tsv").read_text(encoding="utf-8").split("\n")[1:]
    texts = [line.split("\t")[1] for line in lines if line]
    times_s = []
    for text in texts:
        start = time.perf_counter()
        read(text)
        times_s.append(time.perf_counter() - start)
    assert statistics.median(times_s) < 0.02
