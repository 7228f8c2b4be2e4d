"""Of pieces side by side that each give a value to a thing of its own, those for the thing that is asked about."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus
from tiaowen.completion.apiece import graded_pieces, own_pieces

RULES = corpus("""
班组管理办法
第一条 报名表应当于11月10日前交至人事部，演讲稿应当于11月20日前交至队办公室，测评表应当于11月25日前交至纪检室。
第二条 迟到一次扣2分，早退一次扣3分，旷工一日扣10分。月度扣分达到20分的，停岗培训三天。
第三条 取得技师资格的，晋升两级；取得高级技师资格的，晋升三级；获得比赛前三名的，晋升一级。
第四条 红色、橙色预警由总指挥签发，黄色预警由副总指挥签发，蓝色预警由办公室主任签发。
第五条 二级事故由安全部组织调查，一级事故由总经理组织调查，三级事故由所在队组织调查。
第六条 事件处置结束后，学校应当在五日内送交报告，在十日内送交整改方案。
第七条 考核优秀的，班长奖励3000元，副班长奖励2000元，安全员奖励1500元。
第八条 初稿应当于4月20日前提交，定稿应当于5月25日前提交至论文系统，并附导师意见。
第九条 旷课10学时的，给予警告；旷课20学时的，给予记过。
第十条 热线24小时畅通，投诉一般在3日内答复，情况复杂的可以延长至10日。
第十一条 本市户籍人员免收管理费；非本市户籍人员每学期交纳一百二十元。
""")


@pytest.mark.parametrize(
    ("article", "question", "found"),
    [
        (1, "演讲稿最晚什么时候交到队办公室", ["演讲稿应当于11月20日前交至队办公室"]),
        (1, "测评表哪天截止", ["测评表应当于11月25日前交至纪检室"]),
        (1, "材料最晚什么时候交", []),  # of which, nothing says
        (1, "报名表交到哪里", []),  # no value is asked for
        (2, "早退扣多少分", ["早退一次扣3分"]),
        (2, "早退扣多少", ["早退一次扣3分"]),
        (2, "串岗扣多少分", []),
        (3, "技师晋升几级", ["取得技师资格的，晋升两级"]),  # and not 高级技师
        (3, "高级技师晋升几级", ["取得高级技师资格的，晋升三级"]),
        (4, "黄色预警谁签发", ["黄色预警由副总指挥签发"]),
        (4, "橙色预警由谁签发", ["红色、橙色预警由总指挥签发"]),
        (5, "二级事故谁调查", ["二级事故由安全部组织调查"]),
        (5, "四级事故谁调查", []),
        (6, "整改方案最晚什么时候交", []),  # its days count from what stands before the first piece
        (7, "安全员奖励多少元", []),  # 考核优秀的 is the case of all
        (10, "投诉多久答复", ["投诉一般在3日内答复，情况复杂的可以延长至10日"]),
        (11, "管理费多少", []),  # it is what all pay, and not what tells the first from the others
        (8, "定稿最晚什么时候提交", ["定稿应当于5月25日前提交至论文系统，并附导师意见"]),
        (9, "旷课10学时给什么处分", []),  # a figure is compared with those of the cases
    ],
)
def test_the_piece_for_what_is_named(article: int, question: str, found: list[str]) -> None:
    unit = next(clause for clause in RULES.clauses if clause.path[-1].number == article and clause.role == "unit")
    pieces = graded_pieces(question, unit) or own_pieces(question, unit)
    assert [unit.document.text[slice(*span)] for span in pieces] == found
