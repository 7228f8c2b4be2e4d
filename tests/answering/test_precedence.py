"""A hit that says what is asked for comes before one that does not."""

from __future__ import annotations

import pytest

from tests.support.corpora import seeds
from tiaowen import Assistant, build_index
from tiaowen.datamodels import Hit

APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"


def test_a_clause_that_states_what_is_asked_comes_before_one_that_does_not(assistant: Assistant) -> None:
    by_label = {c.label: c for c in seeds().clauses if c.role == "unit" and c.document.title == APPRAISAL}
    silent = Hit(by_label["第十六条"], 0.95, {"answerable": 0.95, "dense_max": 0.9})
    stating = Hit(by_label["第十七条"], 0.02, {"answerable": 0.9, "dense_max": 0.8})
    question = "拟确定为优秀档次的人要公示几个工作日？"
    answer = assistant.answerer.from_hits(question, [silent, stating])
    assert "5个工作日" in answer.answer
    assert [c.clause.label for c in answer.citations][:1] == ["第十七条第（四）项"]
    assert "没有写明所问的天数" in assistant.answerer.from_hits(question, [silent]).note


HARBOUR = """澜浦港口设施保护规定
第一条 为了保护港口设施，制定本规定。
第二条 本规定所称港口设施，是指用于船舶靠泊、货物装卸的码头、栈桥和起重机械。
第三条 任何人不得在港口设施上垂钓；违反的，由港口管理机构责令改正。
第四条 港口管理机构应当自收到拆除申请之日起七日内决定。
第五条 拆除港口设施的，应当在拆除三十日前通知港口管理机构。"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "港口设施.txt").write_text(HARBOUR, encoding="utf-8")
    build_index(folder, folder / "index")
    return Assistant.load(folder / "index")


def _hits(assistant: Assistant, *labels: str, read: float = 0.0) -> list[Hit]:
    by_label = {c.label: c for c in assistant.corpus.clauses}
    why = {"answerable": 0.9, "dense_max": 0.9, "read": read}
    return [Hit(by_label[label], 0.9 / (1 + i), why) for i, label in enumerate(labels)]


def test_a_rule_comes_before_a_definition_where_a_rule_is_asked_for(harbour: Assistant) -> None:
    question = "能不能在港口设施上钓鱼？"
    answer = harbour.answerer.from_hits(question, _hits(harbour, "第二条", "第三条"))
    assert [c.clause.label for c in answer.citations] == ["第三条"]
    alone = harbour.answerer.from_hits(question, _hits(harbour, "第二条", "第一条"))
    assert (alone.status, alone.note) == ("refused", "最相近的《澜浦港口设施保护规定》第二条只说明词语的含义。")
    meaning = harbour.answerer.from_hits("什么样的东西算港口设施？", _hits(harbour, "第二条", "第三条"))
    assert [c.clause.label for c in meaning.citations] == ["第二条"]


def test_how_long_before_is_not_answered_by_how_long_after(harbour: Assistant) -> None:
    answer = harbour.answerer.from_hits("拆除港口设施要提前几天通知？", _hits(harbour, "第四条", "第五条"))
    assert "三十日前" in answer.answer
    after = harbour.answerer.from_hits("拆除港口设施几天内决定？", _hits(harbour, "第四条", "第五条"))
    assert "七日内" in after.answer
