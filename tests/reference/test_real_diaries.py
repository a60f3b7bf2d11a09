"""Four real diaries: what is said of them and what is not, as docs/explanation/real-diaries.md tells it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import commensal as cm
from benchmarks.truth.real_diaries import (
    JANG_BEFORE_RATING,
    JANG_EXPOSURES,
    JANG_FILE,
    JANG_OUTCOMES,
    KOSSAKOWSKI_FILE,
    KOSSAKOWSKI_OUTCOMES,
    MYAIGUIDE_FOLDER,
    MYAIGUIDE_OUTCOMES,
    VISIBLE_FILE,
    VISIBLE_OUTCOMES,
    jang_people,
    kossakowski_days,
    kossakowski_mapping,
    levels,
    naive,
)
from commensal.findings.finding import Finding, Status
from commensal.service.find import Found
from commensal.vocab.errors import UnreadableFileError


def _answer(found: Found, exposure: str, outcome: str) -> Finding:
    (one,) = (
        finding
        for page in found.findings.outcomes
        for finding in page.findings
        if (finding.exposure.key, finding.outcome.key) == (exposure, outcome)
    )
    return one


@pytest.fixture(scope="module")
def visible(shared_data: Path) -> Found:
    """The year of Visible, fourteen outcomes on one page."""
    return cm.find(cm.read_diary(shared_data / VISIBLE_FILE), outcome=list(VISIBLE_OUTCOMES))


@pytest.fixture(scope="module")
def kossakowski(shared_data: Path) -> pd.DataFrame:
    """The beeps of one man as they stand in the file."""
    return pd.read_csv(shared_data / KOSSAKOWSKI_FILE)


def test_visible_says_what_goes_with_the_worst_nights(visible: Found) -> None:
    """Two things that the raw days show plainly are said: crashes and nausea on the days after the worst nights."""
    for exposure, outcome in (("sleep_rating", "crash"), ("sleep_rating", "nausea")):
        found = _answer(visible, exposure, outcome)
        assert (found.status, found.onset_days) == (Status.FOUND, 0)
        assert found.effect is not None
        assert found.effect.low > 0
    assert "2: 0.71 (7 days)" in levels(visible, _answer(visible, "sleep_rating", "crash"))


def test_visible_never_says_that_rest_goes_before_a_crash(visible: Found) -> None:
    """On a crash day nobody is active: that must not come out as activity that protects."""
    assert _answer(visible, "physically_active", "crash").status is Status.REVERSED_OR_CONFOUNDED


def test_visible_does_not_claim_exertion_before_crashes(visible: Found) -> None:
    """Ten crashes, a little more activity on the day before, much less on the day itself: chance does as well."""
    assert not any(finding.exposure.key == "physically_active" for finding in visible.shown)
    seen = visible.explain("physically_active", "crash").crashes
    assert seen is not None
    assert len(seen.crashes) == 10
    mean_by_offset = {mean.offset_days: mean.mean for mean in seen.picture}
    assert mean_by_offset[0] < seen.usual < mean_by_offset[-1]
    assert seen.chance is not None
    assert 0.05 < seen.chance < 0.2


def test_visible_speaks_of_no_more_or_less_sleep(visible: Found) -> None:
    """Nobody has said which way the night's number goes, so no sentence reads as "the more sleep, the worse"."""
    answers = visible.to_frame()
    sentences = [str(sentence) for sentence in answers.loc[answers["exposure"] == "sleep_rating", "sentence"]]
    assert any("up on its scale" in sentence for sentence in sentences)
    assert not any("more of it" in sentence or "for each point more" in sentence for sentence in sentences)


def test_visible_is_quieter_than_correlations(visible: Found) -> None:
    """Lagged correlations claim more than half of all pairs; what is shown stays below one in six."""
    claimed = naive(visible)
    assert claimed.n_pairs == 84
    assert claimed.n_claimed > claimed.n_pairs / 2
    assert 0 < len(visible) < claimed.n_pairs / 6


def test_eight_years_of_myaiguide_are_silent(shared_data: Path) -> None:
    """Regional pain that barely moves: nothing is shown, and the silence says how small a difference it covers."""
    found = cm.find(cm.read_diary(shared_data / MYAIGUIDE_FOLDER), outcome=list(MYAIGUIDE_OUTCOMES))
    assert len(found) == 0
    assert naive(found).n_claimed > 30
    assert found.findings.outcomes[0].n_days_used == 2908
    smallest = found.findings.outcomes[0].smallest_visible_effect
    assert smallest is not None
    assert smallest < 0.1
    effort, done = found.table.column("climbing"), found.table.column("climbing_activity")
    assert (done[np.isfinite(effort)] == 1.0).all(), "a climb with an effort is a day with climbing"
    assert int(np.nansum(done)) == 363
    assert np.isfinite(found.table.values).any(axis=0).all(), "no column is there for a counter that was not worn"


def test_kossakowski_is_read_by_a_mapping(shared_data: Path, kossakowski: pd.DataFrame, tmp_path: Path) -> None:
    """Several beeps a day become one day's mean, the same as by hand."""
    mapping = tmp_path / "kossakowski.toml"
    mapping.write_text(kossakowski_mapping(list(kossakowski.columns)), encoding="utf-8")
    table = cm.read_diary(shared_data / KOSSAKOWSKI_FILE, mapping=mapping).day_table()
    by_hand = kossakowski_days(kossakowski).set_index("day").asfreq("D")
    assert len(table.days) == len(by_hand) == 239
    np.testing.assert_allclose(table.column("pain"), by_hand["Pain"].to_numpy(), rtol=1e-12)


def test_kossakowski_moods_of_the_same_day_are_not_called_before(kossakowski: pd.DataFrame) -> None:
    """Tired days are less relaxed days, r = -.47; which came first a day's mean cannot say."""
    found = cm.find(kossakowski_days(kossakowski), outcome=list(KOSSAKOWSKI_OUTCOMES))
    assert len(found) == 0
    assert naive(found).n_claimed > 20
    assert _answer(found, "Relaxed", "Tired").reason == "same_day"


def test_jang_silent_evenings_are_stored_as_zeros(shared_data: Path) -> None:
    """Where all six feelings are 0 next to nothing is ticked: of 1,028 rows with a tick, 25 are such rows."""
    table = pd.read_csv(shared_data / JANG_FILE)
    feelings = [*table.filter(regex="_(feeling|energy)$"), "anxiety", "annoying"]
    is_silent = (table[feelings] == 0).all(axis=1)
    is_ticked = (table[["alcohol", "coffee", "smoking", "menstruation", "exercise", "panic"]] != 0).any(axis=1)
    assert (int(is_silent.sum()), int(is_ticked.sum()), int((is_silent & is_ticked).sum())) == (464, 1028, 25)
    answered = {person.name: person.n_answered for person in jang_people(shared_data)}
    assert len(answered) == 14
    assert answered["SYM2-1-563"] == 46


def test_jang_is_not_one_person(shared_data: Path) -> None:
    """The table of 26 people calls their column "id": it is refused, with what to do."""
    with pytest.raises(UnreadableFileError, match="rows of 26 people"):
        cm.read_diary(shared_data / JANG_FILE)


def test_jang_nearly_nobody_sees_a_finding(shared_data: Path) -> None:
    """Fourteen people, one page each: at most one sees anything, while correlations claim some for most."""
    n_shown, n_claimed = [], 0
    for person in jang_people(shared_data):
        found = cm.find(
            person.answered, outcome=list(JANG_OUTCOMES), exposures=JANG_EXPOSURES, before_rating=JANG_BEFORE_RATING
        )
        n_shown.append(len(found))
        n_claimed += naive(found).n_claimed
    assert sum(n > 0 for n in n_shown) <= 1
    assert n_claimed >= 15
