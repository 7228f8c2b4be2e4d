"""A table with gold answers, judged by the same measures as `python -m eval`.

Definitions, over the rows that have gold:
条款命中 (hit@1): the first citation is at a gold address, within it or around it. 条款召回: gold addresses cited / gold
addresses. 条款精确: citations at a gold address / citations. MRR: mean of 1 / rank of the first right clause among the
citations, then the near clauses. 答案包含: the gold answer stands in ours, width and white space aside. 字符 F1:
harmonic mean of precision and recall over bags of characters, punctuation aside. 可答而答, 应拒而拒: rows with gold
that were answered; rows whose gold says that the documents do not answer, and that were refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tiaowen.reading.numerals import NUMBER, value
from tiaowen.tables.cells import text_of
from tiaowen.tables.headers import fold

GOLD_ANSWER = ("标准答案", "参考答案", "gold_answer", "gold")
GOLD_CLAUSE = ("条款", "标准条款", "依据条款", "参考条款", "gold_clause")
UNANSWERABLE = ("无", "无答案", "未作答", "拒答", "不答", "none", "refused", "unanswerable")

_NUMERAL = re.compile(f"(?<=[第(]){NUMBER}")


def gold_columns(columns: Sequence[str]) -> tuple[str | None, str | None]:
    """The names of the gold answer's and the gold address's column, where the table has them."""
    folded = {fold(column): column for column in reversed(columns)}
    found = [next((folded[name] for name in names if name in folded), None) for names in (GOLD_ANSWER, GOLD_CLAUSE)]
    return found[0], found[1]


class Evaluation:
    """Collects measures row by row; `figures` gives their means."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.answer_column, self.clause_column = gold_columns(columns)
        self._sums: defaultdict[str, float] = defaultdict(float)
        self._counts: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return self.answer_column is not None or self.clause_column is not None

    def add(self, record: Mapping[str, Any]) -> None:
        """Judge one record (see outcome) against the gold in its own columns."""
        gold_answer = self._gold(record, self.answer_column)
        gold_clause = self._gold(record, self.clause_column)
        if gold_answer.lower() in UNANSWERABLE or gold_clause.lower() in UNANSWERABLE:
            self._note("应拒而拒", float(record["status"] == "refused"))
            return
        if gold_answer or gold_clause:
            self._note("可答而答", float(record["status"] == "answered"))
        if gold_clause:
            self._clauses(record, [place(part) for part in re.split(r"[;；\n|]", gold_clause) if part.strip()])
        if gold_answer:
            self._note("答案包含", float(_plain(gold_answer) in _plain(record["answer"])))
            self._note("字符 F1", character_f1(record["answer"], gold_answer))

    def figures(self) -> list[tuple[str, Any]]:
        """(measure（number of rows）, mean) in a fixed order."""
        order = ("条款命中", "条款召回", "条款精确", "MRR", "答案包含", "字符 F1", "可答而答", "应拒而拒")
        return [
            (f"评测·{name}（{self._counts[name]} 行）", round(self._sums[name] / self._counts[name], 4))
            for name in order
            if self._counts[name]
        ]

    def _gold(self, record: Mapping[str, Any], column: str | None) -> str:
        return text_of(record["columns"].get(column)).strip() if column is not None else ""

    def _note(self, name: str, figure: float) -> None:
        self._sums[name] += figure
        self._counts[name] += 1

    def _clauses(self, record: Mapping[str, Any], gold: list[str]) -> None:
        cited = [{i for i, wanted in enumerate(gold) if meets(place(c["cite"]), wanted)} for c in record["citations"]]
        near = [any(meets(place(c["cite"]), wanted) for wanted in gold) for c in record["near"]]
        self._note("条款命中", float(bool(cited and cited[0])))
        self._note("条款召回", len(set().union(*cited)) / len(gold))
        if cited:
            self._note("条款精确", sum(1 for met in cited if met) / len(cited))
        ranked = [bool(met) for met in cited] + near
        self._note("MRR", next((1 / rank for rank, right in enumerate(ranked, 1) if right), 0.0))


def place(address: str) -> str:
    """An address for comparison: 《…》第19条第2款 and 《…》第十九条第二款 are alike."""
    text = "".join(unicodedata.normalize("NFKC", address).split())
    text = _NUMERAL.sub(lambda match: str(value(match[0]) or match[0]), text)
    return re.sub(r"第\(?(\d+)\)?项", r"(\1)", text)


def meets(found: str, wanted: str) -> bool:
    """Whether one address is the other, lies in it or holds it. Gold without a title counts for any document."""
    if not wanted.startswith("《"):
        found = found.rpartition("》")[2] if "》" in found else found
    longer, shorter = sorted((found, wanted), key=len, reverse=True)
    return longer.startswith(shorter) and not shorter.endswith("》") and not longer[len(shorter) :].startswith("之")


def character_f1(answer: str, gold: str) -> float:
    """Harmonic mean of precision and recall over bags of characters, punctuation aside."""
    found, wanted = Counter(_letters(answer)), Counter(_letters(gold))
    common = sum((found & wanted).values())
    return 2 * common / (sum(found.values()) + sum(wanted.values())) if common else 0.0


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _letters(text: str) -> str:
    return "".join(c for c in _plain(text) if unicodedata.category(c)[0] not in "PS")
