"""A program that writes to a journal until it is killed. The tests start it; it forks a writer on every request.

On standard input: one line a writer, ``write FOLDER SEED`` or ``restore FOLDER FILE FILE``. On standard output:
``started PID``; then, for each write, ``begin WHAT`` before it and ``done`` after the journal said so; and ``gone``
when the writer has been killed. Forking from a program that has everything imported makes a hundred kills cheap.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta

from commensal.records.entry import Entry
from commensal.records.facts import SymptomRating
from commensal.store.backup import restore
from commensal.store.journal import Journal
from commensal.vocab.origin import Origin

FIRST_DAY = date(2026, 1, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def rated(number: int, score: int) -> Entry:
    """One rating; number and score say all there is to it."""
    return Entry(
        id=f"e{number}",
        fact=SymptomRating(symptom="fatigue", score=score),
        day=FIRST_DAY + timedelta(days=number),
        recorded_at=NOW,
        origin=Origin.ENTERED,
    )


def write_for_ever(folder: str, seed: int) -> None:
    """Log single entries and whole imports, correct, and undo, telling before and after each."""
    rng = random.Random(seed)
    with Journal.open(folder) as journal:
        while True:
            if rng.random() < 0.15:
                _tell("begin undo")
                journal.undo_last(now=NOW)
            else:
                first = rng.randrange(300)
                n_entries = 1 if rng.random() < 0.7 else 60
                score = rng.randrange(10)
                _tell(f"begin append {first} {n_entries} {score}")
                entries = [rated(number, score) for number in range(first, first + n_entries)]
                journal.append(entries, action="log", now=NOW)
            _tell("done")


def restore_for_ever(folder: str, files: list[str]) -> None:
    """Put one backup and then the other in the place of the diary, again and again."""
    while True:
        for file in files:
            _tell("begin restore")
            restore(file, folder, replace=True)
            _tell("done")


def main() -> None:
    """Fork a writer for each line of input."""
    with tempfile.TemporaryDirectory() as folder, Journal.open(f"{folder}/person") as journal:
        journal.append([rated(1, 1)], action="log", now=NOW)  # imports what is only imported on first use
    for line in sys.stdin:
        what, folder, *more = line.split()
        writer = os.fork()
        if writer == 0:
            try:
                if what == "write":
                    write_for_ever(folder, int(more[0]))
                else:
                    restore_for_ever(folder, more)
            except BaseException as problem:
                _tell(f"stumbled {problem!r}")
                os._exit(1)
        _tell(f"started {writer}")
        _, status = os.waitpid(writer, 0)
        _tell("gone" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL else f"ended {status}")


def _tell(words: str) -> None:
    # One system call, so that a kill never leaves half a line: what was said was said.
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    main()
