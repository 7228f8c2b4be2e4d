"""Every quotation that was written verifies; every change is noticed, and said for what it is."""

from __future__ import annotations

import csv
import json
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.support.corpora import seeds
from tests.support.records import FORMATS, answer, records, units, write
from tiaowen.errors import BatchError
from tiaowen.quotations.claims import Claim
from tiaowen.quotations.quotations import Sources, difference
from tiaowen.rendering.render import source_text, to_json
from tiaowen.verification.verification import VerificationReport, verify_file

ARTICLE = "《党史学习教育工作条例》第十九条"


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(seeds())


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_was_written_verifies(tmp_path: Path, suffix: str) -> None:
    report = verify_file(write(tmp_path / f"a{suffix}", 60), seeds())
    assert report.ok, report.to_text()
    assert report.rows == 60
    assert report.verified == report.quotations > 60


@pytest.mark.parametrize("seed", range(40))
def test_every_quotation_of_every_answer_verifies(seed: int, sources: Sources) -> None:
    made = to_json(answer("问题", seed))
    for cited in (*made["citations"], *made["near"]):
        claim = Claim(cited["cite"], cited["quote"], source_text(cited), sha256=cited["source"]["sha256"])
        assert sources.check(claim).outcome == "verified"


def test_word_opens_the_report_and_sees_its_styles(tmp_path: Path) -> None:
    document = docx.Document(str(write(tmp_path / "a.docx", 12)))
    quotes = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "条文 引文"]
    cited = [c["quote"] for record in records(12) for c in (*record["citations"], *record["near"])]
    assert quotes == cited
    assert sum(paragraph.style.name == "Heading 2" for paragraph in document.paragraphs) == 12


def mutated(text: str, at: int, chance: random.Random) -> str:
    """The text with one character replaced, removed or added."""
    kind = chance.randrange(3)
    if kind == 0:
        return text[:at] + chance.choice([c for c in "甲乙9，。x" if c != text[at]]) + text[at + 1 :]
    if kind == 1 and text[at : at + 1] != text[at + 1 : at + 2]:
        return text[:at] + text[at + 1 :]
    return text[:at] + chance.choice("丁7；y") + text[at:]


def content(text: str, suffix: str) -> list[int]:
    """Offsets of what a reader sees: text, not markup or style."""
    if suffix in (".csv", ".tsv"):
        return [m.start() for m in re.finditer(r"[^\s\",]", text)]
    if suffix in (".jsonl", ".json"):
        return [m.start() for m in re.finditer(r"[\w，。、（）]", text)]
    if suffix == ".md":
        return [m.start() for m in re.finditer(r"[^\s\\>#*-]", text)]
    start = text.find("<body")
    return [
        at
        for piece in re.finditer(r">([^<>]+)<", text[start:])
        for at in range(start + piece.start(1), start + piece.end(1))
        if not text[at].isspace() and not re.search(r"&[#\w]*$", text[at - 8 : at]) and text[at] != "&"
    ]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".json", ".md", ".html"])
def test_any_changed_character_is_noticed_in_text(tmp_path: Path, suffix: str) -> None:
    whole = write(tmp_path / f"a{suffix}").read_bytes().decode("utf-8-sig")
    chance = random.Random(suffix)
    for at in chance.sample(content(whole, suffix), 60):
        changed = mutated(whole, at, chance)
        path = tmp_path / f"b{suffix}"
        path.write_text(changed, "utf-8", newline="")
        assert not holds(path), changed[max(at - 40, 0) : at + 40]


@pytest.mark.parametrize(
    ("suffix", "part"),
    [(".xlsx", "xl/worksheets/sheet1.xml"), (".xlsx", "xl/worksheets/sheet2.xml"), (".docx", "word/document.xml")],
)
def test_any_changed_character_is_noticed_in_office_files(tmp_path: Path, suffix: str, part: str) -> None:
    original = write(tmp_path / f"a{suffix}")
    with zipfile.ZipFile(original) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    whole = parts[part].decode()
    chance = random.Random(part)
    texts = list(re.finditer(r"<(?:w:)?t[^>]*>([^<]+)</", whole))
    for _ in range(30):
        piece = chance.choice(texts)
        at = chance.randrange(piece.start(1), piece.end(1))
        if whole[at].isspace() or "&" in whole[max(at - 6, 0) : at + 1] or whole[at] in "_":
            continue
        changed = mutated(whole, at, chance)
        path = tmp_path / f"b{suffix}"
        with zipfile.ZipFile(path, "w") as package:
            for name, data in parts.items():
                package.writestr(name, changed.encode() if name == part else data)
        assert not holds(path), changed[max(at - 40, 0) : at + 40]


def holds(path: Path) -> bool:
    try:
        return verify_file(path, seeds()).ok
    except BatchError:
        return False


def lines_without(path: Path, number: int) -> None:
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for i, line in enumerate(lines) if i != number), "utf-8")


@pytest.mark.parametrize("number", [0, 3, 7])
def test_a_missing_line_is_noticed(tmp_path: Path, number: int) -> None:
    path = write(tmp_path / "a.jsonl")
    lines_without(path, number)
    report = verify_file(path, seeds())
    assert [problem.message for problem in report.problems] == [f"共 8 行，缺 1 行：第 {number + 1} 行"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".md", ".html"])
@pytest.mark.parametrize("number", [1, 8])
def test_a_missing_row_is_noticed(tmp_path: Path, suffix: str, number: int) -> None:
    path = write(tmp_path / f"a{suffix}")
    if suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(row for i, row in enumerate(rows) if i != number)
    elif suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        book["答案"].delete_rows(number + 1)
        book.save(path)
    else:
        pattern = rf"## {number}\\\..*?\n---\n" if suffix == ".md" else rf"<section>\n<h2>{number}\. .*?</section>"
        text = path.read_text("utf-8")
        changed = re.sub(pattern, "", text, count=1, flags=re.DOTALL)
        assert changed != text
        path.write_text(changed, "utf-8")
    assert f"缺 1 行：第 {number} 行" in verify_file(path, seeds()).to_text()


def test_a_workbook_that_was_opened_and_saved_still_verifies(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", 30)
    book = openpyxl.load_workbook(path)
    book["答案"]["Z1"] = "备注"  # a remark behind our columns is the office's own
    book["答案"]["Z2"] = "已核"
    book.save(path)
    report = verify_file(path, seeds())
    assert report.ok, report.to_text()


def test_a_table_that_was_saved_with_other_quotes_and_delimiters_still_verifies(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 30)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    report = verify_file(path, seeds())
    assert report.ok, report.to_text()


def one(tmp_path: Path, change: Any) -> VerificationReport:
    """The report on an answer whose first citation was changed, without a seal (as from `ask --json`)."""
    record = next(r for r in records(20) if r["citations"] and len(r["citations"][0]["quote"]) > 20)
    made = {key: value for key, value in record.items() if key not in ("row", "columns")}
    made["near"], made["answer"], made["citations"] = [], "", made["citations"][:1]
    change(made["citations"][0])
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(made, ensure_ascii=False) + "\n", "utf-8")
    return verify_file(path, seeds())


def test_a_word_left_out_is_shown(tmp_path: Path) -> None:
    def change(cited: dict[str, Any]) -> None:
        cited["quote"] = cited["quote"][:10] + cited["quote"][12:]

    report = one(tmp_path, change)
    assert report.kinds == {"altered": 1}
    assert "▲处缺" in report.problems[0].message


def test_a_lost_end_is_no_lesser_quotation(tmp_path: Path) -> None:
    def change(cited: dict[str, Any]) -> None:
        cited["quote"] = cited["quote"][:-1]

    assert one(tmp_path, change).kinds == {"altered": 1}


def test_a_wrong_address_comes_with_the_right_one(tmp_path: Path) -> None:
    right = []

    def change(cited: dict[str, Any]) -> None:
        right.append(cited["cite"])
        cited["cite"] = next(
            unit.cite for unit in units() if unit.cite != cited["cite"] and cited["quote"] not in unit.text
        )

    report = one(tmp_path, change)
    assert report.kinds == {"address": 1}
    assert right[0] in report.problems[0].message


def test_a_wrong_place_and_a_changed_source_are_told(tmp_path: Path) -> None:
    def move(cited: dict[str, Any]) -> None:
        cited["source"]["spans"][0][0] += 1

    def other(cited: dict[str, Any]) -> None:
        cited["source"]["sha256"] = "0" * 64

    assert one(tmp_path, move).kinds == {"source": 1}
    assert one(tmp_path, other).kinds == {"source": 1}


def test_invented_words_are_not_found(tmp_path: Path) -> None:
    def change(cited: dict[str, Any]) -> None:
        cited["quote"] = "月球背面的土壤样品由嫦娥六号带回地球并分装保存"

    assert one(tmp_path, change).kinds == {"not found": 1}


def test_answers_without_row_numbers_verify_with_a_remark(tmp_path: Path) -> None:
    report = one(tmp_path, lambda cited: None)
    assert report.ok
    assert "缺行无法发现" in report.to_text()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"{ARTICLE}作了规定。", {}),
        ("《党史学习教育工作条例》第19条作了规定。", {}),
        ("《党史学习教育工作条例》第九百条作了规定。", {"address": 1}),
        ("《月球开发管理条例》第三条作了规定。", {"not found": 1}),
    ],
)
def test_references_in_free_text(tmp_path: Path, text: str, kinds: dict[str, int]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    assert verify_file(path, seeds()).kinds == kinds


def test_quotations_in_free_text(tmp_path: Path) -> None:
    clause = next(unit for unit in units() if unit.cite == ARTICLE)
    sentence = clause.document.text[clause.body : clause.end].split("。")[0].strip() + "。"
    path = tmp_path / "a.md"
    for quoted, kinds in (
        (sentence, []),
        (sentence[:12] + "……" + sentence[-8:], []),
        (sentence.replace("组织", "机构", 1), ["altered"]),
    ):
        path.write_text(f"# 说明\n\n根据{ARTICLE}：“{quoted}”\n\n{ARTICLE}：\n\n> {quoted}\n", "utf-8")
        report = verify_file(path, seeds())
        assert report.quotations == 2
        assert report.kinds == dict.fromkeys(kinds, 2), report.to_text()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("missing.csv", None, "没有这个文件"),
        ("a.csv", "甲,乙\n1,2\n".encode(), "没有可核对的引文"),
        ("a.txt", "没有引用".encode(), "没有可核对的引文"),
        ("a.xlsx", b"PK\x03\x04 broken", "无法读取"),
        ("a.docx", b"", "无法读取"),
        ("a.json", b"[1,", "无法读取"),
        ("a.csv", bytes(range(256)) * 20, "二进制文件"),
    ],
)
def test_what_cannot_be_verified_is_said(tmp_path: Path, name: str, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(BatchError, match=said):
        verify_file(tmp_path / name, seeds())


def test_a_difference_shows_its_surroundings() -> None:
    assert difference("应当每年组织一次学习", "应当每季组织一次学习") == "…应当每▲组织一次学习…（▲处“年”被改为“季”）"


@pytest.mark.parametrize(
    ("expected", "found", "what"),
    [
        ("不超过20%的", "不超过30%的", "“20”被改为“30”"),
        ("不超过总人数的20%", "不超过30%", "“总人数的20”被改为“30”"),
        ("限1500元以内", "限1800元以内", "“1500”被改为“1800”"),
        ("限1250元以内", "限1358元以内", "“1250”被改为“1358”"),
        ("限150元以内", "限15元以内", "“150”被改为“15”"),
        ("限15日内办结", "限15日以内办结", "多“以”"),
    ],
)
def test_a_number_that_differs_is_shown_whole(expected: str, found: str, what: str) -> None:
    assert difference(expected, found).endswith(f"（▲处{what}）")


FORGED = "更正：每年组织三十次。"


def _add_to_word(path: Path, kind: str) -> None:
    document = docx.Document(str(path))
    if kind == "header":
        document.sections[0].header.paragraphs[0].text = FORGED
    elif kind == "table":
        document.add_table(1, 1).cell(0, 0).text = FORGED
    elif kind == "first":
        document.paragraphs[0].insert_paragraph_before(FORGED)
    else:
        document.add_heading("9. 学习几次", 2)
        document.add_paragraph("答：" + FORGED)
        document.add_paragraph(f"[1] {ARTICLE}")
        document.add_paragraph(FORGED)
    document.save(str(path))


def _add_to_workbook(path: Path, kind: str) -> None:
    book = openpyxl.load_workbook(path)
    if kind.startswith("without "):
        del book[kind.split()[1]]
    elif kind.startswith("renamed "):
        book[kind.split()[1]].title = "其他"
    else:
        book.create_sheet("补充").append(["回答", FORGED])
    book.save(path)


@pytest.mark.parametrize(
    ("suffix", "old", "new"),
    [
        (".md", r"\Z", f"\n## 9. 学习几次\n\n**答：{FORGED}**\n\n[1] {ARTICLE}\n\n> {FORGED}\n"),
        (".md", r"---\n\n## 3", f"---\n\n{FORGED}\n\n---\n\n## 3"),
        (".md", r"\A", f"{FORGED}\n\n---\n\n"),
        (".html", "</section>", f'</section>\n<p class="answer">{FORGED}</p>\n'),
        (".html", "</section>", f"</section>\n{FORGED}\n"),
        (".html", "</body>", f"{FORGED}</body>"),
        (".html", "<body>", f"<body>{FORGED}"),
        (
            ".html",
            "</body>",
            f"<section><h2>9. 学习几次</h2><p>{ARTICLE}</p><blockquote>{FORGED}</blockquote></section></body>",
        ),
        (".html", "</style>", f'p.answer::after{{content:"{FORGED}"}}</style>'),
        (".html", "</body>", f'<script>document.body.append("{FORGED}")</script></body>'),
        *((".docx", "", kind) for kind in ("section", "header", "table", "first")),
        *((".xlsx", "", f"{what} {name}") for what in ("without", "renamed") for name in ("答案", "引文", "汇总")),
        (".xlsx", "", "added"),
    ],
)
def test_what_somebody_adds_to_a_report_is_noticed(tmp_path: Path, suffix: str, old: str, new: str) -> None:
    path = write(tmp_path / f"a{suffix}")
    if suffix == ".docx":
        _add_to_word(path, new)
    elif suffix == ".xlsx":
        _add_to_workbook(path, new)
    else:
        text = path.read_text("utf-8")
        changed = re.sub(old, lambda _: new, text, count=1)
        assert changed != text
        path.write_text(changed, "utf-8")
    assert verify_file(path, seeds()).kinds["row"]
