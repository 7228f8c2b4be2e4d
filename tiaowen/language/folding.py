"""Text folded one character for one character, so that an offset in the folded text is an offset in the original.

Folding makes 條 and 条, １９ and 19, （ and ( equal. It is for comparing and finding, never for quoting.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

import opencc


class _Table(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __init__(self, simplify: Callable[[str], str]) -> None:
        super().__init__()
        self._simplify = simplify

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).lower()
        if len(folded) != 1:  # ㈠ and ㎡ stand for several characters: left alone, since offsets come first
            folded = character
        if folded >= "\u3400":
            simple = self._simplify(folded)
            folded = simple if len(simple) == 1 else folded
        if folded.isspace() and folded != "\n":
            folded = " "
        self[code] = folded
        return folded


ALIKE = str.maketrans("“”‘’「」『』｡.—－–―", '""\'\'""""。。----')
"""Marks that a keyboard or a web page replaces."""


@cache
def _table() -> _Table:
    return _Table(opencc.OpenCC("t2s").convert)


def fold(text: str) -> str:
    """A string of the same length: NFKC, lower case, 繁 -> 简, and every kind of blank but the line feed a space."""
    return text.translate(_table())


def sought(text: str) -> str:
    """Text as people look for it: folded, ㈠ as (一), one kind of quotation marks and stops, no blanks. Its length is
    another than that of the text."""
    return "".join(fold(unicodedata.normalize("NFKC", text)).translate(ALIKE).split())


def foldings(text: str) -> dict[str, str]:
    """How each character of a text is sought, where that is not itself."""
    return {character: as_ for character in set(text) if (as_ := sought(character)) != character}
