"""Hypothesis strategies for every kind of fact and for entries: whatever the records accept, drawn widely."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from commensal.records.entry import Entry
from commensal.records.facts import (
    AboutMe,
    Activity,
    Clearance,
    Cycle,
    Event,
    Fact,
    Food,
    HeartRateVariability,
    HrvMethod,
    Measurement,
    MedicineDose,
    Note,
    OwnWord,
    QuestionnaireAnswers,
    RuleCleared,
    Sleep,
    StoolForm,
    Stress,
    SymptomRating,
    UsualDay,
)
from commensal.records.sample_facts import StoolSample
from commensal.records.trial_facts import Adherence, AdverseEvent, TrialDay, TrialEvent, TrialFrozen, TrialStep
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from commensal.vocab.scales import SCALES, Scale
from commensal.vocab.units import Unit

_names = st.text(min_size=1, max_size=20).filter(lambda name: bool(name.strip()))
_texts = st.text(max_size=40) | st.sampled_from(
    ["", "=1+1", "-", "\\N", "\\t", "a\tb", "a\r\nb", '"quoted"', "\0", "é 粥"]
)
_presences = st.sampled_from(Presence)


def _numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


def _maybe_text() -> st.SearchStrategy[str | None]:
    return st.none() | _texts


def _maybe(low: float, high: float) -> st.SearchStrategy[float | None]:
    return st.none() | _numbers(low, high)


def scales() -> st.SearchStrategy[Scale]:
    """Our own scales, and some of a person's own."""
    made_up = st.builds(
        Scale, id=_names, minimum=st.floats(-100.0, 0.0), maximum=st.floats(1.0, 1e6) | st.integers(1, 100)
    )
    return st.sampled_from(list(SCALES.values())) | made_up


@st.composite
def _answers(draw: st.DrawFn, values: st.SearchStrategy[float]) -> tuple[float | None, Presence]:
    """A value with the presence that fits it."""
    presence = draw(_presences)
    if presence is Presence.RECORDED:
        return draw(values), presence
    return (draw(st.sampled_from([None, 0.0])) if presence is Presence.NONE else None), presence


@st.composite
def _rated(draw: st.DrawFn, *, none_is_on_scale: bool = True) -> tuple[float | None, Presence, Scale]:
    scale = draw(scales().filter(lambda scale: not none_is_on_scale or scale.holds(0.0)))
    score, presence = draw(_answers(_numbers(scale.minimum, scale.maximum)))
    return score, presence, scale


def foods() -> st.SearchStrategy[Food]:
    """Foods, with and without an amount."""
    return st.builds(
        Food,
        name=_names,
        food_id=_maybe_text(),
        amount_g=_maybe(0.0, 20_000.0),
        amount_sd_g=_maybe(0.0, 20_000.0),
        text=_maybe_text(),
        presence=_presences,
    )


def medicine_doses() -> st.SearchStrategy[MedicineDose]:
    """Medicines taken."""
    return st.builds(
        MedicineDose,
        name=_names,
        substance_id=_maybe_text(),
        dose_mg=_maybe(0.0, 1_000_000.0),
        n_units=_maybe(0.0, 1_000.0),
        text=_maybe_text(),
        as_needed=st.none() | st.booleans(),
        presence=_presences,
    )


def symptom_ratings() -> st.SearchStrategy[SymptomRating]:
    """Symptoms on any scale that holds a zero."""
    return st.builds(
        lambda symptom, rated: SymptomRating(symptom=symptom, score=rated[0], presence=rated[1], scale=rated[2]),
        _names,
        _rated(),
    )


def stool_forms() -> st.SearchStrategy[StoolForm]:
    """Stool forms."""
    return st.builds(
        StoolForm, form=st.none() | st.integers(1, 7), n_stools=st.none() | st.integers(0, 50), presence=_presences
    )


@st.composite
def sleeps(draw: st.DrawFn) -> Sleep:
    """Nights, with or without a quality, on a scale or on none."""
    scale = draw(st.none() | scales())
    low, high = (-1e6, 1e6) if scale is None else (scale.minimum, scale.maximum)
    return Sleep(
        duration_h=draw(_maybe(0.0, 24.0)),
        quality=draw(_maybe(low, high)),
        quality_scale=scale,
        presence=draw(_presences),
    )


def stresses() -> st.SearchStrategy[Stress]:
    """Stress of any aspect."""
    return st.builds(
        lambda aspect, rated: Stress(aspect=aspect, score=rated[0], presence=rated[1], scale=rated[2]), _texts, _rated()
    )


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    """Exertion in any of its measures."""
    scale = draw(st.none() | scales())
    low, high = (-1e6, 1e6) if scale is None else (scale.minimum, scale.maximum)
    return Activity(
        name=draw(_names),
        load=draw(_maybe(low, high)),
        load_scale=scale,
        duration_min=draw(_maybe(0.0, 1_440.0)),
        distance_km=draw(_maybe(0.0, 2_000.0)),
        n_steps=draw(_maybe(0.0, 300_000.0)),
        presence=draw(_presences),
    )


def heart_rate_variabilities() -> st.SearchStrategy[HeartRateVariability]:
    """Heart-rate variability by any method."""
    return st.builds(HeartRateVariability, value_ms=_numbers(0.0, 1_000.0), method=st.sampled_from(HrvMethod))


def cycles() -> st.SearchStrategy[Cycle]:
    """Bleeding, or none."""
    return st.builds(lambda answer: Cycle(bleeding=answer[0], presence=answer[1]), _answers(_numbers(0.0, 10.0)))


def events() -> st.SearchStrategy[Event]:
    """Things that happened or did not."""
    return st.builds(Event, name=_names, presence=_presences)


def measurements() -> st.SearchStrategy[Measurement]:
    """Any other number with a unit, however large or small."""
    return st.builds(
        lambda name, answer, unit, beyond: Measurement(
            name=name, value=answer[0], presence=answer[1], unit=unit, beyond_symptoms=beyond
        ),
        _names,
        _answers(st.floats(allow_nan=False, allow_infinity=False)),
        st.sampled_from(Unit),
        st.booleans(),
    )


def notes() -> st.SearchStrategy[Note]:
    """A person's own words."""
    return st.builds(Note, text=_texts)


def usual_days() -> st.SearchStrategy[UsualDay]:
    """Usual days; the store keeps what they hold as it stands."""
    return st.builds(UsualDay, text=_texts, items=_texts)


def own_words() -> st.SearchStrategy[OwnWord]:
    """Words of a person's own."""
    return st.builds(OwnWord, words=_names, meaning=_names)


def about_me() -> st.SearchStrategy[AboutMe]:
    """Answers of a person about themselves, also taken back."""
    return st.builds(AboutMe, aspect=_names, value=_texts)


def cleared_rules() -> st.SearchStrategy[RuleCleared]:
    """Safety rules that are quiet again."""
    return st.builds(RuleCleared, rule_id=_names, clearance=st.sampled_from(Clearance))


def questionnaires() -> st.SearchStrategy[QuestionnaireAnswers]:
    """Answers to a questionnaire; the store keeps them as they stand."""
    return st.builds(QuestionnaireAnswers, instrument_id=_names, answers=_texts, score=_maybe(-1e6, 1e6))


def stool_samples() -> st.SearchStrategy[StoolSample]:
    """Profiles of stool samples; the store keeps their text as it stands."""
    hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
    return st.builds(StoolSample, profile=_texts, profile_hash=hashes, n_taxa=st.integers(1, 10_000))


def trial_plans() -> st.SearchStrategy[TrialFrozen]:
    """Plans of trials; the store keeps their text as it stands."""
    return st.builds(
        lambda trial_id, rest, plan, conditions: TrialFrozen(
            trial_id=trial_id, plan=plan, plan_hash=trial_id + rest, conditions=conditions
        ),
        _names,
        _texts,
        _texts,
        _texts,
    )


def trial_events() -> st.SearchStrategy[TrialEvent]:
    """What happens to a trial."""
    return st.builds(TrialEvent, trial_id=_names, step=st.sampled_from(TrialStep), cause=_texts, words=_texts)


def trial_days() -> st.SearchStrategy[TrialDay]:
    """What became of a day of a trial."""
    return st.builds(TrialDay, trial_id=_names, adherence=st.sampled_from(Adherence), words=_texts)


def adverse_events() -> st.SearchStrategy[AdverseEvent]:
    """Something unwelcome during a trial."""
    return st.builds(AdverseEvent, trial_id=_names, words=_texts)


FACTS_BY_KIND: dict[str, st.SearchStrategy[Fact]] = {
    "food": foods(),
    "medicine_dose": medicine_doses(),
    "symptom_rating": symptom_ratings(),
    "stool_form": stool_forms(),
    "sleep": sleeps(),
    "stress": stresses(),
    "activity": activities(),
    "heart_rate_variability": heart_rate_variabilities(),
    "cycle": cycles(),
    "event": events(),
    "measurement": measurements(),
    "note": notes(),
    "usual_day": usual_days(),
    "own_word": own_words(),
    "about_me": about_me(),
    "rule_cleared": cleared_rules(),
    "questionnaire": questionnaires(),
    "stool_sample": stool_samples(),
    "trial_plan": trial_plans(),
    "trial_event": trial_events(),
    "trial_day": trial_days(),
    "adverse_event": adverse_events(),
}
"""A strategy for each kind; a test checks that no kind is forgotten."""


def facts() -> st.SearchStrategy[Fact]:
    """Facts of every kind."""
    return st.one_of(*FACTS_BY_KIND.values())


def instants() -> st.SearchStrategy[datetime]:
    """Aware instants: any zone, odd offsets, and hours that the clock shows twice."""
    nearly_a_day_s = 24 * 3600 - 1
    odd_offsets = st.integers(-nearly_a_day_s, nearly_a_day_s).map(lambda s: timezone(timedelta(seconds=s)))
    first, last = datetime(2, 1, 1), datetime(9998, 12, 31)  # noqa: DTZ001 - Hypothesis adds the zone
    return st.datetimes(first, last, timezones=st.timezones() | odd_offsets, allow_imaginary=False)


def entries(
    *, ids: st.SearchStrategy[str] | None = None, facts: st.SearchStrategy[Fact] | None = None
) -> st.SearchStrategy[Entry]:
    """Entries of every kind, day, origin and source."""
    any_id = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
    return st.builds(
        Entry,
        id=any_id if ids is None else ids,
        fact=st.one_of(*FACTS_BY_KIND.values()) if facts is None else facts,
        day=st.dates(),
        at=st.none() | instants(),
        recorded_at=instants(),
        origin=st.sampled_from(Origin),
        source=st.sampled_from(["diary", "visible", "csv"]) | any_id,
        source_line=st.none() | st.integers(1, 2**40),
    )


def diaries(*, max_size: int = 12) -> st.SearchStrategy[list[Entry]]:
    """Entries with ids of their own."""
    return st.lists(entries(), max_size=max_size, unique_by=lambda entry: entry.id)


def as_written(entry: Entry) -> tuple[object, ...]:
    """All that an entry says, comparable also where two zones disagree about an hour the clock shows twice."""
    at = None if entry.at is None else entry.at.isoformat()
    about = (entry.id, entry.fact, entry.day, at, entry.recorded_at.isoformat())
    return (*about, entry.origin, entry.source, entry.source_line)
