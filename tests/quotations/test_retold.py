"""Words told without quotation marks: nearly the clause's, the author's own, or with another figure."""

from __future__ import annotations

import pytest

from tiaowen.quotations.claims import Claim
from tiaowen.quotations.retold import RETOLD, UNCOMPARED, check_told

CLAUSE = [
    "第七条 污损图书的，按定价的50%赔偿；遗失的，按定价的2倍赔偿。读者证押金为一百元，借期三十天。",
    "罚款二千元以上五千元以下。保证金不得超过估算价的百分之二。申请表应当于11月10日前交至人事部。",
]
CLAIM = Claim("《借阅办法》第七条", "", "")


@pytest.mark.parametrize(
    ("told", "outcome", "said"),
    [
        ("规定，遗失的，按定价的2倍赔偿。", "verified", ""),
        ("规定，遗失的，按定价的3倍赔偿。", "altered", "“2”被改为“3”"),
        ("：书弄丢了要按照定价的三倍来赔偿。", "altered", "转述的“3倍”不在该条里，该条写的是“遗失的，按定价的2倍赔偿”"),
        ("，读者证要先交押金200元才能办。", "altered", "转述的“200元”"),
        ("，读者证要先交押金100元才能办。", "unchecked", "其中“100元”该条里有；请对照原文“读者证押金为一百元"),
        ("，借书的借期是一个月。", "unchecked", "请对照原文"),  # as long as 三十天
        ("，对他罚款3000元。", "unchecked", "请对照原文"),  # within the bounds
        ("，保证金最高可收估算价的3%。", "altered", "转述的“3%”"),
        ("，我局已收读者证押金300元。", "unchecked", "请对照原文"),  # what has happened is no rule
        ("，每天扣款9次。", "unchecked", "请对照原文"),  # the clause counts nothing so
        ("，人事部要求申请表于11月20日前交。", "altered", "转述的“11月20日前”"),
        ("办理。", "unchecked", UNCOMPARED),
        ("", "unchecked", UNCOMPARED),
    ],
)
def test_what_is_told(told: str, outcome: str, said: str) -> None:
    check = check_told(CLAIM, told, CLAUSE)
    assert check.outcome == outcome
    assert said in check.message
    assert (RETOLD in check.message) == (outcome == "unchecked" and said != UNCOMPARED)
