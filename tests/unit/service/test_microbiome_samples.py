"""Samples in the diary: once, on their day, taken back by undo, out and back with the same content hash."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from commensal.microbiome.made_up_people import made_up_people, profile_of, taxon_names
from commensal.records.taxon_profile import TaxonProfile
from commensal.report.trial_verdict_words import verdict_lines
from commensal.service.home import Home
from commensal.service.microbiome_page import microbiome_page, read_with_the_newest
from commensal.service.microbiome_samples import keep_samples, kept_samples
from commensal.service.microbiome_trial import balance_days, balance_outcome, balance_value
from commensal.service.trial_drafts import TrialWish
from commensal.service.trial_outcomes import entries_of, outcome_days, watched_named
from commensal.service.trial_plans import begin, plan
from commensal.service.trial_results import look
from commensal.service.undo import undo
from commensal.store.backup import backup, restore
from commensal.store.export import read_tsv, write_tsv
from commensal.store.journal import Journal
from commensal.trials.plan import OutcomeKind
from commensal.vocab.errors import InvalidRecordError, UsageError

FIRST = date(2026, 3, 1)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose clock stands in June."""
    return Home(
        location=tmp_path / "diary", clock=lambda: datetime(2026, 6, 1, 9, tzinfo=UTC), state_folder=tmp_path / "state"
    )


@pytest.fixture(scope="module")
def profiles() -> list[TaxonProfile]:
    """Three ordinary days of one made-up person."""
    rng = np.random.default_rng(1)
    person = made_up_people(1, rng)
    return [profile_of(rng.multinomial(50_000, person.day(rng)[0]).astype(float), person.dataset, person.rank)
            for _ in range(3)]  # fmt: skip


def test_a_sample_is_kept_once_whatever_its_file_is_called(home: Home, profiles: list[TaxonProfile]) -> None:
    """Given again it is the same; under another day it moves; undo takes the move back, then the sample."""
    assert keep_samples(home, profiles[:1], day=FIRST).n_new == 1
    again = keep_samples(home, profiles[:1], day=FIRST)
    assert (again.n_new, again.n_known) == (0, 1)
    assert keep_samples(home, profiles[:1], day=date(2026, 3, 2)).n_moved == 1
    assert [one.day for one in kept_samples(home)] == [date(2026, 3, 2)]
    undo(home)
    (kept,) = kept_samples(home)
    assert (kept.day, kept.profile.rows, kept.profile.sample) == (FIRST, profiles[0].rows, "2026-03-01")
    undo(home)
    assert kept_samples(home) == ()


def test_a_sample_needs_a_day_that_has_come(home: Home, profiles: list[TaxonProfile]) -> None:
    """No day, a day to come, one day for several: one sentence each, and nothing is kept."""
    for chosen, day, error in (
        (profiles[:1], None, UsageError),
        (profiles[:1], date(2026, 6, 2), InvalidRecordError),
        (profiles, FIRST, UsageError),
    ):
        with pytest.raises(error):
            keep_samples(home, chosen, day=day)
    assert kept_samples(home) == ()


def test_samples_leave_and_come_back_with_the_same_hash(
    home: Home, profiles: list[TaxonProfile], tmp_path: Path
) -> None:
    """As an export and as a backup."""
    for step, profile in enumerate(profiles):
        keep_samples(home, [profile], day=date(2026, 3, 1 + step))
    with home.journal() as journal:
        content = journal.content_hash()
        assert write_tsv(journal, tmp_path / "export").content_hash == content
        backup(journal, tmp_path / "copy.backup")
    with Journal.open(tmp_path / "other") as other:
        other.append(read_tsv(tmp_path / "export"), action="import", now=home.now())
        assert other.content_hash() == content
    restore(tmp_path / "copy.backup", tmp_path / "third")
    with Journal.open(tmp_path / "third", read_only=True) as third:
        assert third.content_hash() == content


def test_the_page_shows_kept_samples_and_nothing_is_no_error(home: Home, profiles: list[TaxonProfile]) -> None:
    """No sample, one sample, two side by side; the planner is always there."""
    empty = microbiome_page(home)
    assert (empty.samples, empty.report, empty.change) == ((), None, None)
    assert "samples before and" in empty.plan.lead[0]
    for step, profile in enumerate(profiles[:2]):
        keep_samples(home, [profile], day=date(2026, 3, 1 + step))
    page = microbiome_page(home)
    assert page.report is not None
    assert page.report.summary.n_samples == len(page.samples) == 2
    assert page.change is not None


def test_samples_of_another_laboratory_are_not_mixed_in(profiles: list[TaxonProfile]) -> None:
    """Only what was read as the newest was read."""
    other = replace(profiles[0], layout="metaphlan4")
    assert read_with_the_newest([other, profiles[1], profiles[2]]) == (profiles[1], profiles[2])


def test_a_balance_is_an_outcome_with_known_noise(home: Home, profiles: list[TaxonProfile]) -> None:
    """By its name, with the noise of one sample; its days are those of kept samples, and gaps stay gaps."""
    for step, profile in enumerate(profiles):
        keep_samples(home, [profile], day=date(2026, 3, 1 + 2 * step))
    entries = entries_of(home)
    watched = watched_named(entries, "Butyrate makers")
    assert (watched.outcome.kind, watched.outcome.key) == (OutcomeKind.BALANCE, "butyrate_makers")
    assert watched.outcome.measurement_sd == pytest.approx(0.59, abs=0.1)
    values = outcome_days(entries, watched.outcome, FIRST, date(2026, 3, 5))
    assert np.isfinite(values).tolist() == [True, False, True, False, True]
    assert values[0] == pytest.approx(balance_value(profiles[0], "butyrate_makers"))
    assert balance_outcome(entries, "pain") is None
    assert np.isnan(balance_days((), "butyrate_makers", FIRST, FIRST)).all()


def test_a_sample_with_too_few_reads_is_no_observation(home: Home, profiles: list[TaxonProfile]) -> None:
    """It is kept, since it was given; a trial sees a gap."""
    rng = np.random.default_rng(2)
    person = made_up_people(1, rng)
    small = profile_of(rng.multinomial(900, person.day(rng)[0]).astype(float), person.dataset, person.rank)
    keep_samples(home, [small], day=FIRST)
    assert np.isnan(balance_days(entries_of(home), "butyrate_makers", FIRST, FIRST)).all()


def test_a_trial_that_watches_bacteria_is_analysed_from_kept_samples(tmp_path: Path) -> None:
    """Twenty days, a sample on each, and butyrate makers tenfold on the days of the change: seen, and not praised."""
    clock = {"now": datetime(2026, 3, 1, 9, tzinfo=UTC)}
    home = Home(location=tmp_path / "diary", clock=lambda: clock["now"], state_folder=tmp_path / "state")
    wish = TrialWish(own_words="ten minutes of quiet music", outcome="butyrate makers", days=20)
    planned = plan(home, wish, first_day=FIRST, seed=4)
    assert planned.plan is not None
    assert planned.plan.outcome.kind is OutcomeKind.BALANCE
    assert begin(home).standing is not None
    rng = np.random.default_rng(3)
    person = made_up_people(1, rng)
    is_maker = np.isin(taxon_names(person.dataset, person.rank), ["Faecalibacterium", "Roseburia", "Coprococcus"])
    for number, (day, arm) in enumerate(zip(planned.plan.dates, planned.plan.schedule, strict=True)):
        clock["now"] = datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(days=number)
        shares = person.day(rng, shift=np.where(is_maker & (arm == 1), np.log(20.0), 0.0))[0]
        profile = profile_of(rng.multinomial(50_000, shares).astype(float), person.dataset, person.rank)
        keep_samples(home, [profile], day=day)
    clock["now"] += timedelta(days=1)
    seen = look(home)
    assert seen.result is not None
    assert seen.result.lead.effect is not None
    assert seen.result.lead.effect.estimate > 1.0
    assert seen.verdict is not None
    said = " ".join(verdict_lines(seen.verdict, seen.result, planned.plan))
    assert re.search(r"times as much", said)
    assert re.search(r"for the better|helps|Keep\.|keep doing", said) is None
