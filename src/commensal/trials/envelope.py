"""Help with not knowing which days are which: a partner keeps an envelope, and the person sees only letters.

The partner prepares packages with letters and keeps the file that says which letter is which. It is help and no proof:
the person's own computer knows the plan, and whoever wants to look can. A fingerprint of the file is kept with the
trial, so that a changed envelope is noticed when it is opened.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from commensal.knowledge.trial_protocols import Blinding, trial_protocols
from commensal.trials.plan import TrialPlan
from commensal.vocab.errors import InvalidRecordError, UsageError

if TYPE_CHECKING:
    import numpy as np

FILE_NAME: Final = "commensal-envelope.json"
"""A name that says nothing."""

ENVELOPE_FORMAT: Final = "commensal-envelope-1"
_LETTERS: Final = "ABCDEFGH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Which letter is which arm, for the partner alone.

    Parameters
    ----------
    plan_hash : of the plan it belongs to.
    letter_of_arm : letter of each arm, in the order of the plan's arms.
    salt : digits drawn by chance, so that nobody can find the letters out from the fingerprint by trying.
    """

    plan_hash: str
    arms: tuple[str, ...]
    letter_of_arm: tuple[str, ...]
    letter_of_day: tuple[tuple[date, str], ...]
    salt: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the file's contents: what may be kept with the trial. 64 hexadecimal digits."""
        return sha256(self._canonical().encode("utf-8")).hexdigest()

    def to_json(self) -> str:
        """The file that the partner keeps."""
        return json.dumps(json.loads(self._canonical()), indent=2, ensure_ascii=False)

    def _canonical(self) -> str:
        document = {
            "format": ENVELOPE_FORMAT,
            "plan_hash": self.plan_hash,
            "packages": dict(sorted(zip(self.letter_of_arm, self.arms, strict=True))),
            "days": {day.isoformat(): letter for day, letter in self.letter_of_day},
            "salt": self.salt,
        }
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def seal(plan: TrialPlan, rng: np.random.Generator) -> Envelope:
    """Draw which letter stands for which arm.

    Parameters
    ----------
    rng : the only source of chance; not the one that drew the days.

    Raises
    ------
    UsageError : the change cannot be put into packages that look alike, or the plan has no first day yet.
    """
    if not can_be_hidden(plan):
        raise UsageError(
            where="trial, envelope",
            found=plan.change,
            expected="a change that a partner can put into packages that look alike",
            do="Run it without an envelope. That is the usual way.",
        )
    if plan.first_day is None:
        raise UsageError(
            where="trial, envelope", found="a plan without a first day", expected="a first day", do="Choose a day."
        )
    letters = tuple(_LETTERS[int(place)] for place in rng.permutation(len(plan.arms)))
    return Envelope(
        plan_hash=plan.hash,
        arms=plan.arms,
        letter_of_arm=letters,
        letter_of_day=tuple((day, letters[arm]) for day, arm in zip(plan.dates, plan.schedule, strict=True)),
        salt="".join(str(int(digit)) for digit in rng.integers(0, 10, size=24)),
    )


def can_be_hidden(plan: TrialPlan) -> bool:
    """Whether somebody else could prepare packages that look alike."""
    protocol = trial_protocols().get(plan.protocol_id or "")
    return protocol is not None and protocol.blinding is Blinding.PARTNER


def letters_by_day(envelope: Envelope) -> dict[date, str]:
    """What the person may see: a letter for each day, and nothing of what it stands for."""
    return dict(envelope.letter_of_day)


def opened(text: str, plan: TrialPlan, *, fingerprint: str = "") -> Envelope:
    """Open the partner's file at the end of a trial, and prove that it belongs to it.

    Parameters
    ----------
    fingerprint : as it was kept with the trial; nothing is compared when it is empty.

    Raises
    ------
    InvalidRecordError : no envelope, another trial's, or one that was changed.
    """
    try:
        document = json.loads(text)
        packages: dict[str, str] = document["packages"]
        letters = {arm: letter for letter, arm in packages.items()}
        envelope = Envelope(
            plan_hash=document["plan_hash"],
            arms=plan.arms,
            letter_of_arm=tuple(letters[arm] for arm in plan.arms),
            letter_of_day=tuple((date.fromisoformat(day), letter) for day, letter in document["days"].items()),
            salt=document["salt"],
        )
        is_ours = document["format"] == ENVELOPE_FORMAT
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise _not_this_envelope("text that is no envelope") from problem
    if not is_ours or envelope.plan_hash != plan.hash:
        raise _not_this_envelope("the envelope of another trial")
    if fingerprint and envelope.fingerprint != fingerprint:
        raise _not_this_envelope("an envelope that was changed")
    if letters_by_day(envelope) != _letters_as_planned(envelope, plan):
        raise _not_this_envelope("letters that do not fit the plan")
    return envelope


def _letters_as_planned(envelope: Envelope, plan: TrialPlan) -> dict[date, str]:
    first = plan.first_day
    if first is None:
        return {}
    return {first + timedelta(days=index): envelope.letter_of_arm[arm] for index, arm in enumerate(plan.schedule)}


def _not_this_envelope(found: str) -> InvalidRecordError:
    return InvalidRecordError(
        where="trial, envelope", found=found, expected="the envelope of this trial", do="Ask whoever keeps it."
    )
