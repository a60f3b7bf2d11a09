"""The small file beside an export that says what belongs to it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from commensal.vocab.errors import UnreadableFileError

MANIFEST_FILE: Final = "manifest.toml"
FORMAT_VERSION: Final = 1

_HEAD: Final = r"""# A diary exported by Commensal: one tab-separated file for each kind of entry, and this list.
# UTF-8; the first line of a file names its columns; a blank cell is no value. In text, \t is a tab, \n a line end,
# \r a carriage return, \\ a backslash, \e a text that is empty, \u0000 another control character, and a backslash
# before = + - @ keeps a spreadsheet from running it. Nothing is quoted (pandas: quoting=csv.QUOTE_NONE).
# The column "check" is the beginning of the SHA-256 of the line before it: a changed line is found and named.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an export holds.

    Parameters
    ----------
    content_hash : as ``Journal.content_hash`` gave it.
    n_by_kind : number of entries in each file.
    format_version : layout of the files.
    """

    content_hash: str
    n_by_kind: Mapping[str, int]
    format_version: int = FORMAT_VERSION

    @property
    def n_entries(self) -> int:
        """Number of entries in all files."""
        return sum(self.n_by_kind.values())


def file_of_kind(kind: str) -> str:
    """The name of the file that holds a kind of entry."""
    return f"{kind}.tsv"


def text_of_manifest(manifest: Manifest) -> str:
    """The manifest as TOML."""
    lines = [
        f"format_version = {manifest.format_version}",
        f'content_hash = "{manifest.content_hash}"',
        f"n_entries = {manifest.n_entries}",
        "",
        "[n_by_kind]",
        *(f"{kind} = {n}" for kind, n in sorted(manifest.n_by_kind.items())),
    ]
    return _HEAD + "\n".join(lines) + "\n"


def manifest_of_text(text: str, *, where: str) -> Manifest:
    """The manifest that a TOML text holds.

    Raises
    ------
    UnreadableFileError : it is not one, or a newer Commensal wrote it.
    """
    try:
        content = tomllib.loads(text)
        format_version = content["format_version"]
        if isinstance(format_version, int) and format_version > FORMAT_VERSION:
            raise _refused(where, f"layout {format_version}", f"layout {FORMAT_VERSION}", "Update Commensal.")
        manifest = Manifest(
            content_hash=_checked(content["content_hash"], str),
            n_by_kind={kind: _checked(n, int) for kind, n in _checked(content["n_by_kind"], dict).items()},
            format_version=_checked(format_version, int),
        )
        if manifest.n_entries != content["n_entries"]:
            raise ValueError("n_entries")
    except (ValueError, KeyError, TypeError) as problem:
        raise _refused(
            where, f"a list that cannot be read ({problem})", "the list as it was written", "Export again."
        ) from problem
    return manifest


def _checked(value: Any, wanted: type) -> Any:
    if type(value) is not wanted:
        raise TypeError(f"{value!r} where {wanted.__name__} belongs")
    return value


def _refused(where: str, found: str, expected: str, do: str) -> UnreadableFileError:
    return UnreadableFileError(where=where, found=found, expected=expected, do=f"Nothing was changed. {do}")
