"""The paragraphs of one document while they are being gathered, and what they have shown so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tiaowen.reading.grammar.marks import (
    DATE,
    STANDARD,
    article,
    ends_sentence,
    enumeration,
    is_container,
    is_parenthesis,
    question,
    squeeze,
    width,
)
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import signature_start

HEAD_LINES = 8
"""Lines of a document among which its title stands."""

ATTACHMENT = re.compile(
    r"附\s*[件表录]?\s*[0-9一二三四五六七八九十]*\s*(?:$|[:：])|附\s*[件表录]\s*[0-9一二三四五六七八九十]"
)
"""How a line begins that names an appendix or the list of them: 附件2, 附：."""


@dataclass(slots=True)
class Segment:
    """The paragraphs of one document in printed order."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # the headings of the first level, without blanks
    piece: bool = False  # carried over from another page, or begun by the press
    articles: int = 0  # the last article
    first_article: int = 0
    questions: int = 0
    body: bool = False  # more than titles, notes and numbers
    ended: bool = False  # a signature of the press closed it
    attachments: bool = False
    listed: str = ""  # its title below a cover, without blanks, where a table of contents names it

    @property
    def headless(self) -> bool:
        """Whether it begins with its chapters or articles and so lacks a title."""
        first = self.paragraphs[0].text if self.paragraphs else ""
        return bool(article(first) or is_container(first))

    @property
    def standard(self) -> bool:
        """Whether it begins with the cover of a standard."""
        return any(STANDARD.fullmatch(p.text) for p in self.paragraphs[:6])

    @property
    def interview(self) -> bool:
        """Whether it is questions and answers, and no guide that ends with some (常见问答)."""
        asks = [question(p.text) == "问" for p in self.paragraphs]
        first = asks.index(True) if True in asks else 0
        before = self.paragraphs[:first]
        headed = sum(p.heading > 1 or bool(enumeration(p.text) or article(p.text)) for p in before) > 1
        level = before[-1].heading if before else 0
        heads = [i for i in range(first, len(asks)) if level > 1 and self.paragraphs[i].heading == level]
        silent = [(low, high) for low, high in pairwise([*heads, len(asks)]) if not any(asks[low:high])]
        others = [*(before if headed else ()), *(p for low, high in silent for p in self.paragraphs[low:high])]
        return self.questions > 1 and 2 * _size(others) <= _size(self.paragraphs)

    def first(self, count: int) -> Segment:
        """The segment of its first paragraphs only."""
        shorter = Segment(piece=self.piece, listed=self.listed)
        for paragraph in self.paragraphs[:count]:
            shorter.add(paragraph)
        return shorter

    def add(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        self.paragraphs.append(paragraph)
        if paragraph.heading == 1:
            self.heads.append(squeeze(text))
        if number := article(text):
            self.articles = number
            self.first_article = self.first_article or number
        asked = question(text)
        before = self.paragraphs[-2].text if len(self.paragraphs) > 1 else ""
        # 一、谁可以申请？ is a question where its answer (答：…) comes next
        self.questions += asked == "问" or asked == "答" and question(before) != "问" and before[-1:] in "？?"
        self.attachments = self.attachments or text[:1] == "附" and len(text) < 80 and bool(ATTACHMENT.match(text))
        if not self.ended and not self.articles and len(self.paragraphs) > 1 and signature_start(text) == 0:
            self.ended = ends_sentence(self.paragraphs[-2].text)
        if not self.body:
            sentence = ends_sentence(text) and not is_parenthesis(text) and not paragraph.heading
            plain = sentence or len(self.paragraphs) > 1 and width(text) > 60
            plain = plain and not (DATE.match(text) and "。" not in text)  # an entry of a 题注
            self.body = bool(article(text) or is_container(text) or question(text) or enumeration(text)) or plain


def _size(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(p.text) for p in paragraphs)
