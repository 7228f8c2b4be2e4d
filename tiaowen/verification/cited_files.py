"""Files by anybody that quote regulations, as lines of text, each with where it stands.

Text, Markdown, web pages and Word documents are read as sources are; of a table or a workbook each row is a line, its
cells between bars. A footnote stands in brackets behind what it is a note to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from tiaowen.reading.files.formats import read_source
from tiaowen.tables.cells import text_of
from tiaowen.tables.delimited import records, sniff
from tiaowen.tables.encodings import detect, read_lines

Line = tuple[str, str]
"""(where, for people; the text of the line)."""

_NOTE = re.compile(r"^\[\^([^\[\]\s]+)\]:[ \t]*(.*)$", re.MULTILINE)


def cited_lines(path: Path) -> list[Line]:
    """The lines of a file; none where its kind is not read. Raises TiaowenError, OSError or ValueError for damage."""
    kind = path.suffix.lower()
    if kind in (".txt", ".md"):
        text = path.read_text(detect(path), errors="replace").replace("\r\n", "\n")
        return _numbered(_with_notes(text), "行")
    if kind in (".docx", ".html", ".htm"):
        return _numbered(_with_notes(read_source(path, path.name)[0].text), "段")
    if kind in (".csv", ".tsv"):
        found = records(read_lines(path, encoding := detect(path)), sniff(path, encoding))
        return list(_rows("第 {} 个记录", (cells for cells, _ in found)))
    if kind in (".xlsx", ".xlsm"):
        return list(_workbook(path))
    return []


def _numbered(text: str, unit: str) -> list[Line]:
    return [(f"第 {number} {unit}", line) for number, line in enumerate(text.split("\n"), 1)]


def _with_notes(text: str) -> str:
    """The text with each footnote behind what it is a note to, so that “…”[^1] has the address that the note gives."""
    notes = {found[1]: found[2].strip().rstrip("。") for found in _NOTE.finditer(text)}
    referred = {name for name in notes if text.count(f"[^{name}]") > 1}
    text = _NOTE.sub(lambda found: "" if found[1] in referred else found[0], text)
    for name in referred:
        text = text.replace(f"[^{name}]", f"（{notes[name]}）")
    return text


def _workbook(path: Path) -> Iterator[Line]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield from _rows(f"工作表 {sheet.title} 第 {{}} 行", sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _rows(where: str, rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
    for number, cells in enumerate(rows, 1):
        row = " | ".join(text for cell in cells if (text := text_of(cell).strip()))
        yield from ((where.format(number), line) for line in row.replace("\r\n", "\n").split("\n"))
