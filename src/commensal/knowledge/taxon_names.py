"""Names of microbes: which one is in use now, which ones are older, and the NCBI taxonomy id behind them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from commensal.knowledge.tables import rows_of

_USED_WHEN = frozenset({"yes", "partly"})  # a pairing from memory renames nothing
_BRACKETS = str.maketrans("", "", "[]")
# The Genome Taxonomy Database marks the parts of a split taxon with a letter: Firmicutes_A, prausnitzii_C.
_GTDB_LETTER = re.compile(r"_([A-Z]{1,2})(?= |$)")
_GENOME_BIN = re.compile(r"(?:^|_)[SGFOCP]GB\d+")  # MetaPhlAn 4: GGB9512_SGB14909
_BRACKETS_TELL_APART = "genus"  # Greengenes: [Ruminococcus] and Ruminococcus are different genera


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonName:
    """One taxon.

    Parameters
    ----------
    name : in use now, as far as we know.
    taxid : NCBI taxonomy id, or None.
    synonyms : its other names, without ``name``.
    """

    name: str
    taxid: int | None
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """What the tables say, looked up from either side."""

    taxid_by_name: Mapping[tuple[str, str], int]
    current_by_name: Mapping[tuple[str, str], str]
    current_by_taxid: Mapping[tuple[str, int], str]
    older_by_name: Mapping[tuple[str, str], tuple[str, ...]]


@cache
def _names() -> _Names:
    taxids: dict[tuple[str, str], int] = {}
    current: dict[tuple[str, str], str] = {}
    current_by_taxid: dict[tuple[str, int], str] = {}
    older: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_of("microbiome/taxon_ids"):
        taxids[row["rank"], row["name"].casefold()] = int(row["ncbi_taxid"])
    for row in rows_of("microbiome/name_synonyms"):
        rank, old, new = row["rank"], row["old_name"], row["current_name"] or row["old_name"]
        taxid = int(row["ncbi_taxid"]) if row["ncbi_taxid"] else taxids.get((rank, old.casefold()))
        if row["confirmed"] not in _USED_WHEN:
            if taxid is not None:  # the pairing is from memory, the id of the old name is from files
                taxids.setdefault((rank, old.casefold()), taxid)
            continue
        for name in (old, new):
            current[rank, name.casefold()] = new
            if taxid is not None:
                taxids.setdefault((rank, name.casefold()), taxid)
        if taxid is not None:
            current_by_taxid[rank, taxid] = new
        if old != new:
            older[rank, new.casefold()].append(old)
    return _Names(taxids, current, current_by_taxid, {key: tuple(names) for key, names in older.items()})


@lru_cache(maxsize=65_536)
def in_use(written: str, rank: str, taxid: int | None = None) -> TaxonName:
    """The taxon that a file means by a name, at a rank.

    The id of a name that we know goes before the file's: some firms look ids up by the name alone and give that of a
    taxon of another rank. A name we do not know keeps the file's id, and that id may still tell the name now in use.

    Parameters
    ----------
    written : without a rank mark; underscores may stand for spaces.
    rank : a rank of ``records.taxon_profile.RANKS``.
    taxid : the file's own NCBI taxonomy id, where it has one.

    Examples
    --------
    >>> in_use("Bacteroides_vulgatus", "species").name
    'Phocaeicola vulgatus'
    >>> in_use("Firmicutes_A", "phylum").name
    'Bacillota'
    """
    names = _names()
    own = spelled_out(written)
    plain = own if rank == _BRACKETS_TELL_APART else own.translate(_BRACKETS)
    base = _GTDB_LETTER.sub("", plain)
    # A phylum split by GTDB is still one at NCBI; a genus or species with a letter is kept apart.
    looked_up = base if rank == "phylum" else plain
    key = (rank, looked_up.casefold())
    known_taxid = names.taxid_by_name.get(key, taxid)
    name = names.current_by_name.get(key) or names.current_by_taxid.get((rank, known_taxid or 0)) or looked_up
    others = (own, own.translate(_BRACKETS), base.translate(_BRACKETS))
    older = names.older_by_name.get((rank, name.casefold()), ())
    synonyms = tuple(other for other in dict.fromkeys((*others, *older)) if other != name)
    return TaxonName(name=name, taxid=known_taxid, synonyms=synonyms)


def spelled_out(written: str) -> str:
    """A name with spaces for underscores, but for the letters of GTDB and the codes of unnamed genomes."""
    text = " ".join(written.split())
    if _GENOME_BIN.search(text):
        return text
    letters = _GTDB_LETTER.search(text)
    if letters is None or "clade_" in text:
        return text.replace("_", " ")
    return _GTDB_LETTER.sub("\0\\1", text).replace("_", " ").replace("\0", "_")


_NO_GENUS_SECOND = frozenset({"bacterium", "archaeon", "phage", "virus", "sapiens", "symbiont"})
_BINOMIAL = re.compile(r"^([A-Z][a-z]+) ([a-z]+(?:-[a-z]+)*)\.?( |$)")


def genus_of(species: str) -> str | None:
    """The genus that a species' own name tells; None for phages, brackets and nameless bacteria.

    Examples
    --------
    >>> genus_of("Roseburia intestinalis"), genus_of("[Clostridium] scindens"), genus_of("Escherichia phage T7")
    ('Roseburia', None, None)
    """
    found = _BINOMIAL.match(species)
    if found is None or "phage" in species or "virus" in species or found[1] in ("Candidatus", "Uncultured"):
        return None
    return None if found[2] in _NO_GENUS_SECOND else found[1]


def rank_of(name: str) -> str | None:
    """The rank of a name that stands in our tables, or of a species whose genus does; None for all others.

    Of a name at several ranks (the phylum and the class Actinobacteria) the narrowest.
    """
    known = _names().taxid_by_name
    plain = spelled_out(name).translate(_BRACKETS).casefold()
    for rank in ("species", "genus", "family", "order", "class", "phylum", "domain"):
        if (rank, plain) in known:
            return rank
    genus = genus_of(spelled_out(name))
    return "species" if genus is not None and ("genus", genus.casefold()) in known else None
