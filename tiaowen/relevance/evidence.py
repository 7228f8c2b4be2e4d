"""What speaks for a clause being the answer: is what was asked in it, and in one place?

`retrieval` compares a question with many clauses and keeps the nearest; nearness alone cannot tell a clause that
answers from one that is about the same thing. The columns made here look at the leading clauses word by word. A word
counts as much as it is rare in the documents and as it says what the question is about: nouns most, adverbs hardly.

covered           share of the question's words that the clause has, with its title and headings
covered_by_bank   the same, with the bank questions that lead to the clause
sentence          the same as covered, for the best single sentence of the clause
unknown           share of the question's words that no document has
nouns             share of the question's nouns in the clause or its bank questions, by how rare they are in Chinese
missing_noun      weight of the rarest noun that neither has: the thing asked about is not there
missing_nouns     weight of all of these together
quantity          how much of the question stands in a sentence that states a quantity of the kind asked for
asks_quantity     whether it asks for one (`quantities`)
unstated          whether it does, and no sentence states one
uncounted         whether it asks 几名, 多少户, and no number of these is there
length            log(1 + number of the question's words): a short question is soon covered
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tiaowen.language.normalization import STOPWORDS, search_text
from tiaowen.language.vocabulary import equivalents, is_noun, plain_words, rarity, substance, subwords
from tiaowen.relevance.quantities import UNFITTED, asked_quantity, states_quantity

# Parts of the question's form, not of what it is about: 几年, 最长, 哪级.
ASKING = re.compile(
    r"几|多[少久长大高]|最[长短多少高低晚早]|哪|怎|咋|啥|谁|是否|能否|可否|什么|是不是|能不能|有没有|为何|如何"
)
# Nouns that name what kind of thing is asked for, which a clause answers with the thing itself.
ATTRIBUTE = frozenset(
    word
    for line in (
        "标准 金额 数额 比例 期限 时间 时限 天数 次数 人数 数量",
        "年限 上限 下限 日期 月份 年度 周期 频率 比率 占比 百分比 额度",
        "条件 要求 内容 流程 程序 步骤 方式 办法 方法 原则 情形 情况 范围 种类 类型 名单",
        "规定 条款 条文 法律 法规 依据 定义 含义",
        "后果 原因 目的 意义 区别 问题 意思 关系 结果 责任 义务 权利 主体 对象",
        "单位 部门 人员 机构 地方 时候 方面 东西 事 人",
    )
    for word in line.split()
)
# 几名, 多少户: a number of these. Money, days and shares are the business of `quantities`.
_COUNTED = re.compile(
    r"(?:几|多少)个?(名|位|户|分(?!之)|字|篇|家|级|门|岁|吨|公里|平方米|条|章|人|组|步|岗|科|次|种|类|项|届|间|所|辆|亩|倍|层|票|门)|几(个)"
)
_PEOPLE = "名位人个"  # measures of people
_NUMERAL = r"(?:[0-9]+(?:\.[0-9]+)?[万余多]?|[一二三四五六七八九十百千万两]+)"
_SENTENCE = re.compile(r"[^。；\n]+")
EQUIVALENT = 0.8  # of a word: its equivalent is wider or narrower at times
FEW = 4  # words: a question this short says with them what it is about
STRANGE = 0.6  # share of its words that no document has from which on a question is about something else
HARDLY, HALF = 0.05, 0.5  # share of its words up to which a clause has none of them, or not the most
REMOTE, LIKE = 0.35, 0.47  # cosine below which the nearest words are on something else: of some, of no word in common
RAREST = 16.0  # of log(1 / share of a word in general Chinese): a word that the dictionary has once or not at all


@dataclass(frozen=True)
class Asked:
    """The words of a question with their weights."""

    idf: Mapping[str, float]  # every word that is not a stop word: by the corpus and by what kind of word it is
    nouns: Mapping[str, float]  # nouns: by general Chinese, in [0, 1]
    counted: str  # measure word of what is to be counted (多少户: 户) or empty
    unknown: float  # share of the idf of words that the corpus has not
    quantity: str  # a key of quantities.KINDS or empty


COLUMNS = ("covered", "covered_by_bank", "unknown", "sentence", "nouns", "missing_noun", "missing_nouns", "quantity",
           "asks_quantity", "unstated", "uncounted", "length")  # fmt: skip


def asked(question: str, frequency: Mapping[str, int], extra: Mapping[str, int], size: int) -> Asked:
    """frequency, extra: entries that have a word (texts, bank questions); size: number of entries."""
    idf: dict[str, float] = {}
    unknown = 0.0
    nouns: dict[str, float] = {}
    for word in dict.fromkeys(plain_words(question)):
        if word in STOPWORDS or (ASKING.search(word) and word not in frequency):
            continue
        forms = (word, *equivalents(word))
        count = max(max(frequency.get(form, 0) + extra.get(form, 0), 0) for form in forms)
        known = count > 0 or _known_in_parts(word, frequency)
        idf[word] = math.log(1 + (size - count + 0.5) / (count + 0.5)) * substance(word)
        unknown += 0.0 if known else idf[word]
        if is_noun(word) and word not in ATTRIBUTE and not word.isdigit():
            nouns[word] = min(rarity(word) / RAREST, 1.0)
    total = sum(idf.values()) or 1.0
    counted = _COUNTED.search(search_text(question))
    measure = (counted[1] or counted[2]) if counted else ""
    kind = asked_quantity(question)
    return Asked(idf, nouns, measure, unknown / total, "" if kind in UNFITTED else kind)  # these are `counted`


def unheard(question: str, covered: float, unknown: float, cosine: float) -> bool:
    """Whether a short question is in words that the documents do not know (房价多少, 感冒吃什么药), and no words of
    theirs are near to it. A long one tells its case in everyday words, of which most are in no document either.

    covered, unknown: see the columns; cosine: to the nearest words.
    """
    said = [word for word in plain_words(question) if word not in STOPWORDS and not ASKING.search(word)]
    if unknown < STRANGE or len(said) > FEW or not any(is_noun(word) and word not in ATTRIBUTE for word in said):
        return False
    return covered < HALF and cosine < (LIKE if covered < HARDLY or unknown == 1.0 else REMOTE)


def _known_in_parts(word: str, frequency: Mapping[str, int]) -> bool:
    parts = subwords(word)
    return bool(parts) and all(part in frequency for part in parts)


def present(word: str, text: str) -> float:
    """1 where the text has the word, EQUIVALENT where its word of the law, half the share of its parts otherwise."""
    return 1.0 if word in text else _in_other_words(word, text)


def _in_other_words(word: str, text: str) -> float:
    for form in equivalents(word):
        if form in text:
            return EQUIVALENT
    parts = subwords(word)
    return sum([part in text for part in parts]) / len(parts) / 2 if parts else 0.0


def share(weights: Mapping[str, float], text: str) -> float:
    """Share of the words' weight that the text has; 1 where there are no words."""
    total = sum(weights.values())
    held = 0.0
    for word, weight in weights.items():  # the innermost loop of a search: most words are there or have no other form
        held += weight if word in text else weight * _in_other_words(word, text)
    return held / total if total else 1.0


def _lacking(weights: Mapping[str, float], text: str) -> list[float]:
    """What each word would have added if the text had it."""
    return [weight * (1 - present(word, text)) for word, weight in weights.items()]


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a clause in search text; an 项 of a list stands with the words before the list."""
    found: list[str] = []
    lead = ""
    for match in _SENTENCE.finditer(text):
        piece = match.group()
        if re.match(r"\s*(?:[（(][一二三四五六七八九十]+[）)]|[0-9]+[.．、])", piece):
            found.append(lead + piece)
        else:
            found.append(piece)
            lead = piece if piece.rstrip().endswith(("：", ":")) else ""
    return tuple(search_text(piece) for piece in found)


def columns(question: Asked, about: str, text: str, bank: str) -> dict[str, float]:
    """The evidence for one clause, {column: value}.

    about: title and headings, text: the clause, as printed; bank: all its bank questions, in search text.
    """
    around = search_text(about)
    whole = f"{around} {search_text(text)}"
    everything = f"{whole} {bank}"
    lacking = _lacking(question.nouns, everything)
    pieces = sentences(text)
    stating = [piece for piece in pieces if states_quantity(piece, question.quantity)] if question.quantity else []
    counted = bool(question.counted) and any(_counts(piece, question.counted) for piece in pieces)
    return {
        "covered": share(question.idf, whole),
        "covered_by_bank": share(question.idf, everything),
        "unknown": question.unknown,
        "sentence": max((share(question.idf, f"{around} {piece}") for piece in pieces), default=0.0),
        "nouns": share(question.nouns, everything),
        "missing_noun": max(lacking, default=0.0),
        "missing_nouns": sum(lacking),
        "quantity": max((share(question.idf, f"{around} {piece}") for piece in stating), default=0.0),
        "asks_quantity": float(bool(question.quantity)),
        "unstated": float(bool(question.quantity) and not stating),
        "uncounted": float(bool(question.counted) and not counted),
        "length": math.log(1 + len(question.idf)),
    }


def _counts(sentence: str, measure: str) -> bool:
    """Whether a number of these stands in the sentence; people are counted by several measures."""
    measures = _PEOPLE if measure in _PEOPLE else re.escape(measure)
    return bool(re.search(f"{_NUMERAL}[{measures}]" if measures is _PEOPLE else f"{_NUMERAL}{measures}", sentence))
