"""Footnotes of a PDF page: small lines at its foot whose number stands small and high behind a word of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from tiaowen.reading.files.pdf_columns import SENTENCE_END
from tiaowen.reading.files.pdf_letters import RAISED, Row
from tiaowen.reading.grammar import notes

_MARK = re.compile(rf"(?<![A-Za-z\d]){RAISED[0]}[(（\[〔]?(\d{{1,3}}|[①-⑩]|\*+)[)）\]〕]?{RAISED[1]}")
_LEVEL_MARK = re.compile(r"(?<=[\w”》）)])[①-⑩](?!\s*[项目款条])")
_NOTE = re.compile(rf"{RAISED[0]}?[(（\[〔]?(\d{{1,3}}|[①-⑩]|\*+)[)）\]〕]?{RAISED[1]}?[ \u3000]*(?=\S)")
_FOLIO = re.compile(r"[\s\W\d第共页]{1,16}")
_LISTED = re.compile(r"\d+[.．、)）\d]|\d+[ \u3000]|[①-⑩]")  # 1.甲, 1 甲: numbers of items, of rows
_MOST = 8  # lines as large as the text that are looked at
_SMALL = 0.88  # of the height of the letters of the page


def footnotes(rows: Sequence[Row], used: set[str], low: float) -> tuple[list[Row], list[str]]:
    """(the rows of a page with marks [^1] and without its footnotes, these footnotes: [^1]: 甲).

    `used`: the names of the notes before; those of this page are added. `low`: below this height (points) there may be
    a page number. What is small and high and belongs to no footnote becomes plain.
    """
    kept, found = list(rows), []
    marks = {mark[1] for row in rows for mark in _MARK.finditer(row.text)}
    marks |= {mark[0] for row in rows for mark in _LEVEL_MARK.finditer(row.text)}
    block = _foot(rows, low, marks)
    first = _NOTE.match(block[0].text) if block else None
    if first is not None and first[1] in "①②③④⑤⑥⑦⑧⑨⑩" and first[1] not in marks and len(block) < len(rows) / 4:
        marks.add(first[1])  # its mark in the text is lost; no item of a list is printed so
    if first is not None and first[1] in marks:
        names: dict[str, str] = {}
        words: list[tuple[str, str]] = []
        for row in block:
            begins = _NOTE.match(row.text)
            if begins is not None and begins[1] in marks and begins[1] not in names:
                name = begins[1] if begins[1] not in used else f"{begins[1]}-{len(used) + 1}"
                names[begins[1]] = name
                used.add(name)
                words.append((name, row.text[begins.end() :]))
            else:
                words[-1] = words[-1][0], words[-1][1] + row.text
        found = [notes.definition(name) + _plain(text) for name, text in words]
        kept = [row for row in rows if not any(row is other for other in block)]
        for row in kept:
            for pattern in (_MARK, _LEVEL_MARK):
                row.text = pattern.sub(lambda mark: _reference(mark, names), row.text)
    for row in kept:
        row.text = _plain(row.text)
    return kept, found


def _reference(mark: re.Match[str], names: dict[str, str]) -> str:
    name = names.get(mark[mark.re.groups])
    return notes.reference(name) if name is not None else mark[0]


def _foot(rows: Sequence[Row], low: float, marks: set[str]) -> list[Row]:
    """The small lines at the foot of the page, from the top; where there are none, those from one on that begins with
    one of these marks behind the end of a sentence: 1指甲乙双方。"""
    lines = sorted((row for row in rows if not row.cells), key=lambda row: row.y0)
    if not lines:
        return []
    usual = median(row.size for row in lines for _ in row.text)
    while lines and lines[0].y1 < low and _FOLIO.fullmatch(lines[0].text):
        lines.pop(0)
    block: list[Row] = []
    for row in lines:
        if row.size > _SMALL * usual:
            break
        if block and row.y0 - block[-1].y1 > 2.5 * row.size and not any(_NOTE.match(other.text) for other in block):
            block = []  # a foot below the notes
        block.append(row)
    while block and _NOTE.match(block[-1].text) is None:
        block.pop()
    if not block:
        for number, (row, above) in enumerate(pairwise(lines[:_MOST]), 1):
            begins = _NOTE.match(row.text)
            if begins and begins[1] in marks and not _LISTED.match(row.text) and SENTENCE_END.search(above.text):
                return lines[:number][::-1]
    return block[::-1]


def _plain(text: str) -> str:
    return text.replace(RAISED[0], "").replace(RAISED[1], "")
