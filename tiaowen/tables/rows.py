"""Row and Table, and the two ways to make one: from a grid of cells (csv, xlsx) and from objects (jsonl, json).

A table is read lazily and can be read again from the start. Reading never stops at a bad row: it comes with `error`.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from tiaowen.errors import BatchError

QUESTION_NAMES = (
    *("问题", "题目", "question", "q", "提问", "咨询问题", "问题内容", "提问内容", "咨询内容", "题干", "问句", "问"),
    *("questions", "query", "prompt", "用户问题"),
)
"""Column names that mean the question, the surest first; compared without case, width and white space."""

HEADER_DEPTH = 10  # lines in which a header may follow a title and remarks
SAMPLE = 100  # rows that are looked at to find the only column of text


@dataclass(frozen=True)
class Row:
    """One row of questions. `cells` holds every column in order, the question's too, with the values as they were."""

    number: int  # from 1, in the order of the table
    question: str
    cells: dict[str, Any]
    error: str = ""  # why this row cannot be asked; "" where it can


@dataclass(frozen=True)
class Table:
    """A table of questions. `columns` is empty where only reading tells them (jsonl)."""

    name: str
    question: str  # name of the question column
    columns: tuple[str, ...]
    notes: tuple[str, ...]  # what was recognised, in Chinese: encoding, delimiter, sheet, header
    _rows: Callable[[], Iterable[Row]] = field(repr=False)
    size: int | None = None  # about how many rows, where that is known without reading them

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows())


@dataclass(frozen=True)
class Unusable:
    """A cell that is no question, and why: a formula without a value, say. In another column it is its value."""

    value: Any
    reason: str


class QuestionColumnError(BatchError):
    """Which column holds the questions cannot be told; `columns` are the names of all."""

    def __init__(self, found: str, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        expected = "能认出问题列（问题、题目、question、提问 …，或唯一的文字列）"
        super().__init__(expected, found, "用 --question-column 指明问题列")


GridLine = tuple[Sequence[Any], str]
"""The cells of a line and what is wrong with it ("" for nothing)."""


def from_grid(
    name: str,
    lines: Callable[[], Iterator[GridLine]],
    notes: Sequence[str],
    question_column: str | None = None,
    nameless: bool = False,
) -> Table:
    """A table of a grid whose header is found among the first lines.

    nameless: cells beyond the header are columns without a name (a spreadsheet), not a mistake (delimited text).
    Raises BatchError for no lines, a header alone, no column like `question_column`, or no telling which it is.
    """
    head = list(islice(lines(), HEADER_DEPTH + SAMPLE))
    if not any(any(text_of(cell).strip() for cell in cells) for cells, _ in head):
        raise BatchError("至少一行问题", f"{name} 是空的", "填入问题后再运行")
    at, column = _find_header([cells for cells, _ in head], question_column, name)
    if at is None:
        columns = [QUESTION_NAMES[0]]
    else:
        width = max(len(cells) for cells, _ in head[at:]) if nameless else len(head[at][0])
        columns = _unique([text_of(cell).strip() for cell in head[at][0]], width)
    first = 0 if at is None else at + 1
    if not any(any(text_of(cell).strip() for cell in cells) for cells, _ in head[first:]):
        raise BatchError("表头之下有问题", f"{name} 只有表头（{'、'.join(columns[:8])}）", "在表头下填入问题后再运行")
    said = list(notes)
    if at:
        said.append(f"表头在第 {at + 1} 行，以上各行不是问题")
    if column is None:
        column = _only_text_column(columns, [cells for cells, _ in head[first:]], name)
    question = columns[column]
    said.append(f"问题列：{question}" if at is not None else "没有表头，每行是一个问题")

    def rows() -> Iterator[Row]:
        number = 0
        for cells, error in islice(lines(), first, None):
            if not error and not any(text_of(cell).strip() for cell in cells):
                continue  # an empty line is layout, not a row
            number += 1
            extra = [text_of(cell) for cell in cells[len(columns) :]]
            if not error and any(extra):
                shown = "｜".join(extra)[:80]
                error = f"本行有 {len(cells)} 格，表头只有 {len(columns)} 列（多出：{shown}），问题可能被分隔符切断"
            values = [*cells[: len(columns)], *[None] * (len(columns) - len(cells))]
            asked = values[column]
            if isinstance(asked, Unusable):
                error = error or asked.reason
            values = [value.value if isinstance(value, Unusable) else value for value in values]
            yield Row(number, text_of(values[column]), dict(zip(columns, values, strict=True)), error)

    return Table(name, question, tuple(columns), tuple(said), rows)


def from_objects(
    name: str, objects: Callable[[], Iterator[Any]], notes: Sequence[str], question_column: str | None = None
) -> Table:
    """A table of JSON values, each an object or a string; a `ValueError` among them is a line that is no JSON.

    Raises BatchError for none at all, or no key that is the question.
    """
    head = list(islice(objects(), SAMPLE))
    if not head:
        raise BatchError("至少一行问题", f"{name} 是空的", "填入问题后再运行")
    found = [item for item in head if isinstance(item, dict)]
    if found:
        question = question_key(
            {k: v for item in reversed(found) for k, v in item.items()}, question_column, name, found
        )
    elif question_column is not None:
        raise no_column(name, question_column, [])
    else:
        question = QUESTION_NAMES[0]

    def rows() -> Iterator[Row]:
        return (object_row(number, item, question) for number, item in enumerate(objects(), 1))

    return Table(name, question, (), (*notes, f"问题列：{question}"), rows)


def question_key(item: dict[str, Any], wanted: str | None, name: str, items: Sequence[dict[str, Any]] = ()) -> str:
    """The key of an object that holds the question; `items` are others to tell it by. Raises BatchError without one."""
    keys = list(item)
    if wanted is not None:
        if wanted not in keys:
            raise no_column(name, wanted, keys)
        return wanted
    found = _named(keys)
    if found is None:
        found = _only_text_column(keys, [[one.get(key) for key in keys] for one in (items or (item,))], name)
    return keys[found]


def object_row(number: int, item: Any, question: str) -> Row:
    """A JSON value as a row; what is none comes with its reason."""
    if isinstance(item, dict):
        return Row(number, text_of(item.get(question)), item, "" if question in item else f"本行没有“{question}”")
    if isinstance(item, str):
        return Row(number, item, {question: item})
    if isinstance(item, ValueError):
        return Row(number, str(item.args[-1]), {}, f"本行不是有效的 JSON（{item.args[0]}）")
    return Row(number, json.dumps(item, ensure_ascii=False)[:200], {}, "本行应是一个对象或一个字符串")


def no_column(name: str, wanted: str, columns: Iterable[str]) -> BatchError:
    listed = "、".join(list(columns)[:20]) or "（没有列名）"
    return BatchError(f"{name} 中有名为“{wanted}”的列", f"只有这些列：{listed}", "改用其中一列的名称")


def fold(text: str) -> str:
    """A column name for comparison: NFKC, lower case, no white space, no colon or asterisk around it."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).strip(":*")


def text_of(value: Any) -> str:
    """A cell as a question. Whole numbers lose the .0 that a spreadsheet gives them."""
    if isinstance(value, Unusable):
        value = value.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _named(columns: Sequence[str], names: Sequence[str] = QUESTION_NAMES) -> int | None:
    folded = [fold(column) for column in columns]
    return next((folded.index(name) for name in names if name in folded), None)


def _find_header(lines: list[Sequence[Any]], wanted: str | None, name: str) -> tuple[int | None, int | None]:
    """(line of the header, question column); None for no header line, None for a column still to be told."""
    for at, cells in enumerate(lines[:HEADER_DEPTH]):
        found = _named([text_of(cell) for cell in cells], QUESTION_NAMES if wanted is None else (fold(wanted),))
        if found is not None:
            return at, found
    first = next(at for at, cells in enumerate(lines) if any(text_of(cell).strip() for cell in cells))
    if wanted is not None:
        raise no_column(name, wanted, [text_of(cell) for cell in lines[first] if text_of(cell)])
    if all(len(cells) <= 1 for cells in lines):
        alone = text_of(lines[first][0]).strip()
        return (None, 0) if len(alone) > 8 or alone.endswith(("?", "？", "。")) else (first, 0)
    return first, None


def _only_text_column(columns: Sequence[str], lines: Sequence[Sequence[Any]], name: str) -> int:
    """The one column that mostly holds words. Raises QuestionColumnError where there is none, or more than one."""
    texts = []
    for i in range(len(columns)):
        cells = [line[i] for line in lines if i < len(line) and text_of(line[i]).strip()]
        words = [cell for cell in cells if isinstance(cell, str) and sum(map(str.isalpha, cell)) >= 4]
        if cells and len(words) > len(cells) / 2:
            texts.append(i)
    if len(texts) == 1:
        return texts[0]
    found = "、".join(columns[i] for i in texts) or "、".join(columns)
    what = f"{name} 有几列文字（{found}）" if texts else f"{name} 的各列（{found}）都不像问题"
    raise QuestionColumnError(what, columns)


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
