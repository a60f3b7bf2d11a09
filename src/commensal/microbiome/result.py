"""What a reading of stool samples says: numbers with their bands, outcomes and reasons. No sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What may be said of a difference between two samples. ``CANNOT_TELL`` is the default."""

    MORE = "more than usual day-to-day change"
    WITHIN = "within day-to-day change"
    CANNOT_TELL = "cannot tell"


class ChangeStatus(StrEnum):
    """What may be said of a comparison as a whole; the first three as in ``Outcome``."""

    MORE = "more than usual day-to-day change"
    WITHIN = "within day-to-day change"
    CANNOT_TELL = "cannot tell"
    NOT_COMPARABLE = "not comparable"
    PERHAPS_ANOTHER_PERSON = "this may be another person's sample"


class Place(StrEnum):
    """Where a capacity stands among healthy people of the reference data. A capacity, not a level of any product."""

    LOW = "low"
    USUAL = "usual"
    HIGH = "high"
    UNCLEAR = "unclear"


class Basis(StrEnum):
    """Where the size of day-to-day change came from."""

    TABLE_SHOTGUN = "34 people sampled daily, shotgun"
    TABLE_16S = "75 people sampled weekly, 16S"
    OWN_SAMPLES = "the person's own samples, blended with the table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something was refused, widened or left out.

    Parameters
    ----------
    key : stable, for the words: ``too_few_reads``, ``another_database``, …; all of them in ``gate.REASONS``.
    found : what was found, in a few plain words or numbers; never a path.
    """

    key: str
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """A number with its 50 % and 95 % band."""

    value: float
    low_50: float
    high_50: float
    low_95: float
    high_95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of one person.

    Parameters
    ----------
    key : ``shannon``, ``inverse_simpson``, ``pielou``, ``richness``.
    rank : ``genus`` or ``species``.
    unit : ``nats``, ``effective taxa``, ``1`` or ``taxa``.
    observed : in the sample as read (mean of several samples), as scikit-bio gives it.
    typical : the person's level over ordinary days, with bands: counting noise and day-to-day change are in them.
    weight : how much of the sample's own deviation from other people was kept (1: not drawn towards them).
    """

    key: str
    rank: str
    unit: str
    observed: float
    typical: Bands
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLevel:
    """One of the balances that were fixed beforehand.

    Parameters
    ----------
    key, role : as in the table of balances; role is ``primary``, ``secondary`` or ``context``.
    members : names of taxa found in the sample that make its top.
    observed_share : of bacteria and archaea (for ``context``: top over bottom), 0 to 1.
    typical_share : the same as the person's level over ordinary days, with bands.
    typical_log_odds : the same as natural log of top over rest.
    percentile : of the typical level among healthy people of the reference data, 0 to 100, with bands; None where
        there is no reference.
    is_seen : whether any member was found at all.
    """

    key: str
    role: str
    members: tuple[str, ...]
    observed_share: float
    typical_share: Bands
    typical_log_odds: Bands
    percentile: Bands | None
    is_seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionBand:
    """A capacity read from which taxa are there. Never an amount of a product.

    Parameters
    ----------
    key : as in the table of function bands: ``butyrate``, ``propionate``, ``lps_hexa_acylated``, …
    place : among healthy people of the reference data; ``unclear`` where the bands reach too far, or where there is
        no reference (``percentile`` is None then).
    grade : the lowest grade (A or B) among the rows that were summed.
    members : names of taxa found and summed.
    share : of bacteria and archaea, 0 to 1, typical level with bands.
    percentile : among healthy people, 0 to 100, with bands, or None.
    sources : DOIs of the rows summed, sorted.
    agreement : how far such a sum was ever checked against a measurement.
    needs_species : whether rows of species rank could not be looked for because the file stops at genus.
    """

    key: str
    place: Place
    grade: str
    members: tuple[str, ...]
    share: Bands
    percentile: Bands | None
    sources: tuple[str, ...]
    agreement: str
    needs_species: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonLevel:
    """One taxon of the sample.

    Parameters
    ----------
    share : observed, 0 to 1 of its rank.
    typical_share : with bands.
    clr : typical centred log ratio, natural log, with bands.
    has_own_noise : whether the noise table holds this very taxon; otherwise the middle one of the table was used.
    """

    name: str
    taxid: int | None
    rank: str
    share: float
    typical_share: Bands
    clr: Bands
    has_own_noise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReading:
    """A published health index, or ours, of one sample; or why it is not given.

    Parameters
    ----------
    key : ``GMHI``, ``GMWI2`` or ``rank_index`` (ours; no validation against any outcome).
    is_ours : whether it is our own.
    score : None where ``refused`` says why.
    bands : counting noise and day-to-day change; None for a refused index.
    members_found, members_known : how many taxa of the index the sample holds, of how many that it could.
    cautions : that hold although the index was given.
    """

    key: str
    is_ours: bool
    score: float | None
    bands: Bands | None
    members_found: int
    members_known: int
    refused: Reason | None = None
    cautions: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSummary:
    """What one or several samples of one person say.

    Parameters
    ----------
    samples : names of the samples read, in the order given.
    refused : why nothing is said; then everything below is empty.
    cautions : what makes the reading weaker; the bands are widened where the reason asks for it.
    depth : reads behind the shares, the smallest of several samples; 10,000 where the files do not tell
        (``is_depth_known`` False).
    basis : which table of day-to-day change was used, or the person's own samples.
    n_samples, n_draws : how many samples and draws stand behind the bands.
    taxa : the most abundant genera first.
    """

    samples: tuple[str, ...]
    refused: Reason | None
    cautions: tuple[Reason, ...]
    depth: int | None
    is_depth_known: bool
    basis: Basis | None
    n_samples: int
    n_draws: int
    measures: tuple[Measure, ...] = ()
    balances: tuple[BalanceLevel, ...] = ()
    functions: tuple[FunctionBand, ...] = ()
    taxa: tuple[TaxonLevel, ...] = ()
    indices: tuple[IndexReading, ...] = ()

    def measure(self, key: str, rank: str = "genus") -> Measure:
        """One measure by its key and rank."""
        return next(each for each in self.measures if (each.key, each.rank) == (key, rank))

    def balance(self, key: str) -> BalanceLevel:
        """One balance by its key."""
        return next(each for each in self.balances if each.key == key)


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceChange:
    """How one balance differs between two samples (or groups of samples) of one person.

    Parameters
    ----------
    key, role : as in ``BalanceLevel``. Role ``context`` is shown and never judged: ``outcome`` is None.
    fold : odds of the top after over before, with bands of the change in the typical level.
    probability_more_than_days : share of ordinary pairs of days that differ by less than these two.
    smallest_fold_seen : the smallest fold that would have stood out from ordinary days, 1 or more.
    level : the share of ordinary pairs that may be flagged by chance on this balance.
    """

    key: str
    role: str
    fold: Bands
    probability_more_than_days: float
    smallest_fold_seen: float
    level: float
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonChange:
    """How one genus differs: exploratory, one of many looked at.

    Parameters
    ----------
    fold : of the centred log ratio's exponential, after over before, with bands.
    p_value, q_value : two-sided against ordinary days with t(5) tails; Benjamini-Hochberg over all genera looked at.
    """

    name: str
    taxid: int | None
    fold: Bands
    p_value: float
    q_value: float
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """Whether two samples look like one person's.

    Parameters
    ----------
    probability : that both are of one person and one method, from what was believed before (19 to 1) and the taxa.
    rms_clr : Euclidean distance of the centred log ratios over the square root of the number of taxa.
    ordinary_999 : 99.9th percentile of that distance between ordinary days of one person.
    is_doubtful : whether a mix-up should be thought of; 1 in 100 ordinary pairs is called so by chance.
    """

    probability: float
    rms_clr: float
    ordinary_999: float
    is_doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChange:
    """Two samples (or groups of samples) of one person compared with ordinary days.

    Parameters
    ----------
    status : of the comparison as a whole. Where it is ``NOT_COMPARABLE``, nothing below is filled but ``reasons``.
    reasons : why not comparable.
    cautions : what makes the comparison weaker.
    same_person : the check for a mix-up.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    status: ChangeStatus
    reasons: tuple[Reason, ...] = ()
    cautions: tuple[Reason, ...] = ()
    basis: Basis | None = None
    balances: tuple[BalanceChange, ...] = ()
    taxa: tuple[TaxonChange, ...] = ()
    same_person: SamePerson | None = None

    @property
    def same_person_probability(self) -> float | None:
        """The probability in ``same_person``; None where the two were not compared."""
        return None if self.same_person is None else self.same_person.probability

    def balance(self, key: str) -> BalanceChange:
        """One balance by its key."""
        return next(each for each in self.balances if each.key == key)


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePlan:
    """How many samples a change needs.

    Parameters
    ----------
    what : a balance's key or a genus.
    fold : the change to be seen, above 1, up or down.
    sd_between_days : of one sample, natural log.
    samples_per_phase : before and again after, on different days, for ``power`` at ``level`` (two-sided).
    smallest_fold : that so many samples per phase can see, by number of samples: (1, fold), (2, fold), …
    is_worth_it : whether the number is at most ``most_worth_paying``, which is our choice.
    """

    what: str
    fold: float
    sd_between_days: float
    basis: Basis
    power: float
    level: float
    samples_per_phase: int
    smallest_fold: tuple[tuple[int, float], ...]
    is_worth_it: bool
    most_worth_paying: int
