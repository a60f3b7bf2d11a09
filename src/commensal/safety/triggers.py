"""When each rule fires, and what answers a question without asking it: expressions from ``data``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from commensal.records.person import Flag
from commensal.safety.expressions import Expression, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """When one rule fires.

    Parameters
    ----------
    state : from what is known, whatever is proposed; None where the rule never does.
    proposal : when something is proposed or asked; None where the rule never does.
    lasting_days : how long a clinician's look holds against a new mention. [days]
    """

    state: Expression | None
    proposal: Expression | None
    lasting_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFacts:
    """What answers a question for the person.

    Parameters
    ----------
    yes : shows that it is so, whatever was answered.
    likely : counts as yes as long as nobody answered.
    no : shows that it is not so; nobody is asked.
    covered : answers it with no as long as nobody asked it by itself.
    """

    yes: Expression | None = None
    likely: Expression | None = None
    no: Expression | None = None
    covered: Expression | None = None


@cache
def triggers() -> Mapping[str, Trigger]:
    """The trigger of every rule, by the rule's id."""
    return MappingProxyType({rule_id: _trigger(rule_id, entry) for rule_id, entry in _read("triggers").items()})


@cache
def flag_facts() -> Mapping[Flag, FlagFacts]:
    """What answers each question, where anything does."""
    return MappingProxyType({Flag(name): _flag_facts(name, entry) for name, entry in _read("flag_facts").items()})


def _trigger(rule_id: str, entry: Mapping[str, Any]) -> Trigger:
    if unknown := set(entry) - {"state", "proposal", "lasting_days"}:
        raise ValueError(f"{rule_id}: unknown words {sorted(unknown)}")
    return Trigger(
        state=parse(entry["state"], rule_id) if "state" in entry else None,
        proposal=parse(entry["proposal"], rule_id) if "proposal" in entry else None,
        lasting_days=entry.get("lasting_days"),
    )


def _flag_facts(name: str, entry: Mapping[str, Any]) -> FlagFacts:
    if unknown := set(entry) - {"yes", "likely", "no", "covered"}:
        raise ValueError(f"{name}: unknown words {sorted(unknown)}")
    return FlagFacts(**{answer: parse(written, name) for answer, written in entry.items()})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("commensal.safety").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))
