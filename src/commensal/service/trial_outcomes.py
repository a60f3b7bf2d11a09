"""What a trial watches: chosen by its name in the diary, and read out day by day with the gaps kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commensal.diary.day_table import day_table
from commensal.instruments.entered_score import instrument_for_score
from commensal.records.day_table import DayTable, Role, Variable
from commensal.records.entry import Entry
from commensal.records.facts import STANDING_KINDS, QuestionnaireAnswers
from commensal.service.home import Home
from commensal.trials.draft import Watched
from commensal.trials.plan import OutcomeKind, TrialOutcome
from commensal.vocab.errors import UsageError
from commensal.vocab.ids import key_from_name
from commensal.vocab.scales import NRS_0_10, YES_NO

if TYPE_CHECKING:
    from commensal.knowledge.instruments import Instrument, ScorePart

FIRST_GUESS = "pain"
"""What is watched where nothing was ever rated and nothing is named."""

_PART = ":"
_SAMPLE_KIND = "stool_sample"

BEFORE_DAYS = 180
"""How far back the person's own days are read before a trial. [days]"""


def entries_of(home: Home) -> tuple[Entry, ...]:
    """What was logged of days, and samples; no papers, and nothing that stands for the diary as a whole."""
    with home.journal_to_read() as journal:
        kept = () if journal is None else journal.entries()
    return tuple(entry for entry in kept if entry.kind not in STANDING_KINDS or entry.kind == _SAMPLE_KIND)


def watched_named(entries: Sequence[Entry], name: str | None, *, smallest_difference: float | None = None) -> Watched:
    """What is to be watched: by name, else what was rated on the most days, else pain.

    A symptom that was never rated is taken to be rated 0-10 from now on.

    Raises
    ------
    UsageError : a name that is something else in the diary, or an empty one.
    """
    table = day_table(entries) if entries else None
    if name is None:
        outcome = _most_rated(table) or _on_ten(FIRST_GUESS)
    elif not name.strip():
        raise UsageError(where="trial, outcome", found="no name", expected="a symptom, such as pain", do="Name one.")
    else:
        outcome = _in_diary(table, name) or _instrument_score(name) or _balance(entries, name) or _on_ten(name)
    return Watched(outcome=outcome, smallest_difference=smallest_difference)


def rated_outcomes(entries: Sequence[Entry]) -> tuple[TrialOutcome, ...]:
    """What was rated so far, on the most days first."""
    return tuple(_of_column(variable) for _, variable in _rated(day_table(entries))) if entries else ()


def outcome_days(
    entries: Sequence[Entry], outcome: TrialOutcome, first_day: date, last_day: date
) -> NDArray[np.float64]:
    """The outcome of every day from the first to the last, NaN where it was not observed. [points]

    A value that was copied from another day, or only suggested on a screen, is no observation.
    """
    n_days = (last_day - first_day).days + 1
    found = np.full(max(n_days, 0), np.nan)
    if outcome.kind is OutcomeKind.INSTRUMENT:
        for entry in sorted(entries, key=lambda entry: entry.recorded_at):
            score = _score(entry, outcome.key)
            if score is not None and first_day <= entry.day <= last_day:
                found[(entry.day - first_day).days] = score
        return found
    if outcome.kind is OutcomeKind.BALANCE:
        from commensal.service.microbiome_trial import balance_days  # noqa: PLC0415 - only for trials of samples

        return balance_days(entries, outcome.key, first_day, last_day)
    table = day_table(entries) if entries else None
    if table is None or not any(variable.key == outcome.key for variable in table.variables):
        return found
    column = table.index_of(outcome.key)
    for row, day in enumerate(table.days):
        if first_day <= day <= last_day and not table.copied[row, column]:
            found[(day - first_day).days] = table.values[row, column]
    return found


def days_before(entries: Sequence[Entry], outcome: TrialOutcome, first_day: date) -> NDArray[np.float64] | None:
    """The outcome on the days before a trial, from the first that was observed; None where there is none. [points]"""
    found = outcome_days(entries, outcome, first_day - timedelta(days=BEFORE_DAYS), first_day - timedelta(days=1))
    seen = np.flatnonzero(np.isfinite(found))
    return None if len(seen) == 0 else found[seen[0] : seen[-1] + 1]


def _most_rated(table: DayTable | None) -> TrialOutcome | None:
    best = None if table is None else next(iter(_rated(table)), None)
    return None if best is None else _of_column(best[1])


def _rated(table: DayTable) -> list[tuple[int, Variable]]:
    """Symptoms and on how many days they were rated, the most first; of several the one that is usually watched."""
    outcomes = [variable for variable in table.variables if variable.role is Role.OUTCOME]
    counted = [(int(np.isfinite(table.column(variable.key)).sum()), variable) for variable in outcomes]
    return sorted(counted, key=lambda item: (-item[0], item[1].key != FIRST_GUESS))


def _in_diary(table: DayTable | None, name: str) -> TrialOutcome | None:
    for variable in () if table is None else table.variables:
        if variable.key != key_from_name(name) and variable.label.casefold() != name.strip().casefold():
            continue
        if variable.role is not Role.OUTCOME:
            raise UsageError(
                where="trial, outcome",
                found=f"{name!r}, which is no symptom in the diary",
                expected="something that was rated, such as pain",
                do="Name a symptom.",
            )
        return _of_column(variable)
    return None


def _of_column(variable: Variable) -> TrialOutcome:
    scale = variable.scale or NRS_0_10
    is_yes_no = (scale.minimum, scale.maximum) == (YES_NO.minimum, YES_NO.maximum)
    return TrialOutcome(
        key=variable.key,
        label=variable.label,
        kind=OutcomeKind.FLARE if is_yes_no else OutcomeKind.SCALE,
        minimum=scale.minimum,
        maximum=scale.maximum,
    )


def _on_ten(name: str) -> TrialOutcome:
    return TrialOutcome(
        key=key_from_name(name), label=" ".join(name.split()), minimum=NRS_0_10.minimum, maximum=NRS_0_10.maximum
    )


def _instrument_score(name: str) -> TrialOutcome | None:
    try:
        instrument, own_part = instrument_for_score(name)
    except UsageError:
        return None
    part = own_part or (instrument.scores[0].id if len(instrument.scores) == 1 else None)
    chosen = next((one for one in instrument.scores if one.id == part), None)
    return None if chosen is None else _of_part(instrument, chosen)


def _balance(entries: Sequence[Entry], name: str) -> TrialOutcome | None:
    from commensal.service.microbiome_trial import balance_outcome  # noqa: PLC0415 - only for names of nothing rated

    return balance_outcome(entries, name)


def _of_part(instrument: Instrument, part: ScorePart) -> TrialOutcome:
    return TrialOutcome(
        key=instrument.id if len(instrument.scores) == 1 else f"{instrument.id}{_PART}{part.id}",
        label=part.label,
        kind=OutcomeKind.INSTRUMENT,
        higher_is_worse=part.higher_is == "worse",
        minimum=part.minimum,
        maximum=part.maximum,
    )


def _score(entry: Entry, key: str) -> float | None:
    """The score that an entry holds of an instrument, or of one part of it."""
    instrument_id, _, part = key.partition(_PART)
    fact = entry.fact
    if not isinstance(fact, QuestionnaireAnswers) or fact.instrument_id != instrument_id:
        return None
    return fact.score if not part or part in json.loads(fact.answers) else None
