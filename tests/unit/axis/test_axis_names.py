"""Everyday words find their place, or say that they may mean several, or that they are not on the map."""

from __future__ import annotations

import pytest

from commensal.axis.names import node_of_column, resolve
from commensal.knowledge.evidence import evidence


@pytest.mark.parametrize(
    ("words", "node"),
    [
        ("fibre", "fibre_total"),
        ("fiber", "fibre_total"),
        ("Roughage", "fibre_total"),
        ("pain", "pain_intensity"),
        ("my pain", "pain_intensity"),
        ("tiredness", "fatigue"),
        ("gut bugs", "microbiome_shift"),
        ("leaky gut", "gut_permeability"),
        ("brain fog", "cognitive_symptoms"),
        ("Brain-fog", "cognitive_symptoms"),
        ("antibiotics", "antibiotic_use"),
        ("ibuprofen", "nsaid_use"),
        ("Nurofen", "nsaid_use"),
        ("omeprazole", "ppi_use"),
        ("amoxicillin", "antibiotic_use"),
        ("yoga", "mind_body_practice"),
        ("poo transplant", "fmt"),
        ("fecal transplant", "fmt"),
        ("faecal transplant", "fmt"),
        ("central sensitization", "central_sensitisation"),
        ("diarrhea", "gi_symptoms"),
        ("ME/CFS", "me_cfs"),
        ("C. diff", "c_diff_recurrence"),
        ("colorful plants", "polyphenol_food"),
        ("yogurt", "fermented_food"),
        ("candy", "upf_intake"),
        ("fibromyalga", "fibromyalgia"),
        ("pain_intensity", "pain_intensity"),
    ],
)
def test_everyday_words_find_their_place(words: str, node: str) -> None:
    """British and American, with a slip, by brand, by id."""
    assert resolve(words).node == node


@pytest.mark.parametrize("words", ["painkillers", "pain killers", "pain meds", "energy", "good bacteria"])
def test_a_word_of_two_meanings_is_not_guessed_at(words: str) -> None:
    """The person is asked."""
    assert resolve(words).node is None
    assert len(resolve(words).nodes) > 1


@pytest.mark.parametrize("words", ["long covid", "paracetamol", "horoscope", "", "  ", "???", "q" * 500])
def test_what_is_not_on_the_map_is_not_bent_to_fit(words: str) -> None:
    """No place, and no crash."""
    assert resolve(words).nodes == ()


def test_a_medicine_of_two_kinds_is_not_guessed_at() -> None:
    """Aspirin is taken for pain and for the heart; paracetamol is known and on no place of the map."""
    assert resolve("aspirin").node is None
    assert resolve("aspirin").is_medicine
    assert resolve("paracetamol").is_medicine
    assert not resolve("long covid").is_medicine


def test_near_names_are_offered() -> None:
    """A near miss names what it may have meant."""
    assert "Inflammatory arthritis" in resolve("osteoarthritis").near
    assert resolve("nephropathy").node is None  # one letter group away from neuropathy, and another illness
    assert "Neuropathy" in resolve("nephropathy").near


@pytest.mark.parametrize("node", sorted(evidence().nodes))
def test_every_id_and_label_finds_itself(node: str) -> None:
    """What the map prints can be typed back."""
    known = evidence().nodes[node]
    assert [resolve(text).node for text in (known.id, known.label, known.phrase)] == [node] * 3


@pytest.mark.parametrize(
    ("key", "node"),
    [
        ("fibre_g", "fibre_total"),
        ("sleep_h", "sleep_quality"),
        ("class_nsaid", "nsaid_use"),
        ("brain_fog", "cognitive_symptoms"),
        ("stomach_pain", "gi_symptoms"),
        ("stress", "stress_load"),
        ("kefir", "fermented_food"),
        ("painkillers", None),
        ("weather", None),
    ],
)
def test_columns_find_their_place(key: str, node: str | None) -> None:
    """A column of the day table; one that may mean two places means none."""
    assert node_of_column(key) == node
