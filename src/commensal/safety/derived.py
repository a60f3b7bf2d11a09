"""Facts that need more than one look: how long, how near, how often. Each is a function with the name of its fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from commensal.records.person import Flag
from commensal.safety.medicines_taken import of_group
from commensal.safety.mentions import Said, days_of, near
from commensal.safety.truth import NO, Reason, Verdict, yes, yes_if
from commensal.vocab.answers import Answer

if TYPE_CHECKING:
    from commensal.safety.facts import PersonFacts

# Windows. Where the rule gives a number it is the rule's; the others are ours (docs/explanation/safety.md).
_LONG_DIARRHOEA_DAYS = 7  # S09
_AFTER_ANTIBIOTICS = timedelta(weeks=12)  # S09
_LASTING_CHANGE_DAYS = 21  # ours
_LONGEST_CHANGE_DAYS = 365  # ours: what has lasted longer is how it is, and no change
_LASTING_BLOATING_DAYS = 14  # ours
_LASTING_VOMITING_DAYS = 2  # ours
_OFTEN = 3  # ours: mentioned on so many days counts as persistent
_SAME_ILLNESS_DAYS = 2  # ours: fever and gut symptoms so near are one illness
_RUN_GAP = timedelta(days=2)  # ours: a run of diarrhoea goes on over one day without a word
_WEIGHT_DOWN_PERCENT = 5.0  # S21
_LOOSE, _HARD = 6, 2  # forms of the stool scale (lewis1997)
_HARD_DAYS = 2  # ours
_GUT = (
    "gut_symptoms",
    "diarrhoea",
    "vomiting",
    "abdominal_pain",
    "S09.persistent_diarrhoea",
    "S09.persistent_vomiting",
)
_EXPLAINED_BY = ("ibs", "gut_disease", "coeliac")
_WAS_OTHERWISE = re.compile(
    r"\b(used to|(was|were) (always|never|normal|regular|fine)|never (had|was|been|like|used to)|all my life|"
    r"before (it|i|that|this)|not (like )?me|not normal for me|normally|usually|out of nowhere|changed|different)\b",
    re.IGNORECASE,
)
_SAYS_UNEXPLAINED = ("unexplained", "no idea why", "new pain", "don't know why", "for no reason")


def is_under_18(facts: PersonFacts) -> Verdict:
    """The age that was given is below 18."""
    is_so = facts.highest_age is not None and facts.highest_age < 18
    return yes(Reason(what="age", words=f"{facts.highest_age} at most")) if is_so else NO


def said_no_weak_immunity(facts: PersonFacts) -> Verdict:
    """The question about weak defences names chemotherapy, a transplant and a central line: its no covers them.

    Not where somebody was asked about one of these by itself: then each has its own question.
    """
    named = (Flag.CHEMOTHERAPY, Flag.TRANSPLANT, Flag.CENTRAL_LINE)
    is_alone = all(facts.person.answer(flag) is None for flag in named)
    is_no = is_alone and facts.person.answer(Flag.WEAK_IMMUNITY) is Answer.NO
    return yes(Reason(what="weak_immunity", words="no")) if is_no else NO


def takes_immune_medicine(facts: PersonFacts) -> Verdict:
    """A medicine that calms the immune system; sulfasalazine, which hardly does, left out."""
    medicines = of_group(facts.taken, "immunosuppressant")
    return yes_if(one.reason for one in medicines if one.substances != {"sulfasalazine"})


def diarrhoea_over_7_days(facts: PersonFacts) -> Verdict:
    """Said to last longer, or written down or logged as loose stools over more than seven days."""
    long = (one for one in facts.mentions("diarrhoea") if (one.duration_days or 0) > _LONG_DIARRHOEA_DAYS)
    runs = (
        Reason(what="diarrhoea", words=f"since {first.isoformat()}", day=last)
        for first, last in _runs(_loose_days(facts), _firm_days(facts))
        if (last - first).days + 1 > _LONG_DIARRHOEA_DAYS
    )
    return yes_if((*(one.reason for one in long), *runs))


def diarrhoea_with_dehydration(facts: PersonFacts) -> Verdict:
    """Both within the same illness."""
    dry = facts.mentions("S09.dehydration")
    return yes_if(near(dry, _diarrhoea(facts), within_days=_SAME_ILLNESS_DAYS))


def diarrhoea_after_antibiotics(facts: PersonFacts) -> Verdict:
    """Diarrhoea while taking antibiotics or within twelve weeks after (C. difficile is possible then)."""
    diarrhoea = _diarrhoea(facts)
    if not diarrhoea:
        return NO
    logged = [*((one.day, one.reason) for one in of_group(facts.taken, "antibiotic"))]
    logged += [(one.day, one.reason) for one in facts.mentions("S09.antibiotics")]
    return yes_if(
        reason
        for one in diarrhoea
        for day, medicine in logged
        if day is None or timedelta() <= one.day - day <= _AFTER_ANTIBIOTICS
        for reason in (one.reason, medicine)
    )


def fever_with_gut_symptoms(facts: PersonFacts) -> Verdict:
    """Both within the same illness."""
    return yes_if(near(facts.mentions("S09.fever"), facts.mentions(*_GUT), within_days=_SAME_ILLNESS_DAYS))


def vomiting_persistent(facts: PersonFacts) -> Verdict:
    """Said to last two days, or written down on three days within four."""
    vomiting = facts.mentions("vomiting")
    long = tuple(one.reason for one in vomiting if (one.duration_days or 0) >= _LASTING_VOMITING_DAYS)
    days = days_of(vomiting)
    often = any(third - first <= timedelta(days=3) for first, third in zip(days, days[2:], strict=False))
    return yes_if((*long, *((one.reason for one in vomiting) if often else ())))


def bowel_change_lasting(facts: PersonFacts) -> Verdict:
    """A change in bowel habit that is said to last three weeks, or is spoken of over three weeks.

    Constipation or diarrhoea that has lasted three weeks to a year is such a change when the same words say that it
    was otherwise before, and no condition was given that has it.
    """
    changes = facts.mentions("S06.bowel_habit_change")
    days = days_of(changes)
    spans = bool(days) and (days[-1] - days[0]).days >= _LASTING_CHANGE_DAYS
    if not any(name in facts.conditions for name in (*_EXPLAINED_BY, "constipation")):
        other_before = (one for one in facts.mentions("diarrhoea", "constipation") if _WAS_OTHERWISE.search(one.text))
        changes += tuple(one for one in other_before if (one.duration_days or 0) <= _LONGEST_CHANGE_DAYS)
    long = tuple(one.reason for one in changes if (one.duration_days or 0) >= _LASTING_CHANGE_DAYS)
    return yes_if((*long, *(one.reason for one in (changes if spans else ()))))


def bloating_persistent(facts: PersonFacts) -> Verdict:
    """Said to be there all the time or for two weeks, or written down on three days."""
    always = facts.mentions("S08.persistent_bloating")
    bloating = facts.mentions("bloating")
    long = (one for one in bloating if (one.duration_days or 0) >= _LASTING_BLOATING_DAYS)
    rated = {day.day for day in facts.days if day.ratings.get("bloating", 0.0) > 0}
    is_often = len({*days_of(bloating), *rated}) >= _OFTEN
    often = bloating or always
    return yes_if(one.reason for one in (*always, *long, *(often if is_often else ())))


def abdominal_pain_unexplained(facts: PersonFacts) -> Verdict:
    """Pain of the belly, and no condition was given that has it; or it is said to be unexplained or new."""
    pain = facts.mentions("abdominal_pain")
    if any(name in facts.conditions for name in _EXPLAINED_BY):
        pain = tuple(one for one in pain if any(words in one.text.casefold() for words in _SAYS_UNEXPLAINED))
    return yes_if(one.reason for one in pain)


def headache_with_visual_change(facts: PersonFacts) -> Verdict:
    """Both within a day."""
    return yes_if(near(facts.mentions("S10.headache"), facts.mentions("S10.visual_change"), within_days=1))


def hard_stools(facts: PersonFacts) -> Verdict:
    """Hard forms recorded on two days: the stool scale's sign of constipation."""
    days = [day for day in facts.days if any(form <= _HARD for form in day.stool_forms)]
    is_so = len(days) >= _HARD_DAYS
    return yes_if(Reason(what="hard_stools", day=day.day) for day in days if is_so)


def weight_down_5_percent(facts: PersonFacts) -> Verdict:
    """A loss of weight that is said to be five per cent of it or more."""
    mentions = facts.mentions("S21.weight_down_percent")
    return yes_if(
        one.reason for one in mentions if one.mention and (one.mention.percent or 0.0) >= _WEIGHT_DOWN_PERCENT
    )


def payback_in_words(facts: PersonFacts) -> Verdict:
    """The days speak of paying for an effort, and nobody has answered the question about it.

    No score and no answer, so it holds back more effort and says nothing of the person otherwise.
    """
    is_answered = facts.person.answer(Flag.PEM) is not None
    return NO if is_answered else yes_if(one.reason for one in facts.mentions("S22.pem"))


FACTS: Mapping[str, Callable[[PersonFacts], Verdict]] = {
    fact.__name__: fact
    for fact in (
        is_under_18,
        said_no_weak_immunity,
        takes_immune_medicine,
        diarrhoea_over_7_days,
        diarrhoea_with_dehydration,
        diarrhoea_after_antibiotics,
        fever_with_gut_symptoms,
        vomiting_persistent,
        bowel_change_lasting,
        bloating_persistent,
        abdominal_pain_unexplained,
        headache_with_visual_change,
        hard_stools,
        weight_down_5_percent,
        payback_in_words,
    )
}


def _diarrhoea(facts: PersonFacts) -> tuple[Said, ...]:
    said = facts.mentions("diarrhoea", "S09.persistent_diarrhoea")
    days = {one.day for one in said}
    logged = (
        Said(concept="loose_stools", day=day.day, words="")
        for day in facts.days
        if day.day not in days and any(form > _LOOSE for form in day.stool_forms)
    )
    return (*said, *logged)


def _loose_days(facts: PersonFacts) -> tuple[date, ...]:
    said = {one.day for one in _diarrhoea(facts)}
    return tuple(sorted(said | {day.day for day in facts.days if any(form >= _LOOSE for form in day.stool_forms)}))


def _firm_days(facts: PersonFacts) -> frozenset[date]:
    return frozenset(day.day for day in facts.days if day.stool_forms and max(day.stool_forms) < _LOOSE)


def _runs(loose: Sequence[date], firm: frozenset[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each run of loose days; a firm day between two, or too long a silence, ends a run."""
    if not loose:
        return
    first = loose[0]
    for day, following in pairwise(loose):
        is_broken = following - day > _RUN_GAP or any(day < other < following for other in firm)
        if is_broken:
            yield first, day
            first = following
    yield first, loose[-1]
