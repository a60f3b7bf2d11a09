"""The medicines we know: names, classes, what is known of the class, and neutral wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.marks import Marks, unverified_in
from commensal.knowledge.tables import parts, rows_of, schema_of

_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineClass:
    """A class of medicines and what is known of it and gut microbes.

    Parameters
    ----------
    flag_tier : ``primary`` and ``secondary`` may matter for reading a microbiome; ``interaction`` is
        there for food safety; ``none_known`` stays silent.
    evidence_grade : GRADE word for ``microbiome_effect``.
    plain_effect, plain_barrier : the effect on gut bacteria and on the gut wall in plain words; empty where
        nothing may be said.
    caution_source_ids : what stands behind the ``stop_caution`` of its medicines; empty where it is memory.
    """

    id: str
    label: str
    flag_tier: str
    microbiome_effect: str
    diversity_direction: str
    permeability_effect: str
    evidence_kind: str
    evidence_grade: str
    source_ids: tuple[str, ...]
    plain_effect: str = ""
    plain_barrier: str = ""
    caution_source_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineRow:
    """One substance; the facts of its class are repeated here so that a reader needs one row.

    Parameters
    ----------
    substance : the name that ``MedicineDose.substance_id`` holds.
    atc5 : ATC code, level 5; empty where the person did not say which medicine of a kind it is. In
        ``unverified`` where it is from memory.
    brands : brand names, from memory: they help a person to find a medicine, and prove nothing.
    stop_caution : why a change needs a professional. Never advice.
    wording_id : the only sentence that may be shown.
    interaction_flags : prompts to ask a pharmacist.
    unverified : fields of this row that nobody has checked against a source.
    """

    substance: str
    atc5: str
    class_id: str
    class_label: str
    flag_tier: str
    brands: tuple[str, ...]
    diversity_direction: str
    permeability_effect: str
    evidence_grade: str
    source_ids: tuple[str, ...]
    stop_caution: str
    wording_id: str
    interaction_flags: tuple[str, ...]
    note: str
    unverified: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineTable:
    """All medicines, the words that people use for them, their classes, and the wording.

    Parameters
    ----------
    medicines : rows by substance.
    substances_by_name : substances by lower-case name, brand or short name; several where a name is
        ambiguous ("aspirin" for pain or for the heart).
    classes : by id.
    wordings : template by id; ``{name}`` and ``{effect_sentence}`` are its blanks.
    groups : substances by group, as a rule names them: ``anticoagulant``, ``ppi``, ``gap_matters``, …
    """

    medicines: Mapping[str, MedicineRow]
    substances_by_name: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, MedicineClass]
    wordings: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]

    def substance_called(self, name: str) -> str | None:
        """The substance of a name that stands for one alone, as imported diaries give it; None for any other."""
        substances = self.substances_by_name.get(name.strip().casefold(), ())
        return substances[0] if len(substances) == 1 else None


@cache
def medicine_table() -> MedicineTable:
    """The medicine table, read when it is first asked for, then kept."""
    classes = _classes()
    rows = tuple(rows_of("medicines/medicines"))
    names = tuple(rows_of("medicines/names"))
    brands: dict[str, list[str]] = defaultdict(list)
    for row in names:
        if row["kind"] == "brand":
            brands[row["substance"]].append(row["name"])
    medicines = _medicines(rows, classes, brands)
    return MedicineTable(
        medicines=MappingProxyType(medicines),
        substances_by_name=MappingProxyType(_substances_by_name(medicines, names)),
        classes=MappingProxyType(classes),
        wordings=MappingProxyType({row["wording_id"]: row["template"] for row in rows_of("medicines/wording")}),
        groups=MappingProxyType(_groups(rows)),
    )


def _classes() -> dict[str, MedicineClass]:
    return {row["class_id"]: _class(row) for row in rows_of("medicines/classes")}


def _class(row: dict[str, str]) -> MedicineClass:
    rest = {name: cell for name, cell in row.items() if name not in ("class_id", "source_ids", "caution_source_ids")}
    return MedicineClass(
        id=row["class_id"],
        source_ids=parts(row["source_ids"]),
        caution_source_ids=parts(row["caution_source_ids"]),
        **rest,
    )


def _medicines(
    rows: Iterable[_Row], classes: Mapping[str, MedicineClass], brands: Mapping[str, list[str]]
) -> dict[str, MedicineRow]:
    marks = unverified_in(schema_of("medicines/medicines"))
    medicines = {}
    for row in rows:
        named = tuple(brands.get(row["substance"], ()))
        group = classes[row["class_id"]]
        medicines[row["substance"]] = MedicineRow(
            substance=row["substance"],
            atc5=row["atc5"],
            class_id=group.id,
            class_label=group.label,
            flag_tier=group.flag_tier,
            brands=named,
            diversity_direction=group.diversity_direction,
            permeability_effect=group.permeability_effect,
            evidence_grade=group.evidence_grade,
            source_ids=group.source_ids,
            stop_caution=row["stop_caution"],
            wording_id=row["wording_id"],
            interaction_flags=parts(row["interaction_flags"]),
            note=row["note"],
            unverified=_unverified(row, marks, group, is_branded=bool(named)),
        )
    return medicines


def _unverified(row: Mapping[str, str], marks: Marks, group: MedicineClass, *, is_branded: bool) -> frozenset[str]:
    """What of a row nobody has checked; a code from memory is marked as the field it stands in."""
    checked = {"atc_verified:no"} | ({"stop_caution"} if group.caution_source_ids else set())
    unverified = marks.of(row) - checked
    from_memory = {"brands": is_branded, "atc5": bool(row["atc5"]) and row["atc_verified"] == "no"}
    return unverified | {name for name, is_marked in from_memory.items() if is_marked}


def _substances_by_name(substances: Iterable[str], names: Iterable[dict[str, str]]) -> dict[str, tuple[str, ...]]:
    by_name: dict[str, tuple[str, ...]] = {substance.casefold(): (substance,) for substance in substances}
    for row in names:
        known = by_name.get(row["name"].casefold(), ())
        if row["substance"] not in known:
            by_name[row["name"].casefold()] = (*known, row["substance"])
    return by_name


def _groups(rows: Iterable[_Row]) -> dict[str, frozenset[str]]:
    """Every group with its substances; a member that names nothing adds nothing, which a test forbids."""
    substances_by_member: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for column in ("atc4", "class_id", "stop_caution", "substance"):
            substances_by_member[column, row[column]].add(row["substance"])
        for flag in parts(row["interaction_flags"]):
            substances_by_member["interaction_flag", flag].add(row["substance"])
    groups: dict[str, frozenset[str]] = defaultdict(frozenset)
    for row in rows_of("medicines/groups"):
        groups[row["group_id"]] |= substances_by_member.get((row["member_by"], row["member"]), set())
    return dict(groups)
