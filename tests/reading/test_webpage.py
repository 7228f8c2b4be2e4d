"""Saved pages as sites have them: what is hidden, deleted, listed, laid out in tables, and what the site adds."""

from __future__ import annotations

import pytest

from tests.support.reading_tools import read_text
from tiaowen.errors import SourceError
from tiaowen.reading.files.formats import read_bytes
from tiaowen.reading.layout import layout

ARTICLES = [
    "某县河道管理办法",
    "第一条　为了加强河道管理，制定本办法。",
    "第二条　本办法适用于本县河道。",
    "第三条　河道管理遵循下列原则：",
    "（一）统一管理；",
    "（二）分级负责。",
    "第四条　本办法自2024年5月1日起施行。",
]


def html(body: str, head: str = "") -> bytes:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def lines(body: str, head: str = "") -> tuple[list[str], str]:
    """The paragraphs of a page, and all that is set aside of it."""
    one = read_bytes(html(body, head), "a.html")
    paragraphs, aside = layout.undo_layout(one)
    words = " ".join(one.text[each.start : each.end] for each in aside)
    return [paragraph.text for paragraph in paragraphs], words


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize("tag", ["del", "s", "strike", "span style='text-decoration:line-through'"])
def test_deleted_words_are_no_text_and_inserted_ones_are(tag: str) -> None:
    body = f"<p>第六条　培训不少于<{tag}>二十</{tag.split()[0]}><ins>四十</ins>学时。</p>"
    assert lines(body) == (["第六条　培训不少于四十学时。"], "<!--网页附属文字：二十-->")


def test_how_a_character_is_pronounced_is_no_text() -> None:
    assert lines("<p>不得<ruby>摊<rp>(</rp><rt>tān</rt><rp>)</rp></ruby>派。</p>")[0] == ["不得摊派。"]


@pytest.mark.parametrize("style", ["visibility: hidden; opacity: 0;", "display:none"])
def test_the_text_itself_is_read_though_a_script_has_still_to_show_it(style: str) -> None:
    body = f"<h1>某县河道管理办法</h1><div style='{style}'>{paragraphs(ARTICLES[1:])}</div><div>阅读 1.2万 赞 56</div>"
    assert lines(body)[0] == ARTICLES


def test_a_hidden_part_that_goes_on_where_the_numbers_end_is_text() -> None:
    more = f"<div style='display:none'>{paragraphs(ARTICLES[5:])}</div><a>展开全文</a>"
    assert lines(paragraphs(ARTICLES[:5]) + more) == (ARTICLES, "展开全文")


def test_a_hidden_copy_of_the_text_is_not_read_twice() -> None:
    copy = f"<div style='display:none'>{paragraphs(ARTICLES[1:])}</div>"
    assert lines(paragraphs(ARTICLES) + copy)[0] == ARTICLES
    assert lines(copy + paragraphs(ARTICLES))[0] == ARTICLES


@pytest.mark.parametrize(
    ("sheet", "hidden"),
    [
        (".hid{display:none}", True),
        (".a, p .x{color:red} span.hid { Display : NONE !important }", True),
        ("#one{display:none}", True),
        (".hid{display:none} p .hid{display:inline}", False),
        ("@media print{.hid{display:none}}", False),
        ("/* .hid{display:none} */", False),
        (".menu .hid{display:none}", False),
        ("span{display:none}", False),
    ],
)
def test_what_the_style_sheet_of_the_page_hides_is_set_aside(sheet: str, hidden: bool) -> None:
    text = "第一条　本办法适用于本县行政区域内河道的管理。"
    words = "本文由某网采集，转载请注明"
    found, _ = lines(f"<p>{text}<span class='hid' id='one'>{words}</span></p>", f"<style>{sheet}</style>")
    assert found == [text if hidden else text + words]


NAVIGATION = "<a href=1>政务公开</a><br><a href=2>办事服务</a><br><a href=3>互动交流</a>"


@pytest.mark.parametrize("beside", [NAVIGATION, "", "<img src=a.png>", f"<div>{NAVIGATION}</div>"])
@pytest.mark.parametrize("parted", ["<br>", "</p><p>", "</div><div>"])
def test_a_table_that_lays_out_the_page_is_no_data_however_its_lines_are_parted(beside: str, parted: str) -> None:
    text = parted.join(f"&nbsp;&nbsp;{line}" for line in ARTICLES)
    text = f"<p>{text}</p>" if parted == "</p><p>" else f"<div>{text}</div>"
    found, aside = lines(f"<table><tr><td>{beside}</td><td>{text}</td></tr></table>")
    assert found == ARTICLES
    assert ("政务公开 办事服务 互动交流" in aside) == ("政务" in beside)


def test_links_within_the_document_are_no_menu() -> None:
    contents = "<div><a href='#a'>总则</a><br><a href='#b'>管理</a><br><a href='#c'>附则</a></div>"
    papers = "<div><a href=1>附件1 申请表</a><br><a href=2>附件2 承诺书</a><br><a href=3>附件3 名单</a></div>"
    found = ["总则", "管理", "附则", "附件1 申请表", "附件2 承诺书", "附件3 名单"]
    assert lines(contents + papers)[0] == found


INFORMATION = (
    "<table><tr><td><b>标　题：</b></td><td colspan=3>{title}</td></tr><tr><td>发文机关：</td><td>某县人民政府</td>"
    "<td>发文字号：</td><td>某政发〔2024〕6号</td></tr><tr><td>成文日期：</td><td>2024年3月12日</td><td>索引号：</td><td>01</td>"
    "</tr></table>"
)


def test_what_the_site_says_of_the_document_above_it_is_not_its_title() -> None:
    page = INFORMATION.format(title=ARTICLES[0])
    found, aside = lines(page + paragraphs(ARTICLES))
    assert found == ["某政发〔2024〕6号", *ARTICLES]
    assert "索引号" in aside
    document = read_text("\n".join(found))[0][0]
    assert (document.title, document.number) == (ARTICLES[0], "某政发〔2024〕6号")
    assert lines(page + paragraphs(ARTICLES[1:]))[0] == [ARTICLES[0], "某政发〔2024〕6号", *ARTICLES[1:]]


def test_a_table_of_data_with_such_words_is_text() -> None:
    table = "<table><tr><th>名称</th><th>来源</th></tr><tr><td>甲</td><td>乙</td></tr></table>"
    assert lines(table)[0] == ["| 名称 | 来源 |", "| 甲 | 乙 |"]
    form = INFORMATION.format(title="甲")
    assert lines(paragraphs(ARTICLES) + form)[0][-1] == "| 成文日期： | 2024年3月12日 | 索引号： | 01 |"


@pytest.mark.parametrize(
    "words",
    [
        "上一页 1 2 下一页",
        "首页 | 上一页 | 下一页 | 尾页",
        "附件下载：某县河道管理办法.docx",
        "关于我们 | 网站声明 | 网站地图",
        "— END —",
        "阅读 1.2万赞 56在看",
        "点击查看全文",
    ],
)
def test_what_a_site_adds_below_the_text_is_no_part_of_the_last_article(words: str) -> None:
    assert lines(f"{paragraphs(ARTICLES)}<div>{words}</div>") == (ARTICLES, words)


@pytest.mark.parametrize("words", ["附件：某县河道名录.doc", "编辑部负责解释。", "联系我们", "下一页附表", "阅读"])
def test_other_words_below_the_text_stay(words: str) -> None:
    assert lines(f"{paragraphs(ARTICLES)}<div>{words}</div>")[0] == [*ARTICLES, words]


def test_the_credits_at_the_end_of_a_page_and_its_time_are_set_aside() -> None:
    stamp = "<h1>某县河道管理办法</h1><div>原创 某县水利局 2024年03月20日 18:30 某省</div>"
    found, aside = lines(
        f"{stamp}{paragraphs(ARTICLES[1:])}<p>— END —</p><p>来源：某县政府网</p><p>编辑：王某　审核：李某</p>"
        "<p>阅读 12 赞 3</p>"
    )
    assert found == ARTICLES
    assert "来源：某县政府网" in aside
    assert "18:30" in aside
    assert lines("<h1>甲办法</h1><p>来源：某局</p><p>第一条　乙。</p>")[0] == ["甲办法", "来源：某局", "第一条　乙。"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<ol style='list-style:none'><li>（一）甲；</li><li>（二）乙。</li></ol>", ["（一）甲；", "（二）乙。"]),
        ("<ol><li><p>（一）甲；</p></li><li>2.乙。</li></ol>", ["（一）甲；", "2.乙。"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲；</li><li>乙。</li></ol>", ["一、甲；", "二、乙。"]),
        ("<ul style='list-style-type: decimal'><li>甲；</li></ul><ul><li>乙。</li></ul>", ["1. 甲；", "乙。"]),
        ("<ol type=a><li>甲；</li><li>乙。</li></ol>", ["a) 甲；", "b) 乙。"]),
        (
            "<ol><li>甲：<ol><li>乙；<ol><li>丙；</li></ol></li><li>丁；</li></ol></li><li>戊。</li></ol>",
            ["1. 甲：", "（1）乙；", "①丙；", "（2）丁；", "2. 戊。"],
        ),
    ],
)
def test_list_items_have_the_numbers_that_a_browser_shows(body: str, found: list[str]) -> None:
    assert read_bytes(html(body), "a.html").text.split("\n") == found


def test_a_style_sheet_without_numbers_for_lists() -> None:
    assert lines("<ol><li>甲；</li></ol>", "<style>ul,ol{margin:0;list-style:none}</style>")[0] == ["甲；"]


def test_a_page_whose_words_are_in_a_script_is_told_as_such() -> None:
    with pytest.raises(SourceError, match="由脚本另行载入.*用浏览器打开"):
        read_bytes(html("<div id=app></div><script>var a='第一条　甲。'</script>"), "a.html")


def test_a_page_without_its_first_line_is_one_under_other_names() -> None:
    assert read_bytes("<body><p>第一条　甲。</p><p>第二条　乙。</p></body>".encode(), "a.md").encoding == "html"


def test_a_text_in_a_field_of_a_form_is_read_line_by_line() -> None:
    assert lines("<form><textarea>" + "\n".join(ARTICLES) + "</textarea><button>提交</button></form>")[0] == ARTICLES
