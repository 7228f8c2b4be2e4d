"""PDF: lines are joined where a paragraph goes on and nowhere else, tables keep their cells, no number is lost."""

import io
from itertools import pairwise

import pytest

from tiaowen.reading.corpus import read_sources
from tiaowen.reading.files import pdf
from tiaowen.reading.files.pdf_letters import Row, row_of

SIZE = (595, 842)
WORDS = "供水单位应当按照国家规定的标准和规范建设运行维护供水设施保证水质水压符合要求不得擅自改装拆除或者转让"


def printed(
    *lines: tuple[float, float, str],
    size: int = 10,
    rules: tuple[tuple[float, ...], ...] = (),
    lean: str = "1 0 0 1",
) -> bytes:
    """A drawing of one page: words at x, y (points, y upwards) and rules from x0, y0 to x1, y1. lean: how the words
    stand, as the first four numbers of a matrix."""
    words = "".join(f"{lean} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj " for x, y, text in lines)
    drawn = "".join(f"{x0} {y0} m {x1} {y1} l S " for x0, y0, x1, y1 in rules)
    return f"{drawn}BT /F1 {size} Tf {words}ET".encode()


def grid(xs: list[float], ys: list[float]) -> tuple[tuple[float, ...], ...]:
    return (*((xs[0], y, xs[-1], y) for y in ys), *((x, ys[-1], x, ys[0]) for x in xs))


def document(*pages: bytes, picture_on: int = 0) -> bytes:
    """A PDF of these drawings in a Chinese font that is not embedded; `picture_on`: a page, from one, with a scan."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] /Ascent 880"
        b" /Descent -120 /ItalicAngle 0 /CapHeight 800 /StemV 80 >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        b"\nstream\n\x80\nendstream",
    ]
    kids = []
    for number, drawing in enumerate(pages, 1):
        if number == picture_on:
            drawing = b"q 500 0 0 700 50 80 cm /Im Do Q " + drawing
        kids.append(f"{len(parts) + 1} 0 R")
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources"
            b" << /Font << /F1 3 0 R >> /XObject << /Im 6 0 R >> >> >>" % (len(parts) + 2)
        )
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
    parts[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))
    return out.getvalue()


def paragraphs(*pages: bytes) -> list[str]:
    text = pdf.read(document(*pages), "a.pdf")[0]
    return [line for line in text.split("\n") if not line.startswith("<!--")]


def lines_of(*texts: str | tuple[float, str], left: float = 90, pitch: float = 20) -> list[tuple[float, float, str]]:
    """Lines from the top of a page; a pair has its own left edge."""
    placed = [(left, text) if isinstance(text, str) else text for text in texts]
    return [(x, 720 - pitch * number, text) for number, (x, text) in enumerate(placed)]


def test_short_lines_are_not_taken_for_full_ones_where_few_paragraphs_are_wrapped():
    """Three headings end at one place; the only line that is wrapped runs to the edge of the page."""
    found = paragraphs(
        printed(
            *lines_of(
                (240, "第一章 总则和范围"),
                "第一条 为了加强供水管理，制定本办法。",
                (240, "第二章 供水和用水"),
                "第二条 " + WORDS[:36],
                "，并保证供水。",
                (240, "第三章 责任和附则"),
                "第三条 本办法自公布之日起施行。",
            )
        )
    )
    assert found == [
        "第一章 总则和范围",
        "第一条 为了加强供水管理，制定本办法。",
        "第二章 供水和用水",
        f"第二条 {WORDS[:36]}，并保证供水。",
        "第三章 责任和附则",
        "第三条 本办法自公布之日起施行。",
    ]


@pytest.mark.parametrize(
    ("before", "text", "apart"),
    [
        ("第一章 总则", "第一条 为了加强管理，制定本办法。", True),
        ("情节严重的，吊销许可证", "第八条 本办法自公布之日起施行。", True),
        ("当事人违反本合同", "第八条 擅自转让的", False),
        ("由主管部门依照《供水手册》", "第八条 处罚", False),
        ("依照第七条、", "第八条 的规定", False),
        ("第一章 总则..............2", "第二章 供水", True),
        ("1.2 适用范围 ………………………… 2", "2 组织体系 ………………………… 2", True),
    ],
)
def test_an_article_and_an_entry_of_the_contents_are_never_joined_to_the_line_before(before, text, apart):
    assert pdf._apart(before, [text]) is apart


def test_a_number_in_the_last_row_of_a_table_is_no_page_number():
    rows = [Row(text, x, x + 60, y, y + 10, 10) for x, y, text in [
        (72, 120, "二级"), (200, 120, "岗位乙"), (300, 120, "450"), (400, 120, "有补助"),
        (72, 90, "三级"), (200, 90, "岗位丙"), (300, 90, "460"), (400, 90, "无补助"),
        (290, 40, "- 1 -"),
    ]]  # fmt: skip
    rows[:0] = [Row("第一条 补助标准如下：", 72, 300, 700, 710, 10)]
    assert pdf._furniture([rows], [SIZE]) == [{9}]


def test_two_parties_sign_on_the_same_day():
    first = printed(*lines_of(*["第一条 租金按月支付。"] * 3), (290, 40, "- 1 -"))
    last = printed((90, 60, "2024年6月18日"), (306, 60, "2024年6月18日"), (90, 700, "第二条 一式两份。"))
    assert paragraphs(first, last)[-1] == "2024年6月18日 2024年6月18日"


def test_a_scanned_page_with_a_printed_number_is_reported(tmp_path):
    path = tmp_path / "规定.pdf"
    page = printed(*lines_of(f"第一条 {WORDS[:30]}。", f"第二条 {WORDS[10:40]}。"), (290, 40, "- 1 -"))
    last = printed(*lines_of(f"第八条 {WORDS[5:35]}。"), (290, 40, "- 3 -"))
    path.write_bytes(document(page, printed((290, 40, "- 2 -")), last, picture_on=2))
    corpus = read_sources([path])
    ((file, reason),) = corpus.failures
    assert "第2页是图片" in reason
    assert {piece.reason for piece in corpus.set_aside} == {"页眉页脚"}


def test_the_cells_of_a_ruled_table_keep_their_lines_together():
    """The words of the middle column take two lines, the others one; the first column has a cell over two rows."""
    xs, ys = [90.0, 180.0, 330.0, 450.0], [640.0, 620.0, 585.0, 550.0]
    rules = [rule for rule in grid(xs, ys) if rule != (90.0, 585.0, 450.0, 585.0)]
    words = [
        (90, 700, "第一条 职责见下表："),
        (95, 626, "单位"), (185, 626, "职责"), (335, 626, "电话"),
        (95, 580, "应急局"), (185, 605, "统筹救援力量，管理和"), (185, 591, "调拨物资"), (335, 598, "0566-1"),
        (185, 570, "接收报告，组织会商和"), (185, 556, "评估"), (335, 563, "0566-2"),
        (90, 500, "第二条 本办法自公布之日起施行。"),
    ]  # fmt: skip
    assert paragraphs(printed(*words, rules=(*rules, (180.0, 585.0, 450.0, 585.0)))) == [
        "第一条 职责见下表：",
        "| 单位 | 职责 | 电话 |",
        "| 应急局 | 统筹救援力量，管理和调拨物资 | 0566-1 |",
        "|  | 接收报告，组织会商和评估 | 0566-2 |",
        "第二条 本办法自公布之日起施行。",
    ]


def test_a_frame_and_the_rule_between_two_columns_are_no_table():
    frame = grid([60.0, 300.0, 540.0], [780.0, 60.0])
    left = [(70, y, text) for _, y, text in lines_of(*[WORDS[:22]] * 8)]
    right = [(310, y, text) for _, y, text in lines_of(*[WORDS[20:42]] * 8)]
    assert paragraphs(printed(*left, *right, rules=frame)) == [WORDS[:22] * 8 + WORDS[20:42] * 8]


def test_the_head_of_a_table_that_goes_on_over_a_page_is_printed_once():
    xs = [90.0, 180.0, 330.0]
    head = [(95, 626, "地区"), (185, 626, "标准（元）")]
    one = printed(*head, (95, 606, "甲市"), (185, 606, "460"), rules=grid(xs, [640.0, 620.0, 600.0]))
    two = printed(*head, (95, 606, "乙市"), (185, 606, "450"), rules=grid(xs, [640.0, 620.0, 600.0]))
    assert paragraphs(one, two) == ["| 地区 | 标准（元） |", "| 甲市 | 460 |", "| 乙市 | 450 |"]


def test_the_head_of_a_table_without_rules_is_printed_once_and_joins_no_sentence():
    head = [(90, "章节"), (200, "条文"), (400, "备注")]
    one = [(90, "第一章 总则"), (200, "第一条 供水单位应当保证水")]
    found = paragraphs(
        printed((90, 760, "某县供水办法"), *((x, 740, text) for x, text in head), *((x, 720, text) for x, text in one)),
        printed(
            *((x, 760, text) for x, text in head), (200, 740, "质。"), (200, 720, "第二条 本办法自公布之日起施行。")
        ),
    )
    assert found[:4] == ["某县供水办法", "| 章节 | 条文 | 备注 |", "第一章 总则", "第一条 供水单位应当保证水"]
    assert "章节" not in "".join(found[4:])


def test_a_row_of_a_table_at_the_head_of_a_page_may_say_what_another_says():
    def page(*names: str) -> bytes:
        rows = [((90, "某局"), (210, name), (330, "合格")) for name in names]
        return printed(*((x, 740 - 20 * at, cell) for at, row in enumerate(rows) for x, cell in row))

    assert "".join(paragraphs(page("单位", "甲", "乙"), page("甲", "丙"))).count("甲") == 2


def test_the_lines_of_a_cover_stand_by_themselves():
    words = [
        "某县供水设备采购",
        "项目编号：GS-2024-058",
        "采购人：某县水务局",
        "代理机构：甲招标公司",
        "二〇二四年六月",
    ]
    cover = [(297 - 5 * sum(0.5 if char.isascii() else 1 for char in text), text) for text in words]
    texts = ["第一条 " + WORDS[:37], WORDS[:41], "按期交货。"]
    found = paragraphs(printed(*lines_of(*cover)), printed(*lines_of(*texts)))
    assert found == [*words, "".join(texts)]


def test_a_letterhead_is_not_joined_to_the_title_below_it():
    head = [(262, "某县财政局文件"), (252, "某财行〔2024〕36号"), (190, "某县财政局关于印发差旅费管理办法的通知")]
    found = paragraphs(printed(*lines_of(*head, "第一条 " + WORDS[:37], "按期报销。")))
    assert found == [*(text for _, text in head), f"第一条 {WORDS[:37]}按期报销。"]


def test_names_and_dates_at_the_right_below_a_text_are_lines_of_their_own():
    body = ["第一条 " + WORDS[:37], "按期报销。", "第二条 " + WORDS[3:40], "自公布之日起施行。"]
    sign = [(430, "某县财政局"), (410, "2024年8月20日")]
    whole = [body[0] + body[1], body[2] + body[3], *(text for _, text in sign)]
    assert paragraphs(printed(*lines_of(*body, *sign))) == whole
    assert paragraphs(printed(*lines_of(*body)), printed(*lines_of(*sign))) == whole  # alone on the last page


def test_a_title_of_several_lines_is_one_though_its_first_line_reads_like_a_title():
    rows = ["院司法警察依法履行职权", "的规定"]
    assert not pdf._apart("最高人民法院关于人民法", rows)
    assert pdf._apart("某省供水管理办法", ["目 录"])


def test_a_full_line_of_text_that_ends_like_a_title_goes_on():
    full = "第一条 " + WORDS[:35] + "决定"
    assert paragraphs(printed(*lines_of(full, "前，应当听取意见。", "第二条 " + WORDS[:37], "转让。")))[0] == (
        full + "前，应当听取意见。"
    )
    assert pdf._apart("供水单位依照本市供水管理条例", ["前，应当听取意见。"], centred=False) is False


def test_white_between_paragraphs_parts_them_where_the_last_line_is_full():
    wrapped = [WORDS[:41], WORDS[:40] + "。"]
    lines = [
        (90, 700 - y, text) for y, text in zip((0, 15, 45, 60, 90, 105, 135), [*wrapped * 3, "完毕。"], strict=True)
    ]
    assert paragraphs(printed(*lines)) == ["".join(wrapped)] * 3 + ["完毕。"]


def test_two_lines_in_the_last_column_are_not_mixed_with_the_lines_beside_them():
    def page(left: int, right: list[str]) -> bytes:
        columns = [(70, WORDS[:22])] * left, [(310, text) for text in right]
        return printed(*(line for column in columns for line in lines_of(*column)))

    found = paragraphs(page(12, [WORDS[20:42]] * 12), page(12, [WORDS[9:31], "转让并及时改正。"]))
    assert found == [WORDS[:22] * 12 + WORDS[20:42] * 12 + WORDS[:22] * 12 + WORDS[9:31] + "转让并及时改正。"]


@pytest.mark.parametrize("sides", ["lines", "bars of their own for every cell", "none at the left and right"])
def test_rules_are_drawn_in_many_ways(sides):
    xs, ys = [90.0, 180.0, 330.0], [640.0, 620.0, 585.0]
    if sides == "lines":
        drawn = "".join(f"{x0} {y0} m {x1} {y1} l S " for x0, y0, x1, y1 in grid(xs, ys))
    elif sides == "none at the left and right":
        drawn = "".join(f"{x0} {y0} m {x1} {y1} l S " for x0, y0, x1, y1 in grid(xs, ys) if x0 != x1 or x0 == 180)
    else:
        drawn = "".join(f"{x0} {y} {x1 - x0 - 0.5} 0.5 re f " for y in ys for x0, x1 in pairwise(xs))
        drawn += "".join(f"{x} {y1} 0.5 {y0 - y1 - 0.5} re f " for x in xs for y0, y1 in pairwise(ys))
    words = [
        (95, 626, "单位"),
        (185, 626, "职责"),
        (95, 598, "应急局"),
        (185, 605, "统筹救援，管理和"),
        (185, 591, "调拨"),
    ]
    expected = ["| 单位 | 职责 |", "| 应急局 | 统筹救援，管理和调拨 |"]
    assert paragraphs(drawn.encode() + printed(*words)) == expected


def test_letters_of_which_only_the_ink_is_known_are_as_wide_as_the_others() -> None:
    """Of some fonts pdfium gives the box of the ink of 日 and 自: the white beside them is no blank."""
    ink = {"日": (2.2, 9.8), "自": (2.2, 9.8)}
    letters, x = [], 0.0
    for character in "第二条 每日自行检查":
        if character == " ":
            x += 2.7
            continue
        left, right = ink.get(character, (0.0, 12.0))
        letters.append((x + left, x + right, 0.0, 16.0, character, "", 3.0))
        x += 12.0
    assert row_of(letters, 16.0).text == "第二条 每日自行检查"


def test_a_short_notice_without_indents_has_no_full_line():
    """Three headings of one length are narrower than most lines."""
    words = [(200, "关于做好值班工作的通知"), "各科室、各站所：", "现将值班工作通知如下。"]
    words += [
        "一、值班时间",
        "6月1日至9月30日，每日二十四小时值班。",
        "二、值班要求",
        "值班人员不得脱岗，保持手机畅通。遇险情十分钟内报告。",
    ]
    words += ["三、责任追究", "脱岗一次的，扣发当月绩效五百元。", "特此通知。", "某镇人民政府", "2024年5月28日"]
    assert paragraphs(printed(*lines_of(*words))) == [text if isinstance(text, str) else text[1] for text in words]


def test_no_blank_stands_between_a_figure_and_its_point() -> None:
    letters = [(0.0, 5.0, 0.0, 12.0, "1", "", 0.0), (10.0, 13.0, 0.0, 12.0, ".", "", 0.0)]
    assert row_of([*letters, (20.0, 30.0, 0.0, 12.0, "甲", "", 0.0)], 12.0).text.startswith("1.")


def test_the_title_of_an_appendix_is_not_joined_to_its_number() -> None:
    """The title is hardly larger than the text: no letters of a heading."""
    rules = printed(*lines_of(WORDS[:36], WORDS[:36], "并保证供水。", "某县水务局", "2025年7月2日"), size=12)
    appendix = (
        printed((90, 720, "附件1"), (90, 660, WORDS[:30]), size=12) + b" " + printed((250, 690, "用水登记表"), size=14)
    )
    assert paragraphs(rules, appendix)[-3:] == ["附件1", "用水登记表", WORDS[:30]]
