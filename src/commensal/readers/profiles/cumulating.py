"""From features that exclude each other (sequences, species) to every rank above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commensal.readers.profiles.drafts import FileDraft, Node, SampleDraft
from commensal.readers.profiles.lineages import Lineage
from commensal.records.imports import LineIssue

_REL_TOLERANCE = 1e-6


class Cumulation:
    """The taxa above and at each feature.

    Parameters
    ----------
    features : a node each; None where a feature has no name at all.
    """

    def __init__(self, features: Sequence[Node | None]) -> None:
        self.nodes: list[Node] = []
        self._position: dict[Lineage, int] = {}
        self._above: list[tuple[int, ...]] = [self._positions(feature) for feature in features]

    def _positions(self, feature: Node | None) -> tuple[int, ...]:
        if feature is None:
            return ()
        positions = []
        for n_ranks in range(1, len(feature.lineage) + 1):
            lineage = feature.lineage[:n_ranks]
            if lineage not in self._position:
                is_own = n_ranks == len(feature.lineage)
                self._position[lineage] = len(self.nodes)
                self.nodes.append(
                    Node(
                        lineage=lineage,
                        taxid=feature.taxid if is_own else None,
                        file_name=feature.file_name if is_own else lineage[-1][1],
                    )
                )
            positions.append(self._position[lineage])
        return tuple(positions)

    def of(self, amounts: Mapping[int, float]) -> tuple[dict[int, float], float]:
        """Amounts by position in ``nodes``, from amounts by position of the feature; and what has no name."""
        summed: dict[int, float] = {}
        nameless = 0.0
        for feature, amount in amounts.items():
            positions = self._above[feature]
            if not positions:
                nameless += amount
            for position in positions:
                summed[position] = summed.get(position, 0.0) + amount
        return summed, nameless


def are_sums(features: Sequence[Node | None], columns: Sequence[Mapping[int, float]]) -> bool:
    """Whether rows of wider ranks already hold the rows below them, as MetaPhlAn and Kraken write it.

    So it is when every row's next wider row is there too, in every sample a row is at least the sum of the rows right
    below it, and some row is just that sum.
    """
    position = {feature.lineage: index for index, feature in enumerate(features) if feature is not None}
    if len(position) < sum(feature is not None for feature in features):
        return False  # two rows of one taxon: they are sequences
    children: dict[int, list[int]] = {}
    for lineage, index in position.items():
        if len(lineage) > 1:
            above = position.get(lineage[:-1])
            if above is None:
                return False
            children.setdefault(above, []).append(index)
    is_once_equal = False
    for amounts in columns:
        for above, below in children.items():
            total = sum(amounts.get(index, 0.0) for index in below)
            whole = amounts.get(above, 0.0)
            margin = _REL_TOLERANCE * max(whole, total) + _scale(amounts)
            if total > whole + margin:
                return False
            is_once_equal = is_once_equal or (whole > 0.0 and whole - total <= margin)
    return is_once_equal


def _scale(amounts: Mapping[int, float]) -> float:
    """How coarse rounded percentages may be; whole reads are exact."""
    if all(value == int(value) for value in amounts.values()):
        return 0.0
    return 1e-4 * max(amounts.values())


def with_genera(draft: FileDraft) -> None:
    """Sum the species of a table into genera, where their lineages tell the genus."""
    species = list(draft.nodes)
    genera = Cumulation(
        [
            Node(lineage=node.lineage[:1], taxid=None, file_name=node.lineage[0][1]) if len(node.lineage) > 1 else None
            for node in species
        ]
    )
    offset = len(species)
    without = 0.0
    for sample in draft.samples:
        own = dict(sample.amounts)
        summed, nameless = genera.of(own)
        without = max(without, nameless / max(sum(own.values()), 1e-300))
        merged = own | {offset + position: amount for position, amount in summed.items()}
        sample.counts = merged if sample.counts is sample.amounts else sample.counts
        sample.amounts = merged
    draft.nodes = [*species, *genera.nodes]
    reason = "the table has species only; genera are summed from the species' own names"
    draft.notes.append(LineIssue(line=1, found=f"up to {100 * without:.1f} % of a sample without one", reason=reason))


def filled(draft: FileDraft, features: Sequence[Node | None], samples: list[SampleDraft], *, has_counts: bool) -> None:
    """Turn samples of features into samples of taxa at every rank, summed where the table does not do so itself."""
    columns = [sample.amounts for sample in samples]
    if are_sums(features, columns):
        named = [feature for feature in features if feature is not None]
        place = {id(feature): index for index, feature in enumerate(named)}
        draft.nodes = named
        for sample in samples:
            amounts = {
                place[id(feature)]: amount
                for index, amount in sample.amounts.items()
                if (feature := features[index]) is not None
            }
            _set_unclassified(sample, draft.nodes, amounts, has_counts=has_counts)
            _set(sample, amounts, has_counts=has_counts)
    else:
        cumulation = Cumulation(features)
        draft.nodes = cumulation.nodes
        for sample in samples:
            total = sum(sample.amounts.values())
            amounts, nameless = cumulation.of(sample.amounts)
            knows = total > 0.0 and (has_counts or nameless > 0.0)
            sample.unclassified_share = min(nameless / total, 1.0) if knows else None
            sample.reads_total = round(total) if has_counts else None
            _set(sample, amounts, has_counts=has_counts)
    draft.samples = samples


def _set_unclassified(
    sample: SampleDraft, nodes: Sequence[Node], amounts: Mapping[int, float], *, has_counts: bool
) -> None:
    """Where rows are sums: what has no name stands beside the widest rank."""
    widest = sum(amount for index, amount in amounts.items() if len(nodes[index].lineage) == 1)
    nameless = sum(sample.amounts.values()) - sum(amounts.values())
    total = widest + nameless
    sample.unclassified_share = min(max(nameless / total, 0.0), 1.0) if total > 0.0 and nameless > 0.0 else None
    sample.reads_total = round(total) if has_counts else None


def _set(sample: SampleDraft, amounts: dict[int, float], *, has_counts: bool) -> None:
    sample.amounts = amounts
    sample.counts = amounts if has_counts else None
