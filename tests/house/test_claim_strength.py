"""No sentence shown to a person is stronger than the grade and the verdict behind it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from commensal.guidance.library import steps
from commensal.knowledge.claims import Claim, Verdict, claims
from commensal.knowledge.evidence import Edge, evidence
from commensal.knowledge.medicines import medicine_table
from commensal.knowledge.sources import sources
from commensal.report.words import every_text, has_sentence, say
from commensal.vocab.grades import Grade
from tests.house.claim_strength import (
    hides_size,
    left_unsaid,
    levels,
    people_in,
    rank,
    rules,
    sentences,
    spoken,
    strongest,
    too_strong,
)

_CLAIMS = [pytest.param(claim, id=claim.id) for claim in claims().values()]
_EDGES = [pytest.param(edge, id=edge.id) for edge in evidence().edges.values()]
_EDGES_OF_FMT = [pytest.param(edge, id=edge.id) for edge in evidence().edges.values() if edge.source == "fmt"]
_NO_HUMAN_STUDY = {"", "none"}


def _examples(table: str, key: str) -> list[ParameterSet]:
    return [
        pytest.param(item, example, id=f"{item.get('level') or item.get('to') or item['why']}: {example}")
        for item in rules()[table]
        for example in item[key]
    ]


def _is_animal_only(source_ids: tuple[str, ...]) -> bool:
    kinds = [sources()[source_id].study_type for source_id in source_ids if source_id in sources()]
    return bool(kinds) and all(re.search(r"animal|in vitro", kind) and "human" not in kind for kind in kinds)


def _is_small_only(source_ids: tuple[str, ...]) -> bool:
    """Whether every source that says how many people took part had fewer than a hundred, and one says so."""
    known = [
        people for each in source_ids if each in sources() and (people := people_in(sources()[each].n)) is not None
    ]
    return bool(known) and max(known) < 100


# ------------------------------------------------------------------ the scale itself


@pytest.mark.parametrize(("item", "example"), _examples("expression", "says"))
def test_an_expression_reaches_its_level(item: dict[str, str], example: str) -> None:
    """A scale that does not hear a strong word would let it pass."""
    assert strongest(example).level == item["level"]


@pytest.mark.parametrize(("item", "example"), _examples("expression", "does_not_say"))
def test_an_expression_hears_no_more_than_is_said(item: dict[str, str], example: str) -> None:
    """Near misses stay below the level."""
    assert rank(strongest(example).level) < rank(item["level"])


@pytest.mark.parametrize(("item", "example"), _examples("weakener", "takes"))
def test_a_hedge_weakens(item: dict[str, str], example: str) -> None:
    """A sentence that says how sure it is may hold a strong verb."""
    assert rank(strongest(example).level) <= rank(item["to"])


@pytest.mark.parametrize(("item", "example"), _examples("weakener", "leaves"))
def test_a_hedge_weakens_only_its_own_clause(item: dict[str, str], example: str) -> None:
    """A doubt about the reason does not weaken "it eases pain"."""
    assert rank(strongest(example).level) > rank(item["to"])


@pytest.mark.parametrize(("item", "example"), _examples("requirement", "meets") + _examples("requirement", "fails"))
def test_a_requirement_has_teeth(item: dict[str, list[str] | str], example: str) -> None:
    """What must be said is found where it is said, and missed where it is not."""
    assert bool(re.search(str(item["pattern"]), example, re.IGNORECASE)) == (example in item["meets"])


def test_a_small_study_is_seen() -> None:
    """The rule on small studies passes what it should and catches what it should."""
    rule = rules()["small_study"]
    assert [text for text in rule["meets"] if hides_size(text)] == []
    assert [text for text in rule["fails"] if not hides_size(text)] == []


def test_the_rules_cover_every_grade_and_verdict() -> None:
    """A new grade or verdict is not let through for want of a rule."""
    assert set(rules()["most_by_grade"]) == {*Grade, "none"}
    assert set(rules()["most_by_verdict"]) == set(Verdict)
    assert {item["level"] for item in rules()["expression"]} <= set(levels())


@pytest.mark.parametrize(
    ("n", "people"),
    [("77 FM vs 79 controls", 156), ("11 (5 donor, 6 autologous)", 11), ("12 RCTs, 615", None), ("mice", None)],
)
def test_people_are_counted(n: str, people: int | None) -> None:
    """How many took part is read from the table of sources; the number of trials is not a number of people."""
    assert people_in(n) == people


# ------------------------------------------------------------------ sentences made too strong on purpose


@pytest.mark.parametrize(
    ("text", "grade", "verdict"),
    [
        ("Probiotics restore balance and ease pain.", Grade.VERY_LOW, Verdict.OVERCLAIM),
        ("A healthy gut calms the brain.", Grade.VERY_LOW, Verdict.OVERCLAIM),
        ("Short-chain fatty acids reduced pain.", Grade.VERY_LOW, Verdict.OVERCLAIM),
        ("Microbes cause fibro fog.", Grade.VERY_LOW, Verdict.PLAUSIBLE),
        ("Omega-3 lowers pain, but how much differs.", Grade.LOW, Verdict.PARTLY),
        ("Mindfulness probably eases pain, a little.", Grade.LOW, Verdict.PARTLY),
        ("It is not only safe, it eases fatigue.", Grade.LOW, Verdict.SUPPORTED),
        ("The microbiome drives fatigue, although the size is unknown.", Grade.LOW, Verdict.SUPPORTED),
        ("Stress damages the gut.", None, Verdict.SUPPORTED),
        ("Exercise lowers pain.", Grade.LOW, Verdict.UNSAFE),
        ("Take fibre to ease pain.", Grade.LOW, Verdict.SUPPORTED),
    ],
)
def test_a_sentence_that_is_too_strong_is_caught(text: str, grade: Grade | None, verdict: Verdict) -> None:
    """The checks below can fail."""
    assert too_strong(text, grade=grade, verdict=verdict) != []


@pytest.mark.parametrize("claim_id", sorted(claims()))
def test_every_wording_would_be_caught_if_it_claimed_an_effect(claim_id: str) -> None:
    """Each claim that is not firmly supported would turn red if somebody sharpened its sentence."""
    claim = claims()[claim_id]
    if claim.verdict is Verdict.SUPPORTED and claim.grade in {Grade.HIGH, Grade.MODERATE}:
        return
    sharpened = f"{claim.wording} A healthy microbiome eases pain."
    assert too_strong(sharpened, grade=claim.grade, verdict=claim.verdict) != []


def test_the_articles_own_sentences_would_be_caught(shared_data: Path) -> None:
    """Whoever copied an overclaim or an unsafe sentence from an article in place of our wording would turn this red."""
    folder = shared_data.parent / "articles"
    if not folder.is_dir():
        pytest.skip(f"articles not found at {folder}")
    text_by_article = {file.name[:3]: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))}
    let_through = []
    for claim in claims().values():
        lines = text_by_article[claim.article].splitlines()
        copied = next(sentence for line in lines for sentence in sentences(line) if claim.said in sentence)
        strong = too_strong(copied, grade=claim.grade, verdict=claim.verdict)
        unsaid = left_unsaid(copied, verdict=claim.verdict, has_safety_note=bool(claim.safety_note))
        if claim.must_be_reworded and not (strong or unsaid):
            let_through.append(claim.id)
    assert let_through == []


# ------------------------------------------------------------------ what is shown


@pytest.mark.parametrize("claim", _CLAIMS)
def test_the_wording_of_a_claim_is_no_stronger_than_its_verdict(claim: Claim) -> None:
    """No verb beyond what verdict and grade allow; weak findings are tied to a study or an animal."""
    assert too_strong(claim.wording, grade=claim.grade, verdict=claim.verdict) == []


@pytest.mark.parametrize("claim", _CLAIMS)
def test_the_wording_of_a_claim_says_what_it_must(claim: Claim) -> None:
    """What is missing in the article is said: the other half, the doubt, the animal, whom to ask."""
    unsaid = left_unsaid(
        claim.wording,
        verdict=claim.verdict,
        has_safety_note=bool(claim.safety_note),
        is_animal_only=_is_animal_only(claim.source_ids),
    )
    assert unsaid == []


@pytest.mark.parametrize("claim", _CLAIMS)
def test_a_claim_names_how_many_people_took_part(claim: Claim) -> None:
    """A study without a number hides that it was eleven people."""
    assert not hides_size(claim.wording)


@pytest.mark.parametrize("edge", _EDGES)
def test_the_statement_of_an_edge_is_no_stronger_than_its_grade(edge: Edge) -> None:
    """The arrows of the map speak no louder than the claims."""
    assert too_strong(edge.statement, grade=edge.grade) == []


@pytest.mark.parametrize("edge", _EDGES)
def test_an_edge_seen_in_animals_only_says_so(edge: Edge) -> None:
    """A mouse finding is named as one, or said not to be shown in people."""
    is_tested_in_people = not {edge.human_observational, edge.human_interventional} <= _NO_HUMAN_STUDY
    is_tested_in_animals = edge.animal not in _NO_HUMAN_STUDY
    if is_tested_in_people or not is_tested_in_animals:
        return
    named = r"\b(mice|rats|animals?|laboratory|not been shown|not shown|idea|unproven)\b"
    assert re.search(named, edge.statement, re.IGNORECASE)


@pytest.mark.parametrize("edge", _EDGES)
def test_an_edge_that_rests_on_few_people_says_how_many(edge: Edge) -> None:
    """Where all studies are below a hundred people, the number stands in the statement or in the note beside it."""
    shown = f"{edge.statement} ({edge.effect_note})"
    assert not (_is_small_only(edge.source_ids) and hides_size(shown))


# ------------------------------------------------------------------ sentences of other rooms that rest on a grade


def _why_of_steps() -> Iterator[ParameterSet]:
    """Each "why" of a next step, with the grade and the sources of the evidence that it speaks of."""
    for _, step in sorted(steps().items()):
        for row in step.evidence:
            key = f"guidance.step.{step.id}.why_{row.why}"
            yield pytest.param(key, row.grade, row.source_ids, id=f"{key}, {row.condition}, {row.outcome}")


@pytest.mark.parametrize(("key", "grade", "source_ids"), list(_why_of_steps()))
def test_the_reason_for_a_step_is_no_stronger_than_its_evidence(
    key: str, grade: Grade, source_ids: tuple[str, ...]
) -> None:
    """What is given as a reason for a next step hedges where its grade is low, and says how many people it rests on."""
    text = say(key)
    assert too_strong(text, grade=grade) == []
    assert not (_is_small_only(source_ids) and hides_size(text))


@pytest.mark.parametrize("class_id", sorted(medicine_table().classes))
def test_the_effect_of_a_class_of_medicines_is_no_stronger_than_its_grade(class_id: str) -> None:
    """What a class does to gut microbes is said as strongly as it is known; what it does to the bowel is its nature."""
    group = medicine_table().classes[class_id]
    parts = re.split(r"[;,] ", group.microbiome_effect)
    of_microbes = [part for part in parts if not re.search(r"\b(transit|stool results|bowel|stomach|acid)\b", part)]
    assert too_strong("; ".join(of_microbes), grade=group.evidence_grade) == []


@pytest.mark.parametrize("edge", _EDGES_OF_FMT)
def test_the_page_on_stool_transplants_is_no_stronger_than_the_map(edge: Edge) -> None:
    """Each kind of risk is said as strongly as its arrow is graded."""
    key = f"fmt.risk.{edge.target}.text"
    if has_sentence(key):
        assert too_strong(str(every_text()[key]), grade=edge.grade) == []


def _sentences_that_name_a_claim() -> Iterator[tuple[str, str, str]]:
    """Key, text and id of each template of reports and of the command line that names a claim."""
    folder = Path(__file__).resolve().parents[2] / "src" / "commensal" / "cli" / "text"
    spoken_by_command = {
        f"{file.stem}.{name}": text
        for file in sorted(folder.rglob("*.toml"))
        for name, text in tomllib.loads(file.read_text(encoding="utf-8")).items()
        if isinstance(text, str)
    }
    by_report = {key: text if isinstance(text, str) else " ".join(text) for key, text in every_text().items()}
    for key, text in {**by_report, **spoken_by_command}.items():
        for claim_id in sorted(set(re.findall(r"(?<![A-Za-z0-9])[AB]\d{2}(?!\d)", f"{key} {text}"))):
            if claim_id in claims():
                yield key, text, claim_id


def test_a_template_that_names_a_claim_is_no_stronger_than_it() -> None:
    """Whoever writes a sentence about claim A19 is bound by the verdict on A19."""
    wrong = {
        key: [each.sentence for each in found]
        for key, text, claim_id in _sentences_that_name_a_claim()
        if (found := too_strong(text, grade=claims()[claim_id].grade, verdict=claims()[claim_id].verdict))
    }
    assert wrong == {}


def test_sentences_are_told_apart() -> None:
    """A short name with a full stop does not end a sentence."""
    assert sentences("C. difficile comes back. FMT may help.") == ["C. difficile comes back.", "FMT may help."]
    assert spoken("Nothing is said here.").level == "silent"
