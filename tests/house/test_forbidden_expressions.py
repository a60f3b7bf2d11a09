"""No text for a person claims a cause, gives advice on medicines, names an illness, promises, blames, or shouts."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from benchmarks.truth.forbidden import Rule, forbidden_in, rules, texts_in
from commensal.report.findings_words import answer_words, finding_sentence
from commensal.report.html import findings_page
from commensal.report.known_truth import KnownEffect
from commensal.report.terminal import findings_text
from commensal.report.words import every_text
from tests.unit.report.findings_examples import months_of_days, stomach_pain_and_fatigue
from tests.unit.report.page_reader import seen_text

_SOURCE = Path(__file__).resolve().parents[2] / "src" / "commensal"

# What is not said to a person: it is read by the program, or it is the wording of somebody else that we answer.
_NOT_SAID = {
    # columns of fact tables
    "evidence/claims.tsv": {"cue", "said", "safety_note"},  # the articles' own claims, and what is wrong with them
    "evidence/sources.tsv": {"title", "authors", "journal", "what_was_seen", "n"},  # titles of publications
    "medicines/names.tsv": {"name"},
    "safety/rules.tsv": {"trigger", "action", "basis", "clears_when"},  # notes to builders; sentences are elsewhere
    # whole files: words that are looked for in what a person types
    "safety/medicine_words.tsv": None,
    "safety/conditions.tsv": None,
    "evidence/node_aliases.tsv": None,
    "foods/synonyms.tsv": None,
    "foods/foods.tsv": None,
    "expressions.tsv": None,
    "near_misses.tsv": None,
    "scope_cues.tsv": None,
    "spellings.tsv": None,
    "wishes.tsv": None,
    "concepts.toml": None,
    "triggers.toml": None,
    "flag_facts.toml": None,
    "logged_items.toml": None,
    "word_classes.toml": None,
}

RULES = [pytest.param(rule, id=rule.why) for rule in rules()]
_OF_FINDINGS = [pytest.param(rule, id=rule.why) for rule in rules() if rule.where <= {"findings"}]
_OF_PEM = [pytest.param(rule, id=rule.why) for rule in rules() if "pem" in rule.where]
_OF_SAMPLES = [pytest.param(rule, id=rule.why) for rule in rules() if "microbiome" in rule.where]
_OF_ALL = [pytest.param(rule, id=rule.why) for rule in rules() if not rule.where]


def kept(texts: Callable[[], Iterator[tuple[str, str]]]) -> Callable[[], tuple[tuple[str, str], ...]]:
    """Gather texts once for all rules: files are many, and rules are too."""
    return cache(lambda: tuple(texts()))


@kept
def _texts_of_findings() -> Iterator[tuple[str, str]]:
    """What every report shares; texts of other topics stand in files of their own."""
    topics = {file.stem for file in (_SOURCE / "report" / "text" / "en").glob("*.toml")}
    for key, value in every_text().items():
        if key.split(".", 1)[0] not in topics:
            yield key, value if isinstance(value, str) else " ".join(value)
    shared = tomllib.loads((_SOURCE / "cli" / "text" / "en.toml").read_text(encoding="utf-8"))
    yield from texts_in(shared, "cli")


@kept
def _texts_of_topics() -> Iterator[tuple[str, str]]:
    """Every sentence in a file of sentences, in whatever room."""
    for file in sorted(_SOURCE.rglob("*.toml")):
        name = file.name
        is_said = not name.endswith(".schema.toml") and name not in _NOT_SAID and file.parts[-2] != "templates"
        if is_said and ("text" in file.parts or "data" in file.parts):
            document = tomllib.loads(file.read_text(encoding="utf-8"))
            yield from texts_in(document, str(file.relative_to(_SOURCE)))


@kept
def _texts_of_tables() -> Iterator[tuple[str, str]]:
    """Every cell of a fact table that may reach a person: all of them, but for those that are named above."""
    for file in sorted(_SOURCE.rglob("data/**/*.tsv")):
        short = "/".join(file.parts[-2:])
        hidden = _NOT_SAID.get(short, _NOT_SAID.get(file.name, set()))
        if hidden is None or {"readers", "diary", "foods", "rules"} & set(file.parts):
            continue
        header, *lines = file.read_text(encoding="utf-8").splitlines()
        for line in lines:
            row = dict(zip(header.split("\t"), line.split("\t"), strict=False))
            label = next(iter(row.values()))
            for column, cell in row.items():
                if column not in hidden and " " in cell:
                    yield f"{short} {label} {column}", cell


@kept
def _rendered() -> Iterator[tuple[str, str]]:
    findings = stomach_pain_and_fatigue()
    truth = [KnownEffect(exposure="Period", outcome="Stomach pain", effect=1.0, lag_days=0)]
    at = datetime(2026, 11, 21, tzinfo=UTC)
    page = findings_page(
        findings, months_of_days(), generated_at=at, version="1", is_synthetic=True, truth=truth, person_label="Ada"
    )
    yield "page", seen_text(page)
    yield "terminal", findings_text(findings, is_synthetic=True, truth=truth)
    yield "every candidate", findings_text(findings, every_candidate=True)
    for item in findings.outcomes:
        for finding in item.findings:
            yield f"{finding.exposure.key}/{finding.outcome.key}", finding_sentence(finding) + answer_words(finding)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_catches_what_it_should_and_no_more(rule: Rule) -> None:
    """A rule without teeth, or one that bites everything, is no rule."""
    assert rule.catches
    assert rule.passes
    assert [example for example in rule.catches if not rule.found_in(example)] == []
    assert [example for example in rule.passes if rule.found_in(example)] == []


@pytest.mark.parametrize("rule", _OF_FINDINGS)
def test_no_sentence_of_reports_or_of_the_command_line_breaks_it(rule: Rule) -> None:
    """Every sentence that a report of findings can say, and those that all commands share."""
    assert {key: found for key, text in _texts_of_findings() if (found := rule.found_in(text))} == {}


@pytest.mark.parametrize("rule", _OF_FINDINGS)
def test_no_report_breaks_it(rule: Rule) -> None:
    """Sentences put together: the page, the terminal, and each finding with every status."""
    assert {name: found for name, text in _rendered() if (found := rule.found_in(text))} == {}


@pytest.mark.parametrize("rule", _OF_ALL)
def test_no_sentence_of_any_topic_breaks_it(rule: Rule) -> None:
    """Safety, guidance, medicines, the map, questionnaires, the transplant page: all files of sentences."""
    assert {key: found for key, text in _texts_of_topics() if (found := rule.found_in(text))} == {}


@pytest.mark.parametrize("rule", _OF_ALL)
def test_no_cell_of_a_fact_table_breaks_it(rule: Rule) -> None:
    """Claims, arrows, wordings of medicines, items of questionnaires: all that a table may lend to a sentence."""
    assert {key: found for key, text in _texts_of_tables() if (found := rule.found_in(text))} == {}


@pytest.mark.parametrize("rule", _OF_PEM)
def test_no_sentence_at_all_sets_a_target_that_steps_up(rule: Rule) -> None:
    """A template does not know who will read it, so none may say it, not even one for people without PEM."""
    texts = (*_texts_of_topics(), *_texts_of_tables())
    assert {key: found for key, text in texts if (found := rule.found_in(text))} == {}


@pytest.mark.parametrize("rule", _OF_SAMPLES)
def test_no_sentence_about_stool_samples_breaks_it(rule: Rule) -> None:
    """Every sentence that reports and commands say of samples; what they print is scanned where it is printed."""
    texts = [(key, text) for key, text in _texts_of_topics() if "microbiome" in key]
    assert len(texts) > 100
    assert {key: found for key, text in texts if (found := rule.found_in(text))} == {}


def _texts_in_code() -> Iterator[tuple[str, str]]:
    """String literals of several words in the package: summaries, questions, what an error says. No docstrings."""
    for file in sorted(_SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                is_pattern = "(?" in node.value
                if " " in node.value and not is_pattern:
                    yield f"{file.relative_to(_SOURCE)}:{node.lineno}", node.value


def test_no_sentence_within_code_breaks_a_rule() -> None:
    """A sentence that never made it into a file of sentences is read by people all the same."""
    texts = dict(_texts_in_code())
    assert len(texts) > 100
    assert {place: found for place, text in texts.items() if (found := [*map(str, forbidden_in(text))])} == {}


def test_the_scan_reads_what_people_read() -> None:
    """A scan of nothing finds nothing: the files of sentences that matter are among what is read."""
    read = [key for key, _ in (*_texts_of_topics(), *_texts_of_tables())]
    expected = (
        *(
            f"report/text/en/{topic}.toml"
            for topic in ("axis", "evidence", "fmt", "guidance", "instruments", "medicines")
        ),
        *(f"report/text/en/{topic}.toml" for topic in ("pacing", "safety")),
        "cli/text/en/",
        "guidance/data/steps/",
        "evidence/claims.tsv A19 wording",
        "evidence/edges.tsv E001 statement",
        "medicines/wording.tsv W_TAPER template",
        "medicines/classes.tsv",
        "medicines/interaction_flags.tsv",
        "instruments/items.tsv",
        "safety/contacts.tsv",
    )
    assert [start for start in expected if not any(key.startswith(start) for key in read)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Your results suggest a leaky gut, so take zinc.",
        "Skip tonight's dose of amitriptyline and see.",
        "This kefir will ease your pain.",
        "You are free to drop the gabapentin.",
        "Blend the donor stool with saline.",
    ],
)
def test_a_text_with_bad_advice_does_not_get_through(text: str) -> None:
    """The function that scans what is generated for a person finds what the templates must not say."""
    assert forbidden_in(text) != ()


def test_rules_for_some_readers_only_are_applied_to_them() -> None:
    """A target that steps up is nothing bad in itself; where effort may bring a worsening it is."""
    text = "Walk a little further each day."
    assert forbidden_in(text) == ()
    assert [broken.words for broken in forbidden_in(text, contexts={"pem"})] != []


def test_a_persons_own_words_are_not_held_against_us() -> None:
    """A page may repeat the question that was typed."""
    question = "Should I stop taking omeprazole?"
    text = f"The question was “I want a cure. {question}” A pharmacist can answer it."
    assert forbidden_in(text) != ()
    assert forbidden_in(text, said_by_person=[f"I want a cure. {question}"]) == ()


def test_an_unknown_context_is_our_own_mistake() -> None:
    """A misspelt context would switch rules off in silence."""
    with pytest.raises(AssertionError, match="pme"):
        forbidden_in("Rest is a step too.", contexts={"pme"})


def test_texts_are_found_in_nested_documents() -> None:
    """Sentences in lists and tables of a document are reached, each with its place."""
    assert list(texts_in({"a": {"b": ["one", "two"]}, "n": 3})) == [("a.b", "one"), ("a.b", "two")]


def test_the_scan_runs_on_files(tmp_path: Path, repository: Path) -> None:
    """As a program it names each place, and counts."""
    file = tmp_path / "said.txt"
    file.write_text("A calm line.\nStop taking ibuprofen.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, repository / "benchmarks" / "truth" / "forbidden.py", file],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert re.search(r":2: 'Stop taking ibuprofen'", done.stdout)
    assert done.stdout.rstrip().endswith("texts=2 broken=1")
