"""Post-exertional malaise: scoring after the DSQ-PEM (cotler2018), for ten items in our own words.

Step 1 asks five statements twice: how often (0-4) and how strong (0-4). It is positive when one statement reaches 2
on both. Step 2 is positive when effort of body or mind makes things worse and that goes on for 14 hours or more; two
further items describe and are not scored. Step 2 was made to tell ME/CFS from other illnesses with fatigue: it sorted
81.7 % of people with ME/CFS rightly and 16.6 % of people with multiple sclerosis or post-polio syndrome wrongly, in
the original wording. In other wording these figures need not hold.

The result says "possible" and is no diagnosis. For safety the wider of the two readings counts: see :func:`pem_flag`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commensal.instruments.answers import Answers
from commensal.instruments.three_valued import all_of, any_of, at_least
from commensal.knowledge.instruments import Instrument, Item, instruments
from commensal.vocab.answers import Answer

INSTRUMENT_ID: Final = "dsq_pem"

STEP_1_LINE: Final = 2
"""Least answer for how often, and for how strong, on one and the same statement. [points, 0-4]"""

LASTS_LINE: Final = 4
"""The choice "14 to 23 hours", the shortest that counts in step 2."""

RIGHTLY_SORTED: Final = 0.817
"""People with ME/CFS whom step 2 sorted as such, in the original wording (cotler2018). [share]"""

WRONGLY_SORTED: Final = 0.166
"""People with multiple sclerosis or post-polio syndrome whom step 2 sorted as ME/CFS (cotler2018). [share]"""


class PemOutcome(StrEnum):
    """What the first five statements say."""

    POSITIVE = "positive"
    NOT_POSITIVE = "not_positive"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class PemResult:
    """The answers, scored.

    Parameters
    ----------
    outcome : by step 1 alone, as published.
    step_1, step_2 : yes, no, or unknown where blanks leave it open.
    statements_reached : statements that reach the line on both answers, by their group.
    n_answered, n_items : of all ten items, the first five counted twice.
    """

    outcome: PemOutcome
    step_1: Answer
    step_2: Answer
    statements_reached: tuple[str, ...]
    n_answered: int
    n_items: int


_OUTCOME: Final[Mapping[Answer, PemOutcome]] = {
    Answer.YES: PemOutcome.POSITIVE,
    Answer.NO: PemOutcome.NOT_POSITIVE,
    Answer.UNKNOWN: PemOutcome.CANNOT_TELL,
}


def score_pem(answers: Answers) -> PemResult:
    """Score answers to the ten items.

    Parameters
    ----------
    answers : number by item id; blanks are left out, and are not zeros. A blank is no answer: it counts neither way.
    """
    instrument = instruments()[INSTRUMENT_ID]
    by_statement = {group: _reaches_line(pair, answers) for group, pair in _statements(instrument).items()}
    step_1 = any_of(by_statement.values())
    return PemResult(
        outcome=_OUTCOME[step_1],
        step_1=step_1,
        step_2=_step_2(instrument, answers),
        statements_reached=tuple(group for group, reached in by_statement.items() if reached is Answer.YES),
        n_answered=sum(item.id in answers for item in instrument.items),
        n_items=len(instrument.items),
    )


def pem_flag(answers: Answers) -> Answer | None:
    """What the answers say to the safety question "does effort make you worse afterwards?".

    Yes when either step is positive: somebody whose five statements stay below the line, and who gets worse for
    14 hours after a little effort, is protected too. No only when both steps are negative. Unknown when blanks leave
    it open; None when nothing was answered, which counts as not asked.
    """
    result = score_pem(answers)
    if result.n_answered == 0:
        return None
    return any_of((result.step_1, result.step_2))


def _statements(instrument: Instrument) -> dict[str, list[Item]]:
    pairs: dict[str, list[Item]] = {}
    for item in instrument.items:
        if item.role in ("often", "much"):
            pairs.setdefault(item.group, []).append(item)
    return pairs


def _reaches_line(pair: list[Item], answers: Answers) -> Answer:
    """One of the two below the line is enough for no, whatever the other may be."""
    return all_of(at_least(answers.get(item.id), STEP_1_LINE) for item in pair)


def _step_2(instrument: Instrument, answers: Answers) -> Answer:
    effort = any_of(at_least(answers.get(item.id), 1) for item in instrument.items if item.role == "effort")
    lasts = all_of(at_least(answers.get(item.id), LASTS_LINE) for item in instrument.items if item.role == "lasts")
    return all_of((effort, lasts))
