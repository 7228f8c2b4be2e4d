"""A table of questions -> a table of answers: `run_batch` for files, `stream_batch` for pipes.

Records are appended to <output>.partial.jsonl (see checkpoint) a chunk at a time, and the output is written from that
file in one go at the end and moved into place, so that an output is either whole or the earlier one. Memory does not
grow with the rows: a chunk of answers, and eight bytes and an offset for each different question.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

from tiaowen import __version__
from tiaowen.checkpoint import Checkpoint, full
from tiaowen.datamodels import Answer
from tiaowen.errors import BatchError, QuestionError
from tiaowen.evaluation import Evaluation
from tiaowen.render import to_json
from tiaowen.tables.outcome import encoded
from tiaowen.tables.reading import open_table
from tiaowen.tables.rows import Row, Table, fold, no_column, text_of
from tiaowen.tables.writing import About, check_writable, json_line, write_table

CHUNK = 256  # records appended to the checkpoint together at most
CHUNK_SECONDS = 0.5  # how long a record may wait for that: what a kill costs
READ_AHEAD = 2_048  # rows read before the first of them has its record at most
TURNS = 20  # earlier turns that a question of a dialogue is asked with
DIALOGUES = 20_000  # dialogues whose turns are kept; one that comes back later begins anew, and its row says so
DIALOGUE_NAMES = ("对话", "对话编号", "会话", "会话编号", "dialogue", "dialogue_id", "conversation", "conversation_id")
ID_NAMES = ("id", "编号", "题号", "问题编号", "qid")
FORGOTTEN = "此前的对话相隔太远，已不在内存中，本行按新对话回答"

Progress = Callable[[str, int, int | None], None]
"""progress(what is being done, in Chinese; rows done; rows in all, None where unknown)."""


class Asks(Protocol):
    """What a batch needs of an Assistant."""

    @property
    def manifest(self) -> Mapping[str, Any]: ...

    def ask(self, question: str, history: Sequence[tuple[str, Answer]] = ()) -> Answer: ...

    def ask_many(self, questions: Iterable[str]) -> Iterator[Answer]: ...


class BatchStoppedError(BatchError):
    """Ctrl-C, or a process asked to end. `done` rows are kept in `partial`."""

    def __init__(self, partial: Path, done: int) -> None:
        self.partial, self.done = partial, done
        super().__init__(
            "做完全部各行",
            f"中断时已完成 {done} 行，保存在 {partial.name}",
            "用同一命令加 --resume 接着做，不会重复或遗漏",
        )


@dataclass
class BatchSummary:
    """What a run did. `figures` is the same in every format."""

    source: str
    evaluation: Evaluation
    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)  # title -> rows whose answer cites it
    quotations: int = 0
    repeated: int = 0  # rows whose question was answered before in the same table
    resumed: int = 0  # rows taken over from an interrupted run
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    def add(self, record: Mapping[str, Any]) -> None:
        self.rows += 1
        self.statuses[record["status"]] += 1
        self.quotations += len(record["citations"]) + len(record["near"])
        self.documents.update({citation["document"] for citation in record["citations"]})
        if self.evaluation:
            self.evaluation.add(record)

    def figures(self) -> list[tuple[str, Any]]:
        """(name in Chinese, value), as the summary of a report shows them."""
        return [
            ("问题文件", self.source),
            ("行数", self.rows),
            ("已作答", self.statuses["answered"]),
            ("未作答", self.statuses["refused"]),
            ("出错", self.statuses["error"]),
            ("重复的问题", self.repeated),
            ("引用的文件数", len(self.documents)),
            ("本次用时（秒）", round(self.seconds, 1)),
            *self.evaluation.figures(),
        ]


def run_batch(
    assistant: Asks,
    source: Path | str,
    target: Path | str,
    *,
    question_column: str | None = None,
    sheet: str | None = None,
    dialogue_column: str | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> BatchSummary:
    """Answer every row of `source` into `target`; formats go by file name. Each row ends as answered, refused or error.

    dialogue_column: rows with the same value there are one conversation, asked in order (recognised by its name when
    None). resume: take up the partial file of an interrupted run. Raises BatchError for what is wrong with the files,
    BatchStoppedError on Ctrl-C; earlier results stay as they were in both cases.
    """
    source, target = Path(source), Path(target)
    report = progress or (lambda what, done, total: None)
    check_target(source, target)
    table = open_table(source, question_column, sheet)
    dialogue = _dialogue_column(table, dialogue_column)
    partial = target.with_name(target.name + ".partial.jsonl")
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
    except OSError as error:
        raise full(error, partial) from error
    started = time.perf_counter()
    run = _Run(assistant, table, dialogue, checkpoint)
    try:
        total = table.size or (sum(1 for _ in table) if source.suffix.lower() not in (".xlsx", ".xlsm") else None)
        run.answer_all(lambda done: report("正在回答", done, total))
        run.summary.seconds = time.perf_counter() - started
        _finish(run, target, report)
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
) -> Iterator[str]:
    """Rows -> lines of JSON as they are answered, for standard output. `chunk` takes the rows that are ready."""
    take = chunk or (lambda waiting: list(islice(waiting, CHUNK)))
    waiting = iter(rows)
    while ready := take(waiting):
        asked = [row.question for row in ready if not row.error]
        answers = asked_together(assistant, asked)
        for row in ready:
            answer = next(answers) if not row.error else _failed(row)
            yield json_line(record_of(row, answer, question_column), question_column)


def asked_together(assistant: Asks, questions: Iterable[str]) -> Generator[Answer]:
    """One answer for each question, in order, whatever happens: where asking together fails, each is asked alone."""
    waiting = iter(questions)
    taken: deque[str] = deque()

    def watched() -> Iterator[str]:
        for question in waiting:
            taken.append(question)
            yield question

    try:
        for answer in assistant.ask_many(watched()):
            taken.popleft()
            yield answer
    except Exception:  # a single question must not cost the others their answers
        pass
    for question in chain(list(taken), waiting):
        yield _ask(assistant, question, ())


def _ask(assistant: Asks, question: str, history: Sequence[tuple[str, Answer]]) -> Answer:
    try:
        return assistant.ask(question, history)
    except QuestionError as error:
        return Answer(question, "error", error=str(error))
    except Exception as error:  # whatever it is, it is this row's reason and not the end of the run
        return Answer(question, "error", error=f"程序内部错误（{type(error).__name__}：{error}）")


def _failed(row: Row) -> Answer:
    return Answer(row.question, "error", error=row.error)


def record_of(row: Row, answer: Answer, question_column: str) -> dict[str, Any]:
    """The record of a row (see tables.outcome). Its id is the row's own where it has a column for that."""
    own = next(
        (text_of(value) for name, value in row.cells.items() if fold(name) in ID_NAMES and value is not None), ""
    )
    columns = {
        name: encoded(value)
        for name, value in row.cells.items()
        if name != question_column or value != answer.question  # kept once
    }
    return {**to_json(answer, own or str(row.number)), "columns": columns, "row": row.number}


@dataclass(frozen=True)
class _Ahead:
    row: Row
    asked: bool  # its question was given to ask_many


class _Run:
    """One run over one table: what was answered, what is being answered."""

    def __init__(self, assistant: Asks, table: Table, dialogue: str | None, checkpoint: Checkpoint) -> None:
        self.assistant, self.table, self.dialogue, self.checkpoint = assistant, table, dialogue, checkpoint
        self.columns: dict[str, None] = dict.fromkeys(table.columns or (table.question,))
        self.summary = BatchSummary(table.name, Evaluation(table.columns or _first_columns(table)), notes=table.notes)
        self._answered: dict[int, int] = {}  # hash of a question -> offset of its record
        self._histories: OrderedDict[str, list[tuple[str, Answer]]] = OrderedDict()
        self._forgotten: set[int] = set()
        self._ahead: deque[_Ahead] = deque()  # rows that were read and have no record yet
        self._fresh: dict[str, Answer | None] = {}  # asked, and not in the checkpoint yet; None: no answer yet
        self._records: list[dict[str, Any]] = []  # not in the checkpoint yet
        self._read_all = False

    def answer_all(self, report: Callable[[int], None]) -> None:
        """Answer the rows that the checkpoint does not have yet.

        Rows are read ahead of their answers, as far as `ask_many` takes questions, so that its processes need not wait
        for what is done with an answer here.
        """
        for offset, record in self.checkpoint.scan():
            self._take(record, offset)
        self.summary.resumed = self.summary.rows
        rows = iter(self.table)
        self._replay(islice(rows, self.summary.rows))
        report(self.summary.rows)
        self._report, self._flushed = report, time.perf_counter()
        while not self._read_all:
            answers = asked_together(self.assistant, self._questions(rows))
            with contextlib.closing(answers):
                for answer in answers:
                    while not self._ahead[0].asked:
                        self._finish_row()
                    self._fresh[self._ahead[0].row.question] = answer
                    self._finish_row()
            while self._ahead:
                self._finish_row()
        self._flush()

    def _questions(self, rows: Iterator[Row]) -> Iterator[str]:
        """Reads rows ahead; the questions among them that have to be asked. Each different one is asked once."""
        for row in rows:
            asked = not row.error and not self._conversation(row.cells) and row.question not in self._fresh
            asked = asked and _hash(row.question) not in self._answered
            self._ahead.append(_Ahead(row, asked))
            if asked:
                self._fresh[row.question] = None
                yield row.question
            if len(self._ahead) >= READ_AHEAD:
                return
        self._read_all = True

    def _finish_row(self) -> None:
        """The record of the first row that was read ahead."""
        row = self._ahead.popleft().row
        self._records.append(self._record(row))
        if len(self._records) >= CHUNK or time.perf_counter() - self._flushed > CHUNK_SECONDS:
            self._flush()

    def _flush(self) -> None:
        """Append the finished records to the checkpoint."""
        records, self._records = self._records, []
        for record, offset in zip(records, self.checkpoint.append(records), strict=True):
            self._take(record, offset)
            if self._fresh.get(record["question"]) is not None:
                del self._fresh[record["question"]]  # it is in the checkpoint now
        self._flushed = time.perf_counter()
        self._report(self.summary.rows)

    def _take(self, record: Mapping[str, Any], offset: int) -> None:
        self.summary.add(record)
        self.columns.update(dict.fromkeys(record["columns"]))
        if not self._conversation(record["columns"]) and record["status"] != "error":
            key = _hash(record["question"])
            self.summary.repeated += key in self._answered
            self._answered.setdefault(key, offset)

    def _replay(self, rows: Iterable[Row]) -> None:
        """Pass over the rows of an interrupted run, asking those of conversations again: their history is needed."""
        for row in rows:
            conversation = self._conversation(row.cells)
            if conversation and not row.error:
                self._ask_in(conversation, row)

    def _conversation(self, cells: Mapping[str, Any]) -> str:
        return text_of(cells.get(self.dialogue)).strip() if self.dialogue is not None else ""

    def _ask_in(self, conversation: str, row: Row) -> Answer:
        history = self._histories.pop(conversation, [])
        forgotten = not history and _hash(conversation) in self._forgotten
        answer = _ask(self.assistant, row.question, tuple(history))
        self._histories[conversation] = [*history, (row.question, answer)][-TURNS:]
        if len(self._histories) > DIALOGUES:
            self._forgotten.add(_hash(self._histories.popitem(last=False)[0]))
        if forgotten:
            answer = Answer(**{**answer.__dict__, "note": "；".join(filter(None, (answer.note, FORGOTTEN)))})
        return answer

    def _record(self, row: Row) -> dict[str, Any]:
        if row.error:
            answer = _failed(row)
        elif conversation := self._conversation(row.cells):
            answer = self._ask_in(conversation, row)
        elif (found := self._fresh.get(row.question)) is not None:
            answer = found
        elif (known := self._known(row.question)) is not None:
            blank = record_of(row, Answer(row.question, "error"), self.table.question)
            return {**known, **{key: blank[key] for key in ("id", "columns", "row")}}
        else:  # the question that it repeats ended as an error
            answer = _ask(self.assistant, row.question, ())
        return record_of(row, answer, self.table.question)

    def _known(self, question: str) -> dict[str, Any] | None:
        offset = self._answered.get(_hash(question))
        if offset is None:
            return None
        record = self.checkpoint.read(offset)
        return record if record["question"] == question else None  # two questions may share a hash


def _finish(run: _Run, target: Path, report: Progress) -> None:
    """Write the output beside its place, then move it there."""
    summary = run.summary
    workplace = target.with_name(f".{target.name}.tmp-{os.getpid()}")

    def records() -> Iterator[dict[str, Any]]:
        for done, (_, record) in enumerate(run.checkpoint.scan(), 1):
            if done % CHUNK == 0 or done == summary.rows:
                report("正在写出", done, summary.rows)
            yield {**record, "rows": summary.rows}

    about = About(
        columns=list(run.columns),
        question_column=run.table.question,
        rows=summary.rows,
        quotations=summary.quotations,
        summary=summary.figures(),
        documents=summary.documents,
    )
    for stale in target.parent.glob(f".{target.name}.tmp-*"):  # of a run that was killed while writing
        shutil.rmtree(stale, ignore_errors=True)
    try:
        workplace.mkdir()
        written = workplace / target.name
        write_table(written, target.suffix, records(), about)
        with written.open("rb+") as stream:
            os.fsync(stream.fileno())
        written.replace(target)
    except OSError as error:
        raise full(error, target) from error
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def check_target(source: Path, target: Path) -> None:
    """Raises BatchError where the output cannot be written, before any work is done."""
    check_writable(target)
    if not target.parent.is_dir():
        raise BatchError(f"已有的输出文件夹 {target.parent}", "没有这个文件夹", "先建立它，或改写输出路径")
    if target.is_dir():
        raise BatchError("输出文件名", f"{target} 是文件夹", "写上文件名，例如 答案.xlsx")
    if source.exists() and target.exists() and source.samefile(target):
        raise BatchError("输出与输入是不同的文件", f"两者都是 {target}", "换一个输出文件名，以免覆盖问题")
    for lock in (f".~lock.{target.name}#", f"~${target.name}", f"~${target.name[2:]}"):
        if target.with_name(lock).exists():
            raise BatchError(
                f"没有被打开的 {target.name}", f"正由 Office 打开（{lock}）", "先在 Office 中关闭它，再运行"
            )
    if not os.access(target.parent, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        raise BatchError(f"可写的 {target}", "没有写入权限", "换一个位置，或修改权限")


def index_hash(manifest: Mapping[str, Any]) -> str:
    """What the answers depend on: the index's files and the encoder, not the time of the build."""
    kept = {key: manifest.get(key) for key in ("format", "encoder", "inputs", "files")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()


def _dialogue_column(table: Table, wanted: str | None) -> str | None:
    columns = table.columns or _first_columns(table)
    if wanted is not None:
        found = next((column for column in columns if fold(column) == fold(wanted)), None)
        if found is None:
            raise no_column(table.name, wanted, columns)
        return found
    return next((column for column in columns if fold(column) in DIALOGUE_NAMES), None)


def _first_columns(table: Table) -> list[str]:
    """The keys of the first rows, for tables of objects."""
    return list(dict.fromkeys(name for row in islice(table, 100) for name in row.cells))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
