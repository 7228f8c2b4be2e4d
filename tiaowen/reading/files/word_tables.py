"""Tables of Word documents -> lines | a | b |, a merged cell in every column and row that it reaches over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from tiaowen.reading.files.set_tables import SetTables
from tiaowen.reading.files.word_tree import W, integer, marked, within

LONGEST_REPEATED = 30  # characters of a merged cell that are said in each of its columns and rows
_MOST_COLUMNS = 64
_NEAR = 240  # twentieths of a point: edges of cells that lie nearer were drawn by hand and are meant to be one

Placed = tuple[Any, int, int]
"""A cell with the columns [first, last) that it stands under."""


def table(
    element: Any, read: Callable[[Any], Iterator[str]], words: Callable[[Any], list[str]], earlier: SetTables
) -> Iterator[str]:
    """A row is one line | a | b |; a table of one column is a frame around ordinary paragraphs, and so is one that
    sets a regulation.

    `read` gives the paragraphs of a cell, `words` all as plain lines. `earlier` knows the tables before. Deleted
    rows are left out.
    """
    rows = [row for row in within(element, W + "tr") if not marked(row, "trPr", "del")]
    cells = [list(within(row, W + "tc")) for row in rows]
    if max(map(len, cells), default=0) <= 1:
        for cell in (cell for row in cells for cell in row):
            yield from read(cell)
        return
    above: dict[int, str] = {}  # words of the cells that reach down, by their first column
    printed_rows: list[str] = []
    said: list[list[list[str]]] = []  # the lines of the cells, those of merged ones once
    for placed in _placed(element, rows, cells):
        printed: dict[int, str] = {}
        said.append([[] for _ in range(max((last for _, _, last in placed), default=0))])
        for cell, first, last in placed:
            down, across = _merging(cell, "vMerge"), _merging(cell, "hMerge")
            if across == "continue" and first - 1 in printed:  # as old documents have it
                text = printed[first - 1]
            elif down == "continue" and first in above:
                text = above[first] if len(above[first]) <= LONGEST_REPEATED else ""
            else:
                lines = said[-1][first] = words(cell)
                text = " ".join(lines)
                above.pop(first, None)
                if down:
                    above[first] = text
            printed[first] = text
            for column in range(first + 1, last):
                printed[column] = text if len(text) <= LONGEST_REPEATED else ""
        line = [printed.get(column, "") for column in range(max(printed, default=-1) + 1)]
        if len(placed) == 1:
            line = [printed[placed[0][1]]]  # a caption over the whole width
        printed_rows.append("| " + " | ".join(line) + " |" if any(line) else "")
    yield from filter(None, earlier.lines(said, printed_rows))


def _placed(element: Any, rows: Sequence[Any], cells: Sequence[Sequence[Any]]) -> Iterator[list[Placed]]:
    """For every row its cells at their columns. Where every row has the same number of cells these are the columns,
    however wide they were drawn; else edges tell."""
    if len({len(row) for row in cells}) == 1:
        for row in cells:
            yield [(cell, column, column + 1) for column, cell in enumerate(row)]
        return
    edges = _edges(element)
    drawn: list[list[Placed]] = []
    for row, inside in zip(rows, cells, strict=True):
        at = min(integer(row.find(f"{W}trPr/{W}gridBefore")) or 0, _MOST_COLUMNS)
        drawn.append([])
        for cell in inside:
            after = at + min(max(integer(cell.find(f"{W}tcPr/{W}gridSpan")) or 1, 1), _MOST_COLUMNS)
            drawn[-1].append((cell, _edge(edges, at), _edge(edges, after)))
            at = after
    used = sorted({edge for row in drawn for _, first, last in row for edge in (first, last)})
    column = dict(zip(used, accumulate([0, *(high - low >= _NEAR for low, high in pairwise(used))]), strict=True))
    if not edges or any(column[first] == column[last] for row in drawn for _, first, last in row):
        column = {edge: number for number, edge in enumerate(used)}
    for row in drawn:
        yield [(cell, column[first], column[last]) for cell, first, last in row]


def _edges(element: Any) -> list[int]:
    """Where the columns of the grid end, in twentieths of a point from the first; [] where a width is not given."""
    given = [one.get(W + "w") or "" for one in element.iterfind(f"{W}tblGrid/{W}gridCol")]
    known = all(width.isdigit() and 0 < int(width) < 100_000 for width in given)
    return [0, *accumulate(map(int, given))] if known and given else []


def _edge(edges: Sequence[int], column: int) -> int:
    """Where a column of the grid begins; beyond the grid that is given, columns are an inch wide."""
    beyond = column - max(len(edges) - 1, 0)
    return edges[column] if beyond <= 0 and edges else (edges[-1] if edges else 0) + beyond * 1440


def _merging(cell: Any, name: str) -> str:
    """restart, continue, or "" for a cell that is not merged with the one above (vMerge) or before it (hMerge)."""
    merge = cell.find(f"{W}tcPr/{W}{name}")
    return "" if merge is None else merge.get(W + "val") or "continue"
