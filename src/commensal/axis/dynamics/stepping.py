"""People side by side through time, step by step, each with steps of one's own.

This is plain Python on flat vectors, and it is also what is compiled: ``engine`` binds the names below to a number of
lanes and to the rates of ``specialise``. A lane never looks at its neighbours, so a person's numbers are the same
alone and in any company. When a person is done, the next one takes the lane.

Step control: the largest error of a state relative to its size (and to a floor of 0.001) is held to the tolerance;
the next step is ``0.9 error^(-1/4)`` as long, at least a third and at most three times.
"""

from __future__ import annotations

# ruff: noqa: PLR0917 - compiled functions take their arguments by place
from typing import Any

from commensal.axis.dynamics.elementary import exp, ln
from commensal.axis.dynamics.tableau import A21, A31, A32, A41, A42, A43, CHAIN, ERROR, OUTER

N_STATES = 32
N_INPUTS = 20
FLOOR = 1e-3
SAFETY, SHRINK, GROW = 0.9, 0.3, 3.0
LEAST_STEP = 1e-9
HOPELESS = 1e8
MOST_STEPS_A_DAY = 20_000

# Bound by ``engine`` for the lanes that are wanted; these are for one.
LANES = 1
# Blocks of the workspace: states, stage, rates, first rates, end of the chain, three of the last rates.
BLOCKS = ("Y", "G", "X", "F", "M", "K1", "K2", "K3", "H")
Y, G, X, F, M, K1, K2, K3, H = (block * N_STATES * LANES for block in range(9))  # H: the step, once for each state
# One number a lane: the step that is tried, how much longer the next may be, whether this one was good, the day, the
# step that is wanted next.
SINGLES = ("STEP", "FACTOR", "IS_GOOD", "NOW", "WANTED")
STEP, FACTOR, IS_GOOD, NOW, WANTED = (9 * N_STATES * LANES + place * LANES for place in range(5))
BEFORE_COEFFICIENTS = 9 * N_STATES + 5
N_COEFFICIENTS = 0

C1, C2 = CHAIN
B1, B2, B3, B4 = OUTER
E1, E2, E3, E4, E5 = ERROR


def follow(w_: Any) -> None:
    """Rates of all; bound by ``engine``."""
    raise NotImplementedError


def attempt(w_: Any, tolerance: float) -> None:
    """One step for every lane, with its error; nobody is moved yet."""
    for k in range(N_STATES * LANES):
        v = w_[Y + k] + w_[H + k] * (C1 * w_[F + k])
        w_[G + k] = v if v > 0.0 else 0.0
    follow(w_)
    for k in range(N_STATES * LANES):
        v = w_[G + k] + w_[H + k] * (C2 * w_[X + k])
        v = v if v > 0.0 else 0.0
        w_[G + k] = v
        w_[M + k] = v
    follow(w_)
    for k in range(N_STATES * LANES):
        w_[K1 + k] = w_[X + k]
        v = w_[M + k] + w_[H + k] * (A21 * w_[X + k])
        w_[G + k] = v if v > 0.0 else 0.0
    follow(w_)
    for k in range(N_STATES * LANES):
        w_[K2 + k] = w_[X + k]
        v = w_[M + k] + w_[H + k] * (A31 * w_[K1 + k] + A32 * w_[X + k])
        w_[G + k] = v if v > 0.0 else 0.0
    follow(w_)
    for k in range(N_STATES * LANES):
        w_[K3 + k] = w_[X + k]
        v = w_[M + k] + w_[H + k] * (A41 * w_[K1 + k] + A42 * w_[K2 + k] + A43 * w_[X + k])
        w_[G + k] = v if v > 0.0 else 0.0
    follow(w_)
    finish(w_)
    follow(w_)
    judge(w_, tolerance)


def finish(w_: Any) -> None:
    """The end of the step, and the part of its error that is known before the rates there."""
    for k in range(N_STATES * LANES):
        k1, k2, k3, k4 = w_[K1 + k], w_[K2 + k], w_[K3 + k], w_[X + k]
        v = w_[M + k] + w_[H + k] * (B1 * k1 + B2 * k2 + B3 * k3 + B4 * k4)
        w_[G + k] = v if v > 0.0 else 0.0
        w_[K1 + k] = E1 * k1 + E2 * k2 + E3 * k3 + E4 * k4


def judge(w_: Any, tolerance: float) -> None:
    """The largest error of a step in units of what is allowed, and how much longer the next step may be."""
    for k in range(N_STATES * LANES):
        before, after = w_[Y + k], w_[G + k]
        size = before if before > after else after
        error = abs(w_[H + k] * (w_[K1 + k] + E5 * w_[X + k])) / (tolerance * (FLOOR + size))
        w_[K2 + k] = error if error < HOPELESS else HOPELESS  # also what is not a number
    left = N_STATES
    while left > 1:
        left = left // 2
        for k in range(left * LANES):
            one, other = w_[K2 + k], w_[K2 + left * LANES + k]
            w_[K2 + k] = one if one > other else other
    for i in range(LANES):
        worst = w_[K2 + i]
        found = SAFETY * exp(-0.25 * ln(worst + 1e-12))
        limit = GROW if worst <= 1.0 else SAFETY
        found = found if found < limit else limit
        w_[FACTOR + i] = found if found > SHRINK else SHRINK
        w_[IS_GOOD + i] = 1.0 if worst <= 1.0 else 0.0


def move(w_: Any) -> None:
    """Everybody whose step was good stands at its end."""
    for k in range(0, N_STATES * LANES, LANES):
        for i in range(LANES):
            is_good = w_[IS_GOOD + i] > 0.0
            w_[Y + k + i] = w_[G + k + i] if is_good else w_[Y + k + i]
            w_[F + k + i] = w_[X + k + i] if is_good else w_[F + k + i]


def enter(w_: Any, i: int, person: int, coefficients: Any, rows: Any, start: Any, jumps: Any, out: Any) -> None:
    """Put a person into a lane at the beginning of time."""
    own_start = start[person if len(start) > 1 else 0]
    own_out = out[person][0]
    for k in range(N_STATES):
        w_[Y + k * LANES + i] = own_start[k]
        own_out[k] = own_start[k]
    begin_piece(w_, i, person, 0, coefficients, rows, jumps)


def begin_piece(w_: Any, i: int, person: int, piece: int, coefficients: Any, rows: Any, jumps: Any) -> None:
    """New coefficients for a lane, and a jump of its states."""
    own = coefficients[person if len(coefficients) > 1 else 0][rows[piece]]
    for k in range(N_COEFFICIENTS):
        w_[(BEFORE_COEFFICIENTS + k) * LANES + i] = own[k]
    if len(jumps) > 0:
        jump = jumps[person if len(jumps) > 1 else 0][piece]
        for k in range(N_STATES):
            v = w_[Y + k * LANES + i] + jump[k]
            w_[Y + k * LANES + i] = v if v > 0.0 else 0.0


def is_new(person: int, piece: int, inputs: Any, jumps: Any) -> bool:
    """Whether anything differs in this piece from the one before."""
    own = inputs[person if len(inputs) > 1 else 0]
    now, before = own[piece], own[piece - 1]
    for k in range(N_INPUTS):
        if now[k] != before[k]:
            return True
    if len(jumps) > 0:
        jump = jumps[person if len(jumps) > 1 else 0][piece]
        for k in range(N_STATES):
            if jump[k] != 0.0:
                return True
    return False


def refresh(w_: Any, is_fresh: Any) -> None:
    """First rates of the lanes whose coefficients or states were just put in."""
    for k in range(N_STATES * LANES):
        w_[G + k] = w_[Y + k]
    follow(w_)
    for i in range(LANES):
        if is_fresh[i] == 1:
            for k in range(0, N_STATES * LANES, LANES):
                w_[F + k + i] = w_[X + k + i]
            is_fresh[i] = 0


def aim(w_: Any, i: int, left: float) -> None:
    """The step that is tried: what is wanted, but to the end of the piece when it is near, or half the way to it."""
    step = w_[WANTED + i]
    if step >= 0.999 * left:
        step = left
    elif step > 0.6 * left:
        step = 0.5 * left
    w_[STEP + i] = step


def spread(w_: Any) -> None:
    """Each lane's step beside each of its states."""
    for k in range(0, N_STATES * LANES, LANES):
        for i in range(LANES):
            w_[H + k + i] = w_[STEP + i]


def run(  # noqa: C901 - one loop over time, with its four kinds of moments
    coefficients: Any, rows: Any, inputs: Any, start: Any, times: Any, jumps: Any, out: Any, w_: Any, lanes: Any,
    tolerance: float,
) -> int:  # fmt: skip
    """Everybody through all of time; how many steps were tried.

    Parameters
    ----------
    coefficients, rows : what constants and inputs decide, of shape (n or 1, n_rows, n_coefficients), and the row that
        holds in each piece.
    inputs, start, jumps : of shapes (n or 1, n_pieces, 20), (n or 1, 32) and (n or 1 or 0, n_pieces, 32).
    out : filled; of shape (n, n_pieces + 1, 32). NaN from where a person's steps came to nothing.
    w_ : the workspace.
    lanes : whole numbers of each lane, of shape (4, LANES): person, piece, whether fresh, steps in this piece.
    """
    person, piece, fresh, tried = lanes[0], lanes[1], lanes[2], lanes[3]
    n, next_person, n_steps, n_fresh = len(out), 0, 0, 0
    for i in range(LANES):
        person[i] = -1
    while True:
        n_busy = 0
        for i in range(LANES):
            if person[i] < 0 and next_person < n:
                person[i], piece[i], fresh[i], tried[i] = next_person, 0, 1, 0
                w_[NOW + i], w_[WANTED + i] = times[0], first_step(tolerance)
                enter(w_, i, next_person, coefficients, rows, start, jumps, out)
                next_person += 1
                n_fresh += 1
            if person[i] >= 0:
                n_busy += 1
                aim(w_, i, times[piece[i] + 1] - w_[NOW + i])
            else:
                w_[STEP + i] = 0.0
        if n_busy == 0:
            return n_steps
        if n_fresh > 0:
            refresh(w_, fresh)
        spread(w_)
        attempt(w_, tolerance)
        move(w_)
        n_steps, n_fresh = n_steps + 1, 0
        for i in range(LANES):
            if person[i] >= 0:
                conclude(w_, i, person, piece, tried, times, out)
                if (
                    w_[IS_GOOD + i] > 0.0
                    and tried[i] == 0
                    and person[i] >= 0
                    and is_new(person[i], piece[i], inputs, jumps)
                ):
                    begin_piece(w_, i, person[i], piece[i], coefficients, rows, jumps)
                    w_[WANTED + i] = min(w_[WANTED + i], first_step(tolerance))
                    fresh[i] = 1
                    n_fresh += 1


def conclude(w_: Any, i: int, person: Any, piece: Any, tried: Any, times: Any, out: Any) -> None:
    """After a tried step of a lane: its day and the step that is wanted next; ``tried`` is 0 at the end of a piece."""
    left = times[piece[i] + 1] - w_[NOW + i]
    tried[i] += 1
    if w_[IS_GOOD + i] > 0.0 and w_[STEP + i] >= left:
        end_piece(w_, i, person, piece, times, out)
        tried[i] = 0
        return
    w_[WANTED + i] = w_[STEP + i] * w_[FACTOR + i]
    if w_[IS_GOOD + i] > 0.0:
        w_[NOW + i] += w_[STEP + i]
    elif w_[WANTED + i] < LEAST_STEP or tried[i] > MOST_STEPS_A_DAY * (1.0 + left):
        give_up(person[i], piece[i], out, len(times) - 1)
        person[i] = -1


def end_piece(w_: Any, i: int, person: Any, piece: Any, times: Any, out: Any) -> None:
    """Write what a lane has come to, and go on to the next piece or out of the lane."""
    # A last step that was cut short says little about the next one.
    wanted = w_[STEP + i] * w_[FACTOR + i]
    w_[WANTED + i] = w_[WANTED + i] if w_[FACTOR + i] >= 1.0 and w_[WANTED + i] > wanted else wanted
    at = piece[i] + 1
    w_[NOW + i], piece[i] = times[at], at
    own_out = out[person[i]][at]
    for k in range(N_STATES):
        own_out[k] = w_[Y + k * LANES + i]
    if at == len(times) - 1:
        person[i] = -1


def first_step(tolerance: float) -> float:
    """A first guess of a step after something changed. [days]"""
    return 1.6 * exp(0.25 * ln(tolerance))


def give_up(person: int, piece: int, out: Any, n_pieces: int) -> None:
    """Not a number from here on: better than a wrong one."""
    for at in range(piece + 1, n_pieces + 1):
        for k in range(N_STATES):
            out[person][at][k] = float("nan")
