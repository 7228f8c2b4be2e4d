"""The case of a list that a question names: of 受记过处分的…；受诫勉的…, the first for who asks about 记过.

Items that begin alike are cases side by side. What follows from one is no answer for another, however well its words
fit the question (能评优秀吗, and 诫勉: 不得确定为优秀).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tiaowen.datamodels import Span
from tiaowen.language.normalization import search_text, words

_ITEM = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）][ \u3000]*(?P<words>\S.*)$", re.MULTILINE)
_SEVERAL = re.compile(r"[和与及、]|分别|各[是有为占]|[哪那]些|哪几")
LEAST = 3  # items of such a list
ALIKE = 0.8  # share of them that begin with the same character
HEAD = 24  # characters of an item in which its case is named


def named_case(question: str, text: str) -> Span | None:
    """Where in the text the only item stands that the question names by a word which nothing else in it has; else
    None."""
    items = _cases(text)
    if not items or _SEVERAL.search(question):
        return None
    asked = {word for word in words(search_text(question)) if len(word) > 1}
    searched = search_text(text)
    named: set[Span] = set()
    for word in asked:
        holding = [(span, item) for span, item in items if word in item]
        if len(holding) == 1 and word in holding[0][1][:HEAD] and searched.count(word) == holding[0][1].count(word):
            named.add(holding[0][0])
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=4096)
def _cases(text: str) -> tuple[tuple[Span, str], ...]:
    """The items of a list of cases, each with its search text; () for any other text."""
    found = [(Span(*item.span()), search_text(item["words"])) for item in _ITEM.finditer(text)]
    first = [item[:1] for _, item in found]
    alike = max((first.count(character) for character in set(first)), default=0)
    return tuple(found) if len(found) >= LEAST and alike >= ALIKE * len(found) else ()
