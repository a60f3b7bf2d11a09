"""What was found in a text: a concept, where it stands, and how it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class MentionStatus(StrEnum):
    """How a thing is spoken of. Only ``AFFIRMED`` counts for a red flag."""

    AFFIRMED = "affirmed"
    """The writer has it, now or lately."""
    NEGATED = "negated"
    """Said not to be so: "no blood"."""
    SOMEONE_ELSE = "someone_else"
    """Said of another person or of an animal: "my mum had chest pain"."""
    PAST = "past"
    """Over and done, or long ago: "used to", "when I was a child", "three years ago"."""
    HYPOTHETICAL = "hypothetical"
    """A fear, a condition, a leaflet, something that nearly happened: "worried it might be jaundice"."""
    FIGURATIVE = "figurative"
    """The words, but not the thing: "black pudding", "dying for a coffee", "dark from the iron tablets"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One concept at one place of a text.

    Parameters
    ----------
    concept : id as in ``safety/data/concepts.toml``.
    start, end : place in the text as typed. [characters]
    words : the text between them, as typed.
    status : how it is spoken of.
    duration_days : how long it has lasted, where the same clause says so. [days]
    about : for concepts that speak of a medicine (S16), the words that name it, as typed; "" otherwise.
    percent : for ``S21.weight_down_percent``, the share that was named. [%]
    """

    concept: str
    start: int
    end: int
    words: str
    status: MentionStatus
    duration_days: int | None = None
    about: str = ""
    percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that was found in one text, in the order of the text."""

    mentions: tuple[Mention, ...] = ()

    def has(self, concept: str) -> bool:
        """Whether the writer says that it is so, at least once."""
        return any(True for _ in self.affirmed(concept))

    def affirmed(self, concept: str) -> Iterator[Mention]:
        """The mentions of a concept that count."""
        return (
            mention
            for mention in self.mentions
            if mention.concept == concept and mention.status is MentionStatus.AFFIRMED
        )

    def concepts(self) -> frozenset[str]:
        """Every concept that the writer says is so."""
        return frozenset(mention.concept for mention in self.mentions if mention.status is MentionStatus.AFFIRMED)

    def duration_days(self, concept: str) -> int | None:
        """The longest duration that was given for a concept that counts. [days]"""
        lengths = [mention.duration_days for mention in self.affirmed(concept) if mention.duration_days is not None]
        return max(lengths, default=None)
