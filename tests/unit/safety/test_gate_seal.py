"""A screened proposal comes out of the gate or not at all."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from commensal.records.person import Person
from commensal.records.proposal import Proposal
from commensal.safety.screened import ScreenedProposal, _Seal
from commensal.vocab.proposal_kinds import ProposalKind
from tests.unit.safety.gate_people import TODAY, screened

_CALM = Proposal(kind=ProposalKind.STRESS_PRACTICE)


def _cleared() -> ScreenedProposal:
    cleared = screened(Person(), kind=ProposalKind.STRESS_PRACTICE).cleared
    assert cleared is not None
    return cleared


@pytest.mark.parametrize("seal", [None, object(), "sealed", True, _Seal()])
def test_nobody_else_can_make_one(seal: object) -> None:
    """Whatever is handed in as a seal: an object like it is not it."""
    with pytest.raises(AssertionError, match="only the safety gate"):
        ScreenedProposal(proposal=_CALM, conditions=(), screened_on=TODAY, seal=seal)


def test_one_cannot_be_turned_into_another() -> None:
    """Neither by replacing its proposal, nor by writing to it."""
    fmt = Proposal(kind=ProposalKind.FMT)
    with pytest.raises((ValueError, TypeError)):
        dataclasses.replace(_cleared(), proposal=fmt)  # type: ignore[call-arg]
    with pytest.raises(AssertionError):
        dataclasses.replace(_cleared(), proposal=fmt, seal=None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        _cleared().proposal = fmt  # type: ignore[misc]


def test_there_is_no_kind_of_it() -> None:
    """A subclass could leave the check out."""
    with pytest.raises(TypeError, match="final"):

        class _Forged(ScreenedProposal):  # type: ignore[misc]
            pass


def test_it_cannot_be_brought_in_from_outside() -> None:
    """Not as a pickle: what was fine yesterday is screened again today."""
    with pytest.raises(TypeError, match="screened again"):
        pickle.dumps(_cleared())
    with pytest.raises(TypeError, match="screened again"):
        copy.copy(_cleared())


def test_what_is_cleared_is_what_was_proposed() -> None:
    """The gate hands out the very proposal, with the rules that go along."""
    assert _cleared().proposal == _CALM
    assert _cleared().screened_on == TODAY
    fish_oil = screened(Person(medicines=("warfarin",)), kind=ProposalKind.OMEGA3_SUPPLEMENT).cleared
    assert fish_oil is not None
    assert [rule.rule_id for rule in fish_oil.conditions] == ["S24", "S25"]
