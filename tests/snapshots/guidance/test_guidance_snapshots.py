"""Whole pages of guidance, to be read aloud before a difference is accepted.

``COMMENSAL_UPDATE_SNAPSHOTS=1 pytest tests/snapshots`` writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from commensal.guidance.suggestion import Guidance
from commensal.records.person import Flag, Person
from commensal.report.guidance_page import guidance_lines
from commensal.vocab.answers import Answer
from tests.unit.guidance.guidance_people import days, guidance, person
from tests.unit.report.findings_examples import (
    BREAD,
    FATIGUE,
    PASTA,
    STOMACH_PAIN,
    found,
    interval,
    outcome_findings,
    page_of,
)

_FOLDER = Path(__file__).parent
_GUT = {"pain": 4.0, "bloating": 5.0}
_PAIN = {"pain": 4.0, "fatigue": 5.0}


def _bread_or_pasta() -> Guidance:
    members = [
        found(item, FATIGUE, set_id=1, set_members=("bread", "pasta"), onset_days=1, effect=interval(0.8, 0.6))
        for item in (BREAD, PASTA)
    ]
    return guidance(person("IBS"), days(_GUT), page_of(outcome_findings(FATIGUE, members)))


def _medicines() -> Guidance:
    who = person("IBS", medicines=("warfarin", "insulin glargine", "levothyroxine"))
    return guidance(who, days(_GUT))


_PAGES: dict[str, Callable[[], Guidance]] = {
    "nothing-known": lambda: guidance(Person(), ()),
    "ibs": lambda: guidance(person("IBS"), days(_GUT)),
    "ibs-not-asked": lambda: guidance(Person(conditions=("IBS",)), days(_GUT)),
    "fibromyalgia": lambda: guidance(person("fibromyalgia"), days(_PAIN)),
    "me-cfs": lambda: guidance(person("ME/CFS"), days(_PAIN)),
    "severe-me-cfs": lambda: guidance(person("ME/CFS", answers={Flag.SEVERE_MECFS: Answer.YES}), days(_PAIN)),
    "bad-day": lambda: guidance(person("IBS"), (*days({"pain": 9.0}, 1), *days(_GUT)[1:])),
    "own-finding": _bread_or_pasta,
    "many-foods-out": lambda: guidance(
        person("IBS", avoided_food_groups=("dairy", "wheat", "beans", "nuts")), days(_GUT)
    ),
    "medicines-why": _medicines,
    "urgent": lambda: guidance(person("IBS"), days(_GUT, texts=["there was blood in my stool"])),
    "emergency": lambda: guidance(person("IBS", country="GB"), days(_GUT, texts=["I was vomiting blood"])),
    "medicine-question": lambda: guidance(
        person("IBS", medicines=("omeprazole",)), days(_GUT), question="Can I stop my omeprazole?"
    ),
    "ease-finding": lambda: guidance(
        person("fibromyalgia"),
        days(_PAIN),
        page_of(outcome_findings(STOMACH_PAIN, [found(BREAD, STOMACH_PAIN, effect=interval(-0.9, 0.5))])),
    ),
}


@pytest.mark.parametrize("name", sorted(_PAGES))
def test_the_page_has_not_changed(name: str) -> None:
    """A page that reads otherwise than before is read by a person before it is kept."""
    said = "\n".join(guidance_lines(_PAGES[name](), is_full=name.endswith("-why"))) + "\n"
    file = _FOLDER / f"{name}.txt"
    if os.environ.get("COMMENSAL_UPDATE_SNAPSHOTS"):
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")
