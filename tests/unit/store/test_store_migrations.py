"""An older store is brought up to date and says what it said; a step that fails changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from commensal.records.facts import OwnWord, UsualDay
from commensal.records.sample_facts import StoolSample
from commensal.records.trial_facts import Adherence, AdverseEvent, TrialDay, TrialEvent, TrialFrozen, TrialStep
from commensal.store import migrate as migrate_module
from commensal.store.checkup import problems_of
from commensal.store.content import CONTENT_COLUMNS, content_hash
from commensal.store.engine import postgresql_engine, sqlite_engine, writing
from commensal.store.export import read_tsv, write_tsv
from commensal.store.journal import Journal
from commensal.store.schema import SCHEMA_VERSION, metadata
from commensal.store.statements import live_entries
from commensal.vocab.errors import StoreError
from tests.unit.store.made_up import NOW, entry
from tests.unit.store.postgresql_server import PostgresqlServer

HASH_OF_V1 = "92ae75d7da1a55fbe5360a3209aca05aa727bd236fe7595947eb6dfe01296e99"
KINDS_IN_V1 = 11


@pytest.fixture
def old_folder(tmp_path: Path, repository: Path) -> Path:
    """A folder with a store of the first schema."""
    shutil.copy(repository / "tests" / "data" / "store-v1.sqlite", tmp_path / "journal.sqlite")
    return tmp_path


def version_of(file: Path) -> str:
    """The schema a file is at, asked without us."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_an_old_store_is_migrated_and_says_what_it_said(old_folder: Path) -> None:
    """All kinds, a correction, a removal and an undo are there; the hash is the one written down then."""
    assert version_of(old_folder / "journal.sqlite") == "0001"
    with Journal.open(old_folder) as journal:
        assert journal.content_hash() == HASH_OF_V1
        entries = journal.entries()
        assert len({one.kind for one in entries}) == len(entries) == KINDS_IN_V1
        assert content_hash(entries) == HASH_OF_V1  # the digests written then are those computed now
        assert problems_of(journal) == ()
        assert [one.name for one in journal.actions()] == ["undo", "log", "remove", "correct", "import"]
    assert version_of(old_folder / "journal.sqlite") == SCHEMA_VERSION
    assert [path.name for path in old_folder.iterdir()] == ["journal.sqlite"]


def test_a_migrated_store_goes_on(old_folder: Path) -> None:
    """Undo reaches back across the migration, and new entries keep their line."""
    with Journal.open(old_folder) as journal:
        journal.append([entry("new", source_line=5)], action="import", now=NOW)
        assert [one.source_line for one in journal.entries() if one.id == "new"] == [5]
        names = []
        while (undone := journal.undo_last(now=NOW)) is not None:
            names.append(undone.action.name)
        assert names == ["import", "remove", "correct", "import"]
        assert journal.entries() == ()


def test_an_old_store_is_not_migrated_by_a_reader(old_folder: Path) -> None:
    """Read only changes nothing and says what to do."""
    before = (old_folder / "journal.sqlite").read_bytes()
    with pytest.raises(StoreError, match="an older version of Commensal"):
        Journal.open(old_folder, read_only=True)
    assert (old_folder / "journal.sqlite").read_bytes() == before


def test_a_migrated_store_is_built_like_a_fresh_one(old_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Same columns, indexes and triggers; and Alembic finds no difference to the tables in the code."""
    fresh = tmp_path_factory.mktemp("fresh")
    for folder in (old_folder, fresh):
        Journal.open(folder).close()
    assert _build(old_folder / "journal.sqlite") == _build(fresh / "journal.sqlite")
    engine = sqlite_engine(old_folder / "journal.sqlite")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_store_on_a_server_is_migrated_and_built_like_a_fresh_one(
    postgresql: PostgresqlServer, repository: Path
) -> None:
    """The same steps on PostgreSQL: same content, same tables, history closed to changes."""
    url = postgresql.new_person()
    engine = postgresql_engine(url)
    with writing(engine) as connection:
        migrate_module.run_steps(connection, target="0001")
        _copy_rows(repository / "tests" / "data" / "store-v1.sqlite", connection)
    with Journal.open(url) as journal:
        assert journal.content_hash() == HASH_OF_V1
        assert problems_of(journal) == ()
        assert journal.append([entry("new")], action="log", now=NOW).n_new == 1
        assert journal.undo_last(now=NOW) is not None
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'entry'::regclass"
        assert connection.execute(text(triggers)).scalars().all() == ["entry_refuses_change"]
    engine.dispose()


def test_a_step_that_fails_changes_nothing_and_leaves_a_copy(old_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store stays at its version, a copy lies beside it, and the sentence names the copy."""
    run_steps = migrate_module.run_steps

    def run_and_stumble(connection: Connection, *, target: str) -> None:
        run_steps(connection, target=target)
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(migrate_module, "run_steps", run_and_stumble)
    with pytest.raises(StoreError, match=r"a step that failed.*A copy of it as it was lies at .*before-migration"):
        Journal.open(old_folder)
    assert version_of(old_folder / "journal.sqlite") == "0001"
    assert version_of(old_folder / "journal.sqlite.before-migration") == "0001"
    monkeypatch.undo()
    with Journal.open(old_folder) as journal:
        assert journal.content_hash() == HASH_OF_V1
    assert [path.name for path in old_folder.iterdir()] == ["journal.sqlite"]


def test_a_step_that_changes_what_entries_say_is_taken_back(old_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Losing or altering a row in a migration is noticed before it is committed."""
    run_steps = migrate_module.run_steps

    def run_and_lose_a_row(connection: Connection, *, target: str) -> None:
        connection.execute(text("DELETE FROM entry WHERE entry_id = '7'"))
        run_steps(connection, target=target)

    monkeypatch.setattr(migrate_module, "run_steps", run_and_lose_a_row)
    with pytest.raises(StoreError, match="entries that would not say the same afterwards"):
        Journal.open(old_folder)
    monkeypatch.undo()
    with Journal.open(old_folder) as journal:
        assert journal.content_hash() == HASH_OF_V1


def test_several_programs_may_find_the_old_store_at_once(old_folder: Path) -> None:
    """One migrates, the others wait and find it done."""
    hashes: list[str] = []

    def open_and_look() -> None:
        with Journal.open(old_folder) as journal:
            hashes.append(journal.content_hash())

    threads = [threading.Thread(target=open_and_look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hashes == [HASH_OF_V1] * 4
    assert [path.name for path in old_folder.iterdir()] == ["journal.sqlite"]


def _build(file: Path) -> dict[str, object]:
    """Columns of each table, and the text of each index and trigger."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        built: dict[str, object] = {
            name: sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({name})")) for name in tables
        }
        others = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')")
        built.update({name: sql for name, sql in others if sql is not None})
    return built


def _copy_rows(file: Path, connection: Connection) -> None:
    """The rows of a stored file into the same tables on a server."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as stored:
        for table, names in {
            "action": ("name", "at", "label", "undoes"),
            "entry": (*CONTENT_COLUMNS, "recorded_at", "revision", "action_id", "is_removed", "digest"),
        }.items():
            values = ", ".join(f":{name}" for name in names)
            order = "id" if table == "action" else "seq"
            for row in stored.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY {order}"):
                said = dict(zip(names, row, strict=True))
                if table == "entry":
                    said["is_removed"] = bool(said["is_removed"])
                connection.execute(text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"), said)


def test_a_migrated_store_takes_the_kinds_that_came_later(old_folder: Path, tmp_path: Path) -> None:
    """What an old version did not know goes into an old diary, out as an export, and is undone again."""
    later = [
        entry("u", fact=UsualDay(text="tea", items='[{"kind": "food", "name": "tea"}]')),
        entry("w", fact=OwnWord(words="spuds", meaning="potato_boiled")),
        entry("p", fact=TrialFrozen(trial_id="ab12", plan='{"seed": 7}', plan_hash="ab12cd", conditions="S15")),
        entry("s", fact=TrialEvent(trial_id="ab12", step=TrialStep.STARTED)),
        entry("d", fact=TrialDay(trial_id="ab12", adherence=Adherence.PARTLY, words="half of it")),
        entry("x", fact=AdverseEvent(trial_id="ab12", words="a rash")),
        entry("b", fact=StoolSample(profile='{"rows": []}', profile_hash="0f" * 32, n_taxa=1)),
    ]
    with Journal.open(old_folder) as journal:
        journal.append(later, action="usual day", now=NOW)
        exported = write_tsv(journal, tmp_path / "export")
        back = {one.id: one.fact for one in read_tsv(tmp_path / "export")}
        assert back.items() >= {one.id: one.fact for one in later}.items()
        assert exported.content_hash == journal.content_hash() != HASH_OF_V1
        journal.undo_last(now=NOW)
        assert journal.content_hash() == HASH_OF_V1


def test_the_few_standing_entries_are_found_by_an_index(tmp_path: Path) -> None:
    """They are looked up at every line that is logged: the database goes to them and reads no other row."""
    with Journal.open(tmp_path) as journal, journal.engine.connect() as connection:
        query = live_entries(kinds={"own_word"}).compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
    assert any("ix_entry_kind" in str(step) for step in plan)
