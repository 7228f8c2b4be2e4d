"""Files as people have them: every format gives the same text, and what cannot be read says why in Chinese."""

import contextlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.reading_tools import SOURCES, read
from tiaowen.errors import SourceError, TiaowenError
from tiaowen.reading.documents import documents
from tiaowen.reading.files import formats, pdf, pdf_columns, pdf_letters
from tiaowen.reading.files.formats import read_bytes, read_source
from tiaowen.reading.files.word_numbering import spell
from tiaowen.reading.grammar.numerals import chinese
from tiaowen.reading.layout import layout
from tiaowen.reading.structure import structure

TEXT = "第一条 为了推动党史学习教育常态化长效化，制定本条例。\n\n第二条 开展党史学习教育，用党的历史教育人、启迪人。\n"


# --- text files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        pytest.param(TEXT.encode(), "utf-8", TEXT, id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig", TEXT, id="with a byte order mark"),
        pytest.param(TEXT.encode("gb18030"), "gb18030", TEXT, id="gb18030"),
        pytest.param(TEXT.encode("utf-16"), "utf-16", TEXT, id="utf-16"),
        pytest.param(TEXT.encode("utf-16-le"), "utf-16", TEXT, id="utf-16-le without a mark"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-16", TEXT, id="utf-16-be without a mark"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), "utf-8", TEXT.replace("\n", "\r\n"), id="crlf stays"),
        pytest.param(
            TEXT.encode() + "第".encode()[:2], "utf-8", TEXT + "\ufffd", id="cut in the middle of a character"
        ),
        pytest.param(("㐀𠀀" + TEXT).encode("gb18030"), "gb18030", "㐀𠀀" + TEXT, id="rare characters in gb18030"),
        pytest.param(b"abc 1.\n", "utf-8", "abc 1.\n", id="ascii"),
    ],
)
def test_text_is_decoded_and_not_changed(data, encoding, text):
    source = read_bytes(data, "a.txt")
    assert (source.encoding, source.text) == (encoding, text)


@pytest.mark.parametrize("text", [TEXT, "党", "条例。", "ABC条例"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_short_texts_keep_their_characters(text, encoding):
    assert read_bytes(text.encode(encoding), "a.txt").text == text


# --- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        pytest.param("a.txt", b"", "0 字节", id="empty"),
        pytest.param("a.txt", b" \r\n\t ", "没有文字", id="blank"),
        pytest.param("a.txt", bytes(range(256)) * 40, "二进制", id="binary named txt"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "PNG", id="picture named txt"),
        pytest.param("a.txt", b"%PDF-1.4 ...", "PDF", id="pdf named txt"),
        pytest.param("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 100, "文字识别（OCR）", id="picture"),
        pytest.param("a.pdf", "第一条".encode(), "扩展名", id="text named pdf"),
        pytest.param("a.pdf", b"%PDF-1.4\nbroken", "打不开", id="damaged pdf"),
        pytest.param("a.docx", b"PK\x03\x04broken", "打不开", id="damaged docx"),
        pytest.param("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "加密", id="encrypted docx"),
        pytest.param("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版", id="old Word"),
        pytest.param("a.xlsx", b"PK\x03\x04", ".xlsx", id="a spreadsheet"),
        pytest.param("a.rtf", b"{\\rtf1", "RTF", id="rtf"),
    ],
)
def test_what_cannot_be_read_says_what_it_is(name, data, words):
    with pytest.raises(SourceError) as caught:
        read_bytes(data, name)
    message = str(caught.value)
    assert words in message
    assert all(part in message for part in ("需要：", "实际：", "请："))


def test_a_missing_file_a_folder_without_files_and_a_large_file(tmp_path, monkeypatch):
    with pytest.raises(SourceError, match="找不到"):
        read_source(tmp_path / "没有.txt", "没有.txt")
    with pytest.raises(SourceError, match="没有任何文件"):
        read_source(tmp_path, "空")
    monkeypatch.setattr(formats, "MAX_BYTES", 10)
    (tmp_path / "大.txt").write_text(TEXT, "utf-8")
    with pytest.raises(SourceError, match="不超过"):
        read_source(tmp_path / "大.txt", "大.txt")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([".txt", ".md", ".html", ".docx", ".pdf", ".zip", ".doc", ""]),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"<html>", b"\xd0\xcf\x11\xe0"]),
)
def test_no_bytes_raise_anything_but_a_named_error(data, suffix, head):
    with contextlib.suppress(TiaowenError):
        read_bytes(head + data, "a" + suffix)


# --- HTML ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        pytest.param(
            "<h1>甲办法</h1><p>第一条　乙。<p>第二条　丙。", ["# 甲办法", "第一条　乙。", "第二条　丙。"], id="blocks"
        ),
        pytest.param("<div>甲<b>乙</b><span>丙</span></div>丁", ["甲乙丙", "丁"], id="inline elements"),
        pytest.param("<p>甲<br>乙</p>", ["甲", "乙"], id="line breaks"),
        pytest.param(
            "<ol start=3><li>甲</li><li><p>乙</p></li></ol><ul><li>丙</ul>", ["3. 甲", "4. 乙", "丙"], id="lists"
        ),
        pytest.param("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["| 甲 | 乙 |", "| 丙 | 丁 |"], id="a table"),
        pytest.param(
            "<table><tr><td><p>甲。</p><p>乙。</p></td></tr></table>", ["甲。", "乙。"], id="a table that lays out"
        ),
        pytest.param("<p>甲<script>x()</script><style>p{}</style>乙</p>", ["甲乙"], id="scripts"),
        pytest.param(
            "<p>甲<button>打印</button>乙</p><nav>丙<a>丁</a></nav>戊",
            ["甲乙", "<!--网页附属文字：打印-->", "戊", "<!--网页附属文字：丙 丁-->"],
            id="menus",
        ),
        pytest.param("<p style='display: none'>甲</p><p>乙</p>", ["<!--网页附属文字：甲-->", "乙"], id="hidden"),
        pytest.param("<p>甲乙\n  丙丁 in\n English</p>", ["甲乙丙丁 in English"], id="wrapped source"),
        pytest.param("<p>A&nbsp;&lt;甲&gt;&#20065;</p>", ["A\xa0<甲>乡"], id="entities"),
    ],
)
def test_html_is_one_paragraph_per_line(page, lines):
    assert read_bytes(f"<html><body>{page}</body></html>".encode(), "a.html").text.split("\n") == lines


@pytest.mark.parametrize(
    ("declared", "encoding"), [("gb2312", "gb18030"), ("gbk", "gb18030"), ("utf-8", "utf-8"), ("utf-8", "gb18030")]
)
def test_html_is_decoded_by_what_it_says_or_by_what_it_is(declared, encoding):
    page = f'<html><head><meta charset="{declared}"></head><body><p>国务院办公厅关于镕的通知</p></body></html>'
    assert read_bytes(page.encode(encoding), "a.html").text == "国务院办公厅关于镕的通知"


def test_html_nested_deeply_is_read_and_beyond_measure_is_refused_rather_than_cut():
    assert read_bytes(b"<div>" * 200 + "甲".encode(), "a.html").text == "甲"
    with pytest.raises(SourceError, match="太深"):
        read_bytes("<p>乙".encode() + b"<div>" * 50_000 + "甲".encode(), "a.html")


# --- Word ------------------------------------------------------------------------------------------------------------


def word(build) -> bytes:
    import docx

    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def numbered(document, levels, paragraphs, style=None):
    """Paragraphs (level, text) of an automatic list whose levels are (format, pattern)."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    root = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suff}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text, suff) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in paragraphs:
        paragraph = document.add_paragraph(text)
        if level is not None:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
            )


def test_automatic_numbers_of_word_are_written_out():
    def build(document):
        document.add_heading("示例办法", 0)
        levels = [
            ("chineseCountingThousand", "第%1章", "space"),
            ("chineseCounting", "第%2条", "space"),
            ("chineseCounting", "（%3）", "nothing"),
        ]
        numbered(
            document,
            levels,
            [
                (0, "总则"),
                (1, "为了甲。"),
                (1, "乙："),
                (2, "丙；"),
                (2, "丁。"),
                (None, "戊。"),
                (0, "附则"),
                (1, "己。"),
            ],
        )

    lines = read_bytes(word(build), "a.docx").text.split("\n")
    # Word starts a lower level again below a higher one, unless the list says otherwise.
    assert lines == [
        "# 示例办法",
        "第一章 总则",
        "第一条 为了甲。",
        "第二条 乙：",
        "（一）丙；",
        "（二）丁。",
        "戊。",
        "第二章 附则",
        "第一条 己。",
    ]


def test_tables_of_word_stay_in_place_and_headings_are_marked():
    def build(document):
        document.add_heading("第一章 总则", 1)
        document.add_paragraph("第一条 见下表：")
        table = document.add_table(2, 2)
        for cell, text in zip((c for row in table.rows for c in row.cells), "甲乙丙丁", strict=True):
            cell.text = text
        document.add_paragraph("第二条 戊。").add_run("己。").bold = True

    lines = read_bytes(word(build), "a.docx").text.split("\n")
    assert lines == ["# 第一章 总则", "第一条 见下表：", "| 甲 | 乙 |", "| 丙 | 丁 |", "第二条 戊。己。"]


def test_a_paragraph_that_is_bold_as_a_whole_is_marked_and_a_cell_is_not():
    def build(document):
        document.add_paragraph().add_run("乘车纪律").bold = True
        document.add_paragraph().add_run("这是一句加粗的话，不是标题。").bold = True
        mixed = document.add_paragraph()
        mixed.add_run("调班").bold = True
        mixed.add_run("应当提前申请")
        cell = document.add_table(rows=1, cols=2).rows[0].cells
        cell[0].paragraphs[0].add_run("岗位").bold = True
        cell[1].text = "津贴"

    lines = read_bytes(word(build), "a.docx").text.split("\n")
    assert lines == ["**乘车纪律**", "这是一句加粗的话，不是标题。", "调班应当提前申请", "| 岗位 | 津贴 |"]


def test_deleted_words_of_word_are_left_out_and_hidden_ones_set_aside():
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    def build(document):
        paragraph = document.add_paragraph("第一条 甲")
        paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'))
        paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2"><w:r><w:t>新</w:t></w:r></w:ins>'))
        paragraph.add_run("隐").font.hidden = True
        paragraph.add_run("。")

    assert read_bytes(word(build), "a.docx").text == "第一条 甲新。\n<!--隐藏文字：隐-->"


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (12, "chineseCounting", "十二"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (4, "decimalFullWidth", "４"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (10, "ideographDigital", "一〇"),
        (2, "ideographTraditional", "乙"),
        (7, "unheard-of", "7"),
        (3, "decimalZero", "03"),
        (21, "decimalEnclosedCircle", "21"),
    ],
)
def test_numbers_look_as_word_prints_them(number, form, text):
    assert spell(number, form) == text


# --- archives and folders --------------------------------------------------------------------------------------------


def archive(members, **kwargs) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data, **kwargs)
    return buffer.getvalue()


def test_one_bad_member_is_named_and_stops_nothing(tmp_path):
    path = tmp_path / "a.zip"
    members = [
        ("甲.txt", TEXT),
        ("坏.pdf", "x"),
        ("b/乙.md", "# 乙"),
        ("../evil.txt", "x"),
        ("/abs.txt", "x"),
        (".DS_Store", "x"),
    ]
    members += [("__MACOSX/._甲.txt", "x"), ("内.zip", archive([("丙.txt", "丙")]))]
    path.write_bytes(archive(members))
    failures = []
    found = read_source(path, "a.zip", failures)
    assert [source.file for source in found] == ["a.zip!/b/乙.md", "a.zip!/甲.txt"]
    assert {name for name, _ in failures} == {"a.zip!/坏.pdf", "a.zip!/../evil.txt", "a.zip!//abs.txt", "a.zip!/内.zip"}
    with pytest.raises(SourceError):
        read_source(path, "a.zip")


def test_names_of_chinese_windows_archives(tmp_path):
    data = archive([("XXXX.txt", TEXT)]).replace(b"XXXX", "条例".encode("gb18030"))
    (tmp_path / "a.zip").write_bytes(data)
    assert [source.file for source in read_source(tmp_path / "a.zip", "a.zip")] == ["a.zip!/条例.txt"]


def test_an_archive_that_explodes_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(archive([("零.txt", b"0" * 40_000_000), ("甲.txt", TEXT)]))
    failures = []
    assert [source.file for source in read_source(tmp_path / "a.zip", "a.zip", failures)] == ["a.zip!/甲.txt"]
    assert "大小正常" in failures[0][1]


def test_a_folder_is_read_in_order_and_names_what_failed(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "乙.txt").write_text(TEXT, "utf-8")
    (tmp_path / "甲.txt").write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "坏.txt").write_bytes(b"")
    failures = []
    found = read_source(tmp_path, "夹", failures)
    assert [source.file for source in found] == ["夹/甲.txt", "夹/b/乙.txt"]
    assert [name for name, _ in failures] == ["夹/坏.txt"]


def test_the_bundled_sources_are_read_as_they_are():
    for path in sorted(SOURCES.glob("*.txt")):
        (source,) = read_source(path, path.name)
        assert source.text.encode() == path.read_bytes()


# --- pdf -------------------------------------------------------------------------------------------------------------


def test_a_pdf_without_text_says_that_it_is_scanned():
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(buffer, "PDF")
    with pytest.raises(SourceError, match="扫描"):
        read_bytes(buffer.getvalue(), "a.pdf")


def test_a_blank_after_a_number_is_told_from_the_white_of_a_justified_line():
    """Boxes as LibreOffice prints them: the blank is a gap of its own, every letter stands a little apart."""

    def row(text: str, white: float) -> str:
        letters, x = [], 72.0
        for char in text:
            if char == " ":
                x += 3.0
                continue
            letters.append((x, x + 10, 700.0, 710.0, char, "", 702.0))
            x += 10 + white
        return pdf_letters.row_of(letters, 10.0).text

    for white in (0.0, 1.0, 2.0):
        assert row("第十二条 列入名录的湿地", white) == "第十二条 列入名录的湿地"
        assert row("应当按照整体性的原则", white) == "应当按照整体性的原则"
    assert row("自2024 年", 0.0) == "自2024年"  # typesetters leave white between scripts of their own accord


@pytest.mark.parametrize(
    ("before", "text", "apart"),
    [
        ("仅进行分餐的助餐点。", "3.3 重点服务对象", True),
        ("6 服务要求", "6.1 供餐时间", True),
        ("具体要求见", "4.2 面积", False),
        ("面积不小于", "1.5 m²", False),
        ("DB 4472/T 061—2024", "社区老年助餐点服务规范", True),
        ("社区老年助餐点服务规范", "2024-03-15 发布", True),
        ("某市人民政府关于印发《某市供水管理办法》", "的通知", False),
        ("某省实施《中华人民共和国水法》办法", "第一章 总则", True),
        ("中华人民共和国森林法", "实施细则", False),
        ("应当向", "社会公布", False),
        ("省人民代表大会常务委员会批准）", "第一章 总则", True),
        ("依照前款（不含附件）", "第十一条 规定的程序", False),
    ],
)
def test_rows_of_a_pdf_that_begin_a_paragraph_by_their_words(before, text, apart):
    from tiaowen.reading.files.pdf import _apart

    assert _apart(before, [text]) is apart


def test_what_is_never_parted_leaves_a_line_short():
    """县（市）、区: where 县 ends a line, four letters did not fit."""

    def row(text: str, y: float, indent: float = 0.0) -> pdf_columns.Row:
        return pdf_columns.Row(text, 72 + indent, 72 + indent + 10 * len(text), y, y + 10, 10)

    lines = [
        "第五条　由市和各县的，其中市和县市审计机关是建设市、县",
        "（市）、区审计机关是项目审计监督的主管机关依照管辖范围",
        "实施。",
    ]
    full = ["审" * (len(lines[0]) + 3)] * 4
    rows = [row(text, 700 - 14 * i, 0) for i, text in enumerate([*full, *lines])]
    assert "".join(pdf._lines([rows], [(595, 842)], [set()], [])).endswith("".join(lines))


def test_a_running_head_of_two_pages_is_no_part_of_the_text():
    def page(first: str) -> list[pdf_columns.Row]:
        words = ["某省公报 2024年第2期", first, "第二行。", "第三行。", "第四行。"]
        return [
            pdf_columns.Row(text, 72, 500, y, y + 10, 10)
            for text, y in zip(words, (800, 700, 680, 660, 640), strict=True)
        ]

    pages = [page("第一条 甲。"), page("第二条 乙。")]
    assert pdf._furniture(pages, [(595, 842)] * 2) == [{0}, {0}]
    assert pdf._furniture(pages[:1], [(595, 842)]) == [set()]


def test_a_pdf_of_too_many_pages_is_refused_before_they_are_read():
    import pypdfium2

    document, stream = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(5001):
        document.new_page(100, 100)
    document.save(stream)
    with pytest.raises(SourceError, match="不超过 5000 页.*有 5001 页"):
        read_bytes(stream.getvalue(), "a.pdf")


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")


def convert(path: Path, form: str) -> Path:
    profile = path.parent / "profile"
    command = [
        OFFICE,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return path.with_suffix("." + form.split(":")[0])


def clauses_of(path: Path):
    found = {}
    for source in read_source(path, path.name):
        for draft in documents.find_documents(source, layout.undo_layout(source)[0])[0]:
            found.update({clause.label: clause.text for clause in structure.build(draft, "d")[1]})
    return found


@pytest.fixture(scope="module", params=[1, 2, 3], ids=["one column", "two columns", "three columns"])
def rendered(request, tmp_path_factory):
    """The measures of the gazette as a Word document with a running head and page numbers, and its clauses."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    document, clauses = read("004")["内蒙古自治区事业单位工作人员考核办法"]
    path = tmp_path_factory.mktemp("office") / "办法.docx"
    file = docx.Document()
    file.styles["Normal"].font.size = docx.shared.Pt(10.5)
    section = file.sections[0]
    columns = section._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), str(request.param))
    columns.set(qn("w:space"), "500")
    section.header.paragraphs[0].text = "内蒙古自治区人民政府公报 2024年第2期"
    foot = section.footer.paragraphs[0]
    foot.alignment = 1
    foot.add_run("- ")
    for xml in ('<w:fldChar w:fldCharType="begin"', "<w:instrText>PAGE</w:instrText", '<w:fldChar w:fldCharType="end"'):
        declared = xml.replace(" ", f" {nsdecls('w')} ", 1) if " " in xml else xml.replace(">", f" {nsdecls('w')}>", 1)
        foot.add_run()._r.append(parse_xml(declared + (">" if xml.startswith("<w:instr") else "/>")))
    foot.add_run(" -")
    for number, line in enumerate(document.text.split("\n")):
        if number == 0:
            title = file.add_paragraph()
            title.alignment = 1
            title.add_run(line).font.size = docx.shared.Pt(18)
        else:
            paragraph = file.add_paragraph(line).paragraph_format
            paragraph.first_line_indent = docx.shared.Pt(21)
            paragraph.space_after = docx.shared.Pt(0)
    file.save(path)
    return path, {c.label: c.text for c in clauses if c.level in ("条", "款", "项", "目")}


def squeeze(text: str) -> str:
    return "".join(text.split())


def test_a_word_document_gives_the_same_clauses(rendered):
    path, expected = rendered
    found = clauses_of(path)
    assert {label: found.get(label) for label in expected} == expected


@needs_office
@pytest.mark.slow
def test_a_pdf_gives_the_same_clauses(rendered):
    path, expected = rendered
    found = clauses_of(convert(path, "pdf"))
    assert {label: squeeze(found.get(label, "")) for label in expected} == {k: squeeze(v) for k, v in expected.items()}


@needs_office
@pytest.mark.slow
def test_a_table_in_a_column_of_a_pdf_stays_in_place(tmp_path):
    """A table that runs over the edge of its column makes the widest gap of the page, but parts no columns."""
    import docx
    from docx.enum.section import WD_SECTION
    from docx.oxml.ns import qn

    file = docx.Document()
    title = file.add_paragraph()
    title.alignment = 1
    title.add_run("某市城市供水管理办法").font.size = docx.shared.Pt(20)
    columns = file.add_section(WD_SECTION.CONTINUOUS)._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), "500")
    words = "供水单位应当按照国家规定的标准和规范建设、运行、维护供水设施，保证水质水压符合要求，不得擅自改装拆除。"
    for number in range(1, 61):
        paragraph = file.add_paragraph(f"第{chinese(number)}条　{words[number % 9 :]}{words[number % 7 :]}")
        paragraph.paragraph_format.first_line_indent = docx.shared.Pt(21)
        if number == 47:  # in the right column: in the left one the office program cuts off what runs over
            table = file.add_table(3, 3)
            cells = ["类别", "单价（元）", "备注", "居民", "2.5", "含税", "工业", "4.10", "另加附加费"]
            for cell, text in zip((c for row in table.rows for c in row.cells), cells, strict=True):
                cell.text = text
    path = tmp_path / "供水.docx"
    file.save(path)
    expected = {label: squeeze(text) for label, text in clauses_of(path).items()}
    assert expected["第四十七条"].endswith("|工业|4.10|另加附加费|")
    found = {label: squeeze(text) for label, text in clauses_of(convert(path, "pdf")).items()}
    assert found == expected


@needs_office
@pytest.mark.slow
def test_an_encrypted_pdf_says_so(rendered):
    path, _ = rendered
    encrypt = {
        "EncryptFile": {"type": "boolean", "value": "true"},
        "DocumentOpenPassword": {"type": "string", "value": "a"},
    }
    form = "pdf:writer_pdf_Export:" + json.dumps(encrypt)
    locked = path.with_name("锁.docx")
    shutil.copy(path, locked)
    with pytest.raises(SourceError, match="加密"):
        read_source(convert(locked, form), "锁.pdf")


def page(body: str) -> tuple[list[str], list[str]]:
    """The lines of a saved page, without their marks, and what is set aside of it as words of the site."""
    one = read_bytes(f"<html><body>{body}</body></html>".encode(), "a.html")
    paragraphs, aside = layout.undo_layout(one)
    lines = [paragraph.text for paragraph in paragraphs]
    return lines, [one.text[each.start : each.end] for each in aside if each.reason == "网页附属文字"]


MENU = "<ul><li><a>首页</a></li><li><a>养老服务</a></li><li><a>社会救助</a></li></ul>"


def test_a_list_of_links_is_a_menu_and_is_told_and_a_list_with_words_is_text() -> None:
    text = "<ul><li><a>第一条</a> 总则；</li><li><a>第二条</a> 附则。</li><li>另行规定。</li></ul>"
    assert page(f"{MENU}<p>正文。</p>") == (["正文。"], ["<!--网页附属文字：首页 养老服务 社会救助-->"])
    assert page(text)[0] == ["第一条 总则；", "第二条 附则。", "另行规定。"]
    with pytest.raises(SourceError, match="没有文字"):
        read_bytes(MENU.encode(), "a.html")


LINKS = "<ul><li><a>申请表</a></li><li><a>承诺书</a></li><li><a>授权书</a></li></ul>"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        pytest.param(f"<p>空白表格下载：</p>{LINKS}", True, id="behind a colon"),
        pytest.param(f"<p>应当提交材料。</p>{LINKS}<p>不收费。</p>", True, id="between paragraphs"),
        pytest.param(f"<p>应当提交材料。</p><h3>表格下载</h3>{LINKS}", True, id="behind a heading"),
        pytest.param(f"<p>应当提交材料。</p><h3>热点新闻</h3>{LINKS}", False, id="other news"),
        pytest.param(f"<p>应当提交材料。</p></div><div><h3>政务公开</h3>{LINKS}", False, id="another column"),
        pytest.param("<p>甲。</p><h3>相关新闻</h3><ul><li><a>乙会议</a> [03-17]</li></ul>", False, id="a dated link"),
    ],
)
def test_a_list_of_links_in_the_text_is_text(body: str, kept: bool) -> None:
    lines, aside = page(f"<div>{body}</div>")
    assert (lines[-1] in ("授权书", "不收费。")) == kept
    assert any("<!--" in words for words in aside) != kept


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        pytest.param(
            "<tr><th>序号<th>材料<th>份数<tr><td rowspan=2>1<td>户口簿<td>1<tr><td>身份证<td>2",
            ["| 序号 | 材料 | 份数 |", "| 1 | 户口簿 | 1 |", "| 1 | 身份证 | 2 |"],
            id="rows",
        ),
        pytest.param(
            "<tr><td rowspan=2>人员<td colspan=2>比例<tr><td>一级<td>二级<tr><td>在职<td>92%<td>88%",
            ["| 人员 | 比例 | 比例 |", "| 人员 | 一级 | 二级 |", "| 在职 | 92% | 88% |"],
            id="rows and columns",
        ),
        pytest.param(
            "<tr><th>材料<th>份数<tr><td><p>证明：</p><p>（1）甲；</p><p>（2）乙；</p><p>（3）丙；</p><p>（4）丁。</p><td>1"
            "<tr><td>书面<br>申请<ol><li>甲<li>乙</ol><td>2",
            [
                "| 材料 | 份数 |",
                "| 证明： （1）甲； （2）乙； （3）丙； （4）丁。 | 1 |",
                "| 书面申请 1. 甲 2. 乙 | 2 |",
            ],
            id="paragraphs and lists in a cell",
        ),
        pytest.param(
            "<tr><td colspan=2>收费表<tr><td>甲<td>1<tr><td colspan=99999999>注：乙",
            ["收费表", "| 甲 | 1 |", "注：乙"],
            id="a line across",
        ),
        pytest.param(
            "<tr><td>菜单<td>站名<tr><td>栏目<td><p>第一条</p><p>第二条</p><p>第三条</p><p>第四条</p><tr><td>页脚<td>版次",
            ["| 菜单 | 站名 |", "栏目", "第一条", "第二条", "第三条", "第四条", "| 页脚 | 版次 |"],
            id="the text of a page",
        ),
    ],
)
def test_a_cell_stands_in_every_row_and_column_that_it_spans(table: str, lines: list[str]) -> None:
    assert page(f"<table>{table}</table>")[0] == lines


@pytest.mark.parametrize(
    "words",
    [
        "【字体：大 中 小】 打印 关闭",
        "打印本页 | 关闭窗口",
        "设为首页 | 加入收藏 | 无障碍浏览 | 繁體",
        "字体：[大 中 小]",
        "异地就医备案表.doc",
        "附件下载：",
        "主办：某市某局　地址：甲路9号　电话：0558-1</p><p>某ICP备05001234号</p><p>技术支持：某公司　建议使用IE",
    ],
)
def test_buttons_and_the_foot_of_a_page_are_no_clauses(words: str) -> None:
    lines, aside = page(f"<p>第一条　为了甲，制定本办法。</p><p>{words}</p>")
    assert lines == ["第一条　为了甲，制定本办法。"]
    assert aside == words.split("</p><p>")


@pytest.mark.parametrize("words", ["咨询电话：0558-1", "微信、微博", "1.申请表.doc", "地址：甲路9号"])
def test_words_of_a_document_are_no_buttons(words: str) -> None:
    assert page(f"<p>第一条　甲。</p><p>{words}</p><p>某ICP备05001234号</p>")[0] == ["第一条　甲。", words]


def test_counters_behind_the_date_are_set_aside() -> None:
    lines, aside = page("<h1>甲办法</h1><div>发布时间：2024-03-18 来源：某局 浏览次数：13次 字体：[大 中 小]</div>")
    assert lines == ["甲办法", "发布时间：2024-03-18 来源：某局"]
    assert aside == ["浏览次数：13次 字体：[大 中 小]"]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.html"])
def test_a_page_is_told_by_its_bytes(name: str) -> None:
    data = "\ufeff <!-- saved --><!DOCTYPE html><html><body><p>甲</p></body></html>".encode()
    assert (read_bytes(data, name).encoding, read_bytes(data, name).text) == ("html", "甲")
    assert read_bytes("标签 <html> 的用法".encode(), "a.txt").encoding == "utf-8"
