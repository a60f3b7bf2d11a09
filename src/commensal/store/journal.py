"""The journal: one person's entries, appended and never rewritten.

Every write is one transaction and returns only when it is durable. Two processes may use one journal at once: a
writer waits for the other for up to ten seconds, readers wait for nobody. A ``Journal`` may be shared by threads,
not across a fork.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine

from commensal.records.entry import Entry
from commensal.store import statements
from commensal.store.content import hash_of_digests
from commensal.store.engine import let_go, masked, reading, writing
from commensal.store.location import home_at
from commensal.store.merging import newest_by_id, plan_merge
from commensal.store.opening import open_folder, open_url
from commensal.store.receipt import Action, Receipt, ToUndo, Undone
from commensal.store.rows import Head, entry_of_row, rows_by_id
from commensal.store.trouble import told_plainly
from commensal.vocab.errors import StoreError

__all__ = ["Action", "Journal", "Receipt", "ToUndo", "Undone"]


class Journal:
    """The entries of one person. Made by :meth:`open`.

    Attributes
    ----------
    place : the file, or the database URL without its password; for sentences.
    file : the SQLite file, or None on another database.
    engine : the database engine; for the rooms' own neighbours (backup, checks).
    """

    def __init__(self, *, engine: Engine, place: str, file: Path | None, read_only: bool) -> None:
        self.engine, self.place, self.file, self.read_only = engine, place, file, read_only
        self._is_closed = False

    @classmethod
    def open(cls, location: Path | str, *, read_only: bool = False) -> Journal:
        """Open the journal of a folder, or of a database URL; create it unless ``read_only``.

        Parameters
        ----------
        location : the folder of one person (the file in it is ``journal.sqlite``), or a URL with ``://`` of a
            PostgreSQL database whose search path begins with the schema of one person.
        read_only : write nothing, ever; there must be a diary.

        Raises
        ------
        StoreError : it cannot be opened; nothing was changed.
        NewerStoreError : a newer version of Commensal wrote it; not a byte was changed.
        """
        if isinstance(location, str) and "://" in location:
            engine = open_url(location, read_only=read_only)
            return cls(engine=engine, place=masked(location), file=None, read_only=read_only)
        home = home_at(location)
        engine = open_folder(home, read_only=read_only)
        return cls(engine=engine, place=str(home.journal), file=home.journal, read_only=read_only)

    def append(self, entries: Iterable[Entry], *, action: str, now: datetime, label: str | None = None) -> Receipt:
        """Write entries, as one action that :meth:`undo_last` takes back as a whole.

        The same id with the same content is left alone; with other content it becomes a new revision; an entry
        that had been removed is there again. When nothing is new, nothing is written, not even the action.

        Parameters
        ----------
        entries : what to keep. Content is everything but ``recorded_at`` and ``source_line``.
        action : what kind of action this is, for example ``import``.
        now : the instant of writing, with offset.
        label : a few words for the person; kept inside the private file only.

        Raises
        ------
        InvalidRecordError : an entry that cannot be kept, or two different ones under one id; nothing was written.
        StoreError : the database could not write; nothing was written.
        """
        _check_aware(now)
        rows = rows_by_id(entries)
        with self._writing() as connection:
            receipt, pending = _plan(rows, statements.heads(connection, rows))
            if not pending:
                return receipt
            action_id = statements.add_action(connection, name=_plain_text(action), at=now, label=_label(label))
            statements.add_rows(connection, [{**row, "action_id": action_id} for row in pending])
        return _with_action(receipt, action_id)

    def merge(self, entries: Iterable[Entry], *, action: str, now: datetime, label: str | None = None) -> Receipt:
        """Write entries that may arrive twice, late and in any order: of one id, what was written down last holds.

        Written down last is the newest ``recorded_at``; of two at one instant, the one with the greater digest. What
        is not newer than everything that ever stood under its id is left alone, so that what was taken back by
        :meth:`undo_last` or :meth:`remove` does not return when it arrives again. Otherwise as :meth:`append`.

        Raises
        ------
        InvalidRecordError : an entry that cannot be kept; nothing was written.
        StoreError : the database could not write; nothing was written.
        """
        _check_aware(now)
        newest = newest_by_id(entries)
        with self._writing() as connection:
            receipt, pending = plan_merge(
                newest, heads=statements.heads(connection, newest), marks=statements.marks(connection, newest)
            )
            if not pending:
                return receipt
            action_id = statements.add_action(connection, name=_plain_text(action), at=now, label=_label(label))
            statements.add_rows(connection, [{**row, "action_id": action_id} for row in pending])
        return _with_action(receipt, action_id)

    def ever_held(self, entry_ids: Collection[str]) -> frozenset[str]:
        """Those of these ids under which something was ever written, also when it was taken back since."""
        with self._reading() as connection:
            return frozenset(statements.heads(connection, entry_ids))

    def compare(self, entries: Iterable[Entry]) -> Receipt:
        """What :meth:`append` would do with these entries. Writes nothing."""
        rows = rows_by_id(entries)
        with self._reading() as connection:
            return _plan(rows, statements.heads(connection, rows))[0]

    def entries(
        self, *, first_day: date | None = None, last_day: date | None = None, kinds: Collection[str] | None = None
    ) -> tuple[Entry, ...]:
        """Live entries by day, then time (those of which only the day is known first), then id.

        Parameters
        ----------
        first_day, last_day : both included; None is no limit.
        kinds : only these kinds of fact; None is all.
        """
        assert not isinstance(kinds, str), "kinds is a collection of names"
        query = statements.live_entries(first_day=first_day, last_day=last_day, kinds=kinds)
        with self._reading() as connection:
            return tuple(entry_of_row(row, place=self.place) for row in connection.execute(query))

    def remove(self, entry_ids: Iterable[str], *, action: str, now: datetime, label: str | None = None) -> Receipt:
        """Take entries out of the diary, as one action that can be undone. They stay in its history.

        Ids that are not in the diary are counted as unchanged. To truly delete, see ``store.backup.erase``.
        """
        _check_aware(now)
        assert not isinstance(entry_ids, str), "entry_ids is a collection of ids"
        wanted = set(entry_ids)
        with self._writing() as connection:
            live = {key for key, head in statements.heads(connection, wanted).items() if not head.is_removed}
            if not live:
                return Receipt(n_unchanged=len(wanted))
            action_id = statements.add_action(connection, name=_plain_text(action), at=now, label=_label(label))
            statements.add_removals(connection, sorted(live), action_id=action_id)
        return Receipt(n_removed=len(live), n_unchanged=len(wanted - live), action_id=action_id)

    def undo_last(self, *, now: datetime, only: int | None = None) -> Undone | None:
        """Take back the newest action that is not undone yet; None when there is none.

        Actions are taken back newest first, like a pile of plates: so the diary is afterwards exactly what it was
        before that action, and :meth:`content_hash` says so. An undo cannot itself be undone; what it took away
        can be logged or imported again. The stop of a trial is never taken back and is passed over.

        Parameters
        ----------
        only : take back this action and no other: when it is not the newest any more, nothing is done.
        """
        _check_aware(now)
        with self._writing() as connection:
            newest = statements.newest_to_undo(connection)
            if newest is None or (only is not None and newest.id != only):
                return None
            action_id = statements.add_action(connection, name="undo", at=now, label=newest.label, undoes=newest.id)
            n_removed, n_restored = statements.add_undo_rows(connection, undone=newest.id, action_id=action_id)
        return Undone(action=newest, n_removed=n_removed, n_restored=n_restored, action_id=action_id)

    def actions(self, *, limit: int = 20) -> tuple[Action, ...]:
        """What was done, newest first, undos included."""
        with self._reading() as connection:
            return statements.actions(connection, limit=limit)

    def next_undo(self) -> ToUndo | None:
        """What :meth:`undo_last` would take back, in a moment also where that is a large import."""
        with self._reading() as connection:
            return statements.next_undo(connection)

    def kinds_by_day(self, days: Collection[date]) -> dict[date, frozenset[str]]:
        """Which kinds of fact live entries of these days hold; a day without entries is not in it."""
        found: dict[date, set[str]] = {}
        with self._reading() as connection:
            for day, kind in connection.execute(statements.kinds_by_day(days)):
                found.setdefault(date.fromisoformat(day), set()).add(kind)
        return {day: frozenset(kinds) for day, kinds in found.items()}

    def content_hash(self) -> str:
        """One number for what the diary says now; its definition is at the head of ``store/content.py``."""
        with self._reading() as connection:
            return hash_of_digests(statements.live_digests(connection))

    def n_entries(self) -> int:
        """How many entries are live."""
        with self._reading() as connection:
            return statements.n_live(connection)

    def close(self) -> None:
        """Let go of the database. What was acknowledged is safe with or without this."""
        if self._is_closed:
            return
        self._is_closed = True
        with told_plainly(self.place):
            let_go(self.engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_open()
        with told_plainly(self.place), reading(self.engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._check_open()
        if self.read_only:
            raise StoreError(
                where=self.place,
                found="a diary opened for reading only",
                expected="one opened for writing",
                do="Nothing was changed. Open it without read_only.",
            )
        with told_plainly(self.place), writing(self.engine) as connection:
            yield connection

    def _check_open(self) -> None:
        if self._is_closed:
            raise ValueError("this journal is closed")


def _plan(rows: dict[str, dict[str, Any]], heads: dict[str, Head]) -> tuple[Receipt, list[dict[str, Any]]]:
    """Which rows must be written, given where each entry stands."""
    pending: list[dict[str, Any]] = []
    n_new = n_changed = 0
    for entry_id, row in rows.items():
        head = heads.get(entry_id)
        if head is None or head.is_removed:
            n_new += 1
        elif head.digest != row["digest"]:
            n_changed += 1
        else:
            continue
        pending.append({**row, "revision": 1 if head is None else head.revision + 1, "is_removed": False})
    return Receipt(n_new=n_new, n_changed=n_changed, n_unchanged=len(rows) - len(pending)), pending


def _with_action(receipt: Receipt, action_id: int) -> Receipt:
    return dataclasses.replace(receipt, action_id=action_id)


def _check_aware(now: datetime) -> None:
    if now.utcoffset() is None:
        raise ValueError("now needs an offset from UTC")


def _label(label: str | None) -> str | None:
    return None if label is None else _plain_text(label)


def _plain_text(text: str) -> str:
    """Text that every database takes: file names on Linux may hold bytes that are no letters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
