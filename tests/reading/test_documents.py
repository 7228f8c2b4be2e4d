"""The documents printed in a source: where each begins and ends, what it is called, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.cpu_time import cpu_seconds
from tests.support.printing import SEEDS, documents, draft, laws, seed, source, texts, unaccounted
from tiaowen.reading.corpus import read_documents
from tiaowen.reading.files.formats import read_source
from tiaowen.reading.grammar.marks import squeeze

EXPECTED = {
    "000": [
        ("党史学习教育工作条例", "regulation", "中共中央", "", "2024-02-05"),
        ("《党史学习教育工作条例》答记者问", "qa", "中央党史和文献研究院", "", ""),
        ("常态化开展线上线下招聘活动", "news", "", "", ""),
        ("2月18日是农历正月初九", "news", "", "", ""),
    ],
    "001": [
        ("党史学习教育工作条例", "regulation", "中共中央", "", "2024-02-05"),
        ("《党史学习教育工作条例》答记者问", "qa", "中央党史和文献研究院", "", ""),
        ("中共中央政治局常委、中央全面深化改革委员会副主任李强、王沪宁、蔡奇出席会议", "news", "", "", ""),
        ("聚焦聚力优化服务,塑造创业兴业的“好生态”", "news", "", "", ""),
    ],
    "002": [
        ("全国党员教育培训工作规划(2024-2028年)", "plan", "中共中央办公厅", "", ""),
        ("2025年全国两会新闻中心启用", "news", "", "", ""),
    ],
    "003": [("以史为鉴,西安市经开区积极开展党史教育", "news", "", "", "2022-04-06")],
    "004": [
        (
            "乌海市海南区人民政府办公室关于印发《海南区进一步加强水资源管理和利用工作方案》的通知",
            "notice",
            "乌海市海南区人民政府办公室",
            "海南政办发〔2024〕8号",
            "2024-03-26",
        ),
        ("海南区进一步加强水资源管理和利用工作方案", "plan", "乌海市海南区人民政府办公室", "", "2024-03-26"),
        (
            "关于印发《内蒙古自治区事业单位工作人员考核办法》的通知",
            "notice",
            "内蒙古自治区人力资源和社会保障厅 内蒙古自治区党委组织部",
            "",
            "2024-04-03",
        ),
        (
            "内蒙古自治区事业单位工作人员考核办法",
            "regulation",
            "内蒙古自治区人力资源和社会保障厅 内蒙古自治区党委组织部",
            "",
            "2024-04-03",
        ),
        (
            "中共中央办公厅 国务院办公厅关于加强社区工作者队伍建设的意见",
            "opinion",
            "中共中央办公厅 国务院办公厅",
            "",
            "2024-03-28",
        ),
        ("中共中央办公厅印发《通知》在全党开展党纪学习教育", "notice", "中共中央办公厅", "", ""),
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_documents_of_a_source(name):
    found = [(d.title, d.kind, d.issuer, d.number, d.date) for d in documents(name)[0]]
    assert found == EXPECTED[name]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_every_character_is_in_one_document_or_set_aside(path):
    drafts, set_aside = documents(path.name[:3])
    assert unaccounted(seed(path.name[:3]), drafts, set_aside) == ""


ENDS = [
    ("000", "党史学习教育工作条例", "党史学习教育工作条例", "第三十四条 本条例自发布之日起施行。"),
    ("000", "答记者问", "近日，中共中央印发", "（新华社北京2月19日电）"),
    ("000", "招聘", "常态化开展线上线下招聘活动", "开展职业技能重点群体培训180人。"),
    ("000", "正月初九", "本报讯 2月 18日", "（柴霖 赵菲）"),
    ("001", "党史学习教育工作条例", "党史学习教育工作条例", "党史著作编写、党史宣传"),
    ("001", "答记者问", "近日,中共中央印发", "(新华社北京2月19日电)"),
    ("001", "深化改革", "中共中央政治局常委", "负责同志列席会议。"),
    ("001", "好生态", "——聚焦聚力优化服务", "记者 武霖"),
    ("002", "规划", "中共中央办公厅印发 《全国", "制定实施意见。"),
    ("002", "两会", "2025年全国两会新闻中心启用", "提供便捷服务。"),
    ("003", "以史为鉴", "以史为鉴", "(责任编辑:园区投稿01)"),
    ("004", "工作方案》的通知", "乌海市海南区", "2024年3月26日"),
    ("004", "社区工作者", "中共中央办公厅 国务院办公厅关于 加强", "办实事、解难题。"),
]


@pytest.mark.parametrize(("name", "title", "first", "last"), ENDS)
def test_a_document_begins_and_ends_where_it_was_printed(name, title, first, last):
    found = texts(draft(name, title))
    assert found[0].startswith(first) and found[-1].endswith(last)


ROLES = [
    ("000", "党史学习教育工作条例", ["title", "note", "body", "body"]),  # title and 题注 printed after the body
    ("000", "答记者问", ["lead", "body", "body"]),
    ("002", "规划", ["title", "lead", "lead", "body"]),
    ("003", "以史为鉴", ["title", "byline", "body"]),
    ("004", "工作方案》的通知", ["title", "number", "addressee", "body", "date"]),
    ("004", "考核办法》的通知", ["title", "addressee", "body", "signature", "signature", "date"]),
    ("004", "意见", ["title", "note", "body"]),
]


@pytest.mark.parametrize(("name", "title", "roles"), ROLES)
def test_paragraphs_have_roles_in_canonical_order(name, title, roles):
    assert [paragraph.role for paragraph in draft(name, title).paragraphs][: len(roles)] == roles


def test_interleaved_columns_are_told_apart():
    found = texts(draft("001", "党史学习教育工作条例"))
    nineteenth = next(text for text in found if text.startswith("第十九条"))
    assert nineteenth.startswith("第十九条 基层党组织应当把党史学习教育纳同年度工作计划,通过“三会一课”")
    assert not any("问:" in text for text in found)
    interview = texts(draft("001", "答记者问"))
    assert any("学习党的不懈奋斗史、不怕牺牲史" in text for text in interview)
    assert not any(text.startswith("第") for text in interview)


def test_a_question_and_its_answer_on_one_line_are_two_paragraphs():
    for name in ("000", "001"):
        found = [text[0] for text in texts(draft(name, "答记者问")) if text[:2] in ("问：", "问:", "答：", "答:")]
        assert found == ["问", "答"] * 10


# The same rules on other texts ---------------------------------------------------------------------------------------

STATUTE = """某某市绿化条例

（2020年5月6日某某市人民代表大会常务委员会通过）

第一章 总则

第一条 为了加强绿化管理，制定本条例。

第二条 市绿化主管部门负责绿化工作。
"""
NOTICE = """某某市人民政府关于印发《某某市绿化办法》的通知

某政发〔2021〕3号

各区人民政府，市政府各部门：

现将《某某市绿化办法》印发给你们，请认真贯彻执行。

某某市人民政府

2021年3月4日

某某市绿化办法

第一条 为了加强绿化管理，制定本办法。

第二条 本办法自发布之日起施行。
"""


GAZETTE = """                 某某县人民政府公报
                2023年第4期（总第118期）
主办：某某县人民政府办公室     编辑：公报编辑部

                     目  录
【县政府文件】
某某县人民政府关于印发某某县农村供水管理办法的通知 ……………………（1）
某某县人民政府关于加强秸秆禁烧工作的通告 ………………（9）
【人事任免】
某某县人民政府关于张华等同志任免职的通知 …………（12）

                              - 1 -
某某县人民政府
关于印发某某县农村供水管理办法的通知
某政规〔2023〕2号

各乡（镇）人民政府，县政府各部门：
　　《某某县农村供水管理办法》已经县政府常务会议审议通过，现印发给你们，请认
真遵照执行。
　　　　　　　　　　　　　　　　　　　　　　　　某某县人民政府
　　　　　　　　　　　　　　　　　　　　　　　　2023年4月6日

附件
某某县农村供水管理办法
第一章  总  则
　　第一条　为加强农村供水管理，保障农村供水安全，维护供水单位和用水户的合法
权益，根据《中华人民共和国水法》等法律法规，结合本县实际，制定本办法。
某某县人民政府公报  2023年第4期
                              - 2 -
　　第二条　农村供水坚持政府主导、社会参与的原则，实行统一规划、分级负责、建
管并重、保障安全。县水行政主管部门负责本行政区域内农村供水的监督管理工作。供
水单位应当建立健全规章制度。
某某县人民政府公报  2023年第4期
                              - 3 -
某某县人民政府
关于加强秸秆禁烧工作的通告
　　为有效防治大气污染，根据有关法律，现就加强秸秆禁烧工作通告如下：
　　一、禁烧区域。全县行政区域内全年禁止露天焚烧秸秆。
　　　　　　　　　　　　　　　　　　　　　　　　某某县人民政府
　　　　　　　　　　　　　　　　　　　　　　　　2023年5月6日
某某县人民政府公报  2023年第4期
                              - 4 -
某某县人民政府关于张华等同志任免职的通知
某政任〔2023〕3号
各乡（镇）人民政府：
　　经县政府研究决定：
　　张华同志为县水利局副局长。
"""
NEWSPAPER = """A03 要闻 某某日报 2023年5月18日 星期四

我市出台停车场管理办法

本报讯（记者 张华）近日，市政
府印发《某某市停车场管理办法》，
自6月1日起施行。《办法》共六章
三十二条。

停车难题怎么解
本报记者 李明 通讯员 王丽
“以前回家绕三圈都找不到车
位，现在方便多了。”5月16日，家
住某某区幸福里小区的赵先生说。
（下转第四版）

市气象台发布暴雨预警
新华社某某5月17日电 市气象台17日发布
暴雨黄色预警，预计未来24小时有大到暴雨。
责任编辑：周明 校对：吴洁
"""
MAIL = """发件人: 张华
主题: 转发一份通知

李明：

转一份通知给你，请查收。

> 关于规范差旅费报销的通知
>
> 各部门：
>
> 为规范差旅费报销管理，现将有关事项通知如下：
>
> 1. 市内出差不予报销住宿费。
>
> 财务部
> 2024年2月28日
"""


def titles(text: str) -> list[str]:
    return [found.title for found in read_documents(source(text))[0]]


BOUNDARIES = [
    ("a statute", STATUTE, ["某某市绿化条例"]),
    ("a notice and what it issues", NOTICE, ["某某市人民政府关于印发《某某市绿化办法》的通知", "某某市绿化办法"]),
    ("two statutes", STATUTE + "\n" + STATUTE.replace("绿化", "湿地保护"), ["某某市绿化条例", "某某市湿地保护条例"]),
    (
        "a statute, then news",
        STATUTE + "\n植树节活动举行\n\n本报讯 3月12日，市民上山植树。\n\n共植树五百株。（张华 李明）\n",
        ["某某市绿化条例", "植树节活动举行"],
    ),
    (
        "an appendix belongs to its statute",
        STATUTE + "\n附件1\n\n某某市古树名木管理办法\n\n第一条 古树名木由市主管部门管理。\n",
        ["某某市绿化条例"],
    ),
    (
        "a quoted article begins nothing",
        STATUTE + "\n第三条 将第一条修改为：\n\n“第一条 为了保护环境，制定本条例。”\n",
        ["某某市绿化条例"],
    ),
    (
        "a headline at the end of the sentence before it",
        "植树活动在全市展开。市民踊跃参加，共植树五百株。湿地公园正式开放\n\n"
        "时间:2024-03-02 来源:某某日报 作者:张华\n\n湿地公园今日开放。\n",
        ["植树活动在全市展开", "湿地公园正式开放"],
    ),
    (
        "a gazette",
        GAZETTE,
        [
            "某某县人民政府关于印发某某县农村供水管理办法的通知",
            "某某县农村供水管理办法",
            "某某县人民政府关于加强秸秆禁烧工作的通告",
            "某某县人民政府关于张华等同志任免职的通知",
        ],
    ),
    ("a newspaper page", NEWSPAPER, ["我市出台停车场管理办法", "停车难题怎么解", "市气象台发布暴雨预警"]),
    ("a mail", MAIL, ["转发一份通知", "关于规范差旅费报销的通知"]),
    ("nothing but a sentence", "今天天气很好，适合出门。", ["今天天气很好,适合出门".replace(",", "，")]),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in BOUNDARIES], ids=[row[0] for row in BOUNDARIES])
def test_where_documents_end(text, expected):
    assert titles(text) == expected


DATES = [
    ("（2020年5月6日通过　2021年1月2日修订　自2021年3月1日起施行）", "2021-01-02"),
    ("（二〇二〇年五月六日市政府令第8号公布）", "2020-05-06"),
    ("2020年5月6日 施行", "2020-05-06"),
]


@pytest.mark.parametrize(("note", "date"), DATES)
def test_the_date_is_that_of_the_version(note, date):
    text = STATUTE.replace("（2020年5月6日某某市人民代表大会常务委员会通过）", note)
    assert [found.date for found in read_documents(source(text))[0]] == [date]


def test_what_a_notice_issues_has_its_issuer_and_date():
    found = read_documents(source(GAZETTE))[0]
    assert [(d.kind, d.issuer, d.number, d.date) for d in found[:2]] == [
        ("notice", "某某县人民政府", "某政规〔2023〕2号", "2023-04-06"),
        ("regulation", "某某县人民政府", "", "2023-04-06"),
    ]
    assert texts(found[1])[3].endswith("供水单位应当建立健全规章制度。")


@pytest.mark.shared
def test_a_law_is_one_document_and_nothing_of_it_is_lost():
    for path in laws(every=17):
        read = read_source(path, path.name)[0]
        drafts, set_aside = read_documents(read)
        heading = next(line[2:].strip() for line in read.text.splitlines() if line.startswith("# "))
        assert [squeeze(found.title) for found in drafts] == [squeeze(heading)], path.name
        assert unaccounted(read, drafts, set_aside) == "", path.name


# Any text ------------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "第一条 ", "第二章 总则", "（一）", "（上接第一版）", "问：", "答：", "# ", "- ", "**", "<!--", "-->", "《",
        "》", "。", "，", "；", "：", "\n", "\n\n", "\f", "目录", "....3", "- 3 -", "本报讯 ",
        "新华社北京2月1日电 ", "2024年1月2日", "某某市条例", "关于印发《某某市条例》的通知", "各单位：", "附件1",
        "甲乙丙丁戊己庚辛", "记者 张华", "（张华 李明）", "\u1820\u1821\u1822", "\ue000", "\ufffd", "\u200b",
        "\x00", " ", "　",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
@example("**\u1820\u1821\u1822**（一）")  # Markdown inside a line of a script that is not read
@example("**  **第一条 ")  # a line that begins with bold blanks
def test_no_character_of_any_text_is_lost_or_counted_twice(text):
    read = source(text)
    drafts, set_aside = read_documents(read)
    assert unaccounted(read, drafts, set_aside) == ""
    for found in drafts:
        assert found.title and found.paragraphs


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_string_is_read(text):
    read = source(text)
    drafts, set_aside = read_documents(read)
    assert unaccounted(read, drafts, set_aside) == ""


HOSTILE = [
    "（",
    "《",
    "<!--",
    "# ",
    "|",
    ".",
    "第",
    "一",
    "**",
    "- ",
    "党\n",
    "目录\n",
    "问：答：\n",
    "- 3 -\n",
    "中共中央印发《条例》\n",
    "（党\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_only(piece):
    def seconds(length: int) -> float:
        long = source(piece * (length // len(piece)))
        return cpu_seconds(lambda: read_documents(long))

    seconds(1_000)
    assert seconds(80_000) < 12 * seconds(20_000) + 0.5
