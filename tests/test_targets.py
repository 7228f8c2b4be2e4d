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
第五条 高风险客户、首次开户客户必须当面核对。核对不清的，经办人员不得离岗。
第六条 本办法所称场所，是指营业场所。学校附设的场所，不适用本办法。
第七条 新客户应当登记。受邀的客户不应当登记。老客户另行规定。
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
        (5, "哪些客户必须当面核对", ["高风险客户、首次开户客户必须当面核对"]),
        (5, "什么时候应当当面核对", ["高风险客户、首次开户客户必须当面核对"]),
        (5, "什么时候不得离岗", ["核对不清的，经办人员不得离岗"]),
        (5, "什么时候可以当面核对", []),
        (5, "哪些客户必须登记", []),
        (7, "哪些客户应当登记", ["新客户应当登记"]),
        (6, "哪些场所不适用收费管理办法", ["学校附设的场所，不适用本办法"]),
    ],
)
def test_the_sentences_for_what_is_named(article: int, question: str, found: list[str]) -> None:
    unit = [c for c in RULES.clauses if c.role == "unit" and c.level == "条"][article - 1]
    assert [unit.document.text[slice(*span)] for span in aimed(question, unit)] == found
