"""Whether two texts have the same words: numbers of articles, blanks, line wraps, width and punctuation set aside."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORDS = re.compile(r"(?<![0-9])[^\w%‰]+|[^\w%‰]+(?![0-9])")
_NUMBER = re.compile(
    r"(?:第[〇零一二三四五六七八九十百千0-9０-９]+条(?:之[一二三四五六七八九十]+)?|[（(][一二三四五六七八九十0-9０-９]{1,3}[)）]"
    r"|[一二三四五六七八九十0-9０-９]{1,3}[、.．](?![0-9０-９]))\s*"
)


def words(text: str) -> str:
    """What of a text is compared: its letters, characters and numbers, NFKC."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text))


def equal_words(one: str, other: str) -> bool:
    """Whether two quotations have the same words, the number that each may begin with apart (第五条, （三）)."""
    return _without_number(one) == _without_number(other)


def _without_number(text: str) -> str:
    return words(_NUMBER.sub("", text.lstrip(), count=1))
