"""The likeliest words with their consequence, their condition, their subject and what 其 stands for."""

from __future__ import annotations

import pytest

from tests.support.completing import quoted
from tests.support.corpora import corpus

RULES = corpus("""
市容管理办法
第一条 城市管理部门负责道路保洁，为环卫工人提供休息场所。其工作经费列入预算。
第二条 除应急抢修外，不得夜间施工。连续两次违规的，暂停施工资格。
第三条 施工单位应当建立台账，每年于三月底前将施工记录、验收名册等资料，按照管理权限报城市管理部门备案。
第四条 未报记录的，由城管责令改正；逾期不改的，处一千元以下罚款；情节严重的，处五千元以下罚款；构成犯罪的，追究责任。
第五条 受到省级表彰的单位，减免比例可以掌握在30%以内。
第六条 保管员必须年满18周岁，身体健康，无色盲，经考核合格，方可上岗。
第七条 下列人员不计入家庭成员：宗教教职人员，正在服现役的义务兵。
""")


@pytest.mark.parametrize(
    ("question", "best", "found"),
    [
        ("谁责令改正没报的记录？", "由城管责令改正", "由城管责令改正"),
        (  # 将 wants its verb
            "施工记录每年最晚几月报？",
            "每年于三月底前将施工记录、验收名册等资料",
            "每年于三月底前将施工记录、验收名册等资料，按照管理权限报城市管理部门备案",
        ),
        (  # who: a part without its subject brings it
            "谁为环卫工人提供休息场所？",
            "为环卫工人提供休息场所",
            "城市管理部门负责道路保洁，为环卫工人提供休息场所",
        ),
        (  # 其: what it stands for comes along
            "工作经费从哪里来？",
            "其工作经费列入预算",
            "城市管理部门负责道路保洁，为环卫工人提供休息场所。其工作经费列入预算",
        ),
        ("夜间可以施工吗", "不得夜间施工", "除应急抢修外，不得夜间施工"),
        ("连续两次违规怎么办", "连续两次违规的", "连续两次违规的，暂停施工资格"),
        # the condition of a rule, unless the question names it
        ("减免比例能到30%吗？", "减免比例可以掌握在30%以内", "受到省级表彰的单位，减免比例可以掌握在30%以内"),
        ("受省级表彰的减免比例能到30%吗？", "减免比例可以掌握在30%以内", "减免比例可以掌握在30%以内"),
        ("义务兵算家里的人口吗", "正在服现役的义务兵", "下列人员不计入家庭成员\n正在服现役的义务兵"),
        ("哪个义务兵不算", "正在服现役的义务兵", "正在服现役的义务兵"),
        (
            "保管员应当具备什么条件",
            "身体健康，无色盲，经考核合格，方可上岗",
            "保管员必须年满18周岁，身体健康，无色盲，经考核合格，方可上岗",
        ),
    ],
)
def test_a_rule_is_whole(question: str, best: str, found: str) -> None:
    assert quoted(question, best, RULES) == found
