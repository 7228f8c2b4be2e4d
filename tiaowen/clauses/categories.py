"""Into what a thing is divided: 年度考核的档次有哪些, 军官的军衔分几级. A law that divides says so in a fixed form.

年度考核的结果一般分为优秀、合格、基本合格和不合格四个档次 has the thing before 分为 and the categories behind it.
Clauses on each of them are as near to the question, and say what one must have done to be in it, not which there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from tiaowen.clauses.definitions import ITEMS, SURE
from tiaowen.datamodels import Hit, Span
from tiaowen.language.everyday import SAME
from tiaowen.language.normalization import search_text, words
from tiaowen.language.sentences import split_sentences

_KIND = r"档次|等次|等级|级别|种类|类型|类别|层级|[种类级档等]"
_ALL = r"(?:都|具体|一共|总共|共|一般)?"
_ASKED = tuple(
    re.compile(rf"{pattern}[呢啊呀？?。]*")
    for pattern in (
        rf"(?P<thing>[^，,？?。]{{2,18}}?)(?:的)?(?P<kind>{_KIND}){_ALL}(?:有|包括|分)(?:哪些|哪几[种个类档级]|几[种个类档级])",
        rf"(?P<thing>[^，,？?。]{{2,18}}?){_ALL}(?:划?分为?|分成|设|有|定)(?:哪些|(?:哪)?几个?|多少个?)(?P<kind>{_KIND})",
    )
)
_HOW_MANY = re.compile(r"几|多少")
_NUMERAL = "[二两三四五六七八九十2-9]"
CLOSE = 4  # characters before 分为
_DIVIDED = re.compile(r"(?:划?分为|分成)(?!若干|不同)")


def asked_division(question: str) -> tuple[str, str] | None:
    """The thing and the word for its categories: 年度考核 and 档次; None for any other question."""
    for pattern in _ASKED:
        found = pattern.fullmatch(question.strip())
        if found:
            return found["thing"], found["kind"]
    return None


def divided(question: str, hits: Sequence[Hit]) -> tuple[Hit, Span] | None:
    """The hit that divides what is asked about, with the sentence; None where there is none.

    Of several the one that says least before 分为: there the thing is the subject, and not mentioned by the way. Of
    such as say nearly as little the one that counts (四个档次), where a number is asked for.
    """
    asked = asked_division(question)
    if asked is None:
        return None
    found: list[tuple[int, int, Hit, Span]] = []
    for hit in hits:
        unit = hit.clause
        span = division(asked[0], asked[1], unit.document.text, unit.body, unit.end, unit.document.title)
        if span is not None:
            before = _DIVIDED.split(unit.document.text[slice(*span)])[0]
            found.append((len(before), len(found), hit, span))
    if not found:
        return None
    least = min(found)[0]
    number = re.compile(rf"{_NUMERAL}个?(?:{'|'.join(_same(asked[1]))})")
    counting = [
        one for one in found if one[0] <= least + CLOSE and number.search(one[2].clause.document.text[slice(*one[3])])
    ]
    _, _, hit, span = min(counting if counting and _HOW_MANY.search(question) else found)
    why = {**hit.why, "answerable": max(hit.why.get("answerable", 0.0), SURE)}
    return replace(hit, score=max(hit.score, SURE), focus=None, why=why), span


def division(thing: str, kind: str, text: str, start: int = 0, end: int | None = None, title: str = "") -> Span | None:
    """The sentence of text[start:end] that divides the thing, if any: it names the thing before 分为, as far as the
    title of the document does not, and the kind of category, where the question has more than a measure for that."""
    about = search_text(title)
    named = [word for word in words(thing) if len(word) > 1]
    kinds = () if kind in "种类" else _same(kind)
    for sentence in split_sentences(text, start, end) if named else ():
        said = text[slice(*sentence.span)]
        found = _DIVIDED.search(said)
        if found is None or kinds and not any(word in said for word in kinds):
            continue
        before = search_text(said[: found.start()])
        if any(word in before for word in named) and all(word in before or word in about for word in named):
            items = ITEMS.match(text, sentence.span.end, end if end is not None else len(text))
            return Span(sentence.span.start, items.end()) if items else sentence.span
    return None


def _same(kind: str) -> Collection[str]:
    """The words for a kind of category: what one regulation calls 档次 is 等次 in another; 档 is short for both."""
    return next((same for same in SAME if kind in same), frozenset((kind,)))
