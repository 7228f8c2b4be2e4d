"""Of lists inside a clause: all members, the one asked about with its lead, the lead alone, or the others."""

from __future__ import annotations

import pytest

from tests.support.completing import quoted
from tests.support.corpora import corpus, seeds

RULES = corpus("""
市容管理办法
第一条 违反本办法规定，有下列行为之一的，由城市管理部门责令改正，处五百元以上五千元以下罚款；情节严重的，吊销许可证：
（一）擅自设置户外广告的；
（二）损坏路灯设施的；
（三）占用盲道停放车辆的。
第二条 广场内禁止下列行为：
（一）燃放烟花；
（二）攀爬雕塑。
第三条 申请设置广告，应当具备下列条件：
（一）有固定场所；
（二）有设计图纸。
第四条 主要目标：绿化率达到百分之四十；水质达标；噪声下降。
第五条 被确定为合格的，按照下列规定办理：
（一）发给证书；
（二）免检一年。
第六条 下列纠纷不予受理：
（一）婚姻纠纷；
（二）劳动争议。
""")


@pytest.mark.parametrize(
    ("question", "best", "found"),
    [
        (  # the penalty stands in the lead, the deed in the item
            "损坏路灯设施罚款多少元？",
            "损坏路灯设施的",
            "处五百元以上五千元以下罚款\n（二）损坏路灯设施的",
        ),
        (
            "损坏路灯设施会怎么处理？",
            "损坏路灯设施的",
            "违反本办法规定，有下列行为之一的，由城市管理部门责令改正，处五百元以上五千元以下罚款；情节严重的，吊销许可证\n"
            "（二）损坏路灯设施的",
        ),
        ("广场上可以攀爬雕塑吗？", "攀爬雕塑", "广场内禁止下列行为\n（二）攀爬雕塑"),
        (
            "哪些行为要处罚？",
            "违反本办法规定，有下列行为之一的",
            "（一）擅自设置户外广告的；\n（二）损坏路灯设施的；\n（三）占用盲道停放车辆的。",
        ),
        (
            "设置广告要具备哪些条件？",
            "申请设置广告，应当具备下列条件",
            "（一）有固定场所；\n（二）有设计图纸。",
        ),
        (  # a lead that only announces
            "合格怎么处理？",
            "被确定为合格的，按照下列规定办理",
            "被确定为合格的，按照下列规定办理：\n（一）发给证书；\n（二）免检一年",
        ),
        (
            "主要目标有哪些？",
            "主要目标：绿化率达到百分之四十",
            "主要目标：绿化率达到百分之四十；水质达标；噪声下降",
        ),
        ("婚姻上的事你们管不管", "婚姻纠纷", "下列纠纷不予受理：\n（一）婚姻纠纷"),
    ],
)
def test_an_item_comes_with_the_lead_that_decides_and_a_lead_with_its_items(
    question: str, best: str, found: str
) -> None:
    assert quoted(question, best, RULES) == found


@pytest.mark.parametrize(
    ("question", "best", "names"),
    [
        ("副组长是哪几位？", "副组长：陈海啸 区政府副区长", ["陈海啸", "刘天庆", "王永生"]),
        ("领导小组组长是谁？", "组 长：史利强 区委常委、政府副区长", ["史利强"]),
    ],
)
def test_a_roster_brings_all_names_under_a_label(question: str, best: str, names: list[str]) -> None:
    found = quoted(question, best, seeds())
    assert [line.split(" ")[-2].split("：")[-1] for line in found.split("\n")][: len(names)] == names
    assert "成 员" not in found


LISTS = corpus("""
仓库管理办法
第一条 领导小组由下列人员组成：
组长，副组长若干人，各科科长，秘书。
领导小组每季度开会。
第二条 有下列情形之一的，保管员应当拒绝发货：
a) 单据不全的；
b) 数量不清的；
c) 发货车辆未登记的。
第三条 预警由低到高分为蓝色、黄色、红色三级：
（1）蓝色：降雨量达50毫米的；
（2）黄色：降雨量达80毫米的；
（3）红色：降雨量达100毫米的。
第四条 仓库费用包括：
（一）仓储费；
（二）装卸费；
（三）检验费。
第五条 有下列情形之一的，经批准可以免检：
（一）连续三年合格的；
（二）库存免检品的。
""")


@pytest.mark.parametrize(
    ("question", "best", "found"),
    [
        (  # what the lead only announces stands in the next line
            "领导小组由哪些人组成",
            "领导小组由下列人员组成",
            "领导小组由下列人员组成：\n组长，副组长若干人，各科科长，秘书",
        ),
        (  # the cases are asked for, and one of them has a word of the question
            "什么情况不能发货",
            "发货车辆未登记的",
            "a) 单据不全的；\nb) 数量不清的；\nc) 发货车辆未登记的。",
        ),
        (  # the lead decides: with all its cases
            "什么情况下可以免检？",
            "有下列情形之一的，经批准可以免检",
            "有下列情形之一的，经批准可以免检：\n（一）连续三年合格的；\n（二）库存免检品的。",
        ),
        (  # the lead names all grades, the label of an item says which is which
            "红色预警的标准是什么",
            "预警由低到高分为蓝色、黄色、红色三级",
            "（3）红色：降雨量达100毫米的",
        ),
        ("预警分为哪些", "预警由低到高分为蓝色、黄色、红色三级", None),
        ("除了仓储费，还要交什么费用？", "仓储费", "（二）装卸费；\n（三）检验费"),
        ("除仓储费以外有哪些费用", "仓储费", "（二）装卸费；\n（三）检验费"),
        ("除了运输费，还要交什么费用？", "仓储费", None),  # none of the list
    ],
)
def test_lists_are_whole(question: str, best: str, found: str | None) -> None:
    said = quoted(question, best, LISTS)
    if found is None:
        assert said.endswith(("红色：降雨量达100毫米的。", "（三）检验费。", "仓储费"))
    else:
        assert said == found


TURNS = corpus("""
《某市养犬条例》答记者问
问：请介绍一下《条例》的主要框架和内容。
答：《条例》分为两个板块。第一板块为登记，规定登记的程序。第二板块为监管，规定巡查和处罚。各区将制定细则。
问：《条例》对责任追究是如何规定的？
答：违法成本过低的问题由来已久。《条例》从两个层面作出规定。一是对饲养人的责任。强调逐级加重处罚。二是对监管部门的责任。强调失职必究。
问：如何抓好贯彻落实？
答：各级政府要承担起政治责任。一要抓好宣传，印发手册。二要抓好培训，年底前轮训一遍。
""")


@pytest.mark.parametrize(
    ("question", "best", "found"),
    [
        (  # the question that was put to the drafters: all turns, whichever of them would have been quoted
            "《条例》的主要框架和内容是什么？",
            "第二板块为监管，规定巡查和处罚",
            "《条例》分为两个板块。第一板块为登记，规定登记的程序。第二板块为监管，规定巡查和处罚",
        ),
        (  # of the last turn as many sentences as of the first
            "《条例》对责任追究是如何规定的？",
            "《条例》从两个层面作出规定",
            "《条例》从两个层面作出规定。一是对饲养人的责任。强调逐级加重处罚。二是对监管部门的责任。强调失职必究",
        ),
        (  # the sentence says no number, and the question asks how
            "如何抓好贯彻落实？",
            "各级政府要承担起政治责任",
            "各级政府要承担起政治责任。一要抓好宣传，印发手册。二要抓好培训，年底前轮训一遍",
        ),
        ("《条例》分为几个板块？", "《条例》分为两个板块", "《条例》分为两个板块"),  # a number is asked for
        ("手册什么时候印发？", "一要抓好宣传，印发手册", "一要抓好宣传，印发手册"),
    ],
)
def test_sentences_in_turn_come_with_the_one_that_announces_them(question: str, best: str, found: str) -> None:
    assert quoted(question, best, TURNS) == found
