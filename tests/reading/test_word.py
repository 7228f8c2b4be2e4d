"""Word documents as Word saves them: wrappers, merged cells, formulas, notes, boxes, numbers, fonts of symbols."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.support.reading_tools import assert_partition, source
from tiaowen.errors import SourceError
from tiaowen.indexing.staging import kind_suffix
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.documents import documents
from tiaowen.reading.files import word_formulas, word_symbols
from tiaowen.reading.files.formats import read_bytes
from tiaowen.reading.layout import layout
from tiaowen.reading.structure import structure

SPACES = " ".join(
    (
        nsdecls("w", "wp", "a"),
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
    )
)


def read(body: str, notes: str = "", numbering: str = "") -> list[str]:
    """The lines of a Word document with this body, footnotes and lists, in XML without namespaces declared."""
    return read_bytes(word(body, notes, numbering), "a.docx").text.split("\n")


def word(body: str, notes: str = "", numbering: str = "") -> bytes:
    document = Document()
    for element in parse_xml(f"<w:body {SPACES}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    if notes:
        part = Part(
            PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            f"<w:footnotes {SPACES}>{notes}</w:footnotes>".encode(),
            document.part.package,
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    root = document.part.numbering_part.element
    for element in parse_xml(f"<w:numbering {SPACES}>{numbering}</w:numbering>"):
        root.insert(0, element) if element.tag.endswith("abstractNum") else root.append(element)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def p(text: str = "", properties: str = "") -> str:
    words = text if text.startswith("<") or not text else f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{words}</w:p>"


def sdt(inner: str) -> str:
    return f"<w:sdt><w:sdtPr><w:alias w:val='不印'/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return (
        f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(each if each[:1] == '<' else tc(each) for each in cells)}</w:tr>"
    )


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


START, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
R = "<w:r><w:t>乙</w:t></w:r>"


# --- wrappers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrapped",
    [
        pytest.param(sdt(R), id="content control"),
        pytest.param(sdt(sdt(R)), id="one in another"),
        pytest.param(f"<w:smartTag w:uri='u' w:element='e'><w:smartTagPr/>{R}</w:smartTag>", id="smart tag"),
        pytest.param(f"<w:customXml w:uri='u' w:element='e'>{R}</w:customXml>", id="custom XML"),
        pytest.param(f"<w:ins w:id='1' w:author='a'>{R}</w:ins>", id="insertion"),
        pytest.param(f"<w:hyperlink w:anchor='a'>{R}</w:hyperlink>", id="link"),
        pytest.param(f"<w:fldSimple w:instr='REF a'>{R}</w:fldSimple>", id="field"),
        pytest.param(
            f"<mc:AlternateContent><mc:Choice Requires='wps'>{R}</mc:Choice><mc:Fallback>{R}</mc:Fallback>"
            "</mc:AlternateContent>",
            id="alternatives",
        ),
        pytest.param(
            "<w:r><mc:AlternateContent><mc:Choice Requires='w14'><w:t>乙</w:t></mc:Choice></mc:AlternateContent></w:r>",
            id="alternatives in a run",
        ),  # fmt: skip
    ],
)
def test_words_in_wrappers_are_read(wrapped: str) -> None:
    assert read(p(f"<w:r><w:t>甲</w:t></w:r>{wrapped}<w:r><w:t>丙</w:t></w:r>")) == ["甲乙丙"]


def test_paragraphs_tables_rows_and_cells_in_wrappers_are_read() -> None:
    body = sdt(p("甲") + f"<w:customXml w:element='e'>{p('乙')}</w:customXml>")
    body += sdt(tbl(tr("一", sdt(tc("二")), "三"), sdt(tr("四", tc(sdt(p("五"))), "六"))))
    assert read(body) == ["甲", "乙", "| 一 | 二 | 三 |", "| 四 | 五 | 六 |"]


def test_what_tracked_changes_took_away_is_gone_and_paragraphs_without_their_mark_go_on() -> None:
    gone = "<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>"
    body = p("第一条 转让的数量", gone) + p("和期限应当通知。")
    body += tbl(tr("甲", "乙"), tr("丙", "丁", properties="<w:del w:id='2' w:author='a'/>"), tr("戊", "己"))
    assert read(body) == ["第一条 转让的数量和期限应当通知。", "| 甲 | 乙 |", "| 戊 | 己 |"]


def run(text: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        pytest.param(run("二十", "<w:strike/>"), ["满四十日", "<!--删除线划去的文字：二十-->"], id="struck"),
        pytest.param(run("二十", "<w:dstrike/>"), ["满四十日", "<!--删除线划去的文字：二十-->"], id="struck twice"),
        pytest.param(run("二十", '<w:strike w:val="0"/>'), ["满二十四十日"], id="turned off"),
        pytest.param(run("内部", "<w:vanish/>"), ["满四十日", "<!--隐藏文字：内部-->"], id="hidden"),
        pytest.param(run("内部", '<w:rStyle w:val="Unseen"/>'), ["满四十日", "<!--隐藏文字：内部-->"], id="by style"),
        pytest.param(
            run("内部", '<w:rStyle w:val="Unseen"/><w:vanish w:val="false"/>'),
            ["满内部四十日"],
            id="shown in spite of it",
        ),
    ],
)
def test_struck_and_hidden_words_are_set_aside(inside: str, lines: list[str]) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    document = Document()
    document.styles.add_style("Unseen", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    body = parse_xml(f"<w:body {SPACES}>{p(run('满', '') + inside + run('四十日', ''))}</w:body>")
    document.element.body.insert(0, body[0])
    stream = io.BytesIO()
    document.save(stream)
    read = read_bytes(stream.getvalue(), "a.docx")
    assert read.text.split("\n") == lines
    assert [one.reason for one in layout.undo_layout(read)[1]] == [line[4:].partition("：")[0] for line in lines[1:]]


def test_a_paragraph_hidden_by_its_style_has_no_number_either() -> None:
    from docx.enum.style import WD_STYLE_TYPE

    document = Document()
    style = document.styles.add_style("Unseen", WD_STYLE_TYPE.PARAGRAPH)
    style.font.hidden = True
    for words, name in (("甲", "List Number"), ("说明", "Unseen"), ("乙", "List Number")):
        document.add_paragraph(words, style=name)
    stream = io.BytesIO()
    document.save(stream)
    lines = read_bytes(stream.getvalue(), "a.docx").text.split("\n")
    assert [line for line in lines if "说明" in line] == ["<!--隐藏文字：说明-->"]


def test_struck_cells_are_set_aside_below_their_table() -> None:
    rows = tr("甲", tc(p(run("旧", "<w:strike/>") + run("新", "")))) + tr("乙", "丙")
    assert read(tbl(rows)) == ["| 甲 | 新 |", "| 乙 | 丙 |", "<!--删除线划去的文字：旧-->"]


@pytest.mark.parametrize(("words", "prompt"), [("单击或点击此处输入文字。", True), ("本县民政局", False)])
def test_the_prompt_of_an_empty_field_is_no_text_but_words_filled_in_are(words: str, prompt: bool) -> None:
    field = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(words, '')}</w:sdtContent></w:sdt>"
    lines = read(p(run("由", "") + field + run("负责。", "")))
    assert lines == (["由负责。", f"<!--填写提示：{words}-->"] if prompt else [f"由{words}负责。"])


# --- tables ----------------------------------------------------------------------------------------------------------


def test_a_merged_cell_stands_under_its_columns_and_in_its_rows() -> None:
    rows = [
        tr(tc("地区", span(2)), tc("标准", span(2))),
        tr("省份", "城市", "处级", "其他"),
        tr(tc("本省", START), "市区", "460", tc("350", START)),
        tr(tc("", GOES_ON), "县城", "400", tc("", GOES_ON)),
        tr(tc("外省", span(2)), "500", "400"),
        tr(tc("以上均含税", span(4))),
    ]
    assert read(tbl(*rows)) == [
        "| 地区 | 地区 | 标准 | 标准 |",
        "| 省份 | 城市 | 处级 | 其他 |",
        "| 本省 | 市区 | 460 | 350 |",
        "| 本省 | 县城 | 400 | 350 |",
        "| 外省 | 外省 | 500 | 400 |",
        "| 以上均含税 |",
    ]


def test_columns_are_told_by_cells_where_these_are_equally_many_and_edges_drawn_by_hand_are_one() -> None:
    regular = tbl(tr(tc("甲", span(2)), "乙"), tr("丙", tc("丁", span(2))))
    assert read(regular) == ["| 甲 | 乙 |", "| 丙 | 丁 |"]
    drawn = tbl(tr("甲", tc("乙", span(2)), "丙"), tr(tc("丁", span(2)), "戊", "己"), tr(tc("庚", span(3)), "辛"),
                widths=(1500, 60, 1500, 1500))  # fmt: skip
    assert read(drawn) == ["| 甲 | 乙 | 丙 |", "| 丁 | 戊 | 己 |", "| 庚 | 庚 | 辛 |"]


def test_long_words_of_a_merged_cell_are_said_once() -> None:
    long = "凭发票据实报销，超过标准的部分由出差人员个人自行承担，不得以任何名义转嫁。"
    rows = [tr("项目", "标准", "说明"), tr("甲", "10", tc(long, START)), tr("乙", "20", tc("", GOES_ON))]
    rows.append(tr("备注", tc(long, span(2))))
    assert read(tbl(*rows))[1:] == [f"| 甲 | 10 | {long} |", "| 乙 | 20 |  |", f"| 备注 | {long} |  |"]


def test_narrow_cells_are_not_lost_and_a_table_in_a_cell_loses_its_bars() -> None:
    assert read(tbl(tr("1", "2", "3"), tr(tc("4", span(2)), "5"), widths=(100, 100, 100))) == [
        "| 1 | 2 | 3 |",
        "| 4 | 4 | 5 |",
    ]
    inner = tbl(tr("丙", "丁"), tr("戊", "己"))
    assert read(tbl(tr("甲", tc(p("乙") + inner + p())))) == ["| 甲 | 乙 丙 丁 戊 己 |"]


# --- formulas and symbols --------------------------------------------------------------------------------------------


def m(inner: str) -> str:
    return f"<m:oMath {SPACES}>{inner}</m:oMath>"


def mr(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def fraction(above: str, below: str) -> str:
    return f"<m:f><m:num>{above}</m:num><m:den>{below}</m:den></m:f>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (mr("补助=100×天数×0.5"), "补助=100×天数×0.5"),
        (mr("日工资=") + fraction(mr("月工资"), mr("21.75")), "日工资=月工资/21.75"),
        (fraction(mr("甲+乙"), mr("丙×丁")), "(甲+乙)/(丙×丁)"),
        (f"<m:sSup><m:e>{mr('a')}</m:e><m:sup>{mr('2')}</m:sup></m:sSup>", "a²"),
        (f"<m:sSup><m:e>{mr('1+r')}</m:e><m:sup>{mr('年数')}</m:sup></m:sSup>", "(1+r)^年数"),
        (f"<m:sSub><m:e>{mr('S')}</m:e><m:sub>{mr('1')}</m:sub></m:sSub>", "S₁"),
        (f"<m:rad><m:deg/><m:e>{mr('a+b')}</m:e></m:rad>", "√(a+b)"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{mr('a')}</m:e></m:d>", "[a]"),
        (f"<m:d><m:e>{fraction(mr('a'), mr('b'))}</m:e></m:d>{mr('×2')}", "(a/b)×2"),
        (
            f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{mr('i=1')}</m:sub><m:sup>{mr('n')}</m:sup>"
            f"<m:e>{mr('x')}</m:e></m:nary>",
            "∑_(i=1)ⁿx",
        ),
        (f"<m:unheard>{mr('甲')}</m:unheard>", "甲"),
    ],
)
def test_formulas_are_written_on_one_line(inner: str, text: str) -> None:
    assert word_formulas.formula(parse_xml(m(inner))) == text


def test_formulas_stand_where_they_are_printed() -> None:
    body = p(f"<w:r><w:t>按</w:t></w:r>{m(mr('甲×2'))}<w:r><w:t>计算：</w:t></w:r>") + p(
        f"<m:oMathPara>{m(mr('丙=丁'))}</m:oMathPara>"
    )
    assert read(body) == ["按甲×2计算：", "丙=丁"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (r" eq \o\ac(○,3) ", "③"),
        (r"EQ \f(月工资,21.75)", "月工资/21.75"),
        (r" PAGE ", ""),
        (r" HYPERLINK \l a", ""),
    ],
)
def test_what_fields_without_a_result_print(code: str, text: str) -> None:
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            f"<w:instrText>{code}</w:instrText>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    assert read(p(f"{field}<w:r><w:t>甲</w:t></w:r>")) == [f"{text}甲"]


def test_boxes_and_ticks_of_symbol_fonts_are_readable() -> None:
    sym = '<w:sym w:font="Wingdings" w:char="F0FE"/><w:t>线上</w:t>'
    sym += '<w:sym w:font="Wingdings" w:char="F0A8"/><w:t>线下</w:t>'
    font = '<w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr>'
    body = p(f"<w:r>{sym}</w:r>") + p(f"<w:r>{font}<w:t>R</w:t></w:r><w:r>{font}<w:t>\uf0a3</w:t></w:r>")
    body += p("\uf0fe是 \uf0a8否")
    assert read(body) == ["☑线上☐线下", "☑☐", "☑是 ☐否"]
    assert word_symbols.shown("3\uf0b4\uf0ee5甲", "Symbol", ()) == "3×\uf0ee5甲"  # unknown ones stay
    assert word_symbols.shown("R", "宋体", ["宋体"]) == "R"


# --- notes and boxes -------------------------------------------------------------------------------------------------


def note(number: int, *lines: str) -> str:
    return f'<w:footnote w:id="{number}">{"".join(map(p, lines))}</w:footnote>'


def refers(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def box(*lines: str) -> str:
    inner = f"<wps:txbx><w:txbxContent>{''.join(map(p, lines))}</w:txbxContent></wps:txbx>"
    drawn = (
        f"<w:drawing><wp:anchor><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    content = f"<w:txbxContent>{''.join(map(p, lines))}</w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{drawn}</mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def units(data: bytes) -> list[list[tuple[str, str]]]:
    """(label, text) of the units of each document in a Word file."""
    one = source(read_bytes(data, "a.docx").text)
    found = []
    for draft in documents.find_documents(one, layout.undo_layout(one)[0])[0]:
        document, clauses = structure.build(draft, draft.title)
        assert_partition(document, clauses)
        found.append([(clause.label, clause.text) for clause in clauses if clause.role == "unit"])
    return found


def test_footnotes_and_floating_boxes_stand_apart_from_the_articles() -> None:
    body = p("示例公司休假办法") + p(f"<w:r><w:t>第一条 婚假为十五天。</w:t></w:r>{refers(2)}")
    body += p(f"<w:r><w:t>第二条 请假提前申请。</w:t></w:r>{box('热线：12345', '联系人：周某')}")
    body += tbl(tr("工龄", f"{tc('<w:p><w:r><w:t>天数</w:t></w:r>' + refers(3) + '</w:p>')}"), tr("十年", "15"))
    body += p("第三条 本办法自公布之日起施行。")
    data = word(body, note(2, " 再婚的同样享受。", "另有规定的除外。") + note(3, "不含法定节假日。"))
    (found,) = units(data)
    assert found == [
        ("第一条", "第一条 婚假为十五天。"),
        ("第二条", "第二条 请假提前申请。\n| 工龄 | 天数 |\n| 十年 | 15 |"),
        ("第三条", "第三条 本办法自公布之日起施行。"),
        ("注释1", "再婚的同样享受。\n另有规定的除外。"),
        ("文本框1", "热线：12345\n联系人：周某"),
        ("注释2", "不含法定节假日。"),
    ]


def test_a_note_belongs_to_the_document_that_it_stands_in() -> None:
    articles = "第一条 甲。", "第二条 乙。", "第三条 丙。"
    body = p("示例学校考勤规定") + p(f"<w:r><w:t>{articles[0]}</w:t></w:r>{refers(1)}") + "".join(map(p, articles[1:]))
    body += p("示例学校奖励办法") + "".join(map(p, articles))
    first, second = units(word(body, note(1, "含实习生。")))
    assert first[-1] == ("注释1", "含实习生。")
    assert [label for label, _ in second] == ["第一条", "第二条", "第三条"]


def test_a_box_with_an_article_and_a_box_without_words_beside_it_are_text() -> None:
    body = p(f"<w:r><w:t>第一条 甲。</w:t></w:r>{box('第二条 乙。')}") + p(box("第三条 丙。", "丁。"))
    assert read(body) == ["第一条 甲。", "第二条 乙。", "第三条 丙。", "丁。"]


def test_a_bold_title_with_a_note_is_a_bold_title() -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>示例公司</w:t></w:r>", "<w:r><w:rPr><w:b/></w:rPr><w:t>休假办法</w:t></w:r>"
    body = p(bold[0] + refers(1) + bold[1]) + p("第一条 甲。") + p("第二条 乙。")
    data = word(body, note(1, "自公布之日起施行。"))
    one = source(read_bytes(data, "a.docx").text)
    (draft,) = documents.find_documents(one, layout.undo_layout(one)[0])[0]
    assert (draft.title, draft.paragraphs[0].text) == ("示例公司休假办法", "示例公司休假办法")


def test_notes_of_markdown_are_notes_and_their_marks_are_reported(tmp_path: Path) -> None:
    text = "# 示例休假办法\n\n第一条 婚假为十五天。[^a]\n\n第二条 见[^b]。\n\n[^a]: 再婚的同样享受。\n\n第三条 施行。\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    corpus = read_sources([tmp_path / "a.md"])
    (document,) = corpus.documents
    assert [(c.label, c.text) for c in corpus.by_document[document.id] if c.role == "unit"] == [
        ("第一条", "第一条 婚假为十五天。"),
        ("第二条", "第二条 见[^b]。"),
        ("第三条", "第三条 施行。"),
        ("注释1", "再婚的同样享受。"),
    ]
    marks = [text[a.start : a.end] for a in corpus.set_aside if a.reason == "注释标号"]
    assert marks == ["[^a]", "[^a]: "]


def test_a_note_that_leads_to_itself_and_one_that_nothing_refers_to() -> None:
    itself = f'<w:footnote w:id="1">{p(refers(1) + "<w:r><w:t>甲</w:t></w:r>")}</w:footnote>'
    assert read(p(f"<w:r><w:t>乙。</w:t></w:r>{refers(1)}{refers(1)}"), itself + note(2, "没有印出。")) == [
        "乙。[^1]",
        "[^1]: 甲",
    ]


# --- numbers ---------------------------------------------------------------------------------------------------------


def lists(*levels: tuple[str, str, str]) -> str:
    """A list whose levels have (format, pattern, further properties)."""
    inner = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for number, (form, pattern, more) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="90">{inner}</w:abstractNum>'
        '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
    )


def n(level: int, text: str, more: str = "") -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>{more}')


def test_a_level_that_never_starts_again_runs_on() -> None:
    numbering = lists(
        ("chineseCounting", "第%1章", ""),
        ("chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>'),
        ("chineseCounting", "（%3）", ""),
        ("decimal", "%4.", '<w:lvlRestart w:val="2"/>'),
    )
    body = [n(0, "甲"), n(1, "乙"), n(2, "丙"), n(3, "丁"), n(2, "戊"), n(3, "己"), n(0, "庚"), n(1, "辛"), n(3, "壬")]
    found = ["第一章甲", "第一条乙", "（一）丙", "1.丁", "（二）戊", "2.己", "第二章庚", "第二条辛", "1.壬"]
    assert read("".join(body), numbering=numbering) == found


def test_numbers_are_printed_in_digits_where_the_level_says_so() -> None:
    numbering = lists(("chineseCounting", "第%1章", ""), ("decimal", "%1.%2", "<w:isLgl/>"))
    body = n(0, "甲") + n(0, "乙") + n(1, "丙")
    assert read(body, numbering=numbering) == ["第一章甲", "第二章乙", "2.1丙"]


def test_a_numbered_paragraph_without_words_counts_and_in_a_cell_shows_its_number() -> None:
    numbering = lists(("chineseCounting", "（%1）", ""))
    section = "<w:sectPr/>"
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    body = n(0, "甲") + n(0, "") + n(0, "", hidden) + n(0, "", section) + n(0, "乙")
    assert read(body, numbering=numbering) == ["（一）甲", "（三）乙"]
    rows = [tr("序号", "项目"), tr(tc(n(0, "")), "甲"), tr(tc(n(0, "")), "乙")]
    assert read(tbl(*rows), numbering=numbering)[1:] == ["| （一） | 甲 |", "| （二） | 乙 |"]


def test_a_break_before_the_words_does_not_take_the_number() -> None:
    numbering = lists(("chineseCounting", "第%1条", ""))
    line = "<w:r><w:br/><w:t>甲。</w:t></w:r>"
    page = '<w:r><w:br w:type="page"/><w:t>乙。</w:t></w:r>'
    assert read(n(0, line) + n(0, page), numbering=numbering) == ["第一条甲。", "第二条乙。"]


def test_words_before_and_after_a_page_break_are_not_glued() -> None:
    body = p("示例公司休假办法") + p("第一条 甲。")
    body += p('<w:r><w:t>第二条 乙。</w:t><w:br w:type="page"/><w:t>附件1</w:t></w:r>') + p("申请表") + p("姓名：")
    (found,) = units(word(body))
    assert ("第二条", "第二条 乙。") in found


# --- parts of the package --------------------------------------------------------------------------------------------


def chunk(name: str, kind: str, data: bytes) -> bytes:
    """A document of 甲, an embedded file, and 丙."""
    document = Document()
    part = Part(PackURI(f"/word/{name}"), kind, data, document.part.package)
    relation = document.part.relate_to(part, f"{RELATIONSHIP_TYPE.STYLES.rpartition('/')[0]}/aFChunk")
    related = f'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{relation}"'
    body = f"<w:body {SPACES}>{p('甲')}<w:altChunk {related}/>{p('丙')}</w:body>"
    for element in parse_xml(body):
        document.element.body.insert(len(document.element.body) - 1, element)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


PAGE = "<html><meta charset=utf-8><body><p>第一条 乙。</p><p>第二条 丁。</p></body></html>"
MAIL = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
MAIL += f"--x\nContent-Type: text/html; charset=utf-8\n\n{PAGE}\n--x--"


@pytest.mark.parametrize(
    ("name", "kind", "data", "lines"),
    [
        ("a.html", "text/html", PAGE.encode(), ["第一条 乙。", "第二条 丁。"]),
        ("a.xhtml", "application/xhtml+xml", PAGE.encode(), ["第一条 乙。", "第二条 丁。"]),
        ("a.txt", "text/plain", "乙\n丁".encode(), ["乙", "丁"]),
        ("a.mht", "message/rfc822", MAIL.encode(), ["第一条 乙。", "第二条 丁。"]),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", b"", []),
        ("a.rtf", "application/rtf", b"{\\rtf1}", ["<!--没有读出的嵌入文件：它是 .rtf-->"]),
    ],
)
def test_a_file_embedded_in_a_document_stands_in_its_place(name: str, kind: str, data: bytes, lines: list[str]) -> None:
    if name == "a.docx":
        data, lines = word(p("第一条 乙。") + p("第二条 丁。")), ["第一条 乙。", "第二条 丁。"]
    assert read_bytes(chunk(name, kind, data), "a.docx").text.split("\n") == ["甲", *lines, "丙"]


def test_the_strict_form_is_read_like_the_usual_one() -> None:
    usual, strict = io.BytesIO(word(p("第一条 甲。") + tbl(tr("乙", "丙"), tr("丁", "戊")))), io.BytesIO()
    with ZipFile(usual) as old, ZipFile(strict, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith((".xml", ".rels")):
                content = re.sub(rb"http://schemas\.openxmlformats\.org/(officeDocument|wordprocessingml|drawingml)/2006/",
                                 rb"http://purl.oclc.org/ooxml/\1/", content)  # fmt: skip
            new.writestr(name, content)
    assert read_bytes(strict.getvalue(), "a.docx").text.split("\n") == ["第一条 甲。", "| 乙 | 丙 |", "| 丁 | 戊 |"]


@pytest.mark.parametrize("name", ["办法.doc", "办法", "办法.zip", "办法.txt", "办法.pdf"])
def test_a_word_document_is_read_under_any_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(word(p("第一条 甲。")))
    (read,) = read_sources([tmp_path / name]).clauses[-1:]
    assert read.text == "第一条 甲。"


# --- what cannot be read ---------------------------------------------------------------------------------------------


def test_a_file_with_a_password_says_so_before_it_is_added() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    with pytest.raises(SourceError, match="密码"):
        kind_suffix(locked, "制度.docx")
