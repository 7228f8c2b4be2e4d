"""csv, tsv and txt, read line by line. Quoted cells may hold line breaks; a quotation mark left open costs one row."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from tiaowen.errors import BatchError
from tiaowen.tables.bars import barred, is_barred
from tiaowen.tables.encodings import DAMAGED, detect, read_lines
from tiaowen.tables.headers import QUESTION_NAMES, fold
from tiaowen.tables.rows import GridLine, Row, Table, from_grid

DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线", "，": "全角逗号"}
NONE = "\x1f"  # a character that separates nothing: the table has one column
LARGEST_CELL = 1 << 27  # characters; the csv module's own limit of 131,072 would stop a run at a long cell
LONGEST_RECORD = 10_000  # lines after which a quotation mark is taken to be left open


def open_delimited(path: Path, question_column: str | None = None) -> Table:
    """A csv or tsv file. Raises BatchError where it is no text, empty, or has no question column."""
    encoding = detect(path)
    if is_barred(read_lines(path, encoding)):
        return _barred(path, encoding, question_column)
    delimiter = sniff(path, encoding)
    notes = [f"编码 {encoding}", f"分隔符 {DELIMITERS.get(delimiter, '无（单列）')}"]
    return from_grid(path.name, lambda: records(read_lines(path, encoding), delimiter), notes, question_column)


def open_lines(path: Path, question_column: str | None = None) -> Table:
    """A txt file with one question a line; empty lines are no rows. One with a Markdown table is that table.

    Raises BatchError where it is no text or empty.
    """
    encoding = detect(path)
    if is_barred(read_lines(path, encoding)):
        return _barred(path, encoding, question_column)
    if question_column is not None:
        raise BatchError(
            "带列名的表格（csv、xlsx、jsonl）", f"{path.name} 每行是一个问题，没有列", "去掉 --question-column"
        )
    name = QUESTION_NAMES[0]

    def rows() -> Iterator[Row]:
        return line_rows(read_lines(path, encoding), name)

    if next(rows(), None) is None:
        raise BatchError("至少一行问题", f"{path.name} 是空的", "填入问题后再运行")
    return Table(path.name, name, (name,), (f"编码 {encoding}", "每行一个问题"), rows)


def _barred(path: Path, encoding: str, question_column: str | None) -> Table:
    """The Markdown table in a file of text."""
    notes = [f"编码 {encoding}", "Markdown 表格"]
    return from_grid(path.name, lambda: barred(read_lines(path, encoding)), notes, question_column)


def line_rows(lines: Iterable[str], name: str) -> Iterator[Row]:
    """Each line that is not empty as a row; `name` is that of its one column."""
    asked = ((line, text) for line, whole in enumerate(lines, 1) if (text := whole.strip("\r\n\f")).strip())
    return (Row(number, text, {name: text}, damage(text), line) for number, (line, text) in enumerate(asked, 1))


def damage(text: str) -> str:
    """What to say of a text with bytes that could not be read; "" where there are none."""
    return "本行有无法识别的字节（以 \ufffd 表示），请核对文件编码" if DAMAGED in text else ""


def sniff(path: Path, encoding: str) -> str:
    """The delimiter: of those in the first record, the one that cuts most of the first records into as many cells."""
    head = list(islice(read_lines(path, encoding), 200))
    if head and fold(head[0].strip().strip('"')) in QUESTION_NAMES:  # one column; commas below belong to questions
        return NONE
    best, most = NONE, 0.5  # at least half of the records must be cut alike
    for delimiter in DELIMITERS:
        widths = [len(cells) for cells, _ in islice(records(iter(head), delimiter), 50) if any(cells)]
        if not widths or max(widths[:3]) < 2:
            continue
        width = max(set(widths), key=widths.count)
        alike = widths.count(width) / len(widths) if width > 1 else 0.0
        # A full-width comma belongs to Chinese sentences: it is a delimiter only where the header has it, and no other.
        if delimiter == "，" and (widths[0] != width or best != NONE):
            continue
        score = alike + (0.2 if widths[0] == width else 0.0)
        if alike > 0.5 and score > most:
            best, most = delimiter, score
    return best


def records(lines: Iterator[str], delimiter: str) -> Iterator[GridLine]:
    """The cells of each record, with what is wrong with it."""
    csv.field_size_limit(LARGEST_CELL)  # global in the csv module, and only ever raised
    waiting: deque[str] = deque()

    def more() -> str | None:
        return waiting.popleft() if waiting else next(lines, None)

    while True:
        taken: list[str] = []
        open_quote = False

        def feed(taken: list[str] = taken) -> Iterator[str]:
            nonlocal open_quote
            while len(taken) < LONGEST_RECORD and (line := more()) is not None:
                # A stray NUL is a character like another here; the csv module of Python 3.11 reads it as such too.
                taken.append(line)
                yield line
            open_quote = bool(taken)

        try:
            cells = next(csv.reader(feed(), delimiter=delimiter, strict=True), None)
        except csv.Error as error:
            if len(taken[0]) > LARGEST_CELL:
                yield [taken[0].rstrip("\r\n")[:1000]], f"本行无法解析（{error}）"
                continue
            cells = None
        if not taken:
            return
        if open_quote or cells is None:  # a cell is open at the end, or words follow where it is closed
            waiting.extendleft(reversed(taken[1:]))
            cells = _as_they_stand(taken[0].rstrip("\r\n"), delimiter)
            if taken[0].count('"') % 2:
                yield cells, "本行的引号没有配对"
                continue
        yield cells, damage("".join(cells))


def _as_they_stand(line: str, delimiter: str) -> list[str]:
    """The cells of a line whose quotation marks are not all those of cells: "婚假"多少天 keeps its own."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'"((?:[^"]|"")*)"(?={mark}|$)|([^{mark}]*)')
    cells, at = [], 0
    while at <= len(line):
        match = cell.match(line, at)
        assert match is not None
        cells.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        at = match.end() + 1
    return cells
