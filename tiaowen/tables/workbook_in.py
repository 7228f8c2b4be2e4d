"""xlsx and xlsm tables, read row by row: values of formulas, merged cells, dates; macros are never looked at."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.escape import unescape

from tiaowen.errors import BatchError
from tiaowen.tables.cells import Unusable
from tiaowen.tables.headers import HEADER_DEPTH, named_line
from tiaowen.tables.rows import GridLine, Table, from_grid

CHUNK = 1 << 20
NO_VALUE = "公式没有保存计算结果，请在 Excel 中打开并保存后再运行"

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def open_workbook(path: Path, sheet: str | None = None, question_column: str | None = None) -> Table:
    """A sheet of a workbook: the one named (or numbered from 1), else the first visible one with a column of
    questions by its name, else the first that is not empty.

    Raises BatchError for a workbook with a password, a damaged or older one, no such sheet, or no questions in it.
    """
    check_kind(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # a damaged workbook shows itself in many ways: zip, XML, missing parts
        raise BatchError(
            f"完好的 xlsx 文件 {path.name}",
            f"无法打开（{type(error).__name__}：{error}）",
            "在 Excel 中打开并另存后再运行",
        ) from error
    try:
        name, others = _choose(book, sheet, path)
        part, size = book[name]._worksheet_path, book[name].max_row
    finally:
        book.close()
    merges, has_formulas = _look_through(path, part)
    notes = [f"工作表 {name}"]
    if others:
        notes.append(f"另有工作表：{'、'.join(others)}（用 --sheet 选择）")
    if merges:
        notes.append(f"有 {len(merges)} 处合并单元格，其值归于所合并的每一行")

    def lines() -> Iterator[GridLine]:
        return _lines(path, name, has_formulas, _followers(merges))

    table = from_grid(f"{path.name} 的工作表 {name}", lines, notes, question_column, nameless=True)
    return replace(table, size=max(size - 1, 1) if size else None)


def check_kind(path: Path) -> None:
    """Raises BatchError unless the file is a zip archive, with the reason in words: password, xls, text, …"""
    with path.open("rb") as stream:
        head = stream.read(8)
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            stream.seek(0)
            mark = "EncryptedPackage".encode("utf-16-le")
            locked = any(mark in chunk for chunk in iter(lambda: stream.read(CHUNK), b""))
            if locked:
                raise BatchError("没有密码的工作簿", f"{path.name} 设有打开密码", "在 Excel 中取消密码并另存后再运行")
            raise BatchError("xlsx 工作簿", f"{path.name} 是旧版 xls 格式", "在 Excel 中另存为 .xlsx 后再运行")
    if not head:
        raise BatchError("至少一行问题", f"{path.name} 是空的", "填入问题后再运行")
    if not zipfile.is_zipfile(path):
        raise BatchError("xlsx 工作簿", f"{path.name} 的内容不是 xlsx，或已被截断", "若是文本表格，把文件名改为 .csv")


def _choose(book: Any, wanted: str | None, path: Path) -> tuple[str, list[str]]:
    """The sheet to read and the others that hold something."""
    names = [sheet.title for sheet in book.worksheets]
    if wanted is not None:
        if wanted in names:
            return wanted, []
        if wanted.isdigit() and 1 <= int(wanted) <= len(names):
            return names[int(wanted) - 1], []
        raise BatchError(f"{path.name} 中有工作表“{wanted}”", f"只有：{'、'.join(names)}", "改用其中一个名称或序号")
    filled = [
        sheet.title
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
        and any(cell is not None for row in sheet.iter_rows(max_row=50, values_only=True) for cell in row)
    ]
    if not filled:
        raise BatchError("至少一行问题", f"{path.name} 的各工作表都是空的", "填入问题后再运行")
    asked = [name for name in filled if _named(book[name])]
    chosen = (asked or filled)[0]
    return chosen, [name for name in filled if name != chosen]


def _named(sheet: Any) -> bool:
    """Whether a sheet has a column with a name that means the question."""
    lines = list(sheet.iter_rows(max_row=HEADER_DEPTH, values_only=True))
    return named_line(lines)[0] is not None


def _look_through(path: Path, part: str) -> tuple[list[tuple[int, int, int, int]], bool]:
    """The merged ranges (min_col, min_row, max_col, max_row) of a sheet and whether it has formulas.

    Merged ranges stand behind the rows in the file and are needed before them.
    """
    merges: list[tuple[int, int, int, int]] = []
    formulas = False
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as stream:
        while chunk := stream.read(CHUNK):
            data = rest + chunk
            formulas = formulas or _FORMULA.search(data) is not None
            end = 0
            for match in _MERGE.finditer(data):
                merges.append(range_boundaries(match[1].decode()))
                end = match.end()
            rest = data[max(end, len(data) - 200) :]
    return merges, formulas


def _followers(merges: list[tuple[int, int, int, int]]) -> dict[int, list[int]]:
    """Row (from 1) -> columns (from 0) of the cells that are merged into the first cell of a row above."""
    found: dict[int, list[int]] = {}
    for left, top, _, bottom in merges:
        for row in range(top + 1, min(bottom, top + 10_000) + 1):
            found.setdefault(row, []).append(left - 1)
    return found


def _usable(cell: Any) -> Any:
    if getattr(cell, "data_type", "") == "e":
        return Unusable(cell.value, f"单元格的公式出错（{cell.value}）")
    return unescaped(cell.value)


def unescaped(value: Any) -> Any:
    """A cell's text with _x000D_ and the like as the characters they stand for, which openpyxl leaves as they are."""
    return unescape(value) if isinstance(value, str) and "_x" in value else value


def _lines(path: Path, name: str, has_formulas: bool, followers: dict[int, list[int]]) -> Iterator[GridLine]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(path, read_only=True) if has_formulas else None
    try:
        sheet = book[name]
        sheet.reset_dimensions()  # some programs write a wrong one, and rows beyond it would be lost
        raw: Iterator[Any] = iter(())
        if formulas is not None:
            formulas[name].reset_dimensions()
            raw = formulas[name].iter_rows(values_only=True)
        above: list[Any] = []
        for number, cells in enumerate(sheet.iter_rows(), 1):
            values: list[Any] = [_usable(cell) for cell in cells]
            for i, formula in enumerate(next(raw, ()) if has_formulas else ()):
                if isinstance(formula, str) and formula.startswith("=") and i < len(values) and values[i] is None:
                    values[i] = Unusable(formula, NO_VALUE)
            if any(value is not None for value in values):
                for i in followers.get(number, ()):
                    values += [None] * (i + 1 - len(values))
                    values[i] = above[i] if i < len(above) else None
                above = values
            yield values, ""
    finally:
        book.close()
        if formulas is not None:
            formulas.close()
