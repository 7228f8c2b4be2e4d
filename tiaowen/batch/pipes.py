"""Questions from standard input: lines of text or JSON, a table, a workbook; read as they come, or kept for a run."""

from __future__ import annotations

import atexit
import queue
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from tiaowen.errors import BatchError
from tiaowen.tables.delimited import line_rows
from tiaowen.tables.encodings import decode_line
from tiaowen.tables.headers import QUESTION_NAMES, named
from tiaowen.tables.json_lines import values
from tiaowen.tables.reading import open_table
from tiaowen.tables.rows import Row, object_row, question_key

CHUNK = 256
BLANK = b"\xef\xbb\xbf \t\r\n"
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def table_rows(source: str, question_column: str | None, sheet: str | None) -> tuple[Iterable[Row], str]:
    """(rows, name of the question column) of a file, or of standard input for "-".

    Lines of text and of JSON are rows as they come; a table, a workbook or an array is read to its end first.
    """
    if source != "-":
        table = open_table(Path(source), question_column, sheet)
        return table, table.question
    head, kind = _first_lines(question_column, sheet)
    if kind not in (".txt", ".jsonl"):
        folder = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # the rows are read until the program ends
        table = open_table(_kept(folder, head, kind), question_column, sheet)
        return table, table.question
    lines = map(decode_line, chain(head, sys.stdin.buffer))
    if kind == ".txt":
        name = QUESTION_NAMES[0]
        return line_rows(lines, name), name
    _, found = next(values([decode_line(head[-1])]))
    column = (
        question_key(found, question_column, "标准输入")
        if isinstance(found, dict)
        else question_column or QUESTION_NAMES[0]
    )
    return (object_row(i, item, column, line) for i, (line, item) in enumerate(values(lines), 1)), column


def _first_lines(question_column: str | None, sheet: str | None) -> tuple[list[bytes], str]:
    """The lines of standard input up to the first that is not empty, and the kind of file it begins, as a suffix.

    Raises BatchError where there is none.
    """
    head: list[bytes] = []
    while not head or not head[-1].strip(BLANK):
        head.append(sys.stdin.buffer.readline())
        if not head[-1]:
            break
    if not head[-1]:
        raise BatchError(
            "标准输入中的问题，每行一个", "没有内容", "把问题接到标准输入：… | python -m tiaowen batch - -"
        )
    return head, _kind(head[-1], question_column is not None or sheet is not None)


def _kind(head: bytes, column: bool) -> str:
    """column: one was named, so that the lines are those of a table."""
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return ".xlsx"
    encoding = next((name for mark, name in _WIDE.items() if head.startswith(mark)), "")
    text = (head.decode(encoding, "replace") if encoding else decode_line(head)).strip("\ufeff \t\r\n\0")
    if text.startswith("{"):
        return ".json" if text == "{" or encoding else ".jsonl"
    if re.match(r"\[\s*(?:[{\[\"]|$)", text):
        return ".json"
    cells = re.split(r"[,\t;|，]", text)
    if column or "\t" in text or text.startswith("|") or named([cell.strip('"') for cell in cells]) is not None:
        return ".csv"
    if re.fullmatch(r"\"?\d+\"?", cells[0]) and len(cells) > 1:
        return ".csv"
    return ".lines" if encoding or b"\0" in head else ".txt"


def _kept(folder: Path, head: Iterable[bytes], kind: str) -> Path:
    """A copy of standard input, whose first lines have been read, in a file of its kind."""
    path = folder / f"标准输入{'.txt' if kind == '.lines' else kind}"
    with path.open("wb") as stream:
        stream.writelines(head)
        shutil.copyfileobj(sys.stdin.buffer, stream)
    return path


def ready_chunks() -> Callable[[Iterator[Row]], list[Row]]:
    """Takes what has arrived: one row at once for someone who types, many for a file that is piped in."""
    arrived: queue.Queue[Row | BaseException | None] = queue.Queue(CHUNK)
    reader: list[threading.Thread] = []

    def read(rows: Iterator[Row]) -> None:
        try:
            for row in rows:
                arrived.put(row)
        except BaseException as error:  # raised again where the rows are taken, which must not wait for ever
            arrived.put(error)
        arrived.put(None)

    def take(rows: Iterator[Row]) -> list[Row]:
        if not reader:
            reader.append(threading.Thread(target=read, args=(rows,), daemon=True))
            reader[0].start()
        found: list[Row] = []
        while len(found) < CHUNK:
            try:
                row = arrived.get(block=not found)
            except queue.Empty:
                break
            if isinstance(row, BaseException):
                raise row
            if row is None:
                arrived.put(None)
                break
            found.append(row)
        return found

    return take


@contextmanager
def standard_input(source: str, question_column: str | None = None, sheet: str | None = None) -> Iterator[Path]:
    """The file named, or for "-" a temporary copy of standard input: a run reads its questions more than once."""
    if source != "-":
        yield Path(source)
        return
    head, kind = _first_lines(question_column, sheet)
    with tempfile.TemporaryDirectory() as folder:
        yield _kept(Path(folder), head, kind)
