"""Whatever is written, removed and undone in whatever order, the journal says what a plain dictionary says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from commensal.records.entry import Entry
from commensal.store.checkup import problems_of
from commensal.store.content import content_hash
from commensal.store.journal import Journal
from tests.property.entry_strategies import as_written, entries
from tests.unit.store.made_up import NOW
from tests.unit.store.postgresql_server import PostgresqlServer

_IDS = st.sampled_from([f"e{i}" for i in range(5)])
# A small world, so that the same entry is met again and again.
_ENTRIES = st.lists(entries(ids=_IDS), max_size=4, unique_by=lambda entry: entry.id)


class JournalBesideADictionary(RuleBasedStateMachine):
    """The model: a dictionary of what is live, and a pile of what it was before each action."""

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[str, Entry] = {}
        self.pile: list[dict[str, Entry]] = []
        self.seen: list[Entry] = []

    @initialize()
    def open_an_empty_journal(self) -> None:
        """Begin with nothing."""
        self.place = self.new_place()
        self.journal = Journal.open(self.place)

    def new_place(self) -> Path | str:
        """Where to keep the journal of one example."""
        self.folder = tempfile.TemporaryDirectory()
        return Path(self.folder.name) / "person"

    @rule(some=_ENTRIES)
    def append(self, some: list[Entry]) -> None:
        """New entries, corrections and restored ones, as one action."""
        self._append(some)

    @rule(data=st.data())
    def append_something_seen_before(self, data: st.DataObject) -> None:
        """An entry as it once was: unchanged, a correction back, or restored."""
        if self.seen:
            self._append([data.draw(st.sampled_from(self.seen))])

    @rule(ids=st.sets(_IDS))
    def remove(self, ids: set[str]) -> None:
        """Some that are there and some that are not."""
        there = ids & set(self.live)
        receipt = self.journal.remove(ids, action="remove", now=NOW)
        assert (receipt.n_removed, receipt.n_unchanged) == (len(there), len(ids - there))
        if there:
            self.pile.append(dict(self.live))
            self.live = {key: value for key, value in self.live.items() if key not in there}

    @rule()
    def undo(self) -> None:
        """Back to what was before the newest action."""
        undone = self.journal.undo_last(now=NOW)
        assert (undone is not None) == bool(self.pile)
        if undone is not None:
            before = self.pile.pop()
            gone = set(self.live) - set(before)
            assert undone.n_removed == len(gone)
            assert undone.n_restored == undone.action.n_entries - len(gone)
            self.live = before

    @rule()
    def close_and_open_again(self) -> None:
        """Another process, or another day."""
        self.journal.close()
        self.journal = Journal.open(self.place)

    @invariant()
    def says_what_the_dictionary_says(self) -> None:
        """Entries, count and hash agree with the model, and the store finds nothing wrong with itself."""
        if hasattr(self, "journal"):
            found = {entry.id: as_written(entry) for entry in self.journal.entries()}
            assert found == {key: as_written(entry) for key, entry in self.live.items()}
            assert self.journal.n_entries() == len(self.live)
            assert self.journal.content_hash() == content_hash(self.live.values())
            assert problems_of(self.journal) == ()

    def teardown(self) -> None:
        """Let go."""
        if hasattr(self, "journal"):
            self.journal.close()
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def _append(self, some: list[Entry]) -> None:
        expected = [self._what_would_happen(entry) for entry in some]
        dry = self.journal.compare(some)
        receipt = self.journal.append(some, action="log", now=NOW)
        for answer in (dry, receipt):
            counts = (answer.n_new, answer.n_changed, answer.n_unchanged)
            assert counts == (expected.count("new"), expected.count("changed"), expected.count("unchanged"))
        self.seen += some
        written = {entry.id: entry for entry, what in zip(some, expected, strict=True) if what in ("new", "changed")}
        assert (receipt.action_id is not None) == bool(written)
        if written:
            self.pile.append(dict(self.live))
            self.live = {**self.live, **written}

    def _what_would_happen(self, entry: Entry) -> str:
        if entry.id not in self.live:
            return "new"
        return "unchanged" if content_hash([entry]) == content_hash([self.live[entry.id]]) else "changed"


def test_a_journal_in_a_folder_behaves_like_a_dictionary_with_a_pile() -> None:
    """Append, remove, undo and reopen in any order on SQLite."""
    run_state_machine_as_test(JournalBesideADictionary, settings=settings(max_examples=25, stateful_step_count=20))


def test_a_journal_on_a_server_behaves_like_a_dictionary_with_a_pile(postgresql: PostgresqlServer) -> None:
    """The same on PostgreSQL."""

    class OnPostgresql(JournalBesideADictionary):
        def new_place(self) -> str:
            return postgresql.new_person()

    run_state_machine_as_test(OnPostgresql, settings=settings(max_examples=10, stateful_step_count=15))


@pytest.mark.heavy
def test_a_journal_behaves_like_a_dictionary_in_long_lives() -> None:
    """Longer lives, many more of them."""
    run_state_machine_as_test(JournalBesideADictionary, settings=settings(max_examples=1_000, stateful_step_count=50))
