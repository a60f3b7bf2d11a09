"""The story "what does this stool sample say?": from profiles, and a diary beside them, to a report with ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from commensal.microbiome.result import (
    BalanceLevel,
    FunctionBand,
    IndexReading,
    Measure,
    ProfileChange,
    Reason,
    SamplePlan,
    SampleSummary,
    TaxonLevel,
)
from commensal.records.taxon_profile import Assay, TaxonProfile
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from commensal.diary.diary import Diary
    from commensal.microbiome.context import SampleContext
    from commensal.records.entry import Entry
    from commensal.report.trial_paper import Paper

DRAWS = 1_000


@dataclass(frozen=True, kw_only=True)
class MicrobiomeReport:
    """What one or several samples of one person say, with what stands before them.

    Parameters
    ----------
    summary : every number with its bands.
    context : the days before the newest sample.
    profiles : as they were read.
    seed : the same seed gives the same answer.
    """

    summary: SampleSummary
    context: SampleContext
    profiles: tuple[TaxonProfile, ...] = field(repr=False)
    seed: int

    @property
    def refused(self) -> Reason | None:
        """Why nothing is said; None where something is."""
        return self.summary.refused

    @property
    def cautions(self) -> tuple[Reason, ...]:
        """What makes the reading weaker."""
        return self.summary.cautions

    @property
    def measures(self) -> tuple[Measure, ...]:
        """How varied the bacteria are."""
        return self.summary.measures

    @property
    def balances(self) -> tuple[BalanceLevel, ...]:
        """Groups of bacteria that were chosen before the sample was read."""
        return self.summary.balances

    @property
    def functions(self) -> tuple[FunctionBand, ...]:
        """What the bacteria could make; a capacity, not a level."""
        return self.summary.functions

    @property
    def indices(self) -> tuple[IndexReading, ...]:
        """Published indices and ours, given or refused."""
        return self.summary.indices

    @property
    def taxa(self) -> tuple[TaxonLevel, ...]:
        """The most common genera."""
        return self.summary.taxa

    @cached_property
    def paper(self) -> Paper:
        """The report in words: a title, sentences to begin with, and parts."""
        from commensal.report.microbiome_words import sample_paper  # noqa: PLC0415 - words only where they are wanted

        return sample_paper(self.summary, self.context)

    @property
    def sentence(self) -> str:
        """The first sentence: what a sample can and cannot tell."""
        return self.paper.lead[0]

    def to_text(self) -> str:
        """The report in lines of at most 79 letters."""
        from commensal.report.trial_paper import paper_text  # noqa: PLC0415

        return paper_text(self.paper)

    def to_html(self, *, made_at: datetime | None = None, is_synthetic: bool = False) -> str:
        """The report as one page that needs no network; ``made_at`` is when, by the clock it should be shown in."""
        return page_of(self.paper, made_at=made_at, is_synthetic=is_synthetic)

    def to_json(self) -> dict[str, Any]:
        """The report as one document; its layout is at the head of ``report/microbiome_json.py``."""
        from commensal.report.microbiome_json import sample_json  # noqa: PLC0415

        return {**sample_json(self.summary, self.context, self.paper), "seed": self.seed}

    def to_tsv(self) -> str:
        """Every number as a table, one row each."""
        from commensal.report.microbiome_json import sample_tsv  # noqa: PLC0415

        return sample_tsv(self.summary)

    def to_frame(self) -> pd.DataFrame:
        """The same table as a pandas frame."""
        from io import StringIO  # noqa: PLC0415

        import pandas as pd  # noqa: PLC0415 - slow to load

        return pd.read_csv(StringIO(self.to_tsv()), sep="\t")

    def __str__(self) -> str:
        return self.to_text()


def microbiome_report(
    profile: TaxonProfile | Sequence[TaxonProfile],
    diary: Diary | Sequence[Entry] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    *,
    day: date | None = None,
) -> MicrobiomeReport:
    """What a stool sample, or several samples of one person, say of the person's usual level.

    Parameters
    ----------
    profile : one sample, or several of one person on different days; six or more let the person's own days take the
        place of those of others.
    diary : what was logged: medicines, stool form, illness and travel before the sample stand before any number.
    draws : how many repeated draws stand behind each range.
    seed : the same seed gives the same answer.
    day : of the sample, where the file does not say.

    Raises
    ------
    UsageError : no sample, or fewer than 20 draws.

    Examples
    --------
    >>> report = microbiome_report(profile, diary)  # doctest: +SKIP
    >>> print(report)  # doctest: +SKIP
    """
    import numpy as np  # noqa: PLC0415 - not for a program that only imports the name

    from commensal.microbiome.context import context_of  # noqa: PLC0415
    from commensal.microbiome.summarise import summarise  # noqa: PLC0415

    profiles = (profile,) if isinstance(profile, TaxonProfile) else tuple(profile)
    _check(profiles, draws)
    entries = entries_in(diary)
    contexts = [context_of(entries, one.day or day) for one in profiles]
    disturbances = tuple(dict.fromkeys(reason for context in contexts for reason in context.disturbances))
    summary = summarise(profiles, rng=np.random.default_rng(seed), draws=draws, disturbances=disturbances)
    newest = max(contexts, key=lambda context: context.day or date.min)
    return MicrobiomeReport(summary=summary, context=newest, profiles=profiles, seed=seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileComparison:
    """Two samples of one person, with what stands before each."""

    change: ProfileChange
    contexts: tuple[SampleContext, ...]

    @property
    def paper(self) -> Paper:
        """The comparison in words."""
        from commensal.report.microbiome_change_words import change_paper  # noqa: PLC0415

        return change_paper(self.change, self.contexts)

    def to_json(self) -> dict[str, Any]:
        """The comparison as one document."""
        from commensal.report.microbiome_json import change_json  # noqa: PLC0415

        return change_json(self.change, self.contexts, self.paper)


def compare_profiles(
    before: TaxonProfile | Sequence[TaxonProfile],
    after: TaxonProfile | Sequence[TaxonProfile],
    seed: int = 0,
    *,
    diary: Diary | Sequence[Entry] | None = None,
) -> ProfileChange:
    """Whether two samples (or groups of samples) of one person differ by more than ordinary days do.

    Parameters
    ----------
    before, after : samples of one person, read alike.
    seed : the same seed gives the same answer.
    diary : what was logged; antibiotics or illness before a sample widen the ranges.

    Returns
    -------
    ProfileChange : ``status``, ``balances`` (those chosen beforehand), ``taxa`` (all others, exploratory) and
        ``same_person_probability``. "Cannot tell" is the usual answer.
    """
    return comparison(before, after, seed=seed, diary=diary).change


def comparison(
    before: TaxonProfile | Sequence[TaxonProfile],
    after: TaxonProfile | Sequence[TaxonProfile],
    *,
    seed: int = 0,
    diary: Diary | Sequence[Entry] | None = None,
) -> ProfileComparison:
    """The same with the days before each sample, as ``commensal microbiome compare`` shows it."""
    import numpy as np  # noqa: PLC0415

    from commensal.microbiome.compare import compare  # noqa: PLC0415
    from commensal.microbiome.context import context_of  # noqa: PLC0415

    first, second = (
        (side,) if isinstance(side, TaxonProfile) else tuple(side) for side in (before, after)
    )  # fmt: skip
    for side in (first, second):
        _check(side, DRAWS)
    entries = entries_in(diary)
    contexts = tuple(context_of(entries, one.day) for one in (*first, *second))
    disturbances = tuple(dict.fromkeys(reason for context in contexts for reason in context.disturbances))
    change = compare(first, second, rng=np.random.default_rng(seed), disturbances=disturbances)
    return ProfileComparison(change=change, contexts=contexts if entries is not None else ())


def plan_samples(what: str = "butyrate_makers", fold: float = 2.0, assay: Assay = Assay.SHOTGUN) -> SamplePlan:
    """How many samples before and after a change needs to be seen, and whether that is worth the money.

    Parameters
    ----------
    what : a balance (``butyrate_makers``) or a genus.
    fold : the change to be seen, above 1, up or down.
    assay : how the samples would be read.

    Raises
    ------
    UsageError : nothing of that name is known, or a change of nothing.
    """
    from commensal.microbiome.planner import plan_samples as planned  # noqa: PLC0415

    return planned(what, fold, assay=assay)


def entries_in(diary: Diary | Sequence[Entry] | None) -> tuple[Entry, ...] | None:
    """The entries of a diary; None where there is none."""
    if diary is None:
        return None
    from commensal.diary.diary import Diary  # noqa: PLC0415

    return tuple(diary.entries if isinstance(diary, Diary) else diary)


def page_of(made: Paper, *, made_at: datetime | None, is_synthetic: bool = False) -> str:
    """A paper as one page, with when it was made and by which version."""
    from commensal import __version__  # noqa: PLC0415
    from commensal.report.numbers import moment_words  # noqa: PLC0415
    from commensal.report.trial_paper import paper_html  # noqa: PLC0415
    from commensal.report.words import say  # noqa: PLC0415

    if made_at is None:
        made_words = say("microbiome.page.made_by", version=__version__)
    else:
        made_words = say("page.made", made_at=moment_words(made_at), version=__version__)
    return paper_html(made, made_words=made_words, is_synthetic=is_synthetic)


def _check(profiles: Sequence[TaxonProfile], draws: int) -> None:
    if not profiles:
        raise UsageError(where="stool sample", found="none", expected="at least one", do="Hand over a sample.")
    if draws < _FEWEST_DRAWS:
        raise UsageError(
            where="stool sample, draws",
            found=str(draws),
            expected=f"at least {_FEWEST_DRAWS}",
            do="Leave it out: 1,000 take a moment.",
        )


_FEWEST_DRAWS = 20
