"""A rule for one status is no answer for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiaowen import Assistant, build_index
from tiaowen.relevance.subjects import stranger

APPRAISAL = "事业单位工作人员考核办法 年度考核优秀档次的比例一般不超过20%"


@pytest.mark.parametrize(
    ("question", "about", "expected"),
    [
        ("公务员年度考核优秀的比例是多少？", APPRAISAL, "公务员"),
        ("公务員年度考核優秀的比例是多少？", APPRAISAL, "公务员"),
        ("劳务派遣人员怎么考核？", APPRAISAL, "劳务派遣"),
        ("事业单位工作人员年度考核优秀的比例是多少？", APPRAISAL, ""),
        ("公务员的考核按什么进行？", "公务员法 考核分为平时考核、专项考核和定期考核等方式", ""),
        ("村委会主任最多连任几届？", "村民委员会组织法 村民委员会成员可以连选连任", ""),
        ("村委会主任最多连任几届？", "城市居民委员会组织法 居民委员会每届任期五年", "村委"),
        ("我在一家民企做党支部书记，该学什么？", "党员教育培训工作规划", ""),  # who asks, not what about
        ("民企职工能评职称吗？", "民营经济促进条例 民营经济组织的专业技术人才可以申报职称", ""),
        ("外企能享受补贴吗？", "民营经济促进条例 民营经济组织可以申请补贴", "外企"),
        ("外国人来测绘要批准吗？", "测绘法 外国的组织或者个人从事测绘活动，应当经批准", ""),
        ("管燃气的公务员不查举报怎么处理？", "燃气管理条例 燃气管理部门及其工作人员玩忽职守的，依法给予处分", ""),
        (
            "国企员工的人防教育归谁组织？",
            "人民防空法 机关、团体、企业事业单位人员的人民防空教育，由所在单位组织实施",
            "",
        ),
        ("国企职工能评职称吗？", "民营企业促进条例 民营企业的专业技术人才可以申报职称", "国企"),
        ("村党支部一年学几回？", "学习条例 基层党组织每年学习不少于四次", ""),
        ("买几条外国鱼去长江放生可以吗？", "长江保护法 禁止在长江流域放养、投放外来物种", ""),
        ("军队选举经费谁出？", "中国人民解放军选举办法 人民解放军的选举经费，由军费开支", ""),
        ("给外国股东分红用什么货币？", "公司向境外上市外资股股东支付股利，以外币支付", ""),
        ("产假男的有吗？", "女职工劳动保护特别规定\n女职工生育享受98天产假", "男的"),
        ("老公有假吗？", "劳动保护特别规定\n女职工生育享受98天产假", "老公"),
        ("男的能休年假吗？", "职工带薪年休假条例 职工累计工作已满1年不满10年的，年休假5天", ""),
        ("男的几岁退休？", "退休办法 男职工年满六十周岁，女职工年满五十五周岁", ""),
        ("老公能请几天假？", "生育条例 女方享受产假，男方享受护理假十五日", ""),
        ("", "", ""),
    ],
)
def test_a_status_that_nothing_speaks_of_is_named(question: str, about: str, expected: str) -> None:
    assert stranger(question, about) == expected


def test_the_refusal_says_of_whom_the_clause_does_not_speak(assistant: Assistant) -> None:
    answer = assistant.ask("劳务派遣人员的年度考核结果分为哪几个档次？")
    assert answer.status == "refused"
    assert "劳务派遣" in answer.note or "没有规定" in answer.note
    assert answer.near
    kept = assistant.ask("事业单位工作人员的年度考核结果分为哪几个档次？")
    assert kept.status == "answered"


RULES = """示例厂职工请假办法
第一条 为规范请假管理，制定本办法。
第二条 父母、配偶、子女死亡的，丧假三天；祖父母死亡的，丧假一天。
第三条 产假为一百五十八天。
第四条 本办法执行期限为2024年1月1日至2027年12月31日。《请假暂行规定》同时废止。"""


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("factory")
    (folder / "请假办法.txt").write_text(RULES, encoding="utf-8")
    build_index([folder / "请假办法.txt"], folder / "index")
    return Assistant.load(folder / "index")


@pytest.mark.parametrize("question", ["猫去世丧假几天？", "去月球多少天？", "房价多少？"])
def test_a_thing_that_no_document_names_has_no_rule(factory: Assistant, question: str) -> None:
    assert factory.ask(question).status == "refused"


@pytest.mark.parametrize(("question", "words"), [("岳母去世丧假几天？", "丧假三天"), ("产假多少天？", "一百五十八天")])
def test_what_a_document_names_otherwise_has_one(factory: Assistant, question: str, words: str) -> None:
    assert words in factory.ask(question).answer


def test_a_follow_up_puts_no_unheard_thing_in_place_of_another(factory: Assistant) -> None:
    before = factory.ask("丧假几天？")
    assert before.status == "answered"
    assert factory.ask("猫呢？", [("丧假几天？", before)]).status == "refused"
