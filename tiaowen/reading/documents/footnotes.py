"""Footnotes: what a mark in the text points at, below a rule across the page or at the end, is part of no article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tiaowen.reading.grammar.numerals import CIRCLED
from tiaowen.reading.grammar.paragraphs import Draft, Paragraph

_HEADER = re.compile(r"(?:注\s*释|脚\s*注|尾\s*注|注)\s*[:：]?")
_MARK = r"(?:(?P<circled>[①-⑳])|[\[［](?P<definition>\^?)(?P<number>\d{1,3})[\]］]|注\s?(?P<named>\d{1,2}))"
_NOTE = re.compile(rf"{_MARK}(?P<colon>[:：]?)[ \t\u3000\xa0]*(?=\S)")
_POINTER = re.compile(rf"(?<=[\w”》）)]){_MARK}(?!\s*[项目款条:：])")
_HOLDS_MARK = re.compile(r"[①-⑳\[［]|注\s?\d")
_RULE = re.compile(r"[-_—─━－=]{3,}|\f")

_Key = tuple[str, int]
"""("①", 1), ("[", 1), ("注", 1)."""


def parted(text: str, paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs of a source without its footnotes, and those in the role of footnotes. text: the source's.

    A footnote begins with a mark that stands behind a word before it. It comes below a rule, a new page or 注释：, last
    on its page, or, where its mark can be no number of an item, at the end of the source; others follow it.
    """
    body: list[Paragraph] = []
    notes: list[Paragraph] = []
    pointed: set[_Key] = set()
    last = _ending(paragraphs)
    above: _Key | None = None  # the footnote before this paragraph
    for index, paragraph in enumerate(paragraphs):
        after = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        found = _NOTE.match(paragraph.text) if not paragraph.heading else None
        key = _key(found) if found is not None else None
        headed = is_header(paragraph.text) and after is not None and _points(after, pointed)
        if headed:
            is_note = True
        elif found is None or key is None:
            is_note = False
        elif above is not None and key[0] == above[0]:
            is_note = key in pointed or key[1] == above[1] + 1
        elif key in pointed:
            under_header = bool(notes) and index > 0 and notes[-1].spans == paragraphs[index - 1].spans
            gap = text[paragraphs[index - 1].spans[-1].end : paragraph.spans[0].start] if index else ""
            ends = key[0] != "①" and index >= last
            ruled = _RULE.search(gap) is not None or bool(found["definition"] and found["colon"])
            is_note = under_header or ends or ruled or _at_foot(paragraphs, index)
        else:
            is_note = False
        if is_note:
            notes.append(replace(paragraph, role="footnote", heading=0))
            above = key
            continue
        above = None
        body.append(paragraph)
        if _HOLDS_MARK.search(paragraph.text) is None:  # nearly every paragraph; only this must be quick
            continue
        pointed.update(_key(mark) for mark in _POINTER.finditer(paragraph.text) if _refers(paragraph.text, mark))
    return body, notes


def is_header(text: str) -> bool:
    """Whether a line stands above footnotes: 注释：."""
    return _HEADER.fullmatch(text) is not None


def handed_out(drafts: Sequence[Draft], notes: Sequence[Paragraph]) -> list[Draft]:
    """The drafts of a source with its footnotes at their ends: each has those that are printed behind its beginning."""
    if not drafts or not notes:
        return list(drafts)
    starts = [min(span.start for p in draft.paragraphs for span in p.spans) for draft in drafts]
    own: list[list[Paragraph]] = [[] for _ in drafts]
    for note in notes:
        before = [n for n, start in enumerate(starts) if start < note.spans[0].start]
        own[max(before, key=starts.__getitem__, default=0)].append(note)
    return [
        replace(draft, paragraphs=(*draft.paragraphs, *found)) if found else draft
        for draft, found in zip(drafts, own, strict=True)
    ]


def _ending(paragraphs: Sequence[Paragraph]) -> int:
    """From which paragraph on there are none but lines with marks."""
    index = len(paragraphs)
    while index and _NOTE.match(paragraphs[index - 1].text):
        index -= 1
    return index


def _at_foot(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the page ends behind a line with a mark and others like it, and they are no items of a list above."""
    if not index or paragraphs[index - 1].text[-1:] in "：:":
        return False
    below = index + 1
    while below < len(paragraphs) and not paragraphs[below].page and _NOTE.match(paragraphs[below].text):
        below += 1
    return below < len(paragraphs) and paragraphs[below].page


def _points(paragraph: Paragraph, pointed: set[_Key]) -> bool:
    found = _NOTE.match(paragraph.text)
    return found is not None and _key(found) in pointed


def _refers(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark points at a footnote: 第①项 and （注1：…） do not."""
    return text[mark.start() - 1] not in "第前见"


def _key(mark: re.Match[str]) -> _Key:
    if mark["circled"]:
        return "①", CIRCLED[mark["circled"]]
    return ("[", int(mark["number"])) if mark["number"] else ("注", int(mark["named"]))
