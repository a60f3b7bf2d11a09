"""The language of triggers: parsed strictly, evaluated over any facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from commensal.safety.expressions import AllOf, AnyOf, Counted, Named, Not, Together, holds, leaves, parse
from commensal.safety.truth import NO, Reason, Truth, Verdict, yes


@dataclass(frozen=True)
class _Facts:
    known: frozenset[str]

    def named(self, kind: str, name: str) -> Verdict:
        return yes(Reason(what=name)) if f"{kind}:{name}" in self.known else NO

    def counted(self, kind: str, limit: float) -> Verdict:
        return yes(Reason(what=kind)) if limit <= 50 else NO

    def together(self, part: Together) -> Verdict:
        return yes(Reason(what=part.medicine)) if part.medicine in self.known else NO


def test_every_form_is_read() -> None:
    """Any, all, not, names, numbers, and a medicine together with something."""
    written = {
        "all": [
            {"any": [{"flag": "pregnant"}, {"condition": ["ibs", "me_cfs"]}]},
            {"not": {"age_at_least": 50}},
            {"together": {"medicine": "alcohol", "with": ["S34.alcohol"], "days": 3}},
        ]
    }
    expression = parse(written, "here")
    assert isinstance(expression, AllOf)
    first, second, third = expression.parts
    assert isinstance(first, AnyOf)
    assert second == Not(part=Counted(kind="age_at_least", limit=50.0))
    assert third == Together(medicine="alcohol", concepts=("S34.alcohol",), within_days=3)
    assert Named(kind="condition", name="me_cfs") in list(leaves(expression))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"anny": []}, "no such word"),
        ({"any": []}, "any of nothing"),
        ({"any": [{"flag": "a"}], "all": [{"flag": "b"}]}, "one word"),
        ({}, "one word"),
    ],
)
def test_a_slip_is_named(written: dict[str, Any], said: str) -> None:
    """A misspelt trigger never loads: a rule that cannot fire would be silent for ever."""
    with pytest.raises(ValueError, match=said):
        parse(written, "S99")


def test_holding() -> None:
    """The expression says what its parts say."""
    expression = parse({"all": [{"flag": "a"}, {"not": {"flag": "b"}}, {"age_at_least": 40}]}, "here")
    assert holds(expression, _Facts(frozenset({"flag:a"}))).truth is Truth.YES
    assert holds(expression, _Facts(frozenset({"flag:a", "flag:b"}))).truth is Truth.NO
    assert holds(parse({"age_at_least": 60}, "here"), _Facts(frozenset())).truth is Truth.NO
