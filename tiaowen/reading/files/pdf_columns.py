"""The printed lines of a PDF page -> its columns in reading order, and the rows of its tables.

Recursive cuts along white gaps, as in Nagy & Seth 1984.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from tiaowen.reading.files.pdf_letters import BAR, Row, parted_at
from tiaowen.reading.grammar.contents import contents_entry
from tiaowen.reading.grammar.headings import division

SENTENCE_END = re.compile(r"[。；;：:！!？?]$|[。！？][”’）)】》]$")
_CELL = re.compile(rf"\d|{SENTENCE_END.pattern}")  # no words of the head of a table
_TOP = 3  # lines at the head of a page: a running head may stand above the head of a table
_GAPS = 8  # white gaps of a page that are tried as the one between two columns


@dataclass(slots=True)
class Column:
    """Rows that are read from top to bottom."""

    rows: list[Row] = field(default_factory=list)

    margins: tuple[float, float] | None = None
    """Left and right edge (points) where the column's own rows do not tell it: `settle`."""
    rights: dict[float, float] = field(default_factory=dict)
    """Size of letters -> right edge, once it has been asked for."""

    @property
    def left(self) -> float:
        own = min((row.x0 for row in self.rows if not row.cells), default=min(row.x0 for row in self.rows))
        return min(own, self.margins[0]) if self.margins else own

    def right(self, size: float) -> float:
        """Where full lines of this size end; a mark that hangs over the edge, or a wide title, does not move it.

        The rows and margins of the column must be complete.
        """
        if size not in self.rights:
            self.rights[size] = self._right(size)
        return self.rights[size]

    def _right(self, size: float) -> float:
        alike = [row for row in self.rows if not row.cells and abs(row.size - size) <= 0.15 * size]
        alike = [row for row in alike if not row.pieces] or alike or self.rows
        edge = _edge(alike, size)
        if edge is not None:
            return edge
        widest = max(row.x1 for row in alike)
        return max(widest, self.margins[1]) if self.margins else widest


def _edge(rows: Sequence[Row], size: float) -> float | None:
    """The right edge of rows of which some are wrapped at it; None where no line goes on in the next one."""
    left = min(row.x0 for row in rows)
    wrapped = [
        row.x1
        for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False)
        if _goes_on(row.text)
        and row.x0 < left + 2.6 * size
        and (after is None or after.x0 < left + 0.9 * size)
        and not any(other is not None and _on_one_middle(row, other) for other in (before, after))
    ]
    widest = max(row.x1 for row in rows)
    near = [row.x1 for row in rows if row.x1 > widest - 1.2 * size]
    bucket, count = Counter(round(end / 4) for end in wrapped).most_common(1)[0] if wrapped else (0, 0)
    wider = sum(row.x1 > 4 * bucket + 2 + 1.2 * size for row in rows)  # short headings may end at one place, too
    if count >= 3 and (len(near) == 1 and wider <= 0.2 * len(rows) or 4 * bucket + 2 > widest - 1.2 * size):
        return 4.0 * bucket + 2
    return widest if any(end > widest - 2.6 * size for end in wrapped) else None


def _on_one_middle(row: Row, other: Row) -> bool:
    """Whether both lines are set in the middle of the column, as on a cover."""
    return abs(row.x0 - other.x0) > 0.3 * row.size and abs(row.x0 + row.x1 - other.x0 - other.x1) < 1.5 * row.size


def _goes_on(text: str) -> bool:
    """Whether a line may be one of several of its paragraph, and not the last: no end of a sentence, no heading."""
    mark = division(text)
    return not (SENTENCE_END.search(text) or mark is not None and mark.style != "条" or contents_entry(text))


def settle(found: Sequence[tuple[Column, float]]) -> None:
    """Give columns without a wrapped line the margins of the narrowest column of the document that they fit in.

    `found`: all columns of the document, each with the width of its page. Where there is none, a column at the left of
    its page has margins as wide on either side.
    """
    known: set[tuple[float, float]] = set()
    unknown: list[tuple[Column, float, float]] = []
    for column, width in found:
        rows = [row for row in column.rows if not row.cells and not row.pieces]
        if not rows:
            continue
        size = median(row.size for row in rows)
        edge = _edge([row for row in rows if abs(row.size - size) <= 0.15 * size] or rows, size)
        if edge is None or len(rows) < 3:
            unknown.append((column, size, width))
        else:
            known.add((column.left, edge))
    for column, size, width in unknown:
        low, high = column.left, max(row.x1 for row in column.rows)
        around = [(x0, x1) for x0, x1 in known if x0 - size < low and high < x1 + 1.5 * size]
        if around:
            column.margins = min(around, key=lambda edges: (edges[1] - edges[0], edges))
        elif low < 0.3 * width:
            column.margins = (low, width - low)


def columns(rows: list[Row], cuts: list[float]) -> Iterator[Column]:
    """Recursive cuts of a page into columns, in reading order: top to bottom, then left to right.

    `cuts`: where the pages before were cut (points); the cuts of this one are added. The last column of a page may be
    a line or two, which is believed only where others were cut.
    """
    stack = [(rows, 0)]
    while stack:
        part, depth = stack.pop()
        if not part:
            continue
        cut = _gutter(part, cuts) if len(part) >= 6 and depth < 12 else None
        if cut is None:
            yield Column(sorted(part, key=lambda row: (-row.y1, row.x0)))
            continue
        cuts.append(cut)
        part = [piece for row in part for piece in parted_at(row, cut)]
        across = [row for row in part if row.x0 < cut < row.x1]
        # Rows across the gutter (headlines) part the page into bands; each band is read by itself.
        edges = sorted((row.y0 for row in across), reverse=True)
        bands: list[list[Row]] = [[] for _ in range(len(edges) + 1)]
        for row in part:
            if not row.x0 < cut < row.x1:
                bands[sum(1 for edge in edges if row.y1 <= edge + 0.3 * row.size)].append(row)
        pieces: list[tuple[list[Row], int]] = []
        run: list[Row] = []
        for band, headline in zip(bands, [*sorted(across, key=lambda row: -row.y0), None], strict=True):
            if band:
                if run:
                    pieces.append((run, 99))
                    run = []
                pieces.append(([row for row in band if row.x1 <= cut], depth + 1))
                pieces.append(([row for row in band if row.x0 >= cut], depth + 1))
            if headline is not None:
                run.append(headline)
        if run:
            pieces.append((run, 99))
        stack.extend(reversed(pieces))


def _gutter(rows: Sequence[Row], cuts: Sequence[float]) -> float | None:
    """The x of a white gap that parts the rows into two columns, or None.

    The gap must be wide, hardly crossed by any row, and have several rows on both sides. There may be wider ones that
    have not: between the cells of a table, or beside a table that runs over the edge of its column. A row that leaves
    the gap white within itself does not cross it.
    """
    low, high = min(row.x0 for row in rows), max(row.x1 for row in rows)
    size = median(row.size for row in rows)
    if high - low < 12 * size:
        return None
    events: list[tuple[float, int]] = []
    for row in rows:
        edges = [row.x0, *(edge for white in row.whites for edge in white), row.x1]
        events.extend((edge, 1 if number % 2 == 0 else -1) for number, edge in enumerate(edges))
    events.sort()
    gaps: list[tuple[int, float, float]] = []  # rows across it, its width (negative), its middle
    covered = 0
    for (x, change), (following, _) in zip(events, events[1:], strict=False):
        covered += change
        width = following - x
        if width < 0.8 * size or not low + 0.15 * (high - low) < (x + following) / 2 < high - 0.15 * (high - low):
            continue
        if covered <= 0.15 * len(rows):
            gaps.append((covered, -width, (x + following) / 2))
    for _, _, cut in sorted(gaps)[:_GAPS]:
        known = any(abs(cut - other) < size for other in cuts)
        if _parts_columns(rows, cut, 1 if known else 3):
            return cut
    return None


def _parts_columns(rows: Sequence[Row], cut: float, least: int) -> bool:
    """Whether there is running text on both sides, `least` rows or more.

    A table, or a list of names with posts, has short rows on one. A few rows with white at the place tell nothing.
    """
    parted = [parted_at(row, cut) for row in rows]
    often = sum(len(pieces) > 1 for pieces in parted) >= 5
    rows = [piece for pieces in parted if often or len(pieces) == 1 for piece in pieces]
    sides = [row for row in rows if row.x1 <= cut], [row for row in rows if row.x0 >= cut]
    return all(len(side) >= least and median(len(row.text) for row in side) >= 7 for side in sides)


def merged(rows: list[Row]) -> list[Row]:
    """Pieces on one height (组　长：　史利强　　区政府副区长) are one line again once the columns are known."""
    found = [row for line in _lines(rows) for row in _of_height(line)]
    for row, after in pairwise(found):
        if _same_cells(row, after):
            row.text, after.text = _cells(row), _cells(after)
    return found


def _lines(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows on one height, from left to right; the lines from the top."""
    groups: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (-(row.y0 + row.y1) / 2, row.x0)):
        last = groups[-1][-1] if groups else None
        if last is not None and abs((row.y0 + row.y1) - (last.y0 + last.y1)) / 2 <= 0.4 * min(row.size, last.size):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [sorted(group, key=lambda row: row.x0) for group in groups]


def repeated_heads(pages: Sequence[list[Row]]) -> Iterator[list[str]]:
    """Take the head of a table without rules, three cells or more, out of the pages where it is printed again at the
    top, and put bars between its cells where it is printed first. For every page: the words taken out."""
    first: dict[tuple[tuple[str, int], ...], tuple[list[Row], list[Row]]] = {}
    for rows in pages:
        again: list[str] = []
        above: list[Row] = []
        for at, line in enumerate(_lines([row for row in rows if not row.cells])):
            key = tuple((row.text, round(row.x0 / 4)) for row in line)
            # a row of the table has others above it, or figures
            headed = len(line) >= 3 > len(above) and not any(_CELL.search(row.text) for row in line)
            above = line
            page, head = first.setdefault(key, (rows, line)) if headed else (rows, line)
            if page is rows or at >= _TOP:
                continue
            again.append(" ".join(row.text for row in line))
            rows[:] = [row for row in rows if not any(row is cell for cell in line)]
            if any(row is head[0] for row in page):
                page[:] = [row for row in page if not any(row is cell for cell in head)]
                page.append(replace(_joined(head), text=between_bars(row.text for row in head), pieces=()))
        yield again


def _of_height(pieces: Sequence[Row]) -> list[Row]:
    """The line that pieces on one height make; two where a heading stands beside its article: 第一章 甲, 第一条 乙."""
    marks = [division(piece.text) for piece in pieces[:2]] if len(pieces) == 2 else []
    styles = [mark.style for mark in marks if mark is not None]
    if len(styles) == 2 and styles[0] in ("编", "章", "节") and styles[1] == "条":
        return list(pieces)
    return [_joined(pieces)]


def _same_cells(row: Row, after: Row) -> bool:
    """Whether two neighbouring lines are rows of one table: three cells or more, each below one of the row above."""
    return (
        len(row.pieces) == len(after.pieces) >= 3
        and row.y0 - after.y1 < 1.5 * row.size
        and all(
            min(a.x1, b.x1) > max(a.x0, b.x0) or abs(a.x0 - b.x0) < row.size
            for a, b in zip(row.pieces, after.pieces, strict=True)
        )
    )


def _cells(row: Row) -> str:
    return between_bars(piece.text for piece in row.pieces)


def between_bars(cells: Iterable[str]) -> str:
    """A row of a table as other readers give it: | a | b |."""
    return BAR + " | ".join(cells) + " |"


def _joined(pieces: Sequence[Row]) -> Row:
    if len(pieces) == 1:
        return pieces[0]
    return Row(
        " ".join(piece.text for piece in pieces),
        pieces[0].x0,
        max(piece.x1 for piece in pieces),
        min(piece.y0 for piece in pieces),
        max(piece.y1 for piece in pieces),
        max(piece.size for piece in pieces),
        tuple(pieces),
    )
