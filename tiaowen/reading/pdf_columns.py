"""The printed lines of a PDF page -> its columns in reading order, and the rows of its tables.

Recursive cuts along white gaps, as in Nagy & Seth 1984.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

_GAPS = 8  # white gaps of a page that are tried as the one between two columns


@dataclass(slots=True)
class Row:
    """A printed line: its text, its box (points, y upwards), the height of its letters, and the pieces that wide gaps
    part it into (none: it is of one piece)."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    pieces: tuple[Row, ...] = ()


@dataclass(slots=True)
class Column:
    """Rows that are read from top to bottom."""

    rows: list[Row] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(row.x0 for row in self.rows)

    def right(self, size: float) -> float:
        """Where full lines of this size end; a mark that hangs over the edge, or a wide title, does not move it."""
        alike = [row for row in self.rows if abs(row.size - size) <= 0.15 * size]
        ends = [row.x1 for row in alike if not row.pieces] or [row.x1 for row in alike]
        widest = max(ends)
        far = Counter(round(end / 4) for end in ends if end > self.left + 0.6 * (widest - self.left))
        bucket, count = far.most_common(1)[0]
        return 4.0 * bucket + 2 if count >= 3 else widest


def columns(rows: list[Row]) -> Iterator[Column]:
    """Recursive cuts of a page into columns, in reading order: top to bottom, then left to right."""
    stack = [(rows, 0)]
    while stack:
        part, depth = stack.pop()
        if not part:
            continue
        cut = _gutter(part) if len(part) >= 6 and depth < 12 else None
        if cut is None:
            yield Column(sorted(part, key=lambda row: (-row.y1, row.x0)))
            continue
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


def _gutter(rows: Sequence[Row]) -> float | None:
    """The x of a white gap that parts the rows into two columns, or None.

    The gap must be wide, hardly crossed by any row, and have several rows on both sides. There may be wider ones that
    have not: between the cells of a table, or beside a table that runs over the edge of its column.
    """
    low, high = min(row.x0 for row in rows), max(row.x1 for row in rows)
    size = median(row.size for row in rows)
    if high - low < 12 * size:
        return None
    events: list[tuple[float, int]] = []
    for row in rows:
        events.append((row.x0, 1))
        events.append((row.x1, -1))
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
    return next((cut for _, _, cut in sorted(gaps)[:_GAPS] if _parts_columns(rows, cut)), None)


def _parts_columns(rows: Sequence[Row], cut: float) -> bool:
    """Whether there is running text on both sides: a table, or a list of names with posts, has short rows on one."""
    sides = [row for row in rows if row.x1 <= cut], [row for row in rows if row.x0 >= cut]
    return all(len(side) >= 3 and median(len(row.text) for row in side) >= 7 for side in sides)


def merged(rows: list[Row]) -> list[Row]:
    """Pieces on one height (组　长：　史利强　　区政府副区长) are one line again once the columns are known."""
    groups: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (-(row.y0 + row.y1) / 2, row.x0)):
        last = groups[-1][-1] if groups else None
        if last is not None and abs((row.y0 + row.y1) - (last.y0 + last.y1)) / 2 <= 0.4 * min(row.size, last.size):
            groups[-1].append(row)
        else:
            groups.append([row])
    found = [_joined(sorted(group, key=lambda row: row.x0)) for group in groups]
    for row, after in pairwise(found):
        if _same_cells(row, after):
            row.text, after.text = _cells(row), _cells(after)
    return found


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
    return "| " + " | ".join(piece.text for piece in row.pieces) + " |"


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
