"""What to ask: only where the answer would change what is logged."""

from __future__ import annotations

from commensal.diary.parse.drafts import Draft
from commensal.diary.parse.parsed import Question, UnknownChip
from commensal.records.facts import Food

# Below this a food is asked about, where there is something to choose from.
ASK_BELOW = 0.6


def questions_about(drafts: list[Draft], unknown: tuple[UnknownChip, ...], text: str) -> tuple[Question, ...]:
    """Questions in the order of the sentence. What was left out is not asked about."""
    questions = []
    for draft in drafts:
        if draft.negated:
            continue
        kind = draft.question
        if not kind and isinstance(draft.fact, Food) and draft.confidence < ASK_BELOW and draft.alternatives:
            kind = "food"
        if not kind:
            continue
        options = draft.alternatives
        if isinstance(draft.fact, Food) and draft.fact.food_id is not None:
            options = (draft.fact.food_id, *draft.alternatives)[:5]
        questions.append(
            Question(kind=kind, start=draft.start, end=draft.end, text=text[draft.start : draft.end], options=options)
        )
    questions.extend(
        Question(kind="unknown", start=chip.start, end=chip.end, text=chip.text, options=chip.alternatives)
        for chip in unknown
        if not chip.negated
    )
    return tuple(sorted(questions, key=lambda question: question.start))
