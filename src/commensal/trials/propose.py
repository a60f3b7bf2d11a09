"""Drafts of trials: from a ready protocol, a step of guidance, the person's own findings, or their own words.

Whatever it comes from: one change, the smallest gentle dose, a comparator, and an end. A medicine is never the
change. What is left out comes back on a fixed day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from commensal.knowledge.evidence import evidence
from commensal.knowledge.exertion_words import speaks_of_exertion
from commensal.knowledge.trial_protocols import TrialProtocol, smallest_difference_for, trial_protocols
from commensal.safety.reading.wishes import read_wishes
from commensal.trials.design import DesignKind, TrialDesign
from commensal.trials.draft import Caution, TrialDraft, Watched, cautions_of, refuse_what_is_never_tried
from commensal.trials.suspects import Link, Suspect, inside
from commensal.vocab.errors import UsageError
from commensal.vocab.proposal_kinds import RESTRICTIONS, ProposalKind

LEAST_PERIOD_WITH_PEM_DAYS = 7
"""Where effort may be paid for days later, days are no fair unit: a week that counts, at least (rule S22). [days]"""

LONGEST_DOUBLED_WASHOUT_DAYS = 10
"""Twice the washout where effort may be paid for later, but a washout is not made longer than this. [days]"""

MOST_ARMS_OF_A_SET = 4
"""As usual and three suspects; with more, one at a time. Our choice."""

_A_FOOD = "a food"
_FODMAP_GROUPS = {
    "fodmap_fructan": "fructans",
    "fodmap_gos": "galacto-oligosaccharides",
    "fodmap_fructose": "fructose",
    "fodmap_polyol": "polyols",
}
_FOOD_IN_TURN_PROTOCOL = "food_out_and_back"
_LEAVES_OUT = re.compile(
    r"\b(without|no|less|fewer|only|half|free|low|leav\w+|cut\w*|giv\w+ up|skip\w*|avoid\w*|"
    r"keto\w*|carnivore|vegan|diet)\b",
    re.IGNORECASE,
)
_OWN_STOPS = ("emergency", "doctor_first", "bad_reaction", "payback", "own_wish")
_OWN_STEADY = ("medicines", "one_change")
_AS_USUAL = "as usual"
_THE_DAY_AS_USUAL = "the day as usual"
_ALL_AS_USUAL = "eating all of them as usual"
_FAST_DAYS = 1
_OWN_PAIRS_OF_DAYS = 30
_SETS_OF_BLOCKS = 7
"""With six pairs only two of 64 orders come out at one in twenty; a seventh pair costs less than it gives."""

_LEAST_OWN_BLOCK_DAYS = 3


def from_protocol(
    protocol_id: str, watched: Watched, *, subject: str = "", is_pem_possible: bool = False
) -> tuple[TrialDraft, ...]:
    """The draft of a ready protocol.

    Parameters
    ----------
    subject : the food or group it is about, where the protocol names one.
    is_pem_possible : effort may be paid for later; periods and washout are longer then.

    Raises
    ------
    UsageError : no such protocol, no subject where one is needed, or a subject that is a medicine.
    """
    protocol = trial_protocols().get(protocol_id)
    if protocol is None:
        known = ", ".join(trial_protocols())
        raise UsageError(where="trial, protocol", found=protocol_id, expected=f"one of {known}", do="Pick one of them.")
    return (_draft(protocol, watched, subject=_checked_subject(protocol, subject), is_pem_possible=is_pem_possible),)


def from_step(
    step_id: str, watched: Watched, *, subject: str = "", is_pem_possible: bool = False
) -> tuple[TrialDraft, ...]:
    """The drafts for a step of guidance, by its id; none for a step that is there to rest, to log or to talk."""
    fitting = [one for one in trial_protocols().values() if one.step == step_id]
    able = [one for one in fitting if subject or not one.names_subject]
    return tuple(
        draft
        for one in able
        for draft in from_protocol(one.id, watched, subject=subject, is_pem_possible=is_pem_possible)
    )


def from_link(link: Link, watched: Watched, *, is_pem_possible: bool = False) -> tuple[TrialDraft, ...]:
    """The drafts for a finding: test it, never "leave it out".

    Where the days cannot tell several foods apart ("which of these?"), the first draft has one arm for each of them,
    one at a time left out; then come drafts for one food alone, the firmest first.
    """
    suspects = [one for one in link.suspects if not one.is_medicine]
    is_worse_with = (link.effect > 0) is watched.outcome.higher_is_worse
    foods = [one for one in suspects if one.is_plain_food]
    together: list[TrialDraft] = []
    if is_worse_with and 1 < len(foods) < MOST_ARMS_OF_A_SET and len(foods) == len(link.suspects):
        together.append(_each_in_turn(foods, watched, link.onset_days, is_pem_possible=is_pem_possible))
    alone = [
        _draft(protocol, watched, subject=subject, is_pem_possible=is_pem_possible, onset_days=link.onset_days)
        for suspect in suspects
        for protocol, subject in _protocols_for(suspect, is_worse_with=is_worse_with)
    ]
    return (*together, *alone)


def from_words(
    change: str,
    watched: Watched,
    *,
    comparator: str = "",
    acts_within_days: int = 1,
    takes_away: bool | None = None,
    is_pem_possible: bool = False,
) -> tuple[TrialDraft, ...]:
    """A trial of one's own, in one's own words.

    Parameters
    ----------
    comparator : what it is compared with; the day as usual where nothing is said.
    acts_within_days : how soon a difference may show; up to one day, days are compared, beyond it periods. [days]
    takes_away : whether something is left out; read from the words when it is not said.

    Raises
    ------
    UsageError : no words, or a medicine.
    """
    text, other = " ".join(change.split()), " ".join(comparator.split())
    other = "" if other.casefold() == _AS_USUAL else other
    if not text:
        raise UsageError(
            where="trial, change", found="nothing", expected="one change, in words", do="Say what changes."
        )
    kinds = [wish.kind for wish in read_wishes(text) if wish.kind is not None]
    removes = bool(_LEAVES_OUT.search(text)) if takes_away is None else takes_away
    if speaks_of_exertion(text) and not removes:
        # "Ten minutes of yoga" every other day is effort that would not be there otherwise, whatever else it is.
        kinds = [ProposalKind.EXERCISE_INCREASE, *kinds]
    kind = kinds[0] if kinds else ProposalKind.UNSUPERVISED_TRIAL
    removes = removes or any(each in RESTRICTIONS for each in kinds)
    for each in kinds or [kind]:
        refuse_what_is_never_tried(each, text, is_left_out=removes)
    if removes and kind not in RESTRICTIONS:
        kind = ProposalKind.ELIMINATION
    design = _own_design(acts_within_days, is_pem_possible=is_pem_possible, removes=removes)
    expected = (0, acts_within_days) if acts_within_days <= _FAST_DAYS else (acts_within_days, acts_within_days)
    points, is_ours, notes = _difference(watched)
    pem_note = (Caution.LONGER_FOR_PEM,) if is_pem_possible else ()
    return (
        TrialDraft(
            protocol_id=None,
            question=_question(watched, text, other or _THE_DAY_AS_USUAL),
            change=text,
            comparator=other or _THE_DAY_AS_USUAL,
            arms=(other or _AS_USUAL, text),
            kind=kind,
            words=text,
            subject="",
            outcome=watched.outcome,
            design=design,
            smallest_difference=points,
            is_smallest_difference_ours=is_ours,
            lag_min_days=0,
            lag_max_days=expected[1],
            expected_lag_days=expected,
            stop_rules=(*_OWN_STOPS, *(("eating_less",) if removes else ()), *_pem_stops(is_pem_possible)),
            keep_steady=_OWN_STEADY,
            removes_something=removes,
            reintroduce_after_days=1 if removes else None,
            cautions=cautions_of(design, expected, others=(*notes, *pem_note)),
        ),
    )


def design_of_step(step_id: str, *, is_pem_possible: bool) -> TrialDesign | None:
    """How the ready protocol of a step of guidance lays out its days; None where the step has none."""
    protocol = next((each for each in trial_protocols().values() if each.step == step_id), None)
    if protocol is None:
        return None
    design = _design(protocol, len(protocol.arms))
    return _for_pem(protocol, design) if is_pem_possible else design


def lengthened(design: TrialDesign) -> TrialDesign:
    """The same trial where effort may be paid for days later: periods of a week at least, twice the washout."""
    doubled = min(2 * design.washout_days, LONGEST_DOUBLED_WASHOUT_DAYS)
    washout = max(doubled, design.washout_days, LEAST_PERIOD_WITH_PEM_DAYS)
    return _of_blocks(max(design.block_days, LEAST_PERIOD_WITH_PEM_DAYS), washout, design.n_arms)


def _of_blocks(block_days: int, washout_days: int, n_arms: int, n_sets: int = _SETS_OF_BLOCKS) -> TrialDesign:
    """As many sets as a question needs to be settled, and no more."""
    return TrialDesign(
        kind=DesignKind.PAIRED_BLOCKS,
        days=n_sets * n_arms * (block_days + washout_days),
        block_days=block_days,
        washout_days=washout_days,
        n_arms=n_arms,
    )


def _draft(
    protocol: TrialProtocol,
    watched: Watched,
    *,
    subject: str,
    is_pem_possible: bool,
    onset_days: int | None = None,
) -> TrialDraft:
    expected = (onset_days, onset_days) if onset_days is not None else protocol.lag_days(watched.place)
    arms = tuple(arm.format(subject=subject) for arm in protocol.arms)
    design = _design(protocol, len(arms))
    design = _for_pem(protocol, design) if is_pem_possible else design
    change = protocol.change.format(subject=subject)
    comparator = protocol.comparator.format(subject=subject)
    points, is_ours, notes = _difference(watched)
    more = (
        *((Caution.WITH_DIETITIAN,) if protocol.with_dietitian else ()),
        *((Caution.LONGER_FOR_PEM,) if is_pem_possible else ()),
    )
    shift = max((expected[0] if expected else 0) - design.washout_days, 0)
    back = protocol.reintroduction
    return TrialDraft(
        protocol_id=protocol.id,
        question=_question(watched, change, comparator),
        change=change,
        comparator=comparator,
        arms=arms,
        kind=protocol.kind,
        words=words_for_the_gate(protocol, subject),
        subject=subject,
        outcome=watched.outcome,
        design=design,
        smallest_difference=points,
        is_smallest_difference_ours=is_ours,
        lag_min_days=shift,
        lag_max_days=max(expected[1] if expected else shift, shift),
        expected_lag_days=expected,
        stop_rules=tuple(dict.fromkeys((*protocol.stop_rules, *_pem_stops(is_pem_possible)))),
        keep_steady=protocol.keep_steady,
        removes_something=protocol.removes_something,
        reintroduce_after_days=None if back is None else back.after_days,
        run_in_days=protocol.run_in_days,
        cautions=cautions_of(design, expected, others=(*notes, *more)),
    )


def words_for_the_gate(protocol: TrialProtocol, subject: str) -> str:
    """The change as a person would say it: the gate hears in "without bread" what it would not in "bread"."""
    if not subject:
        return protocol.proposal
    return f"{'without ' if protocol.removes_something else ''}{subject}: {protocol.proposal}"


def _each_in_turn(
    foods: Sequence[Suspect], watched: Watched, onset_days: int | None, *, is_pem_possible: bool
) -> TrialDraft:
    """One arm for each of several foods: only that one is left out, and the others stay."""
    base = trial_protocols()[_FOOD_IN_TURN_PROTOCOL]
    names = [inside(food.label) for food in foods]
    listed = f"{', '.join(names[:-1])} or {names[-1]}"
    one = _draft(base, watched, subject=listed, is_pem_possible=is_pem_possible, onset_days=onset_days)
    n_arms = len(foods) + 1
    n_sets = one.design.days // one.design.set_days
    design = TrialDesign(
        kind=one.design.kind,
        days=n_sets * n_arms * one.design.period_days,
        block_days=one.design.block_days,
        washout_days=one.design.washout_days,
        n_arms=n_arms,
    )
    change = f"leaving out {listed}, one at a time"
    kept = {name: getattr(one, name) for name in TrialDraft.__slots__}
    return TrialDraft(
        **{
            **kept,
            "question": _question(watched, change, _ALL_AS_USUAL),
            "change": change,
            "comparator": _ALL_AS_USUAL,
            "arms": (_AS_USUAL, *(f"without {name}" for name in names)),
            "design": design,
            "cautions": cautions_of(design, one.expected_lag_days, others=one.cautions),
        }
    )


def _protocols_for(suspect: Suspect, *, is_worse_with: bool) -> list[tuple[TrialProtocol, str]]:
    """The protocols that a finding about this speaks for, each with its subject; its own name before its place."""
    key, place = suspect.key, evidence().variables.get(suspect.key)
    if key in _every_named():
        wanted, is_more = key, is_worse_with
    elif place is not None and place.node in _every_named():
        wanted, is_more = place.node, is_worse_with is (place.direction > 0)
    elif suspect.is_plain_food:
        wanted, is_more = _A_FOOD, is_worse_with
    else:
        return []
    found = [
        one for one in trial_protocols().values() if wanted in (one.goes_up_with if is_more else one.goes_down_with)
    ]
    subject = _FODMAP_GROUPS.get(key, inside(suspect.label))
    return [(one, subject if one.names_subject else "") for one in found]


def _every_named() -> frozenset[str]:
    every = (name for one in trial_protocols().values() for name in (*one.goes_up_with, *one.goes_down_with))
    return frozenset(every) - {_A_FOOD}


def _design(protocol: TrialProtocol, n_arms: int) -> TrialDesign:
    """The protocol's own design, with as many arms as are asked for."""
    shape = protocol.design
    return TrialDesign(
        kind=DesignKind(shape.kind),
        days=shape.n_sets * n_arms * shape.period_days,
        block_days=shape.block_days,
        washout_days=shape.washout_days,
        n_arms=n_arms,
    )


def _for_pem(protocol: TrialProtocol, design: TrialDesign) -> TrialDesign:
    """Longer; where that would pass the most days the protocol allows with the change, weeks, and as many as fit."""
    longer, most = lengthened(design), protocol.most_days_on
    if most is None or longer.days // longer.n_arms <= most:
        return longer
    week = LEAST_PERIOD_WITH_PEM_DAYS
    return _of_blocks(week, week, design.n_arms, n_sets=most // (2 * week))


def _own_design(acts_within_days: int, *, is_pem_possible: bool, removes: bool) -> TrialDesign:
    if acts_within_days <= _FAST_DAYS and not removes:
        design = TrialDesign(kind=DesignKind.PAIRED_DAYS, days=2 * _OWN_PAIRS_OF_DAYS)
    else:
        block = max(min(acts_within_days, LEAST_PERIOD_WITH_PEM_DAYS), _LEAST_OWN_BLOCK_DAYS)
        design = _of_blocks(block, acts_within_days, 2)
    return lengthened(design) if is_pem_possible else design


def _difference(watched: Watched) -> tuple[float, bool, tuple[Caution, ...]]:
    """The smallest difference that matters, whether it is our choice, and what is to be said of it. [points]"""
    if watched.smallest_difference is not None:
        return watched.smallest_difference, False, ()
    outcome = watched.outcome
    known = smallest_difference_for(watched.place or outcome.key, minimum=outcome.minimum, maximum=outcome.maximum)
    if known is None:
        return 0.0, True, (Caution.NO_DIFFERENCE_KNOWN,)
    return known.points, known.is_our_choice, (Caution.DIFFERENCE_IS_OURS,) if known.is_our_choice else ()


def _question(watched: Watched, change: str, comparator: str) -> str:
    return f"Is {inside(watched.outcome.label)} different with {change} than with {comparator}?"


def _pem_stops(is_pem_possible: bool) -> tuple[str, ...]:
    return ("two_worse_days",) if is_pem_possible else ()


def _checked_subject(protocol: TrialProtocol, subject: str) -> str:
    name = " ".join(subject.split())
    if not protocol.names_subject:
        return ""
    if not name or (protocol.subjects and name not in protocol.subjects):
        raise UsageError(
            where=f"trial, {protocol.id}",
            found=name or "no food",
            expected="one of " + ", ".join(protocol.subjects) if protocol.subjects else "one food by its name",
            do="Name what it is about.",
        )
    refuse_what_is_never_tried(protocol.kind, name, is_left_out=protocol.removes_something)
    return name
