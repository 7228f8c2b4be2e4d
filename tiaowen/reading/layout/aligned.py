"""Tables whose cells are set apart by runs of blanks: which lines are their rows.

    序号    考核内容        分值
    1       按时报送        10      (a cell may be empty)
    合计                    10

One line alone proves nothing: 总　　则, 甲方：　　乙方： and padded lines of print have such blanks too. A row is
proved by its neighbours: as many cells as they have, or cells that begin in the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tiaowen.reading.grammar.lines import Line
from tiaowen.reading.grammar.marks import OFFICE_END, article, is_container, is_date, is_label, is_row, width

_GAP = re.compile(r"[ \u3000\xa0\u2002\u2003]{2,}|[ \u3000\xa0]*\t[ \t\u3000\xa0]*")
_SENTENCE = re.compile(r"[。！？：:]")
_PAUSES = "，、；。,;"  # before a gap they show a sentence that goes on: a padded line of text
_PUNCTUATION = re.compile(f"[{_PAUSES}：:]")
_OFFICE = re.compile(rf".*{OFFICE_END}$")
_NEAR = 1.0  # how far from its column a cell may begin, in full-width characters
_NARROW = 8.0  # a table has narrow cells; columns of print have not
_LABEL = 12.0  # the widest first cell of a table of two columns


class _Cells(NamedTuple):
    """The cells of a line: where each begins, from the left edge of the page, and how wide it is."""

    starts: tuple[float, ...]
    widths: tuple[float, ...]


def rows(lines: Sequence[Line]) -> frozenset[int]:
    """The indices of the lines that are rows of a table. Rows stand together, with at most one blank line between."""
    cells = [_cells(line) for line in lines]
    found: set[int] = set()
    first = 0
    while first < len(lines):
        last = first + 1
        while cells[first] and last < len(lines) and cells[last] and lines[last].gap <= (3 if lines[last].page else 1):
            last += 1
        if last - first > 1:
            run = [(i, own) for i in range(first, last) if (own := cells[i]) is not None]
            found |= _proved(lines, run) or _pairs(lines, run)
        first = last
    return frozenset(found | _wrapped(lines, cells, found))


def _cells(line: Line) -> _Cells | None:
    """The cells of a line that may be a row: two or more, and no sentence, heading or signature."""
    text = line.text
    if not _GAP.search(text) or line.heading or line.bullet or is_row(text) or article(text) or is_container(text):
        return None
    pieces = _GAP.split(text)
    running = text[-1] == "。" or "。" in text and text[-1] in _PAUSES
    if (
        running
        or "" in pieces
        or any(piece[-1] in _PAUSES for piece in pieces[:-1])
        or all(_OFFICE.match(piece) for piece in pieces)
    ):
        return None
    starts, widths = [], []
    at, end = line.indent, 0
    for piece in pieces:
        low = text.index(piece, end)
        at += width(text[end:low])
        starts.append(at)
        widths.append(width(piece))
        at, end = at + widths[-1], low + len(piece)
    return _Cells(tuple(starts), tuple(widths))


def _proved(lines: Sequence[Line], run: Sequence[tuple[int, _Cells]]) -> set[int]:
    """Of lines that all have cells, those that their neighbours prove to be rows of three cells or more: two whose
    cells begin alike, three below a header that have as many. Lines with fewer cells (合计　　100) count where those
    begin alike."""
    found: set[int] = set()
    columns: set[float] = set()
    table = [len(cells.starts) if len(cells.starts) > 2 and min(cells.widths) <= _NARROW else 0 for _, cells in run]
    headed = 0  # lines from a header on that have as many cells as it has
    for k, (i, cells) in enumerate(run):
        if headed and table[k] == table[k - 1]:
            headed += 1
        else:
            headed = int(table[k] > 0 and max(cells.widths) <= _NARROW and not _PUNCTUATION.search(lines[i].text))
        if headed > 2:
            found.update(j for j, _ in run[k - 2 : k + 1])
        if k and table[k] and table[k - 1] and _agree(run[k - 1][1], cells):
            found.update((run[k - 1][0], i))
            columns.update(round(2 * start) / 2 for start in (*run[k - 1][1].starts, *cells.starts))
    for i, cells in run:
        if all(_near(start, columns) for start in cells.starts[1:]) and not _SENTENCE.search(lines[i].text):
            found.add(i)
    return found


def _agree(one: _Cells, other: _Cells) -> bool:
    """Whether the cells of the line with fewer begin where those of the other do."""
    fewer, more = sorted((one.starts, other.starts), key=len)
    return all(_near(start, more) for start in fewer)


def _near(start: float, columns: Iterable[float]) -> bool:
    return any(abs(start - column) <= _NEAR for column in columns)


def _pairs(lines: Sequence[Line], run: Sequence[tuple[int, _Cells]]) -> set[int]:
    """Tables of two columns: three lines or more, all of short words whose second cells begin in one column."""
    column = run[0][1].starts[1]
    plain = all(
        len(cells.starts) == 2
        and cells.widths[0] <= _LABEL
        and abs(cells.starts[1] - column) <= _NEAR
        and not _SENTENCE.search(lines[i].text)
        and not is_label(lines[i].text)
        and not any(is_date(piece) for piece in _GAP.split(lines[i].text))
        for i, cells in run
    )
    return {i for i, _ in run} if plain and len(run) > 2 else set()


def _wrapped(lines: Sequence[Line], cells: Sequence[_Cells | None], found: set[int]) -> set[int]:
    """Lines between two rows that hold the rest of one cell: indented to the column of the row above."""
    return {
        i
        for i, line in enumerate(lines)
        if i - 1 in found
        and i + 1 in found
        and cells[i] is None
        and not line.gap
        and (above := cells[i - 1]) is not None
        and line.indent > _NEAR
        and _near(line.indent, above.starts[1:])
    }
