"""Samples in a person's own diary: kept on the day they were given, once, and taken back by undo like anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commensal.records.entry import Entry
from commensal.records.profile_text import fact_of, profile_of
from commensal.records.sample_facts import StoolSample
from commensal.records.taxon_profile import TaxonProfile
from commensal.service.home import Home
from commensal.service.log import check_day
from commensal.vocab.errors import UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin

SAMPLE_KIND = "stool_sample"
_SOURCE = "stool_sample"
_ACTION = "stool sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSample:
    """A sample as it lies in the diary.

    Parameters
    ----------
    day : on which it was given.
    profile : named after its day; no name of a file is kept.
    """

    entry_id: str
    day: date
    profile: TaxonProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplesKept:
    """What keeping led to.

    Parameters
    ----------
    days : of the samples, in the order given.
    n_new, n_known : samples that were not there before, and those that were, under whatever file name.
    n_moved : samples that were there under another day.
    """

    days: tuple[date, ...]
    n_new: int
    n_known: int
    n_moved: int = 0


def keep_samples(home: Home, profiles: Sequence[TaxonProfile], *, day: date | None = None) -> SamplesKept:
    """Keep samples in the diary as one action. The same profile given again is the same sample.

    Parameters
    ----------
    day : on which the one sample was given, where its file does not say, or says it wrongly.

    Raises
    ------
    UsageError : nobody says on which day a sample was given, or one day is said for several samples.
    InvalidRecordError : a day that has not come.
    """
    now = home.now()
    if day is not None and len(profiles) > 1:
        raise UsageError(
            where="stool samples",
            found=f"{len(profiles)} samples and one day",
            expected="one sample, or samples whose files tell the day",
            do="Keep them one by one, each with its day.",
        )
    entries = []
    for profile in profiles:
        given = day or profile.day
        if given is None:
            raise UsageError(
                where=f"stool sample {profile.sample}",
                found="no day",
                expected="the day on which it was given",
                do="Say it: --day 2026-03-01.",
            )
        check_day(given, now)
        fact = fact_of(profile)
        entries.append(
            Entry(
                id=imported_entry_id(_SOURCE, fact.profile_hash),
                fact=fact,
                day=given,
                recorded_at=now,
                origin=Origin.IMPORTED,
                source=_SOURCE,
            )
        )
    with home.journal() as journal:
        receipt = journal.append(entries, action=_ACTION, now=now)
    return SamplesKept(
        days=tuple(entry.day for entry in entries),
        n_new=receipt.n_new,
        n_known=receipt.n_unchanged,
        n_moved=receipt.n_changed,
    )


def kept_samples(home: Home) -> tuple[KeptSample, ...]:
    """Every sample of the diary, oldest first."""
    with home.journal_to_read() as journal:
        entries = () if journal is None else journal.entries(kinds={SAMPLE_KIND})
    return samples_in(entries)


def samples_in(entries: Sequence[Entry]) -> tuple[KeptSample, ...]:
    """The samples among entries, oldest first."""
    found = [
        KeptSample(entry_id=entry.id, day=entry.day, profile=profile_of(entry.fact, day=entry.day))
        for entry in entries
        if isinstance(entry.fact, StoolSample)
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.entry_id)))
