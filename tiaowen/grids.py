"""Tables inside documents: their rows, the header above them, and what a row says in words.

A row is printed on a line of its own, | 夜班护士 | 0:00至8:00 | 110 |, or with tabs between its cells, and means
nothing without its header. It is quoted as it is printed, with the header; it is searched and read as
夜班护士的时间为0:00至8:00；津贴为110元/次。
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tiaowen.datamodels import Span
from tiaowen.normalization import search_text
from tiaowen.reading.marks import ROW, is_row
from tiaowen.sentences import trimmed

PROSE = 16  # characters from which a cell is words of its own
_ROW = re.compile(rf"^{ROW}$", re.MULTILINE)
_TABLE = re.compile(rf"^{ROW}(?:\n{ROW})*$", re.MULTILINE)
_CELL = re.compile(r"[^|\t]+")
_BORDER = re.compile(r"[|\t]")
_HEADER_CELL = re.compile(r"[^，。；：0-9|]{1,14}(?:[（(][^（）()|]{1,12}[)）])?")
_UNIT = re.compile(
    r"(?P<name>.*?)[（(](?:单位[：:])?(?P<unit>[^（）()]*[元天日年月人次米册个%％时分岁公里吨户亩][^（）()]*)[)）]"
)
_CAPTION = re.compile(r"单位[：:]\s*(?P<unit>[^，。；\s）)]{1,10})")
_FIGURE = re.compile(r"[0-9.,]+(?:[—~～-][0-9.,]+)?")
_ENTRIES = re.compile(r"[、，,；;/\s]+")
_LEAST_ENTRY = 3  # characters of one that names a row
_NEAR = 60  # characters before a table in which 单位：元 stands


@dataclass(frozen=True)
class Row:
    """One row; spans count in the text it was found in.

    heads: the rows of its table's header, the top one first; () where it has none. Below a cell that is printed over
    several columns there is a second: | 人员 | 比例 | 比例 |, | 人员 | 一级 | 二级 |.
    """

    span: Span
    cells: tuple[Span, ...]
    heads: tuple[tuple[Span, ...], ...] = ()

    @property
    def header(self) -> tuple[Span, ...]:
        """The row of the header that names the columns, () where there is none."""
        return self.heads[-1] if self.heads else ()

    @property
    def words(self) -> Span:
        """From the first cell to the last, without the strokes at its ends."""
        return Span(self.cells[0].start, self.cells[-1].end)


def holds_table(text: str) -> bool:
    return ("|" in text or "\t" in text) and _ROW.search(text) is not None


def rows(text: str, start: int = 0, end: int | None = None) -> list[Row]:
    """The rows in text[start:end] in reading order, but for headers. That of the first may stand above `start`."""
    end = len(text) if end is None else end
    if not holds_table(text[start:end]):
        return []
    found: list[Row] = []
    for table in _tables(text):
        if table.span.end <= start or end <= table.span.start:
            continue
        for line in _ROW.finditer(text, max(start, table.span.start), min(end, table.span.end)):
            cells = _cells(text, *line.span())
            if cells and not (table.heads and cells[0].start <= table.heads[-1][0].start):
                found.append(Row(Span(*line.span()), cells, table.heads))
    return found


@dataclass(frozen=True)
class _Table:
    span: Span
    heads: tuple[tuple[Span, ...], ...]


@lru_cache(maxsize=256)
def _tables(text: str) -> tuple[_Table, ...]:
    """The tables of a text: lines that begin with a stroke, one after the other."""
    found = []
    for table in _TABLE.finditer(text):
        heads: list[tuple[Span, ...]] = []
        for line in _ROW.finditer(text, *table.span()):
            cells = _cells(text, *line.span())
            if (
                line.end() == table.end()
                or not _is_header(text, cells)
                or heads
                and not _divides(text, heads[-1], cells)
            ):
                break
            heads.append(cells)
        found.append(_Table(Span(*table.span()), tuple(heads)))
    return tuple(found)


def _cells(text: str, start: int, end: int) -> tuple[Span, ...]:
    return tuple(filter(None, (trimmed(text, *cell.span()) for cell in _CELL.finditer(text, start, end))))


def _is_header(text: str, cells: tuple[Span, ...]) -> bool:
    return len(cells) > 1 and all(_HEADER_CELL.fullmatch(text[slice(*cell)]) for cell in cells)


def _divides(text: str, head: tuple[Span, ...], cells: tuple[Span, ...]) -> bool:
    """Whether a row names the columns below cells of the header that span several, and repeats the header elsewhere."""
    above, own = ([text[slice(*cell)] for cell in row] for row in (head, cells))
    spanning = [name in (*above[max(n - 1, 0) : n], *above[n + 1 : n + 2]) for n, name in enumerate(above)]
    if len(above) != len(own) or not any(spanning):
        return False
    return all(wide != (name == mine) for wide, name, mine in zip(spanning, above, own, strict=True))


def spoken(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """text[start:end] with its rows in words, and for each character where it stands in text (-1: added)."""
    words: list[str] = []
    origin: list[int] = []

    def add(piece: str, at: int = -1) -> None:
        words.append(piece)
        origin.extend(range(at, at + len(piece)) if at >= 0 else [-1] * len(piece))

    at = start
    for row in rows(text, start, end):
        add(text[at : row.span.start], at)
        paired = len(row.header) == len(row.cells) > 2  # of two columns the header says hardly anything: 事项, 规定
        for number, (low, high) in enumerate(row.cells):
            name, unit = _name(text, row.header[number]) if len(row.header) == len(row.cells) else ("", "")
            tops = (_name(text, head[number])[0] for head in row.heads[:-1]) if name else ()
            name = "".join(dict.fromkeys((*tops, name)))
            if number == 1:
                add("的" if paired else "：")
            elif number:
                add("；")
            if paired and number:
                add(f"{name}为")
            add(text[low:high], low)
            if _FIGURE.fullmatch(text, low, high):
                add(unit or _unit_above(text, row))
        add("。")
        at = row.span.end
    add(text[at:end], at)
    return "".join(words), origin


def _name(text: str, header: Span) -> tuple[str, str]:
    """夜班津贴 and 元/次 of 夜班津贴（元/次）."""
    whole = text[slice(*header)]
    found = _UNIT.fullmatch(whole)
    return (found["name"].strip(), found["unit"].strip()) if found else (whole, "")


def _unit_above(text: str, row: Row) -> str:
    first = row.heads[0][0].start if row.heads else row.span.start
    found = _CAPTION.search(text, max(first - _NEAR, 0), first)
    return found["unit"] if found else ""


def named(question: str, text: str, start: int, end: int) -> bool:
    """Whether one row, and no other row of its table, has an entry that the question names (of 石门镇、桃坞镇 one)."""
    asked = search_text(question)
    naming = 0
    for row in rows(text, start, end):
        entries = (entry for cell in row.cells for entry in _ENTRIES.split(text[slice(*cell)]))
        naming += any(len(entry) >= _LEAST_ENTRY and search_text(entry) in asked for entry in entries)
    return naming == 1


def in_words(text: str, span: Span) -> str:
    """text[span], in words where it is a row or several."""
    piece = text[slice(*span)]
    line = _line(text, span.start)
    in_row = _BORDER.search(piece) is not None and is_row(text[slice(*line)])
    return spoken(text, line.start, span.end)[0] if in_row else piece


def with_headers(text: str, spans: list[Span], start: int) -> list[Span]:
    """The spans; of those in rows all that is printed on the line, with the header in front. start: where the headers
    may stand from."""
    found: list[Span] = []
    for span in spans:
        line = _line(text, span.start)
        if _BORDER.search(text[slice(*span)]) is None or not is_row(text[slice(*line)]):
            found.append(span)
            continue
        for row in rows(text, *line)[:1]:
            found += [_line(text, head[0].start) for head in row.heads if head[0].start >= start]
        found.append(Span(line.start, max(line.end, span.end)))
    return list(dict.fromkeys(found))


def _line(text: str, at: int) -> Span:
    """The whole printed line around an offset."""
    end = text.find("\n", at)
    return Span(text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text))
