"""Names that end in a head noun (条例, 办法, …): in full, shortened (考核办法), with words left out, or foreign.

From the head the words before it are aligned, right to left, with the titles that have the same head; what is left
over decides whether the name is complete, or that of another document (公务员考核办法 is not
事业单位工作人员考核办法), which is reported as foreign.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from tiaowen.addresses.title_fit import Fit, abbreviated, initials
from tiaowen.addresses.title_index import CROWD, TitleIndex, TitleMatch
from tiaowen.addresses.title_words import (
    BEFORE,
    BEFORE_HEAD,
    FILLER,
    FIRM,
    HEADS,
    INDEFINITE,
    NOT_LAWS,
    STRICT,
    is_fragment,
    placed,
    unknown,
)

_HEAD = re.compile("|".join(HEADS))
_NO_HEAD_AFTER = {
    "法": "律规院定治人学官制庭医师网子国考会事检盲",
    "法典": "型礼",
    "规划": "纲",
    "计划": "纲",
    "规定": "的时动",
    "令": "人",
    "报告": "人",
    "决定": "权",
}
_STOP = ",。;:!?、\n"
ADDRESS_AFTER = re.compile(
    r"[》)]?(?:\([^()]{1,20}\))?\s*(?:[的中里之]|里面的?|中的|当中|那个?)?\s*"
    r"(?:第 ?\(?[0-9〇零一二三四五六七八九十百千]+|[0-9〇零一二三四五六七八九十百千]{1,6} ?[条点]"
    r"|\([0-9一二三四五六七八九十]+\)|问题[一二三四五六七八九十0-9]"
    r"|[答问] ?\d|[一二三四五六七八九十]{1,3}、|末段|最后一?个?(?:自然)?段|题注|文号|附件|序言|问题描述|工作目标"
    r"|\d+(?:\.\d+)+(?![0-9.]*(?:[%‰倍万亿千百元米吨年月天个]|分之)))"
)
_WHOLE_AFTER = re.compile(
    r"[》的]?(?:一?共|总共|合计)?[有分含]?[为成]?(?:多少|几)(?:个|大)?(?:[章节条款项目点段编]|部分|措施|问题)(?![件例])"
    r"|[》的]?(?:主要内容|内容概要|目录|大纲|框架)"
)
"""A document as a whole is asked about, which tells that the kind alone (规划共几条) is its name."""
_ORDINAL_AFTER = re.compile(
    r"》? ?\(([一二三四五六七八九十]{1,3}|\d{1,2})\)"
    r"|》? ?([一二三四五六七八九十]{1,2}|[1-9])(?=[第的中里对规怎是什何自从于由谁有,。?! ]|$)"
)
_CONCERNED = re.compile(r"(?<![我你他她咱们各本])(?:公司|单位)$")
"""Whom a law is about: 公司登记条例 is no other 登记条例, whereas 单位考核办法 may be that of one's own unit."""
_OF_PLACE = re.compile(r"[一-龥]{2,7}[省市县区州盟旗](?!民)(?!.*(?:有关|相关|的))")
_STANDS_IN = re.compile(r"[中里内]|对[^外]|(?:第|是)?(?:如何|怎么|怎样)?规定")


@dataclass(frozen=True)
class _Spot:
    """A head noun at [start, end) of a folded text, with the words up to it and where they stand."""

    text: str
    start: int
    end: int
    head: str
    words: str
    places: Sequence[int]
    addressed: bool  # an address follows

    def foreign(self, start: int, end: int) -> TitleMatch:
        """The name at [start, end) as that of a document that is not in the corpus."""
        return TitleMatch(start, end, "", (), 0.9 if self.addressed else 0.6, "foreign")


def headed(text: str, titles: TitleIndex, inside: Collection[int], addressed: bool) -> Iterator[TitleMatch]:
    """The names in a folded text that end in a head noun, but for those that begin at a place in `inside` (《》).

    addressed: only those with an address after them.
    """
    for head in _HEAD.finditer(text):
        if head.start() in inside or _goes_on(head[0], text[head.end() : head.end() + 2]):
            continue
        if addressed and not ADDRESS_AFTER.match(text, head.end()):
            continue
        found = _named(text, head.start(), head.end(), head[0], titles)
        if found is not None:
            yield found


def _named(text: str, start: int, end: int, head: str, titles: TitleIndex) -> TitleMatch | None:
    low = start
    while low > 0 and start - low < 60 and text[low - 1] not in _STOP:
        low -= 1
    places = [i for i in range(low, end) if text[i] not in "《》〈〉“”\"'"]
    words = "".join(text[i] for i in places)
    before = words[: len(words) - len(head)]
    if head in ("法", "法典") and before[-1:] and before[-1] in NOT_LAWS and words[-3:] not in titles.ends:
        return None  # 司法, but not 公司法 where there is one
    spot = _Spot(text, start, end, head, words, places, bool(ADDRESS_AFTER.match(text, end)))
    fits = titles.fits(words, head)
    return _fitting(spot, fits, titles) if fits else _unfit(spot, before, titles)


def _fitting(spot: _Spot, fits: Sequence[Fit], titles: TitleIndex) -> TitleMatch | None:
    """The match of words that fit some titles; a foreign one where the words before them belong to the name."""
    fits = _of_named_place(spot.words, fits)
    best, head = fits[0], spot.head
    if head in STRICT and best.tier == 4:
        return _unfit(spot, spot.words[: len(spot.words) - len(head)], titles)
    rest = spot.words[: best.left]
    doubt = _conflict(rest, spot.words[best.left :], best)
    if doubt and _shortened(doubt + spot.words[best.left :], best):
        fits = [replace(f, left=f.left - len(doubt)) for f in fits if _shortened(doubt + spot.words[f.left :], f)]
        best, doubt = fits[0], ""
    if head == "法" and best.tier >= 2:
        fits = [fit for fit in fits if fit.whole] or (titles.by_initials(spot.words, head) if best.content < 2 else [])
        if not fits:
            before = doubt or (unknown(rest) if rest and not BEFORE.search(rest) else "")
            return spot.foreign(spot.places[max(best.left - len(before), 0)], spot.end)
        best = fits[0]
    long = best.tier == 0 and len(best.entry.name.core) >= 8
    if doubt and not (long and not _place_like(rest)):
        if spot.addressed or len(fits) <= CROWD and (head in FIRM or _place_like(rest)):
            return spot.foreign(spot.places[max(best.left - len(doubt), 0)], spot.end)
        return None
    begin = spot.places[best.left]
    begin -= spot.text[max(begin - 1, 0)] == "《"
    stop = spot.end
    while spot.text.startswith("》", stop):
        stop += 1
    ordinal, after = ordinal_after(spot.text, spot.end)
    match = titles.match(fits, begin, stop, spot.words[best.left :], head, ordinal, spot.text)
    if match is None:
        return spot.foreign(begin, after)
    if len(match.documents) > (CROWD if head in FIRM else CROWD // 4) and not spot.addressed:
        return None
    score = match.score
    if head not in STRICT and not spot.addressed and match.form != "full":
        if INDEFINITE.search(rest) and not re.search(r"[那这]个?$", rest):
            score *= 0.4
        if spot.words.endswith("的" + head) and "的" + head not in best.entry.name.core:
            score *= 0.6
    if ordinal and any(fit.entry.name.ordinal for fit in fits):
        stop = after
    return replace(match, score=round(score, 3), end=stop) if score >= 0.3 else None


def _unfit(spot: _Spot, before: str, titles: TitleIndex) -> TitleMatch | None:
    """What a head noun names without any word of a title before it: 办法第三条, 这个规划, or a foreign 信访条例."""
    loose = FILLER.sub("", before)
    doubt = unknown(before)
    pointed = re.search(r"[那这][个部份]?$|[该本]$", before)
    fragment = is_fragment(doubt)
    if not loose or BEFORE_HEAD.search(loose) or pointed or fragment and spot.addressed:
        if spot.addressed or pointed or spot.head == "条例" or _WHOLE_AFTER.match(spot.text, spot.end):
            begin = spot.places[len(before) - len(pointed[0])] if pointed else spot.start
            sure = 0.8 if spot.addressed or pointed else 0.6
            found = titles.head_only(spot.head, begin, spot.end, spot.text, sure)
            return found if found is None or found.documents or spot.addressed else None
        return None
    if spot.head in FIRM and spot.head != "法" and (spot.addressed or _STANDS_IN.match(spot.text, spot.end)):
        named = [entry for entry in titles.with_head(spot.head) if abbreviated(doubt + spot.head, entry)]
        if documents := titles.pick(named, "", spot.text, spot.start, spot.end):
            begin = spot.places[len(before) - len(doubt)]
            return TitleMatch(begin, spot.end, "", documents, 0.8, "loose") if len(documents) == 1 else None
    least = 1 if spot.head == "法典" or spot.addressed and spot.head == "法" else 2
    owned = before.endswith("的") and not spot.addressed  # 修订后的条例 is no name
    # 某市住宅物业管理规定中…: of a place, and something is said to stand in it
    local = bool(_OF_PLACE.match(doubt)) and bool(_STANDS_IN.match(spot.text, spot.end))
    if len(doubt) >= least and not fragment and not owned and (spot.addressed or local or spot.head in STRICT):
        return spot.foreign(spot.places[len(before) - len(doubt)], spot.end)
    return None


def _conflict(rest: str, name: str, fit: Fit) -> str:
    """The words just before a name that make it the name of something else; "" where they do not."""
    concerned = fit.entry.name.head in STRICT and _CONCERNED.search(rest)
    if not rest or BEFORE.search(rest) and not rest.endswith("的") and not concerned:
        return ""
    if rest.endswith("的"):
        # 公务员的考核办法: the owner is somebody else. Long phrases before 的 say more than an owner.
        owner = unknown(rest[:-1])
        named = 2 <= len(owner) <= 4 and not BEFORE.search(rest[:-1]) and not is_fragment(owner)
        return owner + "的" if named else ""
    doubt = unknown(rest)
    if is_fragment(doubt) or len(doubt) == 1 and not _place_like(rest + name[:2]):
        return ""
    if fit.tier == 4:
        return doubt
    # 年度 in 年度考核办法 is no other document's name if the document itself speaks of 年度考核. The name of a law
    # is kept to: 民用建筑节能条例 is not that of a place, 上海市建筑节能条例.
    for size in (4, 3, 2) if fit.entry.name.head not in STRICT else ():
        if len(rest) >= size and rest[-size:] + name[:2] in fit.entry.document.text:
            left = rest[:-size]
            return "" if not left or BEFORE.search(left) else doubt
    return doubt


def _shortened(name: str, fit: Fit) -> bool:
    """Whether words that seem to be of another name only shorten the beginning of the title: 民非登记条例 is
    民办非企业单位登记管理暂行条例."""
    core = fit.entry.name.core
    return name[0] == core[0] and initials(name, core)


def _of_named_place(words: str, fits: Sequence[Fit]) -> Sequence[Fit]:
    """Of titles that fit, those of the place named before them with 的 (河南的消防条例), with the place as a part
    of the name; all of them where no place is named, or none is of it."""
    before = words[: fits[0].left]
    owner = unknown(before[:-1]) if before.endswith("的") else ""
    if len(owner) < 2:
        return fits
    local = [fit for fit in fits if placed(fit.entry.name.core).startswith(owner)]
    return [replace(fit, left=fit.left - len(owner) - 1) for fit in local] or fits


def _goes_on(head: str, after: str) -> bool:
    """Whether the next characters make another word of a head (法律, 规定的, 决定权); 劳动法规定 is no 法规."""
    return bool(after) and after[0] in _NO_HEAD_AFTER.get(head, "") and (head != "法" or after != "规定")


def _place_like(rest: str) -> bool:
    return bool(re.search(r"[省市区县州盟旗国]$", rest))


def ordinal_after(text: str, end: int) -> tuple[str, int]:
    """二 of 解释（二） behind the name that ends at `end`, "" for none, and where the name ends with it."""
    found = _ORDINAL_AFTER.match(text, end)
    return (found[1] or found[2], found.end()) if found else ("", end)
