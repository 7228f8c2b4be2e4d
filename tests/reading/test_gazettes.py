"""Gazettes, newspaper pages and saved web pages as they are printed: what belongs to the page is no clause."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus
from tests.support.reading_tools import labels, read_text
from tiaowen.reading.audit import audit

GAZETTE = """临 港 市 人 民 政 府 公 报
2024年第7期（总第218期）
临港市人民政府办公室主办　　2024年7月15日出版

目　　录

【市政府令】
临港市招牌管理办法（市政府令第41号）……………………………………（2）
【市政府办公室文件】
临港市人民政府办公室关于印发临港市既有住宅加装电梯三年行动计划
（2024—2026年）的通知（临政办发〔2024〕23号）………………………………（5）
【表彰决定】
临港市人民政府关于表彰2023年度质量强市先进集体和先进个人的决定
（临政发〔2024〕16号）………………………………………………………………（7）

— 1 —

临港市人民政府公报　2024年第7期

                            临港市人民政府令
                                 第41号

　　《临港市招牌管理办法》已经2024年5月28日市人民政府第52次常务会议审议通过，现予公布，自2024年9月1日起施行。

                       临港市招牌管理办法
　　第一条　为了规范招牌的设置，制定本办法。
　　第二条　有下列情形之一的，不得设置招牌：
　　（一）在建筑物屋顶以上设置的；

                                — 2 —

市政府令　　　　　　　　　　　　　　临港市人民政府公报

　　（二）遮挡消防救援窗的。

                      临港市人民政府办公室关于印发
                   临港市既有住宅加装电梯三年行动计划
                         （2024—2026年）的通知
                          临政办发〔2024〕23号
各县（市、区）人民政府，市政府各部门：
　　《临港市既有住宅加装电梯三年行动计划（2024—2026年）》已经市政府同意，现印发给你们，请认真组织实施。
                                          临港市人民政府办公室
                                             2024年6月20日

                   临港市既有住宅加装电梯三年行动计划
                           （2024—2026年）
　　一、工作目标
　　加装电梯600台，任务见附表。
　　二、资金安排
　　每台补助12万元。
附表　分区任务表（单位：台）
地区　　　　2024年　　2025年　　2026年　　合计
北埠区　　　　60　　　　85　　　　90　　　235
南浦区　　　　50　　　　75　　　　75　　　200

                                — 3 —

表彰决定　　　　　　　　　　　　　　临港市人民政府公报

                    临港市人民政府关于表彰2023年度
                   质量强市先进集体和先进个人的决定
                          临政发〔2024〕16号
各县（市、区）人民政府，市政府各部门：
　　经研究，市政府决定：
　　一、授予市计量所等4个单位先进集体称号，各奖励5万元。
　　二、授予陆汀兰等6名同志先进个人称号，各奖励8000元。
"""


def test_documents_of_a_gazette_have_their_titles_and_no_running_heads() -> None:
    found = read_text(GAZETTE)
    assert [document.title for document, _ in found] == [
        "临港市人民政府令",
        "临港市招牌管理办法",
        "临港市人民政府办公室关于印发临港市既有住宅加装电梯三年行动计划（2024—2026年）的通知",
        "临港市既有住宅加装电梯三年行动计划（2024—2026年）",
        "临港市人民政府关于表彰2023年度质量强市先进集体和先进个人的决定",
    ]
    assert not any("公报" in document.text for document, _ in found)
    assert "（一）在建筑物屋顶以上设置的；\n（二）遮挡消防救援窗的。" in found[1][0].text


def test_rows_of_figures_are_no_table_of_contents() -> None:
    plan = read_text(GAZETTE)[3][0].text
    assert "北埠区　　　　60　　　　85　　　　90　　　235" in plan and "南浦区" in plan


def test_a_table_of_contents_with_blank_leaders_is_set_aside() -> None:
    text = (
        "目录\n第一章 总则        1\n第二章 罚则        4\n"
        "某市养犬管理办法\n第一章 总则\n第一条 制定本办法。\n第二章 罚则\n第二条 罚款。\n"
    )
    ((document, clauses),) = read_text(text)
    assert labels(clauses, "container") == ["标题", "第一章", "第二章"]
    assert "        " not in document.text


NEWSPAPER = """沧岭日报　2024年3月19日　星期二　第3版·民生

     沧岭市电动自行车管理规定
　　第一条　为了预防火灾事故，根据有关法律、法规，制定本规定。
　　第二条　快递、外卖等企业使用电动自行车的，应当为骑手提供集中充电或者换电条件，不得

（下转第4版）
　　　　　— 3 —
──────────────────────
【广告】鹤鸣家居春季大促
全屋衣柜每平方米699元起
电话：0000-5550118
──────────────────────
沧岭日报 2024.3.19 第4版
（上接第3版）

以收取押金的方式将充电责任转由骑手承担。
　　第三条　本规定自2024年5月1日起施行。
"""


def test_an_article_goes_on_after_the_page_and_an_advertisement() -> None:
    ((_, clauses),) = read_text(NEWSPAPER)
    assert labels(clauses) == ["第一条", "第二条", "第三条"]
    second = next(clause for clause in clauses if clause.label == "第二条")
    assert second.text.endswith("或者换电条件，不得以收取押金的方式将充电责任转由骑手承担。")


def test_what_an_advertisement_says_is_kept_where_no_paper_marks_it() -> None:
    text = "某市广告管理规定\n第一条 【广告】字样应当醒目，位置固定。\n第二条 违者罚款。\n"
    ((document, _),) = read_text(text)
    assert "字样应当醒目" in document.text


INTERPRETATION = """砚湖市住房保障局
首页 > 政务公开 > 政策解读

《砚湖市公共租赁住房管理细则》政策解读
来源：砚湖市住房保障局　　发布日期：2024-08-09　　字号：大 中 小

　　为便于群众了解，现就有关问题解读如下。

一、哪些人可以申请？
答：分为两类。
（一）本市城镇户籍住房困难家庭；
（二）新就业人员。

二、审核要多长时间？
答：15个工作日。
"""


def test_numbered_questions_with_answers_are_questions_and_answers() -> None:
    ((document, clauses),) = read_text(INTERPRETATION)
    assert (document.title, document.kind) == ("《砚湖市公共租赁住房管理细则》政策解读", "qa")
    answers = [clause for clause in clauses if clause.label in ("答1", "答2")]
    assert [clause.heading for clause in answers] == ["哪些人可以申请？", "审核要多长时间？"]
    assert answers[0].text.endswith("（二）新就业人员。")


def test_numbered_parts_without_answers_are_no_questions() -> None:
    text = "某县防汛预案\n一、怎么办？\n各镇落实责任。\n二、谁负责？\n镇长负责。\n"
    ((_, clauses),) = read_text(text)
    assert not any(clause.label.startswith("答") for clause in clauses)


SCANNED = """中共岚江省委文件
岚委发〔２０23〕 9 号
岚江省驻村干部选派管理条例
（2023年4月11日中共岚江省委常委会会议审议批准 2023年4月20日中共岚江省委发布）
第一条　为了规范选派，制定本条例。
第二条　每期任职２年。
一 1 一
第三条　本条例自发布之日起施行。
"""


def test_the_head_of_a_scanned_party_paper_is_no_title() -> None:
    ((document, clauses),) = read_text(SCANNED)
    assert document.title == "岚江省驻村干部选派管理条例"
    assert document.number == "岚委发〔2023〕9号"
    assert labels(clauses)[-2:] == ["第二条", "第三条"] and "一 1 一" not in document.text


MANUAL = """# 某学院安全手册
# 1 总则
1.1 本手册适用于实验室。
1.2 中心主任负责。
# 2 准入
2.1 先培训。
2.2 再考试。
# 附录A 联系方式
值班电话6110。
"""


def test_numbered_headings_of_the_first_level_are_chapters_of_any_title() -> None:
    ((document, clauses),) = read_text(MANUAL)
    assert document.title == "某学院安全手册"
    assert labels(clauses, "container") == ["标题", "1总则", "2准入", "附录A"]


def test_headings_of_the_first_level_without_numbers_are_documents() -> None:
    text = "# 甲守则\n一律守时。\n再守时。\n# 乙守则\n一律守信。\n再守信。\n"
    assert [document.title for document, _ in read_text(text)] == ["甲守则", "乙守则"]


def test_lines_wrapped_after_so_many_characters_are_joined_though_digits_make_them_narrow() -> None:
    lines = (
        "某市行动计划\n　　一、目标\n　　到2026年底，全市完成既有住宅加装电梯600台，其中2024年\n"
        "150台、2025年220台、2026年230台，分县（市、区）任务见附\n表。\n　　二、条件\n"
        "　　以单元为单位，由专有部分面积占比三分之二以上且人数占比\n"
        "三分之二以上的业主参与表决，并经参与表决面积四分之三以上\n"
        "的业主同意，一层业主提出书面异议的，街道办事处应当自收到\n异议之日起组织协商，协商不成的，可以申请调解，所需经费由\n街道承担。\n"
    )
    ((document, _),) = read_text(lines)
    assert "其中2024年150台、2025年220台、2026年230台，分县（市、区）任务见附表。" in document.text


def test_a_title_repeated_over_lines_without_its_mark_is_no_preamble() -> None:
    text = (
        "# 高院、高检关于办理污染案件的解释\n2023年8月15日 施行\n高院 高检\n关于办理污染案件\n的解释\n"
        "为惩治污染，解释如下：\n第一条 从重处罚。\n第二条 本解释自公布之日起施行。\n"
    )
    ((document, clauses),) = read_text(text)
    assert [clause.text for clause in clauses if clause.label == "序言"] == ["为惩治污染，解释如下："]
    assert document.text.count("关于办理污染案件") == 1


def test_a_table_has_its_caption() -> None:
    text = (
        "某局补贴方案\n一、标准\n按下表发给。\n职业津贴标准（每人每月）\n| 证书 | 津贴 |\n| 社工师 | 400元 |\n"
        "二、附则\n自发布之日起施行。\n"
    )
    ((_, clauses),) = read_text(text)
    table = next(clause for clause in clauses if clause.role == "unit" and "400元" in clause.text)
    assert table.text.startswith("职业津贴标准（每人每月）\n| 证书")


def test_a_heading_of_the_news_may_end_in_a_quotation() -> None:
    words = "记者走访了解到，清单公布以来，社区的负担明显减轻，居民办事也更方便了。"
    text = f"社区减负见闻\n本报讯 {words}\n一张清单挡住“万能章”\n{words}\n“现在轻松多了。”\n{words}\n"
    ((_, clauses),) = read_text(text)
    assert "一张清单挡住“万能章”" in labels(clauses, "container")
    assert "“现在轻松多了。”" not in labels(clauses, "container")


def test_numbers_of_questions_run_on_under_headings_and_are_no_gap() -> None:
    found = corpus(
        "申请指南\n一、谁可以申请\n问：谁？\n答：居民。\n问：何时？\n答：全年。\n"
        "二、其他\n问：哪里？\n答：街道。\n问：多久？\n答：三天。\n"
    )
    assert [c.label for c in found.clauses if c.level == "问答"] == ["答1", "答2", "答3", "答4"]
    assert not [gap for document in audit(found).documents for gap in document.breaks]


def paper(title: str, number: str = "溪政发〔2024〕9号", more: str = "") -> str:
    """An official paper with its signature; `more`: lines after its points."""
    return (
        f"{title}\n{number}\n\n各村民委员会：\n现就有关事项通知如下。\n一、4月30日前完成自查。\n"
        f"二、逾期的予以通报。\n{more}\n溪口镇人民政府\n2024年4月2日\n\n"
    )


@pytest.mark.parametrize(
    "appendix",
    [
        "村名　株数\n张村　400\n李村　350\n",
        "第一条　管护期为三年。\n第二条　每株每年补助2元。\n",
        "一、范围\n全镇各村。\n",
    ],
)
@pytest.mark.parametrize("title", ["溪口镇人民政府关于开展防汛检查的通知", "溪口镇人民政府\n关于开展防汛检查的通知"])
def test_after_an_appendix_that_no_title_names_the_next_paper_begins(appendix, title):
    first = paper("溪口镇人民政府关于做好植树工作的通知", "溪政发〔2024〕3号", "附件：植树管护要求\n")
    found = read_text(f"{first}附件\n\n植树管护要求\n\n{appendix}\n{paper(title)}")
    assert [(d.title, d.number) for d, _ in found] == [
        ("溪口镇人民政府关于做好植树工作的通知", "溪政发〔2024〕3号"),
        ("溪口镇人民政府关于开展防汛检查的通知", "溪政发〔2024〕9号"),
    ]
    assert appendix.splitlines()[-1] in found[0][0].text and "成文日期" in labels(found[1][1])


def test_a_paper_printed_below_the_word_appendix_is_the_appendix():
    first = paper("溪口镇人民政府关于转送文件的函", "溪政函〔2024〕3号", "附件：市政府通知\n")
    found = read_text(first + "附件\n\n" + paper("某市人民政府关于开展防汛检查的通知"))
    assert [d.title for d, _ in found] == ["溪口镇人民政府关于转送文件的函"]


def test_the_issuer_on_the_line_above_a_title_belongs_to_it_and_the_signature_before_stays():
    found = read_text(
        paper("溪口镇人民政府\n关于做好植树工作的通知") + paper("溪口镇人民政府\n关于开展防汛\n检查的通知")
    )
    assert [d.title for d, _ in found] == [
        "溪口镇人民政府关于做好植树工作的通知",
        "溪口镇人民政府关于开展防汛检查的通知",
    ]
    assert [d.date for d, _ in found] == ["2024-04-02"] * 2 and "落款" in labels(found[0][1])


def test_an_interpretation_with_its_court_above_ends_the_document_before():
    court = (
        "最高人民法院\n关于审理{}案件的解释\n（2021年9月13日最高人民法院审判委员会第1845次会议通过）\n\n第一条　{}。\n"
    )
    found = read_text(court.format("甲类", "适用本解释") + "\n" + court.format("乙类", "应当受理"))
    assert [d.title for d, _ in found] == ["最高人民法院关于审理甲类案件的解释", "最高人民法院关于审理乙类案件的解释"]
    assert labels(found[0][1])[-1] == "第一条"


def test_a_masthead_above_an_order_is_its_head():
    text = (
        "2023·第6期　　　　　　　　　　　　　松川市人民政府公报\n\n松川市人民政府令\n第73号\n\n"
        "《松川市犬只管理规定》已经2023年5月22日市政府第31次常务会议通过，现予公布。\n\n"
        "　　市长　　韩立川\n　　2023年6月1日\n\n"
        "松川市犬只管理规定\n\n第一条　为了规范养犬，制定本规定。\n第二条　本规定自公布之日起施行。\n"
    )
    (order, _), (rules, _) = read_text(text)
    assert (order.title, order.number, order.issuer) == ("松川市人民政府令", "第73号", "松川市人民政府")
    assert (rules.issuer, rules.date) == ("松川市人民政府", "2023-06-01")


def test_an_announcement_on_two_lines_is_called_so():
    text = (
        "中华人民共和国最高人民法院\n公　告\n《关于审理甲类案件的解释》已于2021年4月6日通过，现予公布。\n"
        "最高人民法院\n2021年4月20日\n"
    )
    ((document, _),) = read_text(text)
    assert (document.title, document.kind) == ("中华人民共和国最高人民法院公告", "notice")


def test_a_handbook_is_the_head_of_its_first_document():
    text = (
        "杏林社区制度汇编\n（2024年版）\n\n目　录\n一、居民会议制度…………………………1\n二、居务公开制度…………………………2\n\n"
        "居民会议制度\n\n一、每季度至少召开一次。\n二、须经过半数通过。\n\n居务公开制度\n\n一、公开内容\n1、财务收支情况。\n"
    )
    (first, clauses), (second, _) = read_text(text)
    assert (first.title, second.title) == ("居民会议制度", "居务公开制度")
    assert labels(clauses)[0] == "版头"


ORDERS = """临港市人民政府令
第41号

　　《临港市招牌管理办法》已经2024年5月28日市人民政府第52次常务会议审议通过，现予公布，自2024年9月1日起施行。

　　　　　　　　　　　　　　　市　长　　王建国
　　　　　　　　　　　　　　　2024年6月3日

临港市招牌
管理办法
第一条　为了规范招牌的设置，制定本办法。
第二条　本办法自2024年9月1日起施行。
临港市人民政府令
第42号

　　《临港市养犬管理办法》已经2024年6月20日市人民政府第53次常务会议审议通过，现予公布，自2024年10月1日起施行。

　　　　　　　　　　　　　　　市　长　　王建国
　　　　　　　　　　　　　　　2024年6月25日

临港市养犬管理办法
第一条　为了规范养犬行为，制定本办法。
第二条　本办法自2024年10月1日起施行。
"""


def test_orders_begin_and_name_what_they_promulgate_without_a_table_of_contents() -> None:
    found = read_text(ORDERS)
    order, dogs = "临港市人民政府令", "临港市养犬管理办法"
    assert [document.title for document, _ in found] == [order, "临港市招牌管理办法", order, dogs]
    assert [document.date for document, _ in found] == ["2024-06-03", "2024-06-03", "2024-06-25", "2024-06-25"]
    assert labels(found[3][1]) == ["第一条", "第二条"]


@pytest.mark.parametrize("title", ["临港市城市房屋建筑施\n工噪声管理实施细则", "临港市养犬\n管理办法"])
def test_a_title_that_is_broken_in_mid_word_heads_the_next_document(title: str) -> None:
    first = "临港市招牌管理办法\n第一条　制定本办法。\n第二条　本办法自2024年9月1日起施行。\n"
    note = "2019年5月8日　临港市第十五届人民代表大会常务委员会第九次会议通过\n"
    found = read_text(f"{first}{title}\n{note}第一章　总则\n第一条　制定本细则。\n第二条　本细则自公布之日起施行。\n")
    assert [document.title for document, _ in found] == ["临港市招牌管理办法", title.replace("\n", "")]
    assert found[0][1][-1].text == "第二条　本办法自2024年9月1日起施行。"
    assert found[1][0].date == "2019-05-08"


def test_a_signature_above_a_title_is_no_part_of_it() -> None:
    text = (
        "临港市人民政府关于加强招牌管理的通知\n各县（市、区）人民政府：\n请加强管理，严格执行下列办法。\n"
        "临港市人民政府\n临港市招牌管理办法\n第一条　制定本办法。\n第二条　本办法自公布之日起施行。\n"
    )
    assert read_text(text)[-1][0].title == "临港市招牌管理办法"


PIECE = "本报讯 昨天是节后上班的第一天，各窗口单位全部开放，工作人员迅速投入工作，为群众提供便捷服务。"
BROKEN_OFF = """临港市养犬管理办法
第一条　为了规范养犬行为，保障公众健康和人身安全，维护市容环境和社会公共秩序，根据有关法律、法规，结合本市实

节后第一天 服务不打烊

{piece}

际，制定本办法。
第二条　养犬人应当自取得犬只之日起十五日内办理登记，登记证有效期为一年。
第二章　养犬登记

{piece}

第三条　养犬登记机关应当在五日内作出决定。
（一）符合条件的，发给登记证；

{piece}

（二）不符合条件的，说明理由。
第四条　本办法自公布之日起施行。
"""


def test_a_regulation_goes_on_behind_every_piece_of_the_press() -> None:
    found = read_text(BROKEN_OFF.format(piece=PIECE))
    regulation, clauses = found[0]
    assert regulation.title == "临港市养犬管理办法"
    assert labels(clauses) == ["第一条", "第二条", "第三条", "第四条"]
    assert "结合本市实际，制定本办法。" in regulation.text and "本报讯" not in regulation.text
    assert [clause.label for clause in clauses if clause.level == "项"] == ["第三条第（一）项", "第三条第（二）项"]
    assert [document.kind for document, _ in found[1:]] == ["news"] * 3
    assert all(document.text.endswith(PIECE) for document, _ in found[1:])


def test_the_rest_of_a_broken_sentence_is_told_by_the_word_at_its_seam_and_a_reference_in_it_is_no_article() -> None:
    text = (
        "临港市养犬管理办法\n第一条　构成犯罪的，依法追究刑事责任。\n第二条　养犬人违反规定，构成犯罪的，依法追\n\n"
        f"培训班开进田间\n\n{PIECE}\n\n究刑事责任。\n养犬人应当接受处理。\n"
        "第三条　登记应当符合《临港市养犬管理条例》\n\n"
        f"家门口的服务\n\n{PIECE}\n\n第三十九条要求以及有关规定。\n第四条　本办法自公布之日起施行。\n"
    )
    document, clauses = read_text(text)[0]
    assert labels(clauses) == ["第一条", "第二条", "第三条", "第四条"]
    assert "养犬人违反规定，构成犯罪的，依法追究刑事责任。" in document.text
    assert "本报讯" not in document.text


def test_a_law_with_its_adoption_begins_after_the_appendix_of_another_one_and_an_appendix_does_not() -> None:
    first = "临港市招牌管理办法\n第一条　制定本办法。\n第二条　本办法自公布之日起施行。\n附件\n尺寸表\n宽一米。\n"
    rules = "第一条　为了规范养犬行为，制定本条例。\n第二条　本条例自公布之日起施行。\n"
    note = "（2023年5月8日临港市人民代表大会常务委员会第九次会议通过）\n"
    found = read_text(f"{first}临港市养犬管理条例\n{note}{rules}")
    assert [document.title for document, _ in found] == ["临港市招牌管理办法", "临港市养犬管理条例"]
    appendix = first.replace("尺寸表", "备案办法") + "附件2\n"
    assert len(read_text(f"{appendix}临港市养犬管理条例\n{note}{rules}")) == 1
