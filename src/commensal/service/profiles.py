"""Results of stool tests from files, with no store in between."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from commensal.records.taxon_profile import TaxonProfile
from commensal.vocab.errors import UnknownLayoutError, UsageError

if TYPE_CHECKING:
    from commensal.readers.profiles.registry import FileReading

_N_NAMED = 5

Source = str | PathLike[str] | Sequence[str | PathLike[str]]
"""A file, a folder, or several files that belong together."""


def read_profile(path: Source, sample: str | None = None) -> TaxonProfile:
    """The profile of one stool sample, from any layout the readers know; nothing is written.

    Parameters
    ----------
    path : a file; or a feature table and its taxonomy together, in a list.
    sample : which one, where the file holds several.

    Raises
    ------
    UnreadableFileError, UnknownLayoutError : the file cannot be read, and why.
    UsageError : it holds several samples and none was named, or not this one; or a part of a pair is missing.

    Examples
    --------
    >>> profile = read_profile("S12_profile.txt")  # doctest: +SKIP
    >>> profile.shares("genus")["Faecalibacterium"]  # doctest: +SKIP
    0.061
    """
    profiles = read_profiles(path)
    named = [profile for profile in profiles if sample in (None, profile.sample)]
    if len(named) == 1:
        return named[0]
    listed = ", ".join(profile.sample for profile in profiles[:_N_NAMED])
    more = f" and {len(profiles) - _N_NAMED:,} more" if len(profiles) > _N_NAMED else ""
    raise UsageError(
        where=_name_of(path),
        found=f"{len(profiles):,} samples" if sample is None else f"no single sample {sample!r}",
        expected=f"one of {listed}{more}",
        do="Say which sample.",
    )


def read_profiles(path: Source) -> list[TaxonProfile]:
    """The profiles of every sample in a file, in a folder, or in several files.

    Files of a folder that are no result of a stool test are passed over; a file named on its own is always read.

    Raises
    ------
    UnreadableFileError, UnknownLayoutError, UsageError : as ``read_profile``.
    """
    is_folder = isinstance(path, str | PathLike) and Path(path).is_dir()
    readings = read_results(path)
    for reading in readings:
        passed_over = is_folder and isinstance(reading.refused, UnknownLayoutError)
        if reading.refused is not None and not passed_over:
            raise reading.refused
    profiles = [profile for reading in readings for profile in reading.profiles]
    if not profiles:
        raise UnknownLayoutError(
            where=_name_of(path),
            found="no result of a stool test",
            expected="a profile of MetaPhlAn, Kraken, Bracken, QIIME 2, BIOM, uBiome, Thryve or Ombre, or a table",
            do="Nothing was read.",
        )
    return profiles


def read_results(path: Source) -> tuple[FileReading, ...]:
    """Each file's profiles, or the sentence with which it was refused; one file never stops the others."""
    from commensal.readers.profiles.registry import read_files  # noqa: PLC0415 - the readers only when a file is read
    from commensal.readers.registry import files_in  # noqa: PLC0415

    paths = [path] if isinstance(path, str | PathLike) else list(path)
    return read_files(files_in(Path(each) for each in paths))


def _name_of(path: Source) -> str:
    """What a person calls it, without folders."""
    if isinstance(path, str | PathLike):
        return Path(path).name
    return " and ".join(Path(each).name for each in path)
