"""The grammar of headings: which mark a line begins with, and where its title ends.

A mark is recognised by its form alone; whether it is a heading in its place (and not a
cross-reference or a quoted article) is decided by the sequence it stands in (`articles`, `section_marks`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tiaowen.reading.grammar import misread
from tiaowen.reading.grammar.marks import plain
from tiaowen.reading.grammar.numerals import (
    ARABIC,
    CHINESE,
    CIRCLED,
    FULL_STOP,
    IDEOGRAPH,
    NUMBER,
    PARENTHESISED,
    value,
)

CONTAINERS = ("部分", "编", "分编", "章", "节")
"""Levels above the article, highest first."""

LISTS = ("一、", "（一）", "1.", "（1）", "①", "1）", "a)")
"""Styles of numbering below a heading or an article. Their rank is the order in which a text opens them."""


@dataclass(frozen=True)
class Mark:
    """A numbered mark. `start` is where it begins in the line, `end` where the words after it and its blanks begin."""

    style: str  # 编 分编 章 节 条, or one of LISTS
    number: int
    suffix: int = 0  # 第十条之一, （十之一） -> 1
    start: int = 0
    end: int = 0
    spaced: bool = True  # a blank, a bracketed title or the line's end follows: the form of a heading
    doubtful: bool = False  # blanks, a scanner or brackets have changed the number (misread)


_S = r"[ \t\u3000\xa0]*"
_YEAR = "(?:19|20)[0-9]{2}"
_LEAD = re.compile(r"[ \t\u3000\xa0\ufeff]*(?:[-*+•·●■◆][ \t\u3000\xa0]+)?")
_LEADING = frozenset(" \t\u3000\xa0\ufeff-*+•·●■◆")
_DIVISION = re.compile(
    # 笫 is a misprint for 第 that scanned statutes have; it is read, and quoted as printed.
    rf"[第笫]{_S}(?P<n>{NUMBER}){_S}(?P<unit>部分|分编|编|章|节|条)(?:{_S}之{_S}(?P<s>{NUMBER})(?![{CHINESE}]|[0-9]))?"
)
_REFERENCE = re.compile(
    rf"(?:第{_S}{NUMBER}{_S}[款项目条]|、{_S}(?:[第《]|{NUMBER}[款项目条])|[，,；;。）)》”’]|[至和或的之]|及(?!时)|[与到](?=[第本前其《]|{NUMBER}[款项目条])|规定|所[称列规]|以[上下](?=[各的规、，])"
    r"|前?款|项(?!目)|明确|中[，的]|修改(?=[为如后])|改为|作为(?=第)|删去|移至|增加一款|列(?=举|明|出|[的名]))"
)
"""What follows the number of a cross-reference directly: 第三条第二款, 第三条规定的, 第三条、第五条."""
_SPACED_REFERENCE = re.compile(rf"{_S}(?:第{_S}{NUMBER}{_S}[款项目](?![{CHINESE}])|、{_S}[第《]|[，,；;。）)》”’])")
_REPEALED = re.compile(
    rf"({_S}至{_S}第{_S}{NUMBER}{_S}条){_S}[（(【\[]?[^。；，（(]{{0,20}}(?:删去|删除|废止|失效)[）)】\]]?。?$"
)
"""What follows the number where several articles are no more: 第六条至第八条　（删去）."""
_LISTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "一、",
        re.compile(
            rf"(?P<n>[{CHINESE}]{{1,5}}){_S}(?:、(?![{CHINESE}]{{1,2}}[季级类期产线审等届])|[.．](?![{CHINESE}0-9]))"
        ),
    ),
    (
        "（一）",
        re.compile(rf"[（(]{_S}(?P<n>[{CHINESE}]{{1,5}}){_S}(?:之(?P<s>[{CHINESE}]{{1,3}}){_S})?[）)]|(?P<c>[㈠-㈩])"),
    ),
    ("1.", re.compile(rf"(?P<n>[{ARABIC}]{{1,3}})(?:[.．](?:(?![{ARABIC}])|(?={_YEAR}年))|、)|(?P<c>[⒈-⒛])")),
    ("（1）", re.compile(rf"[（(]{_S}(?P<n>[{ARABIC}]{{1,3}}){_S}[）)]|(?P<c>[⑴-⒇])")),
    ("①", re.compile(r"(?P<c>[①-⑳])")),
    ("1）", re.compile(rf"(?P<n>[{ARABIC}]{{1,3}})[）)]")),
    ("a)", re.compile(r"[（(]?(?P<a>[a-zａ-ｚ])[)）]|(?P<b>[A-Z])(?:[)）]|[.．、](?![A-Za-z0-9]))")),
)
_LONGEST = 80  # characters of a line that hold its mark and tell it from a reference
_GLYPHS = CIRCLED | PARENTHESISED | FULL_STOP | IDEOGRAPH
_BLANK = re.compile(r"[ \t\u3000\xa0]*")
_NO_ITEM = re.compile(
    # （一）项, but no 一、目标任务 or 1.项目名称
    r"项(?!目)|款(?![项物式])|目(?![标的前录])|条(?![件例款约])|[、，,]?[（(]\S{1,3}[）)][项款目]|[至和或、](?:第)?[（(]"
)

APPENDIX = re.compile(
    rf"{_S}附(?!{_S}[则則]){_S}(?P<kind>件|[录錄]|表|[图圖]|注|[页頁])?{_S}(?P<n>{NUMBER}|[A-Z](?![A-Za-z]))?{_S}"
    r"(?P<rest>[:：.．、 \u3000].*|(?<=[A-Z])[（(].*)?$"  # 附录A（规范性）
)
SENTENCE_END = re.compile(r"[。；;！？!?]")
UNNUMBERED = re.compile(
    r"(?:序\s*言|前\s*言|引\s*言|导\s*言|序|[总總]\s*[则則]|附\s*[则則]|[总總]\s*[纲綱]|分\s*[则則]"
    r"|[结結]\s*[语語]|[结結]\s*束\s*[语語]|附\s*[录錄])$"
)


def lead(text: str) -> int:
    """Where the first word of a line begins, after blanks and a bullet."""
    if text[:1] not in _LEADING:
        return 0
    found = _LEAD.match(text)
    return found.end() if found else 0


def division(text: str, at: int | None = None) -> Mark | None:
    """The mark 第N编/章/节/条 that the line begins with, or None. References (第三条第二款规定的…) are none."""
    start = lead(text) if at is None else at
    if text[start : start + 1] not in misread.STARTS:
        return None
    head = plain(text[start : start + _LONGEST])
    found = _DIVISION.match(head)
    number = value(found["n"]) if found is not None else None
    if found is None or number is None:
        return _misread(text, start, head)
    repealed = _REPEALED.match(head, found.end())
    if not repealed and (_REFERENCE.match(head, found.end()) or _SPACED_REFERENCE.match(head, found.end())):
        return None
    end = start + (repealed.end(1) if repealed else found.end())
    rest = text[end : end + 1]
    spaced = not rest or rest in " \t\u3000\xa0【[（(：:、.．"
    words = _skip(text, end + 1 if rest and rest in "：:、.．" else end)
    return Mark(found["unit"], number, value(found["s"] or "") or 0, start, words, spaced)


def _misread(text: str, start: int, head: str) -> Mark | None:
    """The mark of a line whose number blanks, a scanner or brackets have changed: 第 十 二 条, 第+三条, 【第一条】."""
    odd = misread.numbered(head)
    if odd is None or _REFERENCE.match(head, odd.end) or _SPACED_REFERENCE.match(head, odd.end):
        return None
    end = start + odd.end
    rest = text[end : end + 1]
    spaced = not rest or rest in " \t\u3000\xa0【[（(：:、.．"
    return Mark(odd.unit, odd.number, 0, start, _skip(text, end), spaced, doubtful=True)


def item(text: str, at: int | None = None) -> Mark | None:
    """The list mark (一、 （一） 1. （1） ① 1） a) A.) that the line begins with, or None."""
    start = lead(text) if at is None else at
    if start >= len(text) or text[start] not in _ITEM_STARTS:
        return None
    for style, pattern in _LISTS:
        found = pattern.match(text, start)
        if found is None:
            continue
        groups = found.groupdict()
        letter = groups.get("a") or groups.get("b")
        number: int | None
        if letter:
            number = ord(unicodedata.normalize("NFKC", letter).lower()) - ord("a") + 1
        else:
            number = _GLYPHS.get(groups.get("c") or "") or value(groups.get("n") or "")
        if number is None or _NO_ITEM.match(plain(text[found.end() : found.end() + 8])):
            return None
        return Mark(style, number, value(groups.get("s") or "") or 0, start, _skip(text, found.end()))
    return None


_DOUBTFUL: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(rf"(?P<n>[{CHINESE}]{{1,5}}){_S}、")),
    ("1.", re.compile(rf"(?P<n>[{ARABIC}]{{1,3}})[.．](?=[{ARABIC}]{{1,4}}(?![{ARABIC}.．%％‰]))")),
)


def doubtful(text: str) -> Mark | None:
    """The mark of 二、三级查房制度 or 4.55周岁以上人员…, if it is one: by their form 二、三级 are two grades and 4.55
    is one number, so that only the numbers around them can tell (`section_marks.entries`)."""
    start = lead(text)
    for style, pattern in _DOUBTFUL:
        found = pattern.match(text, start)
        number = value(found["n"]) if found is not None else None
        if found is not None and number is not None and item(text) is None:
            return Mark(style, number, 0, start, _skip(text, found.end()))
    return None


_ITEM_STARTS = (
    frozenset(CHINESE + "（(0123456789０１２３４５６７８９")
    | frozenset(_GLYPHS)
    | frozenset(chr(c) for first, last in ("az", "AZ", "ａｚ") for c in range(ord(first), ord(last) + 1))
)

_INLINE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("（一）", re.compile(rf"[（(]{_S}(?P<n>[{CHINESE}]{{1,5}}){_S}[）)]|(?P<c>[㈠-㈩])")),
    ("1.", re.compile(rf"(?<![{ARABIC}A-Za-z第.．])(?P<n>[{ARABIC}]{{1,2}})[.．、](?![{ARABIC}])|(?P<c>[⒈-⒛])")),
    ("（1）", re.compile(rf"[（(]{_S}(?P<n>[{ARABIC}]{{1,2}}){_S}[）)]|(?P<c>[⑴-⒇])")),
    ("①", re.compile(r"(?P<c>[①-⑳])")),
)
_BEFORE_FIRST = "：:；;。 \u3000\t"
_BEFORE_NEXT = "：:；;。，,、 \u3000\t”）)"


def inline(text: str, start: int, end: int, following: Mark | None = None) -> list[Mark]:
    """The items of an enumeration that runs inside text[start:end]: （一）…；（二）…, or an empty list.

    A run begins with one, is consecutive and has at least two members, or leads on to the mark `following`
    that the next line begins with. References (前款第（一）项, （一）至（三）项) are no items, nor is anything in “ ”.
    """
    for style, pattern in _INLINE:
        run: list[Mark] = []
        seen, depth = start, 0  # quotation marks are counted once, so that a line of megabytes stays linear
        for found in pattern.finditer(text, start, end):
            groups = found.groupdict()
            number = _GLYPHS.get(groups.get("c") or "") or value(groups.get("n") or "")
            if number != len(run) + 1 or _NO_ITEM.match(text, found.end()):
                continue
            before = text[found.start() - 1] if found.start() > start else "："
            if before not in (_BEFORE_NEXT if run else _BEFORE_FIRST):
                continue
            depth += text.count("“", seen, found.start()) - text.count("”", seen, found.start())
            seen = found.start()
            if depth > 0:
                continue
            run.append(Mark(style, number, 0, found.start(), _skip(text, found.end())))
        leads_on = following is not None and following.style == style and run and following.number == len(run) + 1
        if len(run) >= 2 or leads_on:
            return run
    return []


def next_items(text: str, mark: Mark) -> list[Mark]:
    """The items that follow `mark`, the one that the line begins with, inside the line: （二）甲；（三）乙。

    Each stands behind a semicolon or a full stop and has the next number.
    """
    pattern = next((pattern for style, pattern in _INLINE if style == mark.style), None)
    found: list[Mark] = []
    if pattern is None or mark.suffix:
        return found
    number, seen, depth = mark.number, mark.end, 0
    for match in pattern.finditer(text, mark.end):
        groups = match.groupdict()
        spelt = _GLYPHS.get(groups.get("c") or "") or value(groups.get("n") or "")
        if spelt != number + 1 or _NO_ITEM.match(text, match.end()):
            continue
        before = text[max(match.start() - 4, mark.end) : match.start()].rstrip()[-1:]
        depth += text.count("“", seen, match.start()) - text.count("”", seen, match.start())
        seen = match.start()
        if depth > 0 or before not in ("；", ";", "。"):
            continue
        number += 1
        found.append(Mark(mark.style, number, 0, match.start(), _skip(text, match.end())))
    return found


def caption(text: str) -> bool:
    """Whether a line has the form of a heading: short, not a sentence, not ending in the middle of one."""
    text = text.strip()
    return 0 < len(text) <= 80 and not SENTENCE_END.search(text) and text[-1] not in "，,：:、—"


def bracketed(text: str, start: int) -> tuple[str, int]:
    """The title in brackets that opens text[start:] (【立法目的】…, （定义）　…) or "", and where the body begins."""
    found = _BRACKETED.match(text, start)
    return ((found[1] or found[2]).strip(), _skip(text, found.end())) if found else ("", start)


def titled(text: str, start: int) -> tuple[str, int]:
    """The title sentence that opens text[start:] (明确人员范围。本意见所称…) or "", and where the body begins."""
    found = _TITLED.match(text, start)
    if found is None or found.end() >= len(text):
        return "", start
    words = found[1].strip()
    limit = 40 if text[found.end() - 1] == "。" else 12
    if len(words) <= limit and words.count("，") + words.count(",") <= 1:
        return words, found.end()
    return "", start


_BRACKETED = re.compile(r"[【\[]([^】\]\n]{1,40})[】\]]|[（(]([^）)\n]{1,40})[）)](?=[ \t\u3000\xa0]|$)")
_TITLED = re.compile(r"([^。；;！？：:\n“”]{2,40})[。：:]")


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
