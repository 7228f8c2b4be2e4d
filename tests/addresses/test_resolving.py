"""From an address to the clause: the five documents, out of range or ambiguous, and the round trip of every clause."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus, laws, seeds
from tiaowen.addresses.resolving import Resolver
from tiaowen.datamodels import Clause, Corpus, Document
from tiaowen.errors import AddressError


@pytest.fixture(scope="module")
def five() -> Resolver:
    return Resolver(seeds())


def document(resolver: Resolver, title: str) -> Document:
    return next(document for document in resolver.corpus.documents if document.title.endswith(title))


def labels(clauses: tuple[Clause, ...]) -> str:
    return "|".join(clause.label for clause in clauses)


FOUND = [
    ("考核办法第44条第三项", "第四十四条第（三）项"),
    ("考核办法44条3项", "第四十四条第（三）项"),
    ("考核办法第44條第3項", "第四十四条第（三）项"),
    ("事业单位考核办法第三十条第（四）项原文", "第三十条第（四）项"),
    ("《党史学习教育工作条例》第31条第2款", "第三十一条第二款"),
    ("考核办法第四十七条原文是什么", "第四十七条"),
    ("考核办法第十九条是什么内容？", "第十九条"),
    ("事业单位那个办法的第二十条呢？", "第二十条"),
    ("党史条例第33条", "第三十三条"),
    ("第五十二条", "第五十二条"),  # only one of the documents has so many
    ("考核办法第十七条第三项第2点", "第十七条第（三）项第2目"),
    ("考核办法第十五条第三项", "第十五条第二款第（三）项"),
    ("考核办法第十五条第二款第三项", "第十五条第二款第（三）项"),
    ("党史条例第十九条第一款", "第十九条"),  # an article of one paragraph is its first 款
    ("党史条例第三章", "第三章"),
    ("考核办法第四章第十九条", "第十九条"),
    ("考核办法第一条至第三条", "第一条|第二条|第三条"),
    ("考核办法第44条第（一）至（三）项", "第四十四条第（一）项|第四十四条第（二）项|第四十四条第（三）项"),
    ("考核办法第五条、第六条和第八条", "第五条|第六条|第八条"),
    ("考核办法第十九条和党史条例第三十三条", "第十九条|第三十三条"),
    ("规划第（十六）条", "（十六）"),
    ("规划第十六条", "（十六）"),
    ("那个培训规划（八）", "（八）"),
    ("（十七）", "（十七）"),
    ("规划（一）至（三）", "（一）|（二）|（三）"),
    ("规划一、总体要求第3段", "一、总体要求第3段"),
    ("规划第五部分", "五、加强组织实施"),
    ("规划最后一段", "末段"),
    ("意见第9点", "第9点"),
    ("意见第9条", "第9点"),
    ("社区工作者那个意见的第十二点", "第12点"),
    ("意见第二部分", "二、健全职业体系"),
    ("意见题注", "题注"),
    ("党史条例题注", "题注"),
    ("问题三工作措施2", "问题三·工作措施2"),
    ("水资源方案问题三·工作措施2", "问题三·工作措施2"),
    ("水资源方案第三个问题的第二条措施", "问题三·工作措施2"),
    ("水资源方案问题四工作措施", "问题四·工作措施"),
    ("水资源方案问题三·工作措施2·责任单位是谁", "问题三·工作措施2·责任单位"),
    ("方案四、（二）", "四、（二）"),
    ("答记者问答3", "答3"),
    ("答记者问第3个问题", "答3"),
    ("党史条例答记者问第三问", "答3"),
    ("海南区印发水资源管理工作方案的通知文号是什么？", "文号"),
]


@pytest.mark.parametrize(("question", "expected"), FOUND)
def test_a_question_leads_to_its_clause(five: Resolver, question: str, expected: str) -> None:
    located = five.locate(question)
    assert located is not None
    assert labels(located.clauses) == expected


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("党史条例第四十条", "《党史学习教育工作条例》共34条，没有第四十条"),
        ("考核办法第六十条", "《内蒙古自治区事业单位工作人员考核办法》共52条，没有第六十条"),
        ("考核办法第五十条至第六十条", "《内蒙古自治区事业单位工作人员考核办法》共52条，没有第六十条"),
        ("党史条例第七章", "《党史学习教育工作条例》共6章，没有第七章"),
        ("党史条例第十九条第二款", "第十九条只有1款，没有第二款"),
        ("考核办法第四十四条第十项", "第四十四条共9项，没有第（十）项"),
        ("考核办法第十九条第三项", "第十九条不分项，没有第（三）项"),
        ("考核办法第三章第十九条", "第十九条不在第三章，在第四章"),
        ("规划第二十条", "不分条，编号有（一）至（十七）和一至五，没有第二十条"),
        ("意见第18点", "共17点，没有第18点"),
        ("规划（二十）", "的编号是（一）至（十七），没有（二十）"),
        ("水资源方案问题五", "共4个问题，没有问题五"),
        ("公务员考核办法第三条", "库中没有《公务员考核办法》"),
        ("《劳动合同法》第三十九条", "库中没有《劳动合同法》"),
        ("宪法第三十三条", "库中没有《宪法》"),
        ("前款", "“前款”要看上下文"),
        (
            "第十九条",
            "“第十九条”有2处：《党史学习教育工作条例》第十九条、《内蒙古自治区事业单位工作人员考核办法》第十九条",
        ),
        ("第六十条", "里都没有第六十条"),
    ],
)
def test_what_is_not_there_is_said_with_the_range(five: Resolver, question: str, message: str) -> None:
    with pytest.raises(AddressError) as raised:
        five.locate(question)
    assert message in raised.value.found


@pytest.mark.parametrize(
    "question", ["今天天气怎么样", "聘期考核公示几天", "要认真学习的三个历史决议分别是哪三个？", "", "？？"]
)
def test_a_question_without_an_address_names_nothing(five: Resolver, question: str) -> None:
    assert five.locate(question) is None


def test_a_name_without_an_address_is_a_scope(five: Resolver) -> None:
    located = five.locate("党史学习教育工作条例一共多少条？")
    assert located is not None
    assert [d.title for d in located.documents] == ["党史学习教育工作条例"]
    assert located.clauses == ()


def test_the_words_of_names_and_addresses_can_be_taken_out(five: Resolver) -> None:
    question = "事业单位考核办法第十五条对优秀比例怎么规定"
    located = five.locate(question)
    assert located is not None
    rest = question
    for start, end in reversed(located.spans):
        rest = rest[:start] + rest[end:]
    assert rest == "对优秀比例怎么规定"


def test_the_scope_decides_where_the_question_does_not(five: Resolver) -> None:
    for title in ("党史学习教育工作条例", "事业单位工作人员考核办法"):
        chosen = [d for d in five.corpus.documents if d.title.endswith(title)]
        located = five.locate("那第二十条呢？", scope=chosen)
        assert located is not None
        assert [clause.cite for clause in located.clauses] == [f"《{chosen[0].title}》第二十条"]
        located = five.locate("党史条例第二十条", scope=chosen)  # a document named outright is meant even outside
        assert located is not None
        assert located.clauses[0].cite == "《党史学习教育工作条例》第二十条"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("前款", "第二十四条第二款"),
        ("前两款", "第二十四条第一款|第二十四条第二款"),
        ("本条第二款", "第二十四条第二款"),
        ("本条", "第二十四条"),
        ("上一条", "第二十三条"),
        ("下一条", "第二十五条"),
        ("本办法第三条", "第三条"),
        ("本章", "第五章"),
    ],
)
def test_relative_addresses_start_from_a_clause(five: Resolver, words: str, expected: str) -> None:
    here = five.resolve("第二十四条第三款", [document(five, "自治区事业单位工作人员考核办法")])[0]
    assert labels(five.resolve(words, at=here)) == expected


def test_versions_of_one_law_are_told_apart() -> None:
    old, new = "示例办法\n第一条 旧的。\n第二条 旧的二。", "示例办法\n第一条 新的。"
    read = corpus(old.replace("示例办法", "示例办法(2010年)"), new.replace("示例办法", "示例办法(2020年)"))
    resolver = Resolver(read)
    assert "新的" in resolver.resolve("2020年的示例办法第一条")[0].text
    assert "旧的" in resolver.resolve("2010年的示例办法第一条")[0].text
    assert "旧的" in resolver.resolve("示例办法第一条", scope=[read.documents[0]])[0].text


def test_a_code_printed_book_by_book_is_searched_as_one() -> None:
    read = corpus("示例法典\n第一条 总则。\n第二条 总则二。", "示例法典\n第三条 物权。\n第四条 物权二。")
    assert Resolver(read).resolve("示例法典第三条")[0].text == "第三条 物权。"
    with pytest.raises(AddressError, match="没有第五条"):
        Resolver(read).resolve("示例法典第五条")


def test_appendices_have_their_own_articles() -> None:
    read = corpus("示例办法\n第一条 正文一。\n第二条 正文二。\n附件：\n示例细则\n第一条 附件一。\n第二条 附件二。")
    assert Resolver(read).resolve("第一条")[0].text == "第一条 正文一。"


def test_items_under_two_paragraphs_are_ambiguous_until_the_paragraph_is_named() -> None:
    text = "示例办法\n第一条 甲：\n（一）一；\n（二）二。\n乙：\n（一）三；\n（二）四。\n第二条 无。"
    read = corpus(text)
    assert "四" in Resolver(read).resolve("第一条第二款第二项")[0].text
    with pytest.raises(AddressError, match="有2处"):
        Resolver(read).resolve("第一条第二项")


def test_articles_inserted_later_are_addressed() -> None:
    text = "示例法\n第一章 总则\n第一条 甲。\n第一章之一 特别规定\n第一条之一 乙。\n第二章 附则\n第二条 丙。"
    chapters = Resolver(corpus(text))
    assert [c.label for c in chapters.resolve("第一章之一")] == ["第一章之一"]
    assert [c.label for c in chapters.resolve("第一章")] == ["第一章"]
    read = corpus("示例法\n第一条 甲。\n第一条之一 乙。\n第二条 丙。")
    assert Resolver(read).resolve("第一条之一")[0].text == "第一条之一 乙。"
    assert labels(Resolver(read).resolve("第一条至第二条")) == "第一条|第一条之一|第二条"


def check_round_trip(read: Corpus) -> None:
    """Every printed address, alone and inside a question, leads to its clause and to nothing else."""
    resolver = Resolver(read)
    wrong = []
    for clause in read.clauses:
        scope = [clause.document]
        found = [resolver.resolve(clause.label, scope)]
        if resolver.titles.current(clause.document):
            found.append(resolver.resolve(clause.cite))
            located = resolver.locate(f"请问{clause.cite}是怎么规定的？")
            found.append(located.clauses if located else ())
        wrong += [clause.cite for clauses in found if clauses != (clause,)]
    assert wrong == []


def test_every_printed_address_of_the_five_documents_leads_back() -> None:
    check_round_trip(seeds())


@pytest.mark.shared
@pytest.mark.slow
def test_every_printed_address_of_a_sample_of_laws_leads_back() -> None:
    check_round_trip(laws(60))
