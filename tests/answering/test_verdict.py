"""是, 否 or 视情形 is said only where the question asks for it and the quoted words decide it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.corpora import seeds
from tests.support.quoting import asked
from tiaowen import Assistant
from tiaowen.answering.verdict import verdict

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
    # the condition in other words; its denial, and its number, are not named by their opposites
    ("没交学费也没办缓缴能注册吗", "未缴清学费且未办理缓缴手续的，不予注册", "否"),
    ("交清了学费能注册吗", "未缴清学费且未办理缓缴手续的，不予注册", "视情形"),
    ("没批准能外借吗", "经馆长批准，可以外借", "视情形"),
    ("着火了能用水灭吗", "发生火灾的，先切断电源，使用干粉灭火器扑救，严禁用水和泡沫灭火器", "否"),
    ("主任能不能延迟退休", "担任领导职务的人员达到退休年龄的，应当及时办理手续，不得弹性延迟退休", "否"),
    (
        "连着两年不合格，单位能不能让人走人",
        "不合格且不同意调整岗位，或者连续两年被确定为不合格档次的，可以解除合同",
        "是",
    ),
    ("一年不合格能解除合同吗", "连续两年被确定为不合格档次的，可以解除合同", "视情形"),
    ("泄露病人隐私能不能开除", "有下列情形之一的，可以解除合同：\n（三）泄露患者隐私或者两个季度不合格的", "是"),
    ("现役军人能报考吗", "有下列情形之一的，不得报考：\n4.现役军人", "否"),
    # the deed is that of whom something else is permitted, or stands behind another prohibition
    ("网格员可以兼职吗", "优秀兼职网格员可以放宽至50周岁", ""),
    ("兼职网格员可以吗", "优秀兼职网格员可以放宽至50周岁", ""),
    ("出差洗衣费能报吗", "实习生不得单独出差，随同出差的，只报销城市间交通费", ""),
    ("未经批准能外借人员吗", "借调须由借用单位来函，经主任会同意，未经批准不得自行外借", "否"),
    # of another than the one asked about
    ("领导的侄子能当编外吗", "负责人的配偶、子女、直系亲属不得聘用为编外人员", ""),
    ("领导的儿子能当编外吗", "负责人的配偶、子女、直系亲属不得聘用为编外人员", "否"),
    ("被冒名登记的人要不要承担责任", "冒名登记行为人应当承担相应责任", ""),
    ("冒名登记的人要不要承担责任", "冒名登记行为人应当承担相应责任", "是"),
    ("房东能养大型犬吗", "承租方不得饲养大型犬", ""),
    ("租客能养大型犬吗", "承租方不得饲养大型犬", "否"),
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


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("县级以上机关能不能借调社区工作者？", "否"),
        ("受党内警告的当年能确定为优秀吗？", "否"),
        ("党史学习教育是否应当纳入年度工作计划？", "是"),
        ("基层党组织每年至少要组织几次党史学习？", ""),
        ("年度考核的结果分为哪几个档次？", ""),
    ],
)
def test_a_yes_no_question_is_marked_apart_from_the_quotation(assistant: Assistant, question: str, said: str) -> None:
    answer = asked(assistant, question)
    assert answer.verdict == said
    assert not answer.answer.startswith(("是", "否", "视情形"))
