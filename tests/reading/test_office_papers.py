"""Papers as offices have them: heads of official paper, lists below paragraphs, chapters of points, bold headings."""

from __future__ import annotations

import pytest

from tests.support.reading_tools import build, labels, read_text
from tiaowen.reading.grammar.headings import item

NOTICE = """某市住房局文件

市住发〔2024〕36号

关于印发加装电梯补助实施方案的通知

各区住房局、各街道办事处：
《某市加装电梯补助实施方案》已经审议通过，现印发给你们，请认真执行。

某市住房局
2024年4月28日
"""

MINUTES = """某区人民政府
专题会议纪要
〔2025〕第14期

某区人民政府办公室　　　　2025年5月27日

关于农贸市场改造工作的专题会议纪要

5月23日下午，副区长主持召开专题会议，研究农贸市场改造。现将议定事项纪要如下：

一、关于资金
改造资金由区财政承担60%。

二、关于安置
过渡期摊位费全免。
"""

REPLY = """某资源部办公厅

某资办函〔2024〕211号

某资源部办公厅关于《采砂规定》有关条款适用问题的复函

某省资源厅：
你厅请示收悉。经研究，现函复如下：
一、关于自用的认定
自用是指修建自家住宅。
二、关于处置
疏浚砂石不得擅自销售。

某资源部办公厅
2024年9月29日
"""

ONE_LINE_HEAD = NOTICE.replace("某市住房局文件\n\n市住发〔2024〕36号", "某市住房局文件　　　　市住发〔2024〕36号")


@pytest.mark.parametrize(
    ("text", "title", "number", "date"),
    [
        (NOTICE, "关于印发加装电梯补助实施方案的通知", "市住发〔2024〕36号", "2024-04-28"),
        (ONE_LINE_HEAD, "关于印发加装电梯补助实施方案的通知", "市住发〔2024〕36号", "2024-04-28"),
        (MINUTES, "关于农贸市场改造工作的专题会议纪要", "〔2025〕第14期", "2025-05-27"),
        (REPLY, "某资源部办公厅关于《采砂规定》有关条款适用问题的复函", "某资办函〔2024〕211号", "2024-09-29"),
    ],
)
def test_the_head_of_official_paper_is_not_the_title(text: str, title: str, number: str, date: str) -> None:
    ((document, clauses),) = read_text(text)
    assert (document.title, document.number, document.date) == (title, number, date)
    assert "版头" in labels(clauses)


def test_an_office_above_its_notice_without_a_number_is_a_part_of_the_title() -> None:
    ((document, _),) = read_text("某县人民政府\n关于加强防火工作的通知\n\n各乡镇：\n现就防火工作通知如下。\n")
    assert document.title == "某县人民政府关于加强防火工作的通知"


def test_a_note_without_a_date_is_read() -> None:
    ((document, _),) = read_text("示例管理规定\n（校长办公会议通过，另行修订）\n第一条 为了示例。\n第二条 施行。\n")
    assert (document.title, document.date) == ("示例管理规定", "")


def test_headings_group_the_questions_of_one_document() -> None:
    text = (
        "补贴申报指南\n发布单位：某局\n为便于申报，解答如下。\n"
        "一、申报对象\n问：哪些人可以申报？\n答：农户。\n二、标准\n问：补多少？\n答：每亩500元。\n"
    )
    ((document, clauses),) = read_text(text)
    assert document.title == "补贴申报指南"
    asked = [clause.heading for clause in clauses if clause.role == "unit" and clause.label.startswith("答")]
    assert asked == ["哪些人可以申报？", "补多少？"]


@pytest.mark.parametrize(
    ("line", "number"),
    [("一、目标任务", 1), ("1.项目名称", 1), ("二、条件和程序", 2), ("4．2021年底以前开工的。", 4), ("（三）目录", 3)],
)
def test_these_words_behind_a_number_are_a_heading(line: str, number: int) -> None:
    mark = item(line)
    assert mark is not None
    assert mark.number == number


@pytest.mark.parametrize("line", ["（一）项规定的情形除外", "（二）款所列情形", "4.2 面积", "4.2021"])
def test_a_reference_or_a_decimal_is_no_item(line: str) -> None:
    assert item(line) is None


PACT = """第一章 红白喜事
1. 婚宴不超过20桌。
2. 丧事简办。停灵不超过3天。
第二章 环境卫生
1. 门前实行三包。
2. 每户每年交卫生费60元。"""

RULES = """第一章 会议
1. 支部大会每季度召开一次。
2. 有下列情形之一的，应当谈心谈话：
（1）受到处分的；
（2）家庭发生变故的。
第二章 党费
3. 每月十五日前交纳党费。"""


def test_points_below_chapters_are_clauses_of_their_own() -> None:
    _, clauses = build(PACT, title="示例村规民约")
    assert labels(clauses) == ["第一章第1点", "第一章第2点", "第二章第1点", "第二章第2点"]


def test_points_that_run_through_all_chapters_need_no_chapter() -> None:
    _, clauses = build(RULES, title="示例工作制度")
    assert labels(clauses) == ["第1点", "第2点", "第3点"]
    assert labels(clauses, "part") == ["第2点第1小点", "第2点第2小点"]


LISTED = """一、认定
自用是指修建自家住宅。
下列情形不属于自用：
（一）出售的；
（二）在禁采区采挖的。
自用无需办理许可。
二、处置
不得销售。"""


def test_a_paragraph_holds_the_list_that_it_governs() -> None:
    _, clauses = build(LISTED, kind="notice", title="示例复函")
    units = {clause.label: clause.text for clause in clauses if clause.role == "unit"}
    assert units["一、认定第2段"] == "下列情形不属于自用：\n（一）出售的；\n（二）在禁采区采挖的。"
    assert units["一、认定第3段"] == "自用无需办理许可。"
    assert labels(clauses, "part") == ["一、（一）", "一、（二）"]


def test_sections_with_full_stops_are_no_list() -> None:
    text = "一、安置\n过渡期间：\n（一）设置临时点。水电自理。\n（二）摊位费全免。\n二、附则\n本方案自印发之日起施行。"
    _, clauses = build(text, kind="notice", title="示例方案")
    assert labels(clauses) == ["一、安置第1段", "一、（一）", "一、（二）", "二、附则第1段"]


DECIMAL_LIST = """1 总则
1.1 本规定适用于员工。
2 假期
2.1 年假
2.1.1 先用法定年假。
2.1.2 下列人员不享受年假：
1. 事假超过20天的；
2. 病假超过两个月的；
3. 受到处分的。
2.2 婚假十天。
2.3 有下列情形之一的，不予批准：
2.3.1 无计划的；
2.3.2 无交接的。
3 附则
3.1 本规定自发布之日起施行。"""


def test_a_list_below_a_number_with_points_is_no_chapter() -> None:
    _, clauses = build(DECIMAL_LIST, title="示例休假规定")
    assert labels(clauses) == ["1.1", "2.1.1", "2.1.2", "2.2", "2.3", "3.1"]
    parts = ["2.1.2第（一）项", "2.1.2第（二）项", "2.1.2第（三）项", "2.3.1", "2.3.2"]
    assert labels(clauses, "part") == parts


def test_bold_lines_are_headings_and_paragraphs_are_counted_below_each() -> None:
    text = (
        "# 值班制度\n\n**制定目的**\n\n为规范值班，制定本制度。\n\n**值班安排**\n\n值班表每月公布。\n\n"
        "**调班**应当提前申请。\n\n1. 急诊；\n2. 手术。\n\n其他情形另行规定。\n"
    )
    ((_, clauses),) = read_text(text)
    assert labels(clauses, "container") == ["标题", "制定目的", "值班安排"]
    assert labels(clauses)[:3] == ["制定目的第1段", "值班安排第1段", "值班安排第2段"]


def test_a_bold_title_is_still_the_title() -> None:
    ((document, _),) = read_text("**示例管理办法**\n\n第一条 为了示例，制定本办法。\n\n第二条 本办法施行。\n")
    assert document.title == "示例管理办法"


STANDARD = """DB 4472/T 061—2024
某市地方标准
老年助餐点服务规范
2024-03-15 发布　2024-06-15 实施
1 范围
1.1 本文件适用于助餐点。
1.2 养老机构不适用。
附录A（规范性）评分要点
A.1 总分100分。"""


def test_the_cover_of_a_standard_and_its_lettered_appendix() -> None:
    ((document, clauses),) = read_text(STANDARD)
    assert (document.title, document.date) == ("老年助餐点服务规范", "2024-03-15")
    assert document.number == "DB4472/T061—2024"
    assert labels(clauses, "container")[-1] == "附录A"


def test_words_above_the_only_first_heading_are_no_title() -> None:
    ((document, _),) = read_text(
        "人才服务\n# 人才公寓问题解答\n问：谁能申请？\n答：本科以上。\n问：租金多少？\n答：每月600元。\n"
    )
    assert document.title == "人才公寓问题解答"


def test_chapters_with_headings_of_the_first_level_are_one_document() -> None:
    text = (
        "# 某公司远程办公管理规范\n# 1 总则\n1.1 为规范办公，制定本规范。\n"
        "# 2 审批\n2.1 每周不超过2天。\n# 附录\n示例。\n"
    )
    assert [document.title for document, _ in read_text(text)] == ["某公司远程办公管理规范"]


def test_headings_without_numbers_group_questions_too() -> None:
    text = "# 公寓问答\n## 申请\n问：谁能申请？\n答：本科以上。\n## 租金\n问：租金多少？\n答：每月600元。\n"
    ((_, clauses),) = read_text(text)
    answers = [clause for clause in clauses if clause.role == "unit"]
    assert labels(clauses, "container") == ["标题", "申请", "租金"]
    assert [answer.text for answer in answers] == ["问：谁能申请？\n答：本科以上。", "问：租金多少？\n答：每月600元。"]


def test_what_follows_the_list_of_the_last_point_belongs_to_it() -> None:
    text = (
        "第一章 总则\n1. 本章程所称会员是指个人。\n第二章 会员\n1. 会费每年300元。\n2. 入会自愿。\n"
        "3. 有下列情形的，予以除名：\n（1）酒后驾船的；\n（2）不交会费的。\n两年内不得重新入会。"
    )
    _, clauses = build(text, title="示例章程")
    assert clauses[-1].label == "第二章第3点第2段"
    assert labels(clauses)[-1] == "第二章第3点"


CHAPTERS = "第一章　总则\n第一条　为规范补贴发放，制定本办法。\n第二章　附则\n第二条　本办法自发布之日起施行。\n"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("转发市民政局等部门\n《某市养老补贴管理办法》", "某市养老补贴管理办法"),
        ("发布某市养老补贴管理办法", "某市养老补贴管理办法"),
        ("批转市民政局关于规范养老补贴意见", "关于规范养老补贴的意见"),
        ("公布《某市养老补贴管理办法》", "某市养老补贴管理办法"),
    ],
)
def test_what_a_notice_hands_on_is_a_document_of_its_own(words, name):
    text = (
        f"某市人民政府办公室文件\n某政办发〔2024〕37号\n某市人民政府办公室关于{words}的通知\n\n各县人民政府：\n"
        f"现将有关文件发给你们，请执行。\n\n附件：1. {name}\n2. 申请流程\n\n某市人民政府办公室\n2024年7月18日\n"
        f"（此件公开发布）\n\n附件1\n\n{name}\n市民政局　市财政局\n\n{CHAPTERS}\n附件2\n\n"
        "申请流程\n\n本人向社区提出申请。\n"
    )
    (notice, units), (document, clauses) = read_text(text)
    assert (notice.issuer, notice.date) == ("某市人民政府办公室", "2024-07-18")
    assert labels(units)[-5:] == ["附件", "落款", "成文日期", "版记", "附件1"]
    assert (document.title, document.issuer, document.date) == (name, "市民政局 市财政局", "2024-07-18")
    assert {"第一条", "第二条"} < {clause.label for clause in clauses}


@pytest.mark.parametrize("first", ["附件：1. 申请表", "附件：\n1. 申请表"])
def test_a_list_of_appendices_over_several_lines_is_one_unit_above_the_signature(first):
    text = f"某局关于申报的通知\n各区：\n请按时申报。\n\n{first}\n2. 流程图\n3. 名单\n\n某局\n2024年4月28日\n"
    text += "（联系人：李可，电话：8220011）\n"
    ((document, clauses),) = read_text(text)
    assert labels(clauses)[-4:] == ["附件", "落款", "成文日期", "版记"]
    assert document.date == "2024-04-28"


def test_items_below_the_word_appendix_are_no_list_of_appendices():
    text = "某局关于考核的通知\n各区：\n请执行。\n\n某局\n2024年4月28日\n\n附件：考核标准\n1. 守时。\n2. 守信。\n"
    assert "附件第2点" in labels(read_text(text)[0][1])


ASKED = """000013
特急
平溪县人民政府文件

平政发〔2024〕5号　　　　　　　　　　签发人：王砚秋

平溪县人民政府
关于申请核定奖补项目的请示

市人民政府：
现将有关事项请示如下：
一、项目总投资1860万元。
妥否，请批示。

平溪县人民政府
2024年2月26日
"""


@pytest.mark.parametrize("text", [ASKED, ASKED.partition("特急\n")[2], ASKED.replace("府\n关于", "府关于"), ASKED[10:]])
def test_a_request_with_its_signer_has_its_title_and_number(text):
    ((document, clauses),) = read_text(text)
    assert (document.title, document.number) == ("平溪县人民政府关于申请核定奖补项目的请示", "平政发〔2024〕5号")
    assert document.issuer == "平溪县人民政府" and "主送机关" in labels(clauses)


def test_a_number_and_the_date_of_issue_on_one_line_are_both_read():
    text = "某集团公司\n差旅费管理规定\n\n某财〔2023〕16号　　2023年12月28日印发\n\n"
    text += "第一条　为加强管理，制定本规定。\n第二条　即日起施行。\n"
    ((document, clauses),) = read_text(text)
    assert (document.number, document.date) == ("某财〔2023〕16号", "2023-12-28")
    assert labels(clauses)[:2] == ["文号", "第一条"]


def test_the_head_of_minutes_is_not_their_title():
    text = (
        "会 议 纪 要\n〔2024〕第11期\n中共某区委办公室　　　　2024年5月16日\n\n区加装电梯工作专题会议纪要\n\n"
        "5月14日下午，区长主持召开专题会议。现将议定事项纪要如下：\n一、同意每部补助20万元。\n二、每月5日前报送进展。\n"
    )
    ((document, clauses),) = read_text(text)
    assert (document.title, document.number) == ("区加装电梯工作专题会议纪要", "〔2024〕第11期")
    assert (document.issuer, document.date) == ("中共某区委办公室", "2024-05-16")


COVER = """ICS 13.060.30
CCS Z 60
DB62
某省地方标准
DB62/T 4417—2022
污水处理设施运行{}
Technical specification for operation of sewage treatment facilities

2022-08-15 发布                    2022-09-15 实施
某省市场监督管理局  发布

前  言
本文件由某省生态环境厅提出。

1  范围
本文件规定了污水处理设施的运行。
2  总体要求
设施应当完好。
"""


@pytest.mark.parametrize("last", ["技术规范", "技术要求"])
@pytest.mark.parametrize("cut", ["", "ICS 13.060.30\nCCS Z 60\n", "ICS 13.060.30\nCCS Z 60\nDB62\n"])
def test_the_cover_of_a_standard_is_its_head_and_not_its_title(cut, last):
    ((document, clauses),) = read_text(COVER.removeprefix(cut).format(last))
    assert (document.title, document.number) == (f"污水处理设施运行{last}", "DB62/T4417—2022")
    assert (document.issuer, document.date) == ("某省市场监督管理局", "2022-08-15")
    assert "版头" in labels(clauses)


@pytest.mark.parametrize("mark", ["#", "##"])
def test_two_headings_of_one_level_are_one_title(mark):
    text = (
        f"{mark} 中共某市委 某市人民政府\n{mark} 关于推动服务业的意见\n（2023年3月21日）\n\n"
        "为推动服务业，提出如下意见。\n\n"
        "### 一、要求\n\n质量为先。\n\n### 二、保障\n\n落实责任。\n"
    )
    ((document, _),) = read_text(text)
    assert (document.title, document.date) == ("中共某市委 某市人民政府关于推动服务业的意见", "2023-03-21")


def test_who_passed_a_regulation_issues_it_and_not_who_approved_it():
    text = (
        "临澜市供热条例\n（2019年8月29日临澜市人民代表大会常务委员会通过　"
        "2019年11月28日岭北省人民代表大会常务委员会批准）\n"
        "第一条　为了规范供热，制定本条例。\n第二条　本条例自公布之日起施行。\n"
    )
    assert read_text(text)[0][0].issuer == "临澜市人民代表大会常务委员会"


def test_offices_below_a_title_issue_the_regulation():
    text = "影片管理办法\n1981年10月13日 国务院批准\n文化部\n海关总署发布\n"
    text += "第一条　为了加强管理，制定本办法。\n第二条　即日起施行。\n"
    ((document, clauses),) = read_text(text)
    assert document.issuer == "文化部 海关总署" and labels(clauses)[:2] == ["题注", "署名"]


@pytest.mark.parametrize("level", ["# ", "## "])
@pytest.mark.parametrize("lines", [["某县人民政府关于加强饮水工作的意见"], ["某县人民政府", "关于加强饮水工作的意见"]])
def test_a_red_head_set_as_large_as_the_title_or_larger_is_no_title(level: str, lines: list[str]) -> None:
    title = "\n\n".join(level + line for line in lines)
    text = f"# 某县人民政府文件\n\n某政发〔2024〕6号\n\n{title}\n\n各乡镇人民政府：\n\n现提出如下意见。\n\n"
    ((document, clauses),) = read_text(f"{text}一、总体目标\n\n甲。\n\n二、任务\n\n乙。")
    assert document.title == "".join(lines)
    places = ["标题", "版头", "文号", "主送机关", "序言", "一、总体目标"]
    assert labels(clauses, "unit", "container")[:6] == places
