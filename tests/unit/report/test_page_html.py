"""The page: whole in itself, well formed, readable by everybody, and honest about silence."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from commensal.findings.finding import Findings, Status, Tier
from commensal.records.day_table import DayTable, Variable
from commensal.report.html import findings_page
from commensal.report.known_truth import KnownEffect
from commensal.report.notice import NOTICE, SHORT_NOTICE
from tests.unit.report.findings_examples import (
    FATIGUE,
    IBUPROFEN,
    PERIOD,
    STOMACH_PAIN,
    found,
    months_of_days,
    outcome_findings,
    page_of,
    silent,
    stomach_pain_and_fatigue,
    table_of,
    variable,
)
from tests.unit.report.page_reader import Element, read_page, seen_text

AT = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
TRUTH = [KnownEffect(exposure="Period", outcome="Stomach pain", effect=1.0, lag_days=0)]


def make_page(findings: Findings | None = None, table: DayTable | None = None, **changes: Any) -> str:
    options: dict[str, Any] = {"generated_at": AT, "version": "1.2.3", "is_synthetic": False}
    return findings_page(findings or stomach_pain_and_fatigue(), table or months_of_days(), **(options | changes))


@pytest.fixture(scope="module")
def page() -> str:
    return make_page(is_synthetic=True, truth=TRUTH, person_label="Ada")


@pytest.fixture(scope="module")
def tree(page: str) -> Element:
    return read_page(page)


def test_the_page_needs_nothing_from_outside(page: str, tree: Element) -> None:
    """No script, no address, no file: what is not in the page is not needed."""
    assert not re.search(r"https?:|//[a-z]|url\(|@import", page)
    assert list(tree.all("script", "link", "img", "iframe", "object", "embed", "form", "input", "base")) == []
    assert len(list(tree.all("style"))) == 1
    assert not re.search(r"\son[a-z]+=|javascript:|style=", page)


def test_the_page_forbids_itself_everything_else(tree: Element) -> None:
    """A content policy stands first, so that even a mistake of ours could fetch nothing."""
    head = next(tree.all("head"))
    metas = [child.attributes for child in head.children if isinstance(child, Element) and child.name == "meta"]
    assert metas[0] == {"charset": "utf-8"}
    assert metas[1]["http-equiv"] == "Content-Security-Policy"
    assert metas[1]["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_dark_comes_first_and_light_is_there(page: str, tree: Element) -> None:
    """No white flash in a dark room: the scheme is said before the style."""
    names = {meta.attributes.get("name"): meta.attributes.get("content") for meta in tree.all("meta")}
    assert names["color-scheme"] == "dark light"
    assert page.index("color-scheme") < page.index("<style>")
    for query in ("prefers-color-scheme: light", "prefers-contrast: more", "forced-colors: active", "@media print"):
        assert query in page


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of #rgb or #rrggbb."""
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_can_be_read_in_every_scheme(page: str) -> None:
    """Ink, quiet text and links stand out from the ground by 7 to 1 in dark, in light and on paper."""
    schemes = [
        dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{([^}]*--ground: #[^}]*)", page)
    ]
    assert len(schemes) == 3
    for colours in schemes:
        ground = _luminance(colours["ground"])
        for name in ("ink", "quiet", "link"):
            lighter, darker = sorted((_luminance(colours[name]), ground), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 7.0, (name, colours)


def test_language_landmarks_and_skip_link(tree: Element) -> None:
    """A screen reader knows the language, the parts of the page, and the way past the header."""
    html = next(tree.all("html"))
    body = next(html.all("body"))
    first = next(child for child in body.children if isinstance(child, Element))
    assert html.attributes["lang"] == "en"
    assert (first.name, first.attributes["href"]) == ("a", "#answers")
    assert [len(list(body.all(name))) for name in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert next(body.all("main")).attributes["id"] == "answers"


def test_headings_go_down_one_step_at_a_time(tree: Element) -> None:
    """h1, h2, h3, and back: never a jump."""
    levels = [int(heading.name[1]) for heading in tree.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_id_is_used_once_and_every_reference_arrives(tree: Element) -> None:
    """Names of pictures, sections and tables lead somewhere."""
    everything = list(tree.all(*_every_name(tree)))
    ids = [element.attributes["id"] for element in everything if "id" in element.attributes]
    wanted = {name for element in everything for name in element.attributes.get("aria-labelledby", "").split()}
    wanted |= {link.attributes["href"].removeprefix("#") for link in tree.all("a")}
    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)


def _every_name(tree: Element) -> set[str]:
    names: set[str] = set()
    pending = [tree]
    while pending:
        element = pending.pop()
        names.add(element.name)
        pending += [child for child in element.children if isinstance(child, Element)]
    return names


def test_every_table_has_a_caption_and_headings_with_scope(tree: Element) -> None:
    """A table can be walked cell by cell and still be understood."""
    tables = list(tree.all("table"))
    assert tables
    for table in tables:
        n_columns = len(list(next(table.all("thead")).all("th")))
        assert next(table.all("caption")).text().strip()
        assert all(heading.attributes["scope"] in ("col", "row") for heading in table.all("th"))
        rows = list(next(table.all("tbody")).all("tr"))
        assert all(len(list(row.all("th", "td"))) == n_columns for row in rows)


def test_every_picture_has_a_name_a_description_and_a_table(tree: Element) -> None:
    """What is drawn can be heard, and read as numbers."""
    pictures = [svg for svg in tree.all("svg") if svg.attributes.get("aria-hidden") != "true"]
    assert pictures
    for svg in pictures:
        assert svg.attributes["role"] == "img"
        assert all(text.text().strip() for text in svg.all("title", "desc"))
    for figure in tree.all("figure"):
        assert list(figure.all("details"))
        assert list(figure.all("table"))


def test_colours_come_from_the_scheme_only(page: str) -> None:
    """No colour of its own in any drawing: it follows dark, light, print and forced colours."""
    drawings = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert not re.search(r"fill=|stroke=|#[0-9a-fA-F]{3,6}\b|rgb", drawings)


def test_the_first_words_are_what_is_known(page: str) -> None:
    """After the heading and the notice, the answers stand first."""
    text = seen_text(page)
    assert text.index("In short") < text.index("One thing goes with your stomach pain") < text.index("What would help")


def test_one_outcome_needs_no_summary() -> None:
    """The same sentence twice would only tire."""
    text = seen_text(make_page(page_of(outcome_findings(FATIGUE, []))))
    assert "In short" not in text
    assert text.count("Cannot tell yet what goes with your fatigue") == 1


def test_the_notice_stands_at_the_top_and_at_the_end(page: str) -> None:
    """Not a medical device, not a diagnosis."""
    text = seen_text(page)
    assert text.count(NOTICE) == 1
    assert text.index(SHORT_NOTICE) < text.index("In short")


def test_a_synthetic_person_is_labelled_on_screen_and_paper(page: str) -> None:
    """Title, banner, foot, and every printed sheet say it."""
    assert page.count("Synthetic person") >= 3
    assert 'content: "Synthetic: made by a computer program"' in page
    assert "Synthetic" not in make_page()


def test_the_known_truth_is_shown_only_when_given(page: str) -> None:
    """A real person has no known truth."""
    assert "The known truth" in page
    assert "The known truth" not in make_page()
    assert "Goes with it: fairly sure. It shows +1.1 (+0.5 to +1.7)" in page
    assert "+1.0 points on days with it, on the same day" in page
    assert "Nothing was put in: whatever shows up here is chance." in make_page(is_synthetic=True, truth=[])


def test_silence_is_on_the_page_too(tree: Element) -> None:
    """Every candidate has its row, with a few words and no number where nothing is shown."""
    table = next(table for table in tree.all("table") if "Everything compared" in table.text())
    rows = [[cell.text() for cell in row.all("th", "td")] for row in next(table.all("tbody")).all("tr")]
    assert [" ".join(cell.split()) for cell in rows[0]] == [
        "Period",
        "Goes with it: fairly sure +1.1 (+0.5 to +1.7)",
        "31 of 168",
    ]
    assert rows[1] == ["Coffee", "No sign yet", "40 of 168"]
    assert [row[0] for row in rows] == ["Period", "Coffee", "Stress", "Oysters", "New mattress", "Fibre", "Ibuprofen"]


def test_a_silent_one_has_no_number_even_if_the_finder_gave_one() -> None:
    """An estimate that is not shown would be read as one that is."""
    quiet = found(variable("Tea"), FATIGUE, tier=Tier.NONE, status=Status.NO_SIGN_YET)
    tree = read_page(make_page(page_of(outcome_findings(FATIGUE, [quiet]))))
    table = next(table for table in tree.all("table") if "Everything compared" in table.text())
    assert [cell.text() for cell in next(table.all("tbody")).all("td")] == ["No sign yet", "31 of 168"]


def test_the_page_says_what_it_cannot_say_and_how_it_was_made(page: str) -> None:
    """Limits and method are part of the answer."""
    text = seen_text(page)
    for part in ("What this page cannot say", "How it was worked out", "negative controls", "How to read it"):
        assert part in text


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "</title><b>x", '" onmouseover="x', "{{ 7*7 }}", "</style><i>", "&lt;b&gt;", "]]>"],
)
def test_a_persons_words_are_text_and_nothing_else(hostile: str) -> None:
    """Markup in a name is shown, never obeyed: in sentences, tables, pictures and the title."""
    outcome = variable(hostile, key="odd", unit=FATIGUE.unit, scale=FATIGUE.scale)
    findings = page_of(outcome_findings(outcome, [found(variable(hostile), outcome)]))
    page = make_page(findings, table_of({outcome: [1.0, 2.0, "none"]}), person_label=hostile)
    tree = read_page(page)
    assert list(tree.all("script", "b", "i")) == []
    assert not any(name.startswith("on") for element in tree.all(*_every_name(tree)) for name in element.attributes)
    assert next(tree.all("h1")).text().casefold().endswith(hostile.casefold())
    assert hostile.casefold() in next(tree.all("svg")).text().casefold()


def test_a_medicine_has_no_picture_and_no_number() -> None:
    """Shown as context, never judged, even if a finder let it through."""
    page = make_page(page_of(outcome_findings(FATIGUE, [found(IBUPROFEN, FATIGUE)])))
    assert 'class="lags"' not in page
    assert "+1.1" not in page


def test_what_a_symptom_cannot_change_reads_its_leads_differently() -> None:
    """Cramps before a period are an early sign of it, not a failed check."""
    assert "A symptom cannot change period" in make_page(page_of(outcome_findings(STOMACH_PAIN, [found(PERIOD)])))
    other = make_page(page_of(outcome_findings(STOMACH_PAIN, [found(variable("Bread"))])))
    assert "where no difference is expected" in other


def test_the_week_table_tells_all_five_states() -> None:
    """The twin of the picture: numbers, none, blank, off and copied."""
    table = table_of({FATIGUE: [4.0, "none", "missing", "off", "copied 3", 2.5]})
    tree = read_page(make_page(page_of(outcome_findings(FATIGUE, [])), table))
    weeks = next(table for table in tree.all("table") if table.attributes.get("class") == "weeks")
    row = next(next(weeks.all("tbody")).all("tr"))
    cells = [cell.text() for cell in row.all("th", "td")]
    assert cells == ["3 November 2025", "4", "none", "blank", "off", "3 copied", "2.5", ""]


def test_earlier_years_fold_away() -> None:
    """Eight years do not stand between a person and the answer."""
    table = table_of({FATIGUE: [3.0] * 900})
    tree = read_page(make_page(page_of(outcome_findings(FATIGUE, [])), table))
    summaries = [summary.text() for summary in tree.all("summary")]
    assert any(text.startswith("Earlier days (3 November 2025 to") for text in summaries)


def test_nothing_rated_yet_is_a_page_too() -> None:
    """The first page a person ever sees is kind."""
    text = seen_text(make_page(page_of()))
    assert (
        "Cannot tell yet: no symptom has been rated so far. One rated symptom on a few days is enough to start." in text
    )


def test_an_outcome_that_was_never_asked_has_no_picture() -> None:
    """No frame without days."""
    page = make_page(page_of(outcome_findings(FATIGUE, [])), table_of({FATIGUE: ["off", "off"]}))
    assert "Day by day" not in page


def test_an_outcome_that_is_not_in_the_table_is_a_misuse() -> None:
    """Findings and days must belong together."""
    with pytest.raises(KeyError):
        make_page(page_of(outcome_findings(FATIGUE, [])), table_of({STOMACH_PAIN: [1.0]}))


def test_a_year_with_forty_candidates_is_a_small_file() -> None:
    """Under 300 kB, so that it can be sent and opened anywhere."""
    outcomes: list[Variable] = [variable(f"Symptom {n}", unit=FATIGUE.unit, scale=FATIGUE.scale) for n in range(4)]
    table = table_of({outcome: [float(day % 9) if day % 11 else "none" for day in range(366)] for outcome in outcomes})
    pages = page_of(
        *(
            outcome_findings(
                outcome,
                [found(variable(f"Shown {n}"), outcome) for n in range(3)]
                + [silent(variable(f"Silent thing {n}"), outcome, Status.NO_SIGN_YET, "no_sign") for n in range(37)],
            )
            for outcome in outcomes
        )
    )
    assert len(make_page(pages, table).encode()) < 300_000


def test_the_same_findings_give_the_same_page() -> None:
    """Pure: no clock, no chance."""
    assert make_page() == make_page()
