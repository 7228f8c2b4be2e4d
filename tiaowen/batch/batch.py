"""A table of questions -> a table of answers: `run_batch` for files, `stream_batch` for pipes.

Records are appended to <output>.partial.jsonl (see checkpoint) a chunk at a time, and the output is written from that
file in one go at the end and moved into place, so that an output is either whole or the earlier one.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from tiaowen import __version__
from tiaowen.batch.batch_rows import (
    CHUNK,
    Asks,
    Conversations,
    Run,
    asked_together,
    conversation_of,
    failed,
    first_columns,
    record_of,
)
from tiaowen.batch.batch_summary import BatchSummary
from tiaowen.batch.batch_target import Progress, check_target, write_target
from tiaowen.batch.checkpoint import Checkpoint
from tiaowen.errors import BatchError
from tiaowen.tables.headers import fold, no_column
from tiaowen.tables.reading import open_table
from tiaowen.tables.rows import Row, Table
from tiaowen.tables.writing import check_writable, json_line

DIALOGUE_NAMES = ("对话", "对话编号", "会话", "会话编号", "dialogue", "dialogue_id", "conversation", "conversation_id")


class BatchStoppedError(BatchError):
    """Ctrl-C, or a process asked to end. `done` rows are kept in `partial`."""

    def __init__(self, partial: Path, done: int) -> None:
        self.partial, self.done = partial, done
        super().__init__(
            "做完全部各行",
            f"中断时已完成 {done} 行，保存在 {partial.name}",
            "用同一命令加 --resume 接着做，不会重复或遗漏",
        )


def run_batch(
    assistant: Asks,
    source: Path | str,
    target: Path | str,
    *,
    question_column: str | None = None,
    sheet: str | None = None,
    dialogue_column: str | None = None,
    resume: bool = False,
    rows: int | None = None,
    progress: Progress | None = None,
) -> BatchSummary:
    """Answer every row of `source` into `target`; formats go by file name. Each row ends as answered, refused or error.

    dialogue_column: rows with the same value there are one conversation, asked in order (recognised by its name when
    None). resume: take up the partial file of an interrupted run (refused where there is an
    output and no such file). rows: answer only so many, from the first on. Raises
    BatchError for what is wrong with the files, BatchStoppedError on Ctrl-C; earlier results stay as they were in both
    cases.
    """
    source, target = Path(source), Path(target)
    report = progress or (lambda what, done, total: None)
    check_target(source, target)
    table = open_table(source, question_column, sheet)
    if rows is not None:
        table = first_rows(table, rows)
    check_writable(target, table.columns)
    dialogue = _dialogue_column(table, dialogue_column)
    partial = target.with_name(target.name + ".partial.jsonl")
    if resume and target.exists() and not partial.exists():  # to do it all again may take hours that nobody asked for
        raise BatchError(
            f"中断时留下的 {partial.name}", f"没有这个文件，{target.name} 是已做完的结果", "去掉 --resume，从头再做"
        )
    header = {
        "partial": 1,
        "version": __version__,
        "source": source.name,
        "sha256": _sha256(source),
        "sheet": sheet,
        "question": table.question,
        "dialogue": dialogue,
        "index": index_hash(assistant.manifest),
    }
    try:
        checkpoint = Checkpoint(partial, header, resume)
    except OSError as error:  # nothing was begun that could be resumed
        what = error.strerror or str(error)
        raise BatchError(f"可写的 {partial}", f"写入失败（{what}）", "换一个位置，或检查权限后再运行") from error
    started = time.perf_counter()
    run = Run(assistant, table, dialogue, checkpoint)
    try:
        total = table.size or (sum(1 for _ in table) if source.suffix.lower() not in (".xlsx", ".xlsm") else None)
        run.answer_all(lambda done: report("正在回答", done, total))
        run.summary.seconds = time.perf_counter() - started
        write_target(run, target, report)
    except KeyboardInterrupt as error:
        checkpoint.close()
        raise BatchStoppedError(partial, run.summary.rows) from error
    finally:
        checkpoint.close()
    checkpoint.close(remove=True)
    return run.summary


def stream_batch(
    assistant: Asks,
    rows: Iterable[Row],
    question_column: str,
    chunk: Callable[[Iterator[Row]], list[Row]] | None = None,
    dialogue_column: str | None = None,
) -> Iterator[str]:
    """Rows -> lines of JSON as they are answered, for standard output. `chunk` takes the rows that are ready.

    dialogue_column: as in `run_batch`.
    """
    if isinstance(rows, Table):
        dialogue_column = _dialogue_column(rows, dialogue_column)
    take = chunk or (lambda waiting: list(islice(waiting, CHUNK)))
    waiting = iter(rows)
    conversations = Conversations(assistant)
    while ready := take(waiting):
        turns = [conversation_of(row.cells, dialogue_column or _named(row.cells)) for row in ready]
        asked = [row.question for row, turn in zip(ready, turns, strict=True) if not row.error and not turn]
        answers = asked_together(assistant, asked)
        for row, turn in zip(ready, turns, strict=True):
            if row.error:
                answer = failed(row)
            else:
                answer = conversations.ask(turn, row.question) if turn else next(answers)
            yield json_line(record_of(row, answer, question_column), question_column)


def first_rows(table: Table, number: int) -> Table:
    """The table as if it ended after so many rows."""
    return replace(table, _rows=lambda: islice(table, number), size=None)


def index_hash(manifest: Mapping[str, Any]) -> str:
    """What the answers depend on: the index's files and the encoder, not the time of the build."""
    kept = {key: manifest.get(key) for key in ("format", "encoder", "inputs", "files")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()


def _dialogue_column(table: Table, wanted: str | None) -> str | None:
    columns = table.columns or first_columns(table)
    if wanted is not None:
        found = next((column for column in columns if fold(column) == fold(wanted)), None)
        if found is None:
            raise no_column(table.name, wanted, columns)
        return found
    return _named(columns)


def _named(columns: Iterable[str]) -> str | None:
    return next((column for column in columns if fold(column) in DIALOGUE_NAMES), None)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
