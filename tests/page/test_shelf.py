"""The library view's side of the server: uploads in parts, who may change what, and questions during a change."""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from page.current import Current
from page.library import SLICE, Shelf, TakingTurns
from page.origin import Changes, changes, check
from page.service import Service
from tests.indexing.test_index import Failing, written
from tests.library.test_library import PARK
from tests.support.library import CharacterEncoder
from tiaowen import Assistant, build_index
from tiaowen.errors import TiaowenError
from tiaowen.indexing.staging import stage
from tiaowen.library.library import Library

HERE = {"host": "127.0.0.1:7860", "sec-fetch-site": "same-origin"}


class Page:
    """What the scripts see of the server: functions that are called by name, and tasks that are waited for."""

    def __init__(self, folder: Path, encoder: CharacterEncoder, allowed: Changes = Changes.HERE) -> None:
        self.library = Library(folder / "index", folder / "sources", folder / "added")
        assistant = Assistant.load(self.library.index, encoder)
        self.current = Current(Service(assistant), Shelf(self.library, allowed))
        self.functions = {function.__name__: function for function in self.current.functions()}

    def call(self, name: str, data: Any = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
        request = SimpleNamespace(headers=headers or HERE)
        arguments = (data or {}, request) if name.startswith("library_") else (data or {},)
        reply: dict[str, Any] = self.functions[name](*arguments)
        return reply

    def over(self, begun: dict[str, Any]) -> dict[str, Any]:
        if "notice" in begun:
            return begun
        end = time.monotonic() + 60
        while time.monotonic() < end:
            state = self.call("library_state", begun)
            if "over" in state or "notice" in state:
                return state
            time.sleep(0.01)
        raise AssertionError("the task does not end")

    def upload(self, name: str, data: bytes, part: int = 100) -> tuple[dict[str, Any], dict[str, Any]]:
        upload = self.call("library_begin", {"files": [{"name": name, "size": len(data)}]})
        for at in range(0, len(data), part):
            piece = base64.b64encode(data[at : at + part]).decode()
            assert self.call("library_part", {**upload, "file": 0, "data": piece}) == {}
        return upload, self.over(self.call("library_check", upload))

    def ask(self, question: str) -> str:
        reply = self.call("ask", {"turns": [{"q": question, "scope": []}]})
        return str(reply.get("html") or reply["notice"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path / "sources")
    build_index(tmp_path / "sources", tmp_path / "index", CharacterEncoder())
    return tmp_path


def test_an_upload_is_reported_entered_asked_about_and_removed(folder: Path) -> None:
    page = Page(folder, CharacterEncoder())
    upload, report = page.upload("公园 <b>.txt", PARK.encode())
    assert report["files"] == 1 and "海川市城市公园管理办法" in report["html"] and "条 3" in report["html"]
    assert "<b>.txt" not in report["html"] and page.library.names() == []
    assert "十四小时" not in page.ask("城市公园管理办法第二条")
    done = page.over(page.call("library_add", upload))
    assert [d["title"] for d in done["documents"]] == ["海川市城市公园管理办法"]
    assert "城市公园每日开放时间不得少于十四小时" in page.ask("城市公园管理办法第二条")
    listed = page.call("library")
    assert "海川市城市公园管理办法" in {choice["title"] for choice in listed["choices"]}
    assert 'data-remove="公园 _b_.txt"' in listed["html"] and 'data-remove="办法.txt"' not in listed["html"]
    assert page.call("find", {"text": "公园管理办法 2条"})["document"] == "海川市城市公园管理办法"
    gone = page.over(page.call("library_remove", {"file": "公园 _b_.txt"}))
    assert [d["title"] for d in gone["documents"]] == ["海川市城市公园管理办法"]
    assert "十四小时" not in page.ask("城市公园管理办法第二条")
    assert "文库" in page.call("read", {"document": "海川市城市公园管理办法"})["notice"]


def test_nothing_enters_twice_and_nothing_unread_enters(folder: Path) -> None:
    page = Page(folder, CharacterEncoder())
    upload, report = page.upload("公园.txt", PARK.encode())
    page.over(page.call("library_add", upload))
    assert "notice" in page.over(page.call("library_add", upload))
    again, report = page.upload("公园.txt", PARK.encode())
    assert report["files"] == 0 and "逐字节相同" in report["html"]
    assert "notice" in page.over(page.call("library_add", again))
    raw = page.call("library_begin", {"files": [{"name": "a.txt", "size": 1}]})
    assert "notice" in page.call("library_add", raw) and "notice" in page.call("library_check", raw)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("library_begin", {}),
        ("library_begin", {"files": []}),
        ("library_begin", {"files": [{"name": "a", "size": 10**12}]}),
        ("library_begin", {"files": [{"name": "../a", "size": "x"}]}),
        ("library_begin", {"files": [{"name": "a", "size": 1}] * 51}),
        ("library_part", {"upload": "nobody's", "file": 0, "data": ""}),
        ("library_check", {"upload": "../../etc"}),
        ("library_add", None),
        ("library_remove", {"file": "../sources/办法.txt"}),
        ("library_remove", {"file": "办法.txt"}),
        ("library_state", {"task": "nobody's"}),
    ],
)
def test_a_bad_call_is_a_notice_without_a_path(folder: Path, name: str, data: Any) -> None:
    page = Page(folder, CharacterEncoder())
    reply = page.call(name, data)
    reply = page.over(reply) if "task" in reply else reply
    assert reply["notice"] and str(folder) not in reply["notice"] and "Traceback" not in reply["notice"]
    assert (folder / "sources" / "办法.txt").exists()


@pytest.mark.parametrize("sent", [{"file": 5, "data": "eA=="}, {"file": 0, "data": "eHh4"}, {"file": 0, "data": "?"}])
def test_more_than_was_announced_is_refused(folder: Path, sent: dict[str, Any]) -> None:
    page = Page(folder, CharacterEncoder())
    upload = page.call("library_begin", {"files": [{"name": "a.txt", "size": 2}]})
    assert "notice" in page.call("library_part", {**upload, **sent})


def test_the_oldest_upload_is_forgotten(folder: Path) -> None:
    page = Page(folder, CharacterEncoder())
    uploads = [page.call("library_begin", {"files": [{"name": "a.txt", "size": 1}]}) for _ in range(6)]
    sent = [page.call("library_part", {**upload, "file": 0, "data": "eA=="}) for upload in uploads]
    assert ["notice" in reply for reply in sent] == [True, True, False, False, False, False]


def test_a_change_that_fails_can_be_tried_again(folder: Path) -> None:
    page = Page(folder, CharacterEncoder())
    upload, _ = page.upload("公园.txt", PARK.encode())
    (folder / "added").write_text("a file where the folder should be")
    failed = page.over(page.call("library_add", upload))
    assert failed["notice"] and str(folder) not in failed["notice"]
    (folder / "added").unlink()
    assert "documents" in page.over(page.call("library_add", upload))


def test_an_unexpected_error_is_said_and_changes_nothing(folder: Path) -> None:
    page = Page(folder, CharacterEncoder())
    upload, _ = page.upload("公园.txt", PARK.encode())
    page.current._shelf._encoder = lambda: TakingTurns(Failing(), threading.Lock())
    assert page.over(page.call("library_add", upload))["notice"] == "程序出错，文库没有变"
    assert page.library.names() == [] and "第三条" in page.ask("党员学习办法第三条")


# --- files that harm who reads them


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("import os; os.abort()", "意外结束"),
        ("raise RuntimeError", "意外结束"),
        ("while True: pass", "已停止"),
        (
            "import tiaowen.library.examining as e; e.examine = lambda s: bytearray(2**33); e.main()",
            "内存太多",
        ),
    ],
)
def test_a_reader_that_dies_or_never_ends_takes_nothing_with_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, reader: str, said: str
) -> None:
    """The processes are real, and so are their ends; no file is at hand that breaks the parsers of today."""
    page = Page(folder, CharacterEncoder())
    with monkeypatch.context() as patched:
        patched.setattr("tiaowen.library.examining.PROGRAM", ("-c", reader))
        if "True" in reader:
            patched.setattr("tiaowen.library.examining.examine_apart.__defaults__", (None, 1.0))
        _, report = page.upload("公园.txt", PARK.encode() * 3000, part=10**6)
    assert re.search(said, report["notice"]) and "Traceback" not in report["notice"]
    assert "每年不少于32学时" in page.ask("党员学习办法第二条")
    _, report = page.upload("公园.txt", PARK.encode())
    assert report["files"] == 1


def test_what_cannot_be_read_is_said_from_the_other_process_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(folder, CharacterEncoder())
    limited = "import tiaowen.indexing.staging as s; s.MAX_CHARACTERS = 10_000"
    reader = f"{limited}; import tiaowen.library.examining as e; e.main()"
    monkeypatch.setattr("tiaowen.library.examining.PROGRAM", ("-c", reader))
    _, report = page.upload("公园.txt", PARK.encode() * 300, part=10**6)
    assert report["notice"] == "这些文件超过了 1 万字。请分几次放入。"


# --- questions meanwhile


class Slow(CharacterEncoder):
    """Takes a while over every question that asks for patience."""

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        if any("慢" in text for text in texts):
            time.sleep(1)
        return super().encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        return super().encode_queries(texts)


def test_a_slow_question_ends_on_the_library_that_it_began_with(folder: Path) -> None:
    page = Page(folder, Slow())
    upload, _ = page.upload("公园.txt", PARK.encode())
    old = page.current._service
    said: list[str] = []
    slow = threading.Thread(target=lambda: said.append(page.ask("慢慢说，党员每年学习不少于多少学时？")))
    slow.start()
    time.sleep(0.2)
    assert "documents" in page.over(page.call("library_add", upload))
    slow.join(60)
    assert "32学时" in said[0]
    assert page.current._service is not old and "十四小时" in page.ask("城市公园管理办法第二条")


def test_questions_all_the_while_are_answered(folder: Path) -> None:
    page = Page(folder, CharacterEncoder())
    replies: list[str] = []
    over = threading.Event()

    def asking() -> None:
        number = 0
        while not over.is_set():
            number += 1
            replies.append(page.ask(f"党员学习办法第二条{'？' * (number % 7)}"))
            page.call("read", {"document": "党员学习办法"})

    threads = [threading.Thread(target=asking) for _ in range(2)]
    for thread in threads:
        thread.start()
    for city in ("海川市", "临江市"):
        upload, _ = page.upload(f"{city}.txt", PARK.replace("海川市", city).encode())
        assert "documents" in page.over(page.call("library_add", upload))
        assert "documents" in page.over(page.call("library_remove", {"file": f"{city}.txt"}))
    over.set()
    for thread in threads:
        thread.join(60)
    assert len(replies) > 4 and all("每年不少于32学时" in reply for reply in replies)


def test_a_batch_that_runs_ends_on_the_library_that_it_began_with(folder: Path) -> None:
    page = Page(folder, CharacterEncoder())
    table = "问题\n" + "党员学习办法第二条\n" * 3
    opened = page.call("batch_open", {"name": "a.csv", "data": base64.b64encode(table.encode()).decode()})
    upload, _ = page.upload("公园.txt", PARK.encode())
    page.over(page.call("library_add", upload))
    page.call("batch_run", {"job": opened["job"]})
    end = time.monotonic() + 60
    while (state := page.call("batch_state", {"job": opened["job"]}))["phase"] != "over" and time.monotonic() < end:
        time.sleep(0.01)
    assert state["phase"] == "over" and "32学时" in state["preview"]


def test_a_change_by_another_program_is_followed(folder: Path) -> None:
    page = Page(folder, CharacterEncoder())
    park = folder / "公园.txt"
    park.write_text(PARK, "utf-8")
    page.library.add(stage([("公园.txt", park)], folder / "staged").files, CharacterEncoder())
    assert "十四小时" not in page.ask("城市公园管理办法第二条")
    assert "海川市城市公园管理办法" in page.call("library")["html"]
    assert "十四小时" in page.ask("城市公园管理办法第二条")


def test_the_encoder_is_given_back_between_slices() -> None:
    class Watched(CharacterEncoder):
        asked: list[int] = []

        def encode_passages(
            self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
        ) -> np.ndarray:
            self.asked.append(len(texts))
            return super().encode_passages(texts)

    texts = [f"第{n}条" for n in range(2 * SLICE + 1)]
    watched = Watched()
    vectors = TakingTurns(watched, threading.Lock()).encode_passages(texts)
    assert watched.asked == [SLICE, SLICE, 1]
    assert np.array_equal(vectors, CharacterEncoder().encode_passages(texts))


# --- who may


@pytest.mark.parametrize(
    ("read_only", "host", "share", "login", "expected"),
    [
        (False, "127.0.0.1", False, False, Changes.HERE),
        (False, "localhost", False, False, Changes.HERE),
        (False, "::1", False, False, Changes.HERE),
        (False, "0.0.0.0", False, False, Changes.NOBODY),
        (False, "192.168.1.7", False, False, Changes.NOBODY),
        (False, "server.example", False, False, Changes.NOBODY),
        (False, "127.0.0.1", True, False, Changes.NOBODY),
        (False, "0.0.0.0", False, True, Changes.EVERYBODY),
        (False, "127.0.0.1", True, True, Changes.EVERYBODY),
        (True, "127.0.0.1", False, False, Changes.NOBODY),
        (True, "127.0.0.1", False, True, Changes.NOBODY),
    ],
)
def test_who_may_change_the_library(read_only: bool, host: str, share: bool, login: bool, expected: Changes) -> None:
    assert changes(read_only, host, share, login) is expected


@pytest.mark.parametrize(
    ("allowed", "headers", "fine"),
    [
        (Changes.HERE, {"host": "127.0.0.1:7860", "sec-fetch-site": "same-origin"}, True),
        (Changes.HERE, {"host": "localhost:7860"}, True),
        (Changes.HERE, {"host": "[::1]:7860"}, True),
        (Changes.HERE, {"host": "127.0.0.1:7860", "sec-fetch-site": "cross-site"}, False),
        (Changes.HERE, {"host": "localhost:7860", "sec-fetch-site": "same-site"}, False),
        (Changes.HERE, {"host": "evil.example:7860"}, False),
        (Changes.HERE, {"host": "127.0.0.1.evil.example"}, False),
        (Changes.HERE, {"host": "[::1"}, False),
        (Changes.HERE, {}, False),
        (Changes.EVERYBODY, {"host": "law.example"}, True),
        (Changes.EVERYBODY, {"host": "law.example", "sec-fetch-site": "cross-site"}, False),
        (Changes.NOBODY, {"host": "127.0.0.1"}, False),
    ],
)
def test_which_requests_may(allowed: Changes, headers: dict[str, str], fine: bool) -> None:
    if fine:
        check(allowed, headers)
    else:
        with pytest.raises(TiaowenError):
            check(allowed, headers)


def test_where_nobody_may_nothing_is_offered_and_nothing_happens(folder: Path) -> None:
    page = Page(folder, CharacterEncoder(), Changes.NOBODY)
    park = folder / "公园.txt"
    park.write_text(PARK, "utf-8")
    page.library.add(stage([("公园.txt", park)], folder / "staged").files, CharacterEncoder())
    assert "data-remove" not in page.call("library")["html"]
    for name in page.functions:
        if name.startswith("library_"):
            assert "只能阅读" in page.call(name, {"files": [], "file": "公园.txt"})["notice"]
    assert page.library.names() == ["公园.txt"]
