"""What the API takes and gives: checked here, and turned into records at once."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from commensal.service.offline import MOST_WRITINGS

Words = Annotated[str, Field(max_length=20_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Model(BaseModel):
    """A message: fields that are not known are refused, never dropped."""

    model_config = ConfigDict(extra="forbid")


class ToLog(Model):
    """A line of the diary; everything may be left out, and a blank is never a zero."""

    text: Words = ""
    ratings: dict[Name, FiniteFloat] = Field(default_factory=dict, description="Score by symptom, 0 to 10.")
    none: list[Name] = Field(default_factory=list, description="Symptoms that were not there.")
    foods: list[Name] = Field(default_factory=list)
    without: list[Name] = Field(default_factory=list, description="Foods of which there was none.")
    medicines: list[Name] = Field(default_factory=list)
    sleep_h: FiniteFloat | None = Field(default=None, description="Hours of the night that ended that day.")
    stool_form: int | None = Field(default=None, description="1 (hard lumps) to 7 (liquid).")
    stress: FiniteFloat | None = Field(default=None, description="0 to 10.")
    note: Words | None = None
    day: date | None = Field(default=None, description="The local day it belongs to; today when left out.")
    at: time | None = Field(default=None, description="Clock time on that day.")
    usual: bool = Field(default=False, description="As on the usual day.")
    usual_medicines: bool = False
    same_as: date | None = Field(default=None, description="The day whose food, medicines and activity are copied.")
    stamp: UUID | None = Field(default=None, description="Sent again with the same stamp, nothing is kept twice.")


class ToRead(Model):
    """A sentence to be read. Nothing is kept."""

    text: Words
    day: date | None = None


class ToTap(Model):
    """One number of one day."""

    what: Name = Field(description="sleep (hours), stool (form 1-7), stress, or the name of a symptom (0-10).")
    value: FiniteFloat
    day: date | None = None


class ToWrite(Model):
    """One thing written without the page: a number (``what`` and ``value``) or words (``text``)."""

    id: UUID = Field(description="Made where it was written; the same for every revision.")
    revision: int = Field(description="When it was written, in milliseconds since 1970; later revisions are larger.")
    utc_offset_min: int = Field(default=0, description="Offset of the clock there from UTC, in minutes.")
    day: date
    what: Name | None = None
    value: FiniteFloat | None = None
    text: Words | None = None


class Writings(Model):
    """What was written without the page, in any order, and as often as one likes."""

    writings: list[ToWrite] = Field(max_length=MOST_WRITINGS)


class ToUndoIn(Model):
    """Which action is meant; the newest when left out."""

    action: int | None = None


class UsualDayIn(Model):
    """A usual day in words."""

    text: Words
    since: date | None = None


class ToFollow(Model):
    """Up to five things to follow."""

    names: list[Name]


class TrialNamed(Model):
    """A trial by its id; the open one when left out."""

    trial: str | None = None


class TrialDayIn(Model):
    """What became of a day of a trial."""

    adherence: str = Field(description="done, partly, not or swapped.")
    day: date | None = None
    words: Words = ""
    trial: str | None = None


class Question(Model):
    """A question in free words."""

    question: Words = ""


class WayOnTheMap(Model):
    """From where to where on the map of the axis."""

    start: Name
    end: Name
    every_path: bool = False


class EntryOut(BaseModel):
    """An entry of the diary."""

    id: str
    kind: str
    day: date
    at: datetime | None
    recorded_at: datetime
    origin: str
    source: str
    source_line: int | None
    fact: dict[str, Any]


class ActionOut(BaseModel):
    """Something that was done."""

    id: int
    name: str
    at: datetime


class HeldOut(BaseModel):
    """A trial that was ended or paused by this."""

    trial: str
    is_pause: bool
    cause: str
    day: date


class LoggedOut(BaseModel):
    """What was kept, and what has to be said because of it."""

    day: date
    kept: list[EntryOut]
    unknown: list[str]
    safety: dict[str, Any] | None
    trial_held: HeldOut | None


class RefusedOut(BaseModel):
    """A writing that cannot be kept, and why."""

    id: str
    revision: int
    why: str


class KeptOut(BaseModel):
    """A writing that is safe and need not be sent again."""

    id: str
    revision: int


class TakenInOut(BaseModel):
    """What became of a sending."""

    kept: list[KeptOut]
    refused: list[RefusedOut]
    n_written: int
    is_emergency: bool
    safety: dict[str, Any] | None
    trial_held: HeldOut | None


class ChipOut(BaseModel):
    """Something that was understood."""

    kind: str
    words: str
    fact: dict[str, Any]


class QuestionOut(BaseModel):
    """What only the person can say."""

    kind: str
    text: str
    choices: list[ChipOut]


class UnderstoodOut(BaseModel):
    """A sentence as it is understood."""

    text: str
    said: list[ChipOut]
    questions: list[QuestionOut]
    unknown: list[str]


class DayOut(BaseModel):
    """A day as it was logged."""

    day: date
    entries: list[EntryOut]


class DayOfWeekOut(BaseModel):
    """A day of the strip."""

    day: date
    is_logged: bool


class ProblemOut(BaseModel):
    """What went wrong: where, what was found, what was expected, what to do."""

    where: str
    found: str
    expected: str
    do: str
    sentence: str
