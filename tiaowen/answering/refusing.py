"""When hits do not answer a question, and why: how sure they are, what they lack, what they speak of instead."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from tiaowen.answering.verdict import UNSURE
from tiaowen.clauses.grids import holds_table, named
from tiaowen.clauses.parties import told
from tiaowen.datamodels import Clause, Corpus, Hit
from tiaowen.language.question_types import question_type
from tiaowen.language.vocabulary import equivalents, is_plain_noun, plain_words
from tiaowen.relevance.answer_types import unnamed
from tiaowen.relevance.evidence import unheard
from tiaowen.relevance.meanings import only_defines
from tiaowen.relevance.places import place_elsewhere
from tiaowen.relevance.quantities import NAMES, asked_quantity, gives_formula, states_quantity
from tiaowen.relevance.rivals import of_another_kind, of_another_year, opposite
from tiaowen.relevance.subjects import stranger

# Least confidence for an answer; chosen on questions that train nothing (docs/results.md, Refusal).
THRESHOLD = 0.35
# A question in words that are far from all that the documents say needs more: on questions that train nothing, of 96
# that it then refuses on laws 17 had the right clause first (docs/results.md, Refusal).
THRESHOLD_FAR, FAR = 0.50, 0.28  # FAR: cosine to the nearest words
SURE = 0.85  # least probability where the question names a document that is not here, unless it is a law
# What the name of a law ends with; 符合条例 and 人才保障方面条例 are none.
LAW = re.compile(
    r".法典?$|(?:管理|工作|保护|处分|处罚|促进|保障|监督|服务|安全|建设|防治|登记|征收|保险|教育|卫生|规划|选举|组织|纪律|信访|奖励|补偿|经营"
    r"|运输|市场|市容|养犬|消防|节能|绿化|就业|救助|调解|仲裁|复议|预防|治理|实施|人事|许可|公开|监察|巡视|问责|廉洁|任用|考核|年休假|待遇)条例$"
)
NOT_HERE = "所收文件中没有{}。"
UNSAID = "所收文件没有规定这个问题。"
RUNNERS_UP = 1.5  # how much of the best score the next ones may count for, itself included
# Cosine to the nearest words from which a question has to do with the documents: with the bundled encoder that of
# dev's and five_tune's questions on the subject is .42 and more, that of the others .28 at most.
RELATED = 0.34
NAMED_ROW = 0.7  # share of THRESHOLD that is enough for a table of which the question names one row by an entry
TOPIC = 0.6  # least confidence in one of several topics, as a share of THRESHOLD
CARRIED = 0.40  # score from which a question that goes on (能领多久) need share no word with the clause
# Log odds from which reading alone tells that a clause has to do with the question. Of 25 questions that train nothing
# and were refused for want of a word in common, three were read as surer than that, and had the right clause first.
CONFIRMED = 1.3

_ANNOUNCES = re.compile(r"(?:现?将)?《[^》]*》[^，,。；;]{0,6}如下[。：:]?")  # 《…》全文如下 says nothing itself
_INTERPRETS = re.compile(r"(?:谁|哪[个家些]?(?:部门|单位|机关|机构)?|何部门)[来去]?(?:负责)?(?:具体)?解释")
_SETTLES = re.compile(
    r"[不可应须免禁准能必均无限由按]|属于|包括|是指|视为|享受|除外|一律|以[上下内]|超过|至少|发给|给予|参照|依照|适用|[列纳计]入|停止|取消"
)


class Refusals:
    """Judges whether hits are enough to answer."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.threshold = THRESHOLD

    def reason(
        self,
        question: str,
        hits: Sequence[Hit],
        foreign: Collection[str] = (),
        share: float = 1.0,
        continued: bool = False,
    ) -> str:
        """Why the hits do not answer, in Chinese; empty where they do. share: how much of the confidence is wanted;
        continued: the question goes on about the documents searched, so its words need not say what it is about."""
        if not hits:
            return "没有找到相关条文。"
        best = hits[0]
        elsewhere = law_elsewhere(foreign, [best.clause])
        if elsewhere:
            return elsewhere
        if foreign and best.score < SURE and not any(name.strip("《》") in best.clause.text for name in foreign):
            return NOT_HERE.format("、".join(foreign))
        kind = asked_quantity(question)
        unstated = bool(kind) and not states_quantity(told(best.clause), kind)
        related = best.why.get("dense_max", 0.0) >= RELATED
        if holds_table(best.clause.text) and named(
            question, best.clause.document.text, best.clause.start, best.clause.end
        ):
            share *= NAMED_ROW
        unsure = confidence(hits) < self.needed(hits) * share and not gives_formula(question, best.clause.text)
        if self.is_apart(question, best, continued) or (unsure and not (unstated and related)):
            return UNSAID if related else "所收文件中没有找到相关内容。"
        if self._unheard_thing(question):
            return UNSAID
        places = place_elsewhere(question, best.clause.document)
        if places is not None:
            return f"最相近的{best.clause.cite}是{places[1]}的规定，没有说{places[0]}。"
        if best.why.get("stranger"):
            return f"最相近的{best.clause.cite}不是关于{stranger(question, best.clause.text)}的规定。"
        if unstated:
            return f"最相近的{best.clause.cite}没有写明所问的{NAMES[kind]}。"
        return ""

    def is_apart(self, question: str, hit: Hit, continued: bool = False) -> bool:
        """Whether the clause has not one word of the question, or the documents have hardly any, and reading does not
        bear out that it answers: it is only like a question that it answers (怎么减肥: 怎么减负)."""
        covered, strange = hit.why.get("covered", 1.0), hit.why.get("unknown", 0.0)
        apart = hit.why.get("dense", 1.0) < RELATED and not covered and not (continued and hit.score >= CARRIED)
        apart = apart or unheard(question, covered, strange, hit.why.get("dense_max", 1.0))
        return apart and hit.why.get("read", 0.0) < CONFIRMED

    def _unheard_thing(self, question: str) -> bool:
        """Whether a question begins with a thing of one character that no document names: 猫去世丧假几天."""
        first = plain_words(question)[:1]
        forms = [form for word in first if is_plain_noun(word) for form in (word, *equivalents(word))]
        return bool(forms) and not any(form in d.text for d in self.corpus.documents for form in forms)

    def needed(self, hits: Sequence[Hit]) -> float:
        """The confidence that hits need to answer."""
        far = hits[0].why.get("dense_max", 1.0) < FAR
        return max(self.threshold, THRESHOLD_FAR) if far else self.threshold


def law_elsewhere(names: Collection[str], clauses: Sequence[Clause]) -> str:
    """Why clauses cannot answer for laws that are named and not here, in Chinese; empty where they speak of one of
    them, or no law is named."""
    laws = [name for name in names if LAW.search(name.strip("《》"))]
    spoken = any(name.strip("《》") in clause.text for name in laws for clause in clauses)
    return "" if spoken or not laws else NOT_HERE.format("、".join(names))


def confidence(hits: Sequence[Hit]) -> float:
    """How sure it is that the hits answer, in [0, 1].

    The geometric mean of two probabilities: that the best clause is right, a little raised where others may be right
    too (only the best is shown, so they count for RUNNERS_UP of it at most), and that the documents answer the
    question at all (Ranker.answerable).
    """
    best = hits[0].score
    one = min(1.0 - math.prod(1.0 - hit.score for hit in hits[:3]), RUNNERS_UP * best)
    return math.sqrt(one * hits[0].why.get("answerable", best))


def beside(question: str, hit: Hit, quoted: str, around: str, told_of: str) -> str:
    """Why the very words that would be quoted are beside the question, in Chinese; empty where they are not. around:
    the sentences that they stand in; told_of: the words with what says what they are of."""
    if hit.score < UNSURE and question_type(question)["whether"] and not _SETTLES.search(quoted):
        return UNSAID
    if _ANNOUNCES.fullmatch(quoted.strip()) or _INTERPRETS.search(question) and "解释" not in quoted:
        return UNSAID
    if only_defines(question, around) and hit.why.get("read", 0.0) < CONFIRMED:
        return f"最相近的{hit.clause.cite}只说明词语的含义。"
    missing = unnamed(question, quoted)
    if missing:
        return f"最相近的{hit.clause.cite}没有写明所问的{missing}。"
    years = of_another_year(question, quoted, hit.clause.text, hit.clause.document.title)
    if years is not None:
        return f"最相近的{hit.clause.cite}说的是{years[1]}年，没有说{years[0]}年。"
    other = opposite(question, quoted) or of_another_kind(question, told_of, hit.clause.document.title)
    if other is not None:
        return f"最相近的{hit.clause.cite}说的是{other[1]}，没有说{other[0]}。"
    kind = asked_quantity(question)
    if kind in ("deadline", "start") and not states_quantity(quoted, kind):
        return f"最相近的{hit.clause.cite}没有写明所问的{NAMES[kind]}。"
    return ""
