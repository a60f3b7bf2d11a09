"""Counts as a person reads them."""

from __future__ import annotations

from collections import Counter


def counted(count: int, one: str, several: str | None = None) -> str:
    """``1 row``, ``2,016 rows``."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def most_common_words(counts: Counter[str]) -> str:
    """The five most frequent words with their counts."""
    return ", ".join(f"“{word}” ({count:,})" for word, count in counts.most_common(5))


SLEEP_NUMBER = "sleep_number"
SLEEP_QUESTION = "Does a higher sleep number mean a better or a worse night?"
SLEEP_OPTION = "sleep_number; or at once, with --answer sleep_number=higher_is_better (or higher_is_worse)"
