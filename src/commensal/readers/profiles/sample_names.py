"""Names of samples without the folders and users that files carry along."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PATH_PARTS = re.compile(r"[/\\]")
_ENDING = re.compile(
    r"\.(?:gz|bz2|zip|txt|tsv|csv|json|biom|qza|report|kreport2?|bracken|mpa|out|profile|fastq|fq|fasta|fa|bam|sam)$",
    re.IGNORECASE,
)
_RESULT_OF = re.compile(r"(?:_(?:profile|profiled|metagenome))$", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_PLACEHOLDERS = frozenset({"", "metaphlan_analysis", "metaphlan2_analysis", "sampleid", "none", "no table id"})
_MAX_CHARS = 100


def sample_name(written: str, fallback: str = "sample") -> str:
    """A sample's name as a file has it, without folders and file endings; ``fallback`` where it says nothing.

    Examples
    --------
    >>> sample_name("/srv/someone/runs/S12_profile.txt"), sample_name("Metaphlan_Analysis", "S12")
    ('S12', 'S12')
    """
    name = _UNSEEN.sub("", _PATH_PARTS.split(written.strip().rstrip("/\\"))[-1]).strip().strip('"').strip()
    while _ENDING.search(name):
        name = _ENDING.sub("", name)
    name = _RESULT_OF.sub("", name)[:_MAX_CHARS].strip()
    return fallback if name.casefold() in _PLACEHOLDERS else name


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The same names, a second and third of one name numbered."""
    seen: dict[str, int] = {}
    taken: set[str] = set()
    numbered = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        candidate = name if seen[name] == 1 else f"{name} ({seen[name]})"
        while candidate in taken:
            seen[name] += 1
            candidate = f"{name} ({seen[name]})"
        taken.add(candidate)
        numbered.append(candidate)
    return tuple(numbered)


def quoted(text: str, n_chars: int = 60) -> str:
    """A piece of a file for a person to find it by: short, and without folders."""
    clean = _UNSEEN.sub(" ", text).strip()
    if re.search(r"[/\\]\S", clean):
        return "(left out: it holds a folder name)"
    return clean if len(clean) <= n_chars else f"{clean[: n_chars - 1]}…"
