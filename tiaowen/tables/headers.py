"""Where the header of a grid of cells is, what its columns are called, and which of them holds the questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from tiaowen.errors import BatchError
from tiaowen.tables.cells import text_of

QUESTION_NAMES = (
    *("问题", "题目", "question", "q", "提问", "咨询问题", "问题内容", "提问内容", "咨询内容", "题干", "问句", "问"),
    *("questions", "query", "prompt", "用户问题"),
)
"""Column names that mean the question, the surest first; compared without case, width and white space."""

HEADER_DEPTH = 10  # lines in which a header may follow a title and remarks

_ASKS = re.compile(
    r"[?？]\s*$|几|多少|多久|多长|多大|多高|怎么|怎样|如何|是否|什么|啥|哪|谁|能否|可否|吗|呢$|([能要可会是有])[以]?不\1|有没有"
)
_NUMBER = re.compile(r"\s*[(（]?[\d.,，/:\-]*\d[\d.,，/:\-]*[)）]?[%、.]?\s*")


@dataclass(frozen=True)
class Header:
    """The first `lines` lines are no rows; `at` is that of the header among them (None: there is none)."""

    at: int | None
    lines: int
    columns: list[str]
    question: int


class QuestionColumnError(BatchError):
    """Which column holds the questions cannot be told; `columns` are the names of all."""

    def __init__(self, found: str, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        expected = "能认出问题列（问题、题目、question、提问 …，或唯一的文字列）"
        super().__init__(expected, found, "用 --question-column 指明问题列")


def find_header(lines: Sequence[Sequence[Any]], wanted: str | None, name: str, nameless: bool) -> Header:
    """The header among the first lines of a grid. A line of it that asks, or is like those below it, is a row.

    nameless: cells beyond the header are columns too. Raises BatchError where no column is like `wanted`, or nothing
    tells which holds the questions.
    """
    at, column = named_line(lines, wanted)
    if at is None:
        at = _first(lines)
        if wanted is not None:
            raise no_column(name, wanted, [text_of(cell) for cell in lines[at] if text_of(cell)])
        if _is_row(lines[at:]):
            width = max(len(cells) for cells in lines[at:])
            places = [f"列{i + 1}" for i in range(width)]
            column = only_text_column(places, lines[at:], name) if width > 1 else 0
            places[column] = QUESTION_NAMES[0]
            return Header(None, at, places, column)
    width = max(len(cells) for cells in lines[at:]) if nameless else len(lines[at])
    head, count = [text_of(cell).strip() for cell in lines[at]], at + 1
    if column is not None and _goes_on(lines, at, column):
        head, count = _joined(head, lines[at + 1]), at + 2
    columns = _unique(head, width)
    return Header(at, count, columns, only_text_column(columns, lines[count:], name) if column is None else column)


def named_line(lines: Sequence[Sequence[Any]], wanted: str | None = None) -> tuple[int | None, int | None]:
    """(line, column) of the first cell that names the questions, or is called like `wanted`."""
    for at, cells in enumerate(lines[:HEADER_DEPTH]):
        found = named([text_of(cell) for cell in cells], QUESTION_NAMES if wanted is None else (fold(wanted),))
        if found is not None:
            return at, found
    return None, None


def named(columns: Sequence[str], names: Sequence[str] = QUESTION_NAMES) -> int | None:
    """The column that is called by the first of the names that there is; a remark in brackets behind it may follow."""
    for folded in ([fold(column) for column in columns], [re.sub(r"\([^()]*\)$", "", fold(c)) for c in columns]):
        for name in names:
            if name in folded:
                return folded.index(name)
    return None


def only_text_column(columns: Sequence[str], lines: Sequence[Sequence[Any]], name: str) -> int:
    """The one column that mostly holds words, or of several the one that asks. Raises QuestionColumnError where none
    is."""
    texts, asking = [], []
    for i in range(len(columns)):
        cells = [line[i] for line in lines if i < len(line) and text_of(line[i]).strip()]
        words = [cell for cell in cells if isinstance(cell, str) and sum(map(str.isalpha, cell)) >= 4]
        if cells and len(words) > len(cells) / 2:
            texts.append(i)
            if sum(map(asks, cells)) > len(cells) / 2:
                asking.append(i)
    for found in (texts, asking):
        if len(found) == 1:
            return found[0]
    listed = "、".join(columns[i] for i in texts) or "、".join(columns)
    what = f"{name} 有几列文字（{listed}）" if texts else f"{name} 的各列（{listed}）都不像问题"
    raise QuestionColumnError(what, columns)


def no_column(name: str, wanted: str, columns: Iterable[str]) -> BatchError:
    listed = "、".join(list(columns)[:20]) or "（没有列名）"
    return BatchError(f"{name} 中有名为“{wanted}”的列", f"只有这些列：{listed}", "改用其中一列的名称")


def fold(text: str) -> str:
    """A column name for comparison: NFKC, lower case, no white space, no colon or asterisk around it."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).strip(":*")


def asks(cell: Any) -> bool:
    """Whether a cell reads like a question."""
    return isinstance(cell, str) and len(cell.strip()) >= 3 and _ASKS.search(cell) is not None


def _first(lines: Sequence[Sequence[Any]]) -> int:
    """The first line that is no title: in a table of several columns, one that fills more than one of them."""
    filled = [sum(1 for cell in cells if text_of(cell).strip()) for cells in lines]
    usual = median([count for count in filled if count])
    least = 2 if usual >= 2 else 1
    return next((at for at, count in enumerate(filled) if count >= least), 0)


def _is_row(lines: Sequence[Sequence[Any]]) -> bool:
    """Whether the first of the lines is a row like those below: a question over questions, a number over numbers."""
    first, below = lines[0], lines[1:]
    if all(len(cells) <= 1 for cells in lines):
        alone = text_of(first[0]).strip()
        return len(alone) > 8 or alone.endswith(("?", "？", "。")) or asks(alone)
    leading = next((i for i, cell in enumerate(first) if text_of(cell).strip()), 0)
    for i, cell in enumerate(first):
        others = [line[i] for line in below if i < len(line) and text_of(line[i]).strip()]
        if asks(cell) and (text_of(cell).strip().endswith(("?", "？")) or _most(asks, others)):
            return True
        if i == leading and _most(_number, others):
            return _number(cell)  # 序号 over 1, 2, 3 is a header whatever stands beside it
    return False


def _most(test: Any, cells: Sequence[Any]) -> bool:
    return bool(cells) and sum(map(test, cells)) > len(cells) / 2


def _number(cell: Any) -> bool:
    return _NUMBER.fullmatch(text_of(cell)) is not None


def _goes_on(lines: Sequence[Sequence[Any]], at: int, column: int) -> bool:
    """Whether the line below the header is a part of it: the cell that names the questions covers both."""
    below = lines[at + 1] if at + 1 < len(lines) else ()
    return column < len(below) and fold(text_of(below[column])) == fold(text_of(lines[at][column]))


def _joined(upper: Sequence[str], lower: Sequence[Any]) -> list[str]:
    """The names of a header of two lines: 提问人 over 姓名 is 提问人·姓名."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [text_of(cell).strip() for cell in (*lower, *[None] * (width - len(lower)))]
    return [a if a == b or not b else "·".join(filter(None, (a, b))) for a, b in zip(above, below, strict=True)]


def _unique(names: list[str], width: int) -> list[str]:
    """Column names for `width` columns: none empty, none twice."""
    found: list[str] = []
    for i in range(max(width, len(names))):
        name = (names[i] if i < len(names) else "") or f"列{i + 1}"
        base, number = name, 2
        while name in found:
            name, number = f"{base}_{number}", number + 1
        found.append(name)
    return found
