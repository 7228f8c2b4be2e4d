"""Questions from standard input: one a line, as text or as JSON; read as they come, or kept for a whole run."""

from __future__ import annotations

import queue
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tiaowen.errors import BatchError
from tiaowen.tables.delimited import damage
from tiaowen.tables.encodings import decode_line
from tiaowen.tables.headers import QUESTION_NAMES
from tiaowen.tables.json_lines import values
from tiaowen.tables.reading import open_table
from tiaowen.tables.rows import Row, object_row, question_key

CHUNK = 256


def table_rows(source: str, question_column: str | None, sheet: str | None) -> tuple[Iterable[Row], str]:
    """(rows, name of the question column) of a file, or of standard input for "-"."""
    if source != "-":
        table = open_table(Path(source), question_column, sheet)
        return table, table.question
    lines = (text for line in sys.stdin.buffer if (text := decode_line(line)).strip())
    first = next(lines, None)
    if first is None:
        raise BatchError(
            "标准输入中的问题，每行一个", "没有内容", "把问题接到标准输入：… | python -m tiaowen batch - -"
        )
    if not first.lstrip().startswith("{"):
        name = QUESTION_NAMES[0]
        return (Row(i, text, {name: text}, damage(text)) for i, text in enumerate(_chain(first, lines), 1)), name
    found = next(values(iter([first])))
    column = (
        question_key(found, question_column, "标准输入")
        if isinstance(found, dict)
        else question_column or QUESTION_NAMES[0]
    )
    return (object_row(i, item, column) for i, item in enumerate(values(_chain(first, lines)), 1)), column


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first.rstrip("\r\n")
    for line in rest:
        yield line.rstrip("\r\n")


def ready_chunks() -> Callable[[Iterator[Row]], list[Row]]:
    """Takes what has arrived: one row at once for someone who types, many for a file that is piped in."""
    arrived: queue.Queue[Row | None] = queue.Queue(CHUNK)
    reader: list[threading.Thread] = []

    def read(rows: Iterator[Row]) -> None:
        for row in rows:
            arrived.put(row)
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
            if row is None:
                arrived.put(None)
                break
            found.append(row)
        return found

    return take


@contextmanager
def standard_input(source: str) -> Iterator[Path]:
    """The file named, or for "-" a temporary copy of standard input: a run reads its questions more than once."""
    if source != "-":
        yield Path(source)
        return
    with tempfile.TemporaryDirectory() as folder:
        head: BinaryIO = sys.stdin.buffer
        sample = head.read(1 << 16)
        kind = ".jsonl" if sample.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else ".txt"
        path = Path(folder) / f"标准输入{kind}"
        with path.open("wb") as stream:
            stream.write(sample)
            shutil.copyfileobj(head, stream)
        yield path
