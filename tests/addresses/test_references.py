"""Cross-references inside clauses and where they lead."""

from __future__ import annotations

import time

import pytest

from tests.support.corpora import corpus, seeds
from tiaowen.addresses.references import Reference, find_references, references_in_text
from tiaowen.addresses.resolving import Resolver
from tiaowen.datamodels import Clause, Document

LAW = """示例管理办法
第一章 总则
第一条 根据《示例法》和《另一部条例》，制定本办法。
第二条 申请应当符合本办法第三条、第四条第二款的规定。
前款所称申请，包括第三条第（二）项规定的申请。
违反前两款规定的，依照本条第一款处理。
第三条 有下列情形之一的：
（一）不符合第一条规定的；
（二）符合第二条至第四条规定的。
第四条 本章另有规定的，从其规定。
依照示例法第二条第一款、第三条和本办法第一条办理。
第二章 附则
第五条 第九条、前条和《示例法》第一条不适用。
第六条 示例法实施条例第三条另有规定的除外。"""
OTHER = """示例法
第一条 甲。
第二条 乙。
丙。
第三条 丁。"""


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(corpus(LAW, OTHER))


def shown(clause: Clause, reference: Reference) -> tuple[str, str]:
    words = clause.text[reference.start : reference.end]
    target = reference.target
    name = "—" if target is None else target.title if isinstance(target, Document) else target.cite
    return words, name + (f"至{reference.until.label}" if reference.until else "")


HERE, THERE = "《示例管理办法》", "《示例法》"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("第一条", [("《示例法》", "示例法"), ("《另一部条例》", "—")]),
        (
            "第二条",
            [
                ("本办法第三条", HERE + "第三条"),
                ("第四条第二款", HERE + "第四条第二款"),
                ("前款", HERE + "第二条第一款"),
                ("第三条第（二）项", HERE + "第三条第（二）项"),
                ("前两款", HERE + "第二条第一款至第二条第二款"),
                ("本条第一款", HERE + "第二条第一款"),
            ],
        ),
        ("第三条", [("第一条", HERE + "第一条"), ("第二条至第四条", HERE + "第二条至第四条")]),
        (
            "第四条",
            [
                ("本章", HERE + "第一章"),
                ("示例法第二条第一款", THERE + "第二条第一款"),
                ("第三条", THERE + "第三条"),
                ("本办法第一条", HERE + "第一条"),
            ],
        ),
        ("第五条", [("第九条", "—"), ("前条", HERE + "第四条"), ("《示例法》第一条", THERE + "第一条")]),
        ("第六条", [("示例法实施条例第三条", "—")]),
    ],
)
def test_references_lead_to_their_clauses(resolver: Resolver, label: str, expected: list[tuple[str, str]]) -> None:
    (clause,) = resolver.resolve(HERE + label)
    assert [shown(clause, reference) for reference in find_references(clause, resolver)] == expected


def test_the_five_documents_refer_to_each_other_and_to_what_is_not_there() -> None:
    resolver = Resolver(seeds())
    found = {
        (clause.label, *shown(clause, reference))
        for clause in seeds().clauses
        if clause.role == "unit"
        for reference in find_references(clause, resolver)
    }
    assert ("第三十八条", "前款", "《内蒙古自治区事业单位工作人员考核办法》第三十八条第三款") in found
    assert ("第一条", "《中国共产党章程》", "—") in found
    assert ("第一条", "《事业单位人事管理条例》", "—") in found
    assert ("第1段", "《内蒙古自治区事业单位工作人员考核办法》", "内蒙古自治区事业单位工作人员考核办法") in found
    # 《条例》 is defined in the 答记者问, and its chapters are those of the regulation that it explains.
    assert ("答3", "《条例》", "党史学习教育工作条例") in found
    assert ("答3", "第四章", "《党史学习教育工作条例》第四章") in found


def test_references_lie_in_the_text_and_do_not_overlap() -> None:
    resolver = Resolver(seeds())
    start = time.process_time()
    for clause in seeds().clauses:
        end = 0
        for reference in find_references(clause, resolver):
            assert end <= reference.start < reference.end <= len(clause.text)
            end = reference.end
    assert (time.process_time() - start) / len(seeds().clauses) < 0.01


def test_a_text_by_somebody_else_is_searched_for_what_it_cites() -> None:
    text = (
        "依据《党史学习教育工作条例》第十九条和第四十条，以及考核办法第44条第（三）项，"
        "《劳动合同法》第三条、公务员法第二条另有规定。"
    )
    cited = references_in_text(text, Resolver(seeds()))
    assert [(str(one.address), [clause.label for clause in one.clauses]) for one in cited] == [
        ("《党史学习教育工作条例》第十九条", ["第十九条"]),
        ("《党史学习教育工作条例》第四十条", []),
        ("《考核办法》第四十四条第（三）项", ["第四十四条第（三）项"]),
        ("《劳动合同法》第三条", []),
        ("《公务员法》第二条", []),
    ]
    assert [one.error.found for one in cited if one.error is not None] == [
        "《党史学习教育工作条例》共34条，没有第四十条",
        "库中没有《劳动合同法》",
        "库中没有《公务员法》",
    ]


def test_an_item_without_its_article_is_of_the_one_named_before() -> None:
    law = corpus(
        "示例条例\n第一条 禁止：\n（一）甲；\n（二）乙；\n（三）丙。\n"
        "第二条 违反第一条第一项的，罚款。违反第三项的，加倍。\n依照另一法第九条第一款、第二款处理。\n总则。"
    )
    found = Resolver(law)
    clause = next(c for c in law.clauses if c.label == "第二条")
    targets = {clause.text[r.start : r.end]: r.target for r in find_references(clause, found)}
    assert getattr(targets["第三项"], "label", "") == "第一条第（三）项"
    assert targets["第二款"] is None  # of a law that is not here, not of this article
