"""Answers made by hand from the bundled sources, and records of them, for the tests of what is done with answers."""

from __future__ import annotations

import io
import random
from functools import cache
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl

from tests.support.corpora import seeds
from tiaowen.batch.batch_rows import record_of
from tiaowen.batch.batch_summary import BatchSummary
from tiaowen.batch.evaluation import Evaluation
from tiaowen.datamodels import Answer, Citation, Clause, Hit, Span
from tiaowen.tables.rows import Row
from tiaowen.tables.writing import About, write_table

FORMATS = (".csv", ".tsv", ".jsonl", ".json", ".xlsx", ".md", ".html", ".docx")
QUESTIONS = (
    "基层党组织每年至少要组织几次党史学习？",
    "=1+1 等于几",
    '<b>"社区工作者"</b>, *待遇*\n怎么保障',
    "事业单位|考核\t优秀的比例",
    "控制\x01字符 _x000D_ 与 \\ 反斜线",
    "- 1. # 党员教育培训",
)


@cache
def units() -> tuple[Clause, ...]:
    return tuple(clause for clause in seeds().clauses if clause.role == "unit")


def answer(question: str, seed: int) -> Answer:
    """An answer of any kind, the same for the same seed."""
    chance = random.Random(seed)
    chosen = [chance.choice(units()) for _ in range(3)]
    kind = chance.choice(["answered", "answered", "answered", "refused", "error"])
    if kind == "error":
        return Answer(question, "error", error="需要：一个问题。实际：没有。请：改写。")
    if kind == "refused":
        return Answer(
            question, "refused", near=tuple(Hit(unit, 0.3, {"words": 0.3}) for unit in chosen), note="没有说明"
        )
    citations = [citation(unit, chance) for unit in chosen[: chance.randint(1, 3)]]
    first = citations[0]
    spans = (Citation(first.clause, first.start, min(first.start + 12, first.end)), citations[-1])
    return Answer(
        question, "answered", spans, tuple(citations), elapsed_ms=chance.random() * 20, verdict="是", rewritten="问"
    )


def citation(unit: Clause, chance: random.Random) -> Citation:
    length = unit.end - unit.start
    start = chance.choice([0, chance.randrange(length)])
    end = chance.choice([length, chance.randint(start + 1, length)])
    return Citation(unit, start, end, (Span(0, 1),), round(chance.random(), 4), chance.random() < 0.2)


def records(count: int = 8) -> list[dict[str, Any]]:
    made = []
    for i in range(count):
        question = QUESTIONS[i % len(QUESTIONS)]
        row = Row(i + 1, question, {"编号": f"{i:03d}", "问题": question, "金额": i + 0.1, "状态": "旧"})
        made.append(record_of(row, answer(question, i), "问题"))
    return made


def write(path: Path, count: int = 8) -> Path:
    """An output file with `count` rows in the format of its name."""
    made = records(count)
    summary = BatchSummary("问题.csv", Evaluation(()))
    for record in made:
        summary.add(record)
    columns = ["编号", "问题", "金额", "状态"]
    about = About(columns, "问题", summary.rows, summary.quotations, summary.figures(), summary.documents)
    write_table(path, path.suffix, ({**record, "rows": count} for record in made), about)
    return path


def locked_workbook(path: Path, password: str = "问题2024") -> Path:
    """A workbook of one question, encrypted with a password as Excel does it."""
    plain, locked = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    for cell in ("问题", "学习经费是多少"):
        book.active.append([cell])
    book.save(plain)
    plain.seek(0)
    msoffcrypto.OfficeFile(plain).encrypt(password, locked)
    path.write_bytes(locked.getvalue())
    return path
