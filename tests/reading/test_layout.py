"""Layout is undone and nothing else: wraps, page breaks, furniture, Markdown marks."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.printing import SEEDS, documents, page, printed, seed, source, texts
from tests.support.reading_tools import read_text
from tiaowen.datamodels import Source
from tiaowen.reading.corpus import read_documents
from tiaowen.reading.documents.flows import untangle
from tiaowen.reading.grammar.marks import ends_sentence, squeeze, width
from tiaowen.reading.grammar.numerals import chinese
from tiaowen.reading.layout.layout import undo_layout

STATUTE = [
    paragraph for paragraph in texts(documents("004")[0][3]) if paragraph != "" and not paragraph.startswith("(")
]


def paragraphs(text: str) -> list[str]:
    return [paragraph.text for paragraph in undo_layout(source(text))[0]]


def whole(text: str) -> list[str]:
    """Paragraphs after wraps and page breaks."""
    return [paragraph.text for flow in untangle(undo_layout(source(text))[0]) for paragraph in flow]


def reasons(text: str) -> dict[str, str]:
    return {piece.text: piece.reason for piece in undo_layout(source(text))[1]}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_a_paragraph_is_its_raw_spans(path):
    read = seed(path.name[:3])
    for paragraph in undo_layout(read)[0]:
        assert paragraph.text == "".join(read.text[low:high] for low, high in paragraph.spans)
        assert paragraph.text == paragraph.text.strip(" \t\u3000\n")


# Joins ------------------------------------------------------------------------------------------------------------

JOINED = [
    ("000", "党史学习教育常态化长效化，推动全党全社会学好党史"),  # a blank line after the first line
    ("000", "建功新时代。"),
    ("000", "不怕牺牲史、理论探索史"),
    ("000", "（2024 年 1 月 18 日中共中央政治局常委会会议审议批准2024年2月5日中共中央发布）"),
    ("000", "第三章“党史学习教育的内容”，主要规定学习党的创新理论"),  # a line break inside 第/三章
    ("000", "摆在党史学习教育的首要位置。强调认真学习"),  # from a wide column into a narrow one
    ("000", "目标任务。二是充分体现坚持和加强党的全面领导的根本要求"),
    ("000", "定期组织“送岗位进街道入乡（镇）”活动"),
    ("000", "累计对离校未就业毕业生实名登记 595人。"),  # a blank inside a line stays
    ("000", "大力培育农村劳务经纪人，提高"),
    ("000", "他们一致表示：“家乡的政务服务一点也不比大城市差！”"),
    ("001", "突出县级以上领导干部这个重点。抓好青少年"),
    ("001", "同以习近平同志为核心"),
    ("001", "把经过实践检验的成熟做法"),
    ("001", "在为民服务上力行、在推动发展上力行。"),
    ("001", "旗帜鲜明反对历史虚无主义"),
    ("001", "推动形成隐患排查、风险识别"),
    ("001", "重点领域机构职责配置"),
    ("001", "深入开展优化营商环境“暖心行动”"),
    ("002", "面向基层党员开展生动鲜活的理论宣传教育"),
    ("002", "对宣传思想文化系统事业单位党员"),
    ("002", "提高党员日常教育质量"),
    ("002", "在全国两会新闻中心举行。"),
    ("004", "污水收集、处理、回用各环节经营管理。"),
    ("004", "提高工业再生水利用率。"),
    ("004", "实行以行业属性为基础的差别化考核。"),
    ("004", "遵守职业道德、社会公德"),
    ("004", "未经同级事业单位人事综合管理部门同意"),
    ("004", "公示期一般不少于5个工作日"),
    ("004", "应当予以倾斜。平时考核结果为基本合格档次"),
    ("004", "根据问题性质和情节轻重"),
    ("004", "提出解决重大科研问题的原创能力"),
    ("004", "人事综合管理部门，按归口负责"),
    ("004", "岗位等级序列。根据社区工作实际情况"),
    ("004", "建立健全奖励惩戒机制"),
    ("004", "不得将社区组织作为行政执法、拆迁拆违"),
]


@pytest.mark.parametrize(("name", "words"), JOINED)
def test_what_a_line_or_a_page_cut_is_rejoined_without_a_seam(name, words):
    assert any(words in text for found in documents(name)[0] for text in texts(found)), words


APART = [
    ("000", "突出重点精准帮扶"),
    ("000", "加强培训提升技能"),
    ("000", "第四条 党史学习教育工作的主要任务是："),
    ("000", "（六）坚持唯物史观和正确党史观。"),
    ("000", "第六章 附则"),
    ("001", "……"),
    ("002", "三、分级分类开展专题培训,教育引导党员在推进中国式现代化中建功立业"),
    ("003", "全面组织动员,坚持一体学习领会"),
    ("004", "一、指导思想"),
    ("004", "责任单位：区财政局（国资委），区水务集团"),
    ("004", "完成时限：2024年12月底取得阶段性进展"),
    ("004", "组 长：史利强 区委常委、政府副区长"),
    ("004", "刘惊涛 区工信和科技局局长、产业园综合服务中心主任"),
    ("004", "内蒙古自治区人力资源和社会保障厅"),
    ("004", "（一）党管干部、党管人才；"),
    ("004", "(四) 注重实绩、群众公认；"),
]


@pytest.mark.parametrize(("name", "line"), APART)
def test_a_heading_a_labelled_line_and_an_entry_of_a_list_stay_apart(name, line):
    assert any(line in texts(found) for found in documents(name)[0]), line


def test_rows_of_a_table_stay_apart():
    rows = ["| 类别 | 收费标准 | 有效期 |", "| 小型犬 | 每只100元 | 一年 |", "| 大型犬 | 每只300元 | 一年 |"]
    found = paragraphs("\n".join(["第四条 登记收费标准如下：", *rows, "第五条 本办法自公布之日起施行。"]))
    assert found[1:4] == rows


def test_no_paragraph_ends_in_mid_sentence_but_where_the_print_ends():
    long = [
        text
        for path in SEEDS
        for found in documents(path.name[:3])[0]
        for text, role in ((p.text, p.role) for p in found.paragraphs)
        if role == "body" and not ends_sentence(text) and len(text) > 40
    ]
    assert [text[-10:] for text in long] == ["、党史著作编写、党史宣传"[-10:]]


# The same rules on other texts ---------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.integers(12, 44), st.sampled_from(["kept", "lost", "none"]), st.integers(0, 10_000), st.data())
def test_a_statute_printed_in_a_column_of_any_width_is_recovered(column, indent, at, data):
    chosen = STATUTE[at % (len(STATUTE) - 40) :][:40]
    between = 1 if indent != "kept" else data.draw(st.integers(0, 1))
    found = whole(page(chosen, column, indent, between))
    assert [squeeze(text) for text in found] == [squeeze(text) for text in chosen]


@settings(max_examples=40, deadline=None)
@given(st.integers(14, 40), st.integers(0, 10_000), st.integers(0, 2**32))
@example(14, 52, 0)  # the title of a chapter goes on after a page
@example(14, 14, 10000)  # twice the same words fill a line below the number of a page
def test_blank_lines_and_page_numbers_in_mid_sentence_do_no_harm(column, at, dice):
    rolled = random.Random(dice)
    chosen = STATUTE[at % (len(STATUTE) - 40) :][:40]
    lines: list[str] = []
    number = 3
    for paragraph in chosen:
        parts = printed(paragraph, column, "kept")
        for part, after in zip(parts, [*parts[1:], ""], strict=True):
            lines.append(part)
            if after and not ends_sentence(part) and rolled.random() < 0.15:
                lines.append(rolled.choice(["", "\n", f"\n- {number} -\n", f"第 {number} 页\n"]))
                number += 1
    found = whole("\n".join(lines))
    assert [squeeze(text) for text in found] == [squeeze(text) for text in chosen]


def test_a_full_line_that_ends_a_sentence_goes_on_where_blank_lines_part_the_paragraphs():
    """Hanging punctuation and half-width digits make the line wider than the column that the others show."""
    chosen = STATUTE[5161 % (len(STATUTE) - 40) :][:40]
    assert [squeeze(text) for text in whole(page(chosen, 43, "lost", 1))] == [squeeze(text) for text in chosen]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x0b"])
def test_any_line_end_is_one(end):
    text = page(STATUTE[:20], 25)
    assert paragraphs(text.replace("\n", end)) == paragraphs(text)


def test_a_form_feed_ends_a_page_and_not_a_sentence():
    assert whole(
        "第一条 为了加强本市城市绿化管理，改善城市生态环境，根据有关法律法规，结合本市实\f际，制定本条例。"
    ) == ["第一条 为了加强本市城市绿化管理，改善城市生态环境，根据有关法律法规，结合本市实际，制定本条例。"]


def test_a_text_with_one_line_per_paragraph_is_left_as_it_is():
    lines = [
        "第一条 甲应当负责。",
        "乙应当配合。",
        "第二条 丙应当负责，丁应当配合，戊应当监督，己应当报告。",
        "庚可以参加。",
    ]
    assert whole("\n".join(lines)) == lines


def test_a_reference_at_the_beginning_of_a_line_is_no_article():
    lines = printed(
        "第八条 违反本条例规定，未按照本条例规定履行职责的，由市级以上主管部门依照本条例第七条规定处罚，并责令改正。",
        20,
    )
    text = page(STATUTE[10:30], 20) + "\n" + "\n".join(lines)
    assert whole(text)[-1].startswith("第八条") and whole(text)[-1].endswith("并责令改正。")


MARKS = [
    ("# 某某条例", "某某条例", 1),
    ("## 第一章 总则", "第一章 总则", 2),
    ("**第一条** 为了管理，制定本条例。", "第一条 为了管理，制定本条例。", 0),
    ("- （一）甲；", "（一）甲；", 0),
    ("> 引用的话。", "引用的话。", 0),
    ("　　第一条　甲。　", "第一条　甲。", 0),
    ("甲<!-- 注 -->乙。", "甲乙。", 0),
]


@pytest.mark.parametrize(("raw", "text", "heading"), MARKS)
def test_markdown_marks_and_blanks_at_the_ends_are_taken_off(raw, text, heading):
    found = undo_layout(source(raw))[0]
    assert [(paragraph.text, paragraph.heading) for paragraph in found] == [(text, heading)]


@pytest.mark.parametrize("text", ["**", "甲**乙。", "#话题", "-5度以下停工。", "<!-- 没有结束", "3*4*5=60。"])
def test_what_only_looks_like_a_mark_is_text(text):
    assert "".join(paragraphs(text)).replace(" ", "") == text.replace(" ", "") or text in ("**", "#话题")


# Page furniture ------------------------------------------------------------------------------------------------------

BEFORE = "第一条 为了加强管理，保障公民、法人和其他组织的合法权益，根据有关法律法规，结合本市实"
AFTER = "际，制定本条例。"


@pytest.mark.parametrize("line", ["- 3 -", "— 12 —", "第 3 页", "第3页 共10页", "Page 3 of 10", "3/10", "·5·"])
def test_a_page_number_is_set_aside_and_the_sentence_goes_on(line):
    assert reasons(f"{BEFORE}\n\n{line}\n\n{AFTER}\n")[line] == "页码"
    assert whole(f"{BEFORE}\n\n{line}\n\n{AFTER}\n") == [BEFORE + AFTER]


def test_bare_numbers_that_count_up_are_page_numbers_and_a_number_in_a_list_is_not():
    text = "\n".join(f"{line}\n" + (f"\n{n // 6}\n" if n % 6 == 5 else "") for n, line in enumerate(STATUTE[:40]))
    assert {reason for text_, reason in reasons(text).items() if text_.isdigit()} == {"页码"}
    assert "12" in paragraphs("人数：\n12\n单位：\n某某局\n")


def test_a_running_head_that_cuts_sentences_is_set_aside():
    cut = [(text[:60], text[60:]) for text in STATUTE if len(text) > 110][:4]
    text = "\n\n".join(f"{head}\n\n某某市人民政府公报 2024年第{n}期\n\n{tail}" for n, (head, tail) in enumerate(cut, 1))
    assert whole(text) == [head + tail for head, tail in cut]
    assert set(reasons(text).values()) == {"页眉页脚"}


def test_words_wrapped_alike_before_two_page_numbers_are_no_running_head():
    cut = [("甲" * 20 + "，年度考核", "可以确定为合格档次。"), ("乙" * 20 + "，年度考核", "可以确定为优秀档次。")]
    text = "\n".join(f"{head}\n不超过考核年度半年\n- {n} -\n{tail}" for n, (head, tail) in enumerate(cut, 1))
    assert "页眉页脚" not in reasons(text).values()


def test_a_line_that_comes_again_between_whole_paragraphs_is_no_running_head():
    text = "责任单位：区水务集团\n\n完成时限：2024年5月底\n\n" * 4
    assert len(paragraphs(text)) == 8


def test_contents_are_set_aside_with_and_without_page_numbers():
    body = "第一章 总则\n\n第一条 甲应当负责。\n\n第二章 附则\n\n第二条 本条例自公布之日起施行。"
    for contents in ("目 录\n第一章 总则\n第二章 附则\n\n", "目录\n第一章 总则……1\n第二章 附则……3\n\n"):
        assert paragraphs("某某市绿化条例\n\n" + contents + body) == ["某某市绿化条例", *body.split("\n\n")]


SET_ASIDE = [
    ("004", "内蒙古自治区乌海市海南区 人民政府公报", "封面和版权页"),
    ("004", "2024年5月1日出版", "封面和版权页"),
    ("004", "目录精选", "目录"),
    ("004", "关于印发《内蒙古自治区事业单位工作人员考核办法》的通知.....\t5", "目录"),
    ("004", "黄河芦花 魏晓晓", "图片说明"),
    ("003", "Back to Top", "网页附属文字"),
    ("000", "中共中央印发《党史学习教育工作条例》", "转版标题"),
    ("001", "(上接第1版)", "转版标记"),
]


@pytest.mark.parametrize(("name", "text", "reason"), SET_ASIDE)
def test_furniture_of_the_sources_is_set_aside_with_its_reason(name, text, reason):
    assert (text, reason) in [(piece.text, piece.reason) for piece in documents(name)[1]]


def test_a_script_that_cannot_be_read_is_set_aside():
    found = [piece for piece in documents("004")[1] if piece.reason == "无法识读的文字"]
    assert len(found) == 3
    assert not any("\u1800" <= char <= "\u18af" for d in documents("004")[0] for text in texts(d) for char in text)


def test_no_text_is_set_aside_as_furniture():
    """Everything of the five sources that is set aside, but marks and script, is short."""
    for path in SEEDS:
        for piece in documents(path.name[:3])[1]:
            assert len(piece.text) < 60 or piece.reason == "无法识读的文字"


WRAPPED = """云岭县志愿服务办法
　　第一条 为了规范志愿服务，鼓励公众
参加志愿服务。服务热线（0471-52012
34）应当保持畅通，不得无故挂断来电。
　　第二条 志愿服务的保险费每人不低于
人民币壹佰元，即每人每年不低于100.
00元，由招募志愿者的组织承担。
　　第三条 奖励分为三等，其中评为一等
1、2名获得者每人奖励三千元，由本县财
政承担，并且通报表扬。
　　第四条 本办法自公布之日起施行。
"""


def test_a_line_that_begins_with_the_rest_of_a_number_begins_no_paragraph():
    found = paragraphs(WRAPPED)
    assert len(found) == 5
    assert "（0471-5201234）" in found[1] and "100.00元" in found[2] and "一等1、2名" in found[3]


def test_a_title_below_blank_lines_is_joined_to_no_line_above():
    text = (
        "云岭县公园管理办法\n第一条 为了加强公园管理，改善生态环境，\n保障公园正常运行，制定本办法，适用全县。\n"
        "第二条 公园实行免费开放，开放时间为六时\n至二十二时，节假日可以适当延长开放时间。\n"
        "第三条 游人不得携带宠物入园，不得攀折花\n木，不得在园内野炊、烧烤、放风筝及垂钓。\n\n抄送：县直各单位。\n"
        "云岭县人民政府办公室 2023年8月17日印发\n\n\n云岭县养犬管理规定\n第一条 为了加强养犬管理，制定本规定。\n"
    )
    assert "云岭县养犬管理规定" in paragraphs(text)


@pytest.mark.parametrize(
    "contents",
    [
        "第一章 总则（第一条—第二条）\n第二章 管理（第三条）\n第三章 附则（第四条至第五条）\n",
        "目 录\n第一章 总则 第二章 管理 第三章 附则\n",
        "目录：第一章 总则 第二章 管理 第三章 附则\n",
    ],
)
def test_contents_with_ranges_of_articles_or_on_one_line_are_no_chapters(contents):
    text = (
        f"云岭县公园管理办法\n{contents}第一章 总则\n第一条 为了加强公园管理，制定本办法。\n第二条 适用全县。\n"
        "第二章 管理\n第三条 公园免费开放。\n第三章 附则\n第四条 县园林局负责解释。\n第五条 本办法自公布之日起施行。"
    )
    [(_, clauses)] = read_text(text)
    assert [c.label for c in clauses if c.level == "章"] == ["第一章", "第二章", "第三章"]
    assert [c.label for c in clauses if c.level == "条"] == [f"第{n}条" for n in "一二三四五"]


COLUMNS = """云岭县档案管理规定
第一条　为加强档案管理，制　　　　第三条　档案保管期限分为
定本规定，适用于本县所属的　　　　永久、三十年和十年。
各单位和个人。　　　　　　　　　　第四条　借阅档案须经批准，
第二条　档案由专人保管，不　　　　期限不超过五日，逾期的应
得带离档案室，不得转借、转　　　　当说明理由。
让，不得涂改。　　　　　　　　　　第五条　本规定自发布之日起
　　　　　　　　　　　　　　　　　施行。
"""


def test_two_columns_in_one_line_are_read_one_after_the_other():
    [(document, clauses)] = read_text(COLUMNS)
    assert document.title == "云岭县档案管理规定"
    assert [c.label for c in clauses if c.role == "unit"] == [f"第{n}条" for n in "一二三四五"]
    assert clauses[2].text == "第二条　档案由专人保管，不得带离档案室，不得转借、转让，不得涂改。"
    assert clauses[5].text == "第五条　本规定自发布之日起施行。"


def test_old_and_new_articles_side_by_side_are_no_columns():
    line = "第{0}条 公园实行免费开放　　　　第{0}条 公园实行收费开放"
    text = "云岭县公园管理办法修订对照表\n" + "\n".join(line.format(n) for n in "一二三四五")
    assert [p for p in paragraphs(text) if "　　" in p]


def test_marks_of_markdown_within_a_line_are_taken_off_in_markdown_only():
    text = (
        "# 云岭县公园管理办法\n\n"
        "第一条 处 *二百元* 以下罚款；`情节严重的`，~~不予处罚~~移送公安机关，见[附件](#a)。\\\n\n"
        "![图](a.png)\n\n第二条 面积为长\\*宽，即10*20*3，依照[2020](试行)执行。\n"
    )
    one = Source("云岭.md", "0" * 64, "utf-8", text)
    assert [p.text for p in undo_layout(one)[0]] == [
        "云岭县公园管理办法",
        "第一条 处 二百元 以下罚款；情节严重的，移送公安机关，见附件。",
        "第二条 面积为长*宽，即10*20*3，依照[2020](试行)执行。",
    ]
    assert "*二百元*" in paragraphs(text)[1]


def test_a_quoted_mail_keeps_its_first_lines():
    lines = "云岭县公园管理办法\n　　第一条 公园免费开放。\n　　第二条 本办法自公布之日起施行。\n\x1a"
    quoted = "\n".join(f"> {line}" for line in lines.split("\n"))
    assert paragraphs(quoted) == ["云岭县公园管理办法", "第一条 公园免费开放。", "第二条 本办法自公布之日起施行。"]


FILLED = [
    "第一条　为了规范户外招牌的设置，维护市容环境，保障公共安全，根据有关法律、法规，结合本市实际，制定本办法。",
    "第二条　户外招牌由设置人负责维护，设置人应当每年组织检查。",
    "检查记录应当保存三年以上，并接受城市管理部门的监督检查，不得伪造、涂改或者擅自销毁，违者依法予以处罚。",
    "第三条　设置人应当在台风来临前加固招牌，发现存在安全隐患的，应当立即采取措施消除；不能消除的，应当拆除。",
    "第四条　城市管理部门应当建立招牌档案，记载位置、尺寸、设置时间、检查情况和责任人，并与有关部门共享信息。",
    "第五条　违反本办法规定的，由城市管理部门责令限期改正；逾期不改正的，处五百元以上二千元以下的罚款，并公告。",
    "第六条　城市管理部门的工作人员玩忽职守、滥用职权的，依法给予处分；构成犯罪的，依法追究刑事责任，并公开。",
    "第七条　大型户外广告的管理按照国家和省有关规定执行，其设置规划由市城市管理部门会同规划部门编制后报批。",
    "第八条　本办法由市城市管理部门负责解释，自公布之日起施行，本市以前的规定与本办法不一致的，以本办法为准。",
]


def test_a_line_with_room_for_the_next_character_ends_its_paragraph_where_all_lines_are_filled():
    more = [f"第{chinese(number)}条　{words.split('　')[-1]}" for number, words in enumerate(FILLED, 9)]
    law = [FILLED[0], "第二条　招牌由设置人维护，应检查。", *FILLED[2:], *more]
    text = page(law, 18, "none")
    assert "\n第二条　招牌由设置人维护，应检查。\n检查记录" in text
    assert texts(read_documents(source("临港市招牌管理办法\n" + text))[0][0])[1:] == law


def test_first_lines_without_their_indentation_are_no_column_of_their_own():
    text = page([*FILLED, "第九条　招牌不得遮挡窗户。", "遮挡窗户的招牌应当拆除。"], 26, "lost")
    found = texts(read_documents(source("临港市招牌管理办法\n" + text))[0][0])
    assert found[-2:] == ["第九条　招牌不得遮挡窗户。", "遮挡窗户的招牌应当拆除。"]


def test_words_with_a_colon_at_the_beginning_of_a_wrapped_line_begin_no_paragraph():
    law = [
        *FILLED,
        "第九条　对有下列情形之一的人员，不得适用继续盘问：",
        "（一）未经当场检查的；",
        "（二）已经投案的。",
    ]
    found = texts(read_documents(source("临港市招牌管理办法\n" + page(law, 24, "kept")))[0][0])
    assert found[-3:] == law[-3:]


def test_the_end_of_a_line_of_adoptions_is_no_running_head():
    line = "2018年11月30日　临港市第十三届人民代表大会常务委员会第六次会议"
    text = "临港市招牌管理办法\n" + "".join(f"{line}\n通过\n" for _ in range(3)) + "\n".join(FILLED)
    assert not [piece for piece in read_documents(source(text))[1] if piece.reason == "页眉页脚"]


def test_a_title_without_a_blank_below_adoptions_is_a_chapter():
    law = (
        "临港市招牌管理办法\n"
        + "2018年11月30日临港市人民代表大会常务委员会第六次会议《关于修改部分地方性法规的决定》第二次修正\n" * 3
    )
    found = texts(read_documents(source(law + "第一章总则\n" + page(FILLED, 40, "kept")))[0][0])
    assert "第一章总则" in found


@pytest.mark.parametrize("caption", ["秋日渔港 王晓海", "图为渔民正在晾晒鱼干。 李明摄", "（张华 摄影报道）"])
def test_a_caption_between_blank_lines_in_mid_sentence_is_set_aside(caption):
    law = page(FILLED, 28, "kept").replace("结合本", "结合本\n\n" + caption + "\n\n", 1)
    drafts, aside = read_documents(source("临港市招牌管理办法\n" + law))
    assert FILLED[0] in texts(drafts[0])
    assert [piece.reason for piece in aside] == ["图片说明"]


def test_a_line_that_ends_in_a_word_of_captions_is_text():
    words = "第九条　发生一次死亡三人以上事故的，应当进行现场摄像，必要时可以聘请有关人员。"
    law = [*FILLED, words]
    text = "临港市招牌管理办法\n" + page(law, 23, "none", 1).replace("现\n场摄像", "现场摄\n像")
    assert "现场摄\n像" in text
    drafts, aside = read_documents(source(text))
    assert texts(drafts[0])[-1] == words and not aside


def test_entries_of_a_table_of_contents_are_set_aside_whose_titles_are_broken_over_lines_below():
    notices = [
        (
            f"临港市人民政府办公室\n关于印发《临港市{name}办法》的通知",
            f"临港市人民政府办公室关于印发《临港市{name}办法》的通知",
        )
        for name in ("招牌管理", "养犬管理", "停车场管理", "河道管理", "公园管理")
    ]
    papers = [
        f"{title}\n临政办发〔2024〕{number}号\n各县（市、区）人民政府：\n《办法》已经市政府同意，现印发给你们，请认真执行。\n2024年{number}月1日"
        for number, (title, _) in enumerate(notices, 1)
    ]
    text = "目　　录\n\n" + "\n".join(entry for _, entry in notices) + "\n\n" + "\n\n".join(papers)
    drafts, aside = read_documents(source(text))
    assert [draft.title for draft in drafts] == [entry for _, entry in notices]
    assert sum(piece.reason == "目录" for piece in aside) == 6


def test_the_name_of_a_periodical_between_narrow_lines_is_a_running_head():
    lines = page(FILLED, 18, "none").split("\n")
    cut = [at for at, line in enumerate(lines, 1) if not ends_sentence(line)]
    for at in (cut[12], cut[4]):
        lines[at:at] = ["", "临港市人民政府公报　2024年第3期"]
    drafts, aside = read_documents(source("临港市招牌管理办法\n" + "\n".join(lines)))
    assert [piece.reason for piece in aside] == ["页眉页脚"] * 2
    assert "公报" not in "".join(texts(drafts[0]))


def beside(left: list[str], right: list[str]) -> list[str]:
    """Two columns of lines as a text that was saved line by line."""
    filled = [line + "　" * int(22 - width(line)) + " " * int(2 * (22 - width(line)) % 2) for line in left]
    return [(one + "　　" + two).rstrip() for one, two in zip(filled, [*right, *[""] * len(left)], strict=False)]


def test_columns_go_on_over_pages_that_do_not_prove_them():
    """First lines are indented in the right column; the second page has no article there, the last hardly any line."""
    law = [f"第{chinese(n)}条　{words.split('　')[-1]}" for n, words in enumerate(FILLED * 3, 1)]
    more = ["检查记录应当保存三年以上，并接受监督检查。", "不得伪造、涂改记录。"]
    law = [paragraph for words in law for paragraph in (words, *more)]
    law[22] += "检查记录应当保存三年以上，并接受监督检查，不得伪造、涂改。" * 9
    lines = page(law, 20, "kept").split("\n")
    pages = [beside(lines[at : at + 14], lines[at + 14 : at + 28]) for at in range(0, len(lines), 28)]
    text = "\n".join("\n".join((*rows, "", f"- {number} -", "")) for number, rows in enumerate(pages, 1))
    drafts, _ = read_documents(source("临港市招牌管理办法\n\n- 0 -\n\n" + text))
    assert texts(drafts[0])[1:] == law
