"""Of sentences side by side those are for the question that are for what it names."""

from __future__ import annotations

import pytest
from corpora import corpus

from tiaowen.targets import aimed

RULES = corpus("""
培训和收费管理办法
第一条 学习贯彻金融工作等重要论述。对国有企业员工，结合深化改革开展培训。对金融企业员工，结合防控风险开展培训。
第二条 获得一等奖的，奖励五千元。获得二等奖、三等奖的，依次按一等奖的百分之七十、百分之五十发放。
第三条 一类区域每小时十元；二类区域每小时五元。
第四条 咨询电话：0577-1234567，监督电话：0577-7654321。
""")


@pytest.mark.parametrize(
    ("article", "question", "found"),
    [
        (1, "金融企业的员工培训结合什么", ["对金融企业员工，结合防控风险开展培训"]),
        (1, "国有企业员工培训结合什么", ["对国有企业员工，结合深化改革开展培训"]),
        (1, "国有企业和金融企业员工培训结合什么", []),  # both are asked about
        (1, "员工培训结合什么", []),
        (2, "二等奖奖多少钱", ["获得二等奖、三等奖的，依次按一等奖的百分之七十、百分之五十发放"]),
        (3, "二类区域停一小时多少钱", ["二类区域每小时五元"]),
        (3, "三类区域停一小时多少钱", []),
        (4, "监督电话是多少", ["监督电话：0577-7654321。"]),
        (4, "电话是多少", []),
    ],
)
def test_the_sentences_for_what_is_named(article: int, question: str, found: list[str]) -> None:
    unit = [c for c in RULES.clauses if c.role == "unit" and c.level == "条"][article - 1]
    assert [unit.document.text[slice(*span)] for span in aimed(question, unit)] == found
