"""Questions with several parts: each is answered, from one clause or from several, and what is not said is named."""

from __future__ import annotations

import pytest

from tests.support.quoting import assert_verbatim
from tiaowen import Assistant, build_index

STAFF = """青禾食品有限公司员工手册
第一条 为规范员工管理，制定本手册。
第二条 累计工作满1年不满10年的，年休假5天；满10年不满20年的，年休假10天；满20年的，年休假15天。
第三条 年休假一般不跨年度安排。因生产需要确需跨年度安排的，经分管副总经理批准，可以跨一个年度安排。
第四条 公司不能安排员工休年休假的，对应休未休的年休假天数，按照该员工日工资的百分之三百支付报酬。
第五条 员工结婚的，凭结婚证享受婚假13天。
第六条 员工的父母、配偶、子女死亡的，享受丧假3天。
第七条 女员工生育享受产假158天。
第八条 员工请假应当填写请假单，由所在车间主任审核，人力资源部审批。审批应当在1个工作日内完成。
第九条 入职体检费由公司承担，每人每次不超过300元。
第十条 员工对考核结果有异议的，可以自收到结果通知之日起7日内，向人力资源部申请复核。
第十一条 年度考核优秀等次的比例，不超过参加考核员工总数的百分之十五。
第十二条 年度考核被确定为不称职等次的，调整工作岗位，并扣发当年年终奖金。
第十三条 本手册自2024年3月1日起施行，由人力资源部负责解释。
"""
FEES = """青禾县诉讼费用交纳办法
第一条 为规范诉讼费用的交纳，制定本办法。
第二条 当事人应当向人民法院交纳的诉讼费用包括：
（一）案件受理费；
（二）申请费；
（三）证人、鉴定人、翻译人员出庭发生的交通费、住宿费和误工补贴。
第三条 案件受理费由原告预交。
第四条 申请费由申请人预交，每件不超过500元。
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("parts")
    for name, text in (("手册", STAFF), ("办法", FEES)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build_index(folder, folder / "index")
    return Assistant.load(folder / "index")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("婚假几天、丧假几天、产假多少天", ("婚假13天", "丧假3天", "产假158天")),
        ("年休假几天，能不能跨年", ("年休假5天", "年休假一般不跨年度安排")),
        ("请假谁负责审批，多久办结", ("人力资源部审批", "1个工作日内")),
        ("入职体检费多少钱、由谁出", ("公司承担", "300元")),
        ("优秀比例多少，不称职怎么处理", ("百分之十五", "调整工作岗位")),
    ],
)
def test_each_part_is_answered(office: Assistant, question: str, said: tuple[str, ...]) -> None:
    answer = office.ask(question)
    assert all(words in answer.answer for words in said)
    assert "没有找到依据" not in answer.note
    assert_verbatim(answer, office.corpus)


def test_from_when_days_count_is_asked_of_the_rule_that_sets_them(office: Assistant) -> None:
    answer = office.ask("对考核结果有异议几天内申请复核，从什么时候起算")
    assert "自收到结果通知之日起7日内" in answer.answer
    assert "施行" not in answer.answer


def test_a_part_without_an_answer_is_named(office: Assistant) -> None:
    answer = office.ask("婚假几天，停车费多少")
    assert answer.answer == "员工结婚的，凭结婚证享受婚假13天"
    assert "“停车费多少”没有找到依据" in answer.note


def test_a_case_of_one_question_is_no_part(office: Assistant) -> None:
    answer = office.ask("累计工作满12年、不满20年的，年休假几天")
    assert answer.answer == "满10年不满20年的，年休假10天"


@pytest.mark.parametrize("question", ["除了案件受理费，还要交什么诉讼费用？", "除案件受理费外，还有哪些诉讼费用"])
def test_what_there_is_besides_one_thing_is_the_whole_list(office: Assistant, question: str) -> None:
    answer = office.ask(question)
    assert "申请费" in answer.answer and "误工补贴" in answer.answer
    assert_verbatim(answer, office.corpus)
