"""Provisos come along with the rule that they limit, and with no other, as citations of their own."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus, seeds
from tiaowen.completion.provisos import LONGEST, MOST, Provisos
from tiaowen.datamodels import Citation, Corpus, Span
from tiaowen.language.sentences import split_sentences

LEASE = corpus("""
租赁管理办法
第一条 技术可以自由进口；但是，法律另有规定的除外。出口技术应当登记。
第二条 承租人不得转租房屋，经出租人书面同意的除外，违者解除合同。
第三条 军事禁区内禁止建造房屋。但是，经批准的除外。
第四条 公园内禁止携带犬只。
乘坐出租车的，应当征得驾驶员同意。
盲人携带导盲犬的，不受本条规定的限制。
第五条 租金每年调整一次。
租期不满一年的，不适用前款规定。
第六条 有下列情形之一的，可以解除合同：
（一）擅自转租的；
（二）拖欠租金的。
前款第（二）项规定不适用于低保家庭。
第七条 押金不得超过两个月租金。
第八条 商业用房不适用本办法第七条的规定。
第九条 除本办法第七条规定外，出租人不得收取其他费用。
第十条 依照物业管理条例第五条的规定收费的，不适用本办法第三条。
第十一条 租赁合同应当备案。
法律、行政法规另有规定的，从其规定。
第十二条 出租人应当修缮房屋；承租人应当爱护房屋，但正常损耗除外。
第十三条 出租人不得依照本办法第六条的规定解除合同，有下列情形之一的除外：
（一）承租人失踪的；
（二）房屋灭失的。
第十四条 承租人一般不得饲养犬只；身体残疾或者独居的，经出租人同意可以饲养。
第十五条 租赁期内不得拆改房屋。确需拆改的，经出租人批准，可以动工。
第十六条 承租人不得隐瞒情况。情况复杂的，经批准可以延长十日。
第十七条 车位不得出售给业主以外的人。满足业主后有空余的，可以临时出租给业主以外的人。
""")


def provisos(of: Corpus, label: str, words: str) -> list[tuple[str, str]]:
    """(label, quotation) of the provisos to the words, which stand in the clause."""
    unit = next(c for c in of.clauses if c.role == "unit" and c.label == label)
    start = unit.document.text.index(words, unit.start, unit.end)
    return [(c.label, c.quote) for c in Provisos(of).exceptions([Span(start, start + len(words))], unit)]


@pytest.mark.parametrize(
    ("label", "words", "found"),
    [
        ("第一条", "技术可以自由进口", [("第一条", "但是，法律另有规定的除外")]),
        ("第一条", "出口技术应当登记", []),
        ("第二条", "承租人不得转租房屋", [("第二条", "经出租人书面同意的除外")]),
        ("第三条", "军事禁区内禁止建造房屋", [("第三条", "但是，经批准的除外"), ("第十条", "*")]),
        ("第四条", "公园内禁止携带犬只", [("第四条第三款", "盲人携带导盲犬的，不受本条规定的限制")]),
        ("第五条", "租金每年调整一次", [("第五条第二款", "租期不满一年的，不适用前款规定")]),
        ("第六条", "拖欠租金的", [("第六条第二款", "前款第（二）项规定不适用于低保家庭"), ("第十三条", "*")]),
        ("第六条", "擅自转租的", [("第十三条", "*")]),
        ("第十四条", "承租人一般不得饲养犬只", [("第十四条", "身体残疾或者独居的，经出租人同意可以饲养")]),
        ("第十五条", "租赁期内不得拆改房屋", [("第十五条", "确需拆改的，经出租人批准，可以动工")]),
        ("第十七条", "车位不得出售给业主以外的人", []),  # another deed
        ("第十六条", "承租人不得隐瞒情况", []),  # what is permitted is no case of it
        ("第七条", "押金不得超过两个月租金", [("第八条", "商业用房不适用本办法第七条的规定")]),
        ("第九条", "出租人不得收取其他费用", []),
        ("第十一条", "租赁合同应当备案", [("第十一条第二款", "法律、行政法规另有规定的，从其规定")]),
        ("第十二条", "出租人应当修缮房屋", []),
        ("第十二条", "承租人应当爱护房屋", [("第十二条", "但正常损耗除外")]),
        ("第八条", "商业用房不适用本办法第七条的规定", []),
    ],
)
def test_a_proviso_comes_with_the_rule_it_limits(label: str, words: str, found: list[tuple[str, str]]) -> None:
    got = provisos(LEASE, label, words)
    assert [name for name, _ in got] == [name for name, _ in found]
    assert all(quote in ("*", said) for (_, quote), (_, said) in zip(found, got, strict=True))


def test_a_proviso_with_items_brings_them() -> None:
    quotes = dict(provisos(LEASE, "第六条", "擅自转租的"))
    assert quotes["第十三条"].endswith("（二）房屋灭失的")


def test_what_the_answer_holds_is_not_repeated() -> None:
    assert provisos(LEASE, "第一条", "技术可以自由进口；但是，法律另有规定的除外") == []


@pytest.mark.parametrize("document", seeds().documents, ids=lambda document: document.title)
def test_every_proviso_is_verbatim_and_marked(document) -> None:
    provisos_of_seeds = Provisos(seeds())
    for unit in seeds().by_document[document.id]:
        if unit.role != "unit":
            continue
        for sentence in split_sentences(unit.document.text, unit.body, unit.end):
            found = provisos_of_seeds.exceptions([sentence.span], unit, 0.5)
            assert len(found) <= MOST
            for citation in found:
                assert isinstance(citation, Citation) and citation.exception and citation.score == 0.5
                assert citation.quote == document.text[slice(*citation.span)]
                assert len(citation.quote) <= 2 * LONGEST
                assert not (citation.span.start < sentence.span.end and sentence.span.start < citation.span.end)


OPENING = corpus("""
证据办法
第一条 下列事实无须举证：
（一）自然规律；
（二）众所周知的事实；
（三）推定的事实。
前款第二项、第三项规定的事实，当事人有相反证据的除外。
第二条 前条规定的事实，当事人应当说明，但涉及国家秘密的除外。
第三条 对不服的决定可以申诉，但有本办法第一条规定情形的除外。
第四条 本办法第一条规定的六个月为不变期间，不适用中止的规定。
第五条 用人单位可以裁减人员。
裁减人员时应当优先留用老员工。
第六条 对孕期职工，用人单位不得依照本办法第五条的规定裁减人员。
""")


@pytest.mark.parametrize(
    ("label", "words", "found"),
    [
        ("第一条", "推定的事实", ["前款第二项、第三项规定的事实，当事人有相反证据的除外"]),
        ("第一条", "自然规律", []),  # neither the other 项 nor what the exceptions of other articles mention
        ("第五条", "用人单位可以裁减人员", ["对孕期职工，用人单位不得依照本办法第五条的规定裁减人员"]),
        ("第五条", "应当优先留用老员工", []),  # the article that is limited is its first 款
    ],
)
def test_an_address_in_a_sentence_that_excepts_from_something_else_is_no_exception(
    label: str, words: str, found: list[str]
) -> None:
    assert [quote for _, quote in provisos(OPENING, label, words)] == found


@pytest.mark.parametrize(
    ("question", "own"),
    [("姓名、住址不清的也要书面告知吗？", True), ("多少日内书面告知？", False), ("住址在外省的要告知吗？", False)],
)
def test_a_proviso_on_the_very_case_asked_about_is_part_of_the_answer(question: str, own: bool) -> None:
    rules = corpus("信访办法\n第一条 应当在十五日内书面告知信访人。但是，信访人的姓名、住址不清的除外。")
    unit = next(c for c in rules.clauses if c.role == "unit" and c.level == "条")
    text = unit.document.text
    rule = Span(text.index("应当"), text.index("信访人") + 3)
    found = Provisos(rules).with_case(question, [rule], unit)
    assert [text[slice(*span)] for span in found[1:]] == (["但是，信访人的姓名、住址不清的除外"] if own else [])
