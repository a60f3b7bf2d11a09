"""Errors a person can read: where, what was found, what was expected, what to do now."""

from __future__ import annotations


class CommensalError(Exception):
    """Base of every error we raise on purpose; its text is meant for a person.

    Parameters
    ----------
    where : the file, line, option or place.
    found : what was there.
    expected : what could have been used.
    do : the next step.
    """

    def __init__(self, *, where: str, found: str, expected: str, do: str) -> None:
        self.where, self.found, self.expected, self.do = where, found, expected, do
        super().__init__(f"{where}: found {found}; expected {expected}. {do}")


class InvalidRecordError(CommensalError):
    """A value cannot be kept as the fact it claims to be."""


class UnreadableFileError(CommensalError):
    """A file cannot be read; nothing was changed."""


class UnknownLayoutError(CommensalError):
    """No reader knows this file's layout."""


class StoreError(CommensalError):
    """The store cannot do what was asked."""


class NewerStoreError(StoreError):
    """The store was written by a newer version of Commensal."""


class OlderStoreError(StoreError):
    """An older version wrote the store, and it is to be read only; opened for writing, it is brought up to date."""


class NoDiaryYetError(StoreError):
    """Nothing was ever written here, so there is nothing to read."""


class NotAnalysableError(CommensalError):
    """The data handed over cannot be analysed as they are (a misuse, not "cannot tell yet")."""


class UsageError(CommensalError):
    """A command, option or argument does not fit."""
