"""Tables inside documents: rows with their header, searched and read in words, quoted as printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.reading_tools import build, labels
from tiaowen import Assistant, build_index
from tiaowen.clauses.grids import asked_rows, in_words, rows, spoken, with_headers
from tiaowen.clauses.parties import told
from tiaowen.datamodels import Span
from tiaowen.rendering.markup import tabled

DUTY = """值班津贴如下（单位：元）：
| 岗位 | 时间 | 津贴（元/次） | 备注 |
| 一线医师 | 当日17:30至次日8:00 | 120 | 不得离开 |
| 夜班护士 | 0:00至8:00 | 110 | 无 |
以上按月发放。"""
LOANS = """| 事项 | 规定 |
| 续借 | 到期前7日内可续借一次，续借期15天。新书不能续借 |
| 光盘 | 借期7天，不可续借 |"""


def test_a_row_is_said_with_the_names_and_the_units_of_its_header() -> None:
    words, origin = spoken(DUTY, 0, len(DUTY))
    assert "夜班护士的时间为0:00至8:00；津贴为110元/次；备注为无。" in words
    assert words.startswith("值班津贴如下（单位：元）：\n| 岗位")
    assert words.endswith("以上按月发放。")
    assert all(at < 0 or DUTY[at] == character for character, at in zip(words, origin, strict=True))


@pytest.mark.parametrize("border", [" | ", "\t"])
def test_rows_without_a_bar_in_front_are_rows(border: str) -> None:
    text = "\n".join(
        border.join(cell.strip() for cell in line.strip("|").split("|")) if "|" in line else line
        for line in DUTY.split("\n")
    )
    assert "夜班护士的时间为0:00至8:00；津贴为110元/次；备注为无。" in spoken(text, 0, len(text))[0]
    at = text.index("夜班护士")
    quoted = with_headers(text, [Span(at, at + 12)], 0)
    assert [text[slice(*span)].split(border.strip() or border)[0].strip() for span in quoted] == ["岗位", "夜班护士"]
    assert tabled(text, 0, []).count("<td>") == 12


def test_of_two_columns_the_header_is_not_said() -> None:
    assert "续借：到期前7日内可续借一次" in spoken(LOANS, 0, len(LOANS))[0]


def test_a_figure_takes_the_unit_above_the_table_where_its_column_has_none() -> None:
    text = DUTY.replace("津贴（元/次）", "津贴")
    assert "津贴为110元；" in spoken(text, 0, len(text))[0]


def test_a_part_of_a_table_is_said_with_the_header_above_it() -> None:
    row = DUTY.index("| 夜班护士")
    assert spoken(DUTY, row, DUTY.index("\n", row))[0].startswith("夜班护士的时间为")
    assert in_words(DUTY, Span(row + 2, DUTY.index(" |\n以上"))).startswith("夜班护士的时间为")


@pytest.mark.parametrize("text", ["| 姓名 | 张三 |", "| 2024年 | 70台 |\n| 2025年 | 100台 |", "甲|乙", ""])
def test_what_has_no_header_is_not_given_one(text: str) -> None:
    assert all(not row.header for row in rows(text))


def test_a_quoted_row_brings_its_header_and_a_cell_of_words_does_not() -> None:
    row = next(one for one in rows(DUTY) if DUTY[slice(*one.cells[0])] == "夜班护士")
    quoted = [DUTY[slice(*span)] for span in with_headers(DUTY, [row.words], 0)]
    assert quoted == ["| 岗位 | 时间 | 津贴（元/次） | 备注 |", "| 夜班护士 | 0:00至8:00 | 110 | 无 |"]
    cell = Span(LOANS.index("续借期15天"), LOANS.index("。新书"))
    assert with_headers(LOANS, [cell], 0) == [cell]


SPANNED = """| 岗位 | 请假天数 | 请假天数 | 审批人 |
| 岗位 | 3天以内 | 3天以上 | 审批人 |
| 普通员工 | 主管 | 经理 | 王某 |"""


def test_a_header_of_two_rows_names_a_column_by_both() -> None:
    words, _ = spoken(SPANNED, 0, len(SPANNED))
    assert words.endswith("普通员工的请假天数3天以内为主管；请假天数3天以上为经理；审批人为王某。")
    (row,) = rows(SPANNED)
    quoted = [SPANNED[slice(*span)] for span in with_headers(SPANNED, [row.words], 0)]
    assert quoted == SPANNED.split("\n")
    rates = "| 地区 | 地区 | 标准（元） | 标准（元） |\n| 省 | 市 | 处级 | 其他 |\n| 本省 | 甲市 | 460 | 350 |"
    assert spoken(rates, 0, len(rates))[0].endswith("标准处级为460元；标准其他为350元。")


@pytest.mark.parametrize("second", ["| 上海 | 500 | 500 |", "| 其他人员 | 二等舱 | 经济舱 |"])
def test_a_row_of_values_below_a_spanning_cell_is_no_header(second: str) -> None:
    text = f"| 地区 | 标准 | 标准 |\n{second}\n| 北京 | 600 | 500 |"
    assert len(rows(text)) == 2


TWO_HEADS = """| 人员 | 比例 | 比例 |
| 人员 | 一级 | 二级 |
| 在职 | 92% | 88% |
| 退休 | 95% | 92% |"""


def test_below_a_cell_over_several_columns_the_header_has_a_second_row() -> None:
    assert "退休的比例一级为95%；比例二级为92%。" in spoken(TWO_HEADS, 0, len(TWO_HEADS))[0]
    last = rows(TWO_HEADS)[-1]
    quoted = [TWO_HEADS[slice(*span)] for span in with_headers(TWO_HEADS, [last.words], 0)]
    assert quoted == ["| 人员 | 比例 | 比例 |", "| 人员 | 一级 | 二级 |", "| 退休 | 95% | 92% |"]
    text = "| 事项 | 部门 | 部门 |\n| 甲 | 乙 | 乙 |\n| 丙 | 丁 | 丁 |"
    assert len(rows(text)) == 2


@given(st.text(alphabet="|\n 甲乙1（）元，。：", max_size=60))
def test_no_character_of_any_text_is_changed_by_being_said(text: str) -> None:
    words, origin = spoken(text, 0, len(text))
    assert len(words) == len(origin)
    assert all(at < 0 or text[at] == character for character, at in zip(words, origin, strict=True))
    printed = [at for at in origin if at >= 0]
    assert printed == sorted(set(printed))


def test_a_table_is_one_paragraph_and_its_rows_are_parts_of_it() -> None:
    _, clauses = build(f"## 值班安排\n{DUTY}", title="示例制度")
    assert labels(clauses) == ["第1段", "第2段", "第3段"]
    assert labels(clauses, "part") == [f"第2段第{n}行" for n in (1, 2, 3)]
    table = next(clause for clause in clauses if clause.label == "第2段")
    assert told(table).splitlines()[1] == "一线医师的时间为当日17:30至次日8:00；津贴为120元/次；备注为不得离开。"


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("grids")
    text = (
        DUTY.replace("\n| 一线", "\n|---|---|---|---|\n| 一线").replace("：\n|", "：\n\n|").replace("|\n以", "|\n\n以")
    )
    (folder / "制度.md").write_text(f"# 示例医院值班制度\n\n## 值班津贴\n\n{text}\n", "utf-8")
    build_index(folder / "制度.md", folder / "index")
    return Assistant.load(folder / "index")


def test_a_question_on_a_row_is_answered_with_the_row_and_its_header(handbook: Assistant) -> None:
    answer = handbook.ask("夜班护士的津贴一次多少钱")
    assert answer.status == "answered"
    assert answer.answer == "| 岗位 | 时间 | 津贴（元/次） | 备注 |\n| 夜班护士 | 0:00至8:00 | 110 | 无 |"
    assert "夜班护士 | 0:00至8:00 | 110" in answer.citations[0].quote


NAMED = """| 类别 | 时限 | 收费 |
| 变更场所以外的事项 | 10日 | 免费 |
| 变更场所 | 20日 | 50元 |
| 半失能 | 5日 | 240元 |
| 失能 | 6日 | 400元 |
| 广州、深圳 | 7日 | 550元 |
| 专业岗（专科） | 8日 | 80元 |
| 专业岗（本科） | 9日 | 90元 |"""
GRADED = """| 类别 | 补贴标准 |
| --- | --- |
| 自理 | 120 |
| 半失能 | 240 |
| 失能 | 400 |"""
DUES = """| 人员 | 基数 | 比例 |
| 在职 | 3000元以下（含3000元） | 0.5% |
| 在职 | 3000元以上至5000元（含5000元） | 1% |
| 退休 | 5000元以下（含5000元） | 0.5% |
| 退休 | 5000元以上 | 1% |"""


@pytest.mark.parametrize(
    ("question", "table", "found"),
    [
        ("变更场所的时限", NAMED, ["| 变更场所 | 20日 | 50元 |"]),
        ("失能老人收费多少", NAMED, ["| 失能 | 6日 | 400元 |"]),
        ("半失能老人收费多少", NAMED, ["| 半失能 | 5日 | 240元 |"]),
        ("去深圳收费多少", NAMED, ["| 广州、深圳 | 7日 | 550元 |"]),
        ("专业岗专科收费多少", NAMED, ["| 专业岗（专科） | 8日 | 80元 |"]),
        ("收费多少", NAMED, []),
        ("退休6000元交多少", DUES, ["| 退休 | 5000元以上 | 1% |"]),
        ("自理、半失能、失能老人的补贴各是多少", GRADED, ["| 自理 | 120 |", "| 半失能 | 240 |", "| 失能 | 400 |"]),
        ("自理和失能老人的补贴各是多少", GRADED, ["| 自理 | 120 |", "| 失能 | 400 |"]),
        ("老人的补贴是多少", GRADED, []),
        ("在职4500元交多少", DUES, ["| 在职 | 3000元以上至5000元（含5000元） | 1% |"]),
    ],
)
def test_the_rows_that_a_question_names_or_whose_case_it_is(question: str, table: str, found: list[str]) -> None:
    assert [table[slice(*row.span)] for row in asked_rows(question, table, 0, len(table))] == found
