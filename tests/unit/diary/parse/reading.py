"""Types of the fixtures in ``conftest``."""

from __future__ import annotations

from collections.abc import Callable

from commensal.diary.parse import Parsed

Read = Callable[..., Parsed]
Foods = Callable[[str], dict[str, float]]
Denied = Callable[[str], set[str]]
