"""Numbers with points as addresses: 员工手册2.3.2, 第4.1条第二项, 3.4（2）, A.1.2 of an appendix.

A number with a point may also be a measure (容积率2.5). It is an address where it has three parts, stands right behind
a title or before 条, 原文 and their like, or is all that the text has before it asks for words; whether a document has
a clause with this number is for the resolver to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tiaowen.addresses.title_index import TitleMatch
from tiaowen.language.folding import fold
from tiaowen.reading.grammar.numerals import value

_NUMBER = re.compile(
    r"(?<![0-9a-z.表图])(?P<ordinal>第)?(?P<number>(?:[a-z]|[0-9]{1,2})(?:\.[0-9]{1,3}){1,4})(?![0-9.]|\s*[%‰倍万亿千百元米吨年月天个小公厘毫])"
    r"(?P<article>条)?(?:的?(?:第(?P<n>[0-9一二三四五六七八九十]{1,3})项|\((?P<m>[0-9一二三四五六七八九十]{1,3})\)项?))?"
)
_TEXT = re.compile(r"条|款|项|原文|全文|是?怎么规定")
_ASKS = re.compile(r"条|款|项|原文|全文|内容|的?规定|怎么[规说写]|是?什么|[讲说写]|[?。]?$")


class Dotted(NamedTuple):
    """A number with points at text[start:end], with the number of an item below it (0: none)."""

    start: int
    end: int
    number: str
    item: int
    name: TitleMatch | None  # the title before it


def dotted(text: str, names: Sequence[TitleMatch]) -> Iterator[Dotted]:
    """The numbers that are addresses, in order. names: the titles in the text."""
    folded = fold(text)
    if "." not in folded:
        return
    for match in _NUMBER.finditer(folded):
        before = [name for name in names if name.end <= match.start()]
        name = before[-1] if before else None
        behind = name is not None and not text[name.end : match.start()].strip(" 的里中第")
        article = bool(match["ordinal"] and match["article"])
        opens = not folded[: match.start()].strip() and bool(_ASKS.match(folded, match.end()))
        text_of = bool(_TEXT.match(folded, match.end()))
        if behind or article or opens or text_of or match["number"].count(".") > 1:
            item = value(match["n"] or match["m"] or "0") or 0
            yield Dotted(match.start(), match.end(), match["number"].upper(), item, name)
