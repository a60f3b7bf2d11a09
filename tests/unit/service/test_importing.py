"""Importing: a plan says what would happen, a commit does exactly that, and nothing comes in twice."""

from __future__ import annotations

import gzip
import shutil
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from commensal.service.home import Home
from commensal.service.importing import Why, commit_import, plan_import, read_files, write_mapping
from commensal.service.keep import export
from commensal.service.log import log
from commensal.service.undo import undo
from commensal.vocab.errors import CommensalError, UnknownLayoutError, UnreadableFileError, UsageError
from commensal.vocab.origin import Origin

VISIBLE = (
    "observation_date,tracker_name,tracker_category,observation_value\n"
    "2026-03-01,Fatigue,Fatigue,2\n"
    "2026-03-01,Period,Menstrual,0\n"
    "2026-03-02,Fatigue,Fatigue,1\n"
    "2026-03-03,Fatigue,Fatigue,much\n"
)
WIDE = "day,Pain,Coffee\n2026-03-01,4,1\n2026-03-02,,0\n2026-03-03,2,1\n"


@pytest.fixture
def visible(tmp_path: Path) -> Path:
    file = tmp_path / "visible.csv"
    file.write_text(VISIBLE, encoding="utf-8")
    return file


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    file = tmp_path / "wide.csv"
    file.write_text(WIDE, encoding="utf-8")
    return file


def test_a_plan_writes_nothing(home: Home, visible: Path) -> None:
    """A dry run counts, names the bad line and leaves no trace."""
    plan = plan_import(home, [visible])
    assert not home.has_diary
    (source,) = plan.reading.sources
    assert (source.n_rows, source.n_rows_read, len(source.entries)) == (4, 3, 3)
    assert [issue.line for issue in source.issues] == [5]
    assert source.days == (date(2026, 3, 1), date(2026, 3, 2))
    assert source.counts_by_name()["Fatigue"] == 2
    assert (plan.receipt.n_new, plan.changes_nothing) == (3, False)


def test_a_commit_does_what_the_plan_said(home: Home, visible: Path) -> None:
    """The receipt of the write is the receipt of the plan; entries say where they come from."""
    plan = plan_import(home, [visible])
    receipt = commit_import(home, plan).receipt
    assert receipt.n_new == plan.receipt.n_new == 3
    with home.journal() as journal:
        entries = journal.entries()
        (action,) = journal.actions()
    assert {(entry.origin, entry.source) for entry in entries} == {(Origin.IMPORTED, "visible")}
    assert {entry.source_line for entry in entries} == {2, 3, 4}
    assert (action.name, action.label) == ("import", "visible.csv")


def test_twice_is_once_and_undo_is_whole(home: Home, visible: Path) -> None:
    """The same file again changes nothing, under another name and packed too; one undo takes all of it back."""
    log(home, "before")
    with home.journal() as journal:
        before = journal.content_hash()
    commit_import(home, plan_import(home, [visible]))
    packed = visible.with_name("copy.csv.gz")
    packed.write_bytes(gzip.compress(visible.read_bytes()))
    for file in (visible, packed):
        plan = plan_import(home, [file])
        assert plan.changes_nothing
        assert plan.receipt.n_unchanged == 3
    undo(home)
    with home.journal() as journal:
        assert journal.content_hash() == before


def test_several_files_are_one_action(home: Home, visible: Path, wide: Path) -> None:
    """Two files, one undo."""
    commit_import(home, plan_import(home, [visible, wide]))
    undo(home)
    with home.journal() as journal:
        assert journal.n_entries() == 0


def test_a_value_in_two_files_counts_once(home: Home, visible: Path) -> None:
    """Overlapping exports of one tracker: the later file's value counts, and the overlap is told."""
    newer = visible.with_name("visible-newer.csv")
    newer.write_text(VISIBLE.replace("2026-03-01,Fatigue,Fatigue,2", "2026-03-01,Fatigue,Fatigue,3"), encoding="utf-8")
    plan = plan_import(home, [visible, newer])
    assert (len(plan.reading.entries), plan.reading.n_in_two_files) == (3, 3)
    commit_import(home, plan)
    with home.journal() as journal:
        scores = [getattr(entry.fact, "score", None) for entry in journal.entries(last_day=date(2026, 3, 1))]
    assert 3.0 in scores
    assert 2.0 not in scores


def test_one_bad_file_stops_everything(home: Home, visible: Path, tmp_path: Path) -> None:
    """A file named on its own that cannot be read is an error, and the good one beside it is not written."""
    bad = tmp_path / "photo.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(UnreadableFileError, match=r"photo\.csv"):
        plan_import(home, [visible, bad])
    prose = tmp_path / "prose.txt"
    prose.write_text("just words\nand more of them\n", encoding="utf-8")
    with pytest.raises(UnknownLayoutError, match=r"prose\.txt"):
        plan_import(home, [prose])


def test_a_folder_names_what_it_leaves_out(home: Home, visible: Path, tmp_path: Path) -> None:
    """In a folder, unknown and unreadable files are values with a reason, not errors."""
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.move(visible, folder)
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "prose.txt").write_text("just words\nand more of them\n", encoding="utf-8")
    plan = plan_import(home, [folder])
    assert {item.path.name: item.why for item in plan.reading.left_out} == {
        "photo.png": Why.UNREADABLE,
        "prose.txt": Why.UNKNOWN,
    }
    assert len(plan.reading.sources) == 1


def test_tables_worked_out_from_others_are_left_out(home: Home, shared_data: Path, tmp_path: Path) -> None:
    """The authors' filled-in table stays out beside its originals, comes with the option, and is read when alone."""
    folder = shared_data / "myaiguide-chronic-pain" / "P1"
    derived = tmp_path / "daily_authors_preprocessed.csv.gz"
    with gzip.open(folder / derived.name, "rt", encoding="utf-8") as whole, gzip.open(derived, "wt") as part:
        part.writelines(islice(whole, 200))  # its first months say what it is
    sport = folder / "sport.csv.gz"
    plan = plan_import(home, [sport, derived])
    assert [(item.path.name, item.why) for item in plan.reading.left_out] == [(derived.name, Why.DERIVED)]
    assert plan_import(home, [sport, derived], include_derived=True).reading.left_out == ()
    assert plan_import(home, [derived]).reading.left_out == ()


def test_an_export_is_known_by_its_list(home: Home, visible: Path, tmp_path: Path) -> None:
    """A folder that ``export`` wrote comes back with ids, instants and origins as they were."""
    commit_import(home, plan_import(home, [visible]))
    log(home, "words", ratings={"pain": 4})
    export(home, tmp_path / "export")
    other = Home(location=tmp_path / "other", clock=home.clock, state_folder=home.state_folder)
    commit_import(other, plan_import(other, [tmp_path / "export"]))
    with home.journal() as journal, other.journal() as copy:
        assert copy.entries() == journal.entries()
        assert copy.content_hash() == journal.content_hash()


def test_a_mapping_is_for_the_files_of_its_reader(home: Home, visible: Path, wide: Path, tmp_path: Path) -> None:
    """With files of two readers, the mapping of one leaves the other as it is."""
    mapping = tmp_path / "mapping.toml"
    write_mapping(home, wide, mapping)
    mapping.write_text(mapping.read_text(encoding="utf-8").replace('name = "Coffee"', 'name = "Espresso"'))
    plan = plan_import(home, [visible, wide], mappings=[mapping])
    names = {source.path.name: set(source.counts_by_name()) for source in plan.reading.sources}
    assert "Espresso" in names["wide.csv"]
    assert "Fatigue" in names["visible.csv"]


def test_a_proposal_is_never_written_over_a_file(home: Home, wide: Path, visible: Path, tmp_path: Path) -> None:
    """A mapping that a person may have worked on stays; a tracker known by name needs none."""
    mapping = tmp_path / "mapping.toml"
    mapping.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="free"):
        write_mapping(home, wide, mapping)
    assert mapping.read_text(encoding="utf-8") == "mine"


def test_progress_counts_files(visible: Path, wide: Path, home: Home) -> None:
    """Whoever shows progress is told before each file, and at the end."""
    steps: list[tuple[int, int, str]] = []
    read_files([visible, wide], now=home.now(), on_step=lambda *step: steps.append(step))
    assert steps == [(0, 2, "visible.csv"), (1, 2, "wide.csv"), (2, 2, "")]


@pytest.mark.parametrize("missing", ["nowhere.csv", "nowhere/"])
def test_a_path_that_is_not_there_is_a_sentence(home: Home, tmp_path: Path, missing: str) -> None:
    """A slip in a name is told, with the name."""
    with pytest.raises(CommensalError, match="nowhere"):
        plan_import(home, [tmp_path / missing])


def test_an_answer_is_taken_and_a_wrong_one_is_named(home: Home, tmp_path: Path) -> None:
    """The direction of a sleep scale is answered in one word; importing again with another answer changes it."""
    file = tmp_path / "visible.csv"
    file.write_text(VISIBLE + "2026-03-02,Sleep,Sleep,2\n", encoding="utf-8")
    commit_import(home, plan_import(home, [file]))
    plan = plan_import(home, [file], answers={"sleep_number": "higher_is_better"})
    assert plan.receipt.n_changed == 1
    assert not any("night" in question.text for question in plan.reading.sources[0].questions)
    for answers in ({"sleep_number": "higher"}, {"colour": "blue"}):
        with pytest.raises(UsageError, match="Import without it"):
            plan_import(home, [file], answers=answers)


def test_clock_times_of_a_table_are_used_where_the_person_says_whose_they_are(home: Home, tmp_path: Path) -> None:
    """Without a time zone a time is no instant: it is asked, and one word makes it the time of the person's place."""
    file = tmp_path / "days.csv"
    file.write_text("date,time,pain,coffee\n2026-03-01,8:05,,1\n2026-03-01,8:30 pm,4,\n", encoding="utf-8")
    (asked,) = [q for q in plan_import(home, [file]).reading.sources[0].questions if "clock time" in q.text]
    assert "clock_times=local" in (asked.option or "")
    plan = plan_import(home, [file], answers={"clock_times": "local"})
    assert not any("clock time" in question.text for question in plan.reading.sources[0].questions)
    at = sorted(entry.at for entry in plan.reading.entries if entry.at is not None)
    assert [(instant.hour, instant.minute) for instant in at] == [(8, 5), (20, 30)]
    assert {entry.at for entry in plan_import(home, [file]).reading.entries} == {None}
