"""Four answers, and what "any", "all" and "not" make of them."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from commensal.safety.truth import NO, Reason, Truth, Verdict, all_of, any_of, yes

_EACH = list(Truth)


def _verdict(truth: Truth, name: str) -> Verdict:
    return Verdict(truth=truth, reasons=() if truth is Truth.NO else (Reason(what=name),))


@pytest.mark.parametrize(("first", "second"), list(product(_EACH, _EACH)))
def test_any_takes_the_strongest_and_all_the_weakest(first: Truth, second: Truth) -> None:
    """Yes beats "I do not know", which beats "not asked", which beats no; and the other way round for all."""
    verdicts = (_verdict(first, "a"), _verdict(second, "b"))
    assert any_of(verdicts).truth is max(first, second)
    assert all_of(verdicts).truth is min(first, second)


def test_reasons_are_those_that_decide() -> None:
    """What is not asked is named as what to ask; what holds, as why it holds."""
    missing = _verdict(Truth.NOT_ASKED, "missing")
    held = _verdict(Truth.YES, "held")
    assert [reason.what for reason in all_of((held, missing)).reasons] == ["missing"]
    assert [reason.what for reason in any_of((held, missing)).reasons] == ["held"]
    assert [reason.what for reason in all_of((held, yes(Reason(what="too")))).reasons] == ["held", "too"]


def test_nothing_gives_no_reason() -> None:
    """A no has no reasons that could be shown."""
    assert all_of((NO, yes(Reason(what="a", day=date(2026, 1, 1))))) == NO
    assert any_of(()) == NO


@pytest.mark.parametrize("truth", _EACH)
def test_not_turns_only_what_is_known(truth: Truth) -> None:
    """The opposite of something that nobody knows is still not known."""
    expected = {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(truth, truth)
    assert truth.opposite is expected
