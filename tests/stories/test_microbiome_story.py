"""Somebody brings results of stool tests: from a file to a report, kept, compared, planned for, and into a trial.

Everything that is printed is scanned for what must not be said of stool samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.microbiome.made_up_people import MadeUpPeople, made_up_people
from commensal.microbiome.made_up_people import taxon_names as names_of
from tests.stories.person import Person, Said
from tests.unit.report.page_reader import seen_text


@dataclass(frozen=True)
class Watched(Person):
    """A person whose screen is read along: nothing forbidden may stand on it."""

    def types(self, *arguments: str | Path, code: int = 0, stdin: str | None = None) -> Said:
        """Run a command, and scan what it says; JSON and help as well."""
        said = super().types(*arguments, code=code, stdin=stdin)
        assert forbidden_in(said.out + said.err, contexts={"microbiome"}) == ()
        assert "jane" not in said.out.casefold()  # neither the folder nor the name of the file
        return said


@pytest.fixture
def watched(person: Person) -> Watched:
    """The person at the keyboard, read along."""
    return Watched(home=person.home, zone=person.zone, environment=person.environment, is_cold=person.is_cold)


def bracken_file(place: Path, counts: np.ndarray, names: tuple[str, ...]) -> Path:
    """A table as Bracken writes it, at genus level."""
    total = counts.sum()
    head = "name\ttaxonomy_id\ttaxonomy_lvl\tkraken_assigned_reads\tadded_reads\tnew_est_reads\tfraction_total_reads"
    rows = [
        f"{name}\t{100_000 + number}\tG\t{count}\t0\t{count}\t{count / total:.5f}"
        for number, (name, count) in enumerate(zip(names, counts, strict=True))
        if count
    ]
    place.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def people() -> MadeUpPeople:
    """Two made-up people, drawn from the tables of day-to-day noise."""
    return made_up_people(2, np.random.default_rng(21))


@pytest.fixture
def files(people: MadeUpPeople, tmp_path: Path) -> list[Path]:
    """Seven ordinary days of the first, and one of the second, under names that tell too much."""
    rng = np.random.default_rng(22)
    names = names_of(people.dataset, people.rank)
    folder = tmp_path / "Jane Doe 1970"
    folder.mkdir()
    made = []
    for number in range(8):
        counts = rng.multinomial(60_000, people.day(rng)[1 if number == 7 else 0])
        made.append(bracken_file(folder / f"jane_doe_{number}.bracken", counts, names))
    return made


def test_from_a_file_to_a_page(watched: Watched, files: list[Path], tmp_path: Path) -> None:
    """What it cannot tell first, then what the diary says, then numbers with ranges; a page and a table beside it."""
    watched.types("log", "porridge, omeprazole 20", "--stool", "6")
    page, table = tmp_path / "page.html", tmp_path / "numbers.tsv"
    day = watched.asks_json("day")["day"]
    said = " ".join(watched.types("microbiome", "report", files[0], "--day", day).out.split())
    assert said.index("It cannot tell how you are") < said.index("meprazole") < said.index("Bristol scale")
    assert said.index("Bristol scale") < said.index("Shannon")
    assert "jane" not in said.casefold()
    document = watched.asks_json("microbiome", "report", files[0], "--day", day, "--html", page, "--tsv", table)
    seen = seen_text(page.read_text(encoding="utf-8"))
    assert forbidden_in(seen, contexts={"microbiome"}) == ()
    assert "jane" not in seen.casefold()
    assert table.read_text(encoding="utf-8").startswith("kind\tkey")
    assert page.stat().st_mode & 0o077 == 0
    assert {one["class_id"] for one in document["context"]["medicines"]} == {"ppi"}
    assert watched.asks_json("microbiome", "samples") == {"samples": []}  # nothing was kept unasked


def test_samples_are_kept_once_and_leave_with_the_diary(watched: Watched, files: list[Path], tmp_path: Path) -> None:
    """Kept on its day, twice is one, undone like anything else, exported and back with the same content."""
    keep = ("microbiome", "report", files[0], "--keep", "--day", "2026-03-01")
    assert "Kept: 1 sample" in watched.types(*keep).out
    other_name = tmp_path / "again.bracken"
    other_name.write_bytes(files[0].read_bytes())
    assert (
        watched.asks_json("microbiome", "report", other_name, "--keep", "--day", "2026-03-01")["kept"]["n_known"] == 1
    )
    assert len(watched.asks_json("microbiome", "samples")["samples"]) == 1
    content = watched.content_hash()
    watched.types("export", tmp_path / "export")
    exported = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "export").glob("*.tsv"))
    assert "jane" not in exported.casefold()
    watched.types("import", tmp_path / "export", "--data", tmp_path / "elsewhere", "--yes")
    assert watched.content_hash(tmp_path / "elsewhere") == content
    watched.types("undo")
    assert watched.asks_json("microbiome", "samples") == {"samples": []}
    watched.types("microbiome", "report", files[0], "--keep", code=2)  # on which day?


def test_two_days_are_two_ordinary_days_and_a_swap_is_noticed(watched: Watched, files: list[Path]) -> None:
    """The usual answer is that it cannot be told, or no more than ordinary days; another person's sample is named."""
    said = watched.asks_json("microbiome", "compare", files[0], files[1])
    assert said["change"]["status"] in ("cannot tell", "within day-to-day change")
    swapped = watched.types("microbiome", "compare", files[0], files[7]).out
    assert "another person’s sample" in " ".join(swapped.split())
    own = watched.asks_json("microbiome", "report", *files[:7])
    assert own["summary"]["basis"].startswith("the person's own samples")


def test_the_number_of_samples_comes_before_the_money_is_spent(watched: Watched) -> None:
    """And a trial that watches bacteria begins with it."""
    said = " ".join(watched.types("microbiome", "plan").out.split())
    assert said.index("samples before and") < said.index("not worth the money")
    planned = watched.types(
        *("trial", "plan", "--own", "ten minutes of quiet music", "--outcome", "butyrate makers", "--look-only")
    ).out
    planned = " ".join(planned.split())
    assert planned.index("samples before and") < planned.index("This page says what you would do")
    assert "a change of bacteria is no change in how you feel" in planned


def test_bad_files_are_one_sentence_each(watched: Watched, tmp_path: Path, files: list[Path]) -> None:
    """No such file, no result of a test, many people's samples; each with what to do, and no folder named."""
    (tmp_path / "notes.txt").write_text("my notes\n", encoding="utf-8")
    names = names_of("daily_shotgun_34", "genus")[:5]
    rows = "\n".join(f"{name}\t900\t800" for name in names)
    (tmp_path / "many.tsv").write_text(f"name\tperson A\tperson B\n{rows}\n", encoding="utf-8")
    for arguments in (("gone.txt",), (tmp_path / "notes.txt",), (tmp_path / "many.tsv",)):
        said = watched.types("microbiome", "report", *arguments, code=2 if "many" in str(arguments) else 1)
        assert len(said.err.strip().splitlines()[-1]) < 400
        assert str(tmp_path) not in said.err
    assert "two" not in watched.types("microbiome", "compare", files[0], "2026-03-05", code=2).err
    assert "no file" in watched.types("microbiome", "report", code=2).err
