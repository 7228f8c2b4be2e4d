"""Row and Table, and the two ways to make one: from a grid of cells (csv, xlsx) and from objects (jsonl, json).

A table is read lazily and can be read again from the start. Reading never stops at a bad row: it comes with `error`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from tiaowen.errors import BatchError
from tiaowen.tables.cells import Unusable, text_of
from tiaowen.tables.headers import HEADER_DEPTH, QUESTION_NAMES, find_header, fold, named, no_column, only_text_column

SAMPLE = 100  # rows that are looked at to find the only column of text


@dataclass(frozen=True)
class Row:
    """One row of questions. `cells` holds every column in order, the question's too, with the values as they were."""

    number: int  # from 1, in the order of the table
    question: str
    cells: dict[str, Any]
    error: str = ""  # why this row cannot be asked; "" where it can
    line: int = 0  # from 1, where it stands in its file, empty lines and header counted; 0 where that is not known


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
    header = find_header([cells for cells, _ in head], question_column, name, nameless)
    columns, column, first = header.columns, header.question, header.lines
    if not any(any(text_of(cell).strip() for cell in cells) for cells, _ in head[first:]):
        raise BatchError("表头之下有问题", f"{name} 只有表头（{'、'.join(columns[:8])}）", "在表头下填入问题后再运行")
    question = columns[column]
    said = list(notes)
    if first > (header.at is not None):
        said.append(f"前 {first} 行是标题和表头，不是问题")
    said.append(f"问题列：{question}" if header.at is not None else "没有表头，每行是一个问题")

    def rows() -> Iterator[Row]:
        number = 0
        for line, (cells, error) in enumerate(islice(lines(), first, None), first + 1):
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
            yield Row(number, text_of(values[column]), dict(zip(columns, values, strict=True)), error, line)

    return Table(name, question, tuple(columns), tuple(said), rows)


def from_objects(
    name: str,
    objects: Callable[[], Iterator[tuple[int, Any]]],
    notes: Sequence[str],
    question_column: str | None = None,
) -> Table:
    """A table of JSON values with their lines, each an object or a string; a `ValueError` is a line that is no JSON.

    Raises BatchError for none at all, or no key that is the question.
    """
    head = [item for _, item in islice(objects(), SAMPLE)]
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
        return (object_row(number, item, question, line) for number, (line, item) in enumerate(objects(), 1))

    return Table(name, question, (), (*notes, f"问题列：{question}"), rows)


def question_key(item: dict[str, Any], wanted: str | None, name: str, items: Sequence[dict[str, Any]] = ()) -> str:
    """The key of an object that holds the question; `items` are others to tell it by. Raises BatchError without one."""
    keys = list(item)
    if wanted is not None:
        called = wanted if wanted in keys else next((key for key in keys if fold(key) == fold(wanted)), None)
        if called is None:
            raise no_column(name, wanted, keys)
        return called
    found = named(keys)
    if found is None:
        found = only_text_column(keys, [[one.get(key) for key in keys] for one in (items or (item,))], name)
    return keys[found]


def object_row(number: int, item: Any, question: str, line: int) -> Row:
    """A JSON value as a row; what is none comes with its reason."""
    if isinstance(item, dict):
        error = "" if question in item else f"本行没有“{question}”"
        return Row(number, text_of(item.get(question)), item, error, line)
    if isinstance(item, str):
        return Row(number, item, {question: item}, "", line)
    if isinstance(item, ValueError):
        return Row(number, str(item.args[-1]), {}, f"本行不是有效的 JSON（{item.args[0]}）", line)
    return Row(number, json.dumps(item, ensure_ascii=False)[:200], {}, "本行应是一个对象或一个字符串", line)
