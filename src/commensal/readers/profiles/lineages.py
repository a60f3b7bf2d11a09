"""Lineage texts: ``k__Bacteria|p__Firmicutes``, ``d__Bacteria; p__Bacillota``, ``Bacteria;Firmicutes``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commensal.records.taxon_profile import RANKS

Lineage = tuple[tuple[str, str], ...]
"""Pairs of rank and name as the file writes it, from the widest rank down; unnamed ranks are left out."""

_RANK_OF_MARK = {
    "sk": "domain",
    "d": "domain",
    "k": "kingdom",
    "p": "phylum",
    "c": "class",
    "o": "order",
    "f": "family",
    "g": "genus",
    "s": "species",
    "t": "strain",
}
_MARKED = re.compile(r"^(sk|[dkpcofgst])_{1,2}(.*)$", re.DOTALL)
_NUMBERED = re.compile(r"^D_(\d+)__(.*)$", re.DOTALL)  # SILVA in older QIIME 2 files
_DOMAINS = {name.casefold(): name for name in ("Bacteria", "Archaea", "Eukaryota", "Viruses")} | {
    "eukarya": "Eukaryota",
    "eukaryotes": "Eukaryota",
    "virus": "Viruses",
}
# Ranks between domain and phylum are not kept, but some tables begin with them.
_DOMAIN_OF_KINGDOM = {
    "fungi": "Eukaryota",
    "metazoa": "Eukaryota",
    "viridiplantae": "Eukaryota",
    "bacillati": "Bacteria",
    "pseudomonadati": "Bacteria",
    "fusobacteriati": "Bacteria",
    "thermotogati": "Bacteria",
}
_UNNAMED = frozenset(
    {
        *("", "_", "__", "none", "na", "n/a", "nan", "null", "unassigned", "unclassified", "unknown", "unidentified"),
        *("ambiguous_taxa", "ambiguous taxa", "metagenome", "gut_metagenome", "gut metagenome", "human_gut", "other"),
        *("human_gut_metagenome", "human gut metagenome", "human gut", "no_support", "noname"),
    }
)
_EPITHET = re.compile(r"^[a-z][a-z0-9-]*$")  # Greengenes writes s__prausnitzii


def domain_named(name: str) -> str | None:
    """The domain that a name stands for, also where it is a kingdom; None when it is neither."""
    word = name.strip().casefold()
    return _DOMAINS.get(word) or _DOMAIN_OF_KINGDOM.get(word)


def is_unnamed(name: str) -> bool:
    """Whether a part of a lineage says that no name is known."""
    word = name.strip().casefold()
    return word in _UNNAMED or word.startswith("uncultured")


def split_lineage(text: str) -> list[str]:
    """The parts of a lineage text: parted by ``|`` or ``;``, with or without a space."""
    separator = "|" if "|" in text else ";"
    return [part.strip() for part in text.split(separator)]


def is_marked(text: str) -> bool:
    """Whether a text is a lineage, or one taxon, with rank marks."""
    parts = [part for part in split_lineage(text) if part]
    return bool(parts) and all(_mark(part) is not None for part in parts)


def looks_like_lineage(text: str) -> bool:
    """Whether a text can be read as a lineage."""
    if len(text) < 4:
        return False
    parts = split_lineage(text)
    return is_marked(text) or (len(parts) > 1 and domain_named(parts[0]) is not None)


def ends_between_ranks(parts: Sequence[str]) -> bool:
    """Whether a lineage ends at a kingdom below a domain: that row repeats the domain's mass at a rank not kept."""
    marks = [mark for part in parts if (mark := _mark(part.strip())) is not None]
    return len(marks) > 1 and marks[-1][0] == "kingdom" and any(rank == "domain" for rank, _ in marks)


def parse_lineage(parts: Sequence[str]) -> Lineage | None:
    """The lineage that the parts tell; empty for "Unassigned", None when the parts carry no ranks we know.

    Parts without marks are read by their place when the first is a domain.
    """
    cleaned = [part.strip() for part in parts]
    while cleaned and is_unnamed(cleaned[-1]) and _mark(cleaned[-1]) is None:
        cleaned.pop()
    if not cleaned or is_unnamed(cleaned[0]):
        return ()
    marks = [_mark(part) for part in cleaned]
    if all(mark is not None or is_unnamed(part) for mark, part in zip(marks, cleaned, strict=True)):
        return _tidied([mark for mark in marks if mark is not None])
    if any(mark is not None for mark in marks) or domain_named(cleaned[0]) is None or len(cleaned) > len(RANKS) - 1:
        return None
    return _tidied(list(zip(RANKS, cleaned, strict=False)))


def _mark(part: str) -> tuple[str, str] | None:
    if found := _MARKED.match(part):
        return _RANK_OF_MARK[found[1]], found[2].strip()
    if found := _NUMBERED.match(part):
        number = int(found[1][:3])
        return (RANKS[number], found[2].strip()) if number < len(RANKS) else None
    return None


def _tidied(pairs: list[tuple[str, str]]) -> Lineage:
    """One name a rank, kingdoms turned into domains, species with their genus, unnamed parts left out."""
    by_rank: dict[str, str] = {}
    for rank, name in pairs:
        if not is_unnamed(name) and rank not in by_rank:
            by_rank[rank] = name
    kingdom = by_rank.pop("kingdom", None)
    if "domain" not in by_rank and kingdom is not None:
        by_rank["domain"] = domain_named(kingdom) or kingdom
    elif "domain" in by_rank:
        by_rank["domain"] = domain_named(by_rank["domain"]) or by_rank["domain"]
    species, genus = by_rank.get("species"), by_rank.get("genus")
    if species is not None and _EPITHET.match(species):
        if genus is None:
            del by_rank["species"]
        else:
            by_rank["species"] = f"{genus.strip('[]')} {species}"
    return tuple((rank, by_rank[rank]) for rank in RANKS if rank in by_rank)
