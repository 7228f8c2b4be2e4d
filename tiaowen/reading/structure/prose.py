"""Paragraphs without numbers: those of a document that has none, and those before its first article or section."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.datamodels import Step
from tiaowen.reading.grammar.headings import caption
from tiaowen.reading.structure.section_marks import Entry
from tiaowen.reading.structure.tree import Line, Node, of_line

_QUOTED = re.compile(r"^\s*[“‘（(].*[”’）)]\s*$|[）)…]\s*$")
"""A line of the news that is spoken, or an aside; 干得轻：一张清单挡住“万能章” is a heading all the same."""


def build(top: Node, found: Sequence[Entry], prefix: str, news: bool) -> None:
    """Paragraphs 第1段, 第2段 … counted through; sub-headings are containers and are not counted."""
    home, count = top, 0
    total = sum(1 for entry in found if not entry.title)
    for index, entry in enumerate(found):
        line = entry.line
        followed = index + 1 < len(found) and not found[index + 1].title
        subtitle = entry.title or (
            news
            and total > 2
            and followed
            and len(line.text) <= 32
            and caption(line.text)
            and not _QUOTED.search(line.text)
        )
        if subtitle and followed:
            words = line.text.strip()
            home = top.add(of_line(line, Step("标题"), prefix + words, "container", heading=words))
            continue
        count += 1
        home.add(of_line(line, Step("段", count), f"{prefix}第{count}段"))


def below(top: Node, lines: Sequence[Line]) -> None:
    """Paragraphs under a heading, 第1段, 第2段 …, each with the heading in its label."""
    for number, line in enumerate(lines, 1):
        top.add(of_line(line, Step("段", number), f"{top.label}第{number}段"))


def opening(top: Node, lines: Sequence[Line], prefix: str = "") -> None:
    """Paragraphs before the first article or section: 序言, or 序言第N段 where there are several."""
    for number, line in enumerate(lines, 1):
        label = "序言" if len(lines) == 1 else f"序言第{number}段"
        top.add(of_line(line, Step("序言", 0 if len(lines) == 1 else number), prefix + label))
