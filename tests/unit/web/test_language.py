"""Nothing a person reads is hard-coded: in the language that is none, every word of ours has strange letters.

What stays plain has to be the person's own (their words and names), or a cell of a table of facts, and it has to stand
on the page just as it stands there. The few exceptions are named below.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from commensal.knowledge.sources import sources
from commensal.report.citations import short_citation
from commensal.report.labels import in_sentence
from commensal.service.find import CITATION
from commensal.service.findings_now import reading
from commensal.trials.design import GENERATOR_VERSION
from commensal.vocab.language import PSEUDO
from commensal.web.look import LANGUAGE_COOKIE
from tests.browser.pages import every_page
from tests.browser.serving import fill, live
from tests.unit.web.asking import Asking, asking

_READ_ALOUD = ("aria-label", "alt", "title", "placeholder", "aria-description")
_NOT_SHOWN = frozenset({"script", "style"})
# A word that the language that is none would have changed: it has a letter for which there is a strange one.
_PLAIN_WORD = re.compile(r"(?<![\w&/.@-])[A-Za-z]*[aeiouycnsAEIOUYCNS][A-Za-z]*(?![\w/@])")
# Neither words of ours nor of the person: units, and names that machines give.
_SAME_EVERYWHERE = frozenset({"g", "mg", "kg", "h", "min", "ms", "A", "CPython", "Linux", "Darwin", "wal"})


class _Shown(HTMLParser):
    """Gathers what a page shows and what is read aloud of it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.language = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather attributes that are shown or read aloud."""
        self._hidden += tag in _NOT_SHOWN
        told = dict(attrs)
        if tag == "html":
            self.language = told.get("lang") or ""
        self.texts += [told[name] or "" for name in _READ_ALOUD if name in told]

    def handle_endtag(self, tag: str) -> None:
        """Note where what is not shown ends."""
        self._hidden -= tag in _NOT_SHOWN

    def handle_data(self, data: str) -> None:
        """Gather text."""
        if not self._hidden and data.strip():
            self.texts.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def somebody(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Somebody with a life in their diary, whose page is in the language that is none."""
    page = asking(tmp_path_factory.mktemp("language"))
    page.cookies[LANGUAGE_COOKIE] = PSEUDO
    fill(page.home, days=60)
    live(page.home)
    return page


@pytest.fixture(scope="module")
def allowed(somebody: Asking, repository: Path) -> Mapping[str, frozenset[str]]:
    """Cells of tables of facts and the person's own words, by each word in them."""
    by_word: dict[str, set[str]] = defaultdict(set)
    found = (
        *_cells_of_facts(repository),
        *_labels_of_sources(),
        *_names_in_code(somebody),
        *_own_words(somebody),
    )
    for text in found:
        for word in _PLAIN_WORD.findall(text):
            by_word[word.casefold()].add(" ".join(text.split()).casefold())
    return {word: frozenset(texts) for word, texts in by_word.items()}


def _cells_of_facts(repository: Path) -> Iterator[str]:
    for table in sorted((repository / "src/commensal").rglob("data/**/*.tsv")):
        for line in table.read_text(encoding="utf-8").splitlines()[1:]:
            yield from (part.strip() for cell in line.split("\t") for part in (cell, *cell.split(";")))


def _labels_of_sources() -> Iterator[str]:
    for source in sources().values():
        yield short_citation(source)


def _names_in_code(somebody: Asking) -> Iterator[str]:
    """What is a name although it stands in code: of variables of a day, of the method, of what draws a schedule."""
    looked = reading(somebody.home, wait_s=60).looked
    assert looked is not None
    for variable in looked.table.variables:
        yield variable.label
        yield in_sentence(variable.label)
    yield CITATION
    yield GENERATOR_VERSION


def _own_words(somebody: Asking) -> Iterator[str]:
    yield str(somebody.home.location)
    with somebody.home.journal() as journal:
        yield from (action.label for action in journal.actions() if action.label)
        for entry in journal.entries():
            yield from _strings(asdict(entry.fact))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield value.replace("_", " ")
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)


def _there(somebody: Asking, path: str) -> str:
    """The page, once it is there."""
    for _ in range(60):
        answer = somebody.get(path)
        if answer.is_redirect:
            answer = somebody.get(answer.headers["location"])
        if "refresh" not in answer.headers:
            return answer.text
        time.sleep(0.5)
    raise AssertionError(f"{path} did not come")


@pytest.mark.parametrize("path", every_page())
def test_page_says_nothing_that_is_hard_coded(
    somebody: Asking, allowed: Mapping[str, frozenset[str]], path: str
) -> None:
    """A sentence that was never put into the text files would stay English for everybody."""
    shown = _Shown()
    shown.feed(_there(somebody, path))
    assert shown.language == PSEUDO
    plain = [
        (word, text)
        for text in shown.texts
        for word in _PLAIN_WORD.findall(text)
        if word not in _SAME_EVERYWHERE
        # a long name of a table may stand on several lines of a drawing
        and not any(cell in text.casefold() or text.casefold() in cell for cell in allowed.get(word.casefold(), ()))
    ]
    assert plain == [], "\n".join(f"{word}: {text[:300]}" for word, text in plain)
