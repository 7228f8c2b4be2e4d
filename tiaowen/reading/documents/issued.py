"""What a notice or an order issues or hands on: the names in its title or words, and the line at which that begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.reading.documents.beginnings import ORDER
from tiaowen.reading.documents.segment import HEAD_LINES, Segment
from tiaowen.reading.grammar.marks import is_number, is_parenthesis, is_title, squeeze
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import is_headline

_ISSUES = re.compile(r"印发|发布|公布|转发|批转|颁布|批准")
_QUOTED_NAME = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_LONGEST_ORDER = 16  # paragraphs in which an order (某市人民政府令) names what it promulgates
_PERIOD_END = re.compile(r"[（(][^（()）]{1,24}[)）]$")
"""（2024—2026年）, often printed on a line of its own."""


def issued_names(title: str) -> list[str]:
    """What a notice with this title issues or hands on, without blanks: 《…》, or the words between 印发 and 的通知.

    转发市财政局关于加强管理意见的通知 hands on 关于加强管理意见, which calls itself 关于加强管理的意见.
    """
    names = [squeeze(name) for name in _QUOTED_NAME.findall(title)]
    names = names or re.findall(r"印发(.{4,60}?)的通知", squeeze(title))
    names = names or [
        n for n in re.findall(rf"(?:{_ISSUES.pattern})(.{{4,80}}?)的?通知$", squeeze(title)) if is_title(n)
    ]
    on = [name[name.index("关于") :] for name in names if "关于" in name[2:]]
    return names + [re.sub(r"(?<!的)(意见|报告|决定|规定|通知)$", r"的\1", name) for name in on] + on


def quoted_names(text: str) -> list[str]:
    """The names in 《》, outermost ones, without the marks."""
    return _QUOTED_NAME.findall(text)


def announced_names(paragraphs: Sequence[Paragraph]) -> set[str]:
    """The names, without blanks, that the first paragraphs of a text of the press quote."""
    return {squeeze(name) for paragraph in paragraphs[:HEAD_LINES] for name in quoted_names(paragraph.text)}


def announced(paragraphs: Sequence[Paragraph], i: int) -> int:
    """How many lines from i announce the title below them, as the press does: 中共中央印发《某条例》 / 某条例."""
    text = squeeze(paragraphs[i].text)
    names = [squeeze(name) for name in quoted_names(text)]
    if not names or not text.endswith("》") or text.startswith("《") or _ISSUES.search(text) is None:
        return 0
    for count, paragraph in enumerate(paragraphs[i + 1 : i + 4], 1):
        if squeeze(paragraph.text) in names:
            return count
        if not is_headline(paragraph) and not is_parenthesis(paragraph.text):
            break
    return 0


def is_issued(paragraphs: list[Paragraph], i: int, now: Segment) -> bool:
    """Whether the line is the name of what the current notice or order issues."""
    front = now.paragraphs[:HEAD_LINES]
    head_lines = [is_headline(p) or is_title(p.text) or is_number(p.text) for p in front]
    end = max(head_lines.index(False) if False in head_lines else len(front), 3)
    head = "".join(squeeze(p.text) for p in front[:end] if is_headline(p) or is_title(p.text))
    names = issued_names(head) if _ISSUES.search(head) else []
    if any(ORDER.fullmatch(squeeze(p.text)) for p in front):
        names += [squeeze(name) for p in now.paragraphs[:_LONGEST_ORDER] for name in quoted_names(p.text)]
    printed = ""
    for paragraph in paragraphs[i : i + 3]:
        if not is_headline(paragraph):
            break
        printed += squeeze(paragraph.text)
        plain = printed.strip("《》")
        if plain and any(plain in (name, _PERIOD_END.sub("", name)) for name in names):
            return True
    return False
