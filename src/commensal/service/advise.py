"""The story "what could I try next?": findings, evidence, person and safety, joined into a next gentle step."""

from __future__ import annotations

from collections.abc import Sequence

from commensal.findings.finding import Findings
from commensal.guidance.library import steps
from commensal.guidance.suggest import suggest
from commensal.guidance.suggestion import Guidance, Tried
from commensal.knowledge.evidence import evidence
from commensal.records.facts import STANDING_KINDS, Food
from commensal.safety.reading.wishes import read_wishes
from commensal.safety.screen import screen
from commensal.service.home import Home
from commensal.service.person import person, recent_days
from commensal.service.words import understand
from commensal.vocab.errors import NotAnalysableError, UsageError
from commensal.vocab.proposal_kinds import RESTRICTIONS


def next_steps(home: Home, *, question: str = "", tried: Sequence[Tried] = (), seed: int = 0) -> Guidance:
    """At most three next steps for the person whose diary this is; nothing but help in an emergency.

    Too few days for findings are no hindrance: then the evidence and the safety rules speak alone.

    Parameters
    ----------
    question : what the person asks or wishes for, in their own words.
    tried : steps that they have tried and would not see again, or that still go on.
    seed : of the findings; the same seed gives the same answer.

    Raises
    ------
    UsageError : ``tried`` names a step that the library does not have.
    """
    known, today = steps(), home.today()
    for item in tried:
        if item.step_id not in known:
            raise UsageError(
                where="what was tried",
                found=repr(item.step_id),
                expected=f"one of: {', '.join(known)}",
                do="Check the name.",
            )
    who, days = person(home), recent_days(home)
    # Looking for links takes a moment, and in an emergency there is none to lose.
    is_emergency = screen(who, days, None, question=question, today=today).is_emergency
    return suggest(
        None if is_emergency else _findings(home, seed),
        evidence(),
        who,
        days,
        today=today,
        question=question,
        wished_food=_food_named(home, question),
        tried=tuple(tried),
    )


def _findings(home: Home, seed: int) -> Findings | None:
    """What the diary says; None where it holds nothing that could be looked at."""
    from commensal.service.find import findings_of  # noqa: PLC0415 - brings arrays

    with home.journal_to_read() as journal:
        kept = () if journal is None else journal.entries()
    entries = tuple(entry for entry in kept if entry.kind not in STANDING_KINDS)
    try:
        return findings_of(entries, seed=seed)[0] if entries else None
    except NotAnalysableError:
        return None


def _food_named(home: Home, question: str) -> str:
    """The first food that a wish to leave something out names; empty where none does."""
    if not any(wish.kind in RESTRICTIONS for wish in read_wishes(question)):
        return ""
    return next((fact.name for fact in understand(home, question).facts if isinstance(fact, Food)), "")
