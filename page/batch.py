"""The batch view's side of the server: uploaded tables as jobs, answered by `tiaowen.batch.batch`, one after another.

A file arrives as base64 in the call itself and is stored in a folder of its own, under its name with all that could
be a path taken out.
A job is known by a random name that only its uploader has; the oldest jobs that do not run are forgotten.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import re
import secrets
import zipfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any

from page.line import Line
from tiaowen import Assistant
from tiaowen.batch.batch import run_batch
from tiaowen.batch.batch_rows import first_columns
from tiaowen.batch.batch_summary import BatchSummary
from tiaowen.datamodels import Answer
from tiaowen.errors import BatchError, TiaowenError
from tiaowen.messages import english
from tiaowen.rendering.markup import both, shown
from tiaowen.rendering.render_html import remark
from tiaowen.tables.headers import QuestionColumnError
from tiaowen.tables.reading import check_kind, open_table
from tiaowen.tables.rows import Table, text_of

log = logging.getLogger(__name__)

Reply = dict[str, Any]

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024
MAX_ROWS = 50_000
MAX_JOBS = 16
NAME = 40  # characters of a file's name that are kept
SLICE = 16  # questions that are asked before a person's own question gets its turn
SHOWN_ROWS, SHOWN_COLUMNS, SHOWN_RESULTS = 5, 6, 20
FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
}
STATES = {
    "answered": ("已作答", "answered"),
    "refused": ("未作答", "refused"),
    "error": ("出错", "error"),
}


class _Stopped(BaseException):
    """Somebody pressed stop. Not an Exception, so that nothing on the way takes it for a bad row."""


class _Watched:
    """The assistant as a batch sees it: counts, can be stopped, takes turns with people, and asks nothing twice."""

    def __init__(self, assistant: Assistant, lock: Line) -> None:
        self._assistant, self._lock = assistant, lock
        self._known: dict[tuple[str, ...], Answer] = {}
        self.done = 0
        self.stopped = False

    @property
    def manifest(self) -> Mapping[str, Any]:
        manifest: Mapping[str, Any] = self._assistant.manifest
        return manifest

    def ask(self, question: str, history: Sequence[tuple[str, Answer]] = ()) -> Answer:
        key = (question, *(earlier for earlier, _ in history))
        if key not in self._known:
            self._check()
            with self._lock:
                self._known[key] = self._assistant.ask(question, history)
            self.done += 1
        return self._known[key]

    def ask_many(self, questions: Iterable[str]) -> Iterator[Answer]:
        waiting = iter(questions)
        while part := list(islice(waiting, SLICE)):
            fresh = [question for question in dict.fromkeys(part) if (question,) not in self._known]
            if fresh:
                self._check()
                with self._lock:
                    for question, answer in zip(fresh, self._assistant.ask_many(fresh), strict=True):
                        self._known[(question,)] = answer
            self.done += len(part)
            yield from (self._known[(question,)] for question in part)

    def _check(self) -> None:
        if self.stopped:
            raise _Stopped


class _Job:
    """One uploaded table and what has become of it.

    `table` is None until it is known which of `columns` holds the questions.
    """

    def __init__(self, assistant: Assistant, lock: Line, name: str, content: bytes) -> None:
        self._folder = TemporaryDirectory(prefix="tiaowen-")
        kind = Path(name).suffix.lower()
        self.name = _safe(Path(name.replace("\\", "/")).stem)
        check_kind(f"{self.name}{kind}")
        self.source = Path(self._folder.name) / f"{self.name}{kind}"
        self.source.write_bytes(content)
        (self.source.parent / "out").mkdir()
        _check_unpacked(self.source)
        self.table: Table | None = None
        self.columns: Sequence[str] = ()
        self.column: str | None = None  # as chosen by a person
        self.total = 0
        self.watched = _Watched(assistant, lock)
        self.summary: BatchSummary | None = None
        self.rows: int | None = None  # that were answered before it was stopped
        self.error = ""
        self.thread: Thread | None = None
        self._writing = Lock()
        self._gone = False
        self._open()

    def choose(self, column: str) -> None:
        """Take the questions from this column. Raises BatchError where there is none of that name."""
        if self.thread is None:
            self.column = column
            self._open()

    def _open(self) -> None:
        try:
            table = open_table(self.source, self.column)
        except QuestionColumnError as error:
            self.columns = error.columns
            return
        total = sum(1 for _ in islice(table, MAX_ROWS + 1))
        if total > MAX_ROWS:
            raise BatchError(f"至多 {MAX_ROWS:,} 行", "这张表更长", "拆分后再上传，或用命令行 batch")
        self.table, self.total = table, total
        self.columns = self.columns or table.columns or first_columns(table)

    def start(self) -> None:
        if self.table is None:
            raise BatchError("一列问题", "还没有选出问题列", "先选出问题列")
        if self.thread is None:
            self.thread = Thread(target=self._work, daemon=True)
            self.thread.start()

    @property
    def phase(self) -> str:
        """ready, running, stopping, over, or failed."""
        if self.error:
            return "failed"
        if self.summary is not None:
            return "over"
        if self.thread is None:
            return "ready"
        return "stopping" if self.watched.stopped or self.rows is not None else "running"

    def _work(self) -> None:
        try:
            self.summary = run_batch(self.watched, self.source, self.output("jsonl"), question_column=self.column)
        except _Stopped:
            self._keep_what_is_done()
        except TiaowenError as error:
            self.error = str(error)
        except Exception:
            log.exception("A batch failed")
            self.error = "程序出错，没有生成结果。"

    def _keep_what_is_done(self) -> None:
        """The rows answered before the stop, as a result that ends with the last of them."""
        partial = self.output("jsonl").with_name(f"{self.output('jsonl').name}.partial.jsonl")
        try:
            with partial.open("rb") as lines:
                done = sum(1 for _ in lines) - 1  # the first line is its head
            if done < 1:
                self.error = "已停止，还没有做完任何一行。"
                return
            self.rows = done
            self.watched.stopped = self._gone
            self.summary = run_batch(
                self.watched, self.source, self.output("jsonl"), question_column=self.column, resume=True, rows=done
            )
        except (_Stopped, OSError):  # dropped by its uploader
            self.error = "已停止，没有生成结果。"
        except Exception:
            log.exception("A stopped batch could not be written")
            self.error = "已停止，程序出错，没有生成结果。"

    def output(self, form: str) -> Path:
        return self.source.parent / "out" / f"answers.{form}"

    def written(self, form: str) -> bytes:
        """The answers in one of the forms; every answer is known by now, so writing asks nothing again."""
        with self._writing:
            path = self.output(form)
            if not path.exists():
                run_batch(self.watched, self.source, path, question_column=self.column, rows=self.rows)
            return path.read_bytes()

    def forget(self) -> None:
        self.watched.stopped = self._gone = True
        with suppress(OSError):
            self._folder.cleanup()


class Batches:
    """The functions behind the batch view. They raise TiaowenError; the service turns it into a notice."""

    def __init__(self, assistant: Assistant, lock: Line) -> None:
        self._assistant, self._lock = assistant, lock
        self._jobs: OrderedDict[str, _Job] = OrderedDict()

    def serve(self, assistant: Assistant) -> None:
        """Tables that are uploaded from now on are answered by this assistant."""
        self._assistant = assistant

    def open(self, data: Mapping[str, Any]) -> Reply:
        """`name` and `data` (base64) of a table; returns its job, what was recognised and the first rows."""
        try:
            content = base64.b64decode(str(data.get("data", "")), validate=True)
        except binascii.Error as error:
            raise BatchError("一个完整的文件", "传输不完整", "重新上传") from error
        if len(content) > MAX_BYTES:
            raise BatchError("不超过 20 MB 的文件", f"{len(content) / 1024 / 1024:.1f} MB", "拆分后再上传")
        idle = [key for key, job in self._jobs.items() if job.phase not in ("running", "stopping")]
        if len(self._jobs) >= MAX_JOBS and not idle:
            raise BatchError(f"至多 {MAX_JOBS} 张正在作答的表", "已经有这么多", "等其中一张做完后再上传")
        job = _Job(self._assistant, self._lock, str(data.get("name", "")), content)
        key = secrets.token_urlsafe(16)
        self._jobs[key] = job
        while len(self._jobs) > MAX_JOBS and idle:  # what is being answered is never forgotten
            self._jobs.pop(idle.pop(0)).forget()
        return {"job": key, **_recognised(job)}

    def choose(self, data: Mapping[str, Any]) -> Reply:
        """Take the questions from `column`; returns what `open` returns."""
        job = self._job(data)
        job.choose(str(data.get("column", "")))
        return _recognised(job)

    def run(self, data: Mapping[str, Any]) -> Reply:
        self._job(data).start()
        return {}

    def state(self, data: Mapping[str, Any]) -> Reply:
        """The `phase`, the rows done and in all; before the start what `open` returns, once over the figures and the
        first answers."""
        job = self._job(data)
        if job.error:
            return {"notice": job.error, "english": english(job.error)}
        reply: Reply = {"phase": job.phase, "done": min(job.watched.done, job.total), "total": job.total}
        if job.phase == "ready":
            return reply | _recognised(job)
        if job.summary is not None:
            reply |= {"facts": _figures(job), "preview": _answers(job.output("jsonl"))}
        return reply

    def cancel(self, data: Mapping[str, Any]) -> Reply:
        self._job(data).watched.stopped = True
        return {}

    def result(self, data: Mapping[str, Any]) -> Reply:
        """The answers as a file: `form` is xlsx, csv or jsonl."""
        job, form = self._job(data), str(data.get("form"))
        if form not in FORMS or job.summary is None:
            raise BatchError("已完成的作答", "还没有结果", "等作答完成后再下载")
        content = base64.b64encode(job.written(form)).decode("ascii")
        part = f"（前{job.rows}行）" if job.rows is not None else ""
        return {"name": f"{job.name}-答案{part}.{form}", "mime": FORMS[form], "data": content}

    def _job(self, data: Mapping[str, Any]) -> _Job:
        job = self._jobs.get(str(data.get("job", "")))
        if job is None:
            raise BatchError("一份已上传的问题", "这份问题已不在服务器上", "重新上传")
        return job


def _check_unpacked(path: Path) -> None:
    """A workbook is a zip archive: what it holds is checked before any of it is read into memory."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > MAX_UNPACKED:
        raise BatchError(
            f"解开后不超过 {MAX_UNPACKED // 2**20} MB 的工作簿", f"{size // 2**20:,} MB", "拆分或另存为 csv 后再上传"
        )


def _safe(name: str) -> str:
    """A file's name without what could be a path: letters, digits, and the marks that titles have."""
    return re.sub(r"[^\w\-（）()《》〈〉【】、，]", "_", name)[:NAME].strip("_") or "问题"


def _recognised(job: _Job) -> Reply:
    """The facts, the first rows, the names of the columns and that of the questions (null: to be chosen)."""
    question = job.table.question if job.table is not None else None
    return {"columns": list(job.columns), "question": question, "facts": _facts(job), "preview": _questions(job)}


def _facts(job: _Job) -> str:
    if job.table is None:
        return both("认不出哪一列是问题，请选出问题列。", "Choose the column that holds the questions.")
    question = both(
        f"{job.total} 行，问题列是“{job.table.question}”", f"{job.total} rows, questions in {job.table.question}"
    )
    notes = "；".join(job.table.notes)
    return f'{question}<span class="file"> {both(notes, english(notes))}</span>'


def _figures(job: _Job) -> str:
    """How many rows ended how; the full figures are in the workbook."""
    counts = job.summary.statuses if job.summary is not None else {}
    figures = [both(f"{zh} {counts.get(key, 0)} 行", f"{counts.get(key, 0)} {en}") for key, (zh, en) in STATES.items()]
    if job.rows is not None:
        stopped = (
            f"已停止：做完前 {job.rows} 行，共 {job.total} 行",
            f"Stopped: the first {job.rows} of {job.total} rows",
        )
        figures.insert(0, both(*stopped))
    return " · ".join(figures)


def _questions(job: _Job) -> str:
    table = job.table
    for column in job.columns if table is None else ():  # any of them serves to read the first rows
        with suppress(BatchError):
            table = open_table(job.source, column)
            break
    rows = list(islice(table or (), SHOWN_ROWS))
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))[:SHOWN_COLUMNS]
    cells = [[shown(text_of(row.cells.get(name))[:200]) for name in columns] for row in rows]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    return _table([shown(name) for name in columns], body)


def _answers(path: Path) -> str:
    head = [both("行", "Row"), both("问题", "Question"), both("结果", "Result"), both("答案", "Answer")]
    body = []
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, SHOWN_RESULTS):
            record = json.loads(line)
            said = shown(record["answer"]) or remark(record["error"] or record["note"] or "")
            cited = "，".join(citation["cite"] for citation in record["citations"])
            body.append(
                f'<tr><td class="no">{record["row"]}</td><td>{shown(record["question"][:200])}</td>'
                f'<td class="state">{both(*STATES[record["status"]])}</td>'
                f'<td class="said">{said}<span class="file"> {shown(cited)}</span></td></tr>'
            )
    return _table(head, "".join(body))


def _table(head: Sequence[str], body: str) -> str:
    return f"<table><thead><tr>{''.join(f'<th>{h}</th>' for h in head)}</tr></thead><tbody>{body}</tbody></table>"
