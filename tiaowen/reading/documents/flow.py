"""One text as it runs through a source: which of its paragraphs break off, and what may be the rest of one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from tiaowen.reading.grammar.marks import (
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
    question,
    width,
)
from tiaowen.reading.grammar.numerals import chinese
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import signature_start

PRINTED_LINE = (
    28.0  # a paragraph that is cut by the end of a page has at least one full printed line, in full-width characters
)
SURE = 45.0  # no heading is as long as this

OPENING = re.compile(
    r"(?:近日|日前|最近|本报讯|本报记者|新华社|据悉|据了解|记者从|中新[社网]|人民网)|[^，。,]{0,16}[\d月]日电|(?:时间|来源|作者|责任编辑|编辑|记者)\s*[:：]|附\s*[件表]"
)
"""How a text of its own begins, which is the rest of no other one."""


@dataclass(slots=True)
class Flow:
    """One text as it runs through the source."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    mark: Mark | None = None  # the last mark of its sequence
    article: int = 0  # the number of its last article
    open: bool = False  # its last paragraph breaks off
    inserted: bool = False  # a piece of the press that stands between the articles of another text
    _pairs: set[str] = field(default_factory=set)
    _counted: int = 0  # paragraphs whose pairs are among them
    ended: bool = False  # an interview with its signature

    def add(self, paragraph: Paragraph, mark: Mark | None, is_open: bool) -> None:
        self.paragraphs.append(paragraph)
        self.mark = mark or self.mark
        self._count(paragraph, mark[1] if mark is not None and mark[0] == "条" else self.article)
        self.open = is_open
        self.ended = self.mark is not None and self.mark[0] in "问答" and signature_start(paragraph.text) >= 0

    def _count(self, paragraph: Paragraph, number: int) -> None:
        last = last_article(paragraph.text, number)
        if last > number:
            self.mark = ("条", last)
        self.article = last

    def pairs(self) -> set[str]:
        """Every two neighbouring characters of its words, gathered once: the last paragraph may have gone on since."""
        for paragraph in self.paragraphs[max(self._counted - 1, 0) :]:
            self._pairs |= pairs_of(paragraph.text)
        self._counted = len(self.paragraphs)
        return self._pairs

    def go_on(self, fragment: Paragraph, is_open: bool) -> None:
        self.paragraphs[-1] = self.paragraphs[-1].join(fragment)
        self._count(fragment, self.article)
        self.open = is_open


def last_article(text: str, number: int) -> int:
    """The number of the last article in a paragraph of the article `number`, where others run on: …。第三条 …"""
    while number and f"。第{chinese(number + 1)}条" in text:
        number += 1
    return number


def pairs_of(text: str) -> set[str]:
    return {text[k : k + 2] for k in range(len(text) - 1)}


class Styles:
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


def fragment_open(fragment: Paragraph, whole: Paragraph, styles: Styles, cut: bool) -> bool:
    return not ends_sentence(fragment.text) and styles.is_open(whole, cut)


def can_continue(paragraph: Paragraph, styles: Styles) -> bool:
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


def follows(mark: Mark | None, ahead: Mark | None) -> bool:
    if mark is None or ahead is None:
        return False
    if mark[0] == "条":
        return ahead == ("条", mark[1] + 1) or ahead[0] == "章"
    return mark[0] in "问答" and ahead[0] in "问答"
