"""Export, backup, restore and erase, through the service."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commensal.service.home import Home
from commensal.service.keep import backup, erase, export, restore
from commensal.service.log import log
from commensal.vocab.errors import StoreError


@pytest.fixture
def kept(home: Home) -> Home:
    log(home, "words", ratings={"pain": 4})
    home.notice_was_shown()
    return home


def test_there_must_be_a_diary(home: Home, tmp_path: Path) -> None:
    """Nothing can be exported, backed up or erased before there is something, and no file is made."""
    for story in (lambda: export(home, tmp_path / "x"), lambda: backup(home, tmp_path / "x"), lambda: erase(home)):
        with pytest.raises(StoreError, match="no diary"):
            story()
    assert list(tmp_path.iterdir()) == []


def test_erasing_leaves_no_mark(kept: Home) -> None:
    """The folder goes with the diary, and the next first run shows the notice again."""
    report = erase(kept)
    assert kept.folder is not None
    assert not kept.folder.exists()
    assert report.kept == ()
    assert kept.notice_is_due()


def test_erasing_names_what_it_leaves(kept: Home) -> None:
    """A stranger's file stays and is named; our own mark is not."""
    assert kept.folder is not None
    (kept.folder / "letter.txt").touch()
    assert erase(kept).kept == (str(kept.folder / "letter.txt"),)


def test_a_backup_comes_back_elsewhere(kept: Home, tmp_path: Path) -> None:
    """Restored into another folder, the content hash is the same."""
    backed_up = backup(kept, tmp_path / "copy")
    restored = restore(replace(kept, location=tmp_path / "other"), tmp_path / "copy")
    assert restored.content_hash == backed_up.content_hash
    assert not restored.replaced


def test_a_server_is_not_restored_over(tmp_path: Path) -> None:
    """A diary on a database server is left to the server's own tools."""
    with pytest.raises(StoreError, match="server"):
        restore(Home(location="postgresql://x@localhost/y", state_folder=tmp_path), tmp_path / "copy")
