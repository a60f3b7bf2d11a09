"""Tables of samples from files: the same numbers wherever the work is done, and bad files in one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from commensal.cohort.microbiome import compare_groups_in_files
from commensal.cohort.microbiome_numbers import numbers_in_files
from commensal.cohort.microbiome_series import series_in_files
from commensal.microbiome.group_comparison import GroupComparison
from commensal.report.microbiome_cohort_words import cohort_paper, cohort_tsv
from commensal.report.trial_paper import paper_text
from commensal.vocab.errors import NotAnalysableError, UnreadableFileError, UsageError

N_PEOPLE = 36
TAXA = (
    "k__Bacteria; g__Faecalibacterium",
    "k__Bacteria; g__Bacteroides",
    *(f"k__Bacteria; g__G{n}" for n in range(40)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two samples each of thirty-six people, half of them ill, who take a medicine more often; one sample too small."""
    rng = np.random.default_rng(7)
    place = tmp_path_factory.mktemp("cohort")
    base = rng.dirichlet(np.full(len(TAXA), 0.6))
    rows, people = {}, []
    for number in range(N_PEOPLE):
        is_ill = number % 2 == 1
        level = base * rng.lognormal(0, 0.6, len(TAXA)) * np.where(np.arange(len(TAXA)) > 20, 0.15 if is_ill else 1, 1)
        for visit in (1, 2):
            shares = level * rng.lognormal(0, 0.3, len(TAXA))
            name = f"p{number:02d}v{visit}"
            depth = 900 if name == "p35v1" else 8_000 + 100 * number
            rows[name] = rng.multinomial(depth, shares / shares.sum())
            took = "yes" if rng.random() < (0.7 if is_ill else 0.1) else "no"
            people.append((name, f"person {number}", "ill" if is_ill else "healthy", took, 40 + number % 7, visit))
    pd.DataFrame(rows, index=pd.Index(TAXA, name="taxonomy")).to_csv(place / "counts.tsv", sep="\t")
    pd.DataFrame(rows, index=list(TAXA)).T.to_csv(place / "turned.csv", index_label="sample")
    columns = ["sample", "subject", "group", "ppi", "age", "visit"]
    pd.DataFrame(people, columns=columns).to_csv(place / "people.tsv", sep="\t", index=False)
    return place


@pytest.fixture(scope="module")
def compared(folder: Path) -> GroupComparison:
    """The groups compared in this process."""
    return compare_groups_in_files(folder / "counts.tsv", folder / "people.tsv", "group", n_orders=199)


def test_one_sample_each_and_what_else_differs_first(compared: GroupComparison) -> None:
    """The healthy are the reference; a person whose first sample is too small is compared by the second."""
    assert compared.groups == (("healthy", 18), ("ill", 18))
    assert (compared.person_column, compared.n_samples, compared.n_people) == ("subject", 71, 36)
    assert compared.too_few_reads == (("p35v1", 900),)
    assert [one.column for one in compared.confounding.differing][:1] == ["ppi"]
    assert compared.confounding.not_recorded == ("stool_form", "batch")
    assert {one.measure: one.is_seen for one in compared.differences}["shannon"]
    assert compared.communities["bray_curtis"].p_value < 0.05


def test_a_table_may_be_either_way_round(folder: Path, compared: GroupComparison) -> None:
    """Taxa by samples or samples by taxa, tabs or commas: the same answer."""
    assert compare_groups_in_files(folder / "turned.csv", folder / "people.tsv", "group", n_orders=199) == compared


@pytest.mark.parametrize("scheduler", ["synchronous", "threads"])
def test_dask_gives_the_same_numbers(folder: Path, compared: GroupComparison, scheduler: str) -> None:
    """Wherever the work is done."""
    pytest.importorskip("dask")
    files = folder / "counts.tsv", folder / "people.tsv"
    assert compare_groups_in_files(*files, "group", n_orders=199, scheduler=scheduler, n_workers=2) == compared


def test_the_words_begin_with_what_else_differs(compared: GroupComparison) -> None:
    """Before the first number of bacteria; no name of a sample or a person is among them."""
    said = paper_text(cohort_paper(compared))
    assert said.index("ppi (a medicine)") < said.index("Variety (Shannon")
    assert "They fit no single person" in said
    assert "p35v1" not in said + cohort_tsv(compared)
    quiet = replace(compared, differences=(), communities={})
    assert "How varied" not in paper_text(cohort_paper(quiet))


def test_numbers_are_asked_between_and_within(folder: Path) -> None:
    """The visit is the same for everybody, so nothing goes with it between people; unknown measures are refused."""
    files = folder / "counts.tsv", folder / "people.tsv"
    seen = numbers_in_files(*files, ["age"], measures=["shannon", "butyrate_makers"], n_orders=99)
    assert (seen.person_column, len(seen.answers)) == ("subject", 2)
    assert seen.answers[0].within is None  # nobody's age changes between two visits
    with pytest.raises(UsageError, match="butyrate_makers"):
        numbers_in_files(*files, ["age"], measures=["butyrate"])
    with pytest.raises(UsageError, match="words"):
        numbers_in_files(*files, ["ppi"])


def test_a_series_wants_a_day_for_every_sample(folder: Path, tmp_path: Path) -> None:
    """Days as dates or numbers; a word is no day, and a sample without a row is named."""
    known = pd.read_csv(folder / "people.tsv", sep="\t")
    known["day"] = [f"2026-01-{1 + n % 28:02d}" for n in range(len(known))]
    known.to_csv(tmp_path / "days.tsv", sep="\t", index=False)
    seen = series_in_files(folder / "counts.tsv", tmp_path / "days.tsv", periods=["ppi"], numbers=["age"])
    assert (seen.n_samples, [one.measure for one in seen.periods]) == (71, ["shannon"])
    with pytest.raises(UsageError, match="no day"):
        series_in_files(folder / "counts.tsv", tmp_path / "days.tsv", day_column="group")
    known.iloc[:-3].to_csv(tmp_path / "short.tsv", sep="\t", index=False)
    with pytest.raises(NotAnalysableError, match="no row for 2 samples"):
        series_in_files(folder / "counts.tsv", tmp_path / "short.tsv")


def test_bad_files_are_one_sentence(folder: Path, tmp_path: Path) -> None:
    """No column of that name, no common names, nothing but words, too few people, no file at all."""
    counts, people = folder / "counts.tsv", folder / "people.tsv"
    with pytest.raises(UsageError, match="no column 'disease'"):
        compare_groups_in_files(counts, people, "disease")
    with pytest.raises(NotAnalysableError, match="at least 10 people"):
        compare_groups_in_files(counts, people, "subject")
    (tmp_path / "words.tsv").write_text("a\tb\nx\ty\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="no column that names a sample"):
        compare_groups_in_files(counts, tmp_path / "words.tsv", "b")
    names = "\n".join(f"p{number:02d}v1\tword" for number in range(30))
    (tmp_path / "only words.tsv").write_text(f"sample\tx\n{names}\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="no column of numbers"):
        compare_groups_in_files(tmp_path / "only words.tsv", people, "group")
    with pytest.raises(UnreadableFileError, match="cannot be read as a table"):
        compare_groups_in_files(tmp_path / "nothing.tsv", people, "group")
