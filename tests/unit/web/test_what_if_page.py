"""What if on the page: a model and no forecast, with bands, a table twin and all that is assumed."""

from __future__ import annotations

from pathlib import Path

import pytest

from commensal.service.what_if import WhatIf, ready, what_if
from commensal.web.routes import what_if as routes
from tests.unit.web.visitor import Visitor, text_of


def asked_quickly(*_: object, **__: object) -> WhatIf:
    """A few versions of the model, so that a test need not wait for two hundred."""
    return what_if(None, next(one.scenario for one in ready() if one.id == "antibiotics_for_a_week"), n_versions=4)


def test_every_ready_question_can_be_chosen(tmp_path: Path) -> None:
    """First of all that it is a model; and none is put before another by what it promises."""
    page = Visitor(folder=tmp_path).get("/axis/what-if")
    text = text_of(page)
    assert text.index("a model and no forecast") < text.index("Choose a question")
    for one in ready():
        assert f'href="/axis/what-if/{one.id}"' in page.text


def test_an_answer_shows_bands_tables_and_what_is_assumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each picture with a title, a description and a table twin."""
    monkeypatch.setattr(routes, "_asked", asked_quickly)
    page = Visitor(folder=tmp_path).get("/axis/what-if/antibiotics_for_a_week")
    drawn = page.text.count('<svg class="what-if"')
    assert drawn > 0
    assert page.text.count("The same picture as a table") == drawn
    assert page.text.count("<polygon") == 2 * drawn
    assert "What is assumed" in text_of(page)
    assert "Nothing here is a reason to start, stop or change one." in text_of(page)


def test_an_empty_diary_cannot_be_started_from(tmp_path: Path) -> None:
    """It says what is missing, and leads back."""
    text = Visitor(folder=tmp_path).reads("/axis/what-if/fibre_up_gently?person=diary")
    assert "does not hold enough days yet" in text


def test_a_question_that_there_is_not(tmp_path: Path) -> None:
    """There is nothing at this address."""
    Visitor(folder=tmp_path).get("/axis/what-if/a_miracle", code=404)
