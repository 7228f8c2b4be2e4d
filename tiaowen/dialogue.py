"""A follow-up question -> one that stands alone, from the conversation before it and without a language model.

A follow-up leaves out what was said before: the document (那第二十条呢), the subject (谁来招？), or all but what is new
(严重警告呢？). What is missing is taken from the last turn that was answered. A question that may also stand alone is
marked `optional`; the caller asks both forms and keeps the better answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tiaowen.datamodels import Answer, Clause, Corpus
from tiaowen.errors import AddressError
from tiaowen.normalization import words
from tiaowen.resolving import Resolver

_ELLIPSIS = re.compile(r"^(?:那么?|如果|要是|换成|还有|以及)?[,，]?(.{1,24}?)(?:的话|的)?呢[?？。!]*$")
_POINTS_BACK = re.compile(
    r"它|他们|她们|它们|该(?:条例|办法|规定|意见|规划|方案|法|文件|条)|这(?:个|部|份|些|条|项|种|样|里)|那(?:个|部|份|些|条|项|种|么|样|里)?|其(?!他|中|余|它|实)"
    r"|^(?:如果|要是|还|再|那|同时|另外|此外|反过来|为什么|为何|凭什么|谁|由谁|什么时候|何时|多久|多少|几|哪|怎么|在哪)|上述|前面|刚才|说回来|回到"
)
_FILLERS = re.compile(r"^(?:那么?|说回来|回到刚才|好的?|嗯|哦|请问|再问一下|还有|另外)[,，、 ]*")
_IT = re.compile(r"^它|该(?:条例|办法|规定|意见|规划|方案|文件)|这[个部份](?:条例|办法|规定|意见|规划|方案|文件)")
SHORT = 12  # characters: a question this short seldom says everything


@dataclass(frozen=True)
class Turn:
    """The question to search for. rewritten: how it is shown to the user, empty where nothing was completed."""

    question: str
    rewritten: str = ""
    documents: tuple[str, ...] = ()  # ids to search in; empty: all
    at: Clause | None = None  # the clause talked about, for 前款, 第三项
    optional: bool = False  # it may also stand alone


def complete(question: str, history: Sequence[tuple[str, Answer]], corpus: Corpus, resolver: Resolver) -> Turn:
    """Complete a question from the turns before it, oldest first."""
    last = next(((q, a) for q, a in reversed(history) if a.status == "answered" and a.citations), None)
    if last is None:
        return Turn(question)
    asked, answer = last
    unit = corpus.unit(answer.citations[0].clause)
    if answer.rewritten:  # the question before may have been completed itself
        asked = answer.rewritten.removeprefix(f"（《{unit.document.title}》）")
    try:
        located = resolver.locate(question)
    except AddressError:
        located = None  # 第三项 names nothing by itself, or several things
        ambiguous = True
    else:
        ambiguous = False
    if located is not None and located.documents:
        return Turn(question, at=unit)
    related = _related(unit, corpus)
    title = unit.document.title
    if ambiguous or (located is not None and located.clauses) or _has_address(question, resolver, unit):
        shown = f"《{title}》{_FILLERS.sub('', question)}"
        return Turn(_FILLERS.sub("", question), shown, (unit.document.id,), unit)
    bare = _FILLERS.sub("", question.strip())
    ellipsis = _ELLIPSIS.match(question.strip())
    if ellipsis:
        topic = _replaced(last[0], asked, ellipsis[1])
        return Turn(topic, topic, tuple(related), unit, optional=True)
    if _POINTS_BACK.search(question) or len(bare) <= SHORT:
        main = re.search(r"《([^《》]+)》", title) if unit.document.kind in ("qa", "notice") else None
        if _IT.search(bare):
            bare = _IT.sub(main[1] if main else title, bare, count=1)
        subject = _subject(asked, answer, title)
        completed = f"{subject}{bare}" if subject and subject not in bare else bare
        return Turn(completed, f"（《{title}》）{completed}", tuple(related), unit, optional=True)
    return Turn(question)


def _has_address(question: str, resolver: Resolver, unit: Clause) -> bool:
    try:
        located = resolver.locate(question, [unit.document], at=unit)
    except AddressError:
        return True
    return located is not None and bool(located.clauses)


def _related(unit: Clause, corpus: Corpus) -> list[str]:
    """The document talked about, what is about it, and what it is about."""
    title = unit.document.title
    return [
        d.id
        for d in corpus.documents
        if d.id == unit.document.id or f"《{title}》" in d.title or f"《{d.title}》" in title
    ]


def _replaced(earlier: str, asked: str, new: str) -> str:
    """The question before with its particular replaced: 受警告的当年怎么定 + 严重警告 -> 严重警告的当年怎么定.

    earlier: as it was typed, asked: as it was completed. The particular is what the question before had itself put in
    place (严重警告呢), or what stands before its first 的, or else its first content word.
    """
    before = _ELLIPSIS.match(earlier.strip())
    if before and before[1] in asked:
        return asked.replace(before[1], new, 1)
    position = asked.find("的")
    if 0 < position < len(asked) - 3:
        return f"{new}{asked[position:]}"
    first = next((word for word in words(asked) if len(word) > 1 and word in asked), "")
    return asked.replace(first, new, 1) if first else f"{new}{asked}"


def _subject(asked: str, answer: Answer, title: str) -> str:
    """What the question before was about: its words that are also in the title or heading of the clause it led to."""
    unit = answer.citations[0].clause
    text = f"{title}{unit.heading}"
    found = [w for w in dict.fromkeys(words(asked)) if len(w) > 1 and w in text]
    # Only the longest of nested words: 社区工作者 rather than 社区 and 工作者.
    longest = [w for w in found if not any(w != o and w in o for o in found)]
    return "".join(longest[:3])
