"""Real samples read with the product: what may be said of them, and what may not.

The story is in docs/explanation/real-microbiomes.md. All numbers are those of the halves of the data that lie beside
the repository.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import commensal as cm
from benchmarks.truth.forbidden import forbidden_in
from commensal.cohort.microbiome import compare_groups_in_files
from commensal.cohort.microbiome_numbers import NumberAnswers, numbers_in_files
from commensal.cohort.microbiome_series import series_in_files
from commensal.microbiome.group_comparison import GroupComparison
from commensal.report.microbiome_cohort_words import cohort_paper
from commensal.report.microbiome_numbers_words import numbers_paper
from commensal.report.microbiome_series_words import series_paper
from commensal.report.trial_paper import Paper, paper_text

DAVID, IBS, MECFS, HMP2 = "david2014-donor-a", "ibs-diet-microbiome-severity", "mecfs-jax", "hmp2-ibd-longitudinal"
_TRAVEL = (71, 122)


def said_in(made: Paper, *, theirs: tuple[str, ...] = ()) -> str:
    """A paper's words on one line, after a scan for what must not be said of samples; names of columns are theirs."""
    text = paper_text(made)
    assert forbidden_in(text, contexts={"microbiome"}, said_by_person=theirs) == ()
    return " ".join(text.split())


# ------------------------------------------------------------------ one man, 329 samples in a year


@pytest.fixture(scope="module")
def david_days(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is known of his days: the journey, and fibre of the day before."""
    known = pd.read_csv(shared_data / DAVID / "metadata.csv.gz", index_col=0).T
    day = known["collection-day"].astype(int)
    frame = pd.DataFrame(
        {
            "sample": known.index,
            "day": day.to_numpy(),
            "journey": np.where(day.between(*_TRAVEL), "yes", "no"),
            "fibre_before": known["NUTRITION_FIBER_PRECEDING_DAY"].to_numpy(),
        }
    )
    file = tmp_path_factory.mktemp("david") / "days.tsv"
    frame.to_csv(file, sep="\t", index=False)
    return file


def test_one_man_over_a_year(shared_data: Path, david_days: Path) -> None:
    """Thirteen samples are refused, the dip of the journey is reported, and nothing is claimed of fibre."""
    seen = series_in_files(
        shared_data / DAVID / "otus.csv.gz", david_days, periods=["journey"], numbers=["fibre_before"]
    )
    assert (seen.n_samples, len(seen.too_few_reads)) == (316, 13)
    assert min(reads for _, reads in seen.too_few_reads) == 1
    (journey,), (fibre,) = seen.periods, seen.numbers
    assert journey.means == pytest.approx((3.98, 3.69), abs=0.01)
    assert (journey.n_inside, journey.is_seen, fibre.n_samples, fibre.is_seen) == (38, True, 134, False)
    said = said_in(series_paper(seen))
    assert "was lower in “journey”" in said
    assert "fibre_before: no sign that they go together" in said
    assert said.index("13 samples were left out") < said.index("lower in")


def test_a_sample_of_few_reads_is_refused(shared_data: Path, tmp_path: Path) -> None:
    """The report of each of the thirteen says why, and gives no number; the finder makes no claim of fibre either."""
    counts = pd.read_csv(shared_data / DAVID / "otus.csv.gz", index_col=0)
    lineages = pd.read_csv(shared_data / DAVID / "lineages.csv.gz", index_col="V1")
    small = counts.columns[counts.sum() < 5_000]
    assert len(small) == 13
    genus = lineages["V7"].reindex(counts.index)
    by_genus = counts.loc[genus != "none", small].groupby("k__Bacteria; g__" + genus[genus != "none"]).sum()
    by_genus = by_genus.loc[:, by_genus.sum() > 0]
    by_genus.to_csv(tmp_path / "small.tsv", sep="\t", index_label="taxonomy")
    profiles = cm.read_profiles(tmp_path / "small.tsv")
    assert len(profiles) >= 10
    for profile in profiles:
        report = cm.microbiome_report(profile, draws=20)
        assert report.refused is not None
        assert report.refused.key == "too_few_reads"
        assert (report.measures, report.balances, report.taxa) == ((), (), ())
        assert "Nothing more is said about this sample" in said_in(report.paper)


# ------------------------------------------------------------------ people with and without IBS, several samples each


@pytest.fixture(scope="module")
def ibs_people(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fibre of the food record that goes with each sample, and the severity score."""
    known = pd.read_csv(shared_data / IBS / "metadata.tsv.gz", sep="\t")
    grams = pd.read_csv(shared_data / IBS / "food_fibre_grams.tsv.gz", sep="\t", index_col=0).iloc[:, :-1].sum()
    known["fibre_g"] = [grams.get(f"{one}.{time}") for one, time in zip(known.Subject, known.Timepoint, strict=True)]
    known = known.rename(columns={"IBS_symptom_severity_1_500": "severity"})
    file = tmp_path_factory.mktemp("ibs") / "people.tsv"
    known[["Sample", "Subject", "Study.Group", "fibre_g", "severity"]].to_csv(file, sep="\t", index=False)
    return file


def asked(shared_data: Path, people: Path, number: str, measure: str) -> NumberAnswers:
    """One number and one measure of the IBS people."""
    counts = shared_data / IBS / "genera.counts.tsv.gz"
    return numbers_in_files(counts, people, [number], measures=[measure], n_orders=499)


def test_fibre_goes_with_variety_between_people_and_not_within(shared_data: Path, ibs_people: Path) -> None:
    """People with more fibre have more kinds of bacteria; when one person eats more, no sign of it."""
    seen = asked(shared_data, ibs_people, "fibre_g", "richness")
    (found,) = seen.answers
    assert seen.person_column == "Subject"
    assert found.between == pytest.approx(0.35, abs=0.02)
    assert found.within == pytest.approx(0.08, abs=0.03)
    assert (found.is_between, found.is_within) == (True, False)
    said = said_in(numbers_paper(seen.answers, person_column=seen.person_column))
    assert "People with more fibre_g had a higher number for kinds seen" in said
    assert "no sign that they go together within one person" in said


def test_severity_and_butyrate_makers_are_not_tied_together(shared_data: Path, ibs_people: Path) -> None:
    """Neither between people nor within one."""
    seen = asked(shared_data, ibs_people, "severity", "butyrate_makers")
    (found,) = seen.answers
    assert (found.is_between, found.is_within) == (False, False)
    assert said_in(numbers_paper(seen.answers, person_column="Subject")).count("no sign that they go together") == 2


# ------------------------------------------------------------------ ME/CFS and controls, one sample each


@pytest.fixture(scope="module")
def mecfs(shared_data: Path) -> GroupComparison:
    """People with ME/CFS against controls, by their first sample."""
    folder = shared_data / MECFS
    return compare_groups_in_files(
        folder / "metaphlan4_species.csv.gz", folder / "metadata.csv", "study_ptorhc", n_orders=199
    )


def test_lower_richness_in_mecfs_is_a_fact_of_groups_with_medicines_said_first(mecfs: GroupComparison) -> None:
    """Fewer kinds as groups, also with what differs held equal; medicines and stool form come before it."""
    assert mecfs.groups == (("Control", 92), ("MECFS", 147))
    found = {one.measure: one for one in mecfs.differences}["richness"]
    assert found.is_seen
    assert found.estimate == pytest.approx(-22.0, abs=0.5)
    assert found.chance_higher == pytest.approx(0.357, abs=0.005)
    assert found.is_seen_when_adjusted
    kinds = {one.kind for one in mecfs.confounding.differing}
    assert "medicine" in kinds
    assert "stool_form" in mecfs.confounding.not_recorded
    said = said_in(cohort_paper(mecfs))
    assert said.index("antivirals (a medicine)") < said.index("Kinds seen: lower in MECFS")
    assert said.index("Not in the table: stool form") < said.index("Kinds seen: lower in MECFS")
    assert "They fit no single person" in said
    assert "But the groups overlap" in said


def test_no_person_of_the_mecfs_study_gets_a_verdict(shared_data: Path, tmp_path: Path) -> None:
    """A report of one of their samples names no illness of theirs, and no group."""
    table = pd.read_csv(shared_data / MECFS / "metaphlan4_species.csv.gz")
    ranks = ["kingdom", "phylum", "class", "order", "family", "genus"]
    lineage = table[ranks].agg("; ".join, axis=1) + "; s__" + table["specie"]
    table[["SAM000201_tp1"]].set_index(lineage).to_csv(tmp_path / "one.tsv", sep="\t", index_label="taxonomy")
    report = cm.microbiome_report(cm.read_profile(tmp_path / "one.tsv"), draws=200)
    said = said_in(report.paper)
    before_studies, _, _ = said.partition("What studies of groups saw")
    assert report.refused is None
    for word in ("ME/CFS", "MECFS", "SAM000201", "fibromyalgia", "IBS"):
        assert word not in before_studies


def test_where_people_live_stands_before_an_illness_in_hmp2(shared_data: Path) -> None:
    """The groups differ in hospital, age and depth, and that is said first; no difference of variety is left."""
    folder = shared_data / HMP2
    seen = compare_groups_in_files(
        folder / "species_fraction.tsv.gz", folder / "metadata.tsv.gz", "diagnosis", n_orders=99
    )
    assert seen.person_column == "participant_id"
    assert seen.n_people <= 72
    said = said_in(cohort_paper(seen), theirs=("diagnosis", "dysbiosis_state"))
    assert said.index("What else differs") < said.index("How varied the bacteria are")
    assert {"age", "region", "depth"} <= {one.kind for one in seen.confounding.differing}
    assert not any(one.is_seen for one in seen.differences)
