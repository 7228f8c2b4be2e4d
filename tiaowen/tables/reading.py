"""The reader for a table of questions, chosen by file name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from tiaowen.errors import BatchError
from tiaowen.tables.bars import is_barred
from tiaowen.tables.delimited import open_delimited, open_lines
from tiaowen.tables.encodings import detect, read_lines
from tiaowen.tables.json_lines import open_json, open_json_lines
from tiaowen.tables.rows import Table
from tiaowen.tables.workbook_in import open_workbook


def open_markdown(path: Path, question_column: str | None = None) -> Table:
    """The table in a Markdown file. Raises BatchError where it has none."""
    if not is_barred(read_lines(path, detect(path))):
        raise no_table(path.name)
    return open_lines(path, question_column)


_READERS: dict[str, Callable[[Path, str | None], Table]] = {
    ".csv": open_delimited,
    ".tsv": open_delimited,
    ".tab": open_delimited,
    ".jsonl": open_json_lines,
    ".ndjson": open_json_lines,
    ".json": open_json,
    ".txt": open_lines,
    ".md": open_markdown,
}
WORKBOOKS = (".xlsx", ".xlsm")
READABLE = (*_READERS, *WORKBOOKS)
_KINDS = f"{'、'.join(suffix[1:] for suffix in READABLE)} 之一"
_PAPERS = (".docx", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".html", ".htm")
"""Kinds of files that hold texts rather than tables."""
_COPY = "把问题复制到 txt（每行一个）或 Excel 表格的一列里；要把它收进文库，请用 add 或网页的“文库”"


def check_kind(name: str) -> None:
    """Raises BatchError where files of this name are not read, with what to do instead."""
    kind = Path(name).suffix.lower()
    if kind in _PAPERS:
        raise no_table(name)
    if kind not in READABLE:
        what = "旧版 xls 工作簿" if kind == ".xls" else f"“{kind or name}”"
        raise BatchError(_KINDS, what, "另存为其中一种格式后再运行")


def no_table(name: str) -> BatchError:
    """What to say of a file that holds a text."""
    return BatchError(_KINDS, f"{name} 是文稿，不是问题表", _COPY)


def open_table(path: Path, question_column: str | None = None, sheet: str | None = None) -> Table:
    """A table of questions: csv, tsv, xlsx, jsonl, json, txt, or md with a table.

    question_column: its name, where it cannot be recognised. sheet: name or number (from 1) of a workbook's sheet.
    Raises BatchError with what is wrong and what to do: no such file, another kind, empty, no question column.
    """
    if not path.exists():
        raise BatchError(f"问题文件 {path}", "没有这个文件", "检查文件名和所在文件夹")
    if path.is_dir():
        raise BatchError("一个文件", f"{path} 是文件夹", "指明其中的文件")
    check_kind(path.name)
    kind = path.suffix.lower()
    try:
        if path.stat().st_size == 0:
            raise BatchError("至少一行问题", f"{path.name} 是空的", "填入问题后再运行")
        if kind in WORKBOOKS and _is_word(path):
            raise no_table(path.name)
        if kind in WORKBOOKS:
            return open_workbook(path, sheet, question_column)
        if sheet is not None:
            raise BatchError("带工作表的 xlsx", f"{path.name} 没有工作表", "去掉 --sheet")
        return _READERS[kind](path, question_column)
    except PermissionError as error:
        raise BatchError(
            f"可读的 {path.name}", f"无法打开（{error.strerror}）", "检查权限，或关闭正在使用它的程序"
        ) from error


def _is_word(path: Path) -> bool:
    """Whether a file is a Word document, whatever it is called."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "word/document.xml" in archive.namelist()
