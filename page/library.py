"""The library view's side of the server: files arrive in parts, are read and reported, enter on confirmation, leave.

Nothing that arrives is a path: parts are stored under numbers of ours until `staging` has looked at their content. A
change runs beside the questions; they share the encoder in turns, and see the new library once all of it is there.
"""

from __future__ import annotations

import base64
import binascii
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import numpy as np

from page.origin import Changes
from tiaowen import Assistant
from tiaowen.datamodels import Corpus, Document
from tiaowen.encoding.encoder import Encoder
from tiaowen.errors import SourceError, TiaowenError
from tiaowen.indexing.builds import current, written_whole
from tiaowen.indexing.staging import MAX_FILES, MAX_TOTAL, MB, Examined, check_size, shown_name, stage
from tiaowen.library.examining import examine_apart
from tiaowen.library.library import Library
from tiaowen.messages import english
from tiaowen.rendering.render_shelf import examined_html, removals_html, unread_html

log = logging.getLogger(__name__)

Reply = dict[str, Any]

MAX_UPLOADS = 4
SLICE = 16  # texts that are encoded before a person's question gets its turn
FAILED = "程序出错，文库没有变"


class TakingTurns:
    """An Encoder that uses another in small pieces, so that a question never waits for a whole document."""

    def __init__(self, encoder: Encoder, turn: AbstractContextManager[Any]) -> None:
        self._encoder, self._turn = encoder, turn
        self.name, self.dimension, self.fingerprint = encoder.name, encoder.dimension, encoder.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), SLICE):
            with self._turn:
                vectors[start : start + SLICE] = self._encoder.encode_queries(texts[start : start + SLICE])
        return vectors

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), SLICE):
            with self._turn:
                vectors[start : start + SLICE] = self._encoder.encode_passages(texts[start : start + SLICE])
            if progress is not None:
                progress(min(start + SLICE, len(texts)), len(texts))
        return vectors


class _Task:
    """Work that the browser watches: how far it is, and its reply or a notice in the end."""

    def __init__(self) -> None:
        self.what, self.done, self.total = "等待", 0, 0
        self.reply: Reply | None = None

    def progress(self, what: str, done: int, total: int) -> None:
        self.what, self.done, self.total = what, done, total

    def state(self) -> Reply:
        return self.reply or {"what": self.what, "done": self.done, "total": self.total}


class _Upload:
    """Files on their way from one browser."""

    def __init__(self, files: Sequence[tuple[str, int]]) -> None:
        self._folder = TemporaryDirectory(prefix="tiaowen-")
        self.files = list(files)
        self.parts = [self.folder / str(number) for number in range(len(files))]
        self.arrived = [0] * len(files)
        self.examined: Examined | None = None
        self.task = _Task()
        for part in self.parts:
            part.touch()

    @property
    def folder(self) -> Path:
        return Path(self._folder.name)

    def take(self, number: int, data: bytes) -> None:
        """The next part of a file. Raises SourceError where it is longer than was said."""
        self.arrived[number] += len(data)
        if self.arrived[number] > self.files[number][1]:
            raise SourceError("与开始时大小相同的文件", "传来的比说好的多", "重新上传")
        with written_whole(), self.parts[number].open("ab") as out:
            out.write(data)

    def forget(self) -> None:
        with suppress(OSError):
            self._folder.cleanup()


class Shelf:
    """The functions behind the library view. They raise TiaowenError; the page turns it into a notice.

    Whether a request may change anything is checked before they are called (`origin.py`).
    """

    def __init__(self, library: Library | None, allowed: Changes = Changes.NOBODY) -> None:
        self._library = library
        self.allowed = allowed if library is not None else Changes.NOBODY
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="library")
        self._uploads: OrderedDict[str, _Upload] = OrderedDict()
        self._tasks: OrderedDict[str, _Task] = OrderedDict()
        self._loading = Lock()
        self._build = self._current()

    def open(self, assistant: Assistant, turn: AbstractContextManager[Any], swap: Callable[[Assistant], None]) -> None:
        """assistant: the one that answers now; turn: held while the encoder works; swap: called with its successor."""
        self._assistant, self._turn, self._swap = assistant, turn, swap

    def functions(self) -> dict[str, Callable[[Mapping[str, Any]], Reply]]:
        """By the names under which the scripts call them."""
        return {
            "library_begin": self.begin,
            "library_part": self.part,
            "library_check": self.check,
            "library_add": self.add,
            "library_remove": self.remove,
            "library_state": self.state,
            "library_forget": self.forget,
        }

    def removals(self, corpus: Corpus) -> dict[str, str]:
        """Document id -> its file and how to remove that, as HTML; empty where the library cannot be changed."""
        if self.allowed is Changes.NOBODY or self._library is None:
            return {}
        return removals_html(self._library.holdings(corpus))

    def unread(self, corpus: Corpus) -> str:
        """The added files without a document, as HTML; empty where the library cannot be changed."""
        if self.allowed is Changes.NOBODY or self._library is None:
            return ""
        return unread_html(self._library.holdings(corpus))

    def follow(self) -> None:
        """Take over an index that another program has built meanwhile (`python -m tiaowen add`)."""
        if self._library is not None and self._current() not in ("", self._build) and not self._loading.locked():
            try:
                self._load()
            except TiaowenError:
                log.exception("The new index could not be opened")

    def begin(self, data: Mapping[str, Any]) -> Reply:
        """`files`: name and size of each. Returns the upload's name."""
        files = [(str(file["name"]), int(file["size"])) for file in data["files"]]
        if not 0 < len(files) <= MAX_FILES:
            found = f"选了 {len(files)} 个，一次最多 {MAX_FILES} 个"
            raise SourceError(f"1 到 {MAX_FILES} 个文件", found, "分几次放入，或打成 zip 压缩包")
        for name, size in files:
            try:
                check_size(size)
            except SourceError as error:
                raise SourceError(error.expected, f"{shown_name(name)}：{error.found}", error.todo) from error
        if sum(size for _, size in files) > MAX_TOTAL:
            raise SourceError(f"一次不超过 {MAX_TOTAL // MB} MB", "这些文件加起来超过了", "分几次放入")
        key = secrets.token_urlsafe(16)
        with written_whole():
            self._uploads[key] = _Upload(files)
        while len(self._uploads) > MAX_UPLOADS:
            self._uploads.popitem(last=False)[1].forget()
        return {"upload": key}

    def part(self, data: Mapping[str, Any]) -> Reply:
        """The next part of file number `file` of an upload, as base64."""
        upload, number = self._upload(data), int(data["file"])
        try:
            content = base64.b64decode(str(data["data"]), validate=True)
        except binascii.Error as error:
            raise SourceError("一个完整的文件", "传输不完整", "重新上传") from error
        if not 0 <= number < len(upload.files):
            raise SourceError("一个说好的文件", "没有说过它", "重新上传")
        upload.take(number, content)
        return {}

    def check(self, data: Mapping[str, Any]) -> Reply:
        """Read an upload; its report comes with `library_state`."""
        upload = self._upload(data)
        if upload.arrived != [size for _, size in upload.files]:
            raise SourceError("完整的文件", "还没有传完", "重新上传")
        return self._start(lambda task: self._check(upload, task))

    def add(self, data: Mapping[str, Any]) -> Reply:
        """Put what an upload's report announced into the library."""
        upload = self._upload(data)
        examined = upload.examined
        if examined is None or not examined.files:
            raise SourceError("看过报告的文件", "还没有可以放入的文件", "等报告出来后再放入")
        return self._start(lambda task: self._add(str(data["upload"]), upload, task))

    def remove(self, data: Mapping[str, Any]) -> Reply:
        """Take the added file called `file` out of the library."""
        return self._start(lambda task: self._remove(str(data["file"]), task))

    def state(self, data: Mapping[str, Any]) -> Reply:
        """How far a task is; in the end what it has to say, with `over`."""
        task = self._tasks.get(str(data.get("task", "")))
        if task is None:
            raise TiaowenError("正在进行的改动", "它已不在服务器上", "刷新页面，看看文库")
        return task.state()

    def forget(self, data: Mapping[str, Any]) -> Reply:
        """Drop an upload that nobody wants any more."""
        upload = self._uploads.pop(str(data.get("upload", "")), None)
        if upload is not None:
            upload.forget()
        return {}

    def _start(self, work: Callable[[_Task], Reply]) -> Reply:
        task, key = _Task(), secrets.token_urlsafe(16)
        self._tasks[key] = task
        while len(self._tasks) > 64:
            self._tasks.popitem(last=False)

        def run() -> None:
            try:
                task.reply = {"over": True, **work(task)}
            except TiaowenError as error:
                task.reply = {"over": True, **said(f"{error.found}。请{error.todo}。")}
            except Exception:
                log.exception("A change of the library failed")
                task.reply = {"over": True, **said(FAILED)}

        self._worker.submit(run)
        return {"task": key}

    def _check(self, upload: _Upload, task: _Task) -> Reply:
        library = self._files
        task.progress("阅读文件", 0, 0)
        files = [(name, part) for (name, _), part in zip(upload.files, upload.parts, strict=True)]
        corpus = self._assistant.corpus
        staged = stage(files, upload.folder / "staged", library.known(corpus), library.names())
        upload.examined = examine_apart(staged, corpus)
        return {"html": examined_html(upload.examined), "files": len(upload.examined.files)}

    def _add(self, key: str, upload: _Upload, task: _Task) -> Reply:
        examined = upload.examined
        if examined is None:
            raise SourceError("一份上传的文件", "它已经放入", "刷新页面，看看文库")
        before = {document.id for document in self._assistant.corpus.documents}
        self._files.add(examined.files, self._encoder(), task.progress)
        upload.examined = None
        self.forget({"upload": key})
        self._load()
        new = [d for d in self._assistant.corpus.documents if d.id not in before]
        wanted = {document.title for document in examined.documents}
        shown = new or [d for d in self._assistant.corpus.documents if d.title in wanted]
        return {"documents": [_named(document) for document in shown]}

    def _remove(self, name: str, task: _Task) -> Reply:
        before = {d.id: d for d in self._assistant.corpus.documents}
        self._files.remove(name, self._encoder(), task.progress)
        self._load()
        left = {document.id for document in self._assistant.corpus.documents}
        return {"documents": [_named(d) for d in before.values() if d.id not in left]}

    def _load(self) -> None:
        """Open the index that is there now, warm it up, and let it answer from the next question on."""
        with self._loading:
            build = self._current()
            assistant = Assistant.load(self._files.index, self._assistant.retriever.encoder)
            with self._turn:
                assistant.ask("总则规定了什么？")  # what comes with a first question comes before somebody waits for it
            self._swap(assistant)
            self._assistant, self._build = assistant, build

    def _encoder(self) -> TakingTurns:
        return TakingTurns(self._assistant.retriever.encoder, self._turn)

    def _current(self) -> str:
        try:
            return current(self._library.index).name if self._library is not None else ""
        except TiaowenError:
            return ""

    def _upload(self, data: Mapping[str, Any]) -> _Upload:
        upload = self._uploads.get(str(data.get("upload", "")))
        if upload is None:
            raise SourceError("一份上传的文件", "它已不在服务器上", "重新上传")
        return upload

    @property
    def _files(self) -> Library:
        if self._library is None:
            raise TiaowenError("可以改动的文库", "这里的文库只能阅读", "换一个文库")
        return self._library


def said(text: str) -> Reply:
    """A notice, in English too where that is known."""
    return {"notice": text, "english": english(text)}


def _named(document: Document) -> Reply:
    return {"id": document.id, "title": document.title}
