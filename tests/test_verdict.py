"""是, 否 or 视情形 is said only where the question asks for it and the quoted words decide it."""

from __future__ import annotations

import pytest
from corpora import seeds
from hypothesis import given
from hypothesis import strategies as st

from tiaowen.verdict import verdict

CASES = [
    # may: forbidden, permitted, both, neither
    ("受警告处分当年可以确定为优秀吗？", "参加年度考核，不得确定为优秀档次", "否"),
    ("能不能只写评语？", "可以只写评语，不确定档次", "是"),
    ("能否提前报名", "经主管部门同意，可以提前报名", "视情形"),
    ("可以在外兼职吗", "不得在外兼职，确需兼职的除外", "视情形"),
    ("可以在外兼职吗", "不得在外兼职；经批准的，可以兼职", ""),
    ("可以采取线上方式吗？", "采取线上线下相结合的方式开展培训", ""),
    ("允许请人代写吗", "严禁请人代写", "否"),
    ("能由单位报销吗", "费用可由所在单位报销", "是"),
    ("可以由市里办理吗", "行政许可由省级机关实施", ""),
    # must: required, required in general, permitted, not required, forbidden
    ("必须每年组织学习吗？", "基层党组织每年应当组织1次学习", "是"),
    ("必须公示吗", "一般应当公示5个工作日", "视情形"),
    ("必须公示吗", "可以通过网站公示", "视情形"),
    ("一定要写总结吗", "个人总结不作统一要求", "否"),
    ("必须办理变更手续吗", "无须办理变更手续", "否"),
    ("必须写总结吗", "个人总结不作要求，但是应当报告", ""),
    ("需不需要重新申请", "无需重新申请", "否"),
    ("必须参加吗", "不得参加", ""),
    ("必须参加吗", "学习内容包括党史", ""),
    ("是否应当公开", "应当公开", "是"),
    # more than the upper bound, less than the lower one
    ("受省部级表彰的单位优秀比例可以超过30%吗", "受到省部级表彰的单位，优秀比例可以掌握在30%以内", "否"),
    ("优秀比例可以超过30%吗", "优秀比例一般不超过20%，特殊情况可以提高到25%", ""),
    ("可以少于3人吗", "评议组成员不得少于3人", "否"),
    ("可以超过5天吗", "不超过3天", ""),
    ("可以超过40%吗", "原则上掌握在40%以内", "视情形"),
    ("能超过20%吗", "不超过20%；受到表彰的，可以提高到25%", "视情形"),
    ("优秀比例超过30%可以吗", "优秀比例可以掌握在30%以内", "否"),
    ("请假可以不超过本单位规定的30天吗", "请假不超过30天", ""),
    ("不满3人可以吗，能少于3人吗", "评议组成员不足3人的，应当补足", ""),
    # of another grade
    ("受警告的可以定合格吗", "受警告处分的，不得确定为优秀档次", ""),
    ("不合格的可以续聘吗", "考核不合格的，不得续聘", "否"),
    # of a case that the question does not name
    ("优秀的可以记功吗", "连续三年考核优秀的，可以记功", "视情形"),
    ("连续三年优秀的可以记功吗", "连续三年考核优秀的，可以记功", "是"),
    ("优秀比例35%可以吗", "受到国家级表彰的单位，优秀比例可以掌握在35%以内", "视情形"),
    # what is asked about is required beside what is forbidden
    ("社区可以协助拆迁吗", "不得将社区作为拆迁的责任主体，需要协助的，社区应当配合", ""),
    ("兼职可以拿报酬吗", "兼职应当经批准，并不得领取报酬", "否"),
    # not for a yes or a no
    ("可以参加哪些学习？", "可以参加线上学习", ""),
    ("谁可以参加？", "党员可以参加", ""),
    ("可以请几天假吗", "可以请三天假", ""),
    ("第十九条的原文", "应当组织学习", ""),
    ("不可以参加吗？", "不得参加", ""),
    ("是不是不能参加吗", "不得参加", ""),
    # no word of permission or duty in question or quotation
    ("条例是中央发布的吗", "由中共中央发布", ""),
    ("", "应当", ""),
    ("可以参加吗", "", ""),
    # what is asked about is denied beside what is allowed
    ("借读生能参加综合奖学金评定吗", "借读生可以参加进步奖学金评定，不参加综合奖学金评定", ""),
    ("兼职人员可以搞装修吗", "优秀兼职人员可以放宽至50周岁", ""),
    ("周六能装修吗", "周六、周日禁止产生噪声的施工", ""),  # another deed
    # a case below its lead, and one of two, is named
    ("受过刑事处罚的能报考吗", "有下列情形之一的，不得报考：\n（一）受过刑事处罚的", "否"),
    ("能报考吗", "有下列情形之一的，不得报考：\n（一）受过刑事处罚的", "视情形"),
    ("中途退学的学费能报销吗", "未经批准或者中途退学的，不能报销", "否"),
    ("政审不合格能发展入党吗", "未经政治审查或者政治审查不合格的，不能发展入党", "否"),
    ("没有批准能自行外借吗", "经主任会同意，报市局备案，未经批准不得自行外借", "否"),
    ("可以停水催费吗", "但不得公布业主姓名，不得以停水、停电方式催费", "否"),
]


@pytest.mark.parametrize(("question", "quoted", "said"), CASES)
def test_verdict(question: str, quoted: str, said: str) -> None:
    assert verdict(question, quoted) == said


@pytest.mark.parametrize("question", sorted({question for question, _, said in CASES if not said and question}))
def test_words_without_permission_or_duty_never_decide(question: str) -> None:
    assert verdict(question, "党史学习教育的内容包括党的历史") == ""


def test_questions_that_are_no_yes_no_questions_get_none_from_any_clause() -> None:
    for clause in seeds().clauses:
        for question in ("党史学习教育工作由谁领导？", "每年至少要组织几次？", "什么情形可以确定为优秀？"):
            assert verdict(question, clause.text) == ""


YES_NO = ["可以参加吗", "能否参加", "必须参加吗", "要不要参加", "允许参加吗", "是否应当参加"]


@given(
    st.sampled_from(YES_NO), st.lists(st.sampled_from(["不得", "可以", "应当", "一般", "无需", "党员", "参加", "，"]))
)
def test_a_prohibition_never_makes_a_plain_yes(question: str, words: list[str]) -> None:
    said = verdict(question, "".join([*words, "不得"]))
    assert said in ("", "否", "视情形")
