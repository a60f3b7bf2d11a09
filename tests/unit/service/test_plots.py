"""Pictures in a notebook: what is drawn, and what is said where nothing can draw."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest

import commensal as cm
from commensal.service import plots
from commensal.service.find import Found
from commensal.vocab.errors import UsageError


@dataclass
class Sheet:
    """Takes down what is drawn on it, as matplotlib's axes would be asked to."""

    transAxes: object = None  # noqa: N815 - matplotlib's own name
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return lambda *given, **named: self.calls.append((name, given, named))

    def asked(self, name: str) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        """What was asked under one name."""
        return [(given, named) for called, given, named in self.calls if called == name]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """A food that acts a day later, and one that does not."""
    rng = np.random.default_rng(4)
    data = pd.DataFrame(
        {"coffee": (rng.random(150) < 0.4).astype(float), "tea": (rng.random(150) < 0.4).astype(float)},
        index=pd.date_range("2026-01-01", periods=150),
    )
    return data.assign(pain=5 + rng.normal(0, 1, 150) + 1.5 * data["coffee"].shift(1).fillna(0.0))


@pytest.fixture(scope="module")
def found(frame: pd.DataFrame) -> Found:
    return cm.find(frame, outcome="pain")


def test_every_lag_is_drawn_with_its_interval(found: Found) -> None:
    """One point a lag at its estimate, reaching to both ends; the days before are open diamonds."""
    sheet = Sheet()
    found.plot("coffee", axes=sheet)
    lags = found[0].lags
    drawn = sheet.asked("errorbar")
    assert [given[0][0] for given, _ in drawn] == [lag.lag_days for lag in lags]
    for lag, ((_, y), named) in zip(lags, drawn, strict=True):
        assert y[0] == pytest.approx(lag.effect.estimate)
        [low], [high] = named["yerr"]
        assert (y[0] - low, y[0] + high) == (pytest.approx(lag.effect.low), pytest.approx(lag.effect.high))
        assert (named["fmt"] == "D") == (lag.lag_days < 0)
        assert named["markerfacecolor"] == "white" or lag.lag_days > 0


def test_a_silent_exposure_has_its_picture_too(found: Found) -> None:
    """Silence can be looked at."""
    sheet = Sheet()
    found.plot("tea", axes=sheet)
    assert len(sheet.asked("errorbar")) == len(found[0].lags)


def test_what_is_shown_is_drawn_and_nothing_else(found: Found) -> None:
    """One interval a finding, with its name beside it."""
    sheet = Sheet()
    assert found.plot(axes=sheet) is sheet
    [((x, _), named)] = sheet.asked("errorbar")
    assert found[0].effect is not None
    assert x[0] == pytest.approx(found[0].effect.estimate)
    assert "xerr" in named
    [((_, labels), _)] = sheet.asked("set_yticks")
    assert labels == ["Coffee, pain"]


def test_an_empty_page_says_so(frame: pd.DataFrame) -> None:
    """Nothing found is drawn as a sentence, not as an empty frame."""
    sheet = Sheet()
    cm.find(frame[["tea", "pain"]], outcome="pain").plot(axes=sheet)
    [(given, _)] = sheet.asked("text")
    assert given[2] == "Nothing stands out clearly in these days."
    assert sheet.asked("errorbar") == []


def test_without_matplotlib_there_is_a_sentence(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing, how to get it, and what can be used instead."""

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(plots, "import_module", missing)
    with pytest.raises(UsageError, match="no matplotlib") as problem:
        found.plot()
    assert "to_frame()" in str(problem.value)


def test_with_matplotlib_there_is_a_figure(found: Found) -> None:
    """The real thing, where it is installed."""
    pytest.importorskip("matplotlib").use("Agg")
    axes = found.plot("coffee")
    assert axes.get_title() == "Pain before and after coffee"
    assert [label.get_text() for label in found.plot().get_yticklabels()] == ["Coffee, pain"]
    importlib.import_module("matplotlib.pyplot").close("all")
