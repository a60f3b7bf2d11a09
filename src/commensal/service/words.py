"""Words: a typed sentence becomes facts, questions, and words that stay unknown. What was typed is never lost by it."""

from __future__ import annotations

import gc
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from commensal.records.entry import Entry
from commensal.records.facts import Fact, Food, MedicineDose, OwnWord, Sleep, SymptomRating
from commensal.service.home import Home, local_clock
from commensal.service.repeating import DIARY_SOURCE
from commensal.vocab.errors import UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin

if TYPE_CHECKING:
    from commensal.diary.parse.parsed import Chip, Parsed
    from commensal.diary.parse.parsed import Question as ParserQuestion
    from commensal.knowledge.foods import FoodTable
    from commensal.knowledge.medicines import MedicineTable

# Below this a chip waits for an answer, also where the parser itself did not ask.
LOWEST_CONFIDENCE = 0.6
_KINDS_THAT_WAIT = frozenset({"food", "medicine", "range"})
_LAST_MOMENT = time(23, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A fact that was read from a sentence, and when it was; ``at`` is None where no clock time was given."""

    fact: Fact
    day: date
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordQuestion:
    """What only the person can say. Nothing of it is logged before they do.

    Parameters
    ----------
    kind : ``food`` and ``medicine`` (which of these), ``unknown`` (what is it), ``sandwich`` (what was in it), and
        the parser's other kinds.
    text : the words as typed.
    choices : what they may mean, the likeliest first; empty where nothing can be offered.
    term : the words alone, without amounts: what an answer teaches; empty where it teaches nothing.
    """

    kind: str
    text: str
    choices: tuple[Said, ...] = ()
    term: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A sentence, what it was understood as, and what it was not.

    Parameters
    ----------
    said : facts to be logged.
    unknown : words that no table has; they stay in the sentence and become nothing.
    taught : words whose meaning the person gave with it.
    wants_usual, wants_usual_medicines, wants_yesterday : "as usual", "meds as usual", "same as yesterday".
    meals : wishes of that kind about one meal, which the diary cannot tell apart.
    is_unread : reading did not work at all; only the words are there.
    says_more : there are words beside food, medicines, hours of sleep and a plain score of pain or fatigue.
    """

    text: str
    said: tuple[Said, ...] = ()
    questions: tuple[WordQuestion, ...] = ()
    unknown: tuple[str, ...] = ()
    taught: tuple[OwnWord, ...] = ()
    wants_usual: bool = False
    wants_usual_medicines: bool = False
    wants_yesterday: bool = False
    meals: tuple[str, ...] = ()
    is_unread: bool = False
    says_more: bool = True

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts alone."""
        return tuple(said.fact for said in self.said)

    def answered(self, question: WordQuestion, choice: Said, *, teach: bool = True) -> Understood:
        """The same with one question settled; a food that was chosen is what the word means from now on."""
        taught = self.taught
        if teach and question.term and isinstance(choice.fact, Food) and choice.fact.food_id is not None:
            taught = (*taught, OwnWord(words=question.term, meaning=choice.fact.food_id))
        return replace(
            self,
            said=(*self.said, choice),
            questions=tuple(other for other in self.questions if other is not question),
            unknown=tuple(word for word in self.unknown if word != question.text or question.kind != "unknown"),
            taught=taught,
        )

    def accepted(self) -> Understood:
        """The same with the likeliest choice taken for every question that has one. Nothing is learnt from that."""
        settled = self
        for question in self.questions:
            if question.kind != "unknown" and question.choices:
                settled = settled.answered(question, question.choices[0], teach=False)
        return settled


def understand(
    home: Home, text: str, *, means: Sequence[str] = (), day: date | None = None, at: time | None = None
) -> Understood:
    """Read a sentence with the person's own words in mind. Writes nothing.

    Parameters
    ----------
    text : as typed; may be empty when only ``means`` is given.
    means : meanings the person gives with it, "spuds=boiled potatoes".
    day : the day it speaks of; today when left out.
    at : the clock time on that day.

    Raises
    ------
    UsageError : a meaning that is no food.
    """
    now = home.now()
    moment = now
    if day is not None and day != now.date():
        moment = home.instant(day, at or _LAST_MOMENT)
    aliases = own_words(home)
    taught = tuple(_taught(pair, aliases, moment) for pair in means)
    aliases.update({word.words: word.meaning for word in taught})
    try:
        understood = _understood(text, moment, aliases)
    except Exception:  # whatever is wrong with our reading, a person's words are not lost by it
        understood = Understood(text=text, is_unread=True)
    return replace(understood, taught=taught)


def parse_words(
    home: Home, text: str, *, day: date | None = None, at: time | None = None
) -> tuple[tuple[Entry, ...], tuple[WordQuestion, ...]]:
    """What ``log`` would keep of a sentence, the sentence itself not counted, and what it would ask."""
    understood = understand(home, text, day=day, at=at)
    return _entries(understood, home.now()), understood.questions


def parse(text: str) -> tuple[tuple[Entry, ...], tuple[WordQuestion, ...]]:
    """Turn a sentence into entries of today, and questions about what it leaves open. Writes nothing.

    Foods come with grams and how far off these may be, medicines with their dose, symptoms and sleep with their
    numbers; what was said not to have been eaten is recorded as none. Words that no table has become questions of
    kind ``unknown``, never something near.

    Parameters
    ----------
    text : as a person types it.

    Examples
    --------
    >>> entries, questions = parse("porridge with blueberries, ibuprofen 400, pain 4")
    >>> [entry.kind for entry in entries]
    ['food', 'food', 'medicine_dose', 'symptom_rating']
    """
    now = local_clock()
    understood = _understood(text, now, {})
    return _entries(understood, now), understood.questions


def own_words(home: Home) -> dict[str, str]:
    """What the person's own words mean, by word."""
    with home.journal_to_read() as journal:
        entries = () if journal is None else journal.entries(kinds={"own_word"})
    return {entry.fact.words: entry.fact.meaning for entry in entries if isinstance(entry.fact, OwnWord)}


def meaning_of(word: OwnWord) -> str:
    """The name of the food that a word of one's own means; its id where no table has it any more."""
    foods, _ = _tables()
    return foods.foods[word.meaning].name if word.meaning in foods.foods else word.meaning


def entry_of_word(word: OwnWord, now: datetime) -> Entry:
    """A word and its meaning as an entry; the same word taught again is a new meaning of the one entry."""
    return Entry(
        id=imported_entry_id(DIARY_SOURCE, f"own_word/{word.words.casefold()}"),
        fact=word,
        day=now.date(),
        recorded_at=now,
        origin=Origin.CONFIRMED,
        source=DIARY_SOURCE,
    )


def _understood(text: str, now: datetime, aliases: Mapping[str, str]) -> Understood:
    if not text.strip():
        return Understood(text=text)
    parsed = _parse(text, now, aliases)
    waiting = {question.start: question for question in parsed.questions if question.kind in _KINDS_THAT_WAIT}
    said: list[Said] = []
    questions: list[WordQuestion] = []
    for chip in parsed.chips:
        if not chip.negated and (chip.start in waiting or chip.confidence < LOWEST_CONFIDENCE):
            kind = waiting[chip.start].kind if chip.start in waiting else "food"
            questions.append(_question_about(kind, chip, text, now, aliases))
        else:
            said.append(_said(chip))
    others = [question for question in parsed.questions if question.kind not in _KINDS_THAT_WAIT]
    questions += [_open_question(question, text, now, aliases) for question in others]
    wishes = {intent.kind for intent in parsed.intents if not intent.meal}
    return Understood(
        text=text,
        said=tuple(said),
        questions=tuple(questions),
        unknown=tuple(chip.text for chip in parsed.unknown),
        wants_usual="usual" in wishes,
        wants_usual_medicines="usual_medicines" in wishes,
        wants_yesterday="same_as_yesterday" in wishes,
        meals=tuple(intent.text for intent in parsed.intents if intent.meal),
        says_more=_says_more(text, parsed.chips),
    )


# Words that only hold a list of foods together.
_JOINING = frozenset(
    {
        *("a", "an", "the", "of", "some", "with", "and", "plus", "then", "had", "ate", "for", "at", "my"),
        *("breakfast", "lunch", "dinner", "supper", "snack"),
    }
)
_PLAIN_SCORES = frozenset({"pain", "fatigue"})


def _says_more(text: str, chips: Sequence[Chip]) -> bool:
    """Whether anything is left of a text without what it lists."""
    left = text
    for chip in sorted(chips, key=lambda chip: -chip.start):
        if _is_listed(chip):
            left = f"{left[: chip.start]} {left[chip.end :]}"
    return not _JOINING.issuperset(re.findall(r"[^\W_]+", left.casefold()))


def _is_listed(chip: Chip) -> bool:
    if isinstance(chip.fact, SymptomRating):
        return chip.fact.symptom in _PLAIN_SCORES
    return not chip.negated and isinstance(chip.fact, Food | MedicineDose | Sleep)


def _parse(text: str, now: datetime, aliases: Mapping[str, str]) -> Parsed:
    # The parser costs a moment; only a line that has words pays for it.
    from commensal.diary.parse.sentence import parse as parse_sentence  # noqa: PLC0415

    foods, medicines = _tables()
    known = {words: meaning for words, meaning in aliases.items() if meaning in foods.foods}
    return parse_sentence(text, foods=foods, medicines=medicines, aliases=known, now=now)


@cache
def _tables() -> tuple[FoodTable, MedicineTable]:
    """The tables, and the parser made ready for them.

    A hundred thousand small things are made, and none of them is ever thrown away: the collector of garbage rests
    meanwhile and need not look through them again, which is a tenth of what a line costs.
    """
    from commensal.diary.parse.lexicon import lexicon_of  # noqa: PLC0415
    from commensal.knowledge.foods import food_table  # noqa: PLC0415
    from commensal.knowledge.medicines import medicine_table  # noqa: PLC0415

    was_at_work = gc.isenabled()
    gc.disable()
    try:
        foods, medicines = food_table(), medicine_table()
        lexicon_of(foods, medicines)
    finally:
        gc.freeze()
        if was_at_work:
            gc.enable()
    return foods, medicines


def _said(chip: Chip) -> Said:
    return Said(fact=chip.fact, day=chip.day, at=chip.at)


def _question_about(kind: str, chip: Chip, text: str, now: datetime, aliases: Mapping[str, str]) -> WordQuestion:
    """A chip that waits for its answer."""
    if kind == "range":
        return WordQuestion(kind=kind, text=chip.text)
    likeliest = _said(chip)
    others: list[Said] = []
    if isinstance(chip.fact, MedicineDose):
        others = [replace(likeliest, fact=replace(chip.fact, substance_id=name)) for name in chip.alternatives]
    elif isinstance(chip.fact, Food):
        others = _meant(text, now, aliases, start=chip.start, term=chip.term, options=chip.alternatives)
    return WordQuestion(kind=kind, text=chip.text, choices=(likeliest, *others), term=chip.term)


def _open_question(question: ParserQuestion, text: str, now: datetime, aliases: Mapping[str, str]) -> WordQuestion:
    if question.kind != "unknown":
        return WordQuestion(kind=question.kind, text=question.text)
    choices = _meant(text, now, aliases, start=question.start, term=question.text, options=question.options)
    return WordQuestion(kind=question.kind, text=question.text, choices=tuple(choices), term=question.text)


def _meant(
    text: str, now: datetime, aliases: Mapping[str, str], *, start: int, term: str, options: Sequence[str]
) -> list[Said]:
    """What the sentence would say if the word meant each of these foods: each has helpings of its own."""
    choices: list[Said] = []
    for food_id in options:
        chips = _parse(text, now, {**aliases, term: food_id}).chips
        choices += [
            _said(chip)
            for chip in chips
            if chip.start <= start < chip.end and isinstance(chip.fact, Food) and chip.fact.food_id == food_id
        ][:1]
    return choices


def _taught(pair: str, aliases: Mapping[str, str], now: datetime) -> OwnWord:
    """A word and its meaning from "spuds=boiled potatoes"; the meaning may be a name or an id."""
    from commensal.knowledge.foods import food_table  # noqa: PLC0415

    word, equals, meaning = (part.strip() for part in pair.partition("="))
    if equals and word and meaning:
        if meaning in food_table().foods:
            return OwnWord(words=word, meaning=meaning)
        facts = [chip.fact for chip in _parse(meaning, now, aliases).chips if chip.confidence >= LOWEST_CONFIDENCE]
        if len(facts) == 1 and isinstance(facts[0], Food) and facts[0].food_id is not None:
            return OwnWord(words=word, meaning=facts[0].food_id)
    raise UsageError(
        where="--means",
        found=repr(pair),
        expected="a word of yours, an equals sign and the name of one food",
        do='Write it like this: --means "spuds=boiled potatoes"',
    )


def _entries(understood: Understood, now: datetime) -> tuple[Entry, ...]:
    return tuple(
        Entry(id=str(uuid4()), fact=said.fact, day=said.day, at=said.at, recorded_at=now, origin=Origin.ENTERED)
        for said in understood.said
    )
