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
from tiaowen.language.normalization import search_text, words
from tiaowen.language.sentences import trimmed
from tiaowen.reading.grammar.marks import ROW, is_row
from tiaowen.relevance.brackets import fits

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
_NOTE = re.compile(r"\([^()]*\)")  # 省会城市(除上述外)
_CODE = re.compile(r"[a-z0-9][a-z0-9.\-]*")
_UNNAMED = frozenset(("其他", "其它", "其余", "合计", "总计", "小计", "全部", "一般", "免费", "申请", "要求", "标准"))
_NEAR = 60  # characters before a table in which 单位：元 stands


@dataclass(frozen=True)
class Row:
    """One row; spans count in the text it was found in. header: that of its table, () where it has none; below: its
    second row, where cells of the first span several columns."""

    span: Span
    cells: tuple[Span, ...]
    header: tuple[Span, ...] = ()
    below: tuple[Span, ...] = ()

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
            if cells and line.start() >= table.first:
                found.append(Row(Span(*line.span()), cells, table.header, table.below))
    return found


@dataclass(frozen=True)
class _Table:
    span: Span
    header: tuple[Span, ...]
    below: tuple[Span, ...]
    first: int  # where the rows below the header begin


@lru_cache(maxsize=256)
def _tables(text: str) -> tuple[_Table, ...]:
    """The tables of a text: lines that begin with a stroke, one after the other."""
    found = []
    for table in _TABLE.finditer(text):
        end = text.find("\n", *table.span())
        header = _cells(text, table.start(), end) if end >= 0 else ()
        header = header if _is_header(text, header) else ()
        second = text.find("\n", end + 1, table.end()) if header else -1
        below = _cells(text, end + 1, second) if second >= 0 else ()
        below = below if _completes(text, header, below) else ()
        first = second if below else end if header else table.start() - 1
        found.append(_Table(Span(*table.span()), header, below, first + 1))
    return tuple(found)


def _cells(text: str, start: int, end: int) -> tuple[Span, ...]:
    return tuple(filter(None, (trimmed(text, *cell.span()) for cell in _CELL.finditer(text, start, end))))


def _is_header(text: str, cells: tuple[Span, ...]) -> bool:
    return len(cells) > 1 and all(_HEADER_CELL.fullmatch(text[slice(*cell)]) for cell in cells)


def _completes(text: str, header: tuple[Span, ...], below: tuple[Span, ...]) -> bool:
    """Whether a row is the second one of a header: below cells that span several columns are their names, below the
    others the same words, since these reach over both rows."""
    if len(header) != len(below):
        return False
    above, words = [text[slice(*cell)] for cell in header], [text[slice(*cell)] for cell in below]
    spans = [name in (*above[max(at - 1, 0) : at], *above[at + 1 : at + 2]) for at, name in enumerate(above)]
    named = all(
        len(word) < PROSE and not re.search("[，。；：]", word) and not _FIGURE.fullmatch(word) for word in words
    )
    return (
        any(spans) and named and all(wide or one == other for wide, one, other in zip(spans, above, words, strict=True))
    )


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
            name, unit = _name(text, row, number) if len(row.header) == len(row.cells) else ("", "")
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


def _name(text: str, row: Row, column: int) -> tuple[str, str]:
    """夜班津贴 and 元/次 of 夜班津贴（元/次）; below it 周末: 夜班津贴周末."""
    name = unit = ""
    for cells in filter(None, (row.header, row.below)):
        whole = text[slice(*cells[column])]
        found = _UNIT.fullmatch(whole)
        own, unit = (found["name"].strip(), found["unit"].strip()) if found else (whole, unit)
        name += own if own != name else ""
    return name, unit


def _unit_above(text: str, row: Row) -> str:
    first = row.header[0].start if row.header else row.span.start
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


def asked_rows(question: str, text: str, start: int, end: int) -> list[Row]:
    """The rows in text[start:end] that the question is about: those whose name it says (of 半失能 and 失能 the longer
    one), and of these, or of all, those whose case (3000元以上至5000元) its number falls into; [] where it is about
    none or all."""
    found = rows(text, start, end)
    by_name, apart = _by_name(search_text(question), text, found)
    cases = {row.span: fits(question, text[slice(*row.span)]) for row in by_name or found}
    held = [row for row in by_name or found if cases[row.span]]
    several = sum(case is not None for case in cases.values()) > 1
    if held and (by_name or several):
        return held
    return by_name if len(by_name) < len(found) or apart else []


def _by_name(asked: str, text: str, found: list[Row]) -> tuple[list[Row], bool]:
    """The rows with an entry in their first or second cell that the question names, and whether it names several, each
    by words of its own (自理、半失能、失能老人的补贴各是多少)."""
    places: list[tuple[int, int, Row]] = []
    first = [search_text(text[slice(*row.cells[0])]) for row in found]
    for row, name in zip(found, first, strict=True):
        header = search_text("|".join(text[slice(*cell)] for cell in row.header))
        # The second cell names a row where the first is a code, or one of several alike.
        naming = row.cells[:2] if _CODE.fullmatch(name) or first.count(name) > 1 else row.cells[:1]
        for cell in naming if len(row.cells) > 2 else row.cells[:1]:
            whole = search_text(text[slice(*cell)])
            for entry in {whole, *_ENTRIES.split(_NOTE.sub("", whole))}:
                names = len(entry) > 1 and not _FIGURE.fullmatch(entry) and entry not in _UNNAMED
                if names and entry not in header:
                    places.extend((m.start(), m.end(), row) for m in re.finditer(re.escape(entry), asked))
    outer = [
        place
        for place in places
        if not any(o[0] <= place[0] and place[1] <= o[1] and o[1] - o[0] > place[1] - place[0] for o in places)
    ]
    alike: dict[tuple[int, int], list[Row]] = {}
    for start, end, row in outer:
        alike.setdefault((start, end), []).append(row)
    spans: set[Span] = set()
    for same in alike.values():  # 专业辅助岗(专科), 专业辅助岗(本科以上): one that has more words of the question
        said = [search_text(text[slice(*row.cells[0])]) for row in same]
        shared = [sum(word in asked for word in set(words(one))) for one in said]
        spans |= {row.span for row, n in zip(same, shared, strict=True) if n == max(shared)}
    apart = len(alike) > 1 and all(len(same) == 1 for same in alike.values())
    return [row for row in found if row.span in spans], apart


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
            if row.header and row.header[0].start >= start:
                found.extend(_line(text, cells[0].start) for cells in (row.header, row.below) if cells)
        found.append(Span(line.start, max(line.end, span.end)))
    return list(dict.fromkeys(found))


def _line(text: str, at: int) -> Span:
    """The whole printed line around an offset."""
    end = text.find("\n", at)
    return Span(text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text))
