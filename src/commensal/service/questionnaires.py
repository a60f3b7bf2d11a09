"""Questionnaires: put, scored and kept; a score worked out elsewhere; and what their answers mean for safety."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from uuid import uuid4

from commensal.instruments import fibromyalgia, own_scales, pem, stool
from commensal.instruments.answers import Answers, checked_answers
from commensal.instruments.entered_score import checked_score, instrument_for_score
from commensal.instruments.fibromyalgia import CriteriaResult, score_criteria
from commensal.instruments.own_scales import scale_facts
from commensal.instruments.pem import PemResult, pem_flag, score_pem
from commensal.instruments.stool import stool_fact
from commensal.knowledge.instruments import Instrument, ScorePart, instruments
from commensal.records.entry import Entry
from commensal.records.facts import Fact, QuestionnaireAnswers
from commensal.records.person import Flag
from commensal.service.home import Home
from commensal.service.log import check_day
from commensal.service.repeating import DIARY_SOURCE
from commensal.service.trial_stops import TrialHeld, hold_if_called
from commensal.vocab.answers import Answer
from commensal.vocab.errors import UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin

KIND = "questionnaire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A questionnaire as it was answered on one day.

    Parameters
    ----------
    answers : number by item id; what was left blank is not in it.
    result : its scoring, for the two questionnaires that have one.
    flags : what it says to the questions that safety rules ask.
    entries : what was kept.
    trial_held : a trial that is no longer fit for them and was ended by this; None when there is none.
    """

    instrument: Instrument
    day: date
    answers: Answers
    result: PemResult | CriteriaResult | None
    flags: Mapping[Flag, Answer]
    entries: tuple[Entry, ...]
    trial_held: TrialHeld | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreEntered:
    """A score that was worked out elsewhere, as it was kept."""

    instrument: Instrument
    part: ScorePart
    score: float
    day: date


def instrument_list() -> tuple[Instrument, ...]:
    """Every instrument that is known, with its terms: those that are asked here first."""
    return tuple(sorted(instruments().values(), key=lambda one: (one.use.value, one.name.casefold())))


def keep_answers(home: Home, instrument_id: str, answers: Answers, *, day: date | None = None) -> Answered:
    """Check, score and keep the answers to one questionnaire, as one action.

    Stool form and the 0-10 scales become facts of the day; the others are kept as they were answered, so that another
    way of scoring can be used on them one day. Answering the same one again for the same day replaces it.

    Raises
    ------
    UsageError : nothing was answered, no such item, or a number that is none of its choices; nothing was written.
    InvalidRecordError : a day that has not come.
    """
    instrument = instruments()[instrument_id]
    now = home.now()
    the_day = now.date() if day is None else day
    check_day(the_day, now)
    checked = checked_answers(instrument, answers)
    if not checked:
        raise UsageError(
            where=instrument.name,
            found="no answer",
            expected="at least one; blanks are fine",
            do=f"See the questions with: commensal {instrument.command} --questions",
        )
    result = _result(instrument_id, checked)
    entries = tuple(_entries(home, instrument_id, checked, result, the_day))
    with home.journal() as journal:
        journal.append(entries, action=KIND, now=now, label=instrument.name)
    answered = _answered(instrument, the_day, checked, entries)
    return replace(answered, trial_held=hold_if_called(home, reads_all=True))


def keep_score(
    home: Home, name: str, score: float, *, part: str | None = None, day: date | None = None
) -> ScoreEntered:
    """Keep a score that was worked out elsewhere, of an instrument whose items may not be shipped.

    Raises
    ------
    UsageError : no such instrument or part, or a score outside its range; nothing was written.
    InvalidRecordError : a day that has not come.
    """
    instrument, own_part = instrument_for_score(name)
    chosen = checked_score(instrument, score, part=part or own_part)
    now = home.now()
    the_day = now.date() if day is None else day
    check_day(the_day, now)
    answers = "{}" if len(instrument.scores) == 1 else json.dumps({chosen.id: score})
    fact = QuestionnaireAnswers(instrument_id=instrument.id, answers=answers, score=score)
    entry = _questionnaire_entry(home, fact, the_day, key=f"{instrument.id}/{chosen.id}")
    with home.journal() as journal:
        journal.append([entry], action=KIND, now=now, label=chosen.label)
    return ScoreEntered(instrument=instrument, part=chosen, score=score, day=the_day)


def last_answered(home: Home, instrument_id: str) -> Answered | None:
    """The newest answers to one questionnaire, scored; None when it was never answered."""
    found = (one for one in kept_questionnaires(home) if isinstance(one, Answered))
    return next((one for one in found if one.instrument.id == instrument_id), None)


def kept_questionnaires(home: Home) -> tuple[Answered | ScoreEntered, ...]:
    """Every questionnaire and score that was kept, the newest first. Those of a later version are passed over."""
    with home.journal_to_read() as journal:
        entries = () if journal is None else journal.entries(kinds={KIND})
    newest_first = sorted(entries, key=lambda entry: (entry.day, entry.recorded_at), reverse=True)
    return tuple(kept for entry in newest_first if (kept := _kept(entry)) is not None)


def _kept(entry: Entry) -> Answered | ScoreEntered | None:
    fact = entry.fact
    assert isinstance(fact, QuestionnaireAnswers)
    instrument = instruments().get(fact.instrument_id)
    if instrument is None:
        return None
    if instrument.items:
        return _answered(instrument, entry.day, answers_of(fact), (entry,))
    named = json.loads(fact.answers)
    for part in instrument.scores:
        if fact.score is not None and (part.id in named or len(instrument.scores) == 1):
            return ScoreEntered(instrument=instrument, part=part, score=fact.score, day=entry.day)
    return None


def _answered(instrument: Instrument, day: date, answers: Answers, entries: tuple[Entry, ...]) -> Answered:
    return Answered(
        instrument=instrument,
        day=day,
        answers=answers,
        result=_result(instrument.id, answers),
        flags=_flags(instrument.id, answers),
        entries=entries,
    )


def implied_flags(entries: Iterable[Entry]) -> Mapping[Flag, Answer]:
    """What kept questionnaires say to the questions of safety rules; the newest counts, a blank one does not."""
    flags: dict[Flag, Answer] = {}
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.recorded_at)):
        if isinstance(entry.fact, QuestionnaireAnswers):
            flags.update(_flags(entry.fact.instrument_id, answers_of(entry.fact)))
    return MappingProxyType(flags)


def answers_of(fact: QuestionnaireAnswers) -> Answers:
    """The answers in a kept questionnaire; items that a later version may have added are passed over."""
    known = {item.id for item in instruments()[fact.instrument_id].items} if fact.instrument_id in instruments() else ()
    told: Mapping[str, float] = json.loads(fact.answers)
    return MappingProxyType({item: float(number) for item, number in told.items() if item in known})


def _result(instrument_id: str, answers: Answers) -> PemResult | CriteriaResult | None:
    if instrument_id == pem.INSTRUMENT_ID:
        return score_pem(answers)
    return score_criteria(answers) if instrument_id == fibromyalgia.INSTRUMENT_ID else None


def _flags(instrument_id: str, answers: Answers) -> Mapping[Flag, Answer]:
    answer = pem_flag(answers) if instrument_id == pem.INSTRUMENT_ID else None
    return MappingProxyType({} if answer is None else {Flag.PEM: answer})


def _entries(
    home: Home, instrument_id: str, answers: Answers, result: PemResult | CriteriaResult | None, day: date
) -> Iterable[Entry]:
    if instrument_id == stool.INSTRUMENT_ID:
        return [_fact_entry(home, stool_fact(int(form)), day) for form in answers.values()]
    if instrument_id == own_scales.INSTRUMENT_ID:
        return [_fact_entry(home, fact, day) for fact in scale_facts(answers)]
    score = None
    if isinstance(result, CriteriaResult) and result.fs.value is not None:
        score = float(result.fs.value)
    kept = QuestionnaireAnswers(instrument_id=instrument_id, answers=json.dumps(dict(answers)), score=score)
    return [_questionnaire_entry(home, kept, day, key=instrument_id)]


def _fact_entry(home: Home, fact: Fact, day: date) -> Entry:
    now = home.now()
    at = now if day == now.date() else None
    return Entry(id=str(uuid4()), fact=fact, day=day, at=at, recorded_at=now, origin=Origin.ENTERED)


def _questionnaire_entry(home: Home, fact: QuestionnaireAnswers, day: date, *, key: str) -> Entry:
    return Entry(
        id=imported_entry_id(DIARY_SOURCE, f"{KIND}/{key}/{day}"),
        fact=fact,
        day=day,
        recorded_at=home.now(),
        origin=Origin.ENTERED,
        source=DIARY_SOURCE,
    )
