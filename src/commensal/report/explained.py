"""What stands behind one finding: its days, its picture by lag, its checks, its way on the map, its sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commensal.axis.links import Path
from commensal.findings.exertion import BeforeCrashes
from commensal.findings.finding import Finding, LagEffect
from commensal.findings.phases import PhasePicture
from commensal.vocab.grades import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDay:
    """One day of the exposure as it was written down, with the outcome around it.

    Parameters
    ----------
    day : the exposure's day.
    exposure : what was recorded that day. [unit of the exposure]
    outcome_before : the outcome one day earlier; None where it is not known, or was copied from another day.
    outcome_after : the outcome ``Explained.after_days`` later. [unit of the outcome]
    """

    day: date
    exposure: float
    outcome_before: float | None
    outcome_after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAverage:
    """The plain average of the outcome after some days, with nothing taken into account."""

    mean: float
    n_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlResult:
    """What the negative control of a finding said.

    Parameters
    ----------
    looked_at : ``leads`` (later exposures against today's outcome), ``same_day``, or empty where a symptom cannot
        change the exposure, so that there is nothing to test.
    p_value : of the most telling look, multiplied by the number of looks; 1 where nothing was tested.
    has_failed : whether it kept the finding from being shown.
    goes_the_other_way : it stands out and points the other way than the finding, which it therefore cannot explain.
    """

    looked_at: str
    p_value: float
    has_failed: bool
    goes_the_other_way: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source in full.

    Parameters
    ----------
    source_id : as in the table of sources.
    text : authors, title, journal, year, DOI, and whether it was seen, as far as they are known.
    was_seen : whether the page or the abstract itself was read.
    """

    source_id: str
    text: str
    was_seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """All that stands behind one finding.

    Parameters
    ----------
    finding : the finding, or a silence.
    after_days : how many days after the exposure ``RawDay.outcome_after`` is: the onset where one was found, else 1.
    raw_days : days on which the exposure and the outcome before or after it are known, in order. Empty for medicines.
    with_it, without_it : plain averages ``after_days`` later, for an exposure that is there or not; None for amounts.
    lags : the difference at each lag alone; a negative lag is a lead. Empty where nothing could be estimated.
    control : None where nothing could be estimated.
    adjusted_for : names of what every estimate takes into account; keys for medicines.
    way : the way on the map of the axis by which one may come to the other; None where it shows none.
    method : what to cite for the method.
    crashes : the loads around each crash, where the exposure is exertion and the outcome a crash; else None.
    phases : the outcome phase by phase, where the exposure comes in a few long phases; else None.
    references : the sources of the way's arrows, those first that were seen themselves.
    label_by_key : labels of everything in the day table, so that keys can be named.
    """

    finding: Finding
    after_days: int
    raw_days: tuple[RawDay, ...]
    with_it: RawAverage | None
    without_it: RawAverage | None
    lags: tuple[LagEffect, ...]
    control: ControlResult | None
    adjusted_for: tuple[str, ...]
    way: Path | None
    method: str
    references: tuple[Reference, ...]
    label_by_key: dict[str, str]
    crashes: BeforeCrashes | None = None
    phases: PhasePicture | None = None

    @property
    def held_equal(self) -> tuple[str, ...]:
        """Keys of what was held equal because the map asks for it."""
        return self.finding.held_equal

    @property
    def grade(self) -> Grade | None:
        """Grade of the weakest link of the way on the map."""
        return None if self.way is None else self.way.grade

    def __str__(self) -> str:
        from commensal.report.explained_words import explained_lines  # noqa: PLC0415 - it reads this type

        return "\n".join(explained_lines(self))
