"""Paragraphs cut by a page, a column or another text -> whole paragraphs, in the order in which they are to be read.

A paragraph that breaks off in mid-sentence is *open*. What follows it in print usually goes on with it (a page break);
on a newspaper page another text may stand in between. Whether a fragment belongs to the last open paragraph, to an
older one or to none is told by the sequence that goes on after it: 第二十条 continues the flow that broke off in
第十九条, and 问 continues the interview. The parts are rejoined without a seam.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tiaowen.reading.marks import (
    Mark,
    article,
    ends_sentence,
    enumeration,
    is_adoption,
    is_container,
    is_date,
    is_label,
    is_number,
    is_parenthesis,
    is_post,
    is_row,
    is_title,
    named,
    points,
    primary,
    question,
    width,
)
from tiaowen.reading.numerals import chinese
from tiaowen.reading.paragraphs import BOLD, Paragraph
from tiaowen.reading.press import is_headline, is_press

PRINTED_LINE = (
    28.0  # a paragraph that is cut by the end of a page has at least one full printed line, in full-width characters
)
ALIKE = 0.4  # share of the pairs of characters of a paragraph that the text it belongs to has
EXPECTED = 0.2  # the same, where a sentence of that text was broken off
SURE = 45.0  # no heading is as long as this

_OPENING = re.compile(
    r"(?:近日|日前|最近|本报讯|本报记者|新华社|据悉|据了解|记者从|中新[社网]|人民网)|[^，。,]{0,16}[\d月]日电|(?:时间|来源|作者|责任编辑|编辑|记者)\s*[:：]|附\s*[件表]"
)


@dataclass(slots=True)
class _Flow:
    """One text as it runs through the source."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    mark: Mark | None = None  # the last mark of its sequence
    article: int = 0  # the number of its last article
    open: bool = False  # its last paragraph breaks off
    inserted: bool = False  # a piece of the press that stands between the articles of another text
    _pairs: set[str] = field(default_factory=set)
    _counted: int = 0  # paragraphs whose pairs are among them

    def add(self, paragraph: Paragraph, mark: Mark | None, is_open: bool) -> None:
        self.paragraphs.append(paragraph)
        self.mark = mark or self.mark
        self._count(paragraph, mark[1] if mark is not None and mark[0] == "条" else self.article)
        self.open = is_open

    def _count(self, paragraph: Paragraph, number: int) -> None:
        last = _last_article(paragraph.text, number)
        if last > number:
            self.mark = ("条", last)
        self.article = last

    def pairs(self) -> set[str]:
        """Every two neighbouring characters of its words, gathered once: the last paragraph may have gone on since."""
        for paragraph in self.paragraphs[max(self._counted - 1, 0) :]:
            self._pairs |= _pairs(paragraph.text)
        self._counted = len(self.paragraphs)
        return self._pairs

    def go_on(self, fragment: Paragraph, is_open: bool) -> None:
        self.paragraphs[-1] = self.paragraphs[-1].join(fragment)
        self._count(fragment, self.article)
        self.open = is_open


def _last_article(text: str, number: int) -> int:
    """The number of the last article in a paragraph of the article `number`, where others run on: …。第三条 …"""
    while number and f"。第{chinese(number + 1)}条" in text:
        number += 1
    return number


def untangle(paragraphs: list[Paragraph]) -> list[list[Paragraph]]:
    """The flows of a source, each with its paragraphs whole, ordered by where they begin."""
    styles = _Styles(paragraphs)
    marks = [None if 1 < p.heading < BOLD and not is_container(p.text) else primary(p.text) for p in paragraphs]
    ahead = _marks_ahead(marks)
    places: defaultdict[int, list[int]] = defaultdict(list)
    for i, mark in enumerate(marks):
        if mark and mark[0] == "条":
            for number in range(mark[1], _last_article(paragraphs[i].text, mark[1]) + 1):
                places[number].append(i)
    flows = [_Flow()]
    current = flows[0]
    suspended: list[_Flow] = []
    cut = [paragraph.page for paragraph in paragraphs[1:]] + [False]
    for i, paragraph in enumerate(paragraphs):
        back = _resumed(current, suspended, paragraphs, i, marks, ahead[i])
        if back is not None:
            suspended.remove(back)
            if current.open or current.article:
                suspended.append(current)
            current = back
            if current.open and _can_continue(paragraph, styles):
                current.go_on(paragraph, _fragment_open(paragraph, current.paragraphs[-1], styles, cut[i]))
            else:
                current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
            continue
        if _interrupts(current, paragraphs, i, places, styles):
            current.open = current.open or _broken(current.paragraphs[-1])
            suspended.append(current)
            current = _Flow(inserted=True)
            flows.append(current)
            current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
            continue
        # 获得硕士学位的… 获得博士学位的…: what begins alike are two entries of a list, the first without its stop
        alike = current.open and current.paragraphs[-1].text[:2] == paragraph.text[:2]
        if current.open and not alike and _can_continue(paragraph, styles):
            target = _continued(current, suspended, ahead[i], paragraph, i, places)
            if target is None:
                suspended.append(current)
                current = _Flow()
                flows.append(current)
                current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
                continue
            if target is not current:
                suspended.remove(target)
                suspended.append(current)
                current = target
            current.go_on(paragraph, _fragment_open(paragraph, current.paragraphs[-1], styles, cut[i]))
            continue
        current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
    return [flow.paragraphs for flow in flows if flow.paragraphs]


def _interrupts(
    current: _Flow, paragraphs: list[Paragraph], i: int, places: dict[int, list[int]], styles: _Styles
) -> bool:
    """Whether a piece of the press begins here that stands between two articles: 本报讯, 记者从… or its headline, while
    the next article of the current text is still to come."""
    following = places.get(current.article + 1) if current.article else None
    if not following or following[-1] <= i:
        return False
    text = paragraphs[i].text
    if is_press(text):
        return True
    below = paragraphs[i + 1].text if i + 1 < len(paragraphs) else ""
    return is_press(below) and is_headline(paragraphs[i]) and not styles.is_open(paragraphs[i], False)


def _broken(paragraph: Paragraph) -> bool:
    """Whether a paragraph that a piece of the press follows breaks off, however short it is."""
    text = paragraph.text
    if paragraph.heading or paragraph.row or ends_sentence(text) or is_container(text) or is_title(text):
        return False
    return article(text) > 0 or re.search("[，,、；;。]", text) is not None


def _resumed(
    current: _Flow,
    suspended: list[_Flow],
    paragraphs: list[Paragraph],
    i: int,
    marks: list[Mark | None],
    ahead: Mark | None,
) -> _Flow | None:
    """The text that goes on here behind a piece of the press: with its next article, the chapter above it, or with
    words that are its own and not those of the piece; what stands last before its next label ends its broken sentence.
    """
    if not current.inserted:
        return None
    mark, text = marks[i], paragraphs[i].text
    if current.mark is not None or current.open:  # a reference in the piece may look like an article
        its = mark is None or mark == ("条", current.article + 1)
        return next((f for f in reversed(suspended) if f.article and mark == ("条", f.article + 1) and not its), None)
    for flow in reversed(suspended):
        if not flow.article:
            continue
        following = ("条", flow.article + 1)
        if mark is not None and mark[0] == "条":
            if mark == following:
                return flow
            continue
        if ahead is None or ahead[0] == "条" and ahead != following:
            continue
        if mark is not None and mark[0] == "章" or enumeration(text):
            return flow
        below = i + 1 < len(paragraphs) and (marks[i + 1] == following or enumeration(paragraphs[i + 1].text) != "")
        if flow.open and below and len(current.paragraphs) > 1:
            return flow
        if is_press(text) or not any(is_press(paragraph.text) for paragraph in current.paragraphs):
            continue
        own, other = _share(text, flow.pairs()), _share(text, current.pairs())
        seam = flow.paragraphs[-1].text[-1] + text[0]  # 追 / 究刑事责任。: a word that stands elsewhere
        if flow.open and own > other and seam in flow.pairs():
            return flow
        if own >= ALIKE and own > other or flow.open and own >= EXPECTED and own > 2 * other:
            return flow
    return None


def _pairs(text: str) -> set[str]:
    return {text[k : k + 2] for k in range(len(text) - 1)}


def _share(text: str, pairs: set[str]) -> float:
    """The share of a text's pairs of characters that are among these."""
    own = _pairs(text)
    return len(own & pairs) / max(len(own), 1)


def _marks_ahead(marks: list[Mark | None]) -> list[Mark | None]:
    """For every paragraph the next mark after it."""
    found: list[Mark | None] = [None] * len(marks)
    following: Mark | None = None
    for i in range(len(marks) - 1, -1, -1):
        found[i] = following
        following = marks[i] or following
    return found


def _continued(
    current: _Flow,
    suspended: list[_Flow],
    ahead: Mark | None,
    fragment: Paragraph,
    at: int,
    places: dict[int, list[int]],
) -> _Flow | None:
    """The flow that the fragment goes on with, or None where it begins a text of its own."""
    if _OPENING.match(fragment.text):
        return None
    if _follows(current.mark, ahead):
        return current
    for flow in reversed(suspended):
        if flow.open and _follows(flow.mark, ahead) and ahead is not None and ahead[0] != "章":
            return flow
    mark = current.mark
    stops = mark is not None and mark[0] == "条" and ahead is not None and ahead[0] in "问答"
    # the articles stop for an interview; they go on later where their next number is still to come
    if stops and mark is not None and any(place > at for place in places.get(mark[1] + 1, ())):
        return None
    return current


def _follows(mark: Mark | None, ahead: Mark | None) -> bool:
    if mark is None or ahead is None:
        return False
    if mark[0] == "条":
        return ahead == ("条", mark[1] + 1) or ahead[0] == "章"
    return mark[0] in "问答" and ahead[0] in "问答"


class _Styles:
    """How the labelled paragraphs of a source usually end: a list of sentences, or headings."""

    def __init__(self, paragraphs: list[Paragraph]) -> None:
        self._all: Counter[str] = Counter()
        self._ended: Counter[str] = Counter()
        for paragraph in paragraphs:
            style = self._style(paragraph.text)
            if style:
                self._all[style] += 1
                self._ended[style] += ends_sentence(paragraph.text)

    def _style(self, text: str) -> str:
        return enumeration(text) or named(text)

    def sentences(self, text: str) -> bool:
        """Whether paragraphs with this one's label are sentences as a rule."""
        style = self._style(text)
        return self._all[style] > 1 and self._ended[style] >= 0.5 * self._all[style]

    def is_open(self, paragraph: Paragraph, cut: bool) -> bool:
        """Whether the paragraph breaks off in mid-sentence; headings, titles and entries of lists do not. cut: a page
        ends after it, which cuts off what has a sentence before: 一、总体目标。到2025年，…"""
        text = paragraph.text
        if len(text) < PRINTED_LINE / 2 and text[:1] not in "第问答记":  # none of the rules below takes so few words
            return False
        if paragraph.heading or paragraph.row or ends_sentence(text) or is_container(text) or is_parenthesis(text):
            return False
        if is_date(text) or is_number(text) or is_adoption(text) or is_post(text) or is_title(text) or is_row(text):
            return False
        if article(text):
            # 第一条 房屋基本情况 is a heading; a line that a page cuts off is a full one, or has punctuation
            return len(text) > 8 and (width(text) >= PRINTED_LINE / 2 or any(c in text for c in "，,、；。;"))
        if question(text):
            return len(text) > 6
        if self._style(text):
            return (
                self.sentences(text)
                and width(text) >= PRINTED_LINE / 2
                or (cut and "。" in text and width(text) >= PRINTED_LINE)
            )
        if is_label(text):
            return False
        if width(text) < PRINTED_LINE:
            return cut and (text[-1] in "，、" or "，" in text or text.rfind("（") > text.rfind("）"))
        return width(text) >= SURE or any(c in text for c in "，,、；。;")


def _fragment_open(fragment: Paragraph, whole: Paragraph, styles: _Styles, cut: bool) -> bool:
    return not ends_sentence(fragment.text) and styles.is_open(whole, cut)


def _can_continue(paragraph: Paragraph, styles: _Styles) -> bool:
    """Whether the paragraph can be the rest of another: no label, no heading, whole at its end or cut again."""
    text = paragraph.text
    if (
        paragraph.heading
        or paragraph.row
        or is_label(text)
        or question(text)
        or is_adoption(text)
        or is_row(text)
        or is_title(text)
    ):
        return False
    if points(text) > 1 or points(text) and ends_sentence(text):
        return False
    if named(text) and not styles.sentences(text) and not ends_sentence(text):
        return False
    return ends_sentence(text) or width(text) >= PRINTED_LINE
