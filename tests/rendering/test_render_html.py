"""Answers and documents as HTML: nothing lost, nothing interpreted, the right words marked."""

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page.export import exported
from tests.support.corpora import corpus as law
from tests.support.page_sample import TEXT, answered, corpus, place
from tiaowen.answering.lookups import Lookups
from tiaowen.completion.provisos import Provisos
from tiaowen.datamodels import (
    Answer,
    Citation,
    Clause,
    Corpus,
    Document,
    Grounds,
    Hit,
    Origin,
    Source,
    Span,
    Step,
    Witness,
)
from tiaowen.reading.audit import audit
from tiaowen.rendering.markup import layered, tabled
from tiaowen.rendering.render_audit import document_audit_html, sources_html
from tiaowen.rendering.render_html import FOLD_LENGTH, answer_html, copy_text, quote_html
from tiaowen.rendering.render_print import conversation_html
from tiaowen.rendering.render_reader import about_html, library_html, outline_html, raw_html, reader_html


@pytest.fixture(scope="module")
def library() -> Corpus:
    return corpus()


def visible(markup: str) -> str:
    """The Chinese text of some markup: without tags, without what only the English page shows."""
    markup = re.sub(r'<span class="(?:en|sr)"[^>]*>.*?</span>', "", markup)
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_an_answer_shows_its_words_its_number_and_its_clause(library):
    shown = answer_html(answered(library), 1)
    assert '<span class="said">每年至少组织1次以党史为主要内容的学习或者主题党日</span>' in shown
    assert "〔1〕" in shown and "《党史学习教育工作条例》第十九条" in shown and "data/sources/a.txt" in shown
    assert "<mark>每年至少组织1次以党史为主要内容的学习或者主题党日</mark>" in shown


def test_a_row_among_the_nearest_clauses_is_a_table_and_a_place_that_a_note_names_opens(library):
    clause = library.clauses[1]
    unit = law("甲市奖励办法\n第一条 奖励的标准如下：\n| 优秀 | 800 |\n| 良好 | 600 |").clauses[-1]
    text = unit.document.text
    row = replace(unit, start=text.index("| 优秀"), body=text.index("| 优秀"), end=len(text))
    note = f"“第十九条”有2处：{clause.cite}、《乙》第十九条。"
    refused = Answer("问", "refused", near=(Hit(row, 0.1),), note=note)
    shown = answer_html(refused, 1, places={clause.cite: clause})
    assert "|" not in visible(shown) and "<td>优秀</td>" in shown and "<td>良好</td>" in shown
    assert f">{clause.cite}</button>、《乙》第十九条。" in shown and shown.count("data-open") == 2


def test_a_proviso_is_flagged_on_the_page_and_in_print(library):
    plain = answered(library)
    proviso = Citation(plain.citations[0].clause, 0, 5, exception=True)
    answer = Answer(plain.question, "answered", plain.spans, (*plain.citations, proviso))
    for shown in (answer_html(answer), conversation_html([answer])):
        assert visible(shown).count("例外") == 1
    assert "例外" not in visible(answer_html(plain)) + visible(conversation_html([plain]))


def test_an_exception_within_a_quoted_clause_is_marked_there_and_not_listed_again(library):
    plain = answered(library)
    clause, other = plain.citations[0].clause, library.clauses[2]
    within = Citation(clause, 0, 5, exception=True)
    apart = Citation(other, 0, 5, exception=True)
    answer = Answer(plain.question, "answered", plain.spans, (plain.citations[0], within, apart))
    for shown in (answer_html(answer), conversation_html([answer])):
        assert shown.count("<blockquote") == 2 and visible(shown).count("例外") == 2
        assert f'<span class="but">{within.quote}</span>' in shown and "〔2〕" in shown and "〔3〕" not in shown


def test_the_copied_quotation_has_its_address(library):
    citation = answered(library).citations[0]
    assert copy_text(citation) == f"《党史学习教育工作条例》第十九条：“{citation.quote}”"
    assert html.escape(copy_text(citation)) in answer_html(answered(library))


def test_a_refusal_names_the_nearest_clauses_as_no_answer(library):
    shown = answer_html(Answer("火星？", "refused", near=(Hit(library.clauses[2], 0.2),), note="没有规定"))
    assert "未作答" in shown and "最接近的条文（未作答依据）" in shown and "第二十条" in shown
    assert "citations" not in shown


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "**粗** [链接](javascript:x)", '"&<script>', "{{7*7}} ${1}"]
)
def test_text_is_never_markup(library, text):
    answer = Answer(text, "refused", note=text, rewritten=text + "？", error=text)
    for shown in (answer_html(answer), conversation_html([answer]), answer_html(Answer(text, "error", error=text))):
        assert html.escape(text) in shown
        assert "<img" not in shown and "<script" not in shown and "<a" not in shown.replace("<article", "")


def test_characters_that_turn_the_direction_of_writing_turn_nothing():
    for turning in "\u202e\u2066\u2067\u200f":
        assert layered(f"三{turning}十日", 0, []) == f"三<bdi>{turning}</bdi>十日"
        asked = answer_html(Answer(f"问{turning}题？", "refused"))
        assert f"问<bdi>{turning}</bdi>题？" in asked and asked.count(turning) == 1


def test_the_reader_shows_every_character_in_order(library):
    document = library.documents[0]
    shown = reader_html(library, document, place("第十九条 基层"), [place("1次")])
    shown = re.sub(r'<span class="other".*?</span></span></span>', "</span>", shown)
    without_other = re.sub(r'<span class="zh"[^>]*>另本</span><span class="en"[^>]*>other</span>“[^”]*”', "", shown)
    assert visible(without_other).replace("\n", "") == TEXT.replace("\n", "")
    assert "<b>党史</b>" not in shown and "&lt;b&gt;党史&lt;/b&gt;" in shown


def test_the_cited_clause_is_marked_and_the_answer_in_it(library):
    clause = library.clauses[1]
    shown = reader_html(library, library.documents[0], Span(clause.start, clause.end), [place("主题党日")])
    cited = re.findall(r'<p class="[^"]*cited-block[^"]*" data-s="(\d+)" data-e="(\d+)"', shown)
    assert cited == [(str(clause.start), str(clause.end))]
    assert "<mark>主题党日</mark>" in shown


def test_a_part_of_a_paragraph_is_cited_inline(library):
    shown = reader_html(library, library.documents[0], place("学校应当开展"))
    assert '<span class="cited">学校应当开展</span>' in shown and "cited-block" not in shown


def test_references_are_links_to_places_and_documents(library):
    nineteen = library.clauses[1]
    other = Document("x", "另一部", "regulation", "", "", "", library.documents[0].witnesses)
    references = [(place("第十九条和")._replace(end=place("第十九条和").end - 1), nineteen), (place("第三条"), other)]
    shown = reader_html(library, library.documents[0], references=references)
    assert f'data-goto="{library.clauses[1].start}">第十九条</a>' in shown
    assert 'data-open data-document="x" title="另一部">第三条</a>' in shown


def test_variants_stand_beside_the_words_they_replace(library):
    shown = reader_html(library, library.documents[0])
    assert re.search(
        r'class="variant substantive">1<span class="other"|class="variant substantive">1次<span class="other"', shown
    )
    assert 'class="variant punctuation"' in shown
    assert "其他版本的差异" in answer_html(answered(library)) and "“一次”" in answer_html(answered(library))


def test_the_outline_leads_to_every_unit(library):
    shown = outline_html(library, library.documents[0])
    assert [int(n) for n in re.findall(r'data-goto="(\d+)"', shown)] == [c.start for c in library.clauses]
    assert "第四章 党史学习教育的主要方式" in shown and "第二十条" in shown


def test_the_raw_lines_mark_the_same_characters(library):
    document = library.documents[0]
    shown = raw_html(document, *place("每年至少组织1次"))
    assert "<mark>每年至少组织1次</mark>" in shown and 'value="5"' in shown
    assert html.escape("# 党史学习教育工作条例") in shown


def test_the_library_counts_articles_and_witnesses(library):
    shown = visible(library_html(library))
    assert "法规" in shown and "2 条" in shown and "2 个版本" in shown and "2024-02-05" in shown
    assert "data/sources/b.txt" in about_html(library.documents[0])


def test_a_long_quotation_is_folded_but_complete():
    text = "第一条 " + "".join(f"这是第{n}句没有用处的话。" for n in range(60)) + "答案在这里。" + "之后还有话。" * 40
    document = Document(
        "长",
        "长",
        "regulation",
        "",
        "",
        "",
        (Witness(Source("x", "", "utf-8", text), text, Origin((0,), (0,), (len(text),))),),
    )
    clause = Clause("长/第一条", document, (Step("条", 1),), "第一条", 0, len(text), None, "unit", 4)
    low = text.index("答案在这里")
    shown = quote_html(Citation(clause, 0, len(text), (Span(low, low + 5),)))
    before, rest = shown.split("</span>", 1)
    assert "folded before" in before and "<mark>答案在这里</mark>" in rest
    body = re.sub(r"<button.*", "", shown)
    assert visible(body) == text
    first = re.sub(r'<span class="folded[^>]*>.*?</span>', "", body)
    assert len(visible(first)) <= FOLD_LENGTH


def test_overlapping_layers_nest():
    shown = layered("abcdef", 0, [(0, 4, "<i>", "</i>"), (2, 6, "<b>", "</b>")])
    assert shown == "<i>ab</i><i><b>cd</b></i><b>ef</b>"


def test_the_printed_conversation_is_whole_and_stands_alone(library):
    answer = answered(library)
    shown = conversation_html([answer, Answer("火星？", "refused")])
    assert shown.startswith("<!doctype html>") and "http" not in shown and "<script" not in shown
    assert html.unescape(re.sub("<[^>]+>", "", shown)).count(answer.citations[0].quote) == 1
    assert "SHA-256" in shown and "未作答" in shown
    assert "未作答" not in conversation_html([Answer("你好", "refused", note="您好。", why=Grounds("talk"))])


def test_the_audit_says_where_every_character_went(library):
    report = audit(library)
    shown = visible(document_audit_html(report.documents[0]))
    assert "序号" in shown and f"正文 {len(TEXT) - 3:,} 字" in shown
    assert "data/sources/a.txt" in visible(sources_html(report)) and "归入文件" in visible(sources_html(report))


def test_many_sources_are_folded_and_none_is_left_out() -> None:
    answer = answered(corpus())
    for count, folded in ((5, 0), (6, 3), (9, 6)):
        page = answer_html(replace(answer, citations=answer.citations * count))
        assert page.count('class="citation"') == count
        rest = page.partition('<details class="more-sources">')[2]
        assert rest.count('class="citation"') == folded and (f"其余 {folded} 处依据" in rest) == bool(folded)
    exception = replace(answer.citations[0], exception=True)
    assert "more-sources" not in answer_html(replace(answer, citations=answer.citations * 8 + (exception,)))


TABLE = "津贴如下：\n| 岗位 | 津贴（元） |\n| 护士 | 110 |\n| 医师<b> | 120 |\n按月发放。"


def test_printed_rows_are_a_table_and_the_rest_is_not():
    low = TABLE.index("110")
    markup = tabled(TABLE, 0, [(low, low + 3, "<mark>", "</mark>")])
    assert markup == (
        '津贴如下：<table class="grid"><tr><td>岗位</td><td>津贴（元）</td></tr>'
        "<tr><td>护士</td><td><mark>110</mark></td></tr><tr><td>医师&lt;b&gt;</td><td>120</td></tr></table>按月发放。"
    )


@pytest.mark.parametrize("text", ["甲|乙", "| 没有尽头", "没有|表格|的一行", "|"])
def test_strokes_alone_make_no_table(text):
    assert tabled(text, 0, ()) == text


@given(st.text(alphabet="|\n 甲乙<&，", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_no_word_is_lost_where_rows_become_a_table(text, low, high):
    marked = tabled(text, 0, [(min(low, high), max(low, high), "<mark>", "</mark>")])
    words = html.unescape(re.sub(r"<[^>]*>", "", marked))
    assert re.sub(r"[|\s]", "", words) == re.sub(r"[|\s]", "", text)


def test_the_sources_are_numbered_in_the_order_in_which_the_answer_shows_their_words() -> None:
    rules = law("借阅办法\n第一章 总则\n第一条 为加强管理，制定本办法。\n第二条 读者凭证借阅。\n")
    chapter = next(clause for clause in rules.clauses if clause.level == "章")
    answer = Lookups(rules, Provisos(rules)).answer("第一章", [chapter])
    assert [c.label for c in answer.citations] == ["第一条", "第二条", "第一章"]  # what is looked for comes first
    assert [c.label for c in answer.shown] == ["第一章", "第一条", "第二条"]
    assert re.findall("〔([0-9])〕", visible(answer_html(answer))) == ["1", "2", "3", "1", "2", "3"]
    printed = visible(conversation_html([answer]))
    assert printed.index("〔1〕《借阅办法》第一章") < printed.index("〔2〕《借阅办法》第一条")
    assert exported([answer], "md").decode().index("第一章") < exported([answer], "md").decode().rindex("》第一条")


def test_a_source_that_shows_no_words_stays_behind_the_one_before_it() -> None:
    rules = law(
        "借阅办法\n第一条 有下列情形之一的，停借：\n（一）转借；\n（二）污损。\n第二条 本办法自发布之日起施行。\n"
    )
    item = next(clause for clause in rules.clauses if clause.level == "项")
    last = next(clause for clause in rules.clauses if clause.label == "第二条")
    answer = Lookups(rules, Provisos(rules)).answer("第一条第一项和第二条", [item, last])
    assert [c.label for c in answer.shown] == ["第一条第（一）项", "第一条", "第二条"]
