"""Looking at the diary: the days asked for, the answer that there is nothing yet, the page as a private file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from commensal.findings.finding import Status
from commensal.service.home import Home
from commensal.service.log import log
from commensal.service.private_file import write_private
from commensal.service.reporting import look, write_page
from commensal.vocab.errors import NotAnalysableError

TODAY = date(2026, 11, 21)


@pytest.fixture
def ten_days(home: Home) -> Home:
    for n_days in range(10):
        log(
            home, ratings={"pain": n_days % 4}, foods=["oats"] if n_days % 2 else (), day=TODAY - timedelta(days=n_days)
        )
    return home


def test_few_days_are_an_answer(ten_days: Home) -> None:
    """Ten days are too few, and that is a result with a status, not an error."""
    (outcome,) = look(ten_days).findings.outcomes
    assert outcome.status in (Status.TOO_FEW_DAYS, Status.NO_SIGN_YET, Status.NOT_ENOUGH_VARIATION)
    assert outcome.shown == ()


def test_only_the_days_asked_for(ten_days: Home) -> None:
    """--from and --to bound the table, both ends included."""
    looked = look(ten_days, first_day=date(2026, 11, 14), last_day=date(2026, 11, 18))
    assert (looked.table.days[0], looked.table.days[-1]) == (date(2026, 11, 14), date(2026, 11, 18))


def test_an_empty_diary_says_how_to_start(home: Home, ten_days: Home) -> None:
    """No diary, or no day in the span: two sentences."""
    with pytest.raises(NotAnalysableError, match="Choose other days"):
        look(ten_days, first_day=date(2020, 1, 1), last_day=date(2020, 2, 1))
    empty = Home(location=home.state_folder / "empty", state_folder=home.state_folder)
    with pytest.raises(NotAnalysableError, match="commensal demo"):
        look(empty)


def test_the_same_seed_gives_the_same_answer(ten_days: Home) -> None:
    """Nothing but the seed is left to chance."""
    assert repr(look(ten_days, seed=4).findings) == repr(look(ten_days, seed=4).findings)


def test_the_page_is_private_and_whole(ten_days: Home, tmp_path: Path) -> None:
    """Written for its owner alone; a page that was there is replaced in one step."""
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")
    page.chmod(0o644)
    write_page(look(ten_days), page)
    assert page.read_text(encoding="utf-8").startswith("<!")
    assert page.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if "page" in path.name] == ["page.html"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """What cannot be encoded is not half written over what was there."""
    file = tmp_path / "page.html"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_private(file, "half a letter: \ud800")
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]
