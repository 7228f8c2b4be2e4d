"""Pieces of the press that stand between two articles of a regulation, and where the regulation goes on behind them."""

from __future__ import annotations

import re

from tiaowen.reading.documents.flow import Flow, Styles, pairs_of
from tiaowen.reading.grammar.marks import Mark, article, ends_sentence, enumeration, is_container, is_title
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import is_headline, is_press

ALIKE = 0.4  # share of the pairs of characters of a paragraph that the text it belongs to has
EXPECTED = 0.2  # the same, where a sentence of that text was broken off


def news_begins(
    current: Flow, paragraphs: list[Paragraph], i: int, places: dict[int, list[int]], styles: Styles
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


def breaks_off(paragraph: Paragraph) -> bool:
    """Whether a paragraph that a piece of the press follows breaks off, however short it is."""
    text = paragraph.text
    if paragraph.heading or paragraph.row or ends_sentence(text) or is_container(text) or is_title(text):
        return False
    return article(text) > 0 or re.search("[，,、；;。]", text) is not None


def resumed(
    current: Flow,
    suspended: list[Flow],
    paragraphs: list[Paragraph],
    i: int,
    marks: list[Mark | None],
    ahead: Mark | None,
) -> Flow | None:
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


def _share(text: str, pairs: set[str]) -> float:
    """The share of a text's pairs of characters that are among these."""
    own = pairs_of(text)
    return len(own & pairs) / max(len(own), 1)
