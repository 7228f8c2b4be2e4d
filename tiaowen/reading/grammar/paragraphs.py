"""What the steps of reading hand to each other: Paragraph (layout -> documents), Draft (documents -> structure)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from tiaowen.datamodels import Kind, Origin, Source, Span, Witness

ParagraphRole = Literal[
    "letterhead",
    "title",
    "number",
    "note",
    "addressee",
    "lead",
    "body",
    "signature",
    "date",
    "attachment",
    "caption",
    "byline",
    "imprint",
    "footnote",
    "textbox",
]
"""letterhead: 版头 (某局文件, the office, the date) before the title; title: the document's own title;
number: 文号; note: 题注 (passed / issued on … by …); addressee: 主送机关;
lead: words of the press before the document proper (新华社北京…电 近日…; 全文如下); body; signature and date: 落款;
attachment: 附件/附表; caption: caption of a picture or table; byline: reporter, editor, source of a news item;
imprint: 版记 (抄送, 印发, 此件公开发布) after an official paper; footnote: 注释 that a mark in the text points at, and
textbox: what stands beside the text, both at the end of the document wherever they were printed."""


NOTES = ("footnote", "textbox")

BOLD = 7
"""The heading level of a line that is bold as a whole: below those of Markdown, HTML and Word."""


@dataclass(frozen=True)
class Paragraph:
    """A natural paragraph with its layout undone: `text` is the concatenation of the raw spans, in this order."""

    text: str
    spans: tuple[Span, ...] = field(repr=False)
    heading: int = 0  # level of a Markdown / HTML / docx heading, BOLD for a bold line, 0 for none
    role: ParagraphRole = "body"
    row: bool = False  # a row of a table whose cells are set apart by blanks
    page: bool = False  # a page ends before it
    gap: bool = False  # a blank line stands before it

    def __post_init__(self) -> None:
        length = 0
        for start, end in self.spans:
            length += end - start
        if len(self.text) != length:
            raise ValueError("a paragraph must be made of its raw spans")

    def slice(self, start: int, end: int) -> Paragraph:
        """The paragraph's characters [start, end) with their raw spans."""
        kept: list[Span] = []
        at = 0
        for low, high in self.spans:
            first, last = max(start - at, 0), min(end - at, high - low)
            if first < last:
                kept.append(Span(low + first, low + last))
            at += high - low
        return replace(self, text=self.text[start:end], spans=tuple(kept))

    def join(self, other: Paragraph) -> Paragraph:
        """This paragraph continued by `other`, without a seam."""
        return replace(self, text=self.text + other.text, spans=self.spans + other.spans)


@dataclass(frozen=True)
class Draft:
    """One document found in a source: its paragraphs in canonical order (title and 题注 first) with their roles."""

    source: Source
    title: str
    kind: Kind
    paragraphs: tuple[Paragraph, ...]
    issuer: str = ""
    number: str = ""
    date: str = ""

    def witness(self) -> Witness:
        """The canonical text (paragraphs joined by one line feed) with its origin."""
        starts: list[int] = []
        raw_starts: list[int] = []
        lengths: list[int] = []
        at = 0
        for paragraph in self.paragraphs:
            for low, high in paragraph.spans:
                starts.append(at)
                raw_starts.append(low)
                lengths.append(high - low)
                at += high - low
            at += 1  # the line feed
        text = "\n".join(paragraph.text for paragraph in self.paragraphs)
        return Witness(self.source, text, Origin(tuple(starts), tuple(raw_starts), tuple(lengths)))
