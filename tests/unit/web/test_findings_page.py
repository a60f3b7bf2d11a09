"""Findings on the page: what is known and how sure, first; what stands behind it; and no waiting at an empty window."""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from commensal.report.findings_words import outcome_sentence
from commensal.service import findings_now
from commensal.service.aside import NotReadyError, aside
from commensal.service.log import log
from commensal.service.reporting import Looked
from tests.unit.web.visitor import Visitor, main_of, synthetic_entries, text_of

_DAYS = 200


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Somebody whose diary holds the days of a synthetic person in whom something was planted."""
    one = Visitor(folder=tmp_path_factory.mktemp("findings"))
    one.keeps(synthetic_entries(days=_DAYS, last_day=one.today))
    return one


@pytest.fixture(scope="module")
def looked(visitor: Visitor) -> Looked:
    """What the command line would say of the same days."""
    seen = findings_now.reading(visitor.home, wait_s=120)
    assert seen.looked is not None
    return seen.looked


def test_the_first_sentence_about_each_symptom_is_what_is_known(visitor: Visitor, looked: Looked) -> None:
    """The same sentences as everywhere else, each with a way to more."""
    page = visitor.get("/findings")
    for outcome in looked.findings.outcomes:
        assert outcome_sentence(outcome) in text_of(page)
        assert f"/findings/about?name={outcome.outcome.key}" in page.text
    assert "We are fairly sure." in text_of(page)
    assert "Cannot tell yet what goes with" in text_of(page)


def test_what_the_page_cannot_say_stands_on_it(visitor: Visitor) -> None:
    """An observation goes with; it never causes."""
    text = visitor.reads("/findings")
    assert "It cannot say why things go together." in text
    assert not re.search(r"\bcause[sd]?\b|\bavoid\b|!", text.casefold().replace("because", ""))


def test_every_candidate_stands_in_a_table_also_the_silent_ones(visitor: Visitor, looked: Looked) -> None:
    """Nothing that was compared is left out, and each row leads to what stands behind it."""
    outcome = looked.findings.outcomes[0]
    page = visitor.get(f"/findings/about?name={outcome.outcome.key}")
    behind = re.findall(r'<th scope="row"><a href="/findings/behind\?([^"]*)"', page.text)
    assert len(behind) == len(outcome.findings)


def test_pictures_have_a_title_a_description_and_a_table_twin(visitor: Visitor, looked: Looked) -> None:
    """What is drawn can also be heard and read; every difference is drawn with its range."""
    outcome = looked.findings.outcomes[0]
    page = visitor.get(f"/findings/about?name={outcome.outcome.key}")
    drawings = re.findall(r'<svg class="(lags|days)" role="img".*?</svg>', page.text, re.DOTALL)
    assert set(drawings) == {"lags", "days"}
    for drawing in re.findall(r'<svg class="(?:lags|days)" role="img".*?</svg>', page.text, re.DOTALL):
        assert "<title" in drawing
        assert "<desc" in drawing
    assert 'class="later-interval"' in page.text
    assert "The same picture as a table" in text_of(page)
    assert "The same days as a table" in text_of(page)


def test_what_stands_behind_a_finding_and_behind_a_silence(visitor: Visitor, looked: Looked) -> None:
    """Days, picture by lag, checks, what was taken into account, studies, sources; also where nothing is shown."""
    outcome = looked.findings.outcomes[0]
    shown = outcome.shown[0]
    silent = next(one for one in outcome.findings if one not in outcome.shown and one.lags == () and one.n_days > 0)
    for finding in (shown, silent):
        address = f"/findings/behind?outcome={outcome.outcome.key}&exposure={quote(finding.exposure.key)}"
        page = visitor.get(address)
        for part in ("The days as they were written down", "The days around it, one by one", "Checks", "Sources"):
            assert part in text_of(page)


def test_an_address_with_a_slip_says_so(visitor: Visitor) -> None:
    """No trace, no blame."""
    for path in ("/findings/about?name=nothing", "/findings/about", "/findings/behind?outcome=pain&exposure=nothing"):
        assert "There is nothing at this address" in text_of(visitor.get(path, code=404))


def test_an_empty_diary_is_no_failure(tmp_path: Path) -> None:
    """What is missing is said kindly, on each of the pages."""
    visitor = Visitor(folder=tmp_path)
    for path in ("/findings", "/findings/about?name=pain", "/findings/behind?outcome=pain&exposure=bread"):
        assert "no symptom has been rated so far" in visitor.reads(path)


def test_a_page_that_takes_long_says_so_and_comes_back(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody stares at an empty window; without JavaScript the page asks again by itself."""

    def never(*_: object, **__: object) -> None:
        raise NotReadyError

    monkeypatch.setattr(findings_now, "aside", never)
    page = once(visitor, "/findings/about?name=pain")
    assert page.headers["refresh"] == "2;url=/findings/about?name=pain"
    assert "Your days are being read" in main_of(page)
    assert 'href="/findings/about?name=pain"' in page.text


def once(visitor: Visitor, path: str) -> httpx.Response:
    """Ask a single time."""
    return visitor._ask("GET", path)


def test_work_aside_is_done_once_and_goes_on() -> None:
    """Asking again while it is at work starts nothing new, and another state of the diary is another question."""
    asked = []

    def slow() -> str:
        asked.append(1)
        time.sleep(0.2)
        return "done"

    key = ("test", time.monotonic())
    with pytest.raises(NotReadyError):
        aside(key, slow, wait_s=0.01)
    assert aside(key, slow, wait_s=5) == "done"
    assert aside(key, slow, wait_s=0) == "done"
    assert asked == [1]


def test_what_goes_wrong_aside_is_tried_again() -> None:
    """A slip of the machine is not kept as an answer."""
    asked = []

    def slips() -> str:
        asked.append(1)
        if len(asked) == 1:
            raise OSError("the disk was busy")
        return "done"

    key = ("test", time.monotonic())
    with pytest.raises(OSError, match="busy"):
        aside(key, slips, wait_s=5)
    assert aside(key, slips, wait_s=5) == "done"


def test_what_is_written_is_seen_at_once(visitor: Visitor) -> None:
    """An answer from memory is never an answer about older days."""
    before = visitor.reads("/findings")
    log(visitor.home, ratings={"itching": 3})
    assert "itching" not in before
    assert "itching" in visitor.reads("/findings")


def test_names_from_a_file_are_shown_as_text(tmp_path: Path) -> None:
    """A symptom may be called anything; the page shows it and runs nothing."""
    visitor = Visitor(folder=tmp_path)
    name = "<img src=x onerror=alert(1)>"
    log(visitor.home, ratings={name: 3})
    page = visitor.get("/findings")
    assert "<img" not in page.text
    assert "&lt;img" in page.text
    about = re.search(r'href="(/findings/about\?[^"]*)"', page.text)
    assert about is not None
    assert "<img" not in visitor.get(about.group(1)).text


def test_findings_come_fast_from_memory(visitor: Visitor) -> None:
    """The second look takes well under a tenth of a second of work, wherever the test runs."""
    visitor.get("/findings")
    before = time.process_time()
    visitor.get("/findings")
    assert time.process_time() - before < 0.3
