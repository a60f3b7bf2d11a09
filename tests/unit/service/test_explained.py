"""What stands behind a finding: the same days, the same numbers, nothing made up."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import commensal as cm
from commensal.findings.finding import Finding, Status
from commensal.knowledge.evidence import evidence
from commensal.knowledge.sources import sources
from commensal.records.day_table import Role, Variable
from commensal.report.explained import Explained
from commensal.report.explained_words import explained_json, explained_lines
from commensal.service.explained import explain_finding
from commensal.service.find import Found
from commensal.vocab.errors import NotAnalysableError
from commensal.vocab.units import Unit

_N_DAYS = 160


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """A food that acts a day later, an amount that acts, a craving that follows pain, and one that does nothing."""
    rng = np.random.default_rng(4)
    data = pd.DataFrame(
        {"coffee": (rng.random(_N_DAYS) < 0.4).astype(float), "tea": (rng.random(_N_DAYS) < 0.4).astype(float)},
        index=pd.date_range("2026-01-01", periods=_N_DAYS),
    )
    data["sleep"] = rng.normal(7, 1, _N_DAYS)
    data["pain"] = 5 + rng.normal(0, 1, _N_DAYS) + 1.5 * data["coffee"].shift(1).fillna(0.0)
    data["pain"] -= 0.8 * (data["sleep"].shift(1) - 7).fillna(0.0)
    data["chocolate"] = ((data["pain"] + rng.normal(0, 0.5, _N_DAYS)) > 6).astype(float)
    data.loc[data.index[rng.random(_N_DAYS) < 0.1], "pain"] = np.nan
    data["rare"] = 0.0
    data.loc[data.index[[3, 80]], "rare"] = 1.0
    return data


@pytest.fixture(scope="module")
def found(frame: pd.DataFrame) -> Found:
    return cm.find(frame, outcome="pain")


def _text(explained: Explained) -> str:
    return " ".join(" ".join(explained_lines(explained)).split())


def test_the_raw_days_are_the_days_of_the_frame(found: Found, frame: pd.DataFrame) -> None:
    """Each row holds what was written down: that day's exposure, and pain the day before and the day after."""
    explained = found.explain("coffee")
    assert explained.after_days == 1
    for row in explained.raw_days:
        day = pd.Timestamp(row.day)
        assert row.exposure == frame["coffee"][day]
        for known, other in ((row.outcome_before, -1), (row.outcome_after, 1)):
            written = frame["pain"].get(day + pd.Timedelta(days=other), np.nan)
            assert (known is None) == bool(np.isnan(written))
            assert known is None or known == written
    assert len(explained.raw_days) > 150


def test_plain_averages_are_those_of_the_raw_days(found: Found, frame: pd.DataFrame) -> None:
    """The average with and without, with nothing taken into account."""
    explained = found.explain("coffee")
    after = frame["pain"].shift(-1)
    assert explained.with_it is not None
    assert explained.without_it is not None
    assert explained.with_it.mean == pytest.approx(after[frame["coffee"] == 1].mean())
    assert explained.without_it.mean == pytest.approx(after[frame["coffee"] == 0].mean())
    assert explained.with_it.n_days + explained.without_it.n_days == after.notna().sum()


def test_an_amount_has_no_averages(found: Found) -> None:
    """Above and below a cut would read as a limit below which all is well."""
    explained = found.explain("sleep")
    assert (explained.with_it, explained.without_it) == (None, None)
    assert "average" not in _text(explained)


def test_what_is_worked_out_again_is_what_the_finder_worked_out(found: Found) -> None:
    """The picture of a shown finding comes out the same when it is made anew, so a silent one's can be trusted."""
    shown = found.explain("coffee").finding
    bare = replace(
        found.findings,
        outcomes=tuple(
            replace(page, findings=tuple(replace(f, lags=()) for f in page.findings))
            for page in found.findings.outcomes
        ),
    )
    again = explain_finding(bare, found.table, found.question, "coffee")
    assert len(shown.lags) == len(again.lags) > 5
    for one, other in zip(shown.lags, again.lags, strict=True):
        assert one.lag_days == other.lag_days
        assert one.effect.estimate == pytest.approx(other.effect.estimate, rel=1e-9)


def test_the_check_that_failed_is_shown(found: Found) -> None:
    """Chocolate that follows pain: the control's p-value is small, and said to be the reason."""
    explained = found.explain("chocolate")
    assert explained.finding.status is Status.REVERSED_OR_CONFOUNDED
    assert explained.control is not None
    assert explained.control.has_failed
    assert explained.control.p_value < 0.01
    assert "So the order is not clear." in _text(explained)


def test_a_check_that_was_passed_is_shown(found: Found) -> None:
    """Coffee comes before pain: the control is silent."""
    control = found.explain("coffee").control
    assert control is not None
    assert not control.has_failed
    assert control.p_value >= 0.01
    assert "As it should be" in _text(found.explain("coffee"))


def test_with_too_little_there_is_no_picture_and_no_check(found: Found) -> None:
    """Two days are shown as they are, and nothing is worked out from them."""
    explained = found.explain("rare")
    assert (explained.lags, explained.control) == ((), None)
    assert sum(row.exposure for row in explained.raw_days) == 2
    assert "Too few days, or too little change" in _text(explained)


def test_what_was_adjusted_for_is_named(found: Found) -> None:
    """The same names as the findings of the outcome carry, in words."""
    explained = found.explain("coffee")
    assert explained.adjusted_for == found.findings.outcomes[0].adjusted_for
    assert "slow change over months and day of the week" in _text(explained)


def test_a_way_on_the_map_has_its_grade_and_its_sources(found: Found) -> None:
    """Sleep and pain are on the map: every source of every arrow is given in full, and none twice."""
    explained = found.explain("sleep")
    assert explained.way is not None
    assert explained.way.nodes[-1] == "pain_intensity"
    assert explained.grade is explained.way.grade
    wanted = {name for edge in explained.way.edge_ids for name in evidence().edges[edge].source_ids}
    assert wanted == set(explained.finding.citation()) == {reference.source_id for reference in explained.references}
    assert len(explained.references) == len(wanted) > 0
    for reference in explained.references:
        assert sources()[reference.source_id].title in reference.text
        assert f"[{reference.source_id}]" in _text(explained)


def test_without_a_way_there_is_no_source(found: Found) -> None:
    """A finding that the map knows nothing of cites the method alone."""
    explained = found.explain("tea")
    assert explained.way is None
    assert (explained.finding.citation(), explained.references) == ((), ())
    assert "shows no way" in _text(explained)


def test_a_finding_can_be_handed_over_itself(found: Found) -> None:
    """``found.explain(found[0])`` is the same as by its name, however the name is written."""
    assert found.explain(found[0]) == found.explain(found[0].exposure.key, "pain")
    assert found.explain("  Coffee ") == found.explain("coffee", "PAIN")


@pytest.mark.parametrize(("exposure", "outcome", "named"), [("cofee", None, "coffee"), ("coffee", "mood", "pain")])
def test_an_unknown_name_says_which_there_are(found: Found, exposure: str, outcome: str | None, named: str) -> None:
    """A sentence with the names that can be asked for."""
    with pytest.raises(NotAnalysableError, match=named):
        found.explain(exposure, outcome)


def test_of_several_outcomes_the_one_that_is_shown_is_explained(frame: pd.DataFrame) -> None:
    """Without an outcome, the one that the exposure goes with; with one, that one."""
    rng = np.random.default_rng(9)
    both = cm.find(frame.assign(mood=rng.normal(5, 1, _N_DAYS)), outcome=["mood", "pain"])
    assert both.explain("coffee").finding.outcome.key == "pain"
    assert both.explain("coffee", "mood").finding.outcome.key == "mood"


def test_values_copied_from_another_day_are_no_raw_days(found: Found) -> None:
    """The finder does not read them, so they are not shown as if it did."""
    copied = np.zeros_like(found.table.copied)
    column = found.table.index_of("pain")
    row = int(np.flatnonzero(np.isfinite(found.table.values[:, column]))[10])
    copied[row, column] = True
    table = replace(found.table, copied=copied)
    explained = explain_finding(found.findings, table, found.question, "coffee")
    before = {raw.day: raw for raw in explained.raw_days}[found.table.days[row - 1]]
    assert before.outcome_after is None


def test_no_number_stands_beside_a_medicine(found: Found) -> None:
    """A medicine gets its sentence: no days, no picture, no difference."""
    medicine = Variable(
        key="coffee", label="Ibuprofen", kind="medicine_dose", role=Role.CONTEXT, unit=Unit.YES_NO, scale=None
    )
    page = found.findings.outcomes[0]
    medicated = tuple(replace(f, exposure=medicine) if f.exposure.key == "coffee" else f for f in page.findings)
    findings = replace(found.findings, outcomes=(replace(page, findings=medicated),))
    explained = explain_finding(findings, found.table, found.question, "Ibuprofen")
    assert (explained.raw_days, explained.lags, explained.control) == ((), (), None)
    assert not any(char.isdigit() for char in _text(explained))
    assert "pharmacist" in _text(explained)
    assert explained_json(explained)["average_with"] is None


@pytest.mark.parametrize("name", ["chocolate", "coffee", "rare", "sleep", "tea"])
def test_the_document_holds_numbers_that_json_has(found: Found, name: str) -> None:
    """No NaN, and everything that the lines show."""
    document = json.loads(json.dumps(explained_json(found.explain(name)), allow_nan=False))
    assert document["exposure"] == name
    assert len(document["raw_days"]) == len(found.explain(name).raw_days)


def test_explaining_changes_nothing(found: Found) -> None:
    """Asked twice, answered alike; and the finding is the one in the table."""
    one: Finding = found.explain("coffee").finding
    assert one in found.findings.outcomes[0].findings
    assert str(found.explain("coffee")) == str(found.explain("coffee"))
