"""How long a diary of 100,000 entries takes to fill, open, read and fingerprint, against plain ``sqlite3``."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks.speed.timing import medians_ms, once_ms
from commensal.records.entry import Entry
from commensal.records.facts import Fact, Food, Sleep, SymptomRating
from commensal.store.journal import Journal
from commensal.vocab.origin import Origin

N_ENTRIES = 100_000
_PER_DAY = 25
_FIRST_DAY = date(2015, 1, 1)
_NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_COLUMNS = ("entry_id", "kind", "day", "at", "recorded_at", "origin", "source", "fields", "digest")


def storing_times(*, n_runs: int, n_entries: int = N_ENTRIES) -> dict[str, float]:
    """Times of the store, and of the same rows by hand, in milliseconds."""
    entries = list(made_up_entries(n_entries))
    with tempfile.TemporaryDirectory() as name:
        ours, plain = Path(name) / "ours", Path(name) / "plain.sqlite"
        fill_ms, plain_fill_ms = _fill_both(entries, ours, plain)
        ids = _fresh_ids()
        middle = entries[len(entries) // 2].day
        pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "log": (lambda: _log_ours(ours, next(ids)), lambda: _log_plain(plain, next(ids))),
            "window": (lambda: _window_ours(ours, middle), lambda: _window_plain(plain, middle)),
            "all": (lambda: _all_ours(ours), lambda: _all_plain(plain)),
            "hash": (lambda: _hash_ours(ours), lambda: _hash_plain(plain)),
        }
        result = {"store_fill_ms": fill_ms, "sqlite_fill_ms": plain_fill_ms}
        for what, acts in pairs.items():
            result[f"store_{what}_ms"], result[f"sqlite_{what}_ms"] = medians_ms(acts, n_runs=n_runs)
    return result


def made_up_entries(n_entries: int) -> Iterator[Entry]:
    """Entries of many ordinary days: three ratings, a night, and foods."""
    for number in range(n_entries):
        day = _FIRST_DAY + timedelta(days=number // _PER_DAY)
        at = datetime.combine(day, time(8 + number % _PER_DAY // 2), tzinfo=UTC)
        yield Entry(id=str(UUID(int=number)), fact=_fact(number), day=day, at=at, recorded_at=at, origin=Origin.ENTERED)


def _fact(number: int) -> Fact:
    place = number % _PER_DAY
    if place < 3:
        return SymptomRating(symptom=("pain", "fatigue", "brain fog")[place], score=float(number // _PER_DAY % 11))
    if place == 3:
        return Sleep(duration_h=6.0 + number % 7 / 4)
    return Food(name=f"food {place}", amount_g=float(20 + number % 200))


def _fill_both(entries: list[Entry], ours: Path, plain: Path) -> tuple[float, float]:
    """Fill each store once; the rows by hand carry what ours carry, in milliseconds."""
    fill_ms = once_ms(lambda: _fill_ours(ours, entries))
    with closing(sqlite3.connect(ours / "journal.sqlite")) as connection:
        rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM entry ORDER BY seq").fetchall()
    return fill_ms, once_ms(lambda: _fill_plain(plain, rows))


def _fill_ours(folder: Path, entries: list[Entry]) -> None:
    with Journal.open(folder) as journal:
        journal.append(entries, action="import", now=_NOW)


def _fill_plain(file: Path, rows: list[tuple[object, ...]]) -> None:
    with closing(_connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            f"CREATE TABLE entry (seq INTEGER PRIMARY KEY, {', '.join(f'{column} TEXT' for column in _COLUMNS)})"
        )
        connection.execute("CREATE UNIQUE INDEX by_id ON entry (entry_id)")
        connection.execute("CREATE INDEX by_day ON entry (day)")
        connection.executemany(_insert(), rows)
        connection.commit()


def _log_ours(folder: Path, entry_id: str) -> None:
    entry = Entry(
        id=entry_id,
        fact=SymptomRating(symptom="pain", score=4.0),
        day=_NOW.date(),
        at=_NOW,
        recorded_at=_NOW,
        origin=Origin.ENTERED,
    )
    with Journal.open(folder) as journal:
        journal.append([entry], action="log", now=_NOW)


def _log_plain(file: Path, entry_id: str) -> None:
    fields = json.dumps({"symptom": "pain", "score": 4.0})
    day, now = _NOW.date().isoformat(), _NOW.isoformat()
    with closing(_connect(file)) as connection:
        row = (entry_id, "symptom_rating", day, now, now, "entered", "diary", fields, entry_id)
        connection.execute(_insert(), row)
        connection.commit()


def _window_ours(folder: Path, middle: date) -> int:
    with Journal.open(folder, read_only=True) as journal:
        return len(journal.entries(first_day=middle, last_day=middle + timedelta(days=29)))


def _window_plain(file: Path, middle: date) -> int:
    with closing(_connect(file)) as connection:
        days = (middle.isoformat(), (middle + timedelta(days=29)).isoformat())
        rows = connection.execute("SELECT * FROM entry WHERE day BETWEEN ? AND ? ORDER BY day, at, entry_id", days)
        return len([json.loads(row[8]) for row in rows])


def _all_ours(folder: Path) -> int:
    with Journal.open(folder, read_only=True) as journal:
        return len(journal.entries())


def _all_plain(file: Path) -> int:
    with closing(_connect(file)) as connection:
        rows = connection.execute("SELECT * FROM entry ORDER BY day, at, entry_id")
        return len([json.loads(row[8]) for row in rows])


def _hash_ours(folder: Path) -> str:
    with Journal.open(folder, read_only=True) as journal:
        return journal.content_hash()


def _hash_plain(file: Path) -> str:
    with closing(_connect(file)) as connection:
        whole = hashlib.sha256()
        for (digest,) in connection.execute("SELECT digest FROM entry ORDER BY digest"):
            whole.update(f"{digest}\n".encode())
        return whole.hexdigest()


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = FULL")  # as durable as ours
    return connection


def _insert() -> str:
    return f"INSERT INTO entry ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def _fresh_ids() -> Iterator[str]:
    number = 10**12
    while True:
        number += 1
        yield str(UUID(int=number))
