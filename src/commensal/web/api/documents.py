"""Results of ``service`` as the messages of the API."""

from __future__ import annotations

from typing import Any

from commensal.records.entry import Entry
from commensal.records.fact_fields import fields_of
from commensal.records.facts import Fact, kind_of
from commensal.report.chips import chip_of
from commensal.report.safety_words import screening_document
from commensal.service.heed import Heeded
from commensal.service.log import Logged
from commensal.service.offline import TakenIn
from commensal.service.trial import TrialStanding
from commensal.service.trial_stops import TrialHeld
from commensal.service.words import Understood
from commensal.web.api.schemas import (
    ChipOut,
    EntryOut,
    HeldOut,
    KeptOut,
    LoggedOut,
    QuestionOut,
    RefusedOut,
    TakenInOut,
    UnderstoodOut,
)


def entry_out(entry: Entry) -> EntryOut:
    """An entry with the fields of its fact."""
    return EntryOut(
        id=entry.id,
        kind=entry.kind,
        day=entry.day,
        at=entry.at,
        recorded_at=entry.recorded_at,
        origin=entry.origin.value,
        source=entry.source,
        source_line=entry.source_line,
        fact=dict(fields_of(entry.fact)),
    )


def logged_out(logged: Logged) -> LoggedOut:
    """What was kept."""
    return LoggedOut(
        day=logged.day,
        kept=[entry_out(entry) for entry in logged.entries],
        unknown=list(logged.understood.unknown),
        safety=heeded_out(logged.heeded),
        trial_held=held_out(logged.trial_held),
    )


def taken_in_out(taken: TakenIn) -> TakenInOut:
    """What became of a sending."""
    return TakenInOut(
        kept=[KeptOut(id=one, revision=revision) for one, revision in taken.kept],
        refused=[RefusedOut(id=one.id, revision=one.revision, why=one.why) for one in taken.refused],
        n_written=taken.n_written,
        is_emergency=taken.heeded is not None and taken.heeded.screening.is_emergency,
        safety=heeded_out(taken.heeded),
        trial_held=held_out(taken.trial_held),
    )


def understood_out(read: Understood) -> UnderstoodOut:
    """A sentence as it is understood."""
    return UnderstoodOut(
        text=read.text,
        said=[_chip(said.fact) for said in read.said],
        questions=[
            QuestionOut(kind=one.kind, text=one.text, choices=[_chip(choice.fact) for choice in one.choices])
            for one in read.questions
        ],
        unknown=list(read.unknown),
    )


def heeded_out(heeded: Heeded | None) -> dict[str, Any] | None:
    """What the safety rules say."""
    return None if heeded is None else screening_document(heeded.screening, country=heeded.country)


def held_out(held: TrialHeld | None) -> HeldOut | None:
    """A trial that was ended or paused."""
    if held is None:
        return None
    return HeldOut(trial=held.trial_id, is_pause=held.call.is_pause, cause=held.call.cause.value, day=held.on)


def standing_out(standing: TrialStanding) -> dict[str, Any]:
    """How a trial stands, and what today is; nothing of its results."""
    plan, said = standing.plan, standing.instruction
    which = None
    if said is not None:
        # where somebody else keeps the envelope, only the letter of the package is told
        which = said.arm_name if standing.letters is None else standing.letters[said.day]
    return {
        "trial": standing.run.trial_id,
        "state": standing.state.value,
        "question": plan.question,
        "change": plan.change,
        "outcome": plan.outcome.key,
        "hash": plan.hash,
        "first_day": plan.first_day,
        "last_day": plan.last_day,
        "today": None if said is None else {"day": said.day, "number": said.number, "of": said.n_days, "which": which},
        "next_look": standing.next_look,
        "are_results_hidden": standing.are_results_hidden,
    }


def _chip(fact: Fact) -> ChipOut:
    return ChipOut(kind=kind_of(fact), words=chip_of(fact), fact=dict(fields_of(fact)))
