"""From the channels' scores to one: features of a question and a clause, and the model that weighs them.

Two linear models, fitted by `python -m train.ranker` and kept as numbers in `models/ranker.json`. The rank is a
conditional logit (McFadden 1974) over the clauses of one question. P(the clause answers) = 1 / (1 + exp(-(b + w·x)))
is fitted on questions with and without an answer, so it is comparable across questions: 0.8 means right about four
times of five.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tiaowen.errors import IndexFileError

MODEL = Path(__file__).resolve().parent.parent / "models" / "ranker.json"

# What a question asks for -> what a clause must then contain. Grammar of questions, not of any document.
ASKS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "number": (
        re.compile(r"多少|几(?!乎|年来)|比例|多久|多长|多大|占比|人数|次数|第几"),
        re.compile(
            r"[0-9]|[一二三四五六七八九十百千万两半](?:个|名|人|次|天|日|周|月|年|岁|届|门|级|倍|成|学时|小时|工作日|分之)"
        ),
    ),
    "time": (
        re.compile(r"什么时候|何时|哪年|哪天|几月|几号|时限|期限|截止|多久|哪一年|日期|啥时候|最晚|之前"),
        re.compile(r"[0-9]+(?:年|月|日|天|个)|之日|底前|以前|期限|时限|年内|每年|周期|及时"),
    ),
    "who": (
        re.compile(r"谁|哪个部门|哪些部门|什么部门|哪级|哪一级|何机关|哪家|归哪|单位负责|找哪|主体|由哪"),
        re.compile(
            r"负责|由[^，。；]{2,30}(?:组织|制定|承担|审核|解释|批准|决定|统筹)|部门|机关|党委|委员会|领导小组|院|厅|局"
        ),
    ),
    "whether": (
        re.compile(
            r"吗|么[？?]?$|是不是|能不能|可不可以|要不要|会不会|算不算|有没有|是否|能否|可否|得不得|行不行|必须|可以.{0,12}[？?]$"
        ),
        re.compile(r"不得|应当|可以|必须|禁止|严禁|除外|不再|不能|不予|一般|探索|鼓励"),
    ),
    "list": (
        re.compile(
            r"哪些|哪几|有什么|包括|分别|列举|分为|条件|情形|原则|内容|职责|程序|步骤|任务|哪[一二三四五六七八九十]+"
        ),
        re.compile(r"[（(][一二三四五六七八九十]+[）)]|下列|以下|包括|一是|、[^，。；]{1,20}、"),
    ),
    "definition": (
        re.compile(r"什么是|是什么意思|是指|定义|指的是|何谓|什么叫|啥叫"),
        re.compile(r"是指|所称|本[^，。]{1,6}所称|指的是"),
    ),
    "consequence": (
        re.compile(r"后果|怎么处理|如何处理|处分|惩罚|处罚|怎么办|咋整|咋办|会怎样|影响"),
        re.compile(r"按照有关规定|处理|处分|追究|责令|不得|核减|解除|撤销|予以|罚款|确定为|直接确定"),
    ),
}

FEATURES: tuple[str, ...] = (
    "dense", "dense_question", "dense_max", "words", "words_question", "words_max", "bigrams_max", "pinyin_max",
    "best_exact", "document", "regulation", "named", *(f"asks_{kind}" for kind in ASKS), "asks_unmet",
)  # fmt: skip
"""What a question and a clause are compared by; the rank is a weighted sum of these."""

DOCUMENT = 0.4
"""What the nearness of its document counts beside that of the clause. Not fitted: the question bank leads to few
documents, so it teaches nothing about it. Chosen on STARD's validation questions: .2 to 1 differ by .007 of R@10."""

EVIDENCE: tuple[str, ...] = (
    "rank", "lead", "dense", "dense_question", "dense_max", "words", "asks_unmet", "bank",
    "covered", "covered_by_bank", "unknown", "sentence", "nouns", "missing_noun", "missing_nouns",
    "quantity", "asks_quantity", "unstated", "uncounted", "length",
)  # fmt: skip
"""What the probability is computed from: the rank, its lead over the next clause, how near the clause is, whether the
index has a question bank, and how much of the question is there, word by word (see `tiaowen.evidence`)."""


def question_type(question: str) -> dict[str, bool]:
    """Which of the things in ASKS the question asks for."""
    return {kind: bool(asked.search(question)) for kind, (asked, _) in ASKS.items()}


def contents(text: str) -> np.ndarray:
    """bool (len(ASKS),): which of the things that can be asked for the clause contains."""
    return np.array([bool(contained.search(text)) for _, contained in ASKS.values()])


class Ranker:
    """Ranks by a weighted sum of FEATURES; turns the rank and the EVIDENCE into probabilities.

    evidence: that a clause answers, `lead` included; answerable: that any clause of the documents does, from the best
    clause's evidence. The two differ where several clauses answer equally well.
    """

    def __init__(
        self, weights: Mapping[str, float], evidence: Mapping[str, float], answerable: Mapping[str, float]
    ) -> None:
        self.weights = np.array([weights[name] for name in FEATURES], dtype=np.float64)
        self.evidence = np.array([evidence[name] for name in (*EVIDENCE, "bias")], dtype=np.float64)
        self.answerable_weights = np.array([answerable[name] for name in (*EVIDENCE, "bias")], dtype=np.float64)

    def rank(self, features: np.ndarray) -> np.ndarray:
        """float (n, len(FEATURES)) -> float (n,): higher is better, comparable among the clauses of one question."""
        return np.asarray(features @ self.weights)

    def probability(self, evidence: np.ndarray) -> np.ndarray:
        """float (n, len(EVIDENCE)) -> float (n,) in [0, 1]."""
        return _logistic(evidence @ self.evidence[:-1] + self.evidence[-1])

    def answerable(self, evidence: np.ndarray) -> float:
        """float (len(EVIDENCE),) of the best clause -> the probability that the documents answer the question."""
        return float(_logistic(evidence @ self.answerable_weights[:-1] + self.answerable_weights[-1]))

    @classmethod
    def load(cls, file: Path = MODEL) -> Ranker:
        """Raises IndexFileError where the file is missing or has other features than this version computes."""
        try:
            model = json.loads(file.read_text("utf-8"))
            return cls(model["weights"], model["evidence"], model["answerable"])
        except (OSError, ValueError, KeyError) as error:
            raise IndexFileError(
                "完好的排序模型 models/ranker.json", f"无法读取（{type(error).__name__}）", "重新取得程序文件"
            ) from error


def _logistic(x: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -30, 30))))


def gap(values: np.ndarray) -> np.ndarray:
    """How far each value is behind the best of the others: positive for the best one only."""
    if len(values) < 2:
        return np.zeros_like(values)
    order = np.argsort(values)
    best, second = values[order[-1]], values[order[-2]]
    result = values - best
    result[order[-1]] = best - second
    return np.asarray(result)
