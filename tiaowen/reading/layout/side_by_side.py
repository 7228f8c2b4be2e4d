"""Two columns of print that were saved as text line by line: 第一条　为加强…，制　　　　第三条　期限分为.

Read across, every article would hold the words of another one. Columns are believed only where a gutter runs through
the page and the articles of the right one go on from those of the left one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tiaowen.datamodels import Span
from tiaowen.reading.grammar.lines import Line
from tiaowen.reading.grammar.marks import article, is_row, width

_GAP = re.compile(r"[ \u3000\xa0\u2002\u2003]{2,}")
_NEAR = 1.5  # how far from its column a line may begin, in full-width characters
_INDENTED = 2.6  # and the first line of a paragraph
_FEWEST = 3  # lines with words in both columns


@dataclass(frozen=True)
class _Page:
    """A page of two columns: the lines above both, and those of each."""

    gutter: float
    both: int  # lines with words in both columns
    head: list[Line]
    left: list[Line]
    right: list[Line]

    def follows(self) -> bool:
        """Whether the articles of the right column go on from those of the left one."""
        first, second = (
            [number for line in column if (number := article(line.text))] for column in (self.left, self.right)
        )
        return bool(first and second) and max(first) + 1 == min(second)


def parted(lines: Sequence[Line]) -> list[Line]:
    """The lines of a source, those of two columns one column after the other.

    A page without articles in both columns, or with a short right one, has the columns of a page that proves them.
    """
    number = 0
    numbers = []
    for line in lines:
        number += line.page
        numbers.append(number)
    pages = [[line for _, line in members] for _, members in groupby(zip(numbers, lines, strict=True), key=_number)]
    columns = [_columns(page) for page in pages]
    proved = sorted({page.gutter for page in columns if page is not None})
    found: list[Line] = []
    for page, both in zip(pages, columns, strict=True):
        others = (_parted(page, gutter, 1) for gutter in proved if both is None)
        both = both or next(filter(None, others), None)
        found.extend([*both.head, *both.left, *both.right] if both is not None else page)
    return found


def _number(pair: tuple[int, Line]) -> int:
    return pair[0]


def _columns(lines: list[Line]) -> _Page | None:
    """The columns of a page, where a gutter runs through it and the articles prove them."""
    starts = Counter(round(start) for line in lines for start, _, _ in _gaps(line))
    if starts.total() < _FEWEST:
        return None
    best = max(starts, key=lambda start: (starts[start] + starts[start + 1], start))
    for start in (best, best - 2):  # as many first lines as others may stand in the right column
        page = _parted(lines, start + 0.5, _FEWEST)
        if page is not None and page.follows() and 2 * page.both >= len(lines) - len(page.head):
            return page
    return None


def _parted(lines: list[Line], gutter: float, fewest: int) -> _Page | None:
    """The columns of a page beside this gutter, or None where a line below the first ones reaches over it, or where
    fewer lines have words in both."""
    head = 0  # lines above the columns, that reach over both
    while head < len(lines) and _cut(lines[head], gutter) is None:
        head += 1
    cuts = [_cut(line, gutter) for line in lines[head:]]
    both = sum(cut is not None and cut[0] is not None and cut[1] is not None for cut in cuts)
    if both < fewest or None in cuts:
        return None
    left = [cut[0] for cut in cuts if cut is not None and cut[0] is not None]
    right = [cut[1] for cut in cuts if cut is not None and cut[1] is not None]
    return _Page(gutter, both, lines[:head], left, right)


def _gaps(line: Line) -> list[tuple[float, int, int]]:
    """The wide blanks of a line: at which distance from the left edge the words behind begin, and where they are."""
    if line.heading or is_row(line.text):
        return []
    return [(line.indent + width(line.text[: gap.end()]), gap.start(), gap.end()) for gap in _GAP.finditer(line.text)]


def _cut(line: Line, gutter: float) -> tuple[Line | None, Line | None] | None:
    """The parts of a line in the left and in the right column, or None where it reaches over the gutter."""
    if line.indent >= gutter - _NEAR:
        return None, replace(line, indent=max(line.indent - gutter, 0.0), gap=0)
    for start, low, high in _gaps(line):
        # a title above the left column is centred, or longer than the column
        if -_NEAR <= start - gutter <= _INDENTED or start > gutter and article(line.text[high:]):
            return _piece(line, 0, low, line.indent), replace(
                _piece(line, high, len(line.text), 0.0), gap=0, page=False
            )
    return (line, None) if line.indent + line.width < gutter else None


def _piece(line: Line, first: int, last: int, indent: float) -> Line:
    """The characters [first, last) of a line as a line of its own."""
    spans: list[Span] = []
    at = 0
    for low, high in line.spans:
        begin, end = max(first - at, 0), min(last - at, high - low)
        if begin < end:
            spans.append(Span(low + begin, low + end))
        at += high - low
    text = line.text[first:last]
    return replace(line, text=text, spans=tuple(spans), indent=indent, width=width(text))
