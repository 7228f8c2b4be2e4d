"""Articles on two pages of a newspaper, with other texts printed between the two parts."""

from __future__ import annotations

import pytest

from tests.support.printing import unaccounted
from tests.support.reading_tools import read_text, source
from tiaowen.reading.corpus import read_documents

RULES = """某市寄递服务条例

（2031年3月2日某市人民代表大会常务委员会通过）

第一条 为了规范寄递服务，保障用户的合法权益，根据有关法律法规，结合本市实际，制定本条例。

第二条 寄递企业应当在营业场所公布服务种类、资费标准和投诉渠道，并接受社会监督；变更资费标准的，应当提前十日公布。

第三条 寄递企业应当在约定的时间内投递，不得擅自放入快递柜。

第四条 本条例自2031年5月1日起施行。"""
NEWS = "我市春播面积已达十八万亩\n\n本报讯 3月4日，记者从市农业农村局获悉，全市春播面积已达十八万亩，完成计划的七成。"


def units(text: str) -> dict[str, dict[str, str]]:
    return {
        document.title: {clause.label: clause.text for clause in clauses if clause.role == "unit"}
        for document, clauses in read_text(text)
    }


WHOLE = units(RULES)["某市寄递服务条例"]


@pytest.mark.parametrize("cut", ["并接受社", "提前十日公布。", "结合本市实际，", "第三条 寄递企业应当在约定的时间内投"])
@pytest.mark.parametrize("back", ["（上接第一版）", "（上接第一版）\n\n"], ids=["on the line", "a line of its own"])
def test_articles_go_on_behind_other_texts(cut: str, back: str) -> None:
    at = RULES.index(cut) + len(cut)
    printed = f"{RULES[:at]}\n\n（下转第三版）\n\n{NEWS}\n\n{back}{RULES[at:].lstrip()}"
    found = units(printed)
    assert found["某市寄递服务条例"] == WHOLE
    assert len(found) == 2 and not any("春播" in words for words in found["某市寄递服务条例"].values())
    one = source(printed)
    assert unaccounted(one, *read_documents(one)) == ""


def test_another_text_that_goes_on_is_not_taken_for_the_articles() -> None:
    found = units(f"{RULES}\n\n（下转第三版）\n\n{NEWS}\n\n（上接第一版）持续优化营商环境，办理时限压减至五个工作日。")
    assert found["某市寄递服务条例"] == WHOLE
