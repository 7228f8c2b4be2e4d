"""The reader for a table of questions, chosen by file name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tiaowen.errors import BatchError
from tiaowen.tables.delimited import open_delimited, open_lines
from tiaowen.tables.json_lines import open_json, open_json_lines
from tiaowen.tables.rows import Table
from tiaowen.tables.workbook_in import open_workbook

_READERS: dict[str, Callable[[Path, str | None], Table]] = {
    ".csv": open_delimited,
    ".tsv": open_delimited,
    ".tab": open_delimited,
    ".jsonl": open_json_lines,
    ".ndjson": open_json_lines,
    ".json": open_json,
    ".txt": open_lines,
}
WORKBOOKS = (".xlsx", ".xlsm")
READABLE = (*_READERS, *WORKBOOKS)


def open_table(path: Path, question_column: str | None = None, sheet: str | None = None) -> Table:
    """A table of questions: csv, tsv, xlsx, jsonl, json or txt.

    question_column: its name, where it cannot be recognised. sheet: name or number (from 1) of a workbook's sheet.
    Raises BatchError with what is wrong and what to do: no such file, another kind, empty, no question column.
    """
    if not path.exists():
        raise BatchError(f"问题文件 {path}", "没有这个文件", "检查文件名和所在文件夹")
    if path.is_dir():
        raise BatchError("一个文件", f"{path} 是文件夹", "指明其中的文件")
    kind = path.suffix.lower()
    if kind not in READABLE:
        what = "旧版 xls 工作簿" if kind == ".xls" else f"“{path.suffix or path.name}”"
        raise BatchError(f"{'、'.join(suffix[1:] for suffix in READABLE)} 之一", what, "另存为其中一种格式后再运行")
    try:
        if path.stat().st_size == 0:
            raise BatchError("至少一行问题", f"{path.name} 是空的", "填入问题后再运行")
        if kind in WORKBOOKS:
            return open_workbook(path, sheet, question_column)
        if sheet is not None:
            raise BatchError("带工作表的 xlsx", f"{path.name} 没有工作表", "去掉 --sheet")
        return _READERS[kind](path, question_column)
    except PermissionError as error:
        raise BatchError(
            f"可读的 {path.name}", f"无法打开（{error.strerror}）", "检查权限，或关闭正在使用它的程序"
        ) from error
