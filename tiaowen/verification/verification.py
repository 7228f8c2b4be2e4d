"""A file of answers -> verified, altered, not found: checked by anyone, later, against the sources.

Of our own output (jsonl, json, csv, tsv, xlsx, md, html, docx) every quotation, address, place, answer, seal and row
number is checked; of what others wrote (txt, md, html, docx, csv, tsv, xlsx) every 《…》第…条 and the words quoted with
it (see citing_text).
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from lxml import etree

from tiaowen.datamodels import Corpus
from tiaowen.errors import BatchError
from tiaowen.quotations.quotations import Check, Sources, difference, nearest
from tiaowen.tables.outcome import STRAY, Written
from tiaowen.tables.writing import read_back
from tiaowen.verification.cited_files import cited_lines
from tiaowen.verification.citing_text import check_text

KINDS = {
    "altered": "文字被改动",
    "not found": "来源中没有",
    "address": "地址有误",
    "source": "来源位置有误",
    "row": "行被改动或缺失",
}
LISTED = 50  # what could not be compared, as far as it is told one by one
SHOWN = 1_000  # problems that are kept in full; all are counted


@dataclass(frozen=True)
class Problem:
    """One thing that did not hold. `kind` is a key of KINDS."""

    kind: str
    where: str
    cite: str
    message: str


@dataclass
class VerificationReport:
    """What was checked and what did not hold."""

    file: str
    rows: int = 0
    quotations: int = 0
    verified: int = 0
    unchecked: int = 0  # addresses and quotations in free text whose words could not be compared
    kinds: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything held."""
        return not self.kinds

    def add(self, problem: Problem) -> None:
        self.kinds[problem.kind] += 1
        if len(self.problems) < SHOWN:
            self.problems.append(problem)

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "ok": self.ok,
            "rows": self.rows,
            "quotations": self.quotations,
            "verified": self.verified,
            "unchecked": self.unchecked,
            "problems": [vars(problem) for problem in self.problems],
            "counts": dict(self.kinds),
            "notes": self.notes,
        }

    def to_text(self) -> str:
        """The report for a terminal, the verdict last."""
        lines = [
            f"{problem.where}　{KINDS[problem.kind]}　{problem.cite}\n    {problem.message}"
            for problem in self.problems
        ]
        hidden = sum(self.kinds.values()) - len(self.problems)
        if hidden:
            lines.append(f"另有 {hidden} 处问题未列出")
        lines += self.notes
        counted = f"{self.rows} 行，{self.quotations} 处引文" if self.rows else f"{self.quotations} 处引用"
        if self.ok and self.unchecked:
            lines.append(
                f"没有发现问题，但不是全部都能核对：{counted}，其中 {self.verified} 处的文字与来源一致；"
                f"{self.unchecked} 处的文字没有核对{f'（以上是前 {LISTED} 处）' if self.unchecked > LISTED else ''}。"
            )
        elif self.ok:
            lines.append(f"全部核对无误：{counted}与来源逐字一致。")
        else:
            found = "，".join(f"{KINDS[kind]} {count} 处" for kind, count in self.kinds.items())
            lines.append(f"核对未通过：{counted}，{found}。")
        return "\n".join(lines)


def verify_file(path: Path | str, corpus: Corpus) -> VerificationReport:
    """Check a file of answers, or a text that quotes regulations, against the sources of a corpus.

    Raises BatchError for a file that is not there, cannot be read, or holds nothing that could be checked.
    """
    path = Path(path)
    if not path.is_file():
        raise BatchError(f"答案文件 {path}", "没有这个文件", "检查文件名和所在文件夹")
    sources = Sources(corpus)
    report = VerificationReport(path.name)
    try:
        _check_rows(read_back(path), sources, report)
        if not report.rows:
            lines = cited_lines(path)
            for number, check in check_text("\n".join(text for _, text in lines), sources):
                _record(check, lines[number][0], report)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, etree.LxmlError, ParseError) as error:
        raise BatchError(
            f"可读的答案文件 {path.name}", f"无法读取（{type(error).__name__}：{error}）", "重新取得这个文件"
        ) from error
    if not report.rows and not report.quotations:
        raise BatchError(
            "本程序输出的答案文件，或含有《…》第…条的文字", f"{path.name} 中没有可核对的引文", "检查是否选错了文件"
        )
    return report


def _check_rows(rows: Iterable[Written], sources: Sources, report: VerificationReport) -> None:
    seen: dict[str, bytearray] = {}
    totals: dict[str, int] = {}
    unsealed = 0
    for row in rows:
        if row.part == STRAY:
            report.add(Problem("row", row.where, "", "不是这份答案中原有的内容，或原有的内容已不在"))
            continue
        report.rows += not row.part
        problems = sum(report.kinds.values())
        for claim in row.claims:
            _record(sources.check(claim), row.where, report)
        if row.status == "已作答":
            _check_answer(row, sources, report)
        unsealed += row.sealed is None
        if row.sealed is False and sum(report.kinds.values()) == problems:
            report.add(Problem("row", row.where, "", "在生成之后被改动过（引文以外的字、得分、序号或校验）"))
        if row.row and row.rows is not None and row.sealed:
            _count(row.row, row.rows, row, seen, totals, report)
    for part, total in totals.items():
        missing = [i for i in range(1, total + 1) if not seen[part][i]]
        if missing:
            listed = "、".join(map(str, missing[:20])) + (" …" if len(missing) > 20 else "")
            report.add(Problem("row", part or "全表", "", f"共 {total} 行，缺 {len(missing)} 行：第 {listed} 行"))
    if unsealed and totals:
        report.add(Problem("row", "全表", "", f"{unsealed} 行的校验被去掉"))
    elif unsealed:
        report.notes.append("各行没有校验（不是 batch 的完整输出）：只核对了引文，缺行无法发现")
    if "" not in totals and totals:
        report.add(Problem("row", "全表", "", "答案各行缺失"))


def _count(
    number: int,
    total: int,
    row: Written,
    seen: dict[str, bytearray],
    totals: dict[str, int],
    report: VerificationReport,
) -> None:
    marks = seen.setdefault(row.part, bytearray(total + 1))
    if totals.setdefault(row.part, total) != total or not 0 < number <= total:
        report.add(Problem("row", row.where, "", f"本行来自另一份答案（共 {total} 行，而不是 {totals[row.part]} 行）"))
    elif marks[number]:
        report.add(Problem("row", row.where, "", f"第 {number} 行重复出现"))
    else:
        marks[number] = 1


def _check_answer(row: Written, sources: Sources, report: VerificationReport) -> None:
    """The answer is made of words of the clauses cited; its pieces are told apart by ； and line breaks."""
    texts = [claim.quote for claim in row.claims if not claim.near]
    whole = [clause.text for claim in row.claims if not claim.near for clause in sources.clauses(claim.cite)]
    for line in row.answer.split("\n"):
        for piece in [line] if any(line in text for text in (*texts, *whole)) else line.split("；"):
            if piece and not any(piece in text for text in (*texts, *whole)):
                expected, _ = nearest(piece, texts)
                told = difference(expected, piece) if expected else piece[:40]
                report.add(Problem("altered", row.where, "回答", f"回答不是所引条款的原文：{told}"))
                return


def _record(check: Check, where: str, report: VerificationReport) -> None:
    if check.outcome == "unchecked":
        report.unchecked += 1
        report.quotations += bool(check.claim.cite)
        told = "　".join(filter(None, (where, check.claim.cite, check.message, check.claim.quote[:40])))
        if report.unchecked <= LISTED:
            report.notes.append(told)
        return
    report.quotations += 1
    if check.outcome == "verified":
        report.verified += 1
    else:
        report.add(Problem(check.outcome, where, check.claim.cite, check.message))
