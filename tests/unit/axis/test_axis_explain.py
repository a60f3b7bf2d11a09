"""From here to there: direct first, null as null, the way back only when there is no way."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest

from commensal.axis.explain import Outcome, every_path, explain
from commensal.axis.graph import built, edges_into, edges_out_of, graph, ways_graph
from commensal.axis.links import WORST_FIRST
from commensal.knowledge.evidence import Relation, evidence


def test_the_graph_is_built_once_and_frozen() -> None:
    """Nobody can draw an arrow at run time."""
    assert graph() is graph()
    assert (graph().number_of_nodes(), graph().number_of_edges()) == (70, 124)
    with pytest.raises(nx.NetworkXError):
        graph().add_edge("fibre_total", "pain_intensity")
    assert set(built(evidence()).edges) == set(graph().edges)


def test_a_direct_arrow_comes_first() -> None:
    """NSAIDs and pain: the trials first, the long ways after."""
    explained = explain("nsaid_use", "pain_intensity")
    assert explained.outcome is Outcome.FOUND
    assert [path.is_direct for path in explained.paths] == [True, False, False]
    assert explained.paths[0].sign == "-"
    assert explained.n_more > 0


def test_a_direct_null_comes_before_a_way_around_it() -> None:
    """The low-FODMAP diet and fatty acids: tested and not seen is the answer, though a chain of steps is drawn."""
    explained = explain("low_fodmap_diet", "scfa_output")
    assert explained.outcome is Outcome.NOT_SEEN
    assert [path.edge_ids for path in explained.paths[:1]] == [("E023",)]
    assert len(explained.paths) > 1


def test_a_null_arrow_is_no_effect() -> None:
    """Probiotics and fatigue were tested with nothing seen, and that is the answer."""
    explained = explain("probiotic_supp", "fatigue")
    assert explained.outcome is Outcome.NOT_SEEN
    assert explained.paths[0].edge_ids == ("E036",)
    assert explained.paths[0].sign == "0"


def test_a_way_over_a_null_step_comes_last() -> None:
    """A step that was tested and not seen bars the way, so other ways are better."""
    paths = every_path("low_fodmap_diet", "pain_intensity")
    barred = [path for path in paths if path.is_null]
    assert barred
    assert paths[-len(barred) :] == tuple(barred)


def test_order_is_by_grade_then_people_then_length() -> None:
    """After the direct ones no better way stands behind a worse one."""

    def rank(path: object) -> tuple[int, int, int]:
        return (-WORST_FIRST.index(path.grade), -path.human_rank, len(path.links))  # type: ignore[attr-defined]

    longer = [path for path in every_path("fibre_total", "pain_intensity") if not path.is_direct and not path.is_null]
    assert len(longer) > 3
    assert all(rank(one) <= rank(other) for one, other in pairwise(longer))


def test_only_the_other_direction() -> None:
    """Nothing leads from fatigue to antibiotics, and the way back is said to be the way back."""
    explained = explain("fatigue", "antibiotic_use")
    assert explained.outcome is Outcome.OTHER_DIRECTION
    assert explained.paths == ()
    assert explained.reverse[0].nodes[0] == "antibiotic_use"


def test_both_directions_of_a_loop() -> None:
    """Pain and sleep point at each other; each way names the other."""
    explained = explain("sleep_quality", "pain_intensity")
    assert explained.paths[0].edge_ids == ("E072",)
    assert explained.reverse[0].edge_ids == ("E073",)


def test_no_way_is_an_answer() -> None:
    """Two places that nothing joins."""
    explained = explain("metformin_use", "pem")
    assert (explained.outcome, explained.paths, explained.reverse) == (Outcome.NONE_KNOWN, (), ())


def test_the_same_place_twice() -> None:
    """Pain and pain."""
    assert explain("pain_intensity", "pain_intensity").outcome is Outcome.SAME_PLACE


def test_rules_of_care_and_modifiers_lead_nowhere() -> None:
    """They may be shown for themselves, and never as a step of a longer way."""
    steps = {data["edge"].relation for _, _, data in ways_graph().edges(data=True)}
    assert not steps & {Relation.CONTRAINDICATES, Relation.MODIFIES}
    assert explain("me_cfs", "physical_activity_paced").paths[0].edge_ids == ("E071",)
    assert explain("me_cfs", "pain_intensity").paths == ()


def test_a_limit_on_steps_is_kept() -> None:
    """No way has more steps than were asked for, unless all have."""
    assert all(len(path.links) <= 3 for path in every_path("fibre_total", "pain_intensity", max_links=3))
    farthest = every_path("low_fodmap_diet", "fibromyalgia", max_links=1)
    assert farthest
    assert len({len(path.links) for path in farthest}) == 1


def test_arrows_at_a_place() -> None:
    """What points to butyrate makers, and what they point to."""
    assert {edge.source for edge in edges_into("butyrate_producers")} == {"fibre_total", "antibiotic_use"}
    assert "fatigue" in {edge.target for edge in edges_out_of("butyrate_producers")}


def test_an_unknown_place_is_our_own_mistake() -> None:
    """Words are resolved before this; an id that is none is a KeyError."""
    with pytest.raises(KeyError):
        explain("nowhere", "pain_intensity")


def test_who_must_be_careful_comes_first() -> None:
    """Activity and ME/CFS: the rule of care stands on the arrow the other way round, and is not lost."""
    assert [link.edge.id for link in explain("physical_activity_paced", "me_cfs").care] == ["E071"]
    assert explain("physical_activity_paced", "fibromyalgia").care == ()


def test_what_was_looked_at_in_people_with_a_condition() -> None:
    """Probiotics and irritable bowel: the trials in people who have it, not a chain of steps around them."""
    assert [link.edge.id for link in explain("probiotic_supp", "ibs").studied] == ["E032"]
    assert [link.edge.id for link in explain("ibs", "probiotic_supp").studied] == ["E032"]
    assert explain("physical_activity_paced", "me_cfs").studied == ()  # the trials leave ME/CFS out
    assert explain("butyrate_producers", "me_cfs").studied == ()  # a direct arrow answers


def test_what_may_have_been_meant_as_well() -> None:
    """Fibre and the gut: soluble fibre was looked at too, with another result."""
    assert [link.edge.id for link in explain("fibre_total", "gi_symptoms").close_by] == ["E006"]
    assert explain("fibre_total", "pain_intensity").close_by == ()
