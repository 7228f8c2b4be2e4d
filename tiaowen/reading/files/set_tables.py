"""Regulations that are set in a table: 第三条 | 内容, or a chapter | its articles, row after row.

Such a table is no data. Its cells in reading order are the text, every line of a cell a line; its heads of columns,
serial numbers and bars are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import groupby, pairwise

from tiaowen.datamodels import SetAside, Source, Span
from tiaowen.reading.grammar.headings import division
from tiaowen.reading.grammar.lines import FRAME, Line, Lines, apart
from tiaowen.reading.grammar.marks import BLANKS, STOPS, is_container, width

FEWEST, FEWEST_FROM_ONE = 3, 2  # articles in a row that tell such a table; those that begin with 第一条
_HEAD = 8  # most characters of the head of a column
_REMARKED = 0.25  # most of the articles that have words in a further column; with more it is a table about articles
_SERIAL = re.compile(r"[（(]?[0-9０-９]{1,4}[)）.．、]?")
_OPENS = re.compile(r"(?:\||<br\s*/?>)\s*[第笫][^|]{1,16}[条條]", re.IGNORECASE)
_BETWEEN = re.compile(r"\||<br\s*/?>", re.IGNORECASE)

Cell = Sequence[str]
"""The lines of a cell; () where it is empty or says again what the cell above or before it says."""
Columns = tuple[int, ...]


class SetTables:
    """The tables of one source in their order: one goes on where the one before has ended, with one article or more."""

    def __init__(self) -> None:
        self.last: tuple[int, int] | None = None  # article of the table before

    def lines(self, rows: Sequence[Sequence[Cell]], printed: Sequence[str]) -> list[str]:
        """What a table is written as, row by row: as `printed`, or where it sets a regulation, its text, with comments
        for what is set aside."""
        columns = self.columns(rows)
        if columns is None:
            return list(printed)
        return [
            row if kept is None else "\n".join([*written(cells, kept), *_left_out(cells, kept)])
            for cells, row, kept in zip(rows, printed, columns, strict=True)
        ]

    def columns(self, rows: Sequence[Sequence[Cell]]) -> list[Columns | None] | None:
        """For every row the columns that are text, () for heads of columns, None for a row that stays one; None where
        the table sets no regulation.

        Articles follow one another in one column, alone or with their words, which else stand in the next column.
        """
        opened = [(row, column, mark) for row, cells in enumerate(rows) for column, mark in _articles(cells)]
        numbers = [mark for _, _, mark in opened]
        if not opened or len({column for _, column, _ in opened}) > 1:
            return None
        goes_on = self.last is not None and _follows(self.last, numbers[0])
        if len(opened) < (1 if goes_on else FEWEST_FROM_ONE if numbers[0] == (1, 0) else FEWEST):
            return None
        if not all(_follows(a, b) for a, b in pairwise(numbers)):
            return None
        found = _kept(rows, opened[0][1], {row for row, _, _ in opened})
        self.last = numbers[-1] if found is not None else self.last
        return found


def _kept(rows: Sequence[Sequence[Cell]], own: int, begun: Set[int]) -> list[Columns | None] | None:
    """What `columns` returns, of a table whose column `own` has articles that begin in the rows `begun`."""
    found: list[Columns | None] = []
    remarked = whole = 0
    for number, cells in enumerate(rows):
        filled = [column for column, cell in enumerate(cells) if cell]
        if number not in begun and len(filled) > 1 and own in filled:
            if begun and number > min(begun):
                return None
            found.append(() if all(len(" ".join(cells[c])) <= _HEAD for c in filled) else None)
            continue
        kept = [column for column in filled if column == own or not _is_serial(cells[column])]
        words = next((c for c in kept if c > own), own) if number in begun and _alone(cells[own]) else own
        others = [c for c in kept if c not in (own, words) and not is_container(cells[c][0])]
        remarked += number in begun and bool(others)
        whole += number in begun and cells[words][-1][-1:] in STOPS
        found.append(tuple(kept))
    return found if remarked <= _REMARKED * len(begun) and 2 * whole >= len(begun) else None


def _articles(cells: Sequence[Cell]) -> list[tuple[int, tuple[int, int]]]:
    """(column, (number, 之几)) of the articles that begin in a row."""
    marks = [(column, division(line)) for column, cell in enumerate(cells) for line in cell if line[:1] in "第笫"]
    return [(column, (mark.number, mark.suffix)) for column, mark in marks if mark is not None and mark.style == "条"]


def _follows(before: tuple[int, int], after: tuple[int, int]) -> bool:
    return after in ((before[0] + 1, 0), (before[0], before[1] + 1))


def _alone(cell: Cell) -> bool:
    """Whether a cell holds the number of an article and nothing else."""
    mark = division(cell[0]) if len(cell) == 1 else None
    return mark is not None and mark.style == "条" and mark.end >= len(cell[0].rstrip())


def _is_serial(cell: Cell) -> bool:
    return len(cell) == 1 and _SERIAL.fullmatch(cell[0]) is not None


def written(cells: Sequence[Cell], columns: Columns) -> list[str]:
    """The lines of a row: the number of an article in a cell of its own stands before its words."""
    lines: list[str] = []
    number = ""
    for column in columns:
        if _alone(cells[column]):
            number = cells[column][0] + "\u3000"
            continue
        lines.append(number + cells[column][0])
        lines.extend(cells[column][1:])
        number = ""
    return [*lines, number.rstrip()] if number else lines


def _left_out(cells: Sequence[Cell], kept: Columns) -> list[str]:
    words = " ".join(line for column, cell in enumerate(cells) if column not in kept for line in cell)
    return [apart(FRAME, words)] if words else []


def unset(read: Lines) -> None:
    """Take apart the rows between bars, of Markdown, pdf and plain text, that set a regulation."""
    if not any(line.text.startswith("|") for line in read.lines):
        return
    found: list[Line] = []
    tables = SetTables()
    for barred, group in groupby(read.lines, key=lambda line: line.text.startswith("|") and not line.note):
        lines = list(group)
        found.extend(_taken_apart(read, lines, tables) if barred else lines)
    read.lines = found


def _taken_apart(read: Lines, lines: list[Line], tables: SetTables) -> list[Line]:
    if not any(_OPENS.search(line.text) for line in lines):
        return lines
    grid = [_pieces(line.text) for line in lines]
    said = _cells([line.text for line in lines], grid)
    columns = tables.columns(said)
    if columns is None:
        return lines
    found: list[Line] = []
    for line, cells, words, kept in zip(lines, grid, said, columns, strict=True):
        if kept is None:
            found.append(line)
            continue
        taken: list[list[tuple[int, int]]] = []
        number: list[tuple[int, int]] = []
        for column in kept:
            if _alone(words[column]):
                low, high = cells[column][0]
                number = [(low, high + (line.text[high : high + 1] in BLANKS))]
                continue
            first, *rest = cells[column]
            taken.extend([[*number, first], *([piece] for piece in rest)])
            number = []
        taken.extend([number] if number else [])
        own = [_line(line, pieces) for pieces in taken]
        if own:
            own[0].gap, own[0].page, own[0].ruled = line.gap, line.page, line.ruled
        found.extend(own)
        read.set_aside.extend(_between(read.source, line, own))
    return found


def sets_regulation(rows: Sequence[str], tables: SetTables) -> bool:
    """Whether these rows between bars set a regulation, in a file whose earlier tables `tables` has seen."""
    return any(map(_OPENS.search, rows)) and tables.columns(_cells(rows, [_pieces(row) for row in rows])) is not None


def _cells(rows: Sequence[str], grid: Sequence[list[list[tuple[int, int]]]]) -> list[list[Cell]]:
    said: list[list[Cell]] = [
        [tuple(row[low:high] for low, high in cell) for cell in cells] for row, cells in zip(rows, grid, strict=True)
    ]
    for row in range(len(said) - 1, 0, -1):  # a cell over several rows is written in each of them
        for column, cell in enumerate(said[row]):
            if cell and is_container(cell[0]) and said[row - 1][column : column + 1] == [cell]:
                said[row][column] = ()
    return said


def _pieces(text: str) -> list[list[tuple[int, int]]]:
    """Where the lines of the cells of a row stand, cell by cell."""
    cells: list[list[tuple[int, int]]] = []
    at = 1
    current: list[tuple[int, int]] = []
    for mark in [*_BETWEEN.finditer(text, 1), None]:
        end = mark.start() if mark is not None else len(text)
        words = text[at:end].strip(BLANKS)
        if words:
            low = text.index(words, at)
            current.append((low, low + len(words)))
        if mark is None or mark[0] == "|":
            cells.append(current)
            current = []
        at = mark.end() if mark is not None else end
    return cells


def _line(line: Line, pieces: Sequence[tuple[int, int]]) -> Line:
    spans = tuple(span for low, high in pieces for span in _slice(line.spans, low, high))
    text = "".join(line.text[low:high] for low, high in pieces)
    return Line(text, spans, width=width(text))


def _slice(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    found: list[Span] = []
    at = 0
    for low, high in spans:
        first, last = max(start - at, 0), min(end - at, high - low)
        if first < last:
            found.append(Span(low + first, low + last))
        at += high - low
    return found


def _between(source: Source, line: Line, kept: Sequence[Line]) -> list[SetAside]:
    """What of a row is no text: its bars, serial numbers and heads."""
    inside = [span for each in kept for span in each.spans]
    found: list[SetAside] = []
    for low, high in line.spans:
        at = low
        for first, last in [*(span for span in inside if low <= span.start < high), (high, high)]:
            piece = source.text[at:first]
            if piece.strip(BLANKS):
                start = at + len(piece) - len(piece.lstrip(BLANKS))
                found.append(SetAside(source, start, start + len(piece.strip(BLANKS)), FRAME))
            at = last
    return found
