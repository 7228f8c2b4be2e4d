"""PDF: what stands across or beside the lines of a page is no text; columns are parted, pages on a side are read."""

import pytest

from tests.reading.test_pdf import WORDS, document, grid, lines_of, paragraphs, printed
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.files import pdf

BODY = [f"第{n}条 {WORDS[:37]}" + "，并保证供水安全。" * (n == "三") for n in "一二三"]
LINES = [WORDS[:41], WORDS[:40] + "。", "第一条 " + WORDS[:37], "转让并及时改正。"] * 3
UPWARD, DOWNWARD, ASLANT = "0 1 -1 0", "0 -1 1 0", "0.7071 0.7071 -0.7071 0.7071"


def comments(*pages: bytes) -> list[str]:
    text = pdf.read(document(*pages), "a.pdf")[0]
    return [line for line in text.split("\n") if line.startswith("<!--")]


@pytest.mark.parametrize(
    ("words", "size", "lean"),
    [
        pytest.param([(150, 430, "内部资料严禁外传")], 60, ASLANT, id="one large line aslant"),
        pytest.param([(100 + 90 * n, 500 + 40 * m, "张三") for n in range(4) for m in range(5)], 9, ASLANT, id="tiles"),
        pytest.param([(560, 300, "某县人民政府公报2024年第3期")], 9, UPWARD, id="up the edge"),
        pytest.param([(36, 700, "装订线")], 9, DOWNWARD, id="down the edge"),
        pytest.param([(120, 575, "征求意见稿")], 60, "1 0 0 1", id="a large level line over others"),
    ],
)
def test_words_across_or_beside_the_lines_are_set_aside(words, size, lean):
    page = printed(*lines_of(*LINES))
    plain = paragraphs(page)
    marked = page + b" " + printed(*words, size=size, lean=lean)
    assert paragraphs(marked) == plain
    assert "".join(text for _, _, text in words) == "".join(each[5:-4] for each in comments(marked))


def test_a_watermark_is_known_on_the_page_where_it_stands_below_the_text():
    mark = b" " + printed((120, 575, "征求意见稿"), size=60)
    last = printed(*lines_of("第二条 本办法自公布之日起施行。"))
    found = paragraphs(last + mark, printed(*lines_of(*LINES)) + mark, last + mark)
    assert found[0] == found[-1] == "第二条 本办法自公布之日起施行。"
    assert not any("征求意见稿" in text for text in found)


def test_a_large_title_above_the_text_is_no_watermark():
    page = printed((150, 745, "某县供水办法"), size=30) + b" " + printed(*lines_of(*LINES))
    assert paragraphs(page)[0] == "# 某县供水办法"


@pytest.mark.parametrize(("lean", "place"), [(UPWARD, (100, 60)), (DOWNWARD, (400, 700)), ("-1 0 0 -1", (500, 400))])
def test_a_page_that_lies_on_its_side_is_turned(lean, place):
    a, b, c, d = map(int, lean.split())
    lines = [(place[0] + y * c, place[1] + y * d, text) for y, text in zip(range(0, -240, -20), LINES, strict=True)]
    assert (a, b) != (1, 0)
    assert paragraphs(printed(*lines, lean=lean)) == paragraphs(printed(*lines_of(*LINES)))


def test_a_page_set_from_top_to_bottom_is_read_in_its_order():
    lines = [(500 - 20 * n, text) for n, text in enumerate(LINES)]
    upright = ((x, 700 - 10 * n, char) for x, text in lines for n, char in enumerate(text) if char != " ")
    found = "".join(paragraphs(printed(*upright)))
    assert found.replace(" ", "") == "".join(LINES).replace(" ", "")


def test_words_that_run_up_a_cell_of_a_table_are_kept():
    xs, ys = [90.0, 120.0, 330.0], [640.0, 600.0, 560.0]
    rules = [rule for rule in grid(xs, ys) if rule != (90.0, 600.0, 330.0, 600.0)]
    words = printed((125, 615, "巡查"), (125, 575, "报告"), rules=(*rules, (120.0, 600.0, 330.0, 600.0)))
    page = words + b" " + printed((108, 580, "工作职责"), lean=UPWARD) + b" " + printed(*lines_of(*LINES[:2]))
    assert paragraphs(page)[-2:] == ["| 工作职责 | 巡查 |", "|  | 报告 |"]


@pytest.mark.parametrize("every", [1, 5])
def test_the_numbers_of_the_lines_are_set_aside(every):
    lines = lines_of(*LINES * 2)
    numbers = [(70, y, str(n)) for n, (_, y, _) in enumerate(lines, 1) if n % every == 0 and n > 0]
    page, last = printed(*lines) + b" " + printed(*numbers, size=8), printed(*lines[:2]) + b" "
    if every == 1:
        last += printed(*((70, y, str(n)) for n, (_, y, _) in enumerate(lines[:2], 25)), size=8)
    assert paragraphs(page, last) == paragraphs(printed(*lines), printed(*lines[:2]))


def test_the_numbers_of_paragraphs_in_the_margin_are_kept():
    lines = lines_of(*(f"第{n}项检查由县水务局负责。" for n in "一二三四五六"))
    page = printed(*lines, *((60, y, str(n)) for n, (_, y, _) in enumerate(lines, 1)))
    assert "".join(paragraphs(page)).count("第") == sum("".join(paragraphs(page)).count(n) for n in "123456") == 6


@pytest.mark.parametrize(("raised", "size"), [(True, 7), (False, 7), (False, 10)])
def test_a_footnote_stands_behind_the_text_and_its_mark_in_the_right_place(raised, size):
    second = (90, 700, "第二条 " + WORDS[:37] + "。")
    page = printed((90, 720, "第一条 供水单位应当保证"), (208, 720, "水质和水压。"), second)
    page += b" " + printed((205, 724, "1"), size=6)
    note = printed((90, 100, ("" if raised else "1") + "指公共供水单位，"), (90, 90, "不含自建设施。"), size=size)
    note += b" " + printed((87, 103, "1"), size=4) * raised
    last = printed(*lines_of((110, "并保证供水。"), "第三条 本办法自公布之日起施行。"))
    assert paragraphs(page + b" " + note, last) == [
        "第一条 供水单位应当保证[^1]水质和水压。",
        f"第二条 {WORDS[:37]}。",
        "并保证供水。",
        "第三条 本办法自公布之日起施行。",
        "[^1]: 指公共供水单位，不含自建设施。",
    ]


def test_a_paragraph_goes_on_behind_the_footnote_of_its_page():
    page = printed((90, 720, "第一条 供水单位应当保证"), (208, 720, "水质。"), (90, 700, "第二条 " + WORDS[:37]))
    page += b" " + printed((205, 724, "1"), size=6) + b" " + printed((90, 100, "1指公共供水单位。"), size=7)
    found = paragraphs(page, printed(*lines_of("并保证供水。", "第三条 本办法自公布之日起施行。")))
    assert found[1:] == [
        f"第二条 {WORDS[:37]}并保证供水。",
        "第三条 本办法自公布之日起施行。",
        "[^1]: 指公共供水单位。",
    ]


def test_an_exponent_is_no_footnote():
    page = printed((90, 720, "第一条 面积不小于20m")) + b" " + printed((192, 724, "2"), size=6)
    page += b" " + printed((196, 720, "的，应当备案。"), *lines_of("", WORDS[:41], "转让。")[1:])
    assert paragraphs(page)[0] == "第一条 面积不小于20m2的，应当备案。"


def test_columns_with_a_narrow_gap_are_parted_where_a_mark_hangs_into_it():
    """The gap is two letters wide; two full lines have a mark behind them, so that white of one letter is left."""
    left = [(70, WORDS[:22] + "，" * (n in (3, 6))) for n in range(9)]
    right = [(310, WORDS[20:42])] * 9
    page = printed(*lines_of(*left), *lines_of(*right))
    assert paragraphs(page) == ["".join(text for _, text in left) + "".join(text for _, text in right)]


def test_lines_set_far_apart_go_on():
    """28 points from line to line, with letters of 10."""
    lines = lines_of("第一条 " + WORDS[:37], *[WORDS[:41]] * 4, "转让。", pitch=28)
    assert paragraphs(printed(*lines)) == ["".join(text for _, _, text in lines)]


@pytest.mark.parametrize(
    ("words", "lean"),
    [
        ([(90, y - 3, "内部资料严禁外传" * 3) for y in (700, 640)], "1 0 0 1"),
        ([(60 + 20 * n, 60, WORDS) for n in range(12)], ASLANT),
    ],
)
def test_a_page_that_cannot_be_read_well_is_reported(words, lean, tmp_path):
    path = tmp_path / "规定.pdf"
    page = printed(*lines_of(*LINES))
    path.write_bytes(document(page, page + b" " + printed(*words, lean=lean)))
    ((_, reason),) = read_sources([path]).failures
    assert "第2页的文字互相重叠" in reason
    path.write_bytes(document(page))
    assert not read_sources([path]).failures
