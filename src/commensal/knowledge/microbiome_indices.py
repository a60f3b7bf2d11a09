"""The taxa of two published health indices, as their authors write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from commensal.knowledge.tables import rows_of


@cache
def gmhi_species() -> tuple[frozenset[str], frozenset[str]]:
    """The 7 health-prevalent and the 43 health-scarce species of GMHI, as MetaPhlAn2 writes them (``s__…``)."""
    rows = [row for row in rows_of("microbiome/index_members") if row["index"] == "GMHI"]
    by_role = {
        role: frozenset(row["taxon_as_written"] for row in rows if row["role"] == role)
        for role in ("health_prevalent", "health_scarce")
    }
    return by_role["health_prevalent"], by_role["health_scarce"]


@cache
def gmwi2_coefficients() -> Mapping[str, float]:
    """The 95 non-zero coefficients of GMWI2 by whole clade (``k__Bacteria|p__…``). [log odds]"""
    rows = rows_of("microbiome/index_members")
    return {row["taxon_as_written"]: float(row["coefficient"]) for row in rows if row["index"] == "GMWI2"}
