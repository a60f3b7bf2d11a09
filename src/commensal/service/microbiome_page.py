"""What a person's page and command line show of stool samples: kept ones or files, with the diary beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commensal.records.entry import Entry
from commensal.records.taxon_profile import TaxonProfile
from commensal.report.trial_paper import Paper
from commensal.service.home import Home
from commensal.service.log import day_from_words
from commensal.service.microbiome import (
    MicrobiomeReport,
    ProfileComparison,
    comparison,
    microbiome_report,
    page_of,
    plan_samples,
)
from commensal.service.microbiome_samples import KeptSample, SamplesKept, keep_samples, kept_samples, samples_in
from commensal.service.profiles import read_profiles
from commensal.service.truth import is_synthetic
from commensal.vocab.errors import UsageError

MOST_TOGETHER = 60
"""Samples read together as one person's, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrobiomePage:
    """What the page of stool samples shows.

    Parameters
    ----------
    samples : kept ones, oldest first.
    report : the newest sample, or all that may be compared with it, in words; None where none is kept.
    change : the two newest samples side by side; None with fewer than two.
    plan : how many samples a change needs, and whether that is worth the money.
    """

    samples: tuple[KeptSample, ...]
    report: MicrobiomeReport | None
    change: ProfileComparison | None
    plan: Paper


def microbiome_page(home: Home, *, seed: int = 0) -> MicrobiomePage:
    """All that a page of stool samples shows. An empty diary is not an error."""
    entries = _entries(home)
    kept = samples_in(entries)
    report = change = None
    if kept:
        report = microbiome_report(read_with_the_newest([one.profile for one in kept]), entries, seed=seed)
    if len(kept) > 1:
        change = comparison(kept[-2].profile, kept[-1].profile, seed=seed, diary=entries)
    from commensal.report.microbiome_change_words import plan_paper  # noqa: PLC0415

    return MicrobiomePage(samples=kept, report=report, change=change, plan=plan_paper(plan_samples()))


def keep_file(home: Home, file: Path, *, day: date | None = None, sample: str | None = None) -> SamplesKept:
    """Keep the sample (or samples) of a file in the diary; what a form that takes a file calls.

    Raises
    ------
    UnreadableFileError, UnknownLayoutError, UsageError : the file cannot be read, or no day is known.
    """
    return keep_samples(home, profiles_in([file], samples=() if sample is None else (sample,)), day=day)


def report_of_files(
    home: Home, files: Sequence[Path], *, samples: Sequence[str] = (), day: date | None = None, seed: int = 0
) -> MicrobiomeReport:
    """The samples of files as one person's, with the diary beside them; kept ones where no file is named.

    Raises
    ------
    UsageError : no file, and none kept; or more samples than one person gives.
    """
    entries = _entries(home)
    if files:
        profiles = profiles_in(files, samples=samples)
    else:
        profiles = list(read_with_the_newest([one.profile for one in samples_in(entries)]))
        if not profiles:
            raise _none_kept()
    return microbiome_report(profiles, entries or None, seed=seed, day=day)


def compared(home: Home, before: str, after: str, *, seed: int = 0) -> ProfileComparison:
    """Two samples side by side, each a file, a folder of files, or the day of a kept one.

    Raises
    ------
    UsageError : neither a file nor the day of a kept sample.
    """
    entries = _entries(home)
    sides = [_side(home, words, entries) for words in (before, after)]
    return comparison(sides[0], sides[1], seed=seed, diary=entries or None)


def report_page(report: MicrobiomeReport, home: Home) -> str:
    """The report as one page that needs no network."""
    return page_of(report.paper, made_at=home.now(), is_synthetic=is_synthetic(_entries(home)))


def read_with_the_newest(profiles: Sequence[TaxonProfile]) -> tuple[TaxonProfile, ...]:
    """The newest sample and all others that were read as it was: those of another laboratory stay out."""
    from commensal.microbiome.gate import not_comparable, refusal  # noqa: PLC0415

    newest = list(profiles[-1:])
    together = [
        one for one in profiles[:-1] if refusal(one) is None and not not_comparable((one, *newest))
    ]  # fmt: skip
    return (*together[-MOST_TOGETHER + 1 :], *newest)


def profiles_in(files: Sequence[Path], *, samples: Sequence[str] = ()) -> list[TaxonProfile]:
    """The samples of files, or only those named.

    Raises
    ------
    UsageError : a name that is none of them, or more samples than one person gives and none named.
    """
    found = read_profiles([file.expanduser() for file in files] if len(files) != 1 else files[0].expanduser())
    names = [profile.sample for profile in found]
    if unknown := [name for name in samples if name not in names]:
        raise _not_there(unknown[0], names)
    chosen = [profile for profile in found if not samples or profile.sample in samples]
    if len(chosen) > max(len(files), 1) and not samples:
        raise _several(names)
    return chosen


def _side(home: Home, words: str, entries: Sequence[Entry]) -> list[TaxonProfile]:
    place = Path(words).expanduser()
    if place.is_dir():
        return read_profiles(place)
    if place.exists():
        return profiles_in([place])
    try:
        day = day_from_words(words, today=home.today())
    except UsageError:
        return profiles_in([place])  # says that there is no such file
    kept = [one.profile for one in samples_in(entries) if one.day == day]
    if not kept:
        raise UsageError(
            where=words,
            found="no file, and no kept sample of that day",
            expected="a file, a folder, or the day of a kept sample",
            do="See what is kept: commensal microbiome samples",
        )
    return kept


def _entries(home: Home) -> tuple[Entry, ...]:
    with home.journal_to_read() as journal:
        return () if journal is None else journal.entries()


def _none_kept() -> UsageError:
    return UsageError(
        where="stool samples",
        found="no file, and none in the diary",
        expected="a file with the result of a stool test",
        do="Name one: commensal microbiome report FILE. Nobody has to buy a test.",
    )


def _not_there(name: str, names: Sequence[str]) -> UsageError:
    return UsageError(
        where=f"sample {name!r}",
        found=f"{len(names):,} samples under other names",
        expected="one of " + ", ".join(names[:8]),
        do="Name one of them with --sample.",
    )


def _several(names: Sequence[str]) -> UsageError:
    return UsageError(
        where="stool samples",
        found=f"{len(names):,} samples in one file",
        expected="samples of one person",
        do="Name those of one person: --sample " + " --sample ".join(names[:2]) + ". For groups of people: "
        "commensal microbiome cohort.",
    )


__all__ = [
    "MicrobiomePage",
    "compared",
    "keep_file",
    "kept_samples",
    "microbiome_page",
    "read_with_the_newest",
    "report_of_files",
    "report_page",
]
