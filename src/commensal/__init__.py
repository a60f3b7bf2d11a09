"""Commensal: find out what your gut has to do with your pain and fatigue, gently and honestly.

``import commensal as cm`` loads nothing heavy: each name below loads what it needs when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commensal import microbiome
    from commensal.diary.diary import Diary
    from commensal.service.find import find
    from commensal.service.microbiome import compare_profiles, microbiome_report
    from commensal.service.people import synthetic_people
    from commensal.service.profiles import read_profile, read_profiles
    from commensal.service.reading import read_diary
    from commensal.service.trial_frames import analyse_trial, plan_trial
    from commensal.service.what_if import simulate
    from commensal.service.words import parse

_HOME_OF_NAME = {
    "Diary": "commensal.diary.diary",
    "analyse_trial": "commensal.service.trial_frames",
    "compare_profiles": "commensal.service.microbiome",
    "find": "commensal.service.find",
    "microbiome_report": "commensal.service.microbiome",
    "parse": "commensal.service.words",
    "plan_trial": "commensal.service.trial_frames",
    "read_diary": "commensal.service.reading",
    "read_profile": "commensal.service.profiles",
    "read_profiles": "commensal.service.profiles",
    "simulate": "commensal.service.what_if",
    "synthetic_people": "commensal.service.people",
}

_ROOMS = frozenset({"microbiome"})

__all__ = [
    "Diary",
    "__version__",
    "analyse_trial",
    "compare_profiles",
    "find",
    "microbiome",
    "microbiome_report",
    "parse",
    "plan_trial",
    "read_diary",
    "read_profile",
    "read_profiles",
    "simulate",
    "synthetic_people",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        # Asked for rarely, and slow to import.
        return import_module("importlib.metadata").version("commensal")
    if name in _ROOMS:
        return import_module(f"commensal.{name}")
    if name in _HOME_OF_NAME:
        return getattr(import_module(_HOME_OF_NAME[name]), name)
    raise AttributeError(f"module 'commensal' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
