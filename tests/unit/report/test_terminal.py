"""The findings in a terminal, and where there is none."""

from __future__ import annotations

import unicodedata
from io import StringIO

import pytest
from rich.console import Console

from commensal.findings.finding import Status
from commensal.report.known_truth import KnownEffect
from commensal.report.notice import NOTICE
from commensal.report.terminal import findings_text, print_findings
from tests.unit.report.findings_examples import (
    FATIGUE,
    found,
    outcome_findings,
    page_of,
    silent,
    stomach_pain_and_fatigue,
    variable,
)

TRUTH = [
    KnownEffect(exposure="Period", outcome="Stomach pain", effect=1.0, lag_days=0),
    KnownEffect(exposure="Coffee", outcome="Stomach pain", effect=0.3, lag_days=1),
    KnownEffect(exposure="Tea", outcome="Stomach pain", effect=0.5, lag_days=2),
]


def words_of(text: str) -> str:
    """The text without lines and frames."""
    return " ".join("".join(" " if unicodedata.category(char) in ("So", "Cc") else char for char in text).split())


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("every_candidate", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, every_candidate: bool) -> None:
    """Nothing runs over the edge, and very wide terminals do not make very long lines."""
    page = page_of(
        outcome_findings(FATIGUE, [found(variable("x" * 300), FATIGUE), found(variable("a b " * 60), FATIGUE)]),
        *stomach_pain_and_fatigue().outcomes,
    )
    text = findings_text(page, width=width, is_synthetic=True, every_candidate=every_candidate, truth=TRUTH)
    assert max(len(line) for line in text.splitlines()) <= min(width, 120)


def test_the_first_sentence_comes_first() -> None:
    """What is known and how sure, before any table."""
    first = findings_text(stomach_pain_and_fatigue(), width=100).strip().splitlines()[0]
    assert first == "One thing goes with your stomach pain: on days with period it is higher. We are fairly sure."


def test_the_notice_is_always_there() -> None:
    """Not a medical device, not a diagnosis; also when there is nothing to show."""
    for page in (stomach_pain_and_fatigue(), page_of()):
        assert NOTICE in words_of(findings_text(page, width=100))


def test_a_synthetic_person_is_labelled() -> None:
    """Made-up days are never taken for somebody's."""
    page = stomach_pain_and_fatigue()
    assert findings_text(page, is_synthetic=True).count("Synthetic person") == 1
    assert "Synthetic" not in findings_text(page)


def test_the_silent_ones_are_named_with_their_reason() -> None:
    """Nothing that was looked at disappears."""
    text = words_of(findings_text(stomach_pain_and_fatigue(), width=100))
    for part in ("No sign yet (1) coffee", "Order not clear (1) stress", "Too rare yet (1) oysters"):
        assert part in text


def test_long_lists_are_shortened_with_a_count() -> None:
    """Forty names in a cell help nobody; that there are more is said."""
    findings = [silent(variable(f"food {n}"), FATIGUE, Status.NO_SIGN_YET, "no_sign") for n in range(40)]
    text = words_of(findings_text(page_of(outcome_findings(FATIGUE, findings)), width=100))
    assert "No sign yet (40)" in text
    assert "and 32 more" in text


def test_the_known_truth_stands_beside_the_answer() -> None:
    """What was put in, and what the diary says; a difference that was never looked at says so."""
    text = findings_text(stomach_pain_and_fatigue(), width=120, is_synthetic=True, truth=TRUTH)
    period, tea = (next(line for line in text.splitlines() if line.startswith(name)) for name in ("Period", "Tea"))
    assert "Period and stomach pain" in period
    assert "+1.0 points on days with it, on the same day" in period
    assert "Goes with it: fairly sure. It shows" in period
    coffee = next(line for line in text.splitlines() if line.startswith("Coffee and"))
    assert " ".join(coffee.split()).endswith("+0.3 points after days with it, one day later No sign yet")
    assert " ".join(tea.split()) == "Tea and stomach pain +0.50 points, two days later Not looked at"
    assert "Nothing was put in" in findings_text(stomach_pain_and_fatigue(), truth=[])


def test_a_file_gets_no_colour_codes() -> None:
    """Piped into a file or a screen reader, the text is plain."""
    file = StringIO()
    print_findings(Console(file=file, width=80), stomach_pain_and_fatigue())
    assert "\x1b" not in file.getvalue()


def test_no_color_is_respected() -> None:
    """``NO_COLOR`` leaves weight at most, never a colour, and no meaning is lost."""
    file = StringIO()
    console = Console(file=file, width=80, force_terminal=True, color_system="truecolor", no_color=True)
    print_findings(console, stomach_pain_and_fatigue())
    plain = Console(file=(bare := StringIO()), width=80)
    print_findings(plain, stomach_pain_and_fatigue())
    weight_only = file.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "\x1b" not in weight_only
    assert weight_only == bare.getvalue()


def test_colour_carries_no_meaning() -> None:
    """With and without colour the words are the same."""
    file = StringIO()
    print_findings(Console(file=file, width=80, force_terminal=True), stomach_pain_and_fatigue())
    assert "\x1b[3" not in file.getvalue()  # no colour at all: weight only


@pytest.mark.parametrize("label", ["[red]soup[/red]", ":pizza:", "\x1b[31mred", "[link=file:///x]y[/link]", "[/]"])
def test_a_persons_words_are_shown_and_never_obeyed(label: str) -> None:
    """Brackets, emoji codes and escape sequences in a label are letters."""
    text = findings_text(page_of(outcome_findings(FATIGUE, [found(variable(label), FATIGUE)])), width=100)
    assert "\x1b" not in text
    assert label.replace("\x1b", "").casefold() in text.casefold()


def test_nothing_rated_yet_is_a_kind_answer() -> None:
    """An empty diary is a place to start."""
    assert "Cannot tell yet: no symptom has been rated so far." in words_of(findings_text(page_of(), width=100))
