"""Medicines in words: for the person, and in field terms for their pharmacist. No word about going without."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from commensal.diary.exposures.medicine_log import LoggedMedicine
from commensal.diary.exposures.medicine_prompts import Prompt
from commensal.knowledge.medicine_interactions import InteractionFlag, interaction_flags
from commensal.knowledge.medicines import MedicineClass, MedicineRow
from commensal.report.citations import cited
from commensal.report.labels import at_start, in_sentence, listed, shown_label
from commensal.report.numbers import count, span_words
from commensal.report.words import say
from commensal.vocab.grades import Grade

_EFFECT_TIERS = frozenset({"primary", "secondary"})
_MOST_NAMES = 4
_MOST_WORDINGS = 5


def list_lines(
    medicines: Sequence[LoggedMedicine],
    said: Sequence[LoggedMedicine],
    prompts: Sequence[Prompt],
    *,
    n_days: int,
    about_person: Sequence[tuple[str, str]] = (),
) -> Iterator[str]:
    """Every medicine of a diary, one line each, and what to ask about.

    Parameters
    ----------
    n_days : how far the prompts look back. [days]
    about_person : medicines with a flag that the person's own answers make sure of (pregnancy): name and flag.
    """
    if not medicines and not said:
        yield say("medicines.list.none")
        return
    yield say("medicines.list.head")
    width = max((len(shown_label(one.name)) for one in medicines), default=0)
    for one in medicines:
        yield f"  {shown_label(one.name):<{width}}  {_logged_shortly(one)}"
    if said:
        yield say("medicines.list.said", names=listed([shown_label(one.name) for one in said]))
    yield ""
    if prompts or about_person:
        yield say("medicines.list.prompts", n=n_days)
        for name, flag in about_person:
            yield say("medicines.card.item", text=_always(interaction_flags()[flag], name))
        yield from (say("medicines.card.item", text=prompt_sentence(prompt)) for prompt in prompts)
    else:
        yield say("medicines.list.no_prompts")
    yield ""
    yield say("medicines.list.note")


def _logged_shortly(one: LoggedMedicine) -> str:
    parts = [count("day", len(one.days))]
    if one.days:
        parts.append(span_words(one.days[0], one.days[-1]))
    if one.use is not None and len(one.days) > 1:
        parts.append(say(f"medicines.use.{one.use.value}"))
    if one.substance is None:
        parts.append(say("medicines.list.unknown"))
    return ", ".join(parts)


def prompt_sentence(prompt: Prompt) -> str:
    """A prompt as one or two sentences for the person."""
    n_medicines = len(prompt.others)
    labels = [*map(shown_label, prompt.other_names[:n_medicines]), *map(in_sentence, prompt.other_names[n_medicines:])]
    names = labels[:_MOST_NAMES]
    if n_more := len(labels) - len(names):
        names.append(say("medicines.list.more", n=n_more))
    other = say("medicines.stools.other") if prompt.is_about_stools else listed(names)
    sentence = prompt.flag.sentence.format(name=shown_label(prompt.name), other=other)
    return sentence[:1].upper() + sentence[1:]


def card_lines(
    name: str,
    logged: LoggedMedicine | None,
    row: MedicineRow | None,
    group: MedicineClass | None,
    prompts: Sequence[Prompt],
    *,
    template: str,
    ruled_out: Collection[str] = (),
) -> Iterator[str]:
    """One medicine for the person who takes it.

    Parameters
    ----------
    row, group : None where our table does not have it.
    template : the neutral wording of ``row``, of ``MedicineTable.wordings``; empty where there is no row.
    ruled_out : flags that the person's own answers rule out; nothing is said of them.
    """
    yield _title(name, row)
    if group is not None:
        yield say("medicines.card.group", group=group.label)
    yield from _as_logged(logged)
    if row is None or group is None:
        yield ""
        yield say("medicines.card.not_in_table")
        return
    if logged is not None and logged.days:
        yield ""
        yield _tidy(template.format(name=shown_label(name), effect_sentence=""))
    yield ""
    yield from effect_lines(row, group)
    yield from _asking(name, row, prompts, ruled_out)
    yield ""
    yield say("medicines.card.course" if row.stop_caution == "course" else "medicines.card.keep")
    if row.unverified:
        yield say("medicines.card.from_memory")


def effect_lines(row: MedicineRow, group: MedicineClass) -> Iterator[str]:
    """What may be said of gut bacteria and the gut wall, with its grade; else that it is not well known."""
    if not is_effect_known(row):
        yield say("medicines.card.not_well_known")
        return
    yield say("medicines.card.effect", effect=group.plain_effect, grade=Grade(group.evidence_grade).plain)
    if group.plain_barrier:
        yield say("medicines.card.barrier", barrier=group.plain_barrier)


def is_effect_known(row: MedicineRow) -> bool:
    """Whether the effect on gut bacteria may be said: a grade of low or better, in a class that is there for it."""
    return row.flag_tier in _EFFECT_TIERS and row.evidence_grade != Grade.VERY_LOW


def _title(name: str, row: MedicineRow | None) -> str:
    shown = shown_label(name)
    if row is None or row.substance.casefold() == shown.casefold():
        return say("medicines.card.title", name=at_start(shown))
    return say("medicines.card.title_named", name=at_start(shown), substance=row.substance)


def _as_logged(logged: LoggedMedicine | None) -> Iterator[str]:
    if logged is None:
        yield say("medicines.card.not_logged")
    elif not logged.days:
        yield say("medicines.card.said" if logged.counts_on else "medicines.card.not_logged")
    else:
        blanks = {"days": count("day", len(logged.days)), "span": span_words(logged.days[0], logged.days[-1])}
        if logged.use is None or len(logged.days) == 1:
            yield say("medicines.card.logged_plain", **blanks)
        else:
            yield say("medicines.card.logged", use=say(f"medicines.use.{logged.use.value}"), **blanks)
    if logged is not None and logged.days_not_taken:
        yield say("medicines.card.not_taken", days=count("day", len(logged.days_not_taken)))


def _asking(name: str, row: MedicineRow, prompts: Sequence[Prompt], ruled_out: Collection[str]) -> Iterator[str]:
    """Prompts that fit the diary, then what is always worth a question, then topics that nothing in it touches."""
    flags = [interaction_flags()[flag] for flag in row.interaction_flags if flag not in ruled_out]
    texts = [prompt_sentence(prompt) for prompt in prompts]
    texts += [_always(flag, name) for flag in flags if flag.always_sentence]
    if texts:
        yield ""
        yield say("medicines.card.prompts")
        yield from (say("medicines.card.item", text=text) for text in texts)
    spoken = {prompt.flag.topic for prompt in prompts}
    topics = list(dict.fromkeys(flag.topic for flag in flags if flag.topic not in spoken and not flag.always_sentence))
    if topics:
        yield say("medicines.card.topics", topics=listed(topics))


def _always(flag: InteractionFlag, name: str) -> str:
    sentence = flag.always_sentence.format(name=shown_label(name))
    return sentence[:1].upper() + sentence[1:]


def _tidy(text: str) -> str:
    return " ".join(text.split())


def expert_lines(
    name: str,
    logged: LoggedMedicine | None,
    row: MedicineRow | None,
    group: MedicineClass | None,
    prompts: Sequence[Prompt],
    *,
    n_days_written: int,
    n_prompt_days: int,
    is_first: bool = True,
) -> Iterator[str]:
    """The same medicine for a health professional: as logged, without judgement, and what the table rests on.

    Parameters
    ----------
    is_first : whether the heading stands above it.
    """
    if is_first:
        yield say("medicines.expert.head")
    if row is None or group is None:
        yield say("medicines.expert.not_in_table", name=shown_label(name))
        yield from _expert_log(logged, n_days_written)
        return
    yield say(
        "medicines.expert.substance", substance=row.substance, atc=_atc(row), group=group.label, class_id=group.id
    )
    yield from _expert_log(logged, n_days_written)
    yield _expert_effect(row, group)
    basis = listed(cited(group.caution_source_ids)) or say("medicines.expert.caution_basis")
    yield say("medicines.expert.caution", caution=say(f"medicines.caution.{row.stop_caution}"), basis=basis)
    yield from _expert_flags(row)
    if prompts:
        yield say("medicines.expert.found", n=n_prompt_days)
        yield from (_expert_prompt(prompt) for prompt in prompts)
    if row.note:
        yield say("medicines.expert.note", note=row.note)
    if row.unverified:
        yield say("medicines.expert.unverified", fields=listed(sorted(row.unverified)))


def _atc(row: MedicineRow) -> str:
    if not row.atc5:
        return say("medicines.expert.no_atc")
    return say("medicines.expert.atc_from_memory", atc=row.atc5) if "atc5" in row.unverified else row.atc5


def _expert_log(logged: LoggedMedicine | None, n_days_written: int) -> Iterator[str]:
    if logged is None or not logged.days:
        yield say("medicines.expert.said" if logged is not None and logged.counts_on else "medicines.expert.not_logged")
        return
    yield say(
        "medicines.expert.logged",
        n_days=len(logged.days),
        n_written=n_days_written,
        n_doses=logged.n_doses,
        first=logged.days[0].isoformat(),
        last=logged.days[-1].isoformat(),
    )
    if logged.use is not None:
        yield say(f"medicines.expert.use_{logged.use.value}")
    if logged.as_typed:
        yield say("medicines.expert.typed", typed=listed(_typed(logged)))
    if logged.days_not_taken:
        yield say("medicines.expert.not_taken", n_days=len(logged.days_not_taken))
    yield _expert_stretches(logged)


def _typed(logged: LoggedMedicine) -> list[str]:
    shown = [say("medicines.expert.typed_one", text=shown_label(t), n=n) for t, n in logged.as_typed[:_MOST_WORDINGS]]
    if n_more := len(logged.as_typed) - len(shown):
        shown.append(say("medicines.expert.typed_more", n=n_more))
    return shown


def _expert_stretches(logged: LoggedMedicine) -> str:
    if not logged.stretches:
        return say("medicines.expert.no_stretches")
    longest = max(logged.stretches, key=lambda stretch: stretch.n_days)
    return say(
        "medicines.expert.stretches",
        n=len(logged.stretches),
        n_days=longest.n_days,
        first=longest.first.isoformat(),
        last=longest.last.isoformat(),
        n_written=longest.n_days_written,
    )


def _expert_effect(row: MedicineRow, group: MedicineClass) -> str:
    key = "effect" if is_effect_known(row) else "effect_not_known"
    return say(
        f"medicines.expert.{key}",
        effect=group.microbiome_effect,
        diversity=group.diversity_direction,
        permeability=group.permeability_effect,
        kind=group.evidence_kind,
        grade=group.evidence_grade.replace("_", " "),
        sources=cited_or_none(group.source_ids),
    )


def _expert_flags(row: MedicineRow) -> Iterator[str]:
    if not row.interaction_flags:
        yield say("medicines.expert.no_flags")
        return
    yield say("medicines.expert.flags")
    for flag_id in row.interaction_flags:
        flag = interaction_flags()[flag_id]
        yield say(
            "medicines.expert.flag",
            flag=flag.id,
            meaning=flag.meaning,
            rules=listed(flag.rule_ids) or say("medicines.expert.no_rules"),
            basis=flag.basis,
            sources=cited_or_none(flag.source_ids),
        )


def _expert_prompt(prompt: Prompt) -> str:
    other = (
        say("medicines.stools.other") if prompt.is_about_stools else listed(list(map(shown_label, prompt.other_names)))
    )
    days = count("day", len(prompt.days))
    return say(
        "medicines.expert.found_item",
        flag=prompt.flag.id,
        name=shown_label(prompt.name),
        other=other,
        days=days,
        last=prompt.days[-1].isoformat(),
    )


def cited_or_none(source_ids: Iterable[str]) -> str:
    """Short citations, or that there is none."""
    return listed(cited(tuple(source_ids))) or say("medicines.expert.no_sources")
