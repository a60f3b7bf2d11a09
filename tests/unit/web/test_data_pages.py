"""My data: taken along, brought in after a look, taken back, put back, deleted; files that are not what they seem."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import httpx
import pytest

from commensal.service.home import Home
from commensal.service.log import log
from commensal.web import uploads
from tests.unit.web.asking import Asking, asking
from tests.unit.web.visitor import text_of

_TABLE = b"date,pain\n2026-01-01,3\n2026-01-02,\n2026-01-03,x\n"


@pytest.fixture
def somebody(page: Asking) -> Asking:
    """Somebody with three things in the diary."""
    log(page.home, None, ratings={"pain": 4, "fatigue": 6}, sleep_h=6)
    return page


def _hash(home: Home) -> str:
    with home.journal() as journal:
        return journal.content_hash()


def _hand_in(page: Asking, path: str, name: str, content: bytes) -> httpx.Response:
    return page.post(path, files={"file": (name, content)})


def _decide(page: Asking, path: str, shown: httpx.Response, **form: str) -> httpx.Response:
    found = re.search(rf'action="{path}/([\w-]+)"', shown.text)
    assert found is not None, text_of(shown)
    return page.post(f"{path}/{found.group(1)}", form)


def _waiting(page: Asking) -> list[Path]:
    folder = page.home.state_folder / "incoming"
    return list(folder.iterdir()) if folder.is_dir() else []


def test_everything_leaves_and_comes_back_in_another_diary(somebody: Asking, tmp_path: Path) -> None:
    """An export read into an empty diary says exactly the same."""
    taken = somebody.get("/data/export.zip")
    assert re.fullmatch(r'attachment; filename="commensal-[\d-]+\.zip"', taken.headers["content-disposition"])
    other = asking(tmp_path / "other")
    shown = _hand_in(other, "/data/import", "commensal.zip", taken.content)
    assert "3 new" in text_of(shown)
    assert not other.home.has_diary
    kept = _decide(other, "/data/import", shown, do="keep")
    assert kept.status_code == 200
    assert _hash(other.home) == _hash(somebody.home)
    assert _waiting(other) == []


def test_import_shows_what_would_happen_and_one_undo_takes_it_back(page: Asking) -> None:
    """Every row is accounted for before anything is kept, and the whole file goes in one tap."""
    shown = _hand_in(page, "/data/import", "my days.csv", _TABLE)
    said = text_of(shown)
    assert "1 new, 0 changed, 0 there already" in said
    assert "3 rows: 1 read, 1 blank, 1 not read" in said
    assert "Line 4" in said
    kept = _decide(page, "/data/import", shown, do="keep")
    action = re.search(r'name="action" value="(\d+)"', kept.text)
    assert action is not None
    empty = page.post("/data/undo", {"action": action.group(1)})
    assert empty.headers["location"] == "/data?undone=yes"
    with page.home.journal() as journal:
        assert journal.n_entries() == 0
    again = page.post("/data/undo", {"action": action.group(1)})
    assert again.headers["location"] == "/data?undone=no"


def test_file_that_is_let_go_leaves_nothing(page: Asking) -> None:
    """No is no: the file is gone, and nothing was written."""
    shown = _hand_in(page, "/data/import", "days.csv", _TABLE)
    assert len(_waiting(page)) == 1
    _decide(page, "/data/import", shown, do="not")
    assert _waiting(page) == []
    assert not page.home.has_diary


def test_file_that_cannot_be_read_is_refused_and_gone(page: Asking) -> None:
    """A refusal writes nothing and keeps no copy."""
    answer = _hand_in(page, "/data/import", "photo.csv", b"\x00\x01\x02")
    assert answer.status_code == 400
    assert _waiting(page) == []
    assert not page.home.has_diary


def test_name_of_a_file_leads_nowhere_else(page: Asking) -> None:
    """A name with folders in it is only a name, and script in it is text."""
    shown = _hand_in(page, "/data/import", "../../<script>alert(1)<-script>.csv", _TABLE)
    assert "<script>alert" not in shown.text
    (folder,) = _waiting(page)
    assert [path.parent for path in folder.iterdir()] == [folder]
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_too_much_is_refused(page: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is refused with a sentence, and nothing of it stays."""
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000)
    answer = _hand_in(page, "/data/import", "days.csv", b"x" * 5_000)
    assert answer.status_code == 400
    assert "more than is taken" in answer.text
    assert _waiting(page) == []


def test_archive_that_is_no_export_is_refused(page: Asking) -> None:
    """A manifest does not open the door for other files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("manifest.toml", "format_version = 1\n")
        archive.writestr("run.sh", "rm -rf")
    assert _hand_in(page, "/data/import", "export.zip", packed.getvalue()).status_code == 400
    assert _waiting(page) == []


@pytest.mark.parametrize("named", ["..", "not-there", "a.b"])
def test_address_of_files_that_are_not_there(page: Asking, named: str) -> None:
    """Only what was handed in can be decided about."""
    answer = page.post(f"/data/import/{named}", {"do": "keep"})
    assert answer.status_code in (303, 404, 405)
    assert not page.home.has_diary


def test_whole_copy_is_looked_at_before_it_replaces_anything(somebody: Asking) -> None:
    """A copy says what it holds; put back, the diary is as it was then."""
    copy = somebody.get("/data/whole.backup").content
    before = _hash(somebody.home)
    log(somebody.home, None, ratings={"pain": 9})
    shown = _hand_in(somebody, "/data/restore", "copy.backup", copy)
    assert "The copy holds 3 things. Your diary holds 4 things now." in text_of(shown)
    assert _hash(somebody.home) != before
    assert _decide(somebody, "/data/restore", shown, do="keep").status_code == 200
    assert _hash(somebody.home) == before
    assert _waiting(somebody) == []


def test_broken_copy_replaces_nothing(somebody: Asking) -> None:
    """What is no copy of ours is refused before anything is touched."""
    before = _hash(somebody.home)
    assert _hand_in(somebody, "/data/restore", "copy.backup", b"no database").status_code == 400
    assert _hash(somebody.home) == before


def test_deleting_takes_a_word(somebody: Asking) -> None:
    """Without the word nothing is deleted; with it everything is, and what cannot be reached is said."""
    _hand_in(somebody, "/data/import", "days.csv", _TABLE)
    told = []
    for word, code in (("yes", 400), (" Erase ", 200)):
        answer = somebody.post("/data/erase", {"word": word})
        assert answer.status_code == code
        told.append((somebody.home.has_diary, len(_waiting(somebody))))
    assert told == [(True, 1), (False, 0)]
    assert "cannot be reached" in answer.text


def test_page_says_where_it_lies_and_what_was_kept(somebody: Asking) -> None:
    """Where the diary is, how much is in it, and the newest thing first with the way back."""
    said = text_of(somebody.get("/data"))
    assert str(somebody.home.location) in said
    assert "3 things are kept" in said
    assert "Take it back" in said


def test_doctor_looks_and_shows_no_word_of_the_diary(somebody: Asking) -> None:
    """Counts and places only."""
    said = text_of(somebody.get("/data/doctor"))
    assert "All is well" in said
    assert "fatigue" not in said
