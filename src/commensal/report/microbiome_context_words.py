"""What stands before any number of a stool sample, in words."""

from __future__ import annotations

from collections.abc import Iterator

from commensal.knowledge.group_studies import studies_about
from commensal.microbiome.context import HARD_FORMS, MedicineBefore, SampleContext
from commensal.microbiome.result import Reason
from commensal.report.labels import at_start, in_sentence, listed, shown_label
from commensal.report.numbers import span_words, whole
from commensal.report.words import has_sentence, say
from commensal.vocab.grades import Grade

_FEW_DAYS = 28
_MOST_MEDICINES = 8


def context_lines(context: SampleContext) -> Iterator[str]:
    """Medicines first, then stool form, what else happened, and food; each said to be unknown where it is."""
    if not context.has_diary:
        yield say("microbiome.context.no_diary")
        yield say("microbiome.context.keep")
        return
    if context.day is None:
        yield say("microbiome.context.no_day")
        yield say("microbiome.context.keep")
        return
    if context.n_days_written < _FEW_DAYS:
        yield say("microbiome.context.few_days", days=counted("day", context.n_days_written))
    yield from _medicine_lines(context)
    yield from _stool_lines(context)
    for one in context.happened:
        if one.context != "loose_stool":
            yield say(f"microbiome.context.{one.context}", when=span_words(one.days[0], one.days[-1]))
    if context.food is None:
        yield say("microbiome.context.food_none")
    else:
        days = counted("day", context.food.n_days_with_food)
        yield say("microbiome.context.food", days=days, foods=counted("food", context.food.n_foods))


def reason_words(reason: Reason) -> str:
    """Why something was refused or weakened, as a sentence."""
    key = f"microbiome.reason.{reason.key}"
    return say(key if has_sentence(key) else "microbiome.reason.other", found=reason.found or reason.key)


def medicines_touching(context: SampleContext, touched: str) -> tuple[str, ...]:
    """Names of the medicines near the sample that studies of groups tie to a balance, or to ``variety``."""
    names = [
        name
        for medicine in context.medicines
        for study in studies_about(medicine.class_id)
        if any(one.touches == touched for one in study.differences)
        for name in medicine.names
    ]
    return tuple(shown_label(name) for name in dict.fromkeys(names))


def counted(noun: str, n: int) -> str:
    """A count with its noun: ``1 day``, ``3 days``."""
    return say(f"microbiome.count.{noun}_{'one' if n == 1 else 'many'}", n=whole(n))


def _medicine_lines(context: SampleContext) -> Iterator[str]:
    if context.is_after_antibiotics:
        yield say("microbiome.context.antibiotics")
    if not context.is_medicine_asked:
        yield say("microbiome.context.no_medicine")
    elif not context.medicines:
        yield say("microbiome.context.medicines_none")
    for medicine in context.medicines[:_MOST_MEDICINES]:
        yield " ".join(_medicine(medicine))
    yield say("microbiome.context.keep")


def _medicine(medicine: MedicineBefore) -> Iterator[str]:
    names = at_start(listed([shown_label(name) for name in medicine.names]))
    label = in_sentence(medicine.label)
    since = medicine.days_since_last_dose
    if since is None:
        yield say("microbiome.context.medicine_named", name=names, label=label)
    else:
        said = say(f"microbiome.context.since_{since if since < 2 else 'many'}", n=since)
        yield say("microbiome.context.medicine", name=names, label=label, since=said)
    if medicine.effect and medicine.grade != Grade.VERY_LOW:
        grade = Grade(medicine.grade).plain
        yield say("microbiome.context.effect", effect=medicine.effect, grade=grade)
    else:
        yield say("microbiome.context.effect_not_known")


def _stool_lines(context: SampleContext) -> Iterator[str]:
    if not context.stool_forms:
        yield say("microbiome.context.stool_none")
        return
    forms = [str(form) for form in sorted(set(context.stool_forms))]
    yield say("microbiome.context.stool", forms=listed(forms))
    if context.is_loose:
        yield say("microbiome.context.stool_loose")
    elif set(context.stool_forms) & HARD_FORMS:
        yield say("microbiome.context.stool_firm")
