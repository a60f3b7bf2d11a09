"""Every system that the two articles speak of has its place on the map, an explanation, and a grade."""

from __future__ import annotations

import pytest

from commensal.axis.explain import Outcome, explain
from commensal.axis.names import resolve
from commensal.knowledge.evidence import evidence
from commensal.report.axis_words import explanation_lines
from commensal.vocab.grades import Grade

# system: words that a person would use for it, and the words for what it acts on
SYSTEMS = {
    "immune signals": ("immune system", "pain"),
    "LPS": ("LPS", "inflammation"),
    "gut barrier": ("leaky gut", "LPS"),
    "serotonin": ("serotonin", "central sensitisation"),
    "GABA": ("GABA", "mood"),
    "short-chain fatty acids": ("short-chain fatty acids", "gut barrier"),
    "butyrate and microglia": ("butyrate", "microglia"),
    "vagus": ("vagus nerve", "pain"),
    "central sensitisation": ("central sensitisation", "pain"),
    "immune dysregulation": ("immune dysregulation", "ME/CFS"),
    "autonomic balance": ("gut bacteria", "autonomic balance"),
    "energy metabolism": ("mitochondria", "fatigue"),
    "fibromyalgia": ("gut bacteria", "fibromyalgia"),
    "neuroplastic pain": ("central sensitisation", "neuroplastic pain"),
    "nociplastic pain": ("central sensitisation", "nociplastic pain"),
    "ME/CFS": ("butyrate producers", "ME/CFS"),
    "IBS": ("leaky gut", "IBS"),
    "arthritis": ("inflammation", "arthritis"),
    "neuropathy": ("gut bacteria", "neuropathy"),
    "fibre": ("fibre", "pain"),
    "omega-3": ("omega-3", "pain"),
    "polyphenols": ("polyphenols", "pain"),
    "anti-inflammatory food": ("anti-inflammatory food", "pain"),
    "processed food": ("processed food", "IBS"),
    "sugar": ("sugar", "gut bacteria"),
    "probiotics": ("probiotics", "gut symptoms"),
    "prebiotics": ("prebiotics", "gut symptoms"),
    "antibiotics": ("antibiotics", "diversity"),
    "NSAIDs": ("NSAIDs", "gut barrier"),
    "opioids": ("opioids", "gut barrier"),
    "PPIs": ("PPIs", "oral bacteria"),
    "stress": ("stress", "gut barrier"),
    "mindfulness": ("mindfulness", "pain"),
    "yoga": ("yoga", "mood"),
    "breathing": ("deep breathing", "gut bacteria"),
    "physical activity": ("physical activity", "pain"),
    "effort beyond the limit": ("overexertion", "PEM"),
    "bowel regularity": ("laxatives", "gut bacteria"),
    "bowel speed": ("serotonin", "regularity"),
    "individual intolerances": ("food intolerances", "gut symptoms"),
    "unnecessary restriction": ("restriction", "diversity"),
    "low FODMAP": ("low FODMAP", "gut symptoms"),
    "sleep": ("sleep", "pain"),
    "brain fog": ("gut bacteria", "brain fog"),
    "mental health": ("probiotics", "anxiety"),
    "FMT, accepted use": ("FMT", "C. difficile"),
    "FMT risk 1, disruption": ("FMT", "fmt_risk_disruption"),
    "FMT risk 2, infection": ("FMT", "fmt_risk_infection"),
    "FMT risk 3, unpredictable": ("FMT", "fmt_risk_unpredictable"),
    "FMT risk 4, immune reaction": ("FMT", "fmt_risk_immune"),
    "FMT risk 5, rules": ("FMT", "fmt_risk_regulatory"),
    "FMT and pain": ("FMT", "pain"),
    "FMT and fatigue": ("FMT", "fatigue"),
}


@pytest.mark.parametrize("system", sorted(SYSTEMS))
def test_a_system_has_its_place(system: str) -> None:
    """Its words find places, arrows or a claim join them, and what is said names a grade and the weakest link."""
    start, end = (resolve(words).node for words in SYSTEMS[system])
    assert start is not None
    assert end is not None
    explained = explain(start, end)
    assert explained.outcome in (Outcome.FOUND, Outcome.NOT_SEEN)
    best = explained.paths[0]
    assert best.grade in set(Grade)
    assert any(evidence().edges[name].claim_ids for name in best.edge_ids)
    said = " ".join(explanation_lines(explained))
    assert best.grade.plain in said
    assert "Weakest link" in said
    assert said.count("Source") + said.count("No source was found") + said.count("second-hand") >= 1


def test_fmt_has_all_five_risks() -> None:
    """Each is an arrow of its own with its evidence, and FMT is never said to be for sale."""
    risks = {edge.target for edge in evidence().edges.values() if edge.source == "fmt" and "risk" in edge.target}
    assert len(risks) == 5
    said = " ".join(explanation_lines(explain("fmt", "pain_intensity")))
    assert "Commensal does not suggest it" in said
