"""What a database is to us: empty, ours and current, ours and older, ours and newer, or somebody else's."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, inspect, select

from commensal.store import schema
from commensal.store.engine import is_marked_as_ours
from commensal.vocab.errors import NewerStoreError, NoDiaryYetError, StoreError


class Standing(StrEnum):
    """What a database is to this version of Commensal."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


def standing_of(connection: Connection) -> Standing:
    """Find out by two small look-ups (is there a version, and which). Reads only."""
    looker = inspect(connection)
    # On PostgreSQL only the first schema of the search path is this person's. A diary in a later one is another's.
    person = connection.dialect.default_schema_name if connection.dialect.name == "postgresql" else None
    if not looker.has_table(schema.version.name, schema=person):
        names = set(looker.get_table_names(schema=person))
        if person is not None:
            # A schema may hold other things of its owner's; only a clash of names is a reason to keep out.
            names &= set(schema.metadata.tables)
        return Standing.FOREIGN if names else Standing.EMPTY
    return _standing_by_version(connection)


def refuse_unless_ours(standing: Standing, *, place: str) -> None:
    """Refuse a newer store and a database that is not a diary, each with its sentence."""
    if standing is Standing.NEWER:
        raise NewerStoreError(
            where=place,
            found="a diary written by a newer version of Commensal",
            expected=f"a diary of schema {schema.SCHEMA_VERSION} or older",
            do="Nothing was changed. Update Commensal, then open it again.",
        )
    if standing is Standing.FOREIGN:
        raise StoreError(
            where=place,
            found="a database that is not a Commensal diary",
            expected="a diary, or nothing yet",
            do="Nothing was changed. Name another folder with --data.",
        )


def no_diary_yet(place: str) -> NoDiaryYetError:
    """The sentence for reading where nothing was ever written."""
    return NoDiaryYetError(
        where=place, found="no diary", expected="a diary", do="Log or import something first, or name another folder."
    )


def _standing_by_version(connection: Connection) -> Standing:
    numbers = connection.execute(select(schema.version.c.version_num)).scalars().all()
    if len(numbers) != 1 or not _is_one_of_ours(numbers[0]) or not is_marked_as_ours(connection):
        return Standing.FOREIGN
    if numbers[0] == schema.SCHEMA_VERSION:
        return Standing.CURRENT
    return Standing.OLDER if numbers[0] < schema.SCHEMA_VERSION else Standing.NEWER


def _is_one_of_ours(number: str) -> bool:
    return len(number) == len(schema.SCHEMA_VERSION) and number.isdecimal()
