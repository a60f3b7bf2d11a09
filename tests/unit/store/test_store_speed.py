"""A large diary stays quick. The limits are wide: they catch a wrong kind of work, not a slow machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commensal.store.journal import Journal
from tests.unit.store.made_up import NOW, entry, ratings

# One process makes the large diary once, also when the tests are spread over several.
pytestmark = pytest.mark.xdist_group("a large diary")

N_ENTRIES = 100_000


@pytest.fixture(scope="session")
def large_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A diary of a hundred thousand entries."""
    folder = tmp_path_factory.mktemp("large") / "person"
    with Journal.open(folder) as journal:
        journal.append(ratings(N_ENTRIES), action="import", now=NOW)
    return folder


def best_of_three_s(do: Callable[[], object]) -> float:
    """The least work of three runs, in processor time, since a test shares its machine. [s]"""

    def once() -> float:
        start = time.process_time()
        do()
        return time.process_time() - start

    return min(once() for _ in range(3))


def test_logging_one_line_does_not_feel_the_size_of_the_diary(large_folder: Path) -> None:
    """Open, append one entry durably, close: well under a tenth of a second."""
    numbers = iter(range(1_000))

    def log_one() -> None:
        with Journal.open(large_folder) as journal:
            assert journal.append([entry(f"new{next(numbers)}")], action="log", now=NOW).n_new == 1

    assert best_of_three_s(log_one) < 0.1


def test_hashing_a_large_diary_takes_less_than_a_second(large_folder: Path) -> None:
    """The digests are stored, so only they are read."""
    with Journal.open(large_folder) as journal:
        assert best_of_three_s(journal.content_hash) < 1.0


def test_undoing_one_line_does_not_feel_the_size_of_the_diary(large_folder: Path) -> None:
    """An undo looks only at what its action touched."""
    with Journal.open(large_folder) as journal:
        for i in range(3):
            journal.append([entry(f"undo{i}")], action="log", now=NOW)
        assert best_of_three_s(lambda: journal.undo_last(now=NOW)) < 0.1


def test_a_month_is_found_without_reading_the_whole_diary(large_folder: Path) -> None:
    """Days have an index."""
    with Journal.open(large_folder) as journal:
        first = ratings(1)[0].day
        assert best_of_three_s(lambda: journal.entries(first_day=first, last_day=first)) < 0.1
