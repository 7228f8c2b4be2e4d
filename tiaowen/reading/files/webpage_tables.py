"""HTML tables as grids: a cell that spans rows or columns stands in each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tiaowen.reading.files.set_tables import SetTables

MOST_COLUMNS = 100
LONGEST_REPEATED = 200  # characters of a cell that is printed again in the other rows and columns that it spans
MOST_REPEATED = 1_000_000  # characters of a table that are printed again
_MOST_BLOCKS = 3  # paragraphs in a cell of a row that nothing but its form says to be one of data
_PAGE_BLOCKS = (4, 12)  # from here on, a cell with half of the words of its table is the text of a page; in a ruled one

_LABEL = re.compile(
    r"(?P<title>标题|(?:信息|文件)?名称)|(?P<number>发文字号|文号|发文文号)|索引号|信息索引号?|发文(?:机关|单位|日期|部门)"
    r"|(?:发布|印发|制定|制发|公布)(?:机构|机关|单位|部门|日期|时间)|(?:成文|生成|生效|失效|废止|实施|施行|公开|登记|有效)(?:日期|时间)"
    r"|主题(?:分类|词)|公文种类|文种|(?:体裁|组配|服务对象|内容|信息)分类|统一(?:编|登记)号|登记号|有效性|时效性|是否有效"
    r"|效力(?:级别|状态|位阶)|公开(?:方式|形式|范围|时限|程序|属性)|内容概述|关键[词字]|信息(?:类别|来源|所属单位)|来源|责任部门|阅读量"
)
"""What a site says of a document in the table above it."""
_SURE = re.compile(r"索引号|发文字号|发文机关|发布机构|成文日期|生成日期|主题分类|时效性|有效性")
_FEWEST_LABELS = 3

Grid = list[tuple[Any, list[Any]]]
"""(tr, its cells by column; None where there is none)."""


def printed(table: Any, words: Callable[[Any], list[str]], earlier: SetTables) -> dict[Any, str]:
    """tr -> its row as | a | b |, for the rows that hold data; its lines, where the table sets a regulation. What lays
    out the page is left out.

    words: the lines of a cell. earlier: the tables before.
    """
    grid = _grid(table)
    data = _is_data(table, grid)
    found: dict[Any, str] = {}
    known: dict[Any, str] = {}
    spare = MOST_REPEATED
    said: list[list[Sequence[str]]] = []  # the lines of the cells, those of merged ones once
    for row, line in grid:
        if len(set(line)) < 2 or not (data or _is_row(row)):
            said.append([_roughly(cell) for cell in dict.fromkeys(line)])
            continue
        cells: list[str] = []
        said.append([])
        for cell in line:
            said[-1].append(())
            if cell in known:
                text = known[cell] if len(known[cell]) <= min(LONGEST_REPEATED, spare) else ""
                spare -= len(text)
            else:
                said[-1][-1] = words(cell) if cell is not None else ()
                text = known[cell] = " ".join(said[-1][-1])
            cells.append(text)
        found[row] = "| " + " | ".join(cells) + " |" if any(cells) else ""
    rows = earlier.lines(said, [found.get(row, "") for row, _ in grid]) if found else []
    found.update({row: text for (row, _), text in zip(grid, rows, strict=False) if row in found})
    return found


def _roughly(cell: Any) -> Sequence[str]:
    """The lines of a cell that is read where it stands, as far as they tell whether articles begin in it."""
    return [words for text in cell.itertext() if (words := text.strip())] if cell is not None else ()


def _grid(table: Any) -> Grid:
    found: Grid = []
    spanning: dict[int, tuple[int, Any]] = {}  # column -> (rows to come, cell)
    for row in _rows(table):
        line: list[Any] = []
        below: dict[int, tuple[int, Any]] = {}
        own = iter(_cells(row))
        last = max(spanning, default=-1)
        while len(line) < MOST_COLUMNS:
            column = len(line)
            rows, cell = spanning.get(column, (0, None))
            if cell is not None:
                line.append(cell)
                if rows > 1:
                    below[column] = (rows - 1, cell)
                continue
            cell = next(own, None)
            if cell is None and column > last:
                break
            high = _span(cell, "rowspan") if cell is not None else 1
            for at in range(column, column + (_span(cell, "colspan") if cell is not None else 1)):
                line.append(cell)
                if high > 1:
                    below[at] = (high - 1, cell)
        line.extend(own)  # beyond the widest table there is
        spanning = below
        found.append((row, line))
    return found


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table in their order, without those of tables inside it."""
    stack = list(reversed(table))
    while stack:
        element = stack.pop()
        if element.tag == "tr":
            yield element
        elif element.tag != "table":
            stack.extend(reversed(element))


def _cells(row: Any) -> list[Any]:
    return [child for child in row if child.tag in ("td", "th")]


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return max(1, min(number, MOST_COLUMNS)) if name == "colspan" else max(1, number)


def _is_data(table: Any, grid: Grid) -> bool:
    """Whether the table as a whole holds data, whatever paragraphs and lists are in its cells: it has a head or lines
    around its cells, or three rows of several cells; and none of the cells is the page itself."""
    several = [line for _, line in grid if len(set(line)) > 1]
    cells = {cell for _, line in grid for cell in line if cell is not None}
    ruled = (table.get("border") or "0").strip() not in ("", "0") or any(cell.tag == "th" for cell in cells)
    if len(several) < (2 if ruled else 3):
        return False
    length = sum(len(cell.text_content()) for cell in cells)
    for cell in cells:
        blocks = 0
        for inner in cell.iter():
            if inner.tag in ("table", "h1", "h2", "h3"):
                return False
            blocks += inner.tag in ("p", "div", "li", "br")
        if blocks >= _PAGE_BLOCKS[ruled] and 2 * len(cell.text_content()) > length:
            return False
    return True


def _is_row(row: Any) -> bool:
    """Whether a row holds data by its own form: several cells, none with a heading, a list or many paragraphs."""
    cells = _cells(row)
    if len(cells) < 2:
        return False
    for cell in cells:
        blocks = 0
        for inner in cell.iter():
            if inner.tag in ("table", "h1", "h2", "h3", "ul", "ol"):
                return False
            blocks += inner.tag in ("p", "div", "br")
            if blocks > _MOST_BLOCKS:
                return False
    return True


def described(table: Any) -> dict[str, str]:
    """What a table says of the document below it (索引号：…  发文机关：…), its title as 标题, its number as 文号; empty
    where the table is another one: each row has labels of a site and their values by turns."""
    known: dict[str, str] = {}
    sure = False
    for row in _rows(table):
        cells = ["".join(cell.text_content().split()) for cell in _cells(row)]
        if len(cells) % 2:
            return {}
        for label, words in zip(cells[::2], cells[1::2], strict=True):
            name = label.rstrip("：:")
            found = _LABEL.fullmatch(name)
            if found is None and (name or words):
                return {}
            if found is not None:
                known["标题" if found["title"] else "文号" if found["number"] else name] = words
                sure = sure or _SURE.fullmatch(name) is not None
    return known if sure and len(known) >= _FEWEST_LABELS else {}
