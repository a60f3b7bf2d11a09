"""The page and the command line may use one diary at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from commensal.store.checkup import problems_of
from commensal.store.journal import Journal
from tests.unit.store.made_up import NOW, entry, rating

WRITER = """
import sys
from datetime import date, datetime, UTC
from commensal.records.entry import Entry
from commensal.records.facts import Note
from commensal.store.journal import Journal
from commensal.vocab.origin import Origin

folder, name, n_entries = sys.argv[1], sys.argv[2], int(sys.argv[3])
now = datetime(2026, 3, 1, tzinfo=UTC)
print("ready", flush=True)
sys.stdin.readline()
for i in range(n_entries):
    with Journal.open(folder) as journal:
        day = date(2026, 3, 1)
        note = Entry(id=f"{name}{i}", fact=Note(text=name), day=day, recorded_at=now, origin=Origin.ENTERED)
        assert journal.append([note], action="log", now=now).n_new == 1
        assert f"{name}{i}" in {entry.id for entry in journal.entries()}
print("done", flush=True)
"""


def test_processes_that_start_at_once_lose_nothing(tmp_path: Path) -> None:
    """Four processes find no diary, create it at the same moment, and write to it, opening it anew each time."""
    folder = tmp_path / "person"
    command = [sys.executable, "-c", WRITER, str(folder)]
    programs = [
        subprocess.Popen([*command, name, "25"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in "abcd"
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        said, _ = program.communicate(timeout=60)
        assert said == "done\n"
    with Journal.open(folder) as journal:
        assert {one.id for one in journal.entries()} == {f"{name}{i}" for name in "abcd" for i in range(25)}
        assert len(journal.actions(limit=1_000)) == 100
        assert problems_of(journal) == ()


def test_writers_of_the_same_entry_take_turns(location: Path | str) -> None:
    """Corrections of one entry from several sides become revisions in a row; each can be undone."""
    Journal.open(location).close()

    def correct(writer: int) -> None:
        with Journal.open(location) as journal:
            for turn in range(20):
                journal.append([entry("a", rating((writer + turn) % 10))], action="log", now=NOW)

    threads = [threading.Thread(target=correct, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Journal.open(location) as journal:
        assert problems_of(journal) == ()
        n_actions = len(journal.actions(limit=1_000))
        assert 1 <= n_actions <= 80
        n_undone = 0
        while journal.undo_last(now=NOW) is not None:
            n_undone += 1
        assert n_undone == n_actions
        assert journal.entries() == ()


def test_two_who_undo_at_once_undo_two_actions(location: Path | str) -> None:
    """An action is taken back once; the second to come takes back the one before."""
    with Journal.open(location) as journal:
        for i in range(20):
            journal.append([entry(f"e{i}")], action="log", now=NOW)
    undone: list[int] = []

    def undo_ten() -> None:
        with Journal.open(location) as journal:
            for _ in range(10):
                one = journal.undo_last(now=NOW)
                assert one is not None
                undone.append(one.action.id)

    threads = [threading.Thread(target=undo_ten) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(undone) == list(range(1, 21))


def test_one_journal_may_be_shared_by_threads(journal: Journal) -> None:
    """A page answers several requests at once from one open journal."""

    def write(name: str) -> None:
        for i in range(10):
            journal.append([entry(f"{name}{i}")], action="log", now=NOW)
            assert journal.n_entries() > 0

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.n_entries() == 40


def test_a_reader_sees_one_moment(journal: Journal, location: Path | str) -> None:
    """While an import is being written, others see all of it or none."""
    many = [entry(f"e{i}") for i in range(3_000)]
    seen: set[int] = set()
    done = threading.Event()

    def look() -> None:
        with Journal.open(location, read_only=True) as reader:
            while not done.is_set():
                seen.add(len(reader.entries()))

    thread = threading.Thread(target=look)
    thread.start()
    journal.append(many, action="import", now=NOW)
    done.set()
    thread.join()
    assert seen <= {0, len(many)}
