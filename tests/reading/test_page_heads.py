"""Running heads and feet with the page number on their line, alone below form feeds, or printed by a browser."""

import pytest

from tests.support.reading_tools import labels, read_text, source
from tiaowen.reading.grammar.numerals import chinese
from tiaowen.reading.layout import layout

TITLE = "临湖市公务用车管理办法"


def pages(head="", foot="", feed="", count=5):
    """A regulation of three articles to the page; the last one of a page is cut in the middle."""
    text, rest, number = "", "", 0
    for page in range(1, count + 1):
        top, end = (part(page) if callable(part) else part for part in (head, foot))
        text += (top + "\n" if top else "") + (TITLE + "\n" if page == 1 else "") + rest
        for last in (False, False, True):
            number += 1
            name = chinese(number)
            begun = f"第{name}条 公务用车实行编制和标准管理，各单位应当在核定的编制内配备第{name}类车辆，"
            text, rest = text + begun, "不得超出编制和标准配备，不得借用其他单位的车辆。\n"
            text += "\n" if last else rest
        text += (end + "\n" if end else "") + (feed if page < count else rest)
    return text


def clean(text):
    [(document, clauses)] = read_text(text)
    assert document.title == TITLE
    assert labels(clauses) == [f"第{chinese(n)}条" for n in range(1, len(labels(clauses)) + 1)]
    assert all(c.text.endswith("不得借用其他单位的车辆。") and "\n" not in c.text for c in clauses if c.role == "unit")
    return len(labels(clauses))


@pytest.mark.parametrize(
    "head",
    [
        lambda page: f"{page}　　临湖市规范性文件选编" if page % 2 else f"临湖市规范性文件选编　　{page}",
        lambda page: f"· {page} ·  临湖市规范性文件选编",
        lambda page: f"{page}  临湖市人民政府公报 2023年第9期",
        lambda page: f"临湖市人民政府公报 2023年第9期  -{page}-",
        lambda page: f"第{page}页　公务用车管理办法",
        lambda page: f"〔{page}〕",
        lambda page: f"……{page}……",
        lambda page: "ⅠⅡⅢⅣⅤ"[page - 1],
        "扫描全能王 创建",
    ],
)
def test_a_head_or_foot_with_the_number_of_its_page_is_set_aside(head):
    assert clean(pages(head=head)) == clean(pages(foot=head)) == 15


def test_what_a_browser_prints_around_a_page_is_set_aside():
    head = "2023/9/12 10:24            关于印发公务用车管理办法的通知"
    assert clean(pages(head, lambda page: f"https://www.linhu.example/zwgk/t2023.html            {page}/5")) == 15


@pytest.mark.parametrize("names", [("临湖市规章制度选编", "车辆与物业"), ("临湖市机关事务管理局制度",) * 2])
def test_heads_below_form_feeds_are_set_aside_also_above_the_title(names):
    assert clean(pages(head=lambda page: names[page % 2], feed="\f")) == 15


def test_a_head_of_all_pages_is_not_joined_to_the_title():
    assert clean(pages(head="内部文件 不得外传", foot=lambda page: f"第{page}页")) == 15


def test_a_number_in_the_midst_of_a_sentence_is_the_number_of_a_page():
    words = "第一条 为了规范公务用车配备和使用，降低行政成本，保障公务出\n3\n行，制定本办法。"
    [(_, clauses)] = read_text(f"{TITLE}\n{words}\n第二条 本办法自公布之日起施行。")
    assert clauses[1].text.endswith("保障公务出行，制定本办法。")


@pytest.mark.parametrize(
    "words", ["典型案例 {}", "{}. 车辆登记情况", "考核评分表（{}）", "第{}组 市直单位", "附表{}", "2024年工作要点"]
)
def test_what_is_numbered_by_itself_is_text(words):
    sentence = "各单位应当在核定的编制内配备车辆，不得超出编制和标准配备，不得借用、占用下属单位或者其他单位的车辆。\n"
    text = "".join(words.format(n) + "\n" + 5 * sentence for n in range(1, 5))
    paragraphs, aside = layout.undo_layout(source(text))
    assert not aside
    assert sum(len(p.text) for p in paragraphs) == len(text) - text.count("\n")


def test_the_title_above_its_repetitions_stays():
    [(document, _)] = read_text(pages(head=TITLE, feed="\f").replace(f"{TITLE}\n{TITLE}", TITLE))
    assert document.title == TITLE
