"""Tables in: what is recognised, what is refused, and that no row is lost. Tables out: values survive the way back."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.records import locked_workbook
from tiaowen.errors import BatchError
from tiaowen.tables.delimited import records, sniff
from tiaowen.tables.json_lines import dump
from tiaowen.tables.outcome import canonical, clean, decoded, encoded, seal
from tiaowen.tables.reading import open_table

FIRST = "基层党组织每年至少要组织几次党史学习？"
SECOND = "社区工作者的待遇怎么保障？"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, rows: list[list[object]], sheet: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encodings_and_delimiters_are_recognised(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["编号", "问题", "部门"], ["001", FIRST, "办公室"], ["002", f'"{SECOND}"', "人事处"]]
    path = write(tmp_path / "q.csv", "\r\n".join(delimiter.join(line) for line in lines), encoding)
    table = open_table(path)
    assert [(row.number, row.question, row.cells["编号"], row.cells["部门"]) for row in table] == [
        (1, FIRST, "001", "办公室"),
        (2, SECOND, "002", "人事处"),
    ]


@pytest.mark.parametrize(
    ("header", "question"),
    [
        (["编号", "问题"], "问题"),
        (["题目", "id"], "题目"),
        (["ID", "Question"], "Question"),
        (["提问：", "日期"], "提问："),
        (["q", "x"], "q"),
        (["编号", "领导想知道的"], "领导想知道的"),
    ],
)
def test_the_question_column_is_recognised(tmp_path: Path, header: list[str], question: str) -> None:
    cells = [FIRST if name == question else "7" for name in header]
    table = open_table(write(tmp_path / "q.csv", ",".join(header) + "\n" + ",".join(cells) + "\n"))
    assert table.question == question
    assert [row.question for row in table] == [FIRST]


def test_a_title_above_the_header_is_no_row(tmp_path: Path) -> None:
    path = workbook(tmp_path / "q.xlsx", [["2024年咨询问题汇总表", None], ["序号", "问题"], [1, FIRST], [2, SECOND]])
    assert [row.question for row in open_table(path)] == [FIRST, SECOND]


def test_one_question_a_line_without_header(tmp_path: Path) -> None:
    text = f"{FIRST}\n\n{SECOND}, a, b\n"
    assert [row.question for row in open_table(write(tmp_path / "q.txt", text))] == [FIRST, f"{SECOND}, a, b"]
    assert [row.question for row in open_table(write(tmp_path / "q.csv", text))] == [FIRST, f"{SECOND}, a, b"]


def test_cells_keep_their_types(tmp_path: Path) -> None:
    day, moment = dt.date(2024, 2, 5), dt.datetime(2024, 2, 5, 10, 30)
    path = workbook(
        tmp_path / "q.xlsx", [["问题", "数", "小数", "日", "时", "真"], [FIRST, 7, 0.25, day, moment, True]]
    )
    (row,) = open_table(path)
    assert [row.cells[name] for name in ("数", "小数", "时", "真")] == [7, 0.25, moment, True]
    assert canonical(row.cells["日"]) == "2024-02-05"


def test_jsonl_keeps_values_and_reports_what_is_no_json(tmp_path: Path) -> None:
    good = {"问题": FIRST, "n": 12345678901234567890123, "list": [1, {"a": None}]}
    path = write(
        tmp_path / "q.jsonl", json.dumps(good, ensure_ascii=False) + f'\n{{"问题": \n"{SECOND}"\n[1]\n{{"x": 1}}\n'
    )
    rows = list(open_table(path))
    assert rows[0].cells == good
    assert rows[1].error.startswith("本行不是有效的 JSON")
    assert rows[2].question == SECOND
    assert rows[3].error == "本行应是一个对象或一个字符串"
    assert rows[4].error == "本行没有“问题”"


@pytest.mark.parametrize(
    "value", [[{"问题": FIRST}, {"问题": SECOND}], [FIRST, SECOND], {"data": [{"问题": FIRST}, {"问题": SECOND}]}]
)
def test_json_arrays(tmp_path: Path, value: object) -> None:
    path = write(tmp_path / "q.json", json.dumps(value, ensure_ascii=False, indent=2))
    assert [row.question for row in open_table(path)] == [FIRST, SECOND]


def test_a_long_json_array_is_read_piece_by_piece(tmp_path: Path) -> None:
    many = [{"问题": f"{FIRST}{i}" * (i % 7 + 1), "n": i} for i in range(3000)]
    path = write(tmp_path / "q.json", json.dumps(many, ensure_ascii=False))
    assert [row.cells for row in open_table(path)] == many


def test_a_truncated_json_array_keeps_what_stands_before(tmp_path: Path) -> None:
    path = write(tmp_path / "q.json", f'[{{"问题": "{FIRST}"}}, {{"问题": "坏')
    rows = list(open_table(path))
    assert [row.question for row in rows][:1] == [FIRST]
    assert rows[1].error


def test_a_quotation_mark_left_open_costs_one_row(tmp_path: Path) -> None:
    path = write(tmp_path / "q.csv", f'编号,问题\n1,{FIRST}\n2,"没有配对\n3,{SECOND}\n')
    rows = list(open_table(path))
    assert [(row.question, bool(row.error)) for row in rows] == [(FIRST, False), ('"没有配对', True), (SECOND, False)]


def test_a_question_cut_by_its_own_comma_is_reported(tmp_path: Path) -> None:
    rows = list(open_table(write(tmp_path / "q.csv", f"编号,问题\n1,{FIRST}\n2,先问,再问\n3,{SECOND}\n")))
    assert [bool(row.error) for row in rows] == [False, True, False]
    assert "多出：再问" in rows[1].error


def test_broken_bytes_cost_their_row_only(tmp_path: Path) -> None:
    body = "问题\n" + "".join(f"{FIRST}{i}\n" for i in range(50))
    data = body.encode()
    path = tmp_path / "q.csv"
    path.write_bytes(data[:200] + b"\xff" + data[200:])
    rows = list(open_table(path))
    assert len(rows) == 50
    assert sum(bool(row.error) for row in rows) == 1


def test_a_cell_of_50_megabytes_is_a_row_like_another(tmp_path: Path) -> None:
    path = write(tmp_path / "q.csv", f"编号,问题\n1,{'x' * 50_000_000}\n2,{FIRST}\n")
    assert [len(row.question) for row in open_table(path)] == [50_000_000, len(FIRST)]


def test_merged_cells_count_for_every_row_they_cover(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["部门", "问题"], ["办公室", FIRST], [None, SECOND], ["人事处", FIRST]]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "q.xlsx")
    assert [row.cells["部门"] for row in open_table(tmp_path / "q.xlsx")] == ["办公室", "办公室", "人事处"]


def test_formulas_count_by_their_value(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "q.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "问题"])
        sheet.write_formula(1, 1, '=A1&"问"', value=FIRST)
        sheet.write_formula(2, 1, "=1/0", value="#DIV/0!")
        sheet.write_row(3, 0, [3, SECOND])
    rows = list(open_table(tmp_path / "q.xlsx"))
    assert [row.question for row in rows][::2] == [FIRST, SECOND]
    assert "#DIV/0!" in rows[1].error
    workbook(tmp_path / "p.xlsx", [["编号", "问题"], [1, "=A2"], [2, SECOND]])  # openpyxl saves no values
    rows = list(open_table(tmp_path / "p.xlsx"))
    assert "公式没有保存计算结果" in rows[0].error
    assert rows[1].question == SECOND


def test_sheets_are_chosen_by_name_or_number(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    for name, question in (("一月", FIRST), ("二月", SECOND)):
        sheet = book.create_sheet(name)
        sheet.append(["问题"])
        sheet.append([question])
    book.save(tmp_path / "q.xlsx")
    path = tmp_path / "q.xlsx"
    assert [row.question for row in open_table(path)] == [FIRST]  # the first that is not empty
    assert [row.question for row in open_table(path, sheet="二月")] == [SECOND]
    assert [row.question for row in open_table(path, sheet="3")] == [SECOND]
    with pytest.raises(BatchError, match="一月"):
        open_table(path, sheet="三月")


def test_macros_are_left_alone(tmp_path: Path) -> None:
    workbook(tmp_path / "q.xlsx", [["问题"], [FIRST]])
    (tmp_path / "q.xlsx").rename(tmp_path / "q.xlsm")
    assert [row.question for row in open_table(tmp_path / "q.xlsm")] == [FIRST]


def word_file(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", "<w:document/>")
    return path


def bad_files(folder: Path) -> dict[str, Path]:
    folder.mkdir(exist_ok=True)
    archive = folder / "zip.csv"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a", "b")
    whole = workbook(folder / "whole.xlsx", [["问题"], [FIRST]]).read_bytes()
    (folder / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "old.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (folder / "random.csv").write_bytes(bytes(i * 73 % 256 for i in range(4000)))
    (folder / "folder.csv").mkdir()
    (folder / "empty.xlsx").write_bytes(b"")
    return {
        "没有这个文件": folder / "missing.csv",
        "是文件夹": folder / "folder.csv",
        "是空的": write(folder / "empty.csv", ""),
        "empty.xlsx 是空的": folder / "empty.xlsx",
        "blank.txt 是空的": write(folder / "blank.txt", " \n\n"),
        "empty.json 是空的": write(folder / "empty.json", "[]"),
        "只有表头": write(folder / "header.csv", "编号,问题\n"),
        "各工作表都是空的": workbook(folder / "blank.xlsx", []),
        "压缩包或 Office 文件": archive,
        "二进制文件": folder / "random.csv",
        "内容不是 xlsx，或已被截断": folder / "cut.xlsx",
        "设有打开密码": locked_workbook(folder / "locked.xlsx"),
        "旧版 xls": folder / "old.xlsx",
        "不是 xlsx": write(folder / "text.xlsx", "问题\n" + FIRST),
        "有几列文字": write(folder / "two.csv", f"甲,乙\n{FIRST},{SECOND}\n"),
        "都不像问题": write(folder / "none.csv", "甲,乙\n1,2\n"),
        "a.pdf 是文稿": write(folder / "a.pdf", "%PDF"),
        "a.md 是文稿": write(folder / "a.md", f"- {FIRST}\n"),
        "paper.xlsx 是文稿": word_file(folder / "paper.xlsx"),
        "“.png”": write(folder / "a.png", "PNG"),
        "无法解析": write(folder / "bad.json", '{"a": '),
    }


BAD = [
    *("没有这个文件", "是文件夹", "是空的", "empty.xlsx 是空的", "blank.txt 是空的", "empty.json 是空的", "只有表头"),
    *(
        "各工作表都是空的",
        "压缩包或 Office 文件",
        "二进制文件",
        "内容不是 xlsx，或已被截断",
        "设有打开密码",
        "旧版 xls",
    ),
    *(
        "不是 xlsx",
        "有几列文字",
        "都不像问题",
        "a.pdf 是文稿",
        "a.md 是文稿",
        "paper.xlsx 是文稿",
        "“.png”",
        "无法解析",
    ),
]


@pytest.mark.parametrize("said", BAD)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, said: str) -> None:
    with pytest.raises(BatchError) as caught:
        open_table(bad_files(tmp_path / "bad")[said])
    assert said in str(caught.value)


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    path = write(tmp_path / "q.csv", f"编号,问题\n1,{FIRST}\n")
    with pytest.raises(BatchError, match="只有这些列：编号、问题"):
        open_table(path, question_column="提问")


QUOTED = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x1f"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(QUOTED, min_size=2, max_size=2), min_size=1, max_size=6), st.sampled_from(",\t;"))
def test_delimited_cells_come_back_as_written(rows: list[list[str]], delimiter: str) -> None:
    text = "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)
    lines = iter(io.StringIO(text, newline=""))  # as a file opened with newline="" gives them
    assert [list(cells) for cells, _ in records(lines, delimiter)] == rows


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_json_is_written_alike_before_and_after_the_way_back(value: dict[str, object]) -> None:
    once = dump(value, sort=True)
    assert dump(json.loads(once), sort=True) == once


@given(st.datetimes() | st.dates() | st.times() | st.timedeltas() | st.integers() | st.text())
def test_cells_survive_the_checkpoint(value: object) -> None:
    assert decoded(json.loads(json.dumps(encoded(value)))) == value


@given(st.lists(st.text(max_size=5), min_size=1, max_size=4), st.integers(0, 3), st.text(max_size=3))
def test_a_seal_tells_any_change(parts: list[str], at: int, other: str) -> None:
    changed = [*parts]
    changed[at % len(parts)] = other
    same = [clean(a) for a in parts] == [clean(b) for b in changed]
    assert (seal(1, 2, parts) == seal(1, 2, changed)) == same


def test_a_full_width_comma_is_no_delimiter_in_questions(tmp_path: Path) -> None:
    path = write(tmp_path / "q.csv", f"问题\n首先，{FIRST}\n其次，{SECOND}\n")
    assert sniff(path, "utf-8") not in ",，"
    assert [row.question for row in open_table(path)] == [f"首先，{FIRST}", f"其次，{SECOND}"]


@pytest.mark.parametrize(
    ("lines", "questions"),
    [
        ([f"1,{FIRST}", f"2,{SECOND}", "3,婚假多少天？"], [FIRST, SECOND, "婚假多少天？"]),
        ([f"001,{FIRST},办公室", f"002,{SECOND},人事处"], [FIRST, SECOND]),
        (["婚假几天", FIRST, SECOND], ["婚假几天", FIRST, SECOND]),
        (["怎么请病假", "谁来审批"], ["怎么请病假", "谁来审批"]),
        ([f"{FIRST},办公室", f"{SECOND},人事处"], [FIRST, SECOND]),
        (["序号,领导想问什么", f"1,{FIRST}", f"2,{SECOND}"], [FIRST, SECOND]),
        (["事项,是否在编", f"{FIRST},是", f"{SECOND},否"], [FIRST, SECOND]),
        (["类别,咨询事项的具体描述", f"休假管理,{FIRST}", f"公务接待,{SECOND}"], [FIRST, SECOND]),
        (
            ["2024年职工咨询事项汇总表,,", ",,", "序号,咨询事项,部门", f"1,{FIRST},人事", f"2,{SECOND},工会"],
            [FIRST, SECOND],
        ),
        (["填报单位：县局,填报日期：3月", "序号,问 题（必填）", f"1,{FIRST}", f"2,{SECOND}"], [FIRST, SECOND]),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_first_question_is_lost_as_a_header(
    tmp_path: Path, lines: list[str], questions: list[str], suffix: str
) -> None:
    path = tmp_path / f"q{suffix}"
    if suffix == ".xlsx":
        workbook(path, [[cell or None for cell in line.split(",")] for line in lines])
    else:
        write(path, "\n".join(lines) + "\n")
    assert [row.question for row in open_table(path)] == questions


def test_a_header_of_two_lines_is_one(tmp_path: Path) -> None:
    rows = [
        ["序号", "问题", "提问人", None],
        [None, None, "姓名", "部门"],
        [1, FIRST, "张伟", "人事"],
        [2, SECOND, "李娜", "工会"],
    ]
    path = workbook(tmp_path / "q.xlsx", rows)
    book = openpyxl.load_workbook(path)
    for cells in ("A1:A2", "B1:B2", "C1:D1"):
        book.active.merge_cells(cells)
    book.save(path)
    table = open_table(path)
    assert table.columns == ("序号", "问题", "提问人·姓名", "部门")
    assert [row.question for row in table] == [FIRST, SECOND]


def test_the_sheet_with_a_column_of_questions_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "q.xlsx", [["一、每行一个问题。"], ["二、请于3月15日前报送。"]], "填写说明")
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("清单")
    for row in ([1, "x"], ["序号", "问题"], [1, FIRST]):
        sheet.append(row)
    book.save(path)
    table = open_table(path)
    assert [row.question for row in table] == [FIRST]
    assert any("填写说明" in note for note in table.notes)


def test_two_stray_quotation_marks_merge_no_rows(tmp_path: Path) -> None:
    lines = [
        "编号,问题,部门",
        f"1,{FIRST},甲",
        f'2,"{SECOND},乙',
        f'3,"{SECOND},丙',
        f'4,"{FIRST}",丁',
        '5,"两\n行",戊',
    ]
    rows = list(open_table(write(tmp_path / "q.csv", "\n".join(lines) + "\n")))
    assert [row.cells["编号"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [bool(row.error) for row in rows] == [False, True, True, False, False]
    assert rows[4].question == "两\n行"


def test_quotation_marks_of_a_question_stay(tmp_path: Path) -> None:
    lines = ["编号,问题,备注", '1,"婚假"多少天？,"甲,乙"', '2,""事假""几天？,x', '3,什么是"考勤"？,"说""好"""']
    rows = list(open_table(write(tmp_path / "q.csv", "\n".join(lines) + "\n")))
    assert [row.question for row in rows] == ['"婚假"多少天？', '""事假""几天？', '什么是"考勤"？']
    assert [row.cells["备注"] for row in rows] == ["甲,乙", "x", '说"好"']
    assert not any(row.error for row in rows)


def test_one_stray_nul_does_not_make_a_table_binary(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_bytes(f"问题,部门\n{FIRST},办\0公室\n{SECOND},人事\n".encode())
    assert [row.question for row in open_table(path)] == [FIRST, SECOND]


@pytest.mark.parametrize("suffix", [".txt", ".csv", ".xlsx", ".jsonl"])
def test_a_row_knows_its_line_where_empty_ones_stand_between(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"q{suffix}"
    if suffix == ".xlsx":
        workbook(path, [["问题", "部门"], [FIRST, "甲"], [None], [" ", None], [SECOND, None]])
    elif suffix == ".csv":
        write(path, f"问题,部门\n{FIRST},甲\n\n , \n{SECOND},\n")
    elif suffix == ".jsonl":
        write(path, f'\n{{"问题": "{FIRST}"}}\n\n \n"{SECOND}"\n')
    else:
        write(path, f"\n{FIRST}\n\n　\n{SECOND}\n\n")
    rows = list(open_table(path))
    assert [(row.number, row.line, row.question) for row in rows] == [(1, 2, FIRST), (2, 5, SECOND)]


BARS = f"| 序号 | 问题 | 部门 |\n| :-- | --- | ---: |\n| 1 | {FIRST} | 甲 |\n| 2 | {SECOND} 甲\\|乙 | |\n"


@pytest.mark.parametrize("name", ["q.txt", "q.csv", "q.md"])
def test_a_markdown_table_is_a_table_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    table = open_table(write(tmp_path / name, BARS))
    assert table.question == "问题"
    assert table.notes[1] == "Markdown 表格"
    assert [(row.question, row.cells["部门"], row.line, row.error) for row in table] == [
        (FIRST, "甲", 3, ""),
        (f"{SECOND} 甲|乙", "", 4, ""),
    ]
    assert open_table(write(tmp_path / name, BARS), "部门").question == "部门"


def test_a_markdown_table_may_stand_between_lines_and_have_no_outer_bars(tmp_path: Path) -> None:
    text = f"请回答下表：\n\n问题 | 部门\n--- | ---\n{FIRST} | 甲\n谢谢！\n"
    rows = list(open_table(write(tmp_path / "q.txt", text)))
    assert [(row.question, row.error) for row in rows] == [(FIRST, ""), ("谢谢！", "本行不在表格里")]


def test_lines_with_bars_alone_are_questions(tmp_path: Path) -> None:
    assert [row.question for row in open_table(write(tmp_path / "q.txt", f"{FIRST} | 甲\n{SECOND}\n"))] == [
        f"{FIRST} | 甲",
        SECOND,
    ]
