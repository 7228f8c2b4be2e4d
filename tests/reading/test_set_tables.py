"""Regulations set in tables are read as text; tables about articles stay tables."""

from __future__ import annotations

import pytest

from tests.reading.test_word import GOES_ON, START, p, span, tbl, tc, tr, word
from tests.support.reading_tools import assert_partition
from tiaowen.datamodels import Source
from tiaowen.reading.corpus import read_documents
from tiaowen.reading.files.formats import read_bytes
from tiaowen.reading.structure.structure import build

TITLE = "示例市公园管理办法"
ONE, TWO, THREE = "为了管好公园，制定本办法。", "本办法适用于本市公园。", "游客不得有下列行为："
ITEMS = ["（一）攀折花木；", "（二）随地吐痰。"]
LABELS = ["第一条", "第二条", "第三条", "第三条第（一）项", "第三条第（二）项"]


def clauses(source: Source) -> dict[str, str]:
    """label -> text of the clauses of the one document of a source."""
    drafts, _ = read_documents(source)
    (one,) = drafts
    document, found = build(one, one.title)
    assert_partition(document, found)
    return {clause.label: clause.text for clause in found if clause.role in ("unit", "part")}


def docx(*rows: str, after: str = "") -> dict[str, str]:
    return clauses(read_bytes(word(p(TITLE) + tbl(*rows) + p() + after), "a.docx"))


def html(rows: str, table: str = "<table border=1>") -> dict[str, str]:
    return clauses(read_bytes(f"<html><body><h1>{TITLE}</h1>{table}{rows}</table></body></html>".encode(), "a.html"))


def md(*rows: str) -> dict[str, str]:
    return clauses(read_bytes("\n".join([f"# {TITLE}", "", *rows]).encode(), "a.md"))


def cells(*lines: str) -> str:
    return tc("".join(map(p, lines)))


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(
            lambda: docx(tr("条", "内容"), tr("第一条", ONE), tr("第二条", TWO), tr("第三条", cells(THREE, *ITEMS))),
            id="docx, numbers and words",
        ),
        pytest.param(
            lambda: docx(
                tr(tc("第一章　总则", START), f"第一条　{ONE}", ""),
                tr(tc("", GOES_ON), f"第二条　{TWO}", ""),
                tr("第二章　管理", cells(f"第三条　{THREE}", *ITEMS), ""),
            ),
            id="docx, chapters beside",
        ),
        pytest.param(
            lambda: docx(
                tr(tc("第一章　总则", span(2))),
                tr("1", cells(f"第一条　{ONE}", f"第二条　{TWO}")),
                tr("2", cells(f"第三条　{THREE}", *ITEMS)),
            ),
            id="docx, several articles in a cell, serial numbers",
        ),
        pytest.param(
            lambda: html(
                f"<tr><th>条序</th><th>条文</th></tr><tr><td>第一条</td><td>{ONE}</td></tr><tr><td>第二条</td><td>{TWO}</td>"
                f"</tr><tr><td rowspan=3>第三条</td><td>{THREE}</td></tr><tr><td>{ITEMS[0]}</td></tr>"
                f"<tr><td>{ITEMS[1]}</td></tr>"
            ),
            id="html",
        ),
        pytest.param(
            lambda: md(
                "| 条 | 内容 |",
                "|---|---|",
                f"| 第一条 | {ONE} |",
                f"| 第二条 | {TWO} |",
                f"|第三条|{THREE}<br>{'<br/>'.join(ITEMS)}|",
            ),
            id="md",
        ),
        pytest.param(
            lambda: docx(tr("第一条", ONE), tr("第二条", TWO), after=tbl(tr("第三条", cells(THREE, *ITEMS)))),
            id="docx, a table that goes on",
        ),
    ],
)
def test_the_articles_of_a_table_are_articles(found) -> None:
    read = found()
    assert list(read) == LABELS
    assert [read[label] for label in LABELS[3:]] == ITEMS
    assert read["第二条"].startswith("第二条") and read["第二条"].endswith(TWO) and "|" not in "".join(read.values())


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [("第一条", ONE, "办公室"), ("第二条", TWO, "园林局"), ("第三条", THREE, "城管局")], id="who does what"
        ),
        pytest.param(
            [("修改前", "修改后"), (f"第一条 {ONE}", f"第一条 {TWO}"), (f"第二条 {ONE}", f"第二条 {TWO}")], id="two"
        ),
        pytest.param(
            [("第三条", "罚款五十元。"), ("第七条", "罚款一百元。"), ("第九条", "罚款二百元。")], id="some of them"
        ),
        pytest.param([("第一条", "5"), ("第二条", "10"), ("第三条", "8")], id="figures"),
    ],
)
def test_a_table_about_articles_stays_a_table(rows: list[tuple[str, ...]]) -> None:
    printed = ["| " + " | ".join(row) + " |" for row in rows]
    body = p(TITLE) + p(f"第一条 {ONE}") + p("第二条 标准如下表：") + tbl(*(tr(*row) for row in rows))
    assert read_bytes(word(body), "a.docx").text.split("\n")[3:] == printed
    assert not {"第三条", "第七条"} & set(clauses(read_bytes(word(body), "a.docx")))
    assert not {"第三条", "第七条"} & set(md(f"第一条 {ONE}", "", "第二条 标准如下表：", "", *printed))
