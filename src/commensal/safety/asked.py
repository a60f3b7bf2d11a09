"""What is proposed or asked: kinds of change and topics, from a proposal, its words, and a question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from commensal.knowledge.safety_words import plain
from commensal.records.proposal import Proposal
from commensal.safety.reading.wishes import Wish, read_wishes
from commensal.vocab.proposal_kinds import ProposalKind as Kind

_NARROWER: dict[Kind, frozenset[Kind]] = {
    Kind.FERMENTED_FOOD: frozenset({Kind.FERMENTED_FOOD_LIVE, Kind.FERMENTED_FOOD_UNPASTEURISED}),
    Kind.FERMENTED_FOOD_LIVE: frozenset({Kind.FERMENTED_FOOD_UNPASTEURISED}),
    Kind.ELIMINATION: frozenset({Kind.LOW_FODMAP, Kind.GLUTEN_FREE}),
    Kind.FIBRE_INCREASE: frozenset({Kind.BULK_LAXATIVE, Kind.PREBIOTIC}),
    Kind.SUPPLEMENT_CHANGE: frozenset({Kind.OMEGA3_SUPPLEMENT, Kind.PROBIOTIC, Kind.PREBIOTIC}),
    Kind.UNSUPERVISED_TRIAL: frozenset(Kind) - {Kind.UNSUPERVISED_TRIAL},
}
"""What a proposal may turn out to be when its question says more: a fermented food that is raw, an elimination of
gluten. A kind that is barred takes its narrower ferments with it (``widened``)."""

_GENTLE = frozenset({Kind.STRESS_PRACTICE, Kind.SLEEP_ROUTINE, Kind.PACING})
_FERMENTS = (Kind.FERMENTED_FOOD, Kind.FERMENTED_FOOD_LIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the rules look at.

    Parameters
    ----------
    proposed : the kinds that must be free of bars for the proposal to go ahead.
    names : kinds and topics that are spoken of, in the proposal or in the question.
    words : the question and the words of the proposal, in lower case and without marks.
    """

    proposed: frozenset[Kind] = frozenset()
    names: frozenset[str] = frozenset()
    words: str = ""

    def says(self, phrase: str) -> bool:
        """Whether these words are in the question or in the proposal."""
        return f" {plain(phrase)} " in f" {self.words} "


def asked(proposal: Proposal | None, question: str) -> Asked:
    """Read a proposal and a question. Without a proposal, what the question wishes is what is proposed."""
    of_question = _wishes(question)
    kinds_of_question = _kinds(of_question)
    if proposal is None:
        proposed = kinds_of_question
        own: tuple[Wish, ...] = ()
        words = question
    else:
        own = _wishes(f"{proposal.words} {proposal.subject.replace('_', ' ')}".strip())
        proposed = frozenset({proposal.kind}) | _kinds(own) | _narrowed(proposal.kind, kinds_of_question)
        words = f"{question} {proposal.words} {proposal.subject}"
    topics = {wish.topic for wish in (*own, *of_question) if wish.topic}
    return Asked(
        proposed=proposed,
        names=frozenset({kind.value for kind in proposed | kinds_of_question} | topics),
        words=plain(words),
    )


def bare(kind: Kind) -> Asked:
    """A proposal of one kind, without any words."""
    return Asked(proposed=frozenset({kind}), names=frozenset({kind.value}))


def widened(bars: Iterable[Kind]) -> frozenset[Kind]:
    """Bars with the narrower ferments that they cover."""
    given = frozenset(bars)
    return given.union(*(_NARROWER[kind] for kind in _FERMENTS if kind in given))


def _narrowed(kind: Kind, spoken_of: frozenset[Kind]) -> frozenset[Kind]:
    return _NARROWER.get(kind, frozenset()) & spoken_of


def _kinds(wishes: Iterable[Wish]) -> frozenset[Kind]:
    return frozenset(wish.kind for wish in wishes if wish.kind is not None)


@lru_cache(maxsize=1024)
def _wishes(text: str) -> tuple[Wish, ...]:
    """What the words wish for. The exercises of "breathing exercises" are no exercise."""
    found = read_wishes(text) if text.strip() else ()
    gentle = [wish for wish in found if wish.kind in _GENTLE]
    return tuple(
        wish
        for wish in found
        if wish.kind is not Kind.EXERCISE_INCREASE
        or not any(other.start <= wish.start and wish.end <= other.end for other in gentle)
    )
