"""What readers judged on the page becomes eval questions: every rule, and the whole way through the real index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.feedback import export, load_feedback, questions_of
from eval.questions import load_questions
from page.feedback import FeedbackStore, Judgement
from page.service import Service
from tests.support.corpora import ROOT
from tiaowen import Assistant
from tiaowen.errors import BatchError

A, B, C = ("甲条例", "第一条"), ("甲条例", "第二条"), ("乙办法", "第三条")


def judged(good: bool, question: str = "问？", **other: Any) -> Judgement:
    fields: dict[str, Any] = {
        "id": 1, "at": "", "good": good, "question": question, "rewritten": "", "status": "answered", "answer": "答",
        "citations": (A,), "reason": "", "right": None, "index_version": "", "scope": (),
    }  # fmt: skip
    return Judgement(**{**fields, **other})


REFUSED: dict[str, Any] = {"status": "refused", "answer": "", "citations": ()}

CASES = [
    ("right answer", [judged(True)], {A}),
    ("right answer with two citations", [judged(True, citations=(A, C))], {A, C}),
    ("wrong answer with a pick", [judged(False, right=B)], {B}),
    ("right refusal", [judged(True, **REFUSED)], set()),
    ("wrong refusal with a pick", [judged(False, **REFUSED, right=B)], {B}),
    ("said twice", [judged(True), judged(True, id=2)], {A}),
    ("wrong, later right", [judged(False, citations=(B,)), judged(True)], {A}),
    ("wrong with the pick that was right elsewhere", [judged(False, citations=(B,), right=A), judged(True)], {A}),
    ("right within chosen documents", [judged(True, scope=("甲条例",))], {A}),
    ("wrong without a pick", [judged(False)], "没有选出正确条文"),
    ("both of one answer", [judged(True), judged(False)], "有人说对，有人说不对"),
    ("both of one refusal", [judged(True, **REFUSED), judged(False, **REFUSED, right=A)], "有人说对，有人说不对"),
    ("two picks", [judged(False, right=B), judged(False, right=C)], "不同的条文"),
    ("answer and refusal", [judged(True), judged(True, **REFUSED)], "不同的条文"),
    ("refusal within chosen documents", [judged(True, **REFUSED, scope=("甲条例",))], "部分文件"),
]


@pytest.mark.parametrize(("judgements", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_judgements_become_a_question_or_a_reason(judgements: list[Judgement], expected: Any) -> None:
    harvest = questions_of(judgements)
    if isinstance(expected, str):
        assert harvest.questions == () and len(harvest.left_out) == 1 and expected in harvest.left_out[0]
        return
    (question,) = harvest.questions
    assert {(gold.document, gold.label) for gold in question.gold} == expected and harvest.left_out == ()
    assert question.kind == ("feedback" if expected else "unanswerable")


def test_a_follow_up_is_asked_as_it_was_understood_and_white_space_does_not_matter() -> None:
    first = judged(True, "由谁解释？", rewritten="《甲条例》由谁解释？")
    second = judged(False, " 《甲条例》 由谁解释？", id=2, right=B)
    assert "有人说对" in questions_of([first, second]).left_out[0]
    assert questions_of([first]).questions[0].question == "《甲条例》由谁解释？"


def test_an_export_is_read_back_as_a_question_file(tmp_path: Path) -> None:
    questions = questions_of(
        [judged(True), judged(True, "无？", id=2, **REFUSED), judged(False, "三？", id=3, right=B)]
    ).questions
    export(questions, tmp_path / "new" / "feedback.jsonl")
    assert load_questions(tmp_path / "new" / "feedback.jsonl").questions == questions


@pytest.mark.parametrize("content", [None, b"", b"no database" * 200])
def test_a_file_without_judgements_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "feedback.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BatchError, match=r"feedback\.sqlite"):
        load_feedback(path)
    assert main(["--from-feedback", str(path)]) == 2


def test_judgements_on_the_page_are_exported_asked_and_measured(
    assistant: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page's own functions over the real index, then the command."""
    path = tmp_path / "feedback.sqlite"
    calls = {function.__name__: function for function in Service(assistant, FeedbackStore(path)).functions()}

    def judge(question: str, **said: Any) -> None:
        assert calls["judge"]({"turns": [{"q": question}], **said}) == {"kept": True}

    rules = next(document for document in assistant.corpus.documents if document.title.endswith("考核办法"))
    picked = next(c for c in assistant.corpus.by_document[rules.id] if c.label == "第十条")
    place = {"document": rules.id, "start": picked.start}
    judge("基层党组织每年至少要组织几次党史学习？", good=True)
    judge("火星上的氧气含量是多少？", good=True)
    judge("年度考核一般分为哪几个档次？", good=False, reason="不全", **place)
    judge("社区工作者每万城镇常住人口配备多少人？", good=True)
    judge("社区工作者每万城镇常住人口配备多少人？", good=False, **place)
    options = ["--from-feedback", str(path), "--out", str(tmp_path / "out"), "--name", "judged"]
    if (ROOT / "index" / "current").exists():
        options += ["--index", str(ROOT / "index")]
    assert main(options) == 0
    said = capsys.readouterr().out
    assert "3 questions" in said and "社区工作者每万" in said and "有人说对，有人说不对" in said
    lines = (tmp_path / "out" / "feedback.jsonl").read_text("utf-8").splitlines()
    asked = {row["question"]: row for row in map(json.loads, lines)}
    assert set(asked) == {
        "基层党组织每年至少要组织几次党史学习？", "火星上的氧气含量是多少？", "年度考核一般分为哪几个档次？"
    }  # fmt: skip
    learned = asked["基层党组织每年至少要组织几次党史学习？"]
    assert {"document": "党史学习教育工作条例", "label": "第十九条"} in learned["gold"]
    assert asked["火星上的氧气含量是多少？"]["gold"] == []
    assert asked["年度考核一般分为哪几个档次？"]["gold"] == [{"document": rules.title, "label": "第十条"}]
    run = json.loads((tmp_path / "out" / "judged.json").read_text("utf-8"))
    assert list(run["sets"]) == ["feedback"] and len(run["sets"]["feedback"]["rows"]) == 3
    assert [row["kind"] for row in run["sets"]["feedback"]["rows"]] == ["feedback", "unanswerable", "feedback"]
