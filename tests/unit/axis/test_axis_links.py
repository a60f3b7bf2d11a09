"""A way is as strong as its weakest link, its sign is the product, its time the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from commensal.axis.links import Link, Path
from commensal.knowledge.evidence import Edge, Relation, evidence
from commensal.vocab.grades import Grade


def _chain(*changes: Mapping[str, object]) -> Path:
    """A way of made-up arrows, alike but for what is given."""
    plain = replace(evidence().edges["E110"], relation=Relation.CAUSAL)
    edges: list[Edge] = [
        replace(plain, id=f"E90{n}", source=f"n{n}", target=f"n{n + 1}", **change)  # type: ignore[arg-type]
        for n, change in enumerate(changes)
    ]
    return Path(links=tuple(Link(edge=edge) for edge in edges))


@pytest.mark.parametrize(
    ("signs", "product"),
    [
        ("+", "+"),
        ("-", "-"),
        ("--", "+"),
        ("-+", "-"),
        ("---", "-"),
        ("+±", "±"),
        ("-±-", "±"),
        ("+0", "0"),
        ("0±", "0"),
        ("0-", "0"),
    ],
)
def test_signs_multiply(signs: str, product: str) -> None:
    """Less of less is more; a mixed step makes it mixed; a step that was not seen makes it not seen."""
    assert _chain(*({"sign": sign} for sign in signs)).sign == product


def test_a_step_without_a_sign_leaves_none() -> None:
    """A definition points nowhere."""
    assert _chain({"sign": "+"}, {"sign": ""}).sign == ""


@pytest.mark.parametrize("grades", [["high", "low", "moderate"], ["moderate", "high"], ["high", "very_low"], ["high"]])
def test_a_chain_is_as_strong_as_its_weakest_link(grades: list[str]) -> None:
    """Never stronger, whatever stands around it."""
    path = _chain(*({"grade": Grade(grade)} for grade in grades))
    order = [Grade.VERY_LOW, Grade.LOW, Grade.MODERATE, Grade.HIGH]
    assert path.grade is min((Grade(grade) for grade in grades), key=order.index)
    assert path.weakest.grade is path.grade


def test_an_idea_is_very_low_however_it_was_graded() -> None:
    """A chain through an untested idea cannot borrow strength."""
    path = _chain({"grade": Grade.HIGH}, {"grade": Grade.MODERATE, "relation": Relation.HYPOTHESIS})
    assert path.grade is Grade.VERY_LOW
    assert path.weakest is path.links[1]


def test_a_tie_goes_to_what_was_tested_least_in_people() -> None:
    """Of two equally graded steps the one that people were hardly studied for is named."""
    path = _chain(
        {"grade": Grade.LOW, "human_observational": "low", "human_interventional": "low"},
        {"grade": Grade.LOW, "human_observational": "none", "human_interventional": "none"},
    )
    assert path.weakest is path.links[1]
    assert path.human_rank == 0


def test_lags_add_up() -> None:
    """Shortest with shortest, longest with longest; unknown with anything is unknown."""
    path = _chain({"lag_min_days": 1, "lag_max_days": 7}, {"lag_min_days": 0, "lag_max_days": 1})
    assert (path.lag_min_days, path.lag_max_days) == (1, 8)
    unknown = _chain({"lag_min_days": 1, "lag_max_days": 7}, {"lag_min_days": None, "lag_max_days": None})
    assert (unknown.lag_min_days, unknown.lag_max_days) == (None, None)


def test_steps_hang_together() -> None:
    """Two arrows that do not meet are no way."""
    edges = evidence().edges
    with pytest.raises(AssertionError, match="hang together"):
        Path(links=(Link(edge=edges["E001"]), Link(edge=edges["E110"])))
