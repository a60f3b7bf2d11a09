"""The words of pacing: they watch, they count with a range, and they never give permission or a target."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.unit.report.test_reading_age import school_grade, sentences_of
from tests.unit.safety.pacing_pages import every_page

PAGES = dict(every_page())

# What would be a target, a permission, or praise for having done more.
NEVER = (
    r"\b(target|goal|limit of|up to|at most|no more than|aim|allowed|you can do|can safely|safe)\b",
    r"\b(build up|step up|increase|each week|gradually|progress|push|challenge)\b",
    r"\b(great|good job|well done|keep it up|excellent|proud|nice)\b",
    r"\b(recovered|back to normal|improv\w*)\b",
    r"\b(under|below|less than) (your|this|that|the) (usual|line|limit)\b",
)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_target_no_permission_no_praise(name: str) -> None:
    """Nothing on a page can be read as how much is fine, or as a reason to do more."""
    text = "\n".join(PAGES[name])
    assert [found for pattern in NEVER for found in re.findall(pattern, text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    ("pattern", "example"),
    list(zip(NEVER, ("a target of", "increase a little", "well done", "it improved", "below your usual"), strict=True)),
)
def test_the_check_above_has_teeth(pattern: str, example: str) -> None:
    """Each expression catches what it is for."""
    assert re.search(pattern, example, re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_house_rules_hold(name: str, repository: Path) -> None:
    """The expressions that no text for a person may hold, on whole pages."""
    file = repository / "tests" / "house" / "forbidden_expressions.toml"
    text = "\n".join(PAGES[name])
    for rule in tomllib.loads(file.read_text(encoding="utf-8"))["rule"]:
        spared = text
        for wording in rule.get("except", ()):
            spared = re.sub(re.escape(wording), "", spared, flags=re.IGNORECASE)
        assert re.findall(rule["pattern"], spared, re.IGNORECASE) == [], rule["why"]


def test_a_share_never_stands_without_its_range() -> None:
    """Wherever "in 100" is said of what came after, the range is in the same line."""
    lines = [line for page in PAGES.values() for line in page if "in 100" in line]
    assert lines
    assert [line for line in lines if "The range is" not in line] == []


def test_every_page_with_numbers_says_that_no_number_is_a_limit() -> None:
    """What could be read as permission stands beside the sentence that takes it back."""
    with_numbers = {name: page for name, page in PAGES.items() if any(line.startswith("By ") for line in page)}
    assert len(with_numbers) >= 5
    for page in with_numbers.values():
        assert any("how much is fine" in line for line in page)
        assert any("does not show" in line for line in page)


def test_blank_days_are_called_blank() -> None:
    """After silent days, nothing is said of load, and blank is not called quiet."""
    text = "\n".join(PAGES["payback +3"])
    assert "A blank day is not a quiet day" in text
    assert "stand out" not in text


@pytest.mark.parametrize("name", ["never worse +0", "one worse +0", "no symptom +0"])
def test_no_share_where_nothing_was_told_apart(name: str) -> None:
    """Without worse days there is no "0 of 17"; the page says why nothing can be told."""
    text = "\n".join(PAGES[name])
    assert " times" not in text
    assert re.search(r"cannot be told|No symptom is rated often enough", text)


def test_heavier_days_are_named_with_what_came_after() -> None:
    """The sentence the monitor exists for."""
    text = "\n".join(PAGES["payback heavier +0"])
    assert "were heavier than your usual by rated effort" in text
    assert "a worse day came within three days 8 of 8 times" in text
    assert "The range is 68 to 100 in 100" in text


def test_a_crash_stands_with_the_days_before_it() -> None:
    """What was logged before, and that an unlogged day is no quiet one."""
    text = "\n".join(PAGES["crash crashes"])
    assert "31 January 2026: effort 8 of 10 (heavier than your usual)" in text
    assert "nothing logged" in text
    assert "need not be its reason" in text


def test_a_person_of_eleven_can_read_it() -> None:
    """All pages together; names of months and numbers count as words."""
    lines = list(dict.fromkeys(line for page in PAGES.values() for line in page if line.strip()))
    assert school_grade(lines) <= 6.0
    assert max(len(words) for line in lines for words in sentences_of(line)) <= 28
