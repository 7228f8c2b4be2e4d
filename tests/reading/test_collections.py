"""Several rules, notices and explanations in one text: where each begins, what it is called, what stands around it."""

from __future__ import annotations

import pytest

from tests.support.cpu_time import cpu_seconds
from tests.support.reading_tools import labels, read_text


def titles(text: str) -> list[str]:
    return [document.title for document, _ in read_text(text)]


def test_chapters_whose_articles_begin_anew_stay_in_their_volume() -> None:
    ((_, found),) = read_text(
        "某集团制度汇编\n第一编 行政管理\n第一章 会议\n第一条 每月开会一次。\n第二条 提前两日通知。\n第二章 印章\n"
        "第一条 公章由专人保管。\n第二条 用印应当审批。\n第二编 人力资源\n第一章 考勤\n第一条 每日八小时。\n"
        "第二条 迟到扣款。\n第二章 差旅\n第一条 住宿费每晚五百元。\n第二条 补贴每日一百元。"
    )
    chapters = ["第一编", "第一编第一章", "第一编第二章", "第二编", "第二编第一章", "第二编第二章"]
    assert labels(found, "container")[1:] == chapters
    parents = {clause.label: clause.parent for clause in found}
    assert parents["第二编第二章"] == f"{found[0].document.id}/第二编"


def test_numbered_names_of_rules_head_documents_where_the_articles_begin_anew() -> None:
    found = read_text(
        "某集团规章制度汇编\n\n一、会议管理制度\n第一条 每月开会一次。\n第二条 提前两日通知。\n二、印章管理制度\n"
        "第一条 公章由专人保管。\n第二条 用印应当审批。\n三、考勤管理制度\n第一条 每日工作八小时。"
    )
    assert [document.title for document, _ in found] == ["会议管理制度", "印章管理制度", "考勤管理制度"]
    assert [labels(clauses) for _, clauses in found] == [["版头", "第一条", "第二条"], ["第一条", "第二条"], ["第一条"]]
    assert titles("（一）某市公园管理办法\n第一条 开放。\n（二）某市养犬管理规定\n第一条 登记。") == [
        "某市公园管理办法",
        "某市养犬管理规定",
    ]


def test_articles_that_run_on_below_numbered_headings_are_one_document() -> None:
    text = (
        "某公司员工规定\n一、考勤管理制度\n第一条 按时到岗。\n第二条 不得早退。\n二、请假管理制度\n第三条 请假须批准。"
    )
    assert titles(text) == ["某公司员工规定"]


def test_the_heading_of_the_next_part_of_a_collection_is_no_words_of_the_last_article() -> None:
    found = read_text(
        "劳动法规选编\n\n一、劳动法律\n\n某省工资支付条例\n（2021年9月24日某省人民代表大会常务委员会通过）\n"
        "第一条 制定本条例。\n第二条 本条例自2022年1月1日起施行。\n\n二、人事政策\n\n某省公开招聘实施细则\n"
        "某人社发〔2020〕15号\n第一章 总则\n第一条 制定本细则。"
    )
    assert [document.title for document, _ in found] == ["某省工资支付条例", "某省公开招聘实施细则"]
    assert [clause.text for _, clauses in found for clause in clauses if clause.label == "版头"] == [
        "劳动法规选编\n一、劳动法律",
        "二、人事政策",
    ]


def test_a_short_rule_with_points_begins_below_a_blank_line() -> None:
    text = (
        "某县养犬管理规定\n第一条 制定本规定。\n第二条 犬只应当登记。\n\n值班制度\n一、每日八时到岗。\n二、不得离岗。\n"
        "\n考勤制度\n一、打卡。"
    )
    assert titles(text) == ["某县养犬管理规定", "值班制度", "考勤制度"]
    plan = "某校活动方案\n一、时间\n五月一日。\n\n评分办法\n1.评委打分。\n2.取平均分。"
    assert titles(plan) == ["某校活动方案"]


@pytest.mark.parametrize(
    "issuer", ["某某大学", "某市第一中学", "某集团有限公司", "某市总工会", "某街道办事处", "某市服务中心"]
)
def test_an_issuer_above_a_title_belongs_to_it(issuer: str) -> None:
    text = (
        f"甲县公园办法\n第一条 制定本办法。\n第二条 公园免费开放。\n\n{issuer}\n关于做好值班工作的通知\n某〔2024〕3号\n"
        "\n各部门：\n现通知如下。"
    )
    first, second = read_text(text)
    assert first[1][-1].text == "第二条 公园免费开放。"
    assert (second[0].title, second[0].issuer) == (f"{issuer}关于做好值班工作的通知", issuer)


@pytest.mark.parametrize(
    "name", ["民事裁定书", "关于审理劳动争议案件的解答", "新生入学须知", "供水用水合同", "安全责任书"]
)
def test_an_issuer_and_the_name_of_a_paper_are_one_title(name: str) -> None:
    assert titles(f"某市高级人民法院\n{name}\n\n第一条 按照本文执行。\n第二条 自印发之日起施行。") == [
        f"某市高级人民法院{name}"
    ]


def test_the_fields_of_a_database_are_no_title_and_say_who_issued_it() -> None:
    ((document, clauses),) = read_text(
        "【发布部门】某市人民政府\n【发文字号】某市人民政府令第88号\n【发布日期】2023.11.20\n【实施日期】2024.01.01\n\n某市公园管理办法\n\n"
        "第一条 制定本办法。\n第二条 免费开放。"
    )
    assert (document.title, document.issuer) == ("某市公园管理办法", "某市人民政府")
    assert (document.number, document.date) == ("某市人民政府令第88号", "2023-11-20")
    assert labels(clauses) == ["版头", "第一条", "第二条"]
    ((document, _),) = read_text(
        "索 引 号：0001\n发文机关：某市人民政府办公室\n标　　题：关于做好防汛工作的通知\n发文字号：某政办〔2023〕8号\n"
        "\n某市人民政府办公室\n关于做好防汛工作的通知\n\n各县人民政府：\n现通知如下。"
    )
    assert document.title == "某市人民政府办公室关于做好防汛工作的通知"


@pytest.mark.parametrize(
    "lines",
    ["来源：某市园林局\n编辑：小李\n阅读 1.2万", "来源：某市园林局  2024-05-20  责任编辑：王芳", "本报记者 王芳"],
)
def test_who_made_a_page_is_said_below_its_text(lines: str) -> None:
    ((_, clauses),) = read_text(f"某市公园管理办法\n第一条 制定本办法。\n第二条 公园免费开放。\n\n{lines}")
    assert labels(clauses) == ["第一条", "第二条", "署名"]


def test_questions_in_brackets_and_headlines_above_an_interview() -> None:
    ((document, clauses),) = read_text(
        "【问】申请条件是什么？\n【答】收入低于标准。\n【问】轮候期多长？\n【答】一般三年。"
    )
    assert (document.title, labels(clauses)) == ("申请条件是什么", ["答1", "答2"])
    ((document, _),) = read_text(
        "健全制度 守护安全\n——某局负责人就《某省食品安全办法》答记者问\n\n近日，《某省食品安全办法》公布。\n\n"
        "问：背景是什么？\n答：投诉上升。\n问：平台有哪些责任？\n答：审核资质。"
    )
    assert document.kind == "qa"


@pytest.mark.parametrize(
    "line",
    ["（某政发〔2024〕6号）", "（某政发〔2024〕6号，2024年5月6日印发）", "某政发〔2024〕6号　（2024年6月12日定稿）"],
)
def test_a_number_in_brackets_or_beside_them(line: str) -> None:
    ((document, _),) = read_text(f"某市人民政府关于废止文件的决定\n{line}\n各县人民政府：\n废止下列文件。")
    assert document.number == "某政发〔2024〕6号"


def test_an_explanation_keeps_its_sections_before_an_interview() -> None:
    answers = "".join(
        f"记者：第{n}个问题是什么？\n答：{'停车收费有升有降，总体持平，群众负担不会增加。' * 3}\n" for n in "一二三"
    )
    ((_, clauses),) = read_text(
        "《某市停车收费规定》政策解读\n\n近日，某市印发了规定。现解读如下。\n一、出台背景\n原办法已八年。\n二、主要变化\n（一）免费时间延长。\n"
        f"（二）夜间优惠加大。\n某局负责人就《规定》答记者问\n{answers}"
    )
    assert {"一、出台背景第1段", "二、（一）", "二、（二）", "答1", "答3"} <= set(labels(clauses))


def test_a_list_of_appendices_at_the_end_and_the_office_that_printed() -> None:
    ((_, clauses),) = read_text(
        "某市请假办法\n第一条 制定本办法。\n第二条 自2024年4月1日起施行。\n\n附件：1．审批表（略）\n2．销假单（略）"
    )
    assert clauses[-1].text == "附件：1．审批表（略）\n2．销假单（略）"
    ((_, clauses),) = read_text(
        "某中心处分规定\n第一条 制定本规定。\n第二条 自2024年9月1日起施行。\n\n"
        "某市图书中心纪检监察室、人事部\n2024年8月20日印发"
    )
    assert labels(clauses) == ["第一条", "第二条", "版记"]


@pytest.mark.parametrize(
    ("note", "date"), [("2023年修订", "2023"), ("2023年11月修订", "2023-11"), ("2002年修订", "2003-05-08")]
)
def test_an_amendment_of_a_year_dates_a_text(note: str, date: str) -> None:
    ((document, _),) = read_text(
        f"某市公园管理办法\n（2003年5月8日发布　{note}）\n第一条 制定本办法。\n第二条 免费开放。"
    )
    assert document.date == date


def test_a_text_pasted_as_one_line_keeps_the_articles_behind_its_note() -> None:
    ((document, clauses),) = read_text(
        "某市物业收费办法（2023年9月5日某市人民政府第40次常务会议通过 根据《关于修改〈条例〉的决定》修正）"
        "第一章 总则 第一条 制定本办法。第二条 适用于小区。第二章 收费 第三条 按月收取。第四条 自2023年11月1日起施行。"
    )
    assert (document.title, document.date) == ("某市物业收费办法", "2023-09-05")
    assert labels(clauses) == ["题注", "第一条", "第二条", "第三条", "第四条"]


def test_numbered_headings_of_one_document_whose_articles_begin_anew() -> None:
    ((_, found),) = read_text(
        "# 某集团制度\n\n## 一、会议制度\n\n第一条 每月开会。\n\n第二条 提前通知。\n\n"
        "## 二、印章制度\n\n第一条 专人保管。\n\n第二条 审批。"
    )
    assert labels(found, "container")[1:] == ["一、会议制度", "二、印章制度"]
    assert labels(found) == ["第一条", "第二条", "第一条#2", "第二条#2"]


def test_reading_time_grows_with_the_number_of_parts_and_no_faster() -> None:
    def seconds(count: int) -> float:
        text = "".join(f"一、第{i}类制度\n某市{i}号管理办法\n第一条 为了规范管理，制定本办法。\n" for i in range(count))
        return cpu_seconds(lambda: read_text(text))

    seconds(50)
    assert seconds(2400) < 16 * seconds(600) + 0.5
