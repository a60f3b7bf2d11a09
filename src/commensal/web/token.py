"""The token of this install, and the one-time codes that are swapped for it."""

from __future__ import annotations

import secrets
from pathlib import Path

from commensal.service.private_file import write_private

_TOKEN_FILE = "page-token"  # noqa: S105 - the name of a file, not a secret


def token_of(state_folder: Path) -> str:
    """The token of this install; made at the first call, readable by its owner alone."""
    file = state_folder / _TOKEN_FILE
    if file.is_file() and (kept := file.read_text(encoding="utf-8").strip()):
        return kept
    state_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    token = secrets.token_urlsafe(32)
    write_private(file, token)
    return token


class OneTimeCodes:
    """Codes that let a browser in once each."""

    def __init__(self) -> None:
        self._codes: set[str] = set()

    def make(self) -> str:
        """A new code."""
        code = secrets.token_urlsafe(24)
        self._codes.add(code)
        return code

    def take(self, code: str) -> bool:
        """Whether the code was good; from then on it is not."""
        if code not in self._codes:
            return False
        self._codes.remove(code)
        return True
