"""The sentences with which a result file is refused. Nothing was read, and nothing was written."""

from __future__ import annotations

from commensal.vocab.errors import UnknownLayoutError, UnreadableFileError, UsageError

_AGAIN = "Nothing was read. Download or export it again."


def unreadable(name: str, found: str, expected: str, do: str = _AGAIN) -> UnreadableFileError:
    """A file whose layout is known and whose content cannot be right."""
    return UnreadableFileError(where=name, found=found, expected=expected, do=do)


def bad_number(name: str, line: int, text: str) -> UnreadableFileError:
    """An amount that is not a number, not finite, or below zero."""
    return unreadable(f"{name}, line {line}", f"{text!r} as an amount", "zero or a number above it")


def bad_amount(name: str, sample: str, amount: float) -> UnreadableFileError:
    """An amount of a matrix that is not finite, or below zero."""
    return unreadable(f"{name}, sample {sample}", f"{amount:g} as an amount", "zero or a number above it")


def no_reads(name: str, sample: str) -> UnreadableFileError:
    """A sample in which nothing was found."""
    return unreadable(
        f"{name}, sample {sample}",
        "no reads of any named microbe",
        "at least one",
        "Nothing can be said of this sample. Ask the laboratory whether it failed.",
    )


def needs_taxonomy(name: str) -> UsageError:
    """A table of features without names."""
    return UsageError(
        where=name,
        found="a table of sequences without names of microbes",
        expected="the taxonomy file that belongs to it as well",
        do="Name both files together: the table and its taxonomy (taxonomy.qza or taxonomy.tsv).",
    )


def taxonomy_alone(name: str) -> UsageError:
    """Names without amounts."""
    return UsageError(
        where=name,
        found="a taxonomy alone: names of microbes without amounts",
        expected="the feature table that belongs to it as well",
        do="Name both files together: the table (table.qza or .biom) and this taxonomy.",
    )


def not_a_profile(name: str, found: str = "a layout that is no result of a stool test we know") -> UnknownLayoutError:
    """A file of another kind."""
    return UnknownLayoutError(
        where=name,
        found=found,
        expected="a profile of MetaPhlAn, Kraken, Bracken, QIIME 2, BIOM, uBiome, Thryve or Ombre, or a table of "
        "taxa and samples",
        do="Nothing was read. The page docs/reference/microbiome-files.md shows what can be read.",
    )
