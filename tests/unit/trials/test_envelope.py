"""An envelope for a partner: the person sees letters, and a changed file is noticed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from commensal.trials.envelope import FILE_NAME, Envelope, can_be_hidden, letters_by_day, opened, seal
from commensal.trials.plan import TrialPlan
from commensal.vocab.errors import InvalidRecordError, UsageError
from tests.unit.trials.trial_examples import plan


@pytest.fixture(scope="module")
def milk() -> TrialPlan:
    return plan("lactose")


def _sealed(made: TrialPlan, seed: int = 3) -> Envelope:
    return seal(made, np.random.default_rng(seed))


def test_letters_follow_the_plan_and_name_nothing(milk: TrialPlan) -> None:
    """The same arm has the same letter on every day, and the person's view holds letters alone."""
    envelope = _sealed(milk)
    letters = letters_by_day(envelope)
    assert list(letters) == list(milk.dates)
    assert {(arm, letters[day]) for day, arm in zip(milk.dates, milk.schedule, strict=True)} == {
        (0, envelope.letter_of_arm[0]),
        (1, envelope.letter_of_arm[1]),
    }
    assert set(letters.values()) == {"A", "B"}


def test_which_letter_is_which_is_drawn() -> None:
    """Over many seeds "A" is the change about half of the time."""
    made = plan("lactose")
    n_first = sum(_sealed(made, seed).letter_of_arm[0] == "A" for seed in range(200))
    assert 70 <= n_first <= 130


def test_the_envelope_opens_to_what_was_sealed(milk: TrialPlan) -> None:
    """Written, kept by somebody, and read back."""
    envelope = _sealed(milk)
    assert opened(envelope.to_json(), milk, fingerprint=envelope.fingerprint) == envelope


def test_a_changed_envelope_is_noticed(milk: TrialPlan) -> None:
    """Letters swapped, days changed, another trial's envelope, or no envelope at all."""
    envelope = _sealed(milk)
    document = json.loads(envelope.to_json())
    swapped = {**document, "packages": {"A": document["packages"]["B"], "B": document["packages"]["A"]}}
    first = next(iter(document["days"]))
    other_day = {**document, "days": {**document["days"], first: "A" if document["days"][first] == "B" else "B"}}
    other_plan = {**document, "plan_hash": "0" * 64}
    bad: object
    for bad in (swapped, other_day, other_plan, {**document, "format": "x"}, {}, []):
        with pytest.raises(InvalidRecordError):
            opened(json.dumps(bad), milk, fingerprint=envelope.fingerprint)
    with pytest.raises(InvalidRecordError, match="do not fit"):
        opened(json.dumps(other_day), milk)
    with pytest.raises(InvalidRecordError):
        opened("not JSON", milk)


def test_the_fingerprint_does_not_tell_the_letters(milk: TrialPlan) -> None:
    """With the same letters and days it differs, because of digits drawn by chance."""
    same = [one for seed in range(20) if (one := _sealed(milk, seed)).letter_of_arm == ("A", "B")]
    assert len({one.fingerprint for one in same}) == len(same) > 3


@pytest.mark.parametrize("protocol_id", ["soluble_fibre", "slow_breathing"])
def test_what_one_can_see_or_taste_cannot_be_hidden(protocol_id: str) -> None:
    """Nobody is promised what does not work."""
    made = plan(protocol_id)
    assert not can_be_hidden(made)
    with pytest.raises(UsageError, match="look alike"):
        _sealed(made)


def test_the_name_of_the_file_says_nothing() -> None:
    """It may lie on a shared computer."""
    assert FILE_NAME == "commensal-envelope.json"
