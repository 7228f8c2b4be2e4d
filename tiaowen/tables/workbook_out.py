"""xlsx output: 答案 (one row a question), 引文 (one row a quotation), 汇总 (counts, with charts); constant memory.

Text is always written as text: a question that begins with = is no formula.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from tiaowen.errors import BatchError
from tiaowen.quotations.claims import Claim
from tiaowen.rendering.render import EXCEPTION, Record
from tiaowen.rendering.render_places import source_text
from tiaowen.tables.cells import text_of
from tiaowen.tables.outcome import (
    OURS,
    SEAL,
    SUMMARY,
    Written,
    broken,
    cells,
    clean,
    header,
    seal,
    shortened,
    stray,
    with_gaps,
    written,
)
from tiaowen.tables.workbook_in import unescaped

ANSWERS, QUOTATIONS = "答案", "引文"
CELL_LIMIT = 32_767  # characters, set by Excel
ROW_LIMIT = 1_048_576
COLUMN_LIMIT = 16_384
QUOTATION_COLUMNS = ("序号", "类别", "条款", "引文", "来源文件", "得分", "另一印本", SEAL)
SUMMARY_COLUMNS = ("项目", "数值")
_WIDE = {
    "回答": 48,
    "引文": 60,
    "其他引文": 40,
    "未作答依据": 40,
    "引用条款": 26,
    "来源文件": 30,
    "条款": 26,
    "错误": 24,
}


def write_workbook(
    path: Path,
    records: Iterable[Record],
    columns: Sequence[str],
    question_column: str,
    counts: tuple[int, int],
    summary: Sequence[tuple[str, Any]],
    documents: Mapping[str, int],
) -> None:
    """counts: rows of 答案, and rows that 引文 will have; it ends early at Excel's row limit.

    Raises OSError as the disk does.
    """
    with _book(path) as book:
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"}),
            "time": book.add_format({"num_format": "hh:mm:ss", "valign": "top"}),
            "span": book.add_format({"num_format": "[h]:mm:ss", "valign": "top"}),
        }
        names = header(columns)
        answers = _sheet(book, ANSWERS, names, styles, question_column)
        quoted = _sheet(book, QUOTATIONS, QUOTATION_COLUMNS, styles, "")
        quotations = min(counts[1], ROW_LIMIT - 1)
        row = at = 0
        spare = ROW_LIMIT - 1 - counts[0]  # empty rows that the sheet has room for
        for gap, record in with_gaps(records):
            row += 1 + min(gap, spare)
            spare -= min(gap, spare)
            values = [_storable(value) for value in cells(record, columns, question_column, CELL_LIMIT)]
            _put(answers, row, [*values, seal(record["row"], record["rows"], [*names[:-1], *values])], styles)
            for line in _quotation_rows(record):
                if at < quotations:
                    at += 1
                    _put(quoted, at, [*line, seal(at, quotations, line)], styles)
        answers.autofilter(0, 0, row, len(names) - 1)
        quoted.autofilter(0, 0, max(at, 1), len(QUOTATION_COLUMNS) - 1)
        _summary_sheet(book, summary, documents, counts[0], styles)


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    """A workbook to be written; what xlsxwriter makes of an OSError is taken back."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    try:
        yield book
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error
    finally:
        book.fileclosed = True  # after an error nothing is left to be tried again when it is collected
        for sheet in book.worksheets():
            sheet._opt_close()


def check_width(names: Sequence[str]) -> None:
    """Raises BatchError for more columns than a sheet can have, ours counted."""
    if len(header(names)) > COLUMN_LIMIT:
        found = f"问题表有 {len(names)} 列，加上答案各列是 {len(header(names))} 列"
        raise BatchError(f"不超过 {COLUMN_LIMIT} 列（Excel 的上限）", found, "改用 .csv 或 .jsonl 输出")


def _sheet(book: Any, name: str, names: Sequence[str], styles: Mapping[str, Any], question_column: str) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for i, column in enumerate(names):
        width = 36 if column == question_column else _WIDE.get(column.removeprefix("条文·"), 12)
        sheet.set_column(i, i, width)
    _put(sheet, 0, [clean(name) for name in names], styles, "head")
    return sheet


def _quotation_rows(record: Record) -> Iterator[list[Any]]:
    for near, citations in ((False, record["citations"]), (True, record["near"])):
        for whole in citations:
            citation = shortened(whole, CELL_LIMIT)
            kind = "未作答依据" if near else "例外" if citation.get("exception") else "引文"
            variants = "\n".join(f"{v['witness']}：{v['text'] or '（缺）'}" for v in citation["variants"])
            yield [
                *(record["row"], kind, clean(citation["cite"]), clean(citation["quote"]), source_text(citation)),
                *(citation["score"], clean(variants)[:CELL_LIMIT]),
            ]


def _storable(value: Any) -> Any:
    """The value as a cell can keep it; what Excel has no type for becomes text."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**15 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dt.date):
        return value if value.year >= 1900 and getattr(value, "tzinfo", None) is None else value.isoformat()
    if isinstance(value, dt.time | dt.timedelta):
        return value
    return clean(text_of(value))[:CELL_LIMIT]


def _put(sheet: Any, row: int, values: Sequence[Any], styles: Mapping[str, Any], style: str = "text") -> None:
    for i, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            sheet.write_boolean(row, i, value, styles[style])
        elif isinstance(value, int | float):
            sheet.write_number(row, i, value, styles[style])
        elif isinstance(value, dt.datetime):
            sheet.write_datetime(row, i, value, styles["datetime"])
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, i, value, styles["date"])
        elif isinstance(value, dt.time):
            sheet.write_datetime(row, i, value, styles["time"])
        elif isinstance(value, dt.timedelta):
            sheet.write_datetime(row, i, value, styles["span"])
        else:
            sheet.write_string(row, i, value, styles[style])


def _summary_sheet(
    book: Any,
    summary: Sequence[tuple[str, Any]],
    documents: Mapping[str, int],
    rows: int,
    styles: Mapping[str, Any],
) -> None:
    """Name and value of each figure; two charts: how the rows ended, and the documents cited most."""
    sheet = book.add_worksheet(SUMMARY)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 24)
    sheet.freeze_panes(1, 0)
    _put(sheet, 0, SUMMARY_COLUMNS, styles, "head")
    lines: list[tuple[str, Any]] = [(name, _storable(value)) for name, value in summary]
    most = sorted(documents.items(), key=lambda item: -item[1])
    first_document = len(lines) + 2
    lines += [("引用文件", "次数"), *most[: ROW_LIMIT - len(lines) - 10]]
    lines = [(clean(name), value) for name, value in lines]
    lines.append((SEAL, seal(0, rows, [cell for line in lines for cell in line])))
    for row, line in enumerate(lines, 1):
        _put(sheet, row, line, styles)
    ends = [row for row, (name, _) in enumerate(lines, 1) if name in ("已作答", "未作答", "出错")]
    _chart(book, sheet, "pie", "各行结果", ends[0], ends[-1], "D2")
    if most:
        _chart(book, sheet, "bar", "引用最多的文件", first_document, first_document + min(len(most), 10) - 1, "D18")


def _chart(book: Any, sheet: Any, kind: str, title: str, first: int, last: int, at: str) -> None:
    chart = book.add_chart({"type": kind})
    chart.add_series(
        {"categories": [SUMMARY, first, 0, last, 0], "values": [SUMMARY, first, 1, last, 1], "name": title}
    )
    chart.set_title({"name": title})
    if kind == "bar":
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
    sheet.insert_chart(at, chart)


def read_back(path: Path) -> Iterator[Written]:
    """The rows of 答案, then those of 引文, then 汇总, and what else stands in the workbook.

    Nothing comes of a workbook that is none of ours.
    """
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        found = dict(_headers(book))
        if not any({SEAL, OURS + SEAL} & set(names) for names in found.values()):
            return
        for name in (ANSWERS, QUOTATIONS, SUMMARY):
            if name not in found:
                yield stray(f"缺少工作表 {name}")
        for name, names in found.items():
            rows = _values(book, name)
            next(rows, None)
            wanted = {QUOTATIONS: QUOTATION_COLUMNS, SUMMARY: SUMMARY_COLUMNS}.get(name, ())
            if name not in (ANSWERS, QUOTATIONS, SUMMARY):
                if any(names) or any(any(value is not None for value in values) for values in rows):
                    yield stray(f"工作表 {name}")
            elif tuple(names[: len(wanted)]) != wanted or (name == ANSWERS and not {SEAL, OURS + SEAL} & set(names)):
                yield Written(f"工作表 {name} 的表头", None, None, False, "", "", (), name)
            elif name == SUMMARY:
                yield _figures([values[:2] for values in rows])
            else:
                yield from _written_rows(name, names, rows)
    finally:
        book.close()


def _values(book: Any, name: str) -> Iterator[list[Any]]:
    sheet = book[name]
    sheet.reset_dimensions()
    return ([unescaped(value) for value in values] for values in sheet.iter_rows(values_only=True))


def _headers(book: Any) -> Iterator[tuple[str, list[str]]]:
    for sheet in book.worksheets:
        yield sheet.title, [text_of(value) for value in next(_values(book, sheet.title), ())]


def _written_rows(name: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Written]:
    for number, values in enumerate(rows, 2):
        if not any(value is not None for value in values):
            continue
        where = f"工作表 {name} 第 {number} 行"
        if name == QUOTATIONS:
            yield _quotation(values, where)
        elif (row := written(names, values, where)) is not None:
            yield row


def _figures(lines: list[list[Any]]) -> Written:
    end = next((i for i in reversed(range(len(lines))) if lines[i][0] == SEAL), len(lines))
    text = text_of(lines[end][1]) if end < len(lines) else ""
    row, rows, sealed = broken(text, [cell for line in lines[:end] for cell in line])
    return Written(f"工作表 {SUMMARY}", row, rows, sealed, "", "", (), SUMMARY)


def _quotation(values: Sequence[Any], where: str) -> Written:
    texts = [text_of(value) for value in values] + [""] * len(QUOTATION_COLUMNS)
    at = QUOTATION_COLUMNS.index(SEAL)
    row, rows, sealed = broken(texts[at], values[:at])
    claim = Claim(texts[2].removesuffix(EXCEPTION), texts[3], texts[4], texts[1] == "未作答依据")
    return Written(where, row, rows, sealed, "", "", (claim,), QUOTATIONS)
