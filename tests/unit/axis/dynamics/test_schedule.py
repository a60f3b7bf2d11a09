"""What is done to the model, from its written form to stretches of constant inputs."""

from __future__ import annotations

import pytest

from commensal.axis.dynamics.schedule import Hold, Jump, Schedule, read_schedule
from commensal.vocab.errors import UsageError

_INPUTS, _STATES = ("u_fib", "u_abx"), ("Lp", "R")


def _read(text: str) -> Schedule:
    return read_schedule(text, inputs=_INPUTS, states=_STATES, where="row 1")


def test_holds_and_jumps_are_read() -> None:
    """Spaces do not matter; nothing written is nothing done."""
    assert _read("u_abx=1@0:7; Lp += 23@0.5") == Schedule(
        holds=(Hold(symbol="u_abx", value=1.0, start_day=0.0, end_day=7.0),),
        jumps=(Jump(symbol="Lp", amount=23.0, day=0.5),),
    )
    assert _read("") == Schedule()


def test_time_is_cut_where_something_changes() -> None:
    """Two courses with a jump between them: five stretches, and what differs from usual in each."""
    pieces = _read("u_abx=0.6@0:5; u_abx=1@20:25; Lp+=2@10").pieces(30.0)
    assert [(piece.start_day, piece.end_day) for piece in pieces] == [(0, 5), (5, 10), (10, 20), (20, 25), (25, 30)]
    assert [dict(piece.inputs) for piece in pieces] == [{"u_abx": 0.6}, {}, {}, {"u_abx": 1.0}, {}]
    assert [len(piece.jumps) for piece in pieces] == [0, 0, 1, 0, 0]


def test_the_later_of_two_holds_counts() -> None:
    """Where two holds of one input overlap, the one that is written later does."""
    pieces = _read("u_fib=30@0:10; u_fib=40@5:10").pieces(10.0)
    assert [piece.inputs["u_fib"] for piece in pieces] == [30.0, 40.0]


def test_a_dose_is_read_at_its_end() -> None:
    """Just before the end of a hold it still holds; at its start not yet."""
    schedule = _read("u_fib=30@0:10")
    assert dict(schedule.before(10.0)) == {"u_fib": 30.0}
    assert dict(schedule.before(0.0)) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lp+=x@0", "a number"),
        ("Q+=1@0", "a state of the model"),
        ("u_fib=30", "an input held for some days"),
        ("u_fib=30@-1:4", "a day from 0 on"),
        ("u_fib=30@4:4", "an end after the start"),
        ("u_fib=nan@0:4", "a finite number"),
        ("u_xyz=1@0:4", "an input of the model"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, expected: str) -> None:
    """With the row, what stood there, and what could have."""
    with pytest.raises(UsageError, match=expected) as refusal:
        _read(text)
    assert refusal.value.where == "row 1"
