"""Which documents a text says it puts out of force: 《…条例》同时废止, 关于废止《…规定》的决定."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tiaowen.reading.grammar.marks import DATE, iso

_ENDS = re.compile(
    r"(?:同\s*时|即\s*行|予\s*以|相\s*应|自\s*行|一\s*并|均|全部|现)\s*(?:废\s*止|失\s*效|停止(?:执行|施行|使用))"
)
_ENDED = re.compile(r"(?:现|决定|公告|予以|关于|起)\s*废\s*止\s*(?=[^。；]{0,60}《)")
_QUOTED = re.compile(r"《([^《》]*(?:[《〈][^《》〈〉]*[》〉][^《》]*)*)》")
_NOT_WHOLE = re.compile(
    r"\s*(?:的?(?:有关|相关|部分|个别)|中的?|[^《》，、；和及]{0,6}第[^《》，、；和及]{1,14}[条款项章])"
)
_WITHIN = re.compile(r"修改|或者?|不再")
_LONGEST = 3_000  # characters of a sentence that lists what is repealed


@dataclass(frozen=True)
class Repeal:
    """A document that a text names as repealed; `date` is the ISO date that it gives for it, or ""."""

    title: str
    date: str


def repeals(text: str, title: str = "") -> Iterator[Repeal]:
    """What a text of that title repeals as a whole, in its order; the repeal of single articles is none."""
    if "废止" in title and not _WITHIN.search(title):  # 关于废止部分地方性法规的决定: its body is a list of them
        yield from _listed(text)
        return
    for found in _ENDS.finditer(text):
        start = max(text.rfind("。", 0, found.start()), text.rfind("\n", 0, found.start())) + 1
        yield from _listed(text[max(start, found.start() - _LONGEST) : found.start()])
    for found in _ENDED.finditer(text):
        if not _WITHIN.search(text[max(found.start() - 4, 0) : found.end()]):
            stop = min((i for i in (text.find(m, found.end()) for m in "。；\n") if i >= 0), default=len(text))
            yield from _listed(text[found.end() : min(stop, found.end() + _LONGEST)])


def _listed(words: str) -> Iterator[Repeal]:
    """The titles in a list, each with the last date before it since the title before."""
    at = 0
    for quoted in _QUOTED.finditer(words):
        before = words[at : quoted.start()]
        at = quoted.end()
        if not _NOT_WHOLE.match(words, quoted.end()):
            dates = [iso(date[0]) for date in DATE.finditer(before)]
            yield Repeal(quoted[1], dates[-1] if dates else "")
