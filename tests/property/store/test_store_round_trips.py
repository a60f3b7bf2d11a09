"""Whatever the records accept goes through the store, an export and a backup, and comes out the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from commensal.records.entry import Entry
from commensal.records.fact_fields import fact_from_fields
from commensal.records.facts import FACT_BY_KIND, Fact, kind_of
from commensal.store.backup import backup, restore
from commensal.store.content import content_hash, fields_json, plain_fields
from commensal.store.export import read_tsv, write_tsv
from commensal.store.export_table import columns_of
from commensal.store.journal import Journal
from commensal.store.tsv import cell_of_text, cells_of, line_of, text_of_cell
from tests.property.entry_strategies import FACTS_BY_KIND, as_written, diaries, facts
from tests.unit.store.made_up import NOW


def test_no_kind_is_forgotten() -> None:
    """Every kind of fact has a strategy, and no field is named like a column of the entry."""
    assert set(FACTS_BY_KIND) == set(FACT_BY_KIND)
    for kind in FACT_BY_KIND:
        assert len(set(columns_of(kind))) == len(columns_of(kind))


@given(fact=facts())
def test_facts_survive_their_fields(fact: Fact) -> None:
    """A fact from its own fields is the same fact, with the same text."""
    again = fact_from_fields(kind_of(fact), dict(plain_fields(fact)))
    assert again == fact
    assert fields_json(again) == fields_json(fact)


@given(diary=diaries())
@settings(max_examples=settings().max_examples // 4)
def test_a_diary_survives_store_export_and_backup(diary: list[Entry]) -> None:
    """Store, export, read back, store again, back up, restore: the same entries and the same hash at each stop."""
    wanted = {entry.id: as_written(entry) for entry in diary}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Journal.open(folder / "first") as journal:
            journal.append(diary, action="log", now=NOW)
            assert {entry.id: as_written(entry) for entry in journal.entries()} == wanted
            exported = write_tsv(journal, folder / "export")
            kept = backup(journal, folder / "kept.sqlite")
            assert exported.content_hash == kept.content_hash == journal.content_hash() == content_hash(diary)
        read = read_tsv(folder / "export")
        assert {entry.id: as_written(entry) for entry in read} == wanted
        with Journal.open(folder / "second") as journal:
            journal.append(read, action="import", now=NOW)
            assert journal.content_hash() == exported.content_hash
        assert restore(folder / "kept.sqlite", folder / "third").content_hash == exported.content_hash
        with Journal.open(folder / "third") as journal:
            assert {entry.id: as_written(entry) for entry in journal.entries()} == wanted


@given(diary=diaries(max_size=4), seed=st.randoms())
def test_the_hash_does_not_depend_on_order(diary: list[Entry], seed: object) -> None:
    """Shuffling changes nothing; leaving one out does."""
    shuffled = sorted(diary, key=lambda entry: hash((repr(seed), entry.id)))
    assert content_hash(shuffled) == content_hash(diary)
    if diary:
        assert content_hash(diary[1:]) != content_hash(diary)


@given(text=st.text())
@example("\\")
@example("\\e")
@example("=1")
@example("\\=1")
@example("\ufeff")
@example("\x85\u2028\u2029")
def test_any_text_survives_a_cell(text: str) -> None:
    """A cell is the text back, holds nothing that splits lines or cells, and runs nothing in a spreadsheet."""
    cell = cell_of_text(text)
    assert text_of_cell(cell) == text
    assert len(cell.split("\t")) == len((cell + ".").splitlines()) == 1
    assert cell
    assert not cell.startswith(("=", "+", "-", "@"))


@given(cells=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\t\n")), min_size=1), place=st.data())
def test_a_changed_line_does_not_fit_its_check(cells: list[str], place: st.DataObject) -> None:
    """The check gives the cells back, and finds any one changed letter."""
    line = line_of(cells)
    assert cells_of(line) == cells
    position = place.draw(st.integers(0, len(line) - 1))
    changed = line[:position] + ("x" if line[position] != "x" else "y") + line[position + 1 :]
    assert cells_of(changed) is None
