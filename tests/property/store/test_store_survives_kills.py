"""Every acknowledged entry survives a kill at any moment, and no write is ever half there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from commensal.store.backup import backup, erase, restore
from commensal.store.checkup import problems_of
from commensal.store.content import content_hash
from commensal.store.journal import Journal
from tests.property.store.writer_to_kill import NOW, rated

_KILLS_PER_DIARY = 5


@dataclass
class Diary:
    """What a diary must say: the score of each entry, and what it said before each action."""

    scores: dict[int, int] = field(default_factory=dict)
    pile: list[dict[int, int]] = field(default_factory=list)

    def after(self, what: list[str]) -> Diary:
        """What it says once this has been written."""
        if what[0] == "undo":
            return Diary(dict(self.pile[-1]), self.pile[:-1]) if self.pile else self
        first, n_entries, score = (int(word) for word in what[1:])
        scores = {**self.scores, **dict.fromkeys(range(first, first + n_entries), score)}
        return self if scores == self.scores else Diary(scores, [*self.pile, self.scores])

    def content_hash(self) -> str:
        """The hash a journal that says this has."""
        return content_hash(rated(number, score) for number, score in self.scores.items())


@dataclass
class Writers:
    """The program that starts writers, and the two pipes to it."""

    program: subprocess.Popen[str]

    def start_and_kill(self, request: str, *, after_n_lines: int, after_s: float) -> Iterator[str]:
        """Start a writer, kill it some time after it said so many lines, and give all the lines it said."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        print(request, file=self.program.stdin, flush=True)
        said = []
        while not (line := self.program.stdout.readline().strip()).startswith("started"):
            said.append(line)  # the writer may speak before its parent does
        # By lines and not by the clock alone, so that a busy machine kills at the same points as an idle one.
        said += [self.program.stdout.readline().strip() for _ in range(after_n_lines - len(said))]
        time.sleep(after_s)
        os.kill(int(line.split()[1]), signal.SIGKILL)
        yield from said
        while (line := self.program.stdout.readline().strip()) != "gone":
            assert line.split()[0] in ("begin", "done"), line
            yield line


@pytest.fixture
def writers() -> Iterator[Writers]:
    """A program ready to fork writers."""
    repository = Path(__file__).parents[3]
    command = [sys.executable, str(Path(__file__).with_name("writer_to_kill.py"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=repository, bufsize=1
    ) as program:
        yield Writers(program)
        assert program.stdin is not None
        program.stdin.close()
        program.wait(timeout=10)


def test_a_hundred_kills_lose_nothing(writers: Writers, tmp_path: Path) -> None:
    """At random moments, from the creation of the store on."""
    n_acknowledged, n_in_flight = _kill_often(writers, tmp_path, n_kills=100, seed=1)
    # Otherwise the test would have shown nothing: writes were done, and many kills fell into the middle of one.
    assert n_acknowledged > 200
    assert n_in_flight > 30


@pytest.mark.heavy
def test_a_thousand_kills_lose_nothing(writers: Writers, tmp_path: Path) -> None:
    """The same, ten times as often."""
    n_acknowledged, n_in_flight = _kill_often(writers, tmp_path, n_kills=1_000, seed=2)
    assert n_acknowledged > 2_000
    assert n_in_flight > 300


def test_a_killed_restore_leaves_the_one_diary_or_the_other(writers: Writers, tmp_path: Path) -> None:
    """Never a mixture, never nothing: a restore is one transaction."""
    hashes, files = set(), []
    for score in (1, 2):
        with Journal.open(tmp_path / f"diary{score}") as journal:
            journal.append([rated(number, score) for number in range(500 * score)], action="log", now=NOW)
            kept = backup(journal, tmp_path / f"kept{score}.sqlite")
        hashes.add(kept.content_hash)
        files.append(kept.file)
    restore(files[0], tmp_path / "person")
    rng = random.Random(3)
    n_done = 0
    for _ in range(25):
        request = f"restore {tmp_path / 'person'} {files[0]} {files[1]}"
        said = writers.start_and_kill(request, after_n_lines=rng.randrange(3), after_s=rng.uniform(0.0, 0.04))
        n_done += [*said].count("done")
        with Journal.open(tmp_path / "person") as journal:
            assert journal.content_hash() in hashes
            assert problems_of(journal) == ()
    assert n_done > 5
    erase(tmp_path / "person")
    assert not (tmp_path / "person").exists()


def _kill_often(writers: Writers, tmp_path: Path, *, n_kills: int, seed: int) -> tuple[int, int]:
    rng = random.Random(seed)
    n_acknowledged = n_in_flight = 0
    diary, folder = Diary(), tmp_path
    for kill in range(n_kills):
        if kill % _KILLS_PER_DIARY == 0:
            diary, folder = Diary(), tmp_path / f"person{kill}"
        in_flight: list[str] | None = None
        request = f"write {folder} {seed * 10_000 + kill}"
        for line in writers.start_and_kill(request, after_n_lines=rng.randrange(12), after_s=rng.uniform(0.0, 0.01)):
            if line == "done":
                assert in_flight is not None
                diary, in_flight = diary.after(in_flight), None
                n_acknowledged += 1
            else:
                in_flight = line.split()[1:]
        with Journal.open(folder) as journal:
            found = journal.content_hash()
            if in_flight is not None:
                n_in_flight += 1
                # Not acknowledged: it may be there as a whole or not at all.
                if found != diary.content_hash():
                    diary = diary.after(in_flight)
            assert found == diary.content_hash(), (
                f"kill {kill}: an acknowledged write is missing, or half a one is there"
            )
            assert problems_of(journal) == ()
    return n_acknowledged, n_in_flight
