"""Free text by anybody: whatever it says of a clause is compared, or said not to have been."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.support.corpora import corpus
from tiaowen.datamodels import Corpus
from tiaowen.verification.verification import VerificationReport, verify_file

RULES = """青石县机关假期管理办法（试行）

第一条 为规范假期管理，制定本办法。
第二条 休假实行“先审批、后离岗”制度。未经批准离岗的，按旷工处理。
第三条 职工工作满1年不满10年的，年休假5天；满10年不满20年的，年休假10天；满20年的，年休假15天。
第四条 事假全年累计不得超过15个工作日。
超过部分按日扣发基本工资的50%。
第五条 职工本人结婚的，享受婚假18天；直系亲属去世的，给予丧假3天，路途时间另计。
第六条 职工生育享受98天产假。配偶享受护理假20天。
第七条 本办法自2023年7月1日起施行。
"""
NAME = "《青石县机关假期管理办法（试行）》"
RIGHT, WRONG = "职工本人结婚的，享受婚假18天", "职工本人结婚的，享受婚假28天"


@cache
def rules() -> Corpus:
    return corpus(RULES)


def verified(folder: Path, text: str, name: str = "a.txt") -> VerificationReport:
    path = folder / name
    path.write_text(text, "utf-8")
    return verify_file(path, rules())


@pytest.mark.parametrize(
    "text",
    [
        '{n}第五条规定："{q}"。',
        "{n}第五条规定：‘{q}’。",
        "{n}第五条规定：『{q}』。",
        "{n}第五条规定：「{q}」。",
        "{n}第五条规定：”{q}“。",
        "{n}第五条规定：“{q}",
        "{n}第5条：\n“{q}”。",
        "{n}第五条明确：\n\n　　“{q}”。",
        "一、依据\n{n}第五条。\n二、内容\n“{q}”。",
        "根据{n}第二条，未经批准离岗的，按旷工处理。\n\n第五条规定“{q}”。",
        "{n}第五条规定：{q}。",
        "{n}第五条规定{q}。",
        "{n}第五条\n{q}。",
        "{n}第五条　{q}。",
        "{n}\n第五条　{q}。",
        "{q}（{n}第五条）。",
        "| {n}第五条 | {q} |",
        "“{q}”（{n}第五条）；“配偶享受护理假20天”（{n}第六条）。",
        "“配偶享受护理假20天”（{n}第六条）；“{q}”（{n}第五条）。",
        "{n}（以下简称《办法》）第二条，未经批准离岗的，按旷工处理。\n\n二、《办法》第五条规定，“{q}”。",
        "{n}第二条：未经批准离岗的，按旷工处理。该办法第五条规定，“{q}”。",
        "{n}规定：“{q}”。",
        "{n}第五条、第六条规定：“{q}”“享受98天产假”。",
    ],
)
def test_words_are_compared_however_they_are_quoted(tmp_path: Path, text: str) -> None:
    good = verified(tmp_path, text.format(n=NAME, q=RIGHT))
    assert good.ok and not good.unchecked, good.to_text()
    assert good.verified
    bad = verified(tmp_path, text.format(n=NAME, q=WRONG))
    assert bad.kinds == {"altered": 1}, bad.to_text()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("{n}第五条规定，享受“婚假18天”。", {}),
        ("{n}第五条规定，享受“婚假28天”。", {"altered": 1}),
        ("{n}第三条规定满10年不满20年的，年休假15天。", {"altered": 1}),
        ("{n}第三条规定满10年不满20年的，年休假10天，可以分段安排。", {}),
        ("{n}第七条规定，本办法自2023年8月1日起施行。", {"altered": 1}),
        ("{n}第四条第一款规定“事假全年累计不得超过15个工作日”，同条第二款规定“超过部分按日扣发基本工资的50%”。", {}),
        (
            "{n}第四条第一款规定“事假全年累计不得超过15个工作日”，同条第二款规定“超过部分按日扣发基本工资的80%”。",
            {"altered": 1},
        ),
        ("{n}第二条：“休假实行‘先审批、后离岗’制度”", {}),
        ("{n}第五条：“享受婚假18天……给予丧假3天”", {}),
        ("{n}第五条：“给予丧假3天……享受婚假18天”", {"altered": 1}),
        ("{n}第五条规定“享受婚假18天”，与“两地分居”无关。", {}),
        ("“事假全年累计不得超过15个工作日”是{n}第四条的规定，“超过部分按日扣发基本工资的50%”也是该条的规定。", {}),
        ("第一条 根据{n}第五条，制定本细则。\n第二条 本细则适用于全县。\n第九条 本细则由县里解释。", {}),
        ("{n}第四条：“违反本办法第五条的”", {"not found": 1}),
    ],
)
def test_what_belongs_to_whom(tmp_path: Path, text: str, kinds: dict[str, int]) -> None:
    report = verified(tmp_path, text.format(n=NAME))
    assert report.kinds == kinds, report.to_text()


@pytest.mark.parametrize(
    "text",
    [
        "{n}第五条作了规定。",
        "根据{n}第五条，小王可以休婚假。",
        "{n}第三条至第六条规定了假期种类。",
        "“职工是企业的主人，企业是职工的家”。{n}第五条规定“享受婚假18天”。\n县领导说：“要让大家都休得上假，休得好假”。",
    ],
)
def test_what_was_not_compared_is_said(tmp_path: Path, text: str) -> None:
    report = verified(tmp_path, text.format(n=NAME))
    assert report.ok or "主人" in text
    assert report.unchecked
    assert "全部核对无误" not in report.to_text()
    assert "没有核对" in report.to_text() or "主人" in text


@pytest.mark.parametrize("line", ["来源：县人社局", "校验：已由李娜核对"])
def test_a_text_with_words_of_a_report_is_a_text(tmp_path: Path, line: str) -> None:
    for quoted, kinds in ((RIGHT, {}), (WRONG, {"altered": 1})):
        report = verified(tmp_path, f"# 通报\n\n{line}\n\n根据{NAME}第五条，“{quoted}”。\n", "a.md")
        assert report.kinds == kinds, report.to_text()


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("{n}第五条规定婚假“二十天”。", False),
        ("{n}第五条：“婚假8天”。", False),
        ("{n}第五条规定“婚假18天”。", True),
        ("按照{n}第五条，我们开展“清风行动”。", True),  # a word of the author's own
    ],
)
def test_short_words_that_a_clause_is_said_to_say_are_compared(tmp_path: Path, text: str, ok: bool) -> None:
    assert verified(tmp_path, text.format(n=NAME)).ok is ok


def written(folder: Path, kind: str, text: str) -> Path:
    """A file of another program with these words in it: in a paragraph, or in a cell beside others."""
    path = folder / f"通报.{kind}"
    if kind == "docx":
        document = docx.Document()
        document.add_heading("情况通报", 0)
        cells = document.add_table(1, 2).rows[0].cells
        cells[0].text, cells[1].text = "1", text
        document.save(str(path))
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["序号", "问题", "答复"])
        book.active.append([1, "怎么规定的？", text])
        book.save(path)
    elif kind == "html":
        path.write_text(f"<html><meta charset='utf-8'><body><h1>情况通报</h1><p>{text}</p></body></html>", "utf-8")
    else:
        path.write_text(f'序号,问题,答复\n1,怎么规定的？,"{text}"\n', "utf-8")
    return path


@pytest.mark.parametrize("kind", ["docx", "html", "csv", "xlsx"])
def test_files_of_other_programs_are_compared_as_texts_are(tmp_path: Path, kind: str) -> None:
    for words, kinds in ((RIGHT, {}), (WRONG, {"altered": 1})):
        report = verify_file(written(tmp_path, kind, f"根据{NAME}第五条，{words}。"), rules())
        assert report.kinds == kinds and report.quotations == 1, report.to_text()
    missing = verify_file(written(tmp_path, kind, "根据《赤石县机关考勤办法》第五条，婚假28天。"), rules())
    assert missing.kinds == {"not found": 1}
    assert "第 " in missing.problems[0].where


def test_a_footnote_is_the_address_of_what_it_stands_behind(tmp_path: Path) -> None:
    text = "职工“{q}”[^1]，另有“配偶享受护理假20天”[^2]。\n\n[^1]: {n}第五条。\n[^2]: {n}第六条。\n"
    assert not verified(tmp_path, text.format(n=NAME, q=RIGHT), "a.md").unchecked
    assert verified(tmp_path, text.format(n=NAME, q=RIGHT), "a.md").ok
    assert verified(tmp_path, text.format(n=NAME, q=WRONG), "a.md").kinds == {"altered": 1}


def test_words_told_behind_who_says_them_are_compared(tmp_path: Path) -> None:
    for days, kinds in ((18, {}), (28, {"altered": 1})):
        text = f"县里规定职工本人结婚的，享受婚假{days}天（{NAME}第五条）。"
        assert verified(tmp_path, text).kinds == kinds


def test_another_degree_of_duty_is_an_alteration(tmp_path: Path) -> None:
    text = "第一条 为规范管理，制定本办法。\n第二条 审批人员与申请人有近亲属关系的，应当回避。\n"
    path = tmp_path / "a.txt"
    for duty, kinds in (("应当", {}), ("可以", {"altered": 1})):
        path.write_text(f"根据《回避办法》第二条，审批人员与申请人有近亲属关系的，{duty}回避。", "utf-8")
        assert verify_file(path, corpus("回避办法\n" + text)).kinds == kinds
