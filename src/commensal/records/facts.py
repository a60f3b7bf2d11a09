"""The kinds of fact that a diary holds. Each is frozen and checks its own range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from commensal.records.fact_checks import check_name, check_presence, check_range, reject
from commensal.records.sample_facts import StoolSample
from commensal.records.trial_facts import AdverseEvent, TrialDay, TrialEvent, TrialFrozen
from commensal.vocab.presence import Presence
from commensal.vocab.scales import NRS_0_10, Scale
from commensal.vocab.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Food:
    """Something eaten or drunk. ``presence`` is NONE when a person says they had none of it."""

    name: str
    food_id: str | None = None
    amount_g: float | None = None
    amount_sd_g: float | None = None
    text: str | None = None
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_name("food", self.name)
        check_range("food, amount", self.amount_g, 0.0, 20_000.0, "g")
        check_range("food, spread of the amount", self.amount_sd_g, 0.0, 20_000.0, "g")


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineDose:
    """A medicine taken. ``text`` keeps the words as given; ``as_needed`` is None when not known."""

    name: str
    substance_id: str | None = None
    dose_mg: float | None = None
    n_units: float | None = None
    text: str | None = None
    as_needed: bool | None = None
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_name("medicine", self.name)
        check_range("medicine, dose", self.dose_mg, 0.0, 1_000_000.0, "mg")
        check_range("medicine, number of units", self.n_units, 0.0, 1_000.0, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomRating:
    """A symptom on a stated scale; 0 with presence NONE means "none", recorded as such."""

    symptom: str
    score: float | None
    scale: Scale = NRS_0_10
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_name("symptom", self.symptom)
        check_presence(f"symptom {self.symptom}", self.score, self.presence)
        check_range(f"symptom {self.symptom}", self.score, self.scale.minimum, self.scale.maximum, "points")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoolForm:
    """Stools of a day or a moment: form 1 (hard lumps) to 7 (liquid), and how many (lewis1997)."""

    form: int | None
    n_stools: int | None = None
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_range("stool form", self.form, 1, 7, "")
        check_range("number of stools", self.n_stools, 0, 50, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleep:
    """The night that ended on this day. ``quality`` keeps the source's own scale and direction."""

    duration_h: float | None = None
    quality: float | None = None
    quality_scale: Scale | None = None
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_range("sleep, duration", self.duration_h, 0.0, 24.0, "h")
        if self.quality is not None and self.quality_scale is not None:
            scale = self.quality_scale
            check_range("sleep, quality", self.quality, scale.minimum, scale.maximum, "points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stress:
    """How stressful the day was on a stated scale; ``aspect`` tells kinds of stress apart."""

    score: float | None
    scale: Scale = NRS_0_10
    aspect: str = "stress"
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_presence(self.aspect, self.score, self.presence)
        check_range(self.aspect, self.score, self.scale.minimum, self.scale.maximum, "points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Exertion: a rated load, or minutes, distance or steps. Never a target."""

    name: str
    load: float | None = None
    load_scale: Scale | None = None
    duration_min: float | None = None
    distance_km: float | None = None
    n_steps: float | None = None
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_name("activity", self.name)
        check_range(f"activity {self.name}, duration", self.duration_min, 0.0, 1_440.0, "min")
        check_range(f"activity {self.name}, distance", self.distance_km, 0.0, 2_000.0, "km")
        check_range(f"activity {self.name}, steps", self.n_steps, 0.0, 300_000.0, "steps")
        if self.load is not None and self.load_scale is not None:
            scale = self.load_scale
            check_range(f"activity {self.name}, load", self.load, scale.minimum, scale.maximum, "points")


class HrvMethod(StrEnum):
    """Which heart-rate variability was measured. The kinds are different quantities, never merged."""

    SDNN = "sdnn"
    RMSSD = "rmssd"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartRateVariability:
    """Heart-rate variability with its method (Task Force 1996, Circulation 93:1043)."""

    value_ms: float
    method: HrvMethod

    def __post_init__(self) -> None:
        check_range("heart-rate variability", self.value_ms, 0.0, 1_000.0, "ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """Menstrual bleeding on this day: 1 yes, 0 recorded as none."""

    bleeding: float | None
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_presence("cycle", self.bleeding, self.presence)
        check_range("cycle, bleeding", self.bleeding, 0.0, 10.0, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened or did not (a journey, a vaccination, a crash as a mark on the day)."""

    name: str
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_name("event", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Any other number with a unit: resting heart rate, temperature, weather, a device's own score.

    ``beyond_symptoms`` is True for what a symptom cannot change (weather, calendar).
    """

    name: str
    value: float | None
    unit: Unit
    beyond_symptoms: bool = False
    presence: Presence = Presence.RECORDED

    def __post_init__(self) -> None:
        check_name("measurement", self.name)
        check_presence(f"measurement {self.name}", self.value, self.presence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A person's own words, kept for ever and never analysed as numbers."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualDay:
    """What a person usually eats, takes and does, from this day on: a suggestion, and no value of any day.

    Parameters
    ----------
    text : their own words.
    items : the facts in it, as ``records.usual`` writes them; none of them means "no usual day from here on".
    """

    text: str
    items: str = "[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWord:
    """What a person means by a word of their own: "spuds" are ``potato_boiled``.

    Parameters
    ----------
    words : as they write it.
    meaning : the id of a food, a medicine, or whatever the parser of sentences takes.
    """

    words: str
    meaning: str

    def __post_init__(self) -> None:
        check_name("own word", self.words)
        check_name(f"own word {self.words!r}, meaning", self.meaning)


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutMe:
    """What a person said of themselves for their safety; the newest answer to a question holds.

    Parameters
    ----------
    aspect : which question: the name of a ``records.person.Flag``, or ``age_years``, ``age_band``, ``country``,
        ``sex``, ``bmi``, ``conditions``, ``medicines``, ``avoided_food_groups``.
    value : the answer: ``yes``, ``no``, ``unknown``; or a number or word; lists are parted by semicolons.
        Empty takes an answer back: the question counts as not asked.
    """

    aspect: str
    value: str

    def __post_init__(self) -> None:
        check_name("about me", self.aspect)


class Clearance(StrEnum):
    """Why a safety rule that had fired is quiet again."""

    SEEN_BY_CLINICIAN = "seen_by_clinician"
    SAID_SAFE = "said_safe"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCleared:
    """A person says, for a day, that a clinician has looked at something, or that they are safe.

    Parameters
    ----------
    rule_id : the safety rule that this answers.
    """

    rule_id: str
    clearance: Clearance

    def __post_init__(self) -> None:
        check_name("safety rule", self.rule_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireAnswers:
    """The answers to one questionnaire on one day, or a score that was worked out elsewhere.

    Parameters
    ----------
    instrument_id : row of the instruments table.
    answers : JSON object of item to number; an item that was left blank is not in it. ``{}`` for a bare score.
    score : the instrument's own total; None when it cannot be worked out from what was answered.
    """

    instrument_id: str
    answers: str = "{}"
    score: float | None = None

    def __post_init__(self) -> None:
        check_name("questionnaire", self.instrument_id)
        if self.score is not None and not math.isfinite(self.score):
            raise reject(f"questionnaire {self.instrument_id}, score", self.score, "a finite number")


Fact = (
    Food
    | MedicineDose
    | SymptomRating
    | StoolForm
    | Sleep
    | Stress
    | Activity
    | HeartRateVariability
    | Cycle
    | Event
    | Measurement
    | Note
    | UsualDay
    | OwnWord
    | AboutMe
    | RuleCleared
    | QuestionnaireAnswers
    | StoolSample
    | TrialFrozen
    | TrialEvent
    | TrialDay
    | AdverseEvent
)

FACT_BY_KIND: dict[str, type[Fact]] = {
    "food": Food,
    "medicine_dose": MedicineDose,
    "symptom_rating": SymptomRating,
    "stool_form": StoolForm,
    "sleep": Sleep,
    "stress": Stress,
    "activity": Activity,
    "heart_rate_variability": HeartRateVariability,
    "cycle": Cycle,
    "event": Event,
    "measurement": Measurement,
    "note": Note,
    "usual_day": UsualDay,
    "own_word": OwnWord,
    "about_me": AboutMe,
    "rule_cleared": RuleCleared,
    "questionnaire": QuestionnaireAnswers,
    "stool_sample": StoolSample,
    "trial_plan": TrialFrozen,
    "trial_event": TrialEvent,
    "trial_day": TrialDay,
    "adverse_event": AdverseEvent,
}
KIND_BY_FACT: dict[type[Fact], str] = {fact: kind for kind, fact in FACT_BY_KIND.items()}

TRIAL_KINDS = frozenset({"trial_plan", "trial_event", "trial_day", "adverse_event"})
"""Kinds that are the papers of a trial. How one felt is logged like on any other day."""

STANDING_KINDS = frozenset({"usual_day", "own_word", "about_me", "rule_cleared", "stool_sample"}) | TRIAL_KINDS
"""Kinds that are no value of a day: they speak of the diary as a whole, of a sample, or of a trial, and never reach an
analysis as an exposure or a symptom. They lie in the diary as everything else does."""


def kind_of(fact: Fact) -> str:
    """The stable name of a fact's kind, as it stands in the store and in exports."""
    return KIND_BY_FACT[type(fact)]
