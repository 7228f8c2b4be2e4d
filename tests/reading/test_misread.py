"""Numbers of articles that blanks, a scanner, brackets or invisible characters have changed."""

import pytest

from tests.support.reading_tools import labels, read_text
from tiaowen.reading.grammar.marks import article
from tiaowen.reading.grammar.misread import spelt
from tiaowen.reading.grammar.numerals import chinese


def regulation(number, count=13):
    words = "".join(f"{number(n)}园林主管部门履行第{chinese(n)}类职责，不得推诿。\n" for n in range(1, count + 1))
    return "东湖市公园管理办法\n" + words


@pytest.mark.parametrize(
    "number",
    [
        lambda n: " ".join(f"第{chinese(n)}条") + " ",
        lambda n: "　".join(f"第{chinese(n)}条") + "　",
        lambda n: f"第{chinese(n)[0]} {chinese(n)[1:]}条 ",
        lambda n: f"第{chinese(n).replace('一', '—')}条 ",
        lambda n: f"第{chinese(n).replace('十', '+')}条 ",
        lambda n: f"第{chinese(n).replace('十', '＋')}条 ",
        lambda n: f"第{str(n).replace('0', 'O').replace('1', 'l')}条 ",
        lambda n: f"第{'一O' if n == 10 else chinese(n)}条 ",
        lambda n: f"第{chinese(n).replace('二', '工')}条 ",
        lambda n: f"第{chinese(n).replace('三', '兰').replace('八', '入')}条 ",
        lambda n: f"第{chinese(n).replace('九', '丸').replace('十', '卜')}条 ",
        lambda n: f"苐{chinese(n)}条 ",
        lambda n: f"第{chinese(n)}{'柰' if n == 5 else '条'} ",
        lambda n: f"弟{chinese(n)}条 ",
        lambda n: f"第{chinese(n)}{'奈' if n == 5 else '条'} ",
        lambda n: f"（第{chinese(n)}条）",
        lambda n: f"【第{chinese(n)}条】",
        lambda n: f"◆第{chinese(n)}条 ",
        lambda n: "\u200b".join(f"第{chinese(n)}条") + " ",
        lambda n: f"\u2060第{chinese(n)}\ufeff条\u200e ",
    ],
)
def test_articles_are_found_whatever_happened_to_their_numbers(number):
    [(document, clauses)] = read_text(regulation(number))
    assert labels(clauses) == [f"第{chinese(n)}条" for n in range(1, 14)]
    assert document.title == "东湖市公园管理办法"
    assert all(clause.text.endswith("不得推诿。") for clause in clauses if clause.role == "unit")


def test_a_chapter_that_a_scanner_changed_is_one():
    [(_, clauses)] = read_text(
        "东湖市公园管理办法\n第—章 总则\n第—条 为了加强公园管理，制定本办法。\n"
        "第二章 附则\n第二条 本办法自公布之日起施行。"
    )
    assert labels(clauses, "container", "unit") == ["标题", "第一章", "第一条", "第二章", "第二条"]
    assert [clause.text for clause in clauses if clause.label == "第一条"] == ["第—条 为了加强公园管理，制定本办法。"]


def test_what_prints_nothing_is_in_no_quotation():
    text = "东湖市公园\u200b管理办法\n第一条 为了加\xad强公园管理，制定\u2060本办法。\n第二条 本办法自公布之日起施行。"
    [(document, clauses)] = read_text(text)
    words = next(clause for clause in clauses if clause.label == "第一条")
    assert words.text == "第一条 为了加强公园管理，制定本办法。"
    spans = document.witnesses[0].origin.spans(words.start, words.end)
    assert "".join(text[low:high] for low, high in spans) == words.text


@pytest.mark.parametrize(
    "digits, number",
    [("+三", 13), ("二十—", 21), ("lO", 10), ("一O", 10), ("十—十五", 0), ("一二", 0), ("一—三", 0), ("—+", 10)],
)
def test_a_changed_number_spells_one_number_or_none(digits, number):
    assert spelt(digits) == number


@pytest.mark.parametrize(
    "line", ["（第五条）规定的处罚", "（第五条第二款） ", "第十—十五条 略", "【第五条释义】本条是", "◆第五条规定的"]
)
def test_mentions_are_no_articles(line):
    assert article(line) == 0


def test_a_reference_in_brackets_out_of_sequence_is_text():
    [(_, clauses)] = read_text(
        "东湖市公园管理办法\n第一条 公园免费开放。\n第二条 携带宠物入园的，予以劝阻。\n（第九条）\n"
        "第三条 本办法自公布之日起施行。"
    )
    assert labels(clauses) == ["第一条", "第二条", "第三条"]


def test_words_that_only_look_like_a_changed_number_are_text():
    text = (
        regulation(lambda n: f"第{chinese(n)}条 ", 4)
        + "第几条规定不明确的，由园林主管部门解释。\n第人条件不符的，不予受理。\n"
    )
    [(_, clauses)] = read_text(text)
    assert labels(clauses) == ["第一条", "第二条", "第三条", "第四条"]
