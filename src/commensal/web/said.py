"""Sentences that were made for lines, as blocks of a page: paragraphs, and lists where lines were set in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph of one or more sentences, or a list of them."""

    sentences: tuple[str, ...]
    is_list: bool


def blocks(lines: Iterable[str]) -> tuple[Block, ...]:
    """Lines as blocks: what is set in or begins with a dash is a list, an empty line parts what stands beside it.

    Examples
    --------
    >>> [block.sentences for block in blocks(["One.", "  a", "- b", "", "Two."])]
    [('One.',), ('a', 'b'), ('Two.',)]
    """
    made: list[Block] = []
    is_parted = True
    for line in lines:
        if not line.strip():
            is_parted = True
            continue
        is_list = line.startswith(("  ", "- "))
        text = line.strip().removeprefix("- ")
        if made and made[-1].is_list and is_list and not is_parted:
            made[-1] = Block(sentences=(*made[-1].sentences, text), is_list=True)
        else:
            made.append(Block(sentences=(text,), is_list=is_list))
        is_parted = False
    return tuple(made)
