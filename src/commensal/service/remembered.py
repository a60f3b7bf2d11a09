"""The same question of the same days is not worked out twice while the program runs.

Kept in memory only, by a hash of everything that enters: nothing about a person is written down for speed's sake.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import fields
from hashlib import blake2b
from threading import Lock

import numpy as np

from commensal.findings.find import find
from commensal.findings.finding import Findings
from commensal.findings.question import Question
from commensal.records.day_table import DayTable

_MOST_KEPT = 16
_kept: OrderedDict[str, Findings] = OrderedDict()
_lock = Lock()


def findings_in(table: DayTable, question: Question) -> Findings:
    """Findings over a day table: as ``findings.find.find`` has them, from memory when they were asked for before."""
    key = content_hash(table, question)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = find(table, question)
    with _lock:
        _kept[key] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found


def content_hash(table: DayTable, question: Question) -> str:
    """One text for a day table and a question: the same for the same contents, another for any other."""
    digest = blake2b(digest_size=16)
    for part in fields(table):
        _feed(digest, part.name, getattr(table, part.name))
    for part in fields(question):
        value = getattr(question, part.name)
        # A set has no order of its own.
        _feed(digest, part.name, sorted(value) if isinstance(value, frozenset | set) else value)
    return digest.hexdigest()


def _feed(digest: blake2b, name: str, value: object) -> None:
    digest.update(name.encode())
    if isinstance(value, np.ndarray):
        digest.update(f"{value.dtype.str}{value.shape}".encode())
        digest.update(np.ascontiguousarray(value).tobytes())
    else:
        digest.update(repr(value).encode())
