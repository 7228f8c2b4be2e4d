"""A question for a quantity is told by its kind, and a clause answers it only with a quantity of that kind."""

from __future__ import annotations

import pytest

from tests.support.corpora import seeds
from tiaowen.relevance.quantities import KINDS, asked_quantity, gives_formula, states_as_asked, states_quantity

CLAUSES = {clause.cite: clause.text for clause in seeds().clauses}
ARTICLE_19 = CLAUSES["《党史学习教育工作条例》第十九条"]

ASKED = [
    ("罚款标准是多少？", "money"),
    ("补贴多少钱一个月", "money"),
    ("迟到一次扣多少", "money"),
    ("迟到一次扣多少分", "points"),
    ("一等奖加几分", "points"),
    ("晚交一天罚几分利", ""),
    ("要交多少元", "money"),
    ("仲裁案件受理费多少", "money"),
    ("停车费多少天交一次", "days"),
    ("優秀檔次的比例是多少？", "percent"),
    ("优秀档次比例一般不超过多少", "percent"),
    ("合格票要达到百分之几", "percent"),
    ("多久开一次党员大会？", "frequency"),
    ("基层党组织每年至少要组织几次党史学习？", "frequency"),
    ("规划几年修订一次", "frequency"),
    ("一年要考核几回", "frequency"),
    ("多久举办一回全国性的培训班", "frequency"),
    ("砍一棵批下来的树，得补种多少棵", ""),
    ("申请书要交多少份", ""),
    ("评上以后一年补多少", "money"),
    ("预备期多长时间？", "duration"),
    ("公示期几天", "days"),
    ("每年集中学习不少于多少学时", "duration"),
    ("期限是多久", "duration"),
    ("申诉要在几个工作日内提出", "days"),
    ("试用期几个月", "duration"),
    ("条例几月份施行", ""),
    ("几年级开始学", ""),
    ("党史学习教育工作由谁领导？", ""),
    ("第十九条的原文是什么", ""),
    ("共有多少人", "people"),
    ("听证会最少要几个人参加？", "people"),
    ("独立董事至少要几名", "people"),
    ("几个人合伙开的店欠了债，谁来还", ""),
    ("场所能容纳多少人由谁来定", ""),
    ("分局领导几个人名单要贴出来吗", ""),
    ("一个局能招多少名额", ""),
    ("工地围挡要几米高", "length"),
    ("警示牌应当设置多高？", "length"),
    ("离加油站的距离至少多少", "length"),
    ("多高级别的领导能批", ""),
    ("养老院周边多宽的路，谁说了算", ""),
    ("房屋面积不得少于多少平方米", "area"),
    ("资源教室要建多大面积？", "area"),
    ("盗墓判几年", "imprisonment"),
    ("偷东西要坐几年牢？", "imprisonment"),
    ("缓刑期间去外地要谁批", ""),
    ("举报浪费水打什么电话？", "phone"),
    ("应急救援电话是多少", "phone"),
    ("图书馆几点开门", "clock"),
    ("路灯一盏要多少瓦", "power"),
    ("教室温度不能低于多少度", "temperature"),
    ("行李限重多少公斤", "weight"),
    ("广场舞音响不能超过多少分贝", "noise"),
    ("一共放多少度假", ""),
    ("小孩中午几点睡到几点", "clock"),
    ("这几点要求怎么落实", ""),
    ("有哪几点意见", ""),
    ("政府每年给多少运营补助", "money"),
    ("电话里说的算不算数", ""),
    ("我家那几亩地还能要回来吗", ""),
    ("绿化工程竣工资料多少日内报备", "days"),
    ("社区工作者多少岁退休", "age"),
    ("报名时年龄最大不能超过几岁？", "age"),
    ("加班费按几倍发", "money"),
    ("突出的个人能发多少奖金？", "money"),
    ("好几年了，现在还会处分吗？", ""),
    ("出去玩几天，公家出钱行不行？", ""),
    ("", ""),
    ("报名截止到哪天", "deadline"),
    ("材料最晚哪天交", "deadline"),
    ("优惠政策执行到哪一年", "deadline"),
    ("证书有效期到什么时候", "deadline"),
    ("每年几月底前要报完", "deadline"),
    ("几号之前交", "deadline"),
    ("几个月之前要通知", "duration"),
    ("规划哪天起算数", "start"),
    ("新规定从几号开始执行", "start"),
    ("评估结果分几个等次", "grades"),
    ("就业率多高", "percent"),
    ("平时考核优秀比例", "percent"),
    ("比例由谁确定", ""),
    ("护栏要多高", "length"),
]

STATED = [
    ("罚款二百元", "money", True),
    ("处一万元以上五万元以下罚款", "money", True),
    ("处违法所得三倍的罚款", "money", True),
    ("由财政部门承担经费", "money", False),
    ("发放登记证不得收取任何费用", "money", True),
    ("公园应当免费开放", "money", True),
    ("年满十八周岁的居民", "age", True),
    ("依法办理退休手续", "age", False),
    ("一般不超过百分之二十", "percent", True),
    ("占20％", "percent", True),
    ("三分之二以上党员到会", "percent", True),
    ("超过到会党员", "percent", False),
    ("每季度召开1次", "frequency", True),
    ("党组织应当定期报告", "frequency", True),
    ("五年内举行两次", "frequency", True),
    ("一个月至少一次", "frequency", True),
    ("报酬结算支付周期最长不得超过十五日", "frequency", True),
    ("应当按时召开会议", "frequency", False),
    ("公示期不少于5个工作日", "days", True),
    ("累计不少于二十天", "days", True),
    ("请假累计超过半年的", "days", False),  # a length of time, but none that says how many days
    ("加强日常管理", "days", False),
    ("公示期不少于5个工作日", "duration", True),
    ("預備期為一年", "duration", True),
    ("应当及时公示", "duration", False),
    ("一般应当统一领导", "duration", False),
    ("委员会由委员三至九人组成", "people", True),
    ("须有三分之二以上的代表出席", "people", True),
    ("委员若干人", "people", False),
    ("施工三个月", "people", False),
    ("高度不低于1.8米", "length", True),
    ("应当设置围挡", "length", False),
    ("面积不少于一百公顷", "area", True),
    ("应当有与经营规模相适应的场所", "area", False),
    ("应当向中央提交年度报告", "frequency", True),
    ("处三年以下有期徒刑", "imprisonment", True),
    ("构成犯罪的，依法追究刑事责任", "imprisonment", False),
    ("拨打12345热线", "phone", True),
    ("应当公布举报电话", "phone", False),
    ("7:40至8:30入园", "clock", True),
    ("晚上22时以后不得吹打", "clock", True),
    ("每15分钟巡视一次", "clock", False),
    ("按时开放", "clock", False),
    ("功率超过800瓦的电器", "power", True),
    ("更换路灯4260盏", "power", False),
    ("温度不低于18℃", "temperature", True),
    ("年度考核", "temperature", False),
    ("餐食中心温度不低于六十摄氏度", "temperature", True),
    ("费用由市、区财政按四六比例分担", "percent", True),
    ("由县、乡镇按7∶3负担", "percent", True),
    ("开放时间为9:00至11:30", "percent", False),
    ("防砸鞋每年更换一双", "duration", True),
    ("可在当月内凭发票改为医保结算", "duration", True),
    ("每学年进行一次", "frequency", True),
    ("留样不少于125克", "weight", True),
    ("每餐留样", "weight", False),
    ("噪声不超过62分贝", "noise", True),
    ("不得产生噪声", "noise", False),
    ("报名截止到3月15日", "deadline", True),
    ("目前已有3000多名记者报名", "deadline", False),
    ("本条例自2024年2月5日起施行", "start", True),
    ("本办法自公布之日起施行", "start", True),
    ("5年内参加培训累计不少于20天", "start", False),
    ("规划(2024-2028年)全文如下", "start", False),
    ("考核结果分为优秀、合格和不合格", "grades", True),
    ("充分运用评估结果", "grades", False),
    ("馆藏档案分一、二、三级管理", "grades", True),
    ("应当定期报送工作情况", "deadline", False),
    ("按照欠费额每日万分之三计收违约金", "money", True),
    ("按逾期价款的千分之一支付违约金", "money", True),
    ("间距不得小于3m", "length", True),
    ("直径100mm至200mm", "length", True),
    ("额定起重量5t至32t", "weight", True),
    ("面积不小于6㎡", "area", True),
    ("每2小时翻身1次", "frequency", True),
    ("TD01的人数为2", "people", True),
    ("不满6个月的，支付半个月工资", "money", True),
    ("支付相当于一个月租金的违约金", "money", True),
    ("支付两个月的房租", "money", True),
    ("应当在30日内支付租金", "money", False),
    ("迟到一次扣2分", "money", True),  # 扣多少 may be points
    ("迟到一次扣2分", "points", True),
    ("满分为100分", "points", True),
    ("休息十五分钟", "points", False),
    ("无论什么文字", "", True),
    ("", "", True),
    ("", "money", False),
]


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_the_kind_that_is_asked_for(question: str, kind: str) -> None:
    assert asked_quantity(question) == kind


@pytest.mark.parametrize(("text", "kind", "stated"), STATED)
def test_a_text_states_a_quantity_or_not(text: str, kind: str, stated: bool) -> None:
    assert states_quantity(text, kind) is stated


def test_every_kind_is_asked_and_both_stated_and_not() -> None:
    assert {kind for _, kind in ASKED} == {*KINDS, ""}
    assert {(kind, stated) for _, kind, stated in STATED if kind} == {(k, s) for k in KINDS for s in (True, False)}


def test_the_article_on_how_often_answers_how_often_and_not_how_much() -> None:
    assert states_quantity(ARTICLE_19, asked_quantity("每年至少组织几次党史学习？"))
    assert not states_quantity(ARTICLE_19, asked_quantity("组织党史学习补助多少钱？"))
    assert not states_quantity(ARTICLE_19, asked_quantity("参加的党员要达到百分之几？"))


def test_a_formula_is_given_for_what_is_to_be_computed_and_for_nothing_else() -> None:
    assert gives_formula("总成绩怎么算", "总成绩＝笔试成绩×40%+面试成绩×60%")
    assert not gives_formula("总成绩怎么算", "总成绩相同的，以笔试成绩高者优先")
    assert not gives_formula("总成绩什么时候公布", "总成绩=笔试成绩×40%+面试成绩×60%")


@pytest.mark.parametrize(
    ("question", "text", "stated"),
    [
        ("要提前几天通知？", "应当在期满3日前通知家属。", True),
        ("要提前几天通知？", "应当提前十五日通知。", True),
        ("得提前多久报告", "飞入或者飞出领空前20至15分钟报告。", True),
        ("提前多久公告", "应当在停止的10个自然日前公告。", True),
        ("提前几天通知？", "应当自收到意见之日起7日内通知。", False),
        ("几天内通知？", "应当自收到意见之日起7日内通知。", True),
        ("单位应当在收到提前退休告知之日起几日内回复", "应当在收到告知之日起5个工作日内回复。", True),
        ("由谁通知？", "应当通知家属。", True),
    ],
)
def test_how_long_before_is_stated_as_a_time_before(question: str, text: str, stated: bool) -> None:
    assert states_as_asked(question, text) is stated
