"""How long something lasts: 试用期多长时间, 产假有几天 is told by the clause that gives the length of that very thing.

试用期内提前3日通知 has the term and a length, of something else; so has 陪产假20天 for 产假, where both are known.
"""

from __future__ import annotations

import re

from tiaowen.language.vocabulary import plain_words

_ASKED = re.compile(
    r"(?P<term>[\u4e00-\u9fff]{1,12}[期假])(?:的|是|有|为|最长|最多|一般|到底|能休|可以休|能放|放|休|给|期限)*"
    r"(?:多长时间|多长|多久|几个?[天日月年周]|多少个?[天日月年周])[呢啊呀？?。]*$"
)
_LENGTH = (
    r"(?![内满前后中])[^，,。；;、\n]{0,8}?[0-9一二三四五六七八九十两半]+\s*个?(?:日历|工作|自然)?"
    r"(?:[天日年周]|月|小时)"
)
_USED = "请休放享有受按因的和及或与在计给批准扣补销续将为"  # verbs and particles: 请产假 is no kind of 产假
_BOUND = r"[\s、，,。；;：:（）()《》“”]"


def asked_period(question: str) -> str:
    """The period or leave whose length is asked for: 试用期, 产假; empty for any other question."""
    found = _ASKED.search(question)
    if found is None:
        return ""
    said = plain_words(found["term"])
    return "".join(said[-2:]) if len(said[-1]) == 1 else said[-1]


def says_length(term: str, text: str, document: str) -> bool:
    """Whether the text gives a length of the term itself, and not of a longer one that the document has (陪产假)."""
    for found in re.finditer(re.escape(term) + _LENGTH, text):
        before = text[max(found.start() - 1, 0) : found.start()]
        longer = before and before not in _USED and re.search(f"{_BOUND}{re.escape(before + term)}{_BOUND}", document)
        if not longer or re.match(r"\s", before):
            return True
    return False
