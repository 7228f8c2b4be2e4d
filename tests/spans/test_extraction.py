"""The words of a clause that answer, on the clauses of the five sources."""

from __future__ import annotations

import pytest

from tiaowen import Assistant
from tiaowen.datamodels import Hit

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"


@pytest.mark.parametrize(
    ("question", "unit", "span"),
    [
        (
            "基层党组织每年至少要组织几次党史学习？",
            f"{STUDY}/第十九条",
            "每年至少组织1次以党史为主要内容的学习或者主题党日",
        ),
        ("年度考核分为哪几个档次", f"{APPRAISAL}/第十条", "优秀、合格、基本合格和不合格四个档次"),
        ("受党内警告的当年能确定为优秀吗", f"{APPRAISAL}/第四十四条", "不得确定为优秀档次"),
    ],
)
def test_the_chosen_span_holds_the_deciding_words(assistant: Assistant, question: str, unit: str, span: str) -> None:
    unit_clause = assistant.corpus.by_id[unit]
    chosen = assistant.answerer.extractor.spans(question, Hit(unit_clause, 0.9))
    text = "".join(unit_clause.document.text[s.start : s.end] for s in chosen)
    assert span in text
    assert len(text) < len(unit_clause.text)
