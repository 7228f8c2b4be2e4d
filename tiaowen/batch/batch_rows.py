"""The rows of a batch on their way from question to record: read ahead, asked together, each different one once.

Memory does not grow with the rows: a chunk of answers, and eight bytes and an offset for each different question.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Protocol

from tiaowen.batch.batch_summary import BatchSummary
from tiaowen.batch.checkpoint import Checkpoint
from tiaowen.batch.evaluation import Evaluation
from tiaowen.datamodels import Answer
from tiaowen.errors import QuestionError
from tiaowen.rendering.render import to_json
from tiaowen.tables.cells import text_of
from tiaowen.tables.headers import fold
from tiaowen.tables.outcome import encoded
from tiaowen.tables.rows import Row, Table

CHUNK = 256  # records appended to the checkpoint together at most
CHUNK_SECONDS = 0.5  # how long a record may wait for that: what a kill costs
READ_AHEAD = 2_048  # rows read before the first of them has its record at most
TURNS = 20  # earlier turns that a question of a dialogue is asked with
DIALOGUES = 20_000  # dialogues whose turns are kept; one that comes back later begins anew, and its row says so
ID_NAMES = ("id", "编号", "题号", "问题编号", "qid")
FORGOTTEN = "此前的对话相隔太远，已不在内存中，本行按新对话回答"


class Asks(Protocol):
    """What a batch needs of an Assistant."""

    @property
    def manifest(self) -> Mapping[str, Any]: ...

    def ask(self, question: str, history: Sequence[tuple[str, Answer]] = ()) -> Answer: ...

    def ask_many(self, questions: Iterable[str]) -> Iterator[Answer]: ...


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


def failed(row: Row) -> Answer:
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
    return {**to_json(answer, own or str(row.number)), "columns": columns, "row": row.number, "line": row.line}


class Conversations:
    """The last turns of the conversations that go on side by side in a table."""

    def __init__(self, assistant: Asks) -> None:
        self.assistant = assistant
        self._histories: OrderedDict[str, list[tuple[str, Answer]]] = OrderedDict()
        self._forgotten: set[int] = set()

    def ask(self, conversation: str, question: str) -> Answer:
        history = self._histories.pop(conversation, [])
        forgotten = not history and _hash(conversation) in self._forgotten
        answer = _ask(self.assistant, question, tuple(history))
        self._histories[conversation] = [*history, (question, answer)][-TURNS:]
        if len(self._histories) > DIALOGUES:
            self._forgotten.add(_hash(self._histories.popitem(last=False)[0]))
        if forgotten:
            answer = Answer(**{**answer.__dict__, "note": "；".join(filter(None, (answer.note, FORGOTTEN)))})
        return answer


def conversation_of(cells: Mapping[str, Any], dialogue: str | None) -> str:
    """Which conversation a row belongs to; "" for none. dialogue: the column that says so."""
    return text_of(cells.get(dialogue)).strip() if dialogue is not None else ""


@dataclass(frozen=True)
class _Ahead:
    row: Row
    asked: bool  # its question was given to ask_many


class Run:
    """One run over one table: what was answered, what is being answered."""

    def __init__(self, assistant: Asks, table: Table, dialogue: str | None, checkpoint: Checkpoint) -> None:
        self.assistant, self.table, self.dialogue, self.checkpoint = assistant, table, dialogue, checkpoint
        self.columns: dict[str, None] = dict.fromkeys(table.columns or (table.question,))
        self.summary = BatchSummary(table.name, Evaluation(table.columns or first_columns(table)), notes=table.notes)
        self._answered: dict[int, int] = {}  # hash of a question -> offset of its record
        self._conversations = Conversations(assistant)
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
                self._conversations.ask(conversation, row.question)

    def _conversation(self, cells: Mapping[str, Any]) -> str:
        return conversation_of(cells, self.dialogue)

    def _record(self, row: Row) -> dict[str, Any]:
        if row.error:
            answer = failed(row)
        elif conversation := self._conversation(row.cells):
            answer = self._conversations.ask(conversation, row.question)
        elif (found := self._fresh.get(row.question)) is not None:
            answer = found
        elif (known := self._known(row.question)) is not None:
            blank = record_of(row, Answer(row.question, "error"), self.table.question)
            return {**known, **{key: blank[key] for key in ("id", "columns", "row", "line")}}
        else:  # the question that it repeats ended as an error
            answer = _ask(self.assistant, row.question, ())
        return record_of(row, answer, self.table.question)

    def _known(self, question: str) -> dict[str, Any] | None:
        offset = self._answered.get(_hash(question))
        if offset is None:
            return None
        record = self.checkpoint.read(offset)
        return record if record["question"] == question else None  # two questions may share a hash


def first_columns(table: Table) -> list[str]:
    """The keys of the first rows, for tables of objects."""
    return list(dict.fromkeys(name for row in islice(table, 100) for name in row.cells))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
