"""What a question or a proposal speaks of: kinds of change, and things that a rule has something to say about."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.safety.reading.mention import MentionStatus
from commensal.safety.reading.read import find, status_of
from commensal.vocab.proposal_kinds import ProposalKind

# A question, a fear of it or a leaflet about it still speaks of it.
_IGNORED = frozenset({"if", "fear", "reading", "nearly", "resolved"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One thing that a question or a proposal speaks of.

    Parameters
    ----------
    kind : the kind of change; None where only a thing is named.
    topic : the thing, where a rule speaks of it ("grapefruit", "leaky_gut_test"); None otherwise.
    start, end : place in the text as typed. [characters]
    words : the text between them.
    """

    kind: ProposalKind | None
    topic: str | None
    start: int
    end: int
    words: str


def read_wishes(text: str) -> tuple[Wish, ...]:
    """What a question or a proposal speaks of, in the order of the text.

    What is said not to be wanted, of someone else, or long over is left out. A live ferment is also a ferment, and
    an unpasteurised one both: every kind that fits is given.
    """
    found = find(text)
    wishes: dict[tuple[str, int, int], Wish] = {}
    for match in found.wishes:
        if status_of(found, match, _IGNORED) is not MentionStatus.AFFIRMED:
            continue
        kind, _, topic = match.tag.partition("|")
        start, end = found.tokens[match.first].start, found.tokens[match.behind - 1].end
        wishes[(match.tag, start, end)] = Wish(
            kind=ProposalKind(kind) if kind else None,
            topic=topic or None,
            start=start,
            end=end,
            words=text[start:end],
        )
    return tuple(sorted(wishes.values(), key=lambda wish: (wish.start, wish.end, wish.kind or "", wish.topic or "")))
