"""Microbiome: a result is looked at before it is kept; nobody needs one."""

from __future__ import annotations

import re

import httpx

from commensal.service.microbiome_samples import kept_samples
from tests.unit.web.asking import Asking
from tests.unit.web.visitor import text_of

_GENERA = {"Bacteroides": 40, "Faecalibacterium": 12, "Roseburia": 6, "Prevotella": 4, "Blautia": 3, "Akkermansia": 1}


def _file(*samples: str, more: int = 0) -> bytes:
    """A table as MetaPhlAn writes it, with one column a sample; ``more`` of one genus makes it another sample."""
    genera = {**_GENERA, "Roseburia": _GENERA["Roseburia"] + more}
    total = sum(genera.values())
    head = "#mpa_v30_CHOCOPhlAn_201901\nclade_name\t" + "\t".join(samples)
    lines = [head]
    for name, share in {"": total, **genera}.items():
        clade = "k__Bacteria" if not name else f"k__Bacteria|p__P|c__C|o__O|f__F|g__{name}"
        lines.append(f"{clade}\t" + "\t".join(f"{100 * share / total:.5f}" for _ in samples))
    return ("\n".join(lines) + "\n").encode()


def _there(page: Asking, path: str) -> httpx.Response:
    answer = page.get(path)
    while "refresh" in answer.headers:
        answer = page.get(path)
    return answer


def _decide(page: Asking, shown: httpx.Response, **form: str) -> httpx.Response:
    found = re.search(r'action="(/microbiome/[\w-]+)"', shown.text)
    assert found is not None, text_of(shown)
    return page.post(found.group(1), form)


def test_nobody_has_to_buy_a_test(page: Asking) -> None:
    """Without a sample the page says that none is needed."""
    said = text_of(page.get("/microbiome"))
    assert "Nobody has to buy one" in said


def test_sample_is_looked_at_and_then_kept(page: Asking) -> None:
    """First what it says; kept only with a yes, on the day that was said, and then it is on the page."""
    shown = page.post("/microbiome", {"day": "2026-11-01"}, files={"file": ("result.txt", _file("mine"))})
    assert shown.status_code == 200
    assert "Nothing is kept yet" in text_of(shown)
    assert not page.home.has_diary
    _decide(page, shown, do="keep", day="2026-11-01", sample="")
    assert [sample.day.isoformat() for sample in kept_samples(page.home)] == ["2026-11-01"]
    assert "cannot tell" in text_of(_there(page, "/microbiome")).casefold()
    assert not list((page.home.state_folder / "incoming").iterdir())


def test_file_with_several_samples_asks_which(page: Asking) -> None:
    """Somebody else's sample is never taken for one's own."""
    shown = page.post("/microbiome", {"day": "2026-11-01"}, files={"file": ("all.txt", _file("one", "two"))})
    assert "Choose your own" in text_of(shown)
    chosen = _decide(page, shown, do="show", day="2026-11-01", sample="two")
    assert "Nothing is kept yet" in text_of(chosen)
    assert not page.home.has_diary


def test_no_file_and_no_result(page: Asking) -> None:
    """Nothing chosen is said; a file that is no result is refused and gone."""
    assert page.post("/microbiome", files={"other": ("x", b"")}).headers["location"].endswith("note=none")
    refused = page.post("/microbiome", {"day": ""}, files={"file": ("holiday.jpg", b"\xff\xd8\x00")})
    assert refused.status_code == 400
    assert not list((page.home.state_folder / "incoming").iterdir())


def test_two_samples_lie_side_by_side(page: Asking) -> None:
    """Two kept samples are compared; a day without one leads back."""
    for more, day in enumerate(("2026-10-01", "2026-11-01")):
        shown = page.post("/microbiome", {"day": day}, files={"file": (f"{day}.txt", _file(day, more=more))})
        _decide(page, shown, do="keep", day=day, sample="")
    compared = _there(page, "/microbiome/compare?before=2026-10-01&after=2026-11-01")
    assert "side by side" in text_of(compared)
    assert page.get("/microbiome/compare?before=2026-10-01&after=2026-10-02").status_code == 303


def test_plan_says_whether_another_is_worth_it(page: Asking) -> None:
    """The planner's number stands on a page of its own."""
    assert "samples" in text_of(_there(page, "/microbiome/plan"))
