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

from tiaowen.addresses.address import format_steps, parse
from tiaowen.reading.grammar.numerals import NUMBER, value
from tiaowen.tables.cells import text_of
from tiaowen.tables.headers import fold

GOLD_ANSWER = ("标准答案", "参考答案", "gold_answer", "gold")
GOLD_CLAUSE = ("条款", "标准条款", "依据条款", "参考条款", "gold_clause")
UNANSWERABLE = re.compile(
    r"无|无?答案|未作答|拒答|不答|none|refused|unanswerable|n/?a|不适用|/+|[-—]+"
    r"|(?:文件|条款|原文|文中|库中|资料)?中?(?:没有|未|无|未作|并未)(?:相关|明确|具体|此类)?(?:的?规定|提及|涉及|说明|答案|依据|条款|内容)"
    r"|(?:无法|不能|不予|不)(?:回答|作答)|没有答案|查无"
)
"""What gold says where the documents do not answer; marks at its end apart."""

_LEAD = re.compile(r"^(?:依据|根据|按照|依照|参照|参见|见|按)[：:]?")
_TITLE = re.compile(
    r"[^\s，,；;。]{2,}(?:法|条例|办法|规定|规则|细则|规程|意见|通知|方案|制度|决定|准则|守则|章程|规范|标准|手册|指南|合同|协议)(?:\([^()]*\))?$"
)
_PLACE = re.compile(r"(?:《[^》]+》)?(?:第|答|问|附|导语|序言|题注|[一二三四五六七八九十]+、|\([^()]{1,4}\)|\d+\.\d)")
_REMARK = re.compile(r"\([^()]*\)|中华人民共和国")
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
        self._strange: list[str] = []  # gold that is no address

    def __bool__(self) -> bool:
        return self.answer_column is not None or self.clause_column is not None

    def add(self, record: Mapping[str, Any]) -> None:
        """Judge one record (see outcome) against the gold in its own columns."""
        gold_answer = self._gold(record, self.answer_column)
        gold_clause = self._gold(record, self.clause_column)
        if _unanswerable(gold_answer) or (_unanswerable(gold_clause) and not gold_answer):
            self._note("应拒而拒", float(record["status"] == "refused"))
            return
        gold_clause = "" if _unanswerable(gold_clause) else gold_clause
        if gold_answer or gold_clause:
            self._note("可答而答", float(record["status"] == "answered"))
        if gold_clause:
            wanted = places(gold_clause)
            if wanted:
                self._clauses(record, wanted)
            else:
                self._strange.append(gold_clause)
        if gold_answer:
            self._note("答案包含", float(_plain(gold_answer) in _plain(record["answer"])))
            self._note("字符 F1", character_f1(record["answer"], gold_answer))

    def figures(self) -> list[tuple[str, Any]]:
        """(measure（number of rows）, mean) in a fixed order."""
        order = ("条款命中", "条款召回", "条款精确", "MRR", "答案包含", "字符 F1", "可答而答", "应拒而拒")
        found: list[tuple[str, Any]] = [
            (f"评测·{name}（{self._counts[name]} 行）", round(self._sums[name] / self._counts[name], 4))
            for name in order
            if self._counts[name]
        ]
        if self._strange:
            found.append(
                (f"评测·看不懂的{self.clause_column}（{len(self._strange)} 行，未计入）", self._strange[0][:40])
            )
        return found

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


def places(gold: str) -> list[str]:
    """The addresses that a cell of gold names, each as `place` makes it; none where it is understood as no address."""
    found = []
    for part in filter(str.strip, re.split(r"[;；\n|]", gold)):
        folded = unicodedata.normalize("NFKC", part).replace("〈", "《").replace("〉", "》").strip()
        mentions = [m for m in parse(folded) if any(step.level == "条" for step in m.address.steps)]
        title = ""
        for i, mention in enumerate(mentions):
            before = folded[mentions[i - 1].end if i else 0 : mention.start]
            named = _TITLE.search(_LEAD.sub("", before.strip()))
            title = mention.address.title or (named[0].strip("《》") if named else title)
            levels = [step.level for step in mention.address.steps]
            label = format_steps(mention.address.steps[levels.index("条") :])  # the chapter says nothing more
            found.append(place((f"《{title}》" if title else "") + label))
        if not mentions and _PLACE.match(folded):
            found.append(place(folded))
    return found


def place(address: str) -> str:
    """An address for comparison: 《…》第19条第2款 and 《…》第十九条第二款 are alike."""
    text = "".join(unicodedata.normalize("NFKC", address).split())
    text = _NUMERAL.sub(lambda match: str(value(match[0]) or match[0]), text)
    return re.sub(r"第\(?(\d+)\)?项", r"(\1)", text)


def meets(found: str, wanted: str) -> bool:
    """Whether one address is the other, lies in it or holds it. Gold without a title counts for any document.

    Titles may be short, and lack what stands in brackets.
    """
    if "》" in wanted:
        if not _same_title(found.rpartition("》")[0], wanted.rpartition("》")[0]):
            return False
        wanted = wanted.rpartition("》")[2]
    found = found.rpartition("》")[2]
    if not wanted:
        return False
    longer, shorter = sorted((found, wanted), key=len, reverse=True)
    return bool(shorter) and longer.startswith(shorter) and not longer[len(shorter) :].startswith("之")


def _same_title(found: str, wanted: str) -> bool:
    found, wanted = (_REMARK.sub("", title.strip("《》")) for title in (found, wanted))
    return found == wanted or (len(wanted) >= 3 and found.endswith(wanted))


def _unanswerable(gold: str) -> bool:
    return UNANSWERABLE.fullmatch(unicodedata.normalize("NFKC", gold).strip().rstrip("。.!！").lower()) is not None


def character_f1(answer: str, gold: str) -> float:
    """Harmonic mean of precision and recall over bags of characters, punctuation aside."""
    found, wanted = Counter(_letters(answer)), Counter(_letters(gold))
    common = sum((found & wanted).values())
    return 2 * common / (sum(found.values()) + sum(wanted.values())) if common else 0.0


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _letters(text: str) -> str:
    return "".join(c for c in _plain(text) if unicodedata.category(c)[0] not in "PS")
