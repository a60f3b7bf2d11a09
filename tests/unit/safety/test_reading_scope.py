"""What a denial, another person, the past, a fear or a leaflet reaches, and where its reach ends."""

from __future__ import annotations

import pytest

from commensal.safety.reading.mention import MentionStatus
from commensal.safety.reading.read import read

AFFIRMED, NEGATED, SOMEONE_ELSE = MentionStatus.AFFIRMED, MentionStatus.NEGATED, MentionStatus.SOMEONE_ELSE
PAST, HYPOTHETICAL, FIGURATIVE = MentionStatus.PAST, MentionStatus.HYPOTHETICAL, MentionStatus.FIGURATIVE


def statuses(text: str, concept: str) -> list[MentionStatus]:
    return [mention.status for mention in read(text).mentions if mention.concept == concept]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("no chest pain", NEGATED),
        ("no fever or chest pain", NEGATED),
        ("no fever, rash or chest pain", NEGATED),
        ("denies fever, rash and chest pain", NEGATED),
        ("no nausea and vomiting, chest pain", AFFIRMED),
        ("no energy and chest pain", AFFIRMED),
        ("no sleep chest pain all night", AFFIRMED),
        ("no fever but chest pain", AFFIRMED),
        ("no fever. chest pain", AFFIRMED),
        ("no idea why i have chest pain", AFFIRMED),
        ("not just tired, chest pain too", AFFIRMED),
        ("no, i have chest pain", AFFIRMED),
        ("not had any chest pain", NEGATED),
        ("haven't been having chest pain", NEGATED),
        ("never had chest pain", NEGATED),
        ("not slept because of chest pain", AFFIRMED),
        ("chest pain: no", NEGATED),
        ("chest pain? no", NEGATED),
        ("chest pain ruled out", NEGATED),
        ("my dad had chest pain", SOMEONE_ELSE),
        ("he has chest pain", SOMEONE_ELSE),
        ("my dad came round and i had chest pain", AFFIRMED),
        ("my wife noticed my chest pain", AFFIRMED),
        ("used to get chest pain", PAST),
        ("chest pain when i was 20", PAST),
        ("used to be fine, now chest pain", AFFIRMED),
        ("chest pain years ago and again today", AFFIRMED),
        ("chest pain has stopped", AFFIRMED),
        ("what if i get chest pain", HYPOTHETICAL),
        ("if i walk i get chest pain", AFFIRMED),
        ("can coffee cause chest pain", HYPOTHETICAL),
        ("read about chest pain", HYPOTHETICAL),
        ("worried about my chest pain", AFFIRMED),
        ("why do i have chest pain?", AFFIRMED),
        ("chest freezer", None),
    ],
)
def test_standing_of_a_mention(text: str, status: MentionStatus | None) -> None:
    """One thing, spoken of in many ways."""
    assert statuses(text, "S03.chest_pain") == ([] if status is None else [status])


@pytest.mark.parametrize(
    ("text", "concept", "status"),
    [
        ("pepto turned my poo black", "S03.black_stool", FIGURATIVE),
        ("blood in his stool", "S04.blood_in_stool", SOMEONE_ELSE),
        ("diarrhoea has cleared up", "diarrhoea", PAST),
        ("had a kidney transplant in 2010", "S11.transplant", AFFIRMED),
        ("what if i killed myself", "S02.suicidal_thoughts", AFFIRMED),
        ("collapsed on the sofa", "S03.collapse", FIGURATIVE),
        ("nearly fainted", "S03.collapse", HYPOTHETICAL),
        ("blood in my stool 3 years ago", "S04.blood_in_stool", PAST),
        ("started 3 years ago, blood in my stool", "S04.blood_in_stool", AFFIRMED),
        ("my mum had bowel cancer", "S08.family_history", AFFIRMED),
    ],
)
def test_what_a_concept_ignores(text: str, concept: str, status: MentionStatus) -> None:
    """A history is about the past, a family history about others, and bleeding that stopped is still bleeding."""
    assert set(statuses(text, concept)) == {status}


def test_tarry_stool_counts_whatever_explains_the_colour() -> None:
    """Iron makes stool dark, not tarry."""
    assert AFFIRMED in statuses("black tarry poo since the iron tablets", "S03.black_stool")
    assert AFFIRMED not in statuses("black poo since the iron tablets", "S03.black_stool")


def test_a_mention_keeps_the_words_and_their_place() -> None:
    """What is shown back to the person is what they typed."""
    text = "Slept badly. CHEST  pain!"
    (mention,) = (one for one in read(text).mentions if one.concept == "S03.chest_pain")
    assert (mention.words, text[mention.start : mention.end]) == ("CHEST  pain", "CHEST  pain")


def test_only_what_is_affirmed_counts() -> None:
    """`has` is false for what is denied and true as soon as it is said once."""
    assert not read("no chest pain").has("S03.chest_pain")
    assert read("no chest pain in the morning. chest pain tonight").has("S03.chest_pain")
    assert read("").concepts() == frozenset()


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("want to die from this pain", "S02.suicidal_thoughts"),
        ("i want to die at night", "S02.suicidal_thoughts"),
        ("i cut myself while crying last night", "S02.self_harm"),
        ("i hurt myself again at night", "S02.self_harm"),
        ("my bum is numb the whole day", "S01.saddle_numbness"),
        ("felt sick then vomited blood", "S03.vomiting_blood"),
        ("black poo after black coffee", "S03.black_stool"),
        ("chest pain after the gym", "S03.chest_pain"),
        ("passed out on the bathroom floor", "S03.collapse"),
        ("blood in stool after my period ended", "S04.blood_in_stool"),
        ("lost weight, im not happy about it", "S05.weight_loss"),
    ],
)
def test_a_near_miss_hides_nothing_real(text: str, concept: str) -> None:
    """Figures of speech and harmless causes are drawn narrowly: these look like one and are none."""
    assert read(text).has(concept)


@pytest.mark.parametrize(
    ("text", "concept", "expected"),
    [
        ("puked, and the second lot was all blood", "S03.vomiting_blood", [AFFIRMED]),
        ("blood again when i puked", "S03.vomiting_blood", [AFFIRMED]),
        ("vomiting, and blood test tomorrow", "S03.vomiting_blood", [FIGURATIVE]),
        ("my mum puked and the second lot was all blood", "S03.vomiting_blood", [SOMEONE_ELSE]),
        ("vomiting but no blood", "S03.vomiting_blood", []),
        ("chest clear, some back pain", "S03.chest_pain", []),
        ("no bleeding when i went for a poo", "S04.blood_in_stool", [NEGATED]),
    ],
)
def test_words_near_each_other_stand_under_the_same_rules(
    text: str, concept: str, expected: list[MentionStatus]
) -> None:
    """The coarse layer finds more, and is denied, someone else's or a near-miss like all else."""
    found = set(statuses(text, concept))
    assert found == set(expected)


def test_a_near_miss_of_the_coarse_layer_leaves_the_narrow_one() -> None:
    """A wide match that reaches into something harmless does not take a narrow one with it."""
    assert read("vomited blood, and a blood test tomorrow").has("S03.vomiting_blood")
