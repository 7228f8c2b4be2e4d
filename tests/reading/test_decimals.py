"""Rules numbered 1, 1.1, 1.1.1: their tree, their addresses, and what is no such number."""

from __future__ import annotations

import pytest

from tests.support.cpu_time import cpu_seconds
from tests.support.reading_tools import build, labels
from tiaowen.addresses.resolving import Resolver
from tiaowen.datamodels import Corpus
from tiaowen.errors import AddressError
from tiaowen.reading.structure import decimals
from tiaowen.reading.structure.tree import Line

RULES = """1 目的
为规范办公用品的采购、领用，制定本制度。
2 职责
2.1 行政部
2.1.1 负责编制采购计划。
2.1.2 负责入库、保管和发放。
保管期限不少于3年。
2.2 财务部负责审核费用。
3. 附则
本制度自2023年1月1日起执行。"""


HANDBOOK = """第一章 总则
1.1 为规范管理，制定本手册。
1.2 本手册适用于全体员工。
第二章 假期
2.1 年休假
2.1.1 员工每年享受年休假5天。
2.1.2 年休假应当在当年休完。
2.2 有下列情形之一的，给予奖励：
（1）提出建议的；
（2）消除隐患的。
2.3 报销标准
（1）住宿费不超过600元；
（2）伙食补助100元。
第三章 附则
3.1 本手册自2025年1月1日起施行。"""


def test_numbers_with_points_stand_below_chapters_too() -> None:
    _, clauses = build(HANDBOOK, title="员工手册")
    containers = ["第一章", "第二章", "2.1年休假", "2.3报销标准", "第三章"]
    assert labels(clauses, "container") == containers
    items = ["2.3报销标准第（一）项", "2.3报销标准第（二）项"]
    assert labels(clauses) == ["1.1", "1.2", "2.1.1", "2.1.2", "2.2", *items, "3.1"]
    assert labels(clauses, "part") == ["2.2第（一）项", "2.2第（二）项"]
    (deep,) = [clause for clause in clauses if clause.label == "2.1.2"]
    assert [(step.level, step.number) for step in deep.path] == [("章", 2), ("编号", 1), ("编号", 2)]


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("员工手册2.1.2原文", "2.1.2"),
        ("2.1.2怎么规定的", "2.1.2"),
        ("第1.2条是什么", "1.2"),
        ("2.2（2）", "2.2第（二）项"),
        ("员工手册的2.3第一项", "2.3报销标准第（一）项"),
        ("２．１．２说了什么", "2.1.2"),
    ],
)
def test_such_a_number_is_an_address_without_the_chapter(question: str, label: str) -> None:
    document, clauses = build(HANDBOOK, title="员工手册")
    located = Resolver(Corpus((document,), clauses)).locate(question)
    assert located is not None
    assert [clause.label for clause in located.clauses] == [label]
    assert located.mentions


@pytest.mark.parametrize("question", ["容积率2.1怎么算", "罚2.2万元吗", "多交1.2倍行吗", "报销比例是2.3%吗"])
def test_a_measure_is_no_address(question: str) -> None:
    document, clauses = build(HANDBOOK, title="员工手册")
    located = Resolver(Corpus((document,), clauses)).locate(question)
    assert located is None or not located.clauses


def test_a_number_that_is_not_there_is_refused_with_those_that_are() -> None:
    document, clauses = build(HANDBOOK, title="员工手册")
    with pytest.raises(AddressError, match=r"编号有1.1至3.1，没有2.9.9"):
        Resolver(Corpus((document,), clauses)).locate("2.9.9怎么规定的")


CONTRACT = """第一条 服务内容
1.1 乙方负责日常维护。
1.2 乙方负责清洁卫生。
第二条 费用
2.1 物业费每平方米1.2元。
2.2 逾期按日加收万分之五的违约金。
第三条 争议由法院管辖。"""


@pytest.mark.parametrize("question", ["物业服务协议2.2原文", "2.2怎么规定的", "第2.2条是什么"])
def test_a_paragraph_of_an_article_may_have_such_a_number(question: str) -> None:
    document, clauses = build(CONTRACT, title="物业服务协议")
    resolver = Resolver(Corpus((document,), clauses))
    located = resolver.locate(question)
    assert located is not None
    assert [clause.label for clause in located.clauses] == ["第二条第二款"]
    with pytest.raises(AddressError, match=r"编号有1.1至2.2，没有2.9"):
        resolver.locate("2.9怎么规定的")


def test_a_number_that_two_documents_have_is_ambiguous() -> None:
    one, first = build(CONTRACT, title="物业服务协议", document_id="one")
    other, second = build(HANDBOOK, title="员工手册", document_id="other")
    resolver = Resolver(Corpus((one, other), (*first, *second)))
    with pytest.raises(AddressError, match="“2.2”有2处"):
        resolver.locate("2.2原文")
    located = resolver.locate("员工手册2.2原文")
    assert located is not None
    assert [clause.label for clause in located.clauses] == ["2.2"]


def test_a_number_alone_is_not_looked_up_in_a_whole_library() -> None:
    pairs = [build(HANDBOOK, title="员工手册", document_id="first")]
    pairs += [build("第一条 为了管理，制定本办法。", title=f"示例{n}办法", document_id=str(n)) for n in range(60)]
    documents = tuple(document for document, _ in pairs)
    resolver = Resolver(Corpus(documents, tuple(clause for _, clauses in pairs for clause in clauses)))
    located = resolver.locate("2.1.2怎么规定的")
    assert located is None or not located.clauses
    located = resolver.locate("员工手册2.1.2怎么规定的")
    assert located is not None
    assert [clause.label for clause in located.clauses] == ["2.1.2"]


def test_numbers_of_another_chapter_are_no_numbers_of_this_one() -> None:
    text = "第一章 总则\n1.1 目的一。\n1.2 目的二。\n第二章 收费\n3.5元一次。\n2.1 按次收费。\n2.2 按月收费。"
    _, clauses = build(text, title="收费手册")
    assert labels(clauses) == ["1.1", "1.2", "第二章第1段", "2.1", "2.2"]


def test_numbers_with_points_make_a_tree() -> None:
    _, clauses = build(RULES, title="办公用品管理制度")
    assert labels(clauses, "container") == ["1目的", "2职责", "2.1行政部", "3附则"]
    assert labels(clauses) == ["1目的第1段", "2.1.1", "2.1.2", "2.2", "3附则第1段"]
    (longest,) = [clause for clause in clauses if clause.label == "2.1.2"]
    assert longest.text == "2.1.2 负责入库、保管和发放。\n保管期限不少于3年。"
    assert [(step.level, step.number) for step in longest.path] == [("编号", 2), ("编号", 1), ("编号", 2)]


def test_a_number_with_points_is_an_address() -> None:
    document, clauses = build(RULES, title="办公用品管理制度")
    resolver = Resolver(Corpus((document,), clauses))
    for clause in clauses:
        assert resolver.resolve(clause.label, [document]) == (clause,)
        assert resolver.resolve(clause.cite) == (clause,)
    located = resolver.locate("办公用品管理制度2.1.2怎么规定？")
    assert located is not None
    assert [clause.label for clause in located.clauses] == ["2.1.2"]
    for text in ("2.1.15", "2.1.1.1", "2.1.1万元"):
        with pytest.raises(AddressError):
            resolver.resolve(f"《办公用品管理制度》{text}")


@pytest.mark.parametrize(
    "text", ["办公用品管理制度2.1", "《办公用品管理制度》第2.1条", "办公用品管理制度的2.1是什么？"]
)
def test_the_number_of_a_heading_is_enough(text: str) -> None:
    document, clauses = build(RULES, title="办公用品管理制度")
    located = Resolver(Corpus((document,), clauses)).locate(text)
    assert located is not None
    assert [clause.label for clause in located.clauses] == ["2.1行政部"]


def test_an_article_of_rules_without_articles_is_refused_with_their_numbers() -> None:
    document, clauses = build(RULES, title="办公用品管理制度")
    with pytest.raises(AddressError, match="不分条，编号有1至3"):
        Resolver(Corpus((document,), clauses)).resolve("《办公用品管理制度》第三条")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("一、总体要求\n2.5 倍的补助标准。\n3.5 万元以内。", id="below 一、"),
        pytest.param("建成面积为\n3.5 万平方米。\n4.6 万人受益。", id="quantities"),
        pytest.param("1.加强领导。\n2.落实责任。\n3.严格考核。", id="one level only"),
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    _, clauses = build(text, kind="other")
    assert not [clause for clause in clauses if clause.level == "编号"]


def test_headings_with_points_below_chapters_are_numbers_and_do_not_swallow_the_next_chapter() -> None:
    text = "## 第一章 总则\n### 1.1 目的\n1.1.1 规范采购。\n### 1.2 范围\n1.2.1 适用于各科室。\n1.2.2 科研项目除外。\n"
    text += "## 第二章 职责\n### 2.1 采购中心\n2.1.1 负责汇总。\n2.1.2 负责询价。"
    _, clauses = build(text)
    assert labels(clauses) == ["1.1.1", "1.2.1", "1.2.2", "2.1.1", "2.1.2"]
    assert [c.label for c in clauses if c.role == "container"] == [
        "第一章",
        "1.1目的",
        "1.2范围",
        "第二章",
        "2.1采购中心",
    ]


STANDARD = """1 范围
本文件适用于口袋公园。
2 术语和定义
下列术语和定义适用于本文件。
2.1
口袋公园  pocket park
面积较小的公园绿地。
2.2
养护单位  maintenance unit
受委托养护的单位。
3 养护
3.1
养护单位应每周巡查1次。
3.2 养护人员应：
a) 经过培训；
b) 能够：
1) 识别病虫害；
2) 使用工具。
c) 持证上岗。
每年考核一次。
3.3 设施分级
按照使用年限，分为两级：
（1）一级：5年以内；
（2）二级：5年以上。
附录 A
（规范性）
巡查要求
A.1 一般要求
A.1.1 雨后应巡查。
A.1.2 雪后应巡查。
A.2 记录应保存3年。
参考文献
[1] 园林绿化养护标准"""


def test_terms_stand_below_their_numbers() -> None:
    _, clauses = build(STANDARD, title="口袋公园养护规范")
    headed = {clause.label: clause.heading for clause in clauses if clause.role == "container"}
    assert headed["2.1口袋公园"] == "口袋公园"
    texts = {clause.label: clause.text for clause in clauses}
    assert texts["2.1口袋公园第1段"] == "面积较小的公园绿地。"
    assert texts["2.2养护单位第1段"] == "受委托养护的单位。"
    assert texts["3.1"] == "3.1\n养护单位应每周巡查1次。"


def test_lists_below_a_clause_and_below_a_paragraph_are_items() -> None:
    _, clauses = build(STANDARD, title="口袋公园养护规范")
    parts = [clause.label for clause in clauses if clause.role == "part" and clause.label.startswith("3")]
    letters = [
        "3.2第1段",
        "3.2第（一）项",
        "3.2第（二）项",
        "3.2第（二）项第1目",
        "3.2第（二）项第2目",
        "3.2第（三）项",
        "3.2第2段",
    ]
    assert parts == [*letters, "3.3设施分级第（一）项", "3.3设施分级第（二）项"]
    (grades,) = [clause for clause in clauses if clause.label == "3.3设施分级第1段"]
    assert grades.role == "unit"
    assert grades.text.endswith("5年以上。")


def test_the_numbers_of_an_appendix_have_its_letter() -> None:
    document, clauses = build(STANDARD, title="口袋公园养护规范")
    assert [clause.heading for clause in clauses if clause.label == "附录A"] == ["附录 A （规范性） 巡查要求"]
    assert labels(clauses)[-4:] == ["A.1.1", "A.1.2", "A.2", "参考文献第1段"]
    resolver = Resolver(Corpus((document,), clauses))
    for question in ("口袋公园养护规范A.1.2", "A.1.2怎么规定的", "附录A的A.1.2原文"):
        located = resolver.locate(question)
        assert located is not None
        assert [clause.label for clause in located.clauses][-1:] == ["A.1.2"]
    located = resolver.locate("表A.1是什么")
    assert located is None or not located.clauses


def test_a_number_alone_that_no_words_follow_is_no_clause() -> None:
    _, clauses = build(
        "1 收费\n1.1 按次收费。\n1.2 按月收费。\n3.5\n元以内的免收。\n1.3\n1.3.1 甲。\n1.3.2 乙。", title="收费手册"
    )
    assert labels(clauses)[:2] == ["1.1", "1.2"]
    assert "元以内的免收。" in clauses[3].text or any("元以内的免收。" in clause.text for clause in clauses)


def test_reading_time_grows_with_the_number_of_lines_and_no_faster() -> None:
    def seconds(count: int) -> float:
        lines = [Line(f"{i % 9 + 1}. 第{i}类公园的开放时间。", 40 * i, 0, "body") for i in range(count)]
        return cpu_seconds(lambda: decimals.numbered(lines, 3))

    seconds(100)
    assert seconds(32_000) < 16 * seconds(8_000) + 0.2
