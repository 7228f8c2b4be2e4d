"""The texts that lead to a unit: its passages, its parts with the words that govern them, the questions of the bank."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.corpora import ROOT, corpus, seeds
from tiaowen.clauses.entries import CHUNK, BankQuestion, Entry, context_of, make_entries, read_bank
from tiaowen.errors import SourceError

BANK = read_bank(ROOT / "data" / "questions")
ENTRIES, STRAYS = make_entries(seeds(), BANK)
ASSESSMENT = "内蒙古自治区事业单位工作人员考核办法"


def of(unit: str, kind: str) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.unit == unit and entry.kind == kind]


def test_every_unit_has_a_passage_and_entries_follow_the_corpus() -> None:
    units = [clause.id for clause in seeds().clauses if clause.role == "unit"]
    assert list(dict.fromkeys(entry.unit for entry in ENTRIES)) == units
    for unit in units:
        assert of(unit, "passage")


def test_a_focus_is_the_unit_or_a_part_of_it() -> None:
    for entry in ENTRIES:
        focus = seeds().by_id[entry.focus]
        assert seeds().unit(focus).id == entry.unit
        assert (entry.kind != "passage") or entry.focus == entry.unit
        assert (entry.kind != "part") or focus.role == "part"


def test_passages_hold_every_character_of_the_unit() -> None:
    for unit in seeds().clauses:
        if unit.role == "unit":
            body = "".join(unit.document.text[unit.body : unit.end].split())
            passages = "".join("".join(entry.text for entry in of(unit.id, "passage")).split())
            assert set(body) <= set(passages) and body[:20] in passages and body[-20:] in passages, unit.id


def test_passages_are_short_and_cut_at_the_end_of_a_clause() -> None:
    for entry in ENTRIES:
        if entry.kind == "passage":
            heading = seeds().by_id[entry.unit].heading
            assert 0 < len(entry.text) <= CHUNK + len(heading)
    first = of(f"{ASSESSMENT}/第四十四条", "passage")[0].text
    assert first.startswith("受党纪政务处分") and first.endswith("按规定条件确定档次。")


def test_an_item_comes_with_the_words_that_govern_it() -> None:
    (item,) = (e for e in of(f"{ASSESSMENT}/第四十四条", "part") if e.focus.endswith("第（六）项"))
    assert "参加年度考核，按照有关规定办理。" in item.text and item.text.endswith("只写评语，不确定档次。")
    assert "记过处分" in item.text and "警告" not in item.text
    (last,) = (e for e in of(f"{ASSESSMENT}/第四十四条", "part") if e.focus.endswith("第二款"))
    assert last.text.startswith("同时受党纪政务处分")


def test_a_subitem_comes_with_the_words_of_both_levels() -> None:
    found = [e for e in of(f"{ASSESSMENT}/第十七条", "part") if e.focus.endswith("第（三）项第1目")]
    assert found and "年度考核一般按照下列程序进行" in found[0].text and "开展测评" in found[0].text


def test_context_is_the_title_and_the_headings_above() -> None:
    unit = seeds().by_id[f"{ASSESSMENT}/第四十四条"]
    assert context_of(unit, seeds()) == f"{ASSESSMENT} 相关事宜"
    assert {e.context for e in of(unit.id, "part")} == {f"{ASSESSMENT} 相关事宜"}
    assert {e.context for e in ENTRIES if e.kind == "question"} == {""}


def test_a_bundled_question_has_its_clause_where_the_corpus_has_its_document() -> None:
    titles = {document.title for document in seeds().documents}
    assert len(BANK) > 100 and not [q for q in STRAYS if q.document in titles]
    assert {e.text for e in ENTRIES if e.kind == "question"} == {q.question for q in BANK} - {
        q.question for q in STRAYS
    }


SMALL = corpus(
    "党员学习办法\n第一章 总则\n第一条 为了规范学习，制定本办法。\n第二条 党员应当：\n（一）学党史；\n（二）交总结。"
)


@pytest.mark.parametrize(
    ("document", "label", "focus"),
    [
        ("党员学习办法", "第二条", "党员学习办法/第二条"),
        ("《党员学习办法》", "第2条", "党员学习办法/第二条"),
        ("黨員學習辦法", "第二条", "党员学习办法/第二条"),
        ("党员学习办法", "第二条第（一）项", "党员学习办法/第二条第（一）项"),
        ("党员学习办法", "第二条（一）", ""),
        ("党员学习办法", "第九条", ""),
        ("别的办法", "第二条", ""),
    ],
)
def test_a_bank_question_leads_to_its_clause_or_is_a_stray(document: str, label: str, focus: str) -> None:
    question = BankQuestion(document, label, "党员要做什么？", "plain")
    entries, strays = make_entries(SMALL, [question])
    found = [entry for entry in entries if entry.kind == "question"]
    assert [entry.focus for entry in found] == ([focus] if focus else [])
    assert strays == ([] if focus else [question])
    assert all(entry.unit == "党员学习办法/第二条" for entry in found)


def test_a_question_on_a_chapter_leads_to_its_first_article() -> None:
    entries, strays = make_entries(SMALL, [BankQuestion("党员学习办法", "第一章", "总则说什么？", "")])
    assert strays == []
    assert [(e.unit, e.focus) for e in entries if e.kind == "question"] == [("党员学习办法/第一条",) * 2]


def test_a_bank_is_read_in_order_and_without_empty_lines(tmp_path: Path) -> None:
    line = '{"document": "办法", "label": "第一条", "question": "%s"}'
    (tmp_path / "b.jsonl").write_text(line % "三" + "\n", "utf-8")
    (tmp_path / "a.jsonl").write_text(f"{line % '一'}\n\n{line % '二'}", "utf-8")
    (tmp_path / "c.txt").write_text("不是问题库", "utf-8")
    assert [q.question for q in read_bank(tmp_path)] == ["一", "二", "三"]
    assert read_bank(tmp_path / "missing") == []


@pytest.mark.parametrize("line", ["不是 JSON", "{}", "[]", "7", '{"document": "办法", "label": "第一条"}'])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(SourceError, match=r"a\.jsonl 第 2 行"):
        read_bank(tmp_path)


def test_a_point_is_embedded_with_the_heading_of_the_second_level_above_it() -> None:
    plan = corpus(
        "某市养老服务实施方案\n一、提升居家服务\n（一）实施家庭适老化改造。\n1.明确改造对象。重点支持高龄、失能老年人家庭。\n"
        "2.确定补助标准。每户补助不超过五千元。\n（二）发展助餐服务。支持餐饮企业提供助餐。\n二、保障措施\n建立联席会议制度。"
    )
    titles = {entry.text[:6]: entry.title for entry in make_entries(plan)[0] if entry.kind == "passage"}
    assert titles["确定补助标准"].endswith("方案 实施家庭适老化改造")
    assert titles["发展助餐服务"] == titles["建立联席会议"] == "某市养老服务实施方案"
