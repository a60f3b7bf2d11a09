"""What is asked of the database, in SQLAlchemy Core; the same for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Select, case, exists, func, insert, literal, select

from commensal.records.trial_facts import STOP_ACTION
from commensal.store.receipt import Action, ToUndo
from commensal.store.rows import ENTRY_COLUMNS, Head
from commensal.store.schema import action, entry

_T = TypeVar("_T")

# Databases limit how many values one statement may carry (SQLite 32,766; PostgreSQL 65,535).
_IDS_AT_ONCE: Final = 5_000
_ROWS_AT_ONCE: Final = 10_000

_later = entry.alias("later")
_is_newest = ~exists().where(_later.c.entry_id == entry.c.entry_id, _later.c.revision > entry.c.revision)
_is_live = entry.c.is_removed.is_(False)


def live_entries(
    *, first_day: date | None = None, last_day: date | None = None, kinds: Collection[str] | None = None
) -> Select[Any]:
    """Rows of live entries by day, then time (those without one first), then id."""
    query = select(*ENTRY_COLUMNS).where(_is_live, _is_newest)
    if first_day is not None:
        query = query.where(entry.c.day >= first_day.isoformat())
    if last_day is not None:
        query = query.where(entry.c.day <= last_day.isoformat())
    if kinds is not None:
        query = query.where(entry.c.kind.in_(sorted(kinds)))
    return query.order_by(entry.c.day, entry.c.at.nulls_first(), entry.c.entry_id)


def live_digests(connection: Connection) -> list[str]:
    """Digests of all live entries, in no order."""
    return list(connection.execute(select(entry.c.digest).where(_is_live, _is_newest)).scalars())


def n_live(connection: Connection) -> int:
    """How many entries are live."""
    return connection.execute(select(func.count()).select_from(entry).where(_is_live, _is_newest)).scalar_one()


def heads(connection: Connection, entry_ids: Iterable[str]) -> dict[str, Head]:
    """The newest revision of each of these entries that was ever written."""
    columns = select(entry.c.entry_id, entry.c.revision, entry.c.is_removed, entry.c.digest).where(_is_newest)
    found: dict[str, Head] = {}
    for some in _in_portions(entry_ids, _IDS_AT_ONCE):
        for entry_id, revision, is_removed, digest in connection.execute(columns.where(entry.c.entry_id.in_(some))):
            found[entry_id] = Head(revision=revision, is_removed=is_removed, digest=digest)
    return found


def marks(connection: Connection, entry_ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """For each of these entries, when every one of its revisions was written down, and its digest."""
    columns = select(entry.c.entry_id, entry.c.recorded_at, entry.c.digest)
    found: dict[str, list[tuple[str, str]]] = {}
    for some in _in_portions(entry_ids, _IDS_AT_ONCE):
        for entry_id, recorded_at, digest in connection.execute(columns.where(entry.c.entry_id.in_(some))):
            found.setdefault(entry_id, []).append((recorded_at, digest))
    return found


def add_action(
    connection: Connection, *, name: str, at: datetime, label: str | None = None, undoes: int | None = None
) -> int:
    """Write an action; gives its id."""
    row = {"name": name, "at": at.isoformat(), "label": label, "undoes": undoes}
    key = connection.execute(insert(action).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_rows(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows of ``entry``; all have the same keys."""
    for some in _in_portions(rows, _ROWS_AT_ONCE):
        connection.execute(insert(entry), some)


def add_removals(connection: Connection, entry_ids: Iterable[str], *, action_id: int) -> None:
    """Append a removal to each of these entries, all of them live."""
    for some in _in_portions(entry_ids, _IDS_AT_ONCE):
        removal = _revision_of(entry, revision=entry.c.revision + 1, action_id=action_id, is_removed=literal(True))
        chosen = removal.where(_is_live, _is_newest, entry.c.entry_id.in_(some))
        connection.execute(insert(entry).from_select(_COPIED_NAMES, chosen))


def add_undo_rows(connection: Connection, *, undone: int, action_id: int) -> tuple[int, int]:
    """Append to every entry that an action wrote the state it had before; gives (n_removed, n_restored).

    The action must be the newest that is not undone: then what the entries say now is what it wrote.
    """
    touched, before = entry.alias("touched"), entry.alias("before")
    newest = entry.alias("newest")
    newest_revision = select(func.max(newest.c.revision)).where(newest.c.entry_id == touched.c.entry_id)
    # Before its first revision an entry was not there: the first revision again, marked as removed.
    came_with_it = touched.c.revision == 1
    restored = (
        _revision_of(
            before,
            revision=newest_revision.scalar_subquery() + 1,
            action_id=action_id,
            is_removed=case((came_with_it, literal(True)), else_=before.c.is_removed),
        )
        .join_from(touched, before, before.c.entry_id == touched.c.entry_id)
        .where(
            touched.c.action_id == undone,
            before.c.revision == case((came_with_it, 1), else_=touched.c.revision - 1),
        )
    )
    connection.execute(insert(entry).from_select(_COPIED_NAMES, restored))
    written = select(entry.c.is_removed, func.count()).where(entry.c.action_id == action_id)
    n_by_removed = {row[0]: row[1] for row in connection.execute(written.group_by(entry.c.is_removed))}
    return n_by_removed.get(True, 0), n_by_removed.get(False, 0)


def actions(connection: Connection, *, limit: int) -> tuple[Action, ...]:
    """The newest actions, newest first."""
    return tuple(_action(row) for row in connection.execute(_actions().limit(limit)))


def newest_to_undo(connection: Connection) -> Action | None:
    """The newest action that is neither an undo nor undone, nor one that lasts."""
    # The entry of a stop is written by that action alone, so passing over it leaves the pile below as it was.
    row = connection.execute(_actions().where(*_is_open).limit(1)).one_or_none()
    return None if row is None else _action(row)


def next_undo(connection: Connection) -> ToUndo | None:
    """The same, without counting what it wrote."""
    columns = select(action.c.id, action.c.name, action.c.at)
    query = columns.outerjoin_from(action, _undo, _undo.c.undoes == action.c.id).where(*_is_open)
    row = connection.execute(query.order_by(action.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else ToUndo(id=row[0], name=row[1], at=datetime.fromisoformat(row[2]))


def kinds_by_day(days: Iterable[date]) -> Select[Any]:
    """Days and kinds of their live entries, each pair once."""
    named = sorted(day.isoformat() for day in days)
    return select(entry.c.day, entry.c.kind).distinct().where(_is_live, _is_newest, entry.c.day.in_(named))


_undo = action.alias("undo")
_is_open = (action.c.undoes.is_(None), _undo.c.id.is_(None), action.c.name != STOP_ACTION)
_n_entries = select(func.count()).select_from(entry).where(entry.c.action_id == action.c.id).scalar_subquery()

_COPIED: Final = ("entry_id", "kind", "day", "at", "utc_offset", "recorded_at", "origin", "source", "source_line")
_COPIED_NAMES: Final = [*_COPIED, "fields", "digest", "revision", "action_id", "is_removed"]


def _revision_of(source: Any, *, revision: Any, action_id: int, is_removed: Any) -> Select[Any]:
    copied = [source.c[name] for name in (*_COPIED, "fields", "digest")]
    return select(*copied, revision.label("revision"), literal(action_id), is_removed.label("is_removed"))


def _actions() -> Select[Any]:
    columns = (action.c.id, action.c.name, action.c.at, action.c.label, _n_entries, action.c.undoes, _undo.c.id)
    return select(*columns).outerjoin_from(action, _undo, _undo.c.undoes == action.c.id).order_by(action.c.id.desc())


def _action(row: Any) -> Action:
    action_id, name, at, label, n_entries, undoes, undone_by = row
    return Action(
        id=action_id,
        name=name,
        at=datetime.fromisoformat(at),
        label=label,
        n_entries=n_entries,
        undoes=undoes,
        undone_by=undone_by,
    )


def _in_portions(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
