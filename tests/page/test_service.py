"""What the browser may call: bad payloads end in a notice, conversations are rebuilt from their questions."""

from __future__ import annotations

import base64
import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from page.api import _scope
from page.feedback import MAX_REASON, FeedbackStore
from page.payload import FAILED, MAX_TURNS
from page.service import HISTORY, Service
from tests.support.corpora import corpus as law
from tests.support.page_sample import answered, corpus
from tiaowen.batch.batch import index_hash
from tiaowen.datamodels import Answer, Corpus, Hit, Step
from tiaowen.errors import BatchError, QuestionError


class FakeAssistant:
    """Answers every question with the same clause and notes how it was asked."""

    def __init__(self) -> None:
        self.corpus = corpus()
        self.manifest = {"format": 1, "files": {}}
        self.asked: list[tuple[str, list[str], list[str] | None]] = []

    def ask(self, question: str, history: Any = (), documents: Any = None) -> Answer:
        if not question.strip():
            raise QuestionError("一个问题", "问题是空的", "输入想问的内容")
        if question == "坏":
            raise RuntimeError("/home/somebody/secret.py")
        self.asked.append((question, [asked for asked, _ in history], documents))
        said = answered(self.corpus)
        return Answer(question, said.status, said.spans, said.citations)

    def search(self, question: str, limit: int = 10, documents: Any = None) -> list[Hit]:
        return [Hit(self.corpus.clauses[1], 0.9)] if "条" in question else []


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def calls(assistant: FakeAssistant) -> dict[str, Any]:
    return {function.__name__: function for function in Service(assistant).functions()}  # type: ignore[arg-type]


def turn(question: str, *scope: str) -> dict[str, Any]:
    return {"q": question, "scope": list(scope)}


def test_a_follow_up_is_asked_with_its_history_and_nothing_is_asked_twice(calls, assistant):
    calls["ask"]({"turns": [turn("一")]})
    calls["ask"]({"turns": [turn("一"), turn("二")]})
    assert [(q, h) for q, h, _ in assistant.asked] == [("一", []), ("二", ["一"])]
    assert calls["restore"]({"turns": [turn("一"), turn("二")]})["html"].count("<article") == 2
    assert len(assistant.asked) == 2


def test_a_restarted_server_rebuilds_the_conversation(assistant):
    calls = {function.__name__: function for function in Service(assistant).functions()}
    assert "三" in calls["ask"]({"turns": [turn("一"), turn(" "), turn("三")]})["html"]
    assert [(q, h) for q, h, _ in assistant.asked] == [("一", []), ("三", ["一"])]


@pytest.mark.parametrize(
    "data", [None, [], "x", {}, {"turns": None}, {"turns": [1, {"q": 2}]}, {"turns": [{"q": " "}]}]
)
def test_a_payload_without_a_question_is_a_notice(calls, data):
    reply = calls["ask"](data)
    assert "html" not in reply and "问题" in reply["notice"]


def test_an_unexpected_error_shows_no_path(calls):
    assert calls["ask"]({"turns": [turn("坏")]})["notice"] == FAILED


def test_the_scope_reaches_the_search_and_a_lost_one_is_said(calls, assistant):
    name = assistant.corpus.documents[0].id
    calls["ask"]({"turns": [turn("一", name, "不在")]})
    assert assistant.asked[-1][2] == [name]
    assert "检索范围" in calls["ask"]({"turns": [turn("一", "不在")]})["notice"]


def test_a_turn_says_what_it_was_limited_to_and_so_does_its_export(calls, assistant):
    name, title = assistant.corpus.documents[0].id, assistant.corpus.documents[0].title
    turns = [turn("一"), turn("二", name)]
    assert "检索范围" not in calls["ask"]({"turns": turns[:1]})["html"]
    asked, again = calls["ask"]({"turns": turns})["html"], calls["restore"]({"turns": turns})["html"]
    assert "检索范围" in asked and f"《{title}》</p>" in asked and again.count("检索范围") == 1
    for form in ("html", "md"):
        text = base64.b64decode(calls["export"]({"turns": turns, "form": form})["data"]).decode()
        assert text.count(f"检索范围：《{title}》") == 1


def test_a_conversation_never_drops_a_turn_and_says_when_it_is_full(calls, assistant):
    turns = [turn(str(n)) for n in range(MAX_TURNS + 1)]
    assert f'data-turn="{MAX_TURNS}"' in calls["ask"]({"turns": turns[:-1]})["html"]
    assert [asked for asked, *_ in assistant.asked[:2]] == ["0", "1"]
    assert assistant.asked[-1][1] == [str(n) for n in range(MAX_TURNS - 1 - HISTORY, MAX_TURNS - 1)]
    assert "新对话" in calls["ask"]({"turns": turns})["notice"]
    assert calls["restore"]({"turns": turns[:-1], "from": MAX_TURNS - 2})["html"].count("<article") == 2


def test_a_restored_answer_that_is_another_now_says_so(calls, assistant):
    said = calls["ask"]({"turns": [turn("一")]})["said"]
    kept = {**turn("一"), "said": said}
    assert "changed" not in calls["restore"]({"turns": [kept, turn("二")]})["html"]
    assert calls["restore"]({"turns": [{**kept, "said": "x"}, turn("二")]})["html"].count("与当时的不同") == 1


@pytest.mark.parametrize(
    "place",
    [{}, {"start": "0", "end": 5}, {"start": 5, "end": 5}, {"start": 0, "end": 10**9}, {"marks": "9-1 a-b 1-99999999"}],
)
def test_places_outside_the_document_mark_nothing(calls, assistant, place):
    reply = calls["read"]({"document": assistant.corpus.documents[0].id, **place})
    assert "<mark>" not in reply["text"] and "cited" not in reply["text"]


def test_a_document_is_read_with_its_quotation(calls, assistant):
    clause = assistant.corpus.clauses[1]
    marks = f"{clause.start}-{clause.start + 4}"
    place = {"document": clause.document.id, "start": clause.start, "end": clause.end, "marks": marks}
    reply = calls["read"](place)
    assert "cited-block" in reply["text"] and "<mark>第十九条</mark>" in reply["text"].replace(
        '<b class="num num-unit">', ""
    )
    assert reply["variants"] == 1 and reply["punctuation"] == 1
    assert "<mark>" in calls["raw"](place)["html"]


@pytest.mark.parametrize("name", ["read", "raw"])
def test_an_unknown_document_is_a_notice(calls, name):
    assert "文库" in calls[name]({"document": "../../etc/passwd"})["notice"]


def test_an_address_leads_to_its_clause(calls, assistant):
    assert calls["find"]({"text": "第十九条"})["start"] == assistant.corpus.clauses[1].start
    assert calls["find"]({"text": "条 基层党组织"})["start"] == assistant.corpus.clauses[1].start
    assert "没有找到" in calls["find"]({"text": "条 火星"})["notice"]
    assert "没有找到" in calls["find"]({"text": "什么"})["notice"]


def test_a_judgement_is_kept_with_its_clause(assistant, tmp_path):
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    calls = {function.__name__: function for function in Service(assistant, store).functions()}
    right = assistant.corpus.clauses[2]
    wrong = {"good": False, "reason": "引错了" * 2000, "document": right.document.id, "start": right.start}
    assert calls["judge"]({"turns": [turn("一")], **wrong}) == {"kept": True}
    assert calls["judge"]({"turns": [turn("二")], "good": True}) == {"kept": True}
    first, second = store.all()
    assert (first.good, first.question) == (False, "一")
    assert first.right == (right.document.title, "第二十条")
    assert first.citations == (("党史学习教育工作条例", "第十九条"),) and first.status == "answered"
    assert first.answer == answered(assistant.corpus).answer and first.index_version == index_hash(assistant.manifest)
    assert len(first.reason) == MAX_REASON and (second.good, second.right) == (True, None)


def test_a_judgement_keeps_what_its_question_was_limited_to(assistant, tmp_path):
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    calls = {function.__name__: function for function in Service(assistant, store).functions()}
    document = assistant.corpus.documents[0]
    calls["judge"]({"turns": [turn("一", document.id)], "good": True})
    assert store.all()[0].scope == (document.title,)


@pytest.mark.parametrize("start", [None, -1, "0", 10**9])
def test_a_picked_clause_that_is_not_there_is_said_and_nothing_is_kept(assistant, tmp_path, start):
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    calls = {function.__name__: function for function in Service(assistant, store).functions()}
    wrong = {"good": False, "document": assistant.corpus.documents[0].id, "start": start}
    assert "选用的条文" in calls["judge"]({"turns": [turn("一")], **wrong})["notice"]
    assert store.all() == []


def test_a_unit_in_the_middle_of_its_paragraph_can_be_picked(assistant, tmp_path):
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    calls = {function.__name__: function for function in Service(assistant, store).functions()}
    right = assistant.corpus.clauses[2]
    assistant.corpus = Corpus(
        assistant.corpus.documents, (*assistant.corpus.clauses[:2], replace(right, start=right.start + 2))
    )
    calls["judge"]({"turns": [turn("一")], "good": False, "document": right.document.id, "start": right.start})
    assert store.all()[0].right == (right.document.title, "第二十条")


def test_an_older_file_of_judgements_is_read_and_written(assistant, tmp_path):
    path = tmp_path / "feedback.sqlite"
    with sqlite3.connect(path) as old:
        columns = "at, good, question, rewritten, status, answer, citations, reason, right_document, right_label"
        kinds = "at TEXT, good INTEGER, question TEXT, rewritten TEXT, status TEXT, answer TEXT, citations TEXT"
        old.execute(
            f"CREATE TABLE feedback (id INTEGER PRIMARY KEY, {kinds}, reason TEXT, right_document TEXT, "
            "right_label TEXT, documents TEXT)"
        )
        row = ("2026-01-01", 1, "问", "", "answered", "答", '[["甲", "第一条"]]', "", "", "", "{}")
        old.execute(f"INSERT INTO feedback ({columns}, documents) VALUES ({','.join('?' * 11)})", row)
    old.close()
    store = FeedbackStore(path)
    calls = {function.__name__: function for function in Service(assistant, store).functions()}
    calls["judge"]({"turns": [turn("一")], "good": True})
    first, second = store.all()
    assert (first.question, first.citations, first.index_version, first.scope) == ("问", (("甲", "第一条"),), "", ())
    assert second.index_version


def test_a_file_that_is_no_database_is_an_error(tmp_path):
    path = tmp_path / "feedback.sqlite"
    path.write_text("nothing of the kind" * 100)
    with pytest.raises(BatchError, match=r"feedback\.sqlite"):
        FeedbackStore(path).all()


def test_a_full_line_is_said_and_leaves_no_trace_in_the_conversation(assistant):
    service = Service(assistant, longest_line=1)  # type: ignore[arg-type]
    calls = {function.__name__: function for function in service.functions()}
    calls["ask"]({"turns": [turn("一")]})
    busy, leave = Event(), Event()

    def slow(question: str, history: Any = (), documents: Any = None) -> Answer:
        busy.set()
        leave.wait(10)
        return Answer(question, "refused")

    assistant.ask = slow
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(calls["ask"], {"turns": [turn("二")]})]
        assert busy.wait(10)
        asked.append(pool.submit(calls["ask"], {"turns": [turn("三")]}))
        while not service._lock._waiting:
            time.sleep(0.001)
        calls_made = [
            ("ask", {"turns": [turn("四")]}),
            ("find", {"text": "某事"}),
            ("restore", {"turns": [turn("五")]}),
        ]
        for name, data in calls_made:
            reply = calls[name](data)
            assert "html" not in reply and "现在提问的人太多" in reply["notice"] and "再试" in reply["notice"]
        assert "html" in calls["restore"]({"turns": [turn("一")]})  # what is known needs no turn
        leave.set()
        assert all("html" in reply.result(10) for reply in asked)
    assert "html" in calls["restore"]({"turns": [turn("四")]})


def test_judgements_are_refused_where_none_are_kept(calls):
    assert "notice" in calls["judge"]({"turns": [turn("一")], "good": True})


def test_the_filter_counts_articles_as_the_shelf_does(calls, assistant):
    """A 题注 is a unit but no article."""
    document = assistant.corpus.documents[0]
    first = assistant.corpus.by_document[document.id][0]
    note = replace(first, id=f"{document.id}/题注", path=(Step("题注"),), label="题注", role="unit", parent=None)
    assistant.corpus = Corpus(assistant.corpus.documents, (note, *assistant.corpus.clauses))
    reply = Service(assistant).library({})
    (choice,) = reply["choices"]
    assert choice["count"] == 2
    assert "<span>2 条</span>" in re.sub(r"<span lang=[^>]*>|<span class=[^>]*>", "<span>", reply["html"])


def test_versions_of_a_law_are_told_apart_on_the_page_and_for_programs(assistant: FakeAssistant) -> None:
    """The filter shows dates and states; for programs a title alone means the version in force."""
    texts = (f"甲省农田条例\n第一条 农田受保护。\n第二条 {text}" for text in ("不收费。", "收费。"))
    dates = ("2010-01-01", "2020-01-01")
    old, new = (
        replace(law(text).documents[0], id=f"甲省农田条例（{date}）", date=date)
        for text, date in zip(texts, dates, strict=True)
    )
    assistant.corpus = Corpus((new, old), ())
    service = Service(assistant)  # type: ignore[arg-type]
    titles = [choice["title"] for choice in service.library({})["choices"]]
    assert titles == ["甲省农田条例（2020-01-01，现行）", "甲省农田条例（2010-01-01，已被取代）"]
    assert _scope(service, ["甲省农田条例"]) == (new.id,)  # type: ignore[arg-type]
    assert _scope(service, [old.id]) == (old.id,)  # type: ignore[arg-type]
    assert "已被取代" in service.read({"document": old.id})["about"]
