"""What is printed behind the last article and is no part of it."""

import pytest

from tests.support.reading_tools import labels, read_text

TEXT = "临湖市公园管理办法\n第一条 为了加强公园管理，制定本办法。\n第二条 本办法自2024年1月1日起施行。\n"


@pytest.mark.parametrize(
    "after, title",
    [
        ("《临湖市公园管理办法》起草说明\n一、起草背景\n为解决管理问题。", "《临湖市公园管理办法》起草说明"),
        ("关于《临湖市公园管理办法》的起草说明\n为解决管理问题。", "关于《临湖市公园管理办法》的起草说明"),
        ("《临湖市公园管理办法》政策解读\n一、背景\n为解决问题。", "《临湖市公园管理办法》政策解读"),
        ("新闻链接\n本市现有公园86个。", "新闻链接"),
        ("解读：\n公园为什么免费？因为公益。", "解读"),
        ("法律责任告知书\n您违反了规定。", "法律责任告知书"),
        ("公　告\n因施工，东湖路封闭。\n临湖市公安局\n2024年7月11日", "公告"),
    ],
)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_text_of_its_own_behind_the_last_article(after, title, gap):
    (_, clauses), (document, _) = read_text(TEXT + gap + after)
    assert clauses[-1].text == "第二条 本办法自2024年1月1日起施行。"
    assert document.title == title


@pytest.mark.parametrize(
    "after",
    [
        "相关解读：《临湖市公园管理办法》政策解读",
        "编者按：本办法的出台意义重大。",
        "（作者单位：临湖市园林局）",
        "联系电话：0871-6512345",
        "原文链接：https://www.linhu.example/a.html",
        "（完）",
        "——————\n注：本办法有效期5年。",
        "政策咨询：市园林局 0871-6512345\n来源：临湖日报",
    ],
)
def test_remarks_behind_the_last_article_are_no_part_of_it(after):
    [(_, clauses)] = read_text(TEXT + after)
    assert labels(clauses)[:3] == ["第一条", "第二条", "版记"]
    assert labels(clauses)[3:] == (["署名"] if "来源" in after else [])
    assert clauses[2].text == "第二条 本办法自2024年1月1日起施行。"


@pytest.mark.parametrize(
    "after",
    [
        "临湖市人民政府\n2024年1月1日",
        "本办法施行前已经受理的申请，依照原规定办理。",
        "第三章 附则\n第三条 本办法所称公园，包括游园。",
        "附表\n| 公园 | 开放时间 |\n| 东湖 | 六时 |\n注：节假日可以延长。",
        "第三条 举报方式如下：\n联系电话：0871-6512345",
    ],
)
def test_what_belongs_to_the_text_stays_in_it(after):
    [(_, clauses)] = read_text(TEXT + after)
    assert "版记" not in labels(clauses)


def test_an_article_that_goes_on_behind_a_bare_line_is_in_the_same_text():
    [(_, clauses)] = read_text(
        "临湖市公园管理办法\n第一条 本办法自2024年1月1日起施行，有效期五年。\n附则\n解释与修订如下。\n"
        "第二条 本办法由市园林局负责解释。"
    )
    assert labels(clauses)[-1] == "第二条"


def test_a_column_of_short_news_is_no_part_of_the_paper_before_it():
    text = (
        "某市药品采购整治工作方案\n\n为规范药品采购行为，制定本方案。\n\n一、整治范围\n\n全市二级以上公立医院。\n\n二、保障措施\n\n"
        "成立专项整治工作领导小组，办公室设在市医保局。\n\n简讯\n\n▲5月8日，某市召开住房公积金管理委员会会议，审议通过年度归集使用计划。\n\n"
        "▲5月20日，某市民政局举办养老护理职业技能竞赛。"
    )
    (plan, clauses), (news, briefs) = read_text(text)
    assert (plan.title, news.title) == ("某市药品采购整治工作方案", "简讯")
    assert labels(clauses)[-1] == "二、保障措施第1段"
    assert labels(briefs) == ["第1段", "第2段"]
