"""The report of a stool sample in words: context first, ranges with every number, no judgement, readable at eleven."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.diary.diary import Diary
from commensal.microbiome.made_up_people import made_up_people, profile_of
from commensal.microbiome.result import BalanceChange, Bands, ChangeStatus, Outcome, ProfileChange
from commensal.records.entry import Entry
from commensal.records.facts import AboutMe, Event, Fact, MedicineDose, StoolForm
from commensal.records.taxon_profile import TaxonProfile
from commensal.report.microbiome_change_words import balance_sentence, plan_paper
from commensal.report.microbiome_section import section_html
from commensal.report.trial_paper import Paper, paper_text
from commensal.report.words import every_text, has_sentence
from commensal.service.microbiome import MicrobiomeReport, comparison, microbiome_report, plan_samples
from commensal.vocab.origin import Origin
from tests.unit.report.page_reader import seen_text
from tests.unit.report.test_reading_age import school_grade, sentences_of

DAY = date(2026, 5, 20)
_SOURCE = Path(__file__).resolve().parents[3] / "src" / "commensal" / "microbiome"


def entry(fact: Fact) -> Entry:
    """A fact of the day before the sample."""
    at = datetime(2026, 5, 20, tzinfo=UTC)
    return Entry(id=str(fact), fact=fact, day=date(2026, 5, 19), recorded_at=at, origin=Origin.ENTERED)


DIARY = Diary(
    entries=(
        entry(MedicineDose(name="Losec", substance_id="omeprazole")),
        entry(MedicineDose(name="amoxicillin", substance_id="amoxicillin")),
        entry(StoolForm(form=6)),
        entry(Event(name="travel")),
        entry(AboutMe(aspect="medicines", value="metformin")),
    )
)


@pytest.fixture(scope="module")
def profiles() -> list[TaxonProfile]:
    """Seven days of one made-up person, and one of another."""
    rng = np.random.default_rng(12)
    people = made_up_people(2, rng)
    days = [people.day(rng) for _ in range(7)]
    drawn = [rng.multinomial(60_000, shares[0]) for shares in days] + [rng.multinomial(60_000, days[0][1])]
    return [
        replace(profile_of(counts.astype(float), people.dataset, people.rank, sample="Jane_Doe_7"), day=DAY)
        for counts in drawn
    ]


@pytest.fixture(scope="module")
def report(profiles: list[TaxonProfile]) -> MicrobiomeReport:
    """One sample with a diary beside it."""
    return microbiome_report(profiles[0], DIARY)


@pytest.fixture(scope="module")
def papers(profiles: list[TaxonProfile], report: MicrobiomeReport) -> list[Paper]:
    """Every kind of paper, with every kind of answer."""
    return [
        report.paper,
        microbiome_report(profiles[0]).paper,
        microbiome_report(profiles[:7], DIARY).paper,
        comparison(profiles[0], profiles[1], diary=DIARY).paper,
        comparison(profiles[0], profiles[7]).paper,
        comparison(profiles[0], replace(profiles[1], layout="bracken")).paper,
        comparison(profiles[:3], profiles[3:7]).paper,
        plan_paper(plan_samples("butyrate_makers", 2.0)),
        plan_paper(plan_samples("Faecalibacterium", 8.0)),
    ]


def test_what_a_sample_cannot_tell_comes_first_then_the_context(report: MicrobiomeReport) -> None:
    """Before any number of bacteria: medicines, antibiotics first, stool form, the journey."""
    assert report.sentence.startswith("One stool sample shows which bacteria were there on one day. It cannot tell")
    said = report.to_text()
    in_order = ("antibiotic within eight weeks", "meprazole", "Bristol scale", "journey", "Shannon")
    places = [said.index(words) for words in in_order]
    assert places == sorted(places)
    assert "no reason to change" in " ".join(said.split())
    assert "metformin" in said.casefold()


def test_a_balance_that_a_medicine_goes_with_says_so(report: MicrobiomeReport) -> None:
    """Acid blockers and bacteria of the mouth; nothing of the kind without the medicine."""
    (line,) = [line for line in report.paper.parts[2].lines if line.startswith("Bacteria of the mouth")]
    assert re.search(r"Read this with .*omeprazole.* in mind", line)
    assert "in mind" not in microbiome_report(report.profiles).to_text()


def test_every_number_has_its_range(report: MicrobiomeReport) -> None:
    """Every measure, balance, capacity and taxon has four ends of bands, in JSON and in the table."""
    document = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert list(document)[:5] == ["schema", "schema_version", "kind", "notice", "context"]
    frame = report.to_frame()
    banded = frame[frame["kind"].isin(["measure", "balance", "capacity", "taxon"])]
    assert len(banded) > 20
    assert banded[["low_50", "high_50", "low_95", "high_95"]].notna().all().all()
    assert (banded["low_95"] <= banded["low_50"]).all()
    assert (banded["high_50"] <= banded["high_95"]).all()


def test_the_page_has_a_picture_with_a_table_and_no_address(report: MicrobiomeReport) -> None:
    """The bands are drawn on the server, with a name, a description and the same numbers in a table."""
    page = report.to_html(made_at=datetime(2026, 5, 21, tzinfo=UTC))
    assert page.count("<svg") == 1
    assert 'role="img"' in page
    assert "<script" not in page
    assert re.search(r"https?://", page) is None
    seen = seen_text(page)
    for row in report.paper.parts[2].rows:
        assert row[0] in seen
        assert row[2] in seen
    section = section_html(report.paper, prefix="stool", level=3)
    assert section.startswith('<div class="microbiome" id="stool">')
    assert "<html" not in section
    assert section.count("<h3") == 1


def test_no_name_of_a_file_or_a_person_is_said(papers: list[Paper], report: MicrobiomeReport) -> None:
    """The sample's name may be a person's; it stays out of words and pages."""
    for made in papers:
        assert "Jane" not in paper_text(made)
    assert "Jane" not in report.to_html() + report.to_tsv() + json.dumps(report.to_json())
    assert report.to_json()["summary"]["samples"] == ["sample 1"]


def test_nothing_is_judged_or_advised(papers: list[Paper], report: MicrobiomeReport) -> None:
    """No illness, no verdict, no supplement, no medicine, no amounts: in every paper, and in the JSON and the table."""
    texts = [paper_text(made) for made in papers]
    texts += [" ".join(line.split()) for text in texts for line in [text]]
    texts += [seen_text(report.to_html()), report.to_tsv(), json.dumps(report.to_json()["parts"])]
    assert {text[:60]: found for text in texts if (found := forbidden_in(text, contexts={"microbiome"}))} == {}


def test_every_reason_has_a_sentence() -> None:
    """Whatever the gate and the indices may answer is said in words, and not by its key."""
    keys = set()
    for file in sorted(_SOURCE.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                keys |= {str(item.value.value) for item in node.keywords
                         if item.arg == "key" and isinstance(item.value, ast.Constant)}  # fmt: skip
    keys |= {"another_database", "another_vendor", "another_region", "not_stated_database", "not_stated_vendor"}
    keys |= {"bowel_preparation", "illness", "loose_stool", "travel"}
    assert len(keys) > 15
    assert {key for key in keys if not has_sentence(f"microbiome.reason.{key}")} == set()


@pytest.mark.parametrize("outcome", [*sorted(Outcome), None])
@pytest.mark.parametrize("fold", [0.1, 9.0])
def test_each_outcome_of_a_balance_is_a_sentence(outcome: Outcome | None, fold: float) -> None:
    """More (up or down), within, cannot tell; a balance that was not judged counts as cannot tell."""
    bands = Bands(value=fold, low_50=fold / 1.5, high_50=fold * 1.5, low_95=fold / 3, high_95=fold * 3)
    said = balance_sentence(
        BalanceChange(
            key="bifidobacterium",
            role="secondary",
            fold=bands,
            probability_more_than_days=0.9,
            smallest_fold_seen=12.0,
            level=0.007,
            outcome=outcome,
        )
    )
    expected = {Outcome.MORE: "more than usual day-to-day change", Outcome.WITHIN: "within day-to-day change"}
    assert expected.get(outcome, "cannot be told") in said  # type: ignore[arg-type]
    if outcome is Outcome.MORE:
        assert ("9.0 times as much" if fold > 1 else "10.0 times less") in said


@pytest.mark.parametrize("status", sorted(ChangeStatus))
def test_each_status_of_a_comparison_is_a_sentence(status: ChangeStatus) -> None:
    """None of them is left without words, with nothing else known."""
    from commensal.report.microbiome_change_words import change_paper  # noqa: PLC0415

    made = change_paper(ProfileChange(before=("a",), after=("b",), status=status), ())
    assert len(made.lead) == 2


def test_the_planner_says_the_number_first_and_whether_it_is_worth_it() -> None:
    """Twelve before and twelve after for a doubling of butyrate makers is not worth the money."""
    dear, cheap = plan_paper(plan_samples("butyrate_makers", 2.0)), plan_paper(plan_samples("butyrate_makers", 6.0))
    assert re.match(r"1\d samples before and 1\d after", dear.lead[0])
    assert dear.lead[1].startswith("It is not worth the money")
    assert "not worth" not in cheap.lead[1]
    assert "Nobody has to buy a test." in dear.parts[0].lines


def personal_texts() -> Iterator[str]:
    """Sentences that everybody reads; those for people of the field are left out."""
    for key, text in every_text().items():
        topic, _, rest = key.partition(".")
        is_plain = not rest.startswith(("head.", "index.", "reason.", "studies.", "method.", "variety.", "percent."))
        if topic in ("microbiome", "microbiome_change", "microbiome_plan") and isinstance(text, str) and is_plain:
            yield text


def test_a_person_of_eleven_can_read_it() -> None:
    """All sentences together stay at the school grade of about eleven years, give or take the names of bacteria."""
    sentences = [text for text in personal_texts() if len(text.split()) > 4]
    assert len(sentences) > 50
    assert school_grade(sentences) <= 6.5


@pytest.mark.parametrize("text", sorted(set(personal_texts())))
def test_no_sentence_is_endless(text: str) -> None:
    """One idea at a time."""
    assert max((len(words) for words in sentences_of(text)), default=0) <= 30


def test_antibiotics_before_an_older_sample_are_said_too(profiles: list[TaxonProfile]) -> None:
    """The newest sample's days know nothing of them; the ranges are wider all the same, and the reader learns why."""
    older = replace(profiles[1], day=date(2026, 5, 20))
    newest = replace(profiles[0], day=date(2026, 9, 30))
    said = " ".join(microbiome_report([older, newest], DIARY).to_text().split())
    assert "An antibiotic within eight weeks before a sample" in said
    both = comparison(older, newest, diary=DIARY).paper
    titles = [part.title for part in both.parts]
    assert titles[:2] == ["Before any number: the first sample", "Before any number: the second sample"]
