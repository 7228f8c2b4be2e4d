"""A hit that says what is asked for comes before one that does not."""

from __future__ import annotations

from tests.support.corpora import seeds
from tiaowen import Assistant
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
