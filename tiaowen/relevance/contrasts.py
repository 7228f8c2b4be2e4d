"""What tells the cases of one clause apart: negations, degrees and extremes.

有固定收入 and 没有固定收入, 警告 and 严重警告, 不超过三年 and 可以延长至五年 share their words; a question on one of
them must not be answered by the other. These are measures of a text against a question: grammar of Chinese prose only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tiaowen.language.normalization import search_text

# 不得, 不予 and their like decide something; they are no part of the name of a case.
_NEGATIVE = re.compile(r"(?:没有|没|无|未经?|非|不(?:足|够|再)?)$")
_DEGREE = re.compile(r"(?:特别|严重|较|最|更|基本|预备|准|副|半|初级?|中级|高级|一般|非常|极)$")
_DENIAL = re.compile(r"没|不(?!是不|能不|要不|可不|会不)|未|无|非")
_LONGEST_PREFIX = 3

MOST = re.compile(r"最[高多长大晚迟远久]|至多|不得?超过|上限|顶多|封顶|最多|以[内下]")
LEAST = re.compile(r"最[低少短小早近]|至少|不得?[少低]于|下限|起码|以上")
_AT_MOST = re.compile(r"最[高多长大晚迟]|至多|不得?(?:超过|高于|多于|迟于|晚于)|以[内下]|控制在|延长")
_AT_LEAST = re.compile(r"最[低少短小]|至少|不得?(?:[少低]于|短于)|以上|不小于")

_DAYS = {"年": 365.0, "月": 30.0, "个月": 30.0, "周": 7.0, "日": 1.0, "天": 1.0, "工作日": 1.0, "个工作日": 1.0,
         "小时": 1 / 24, "分钟": 1 / 1440}  # fmt: skip
_SCALE = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}
_AMOUNT = re.compile(
    r"(?<![0-9.第])([0-9]+(?:\.[0-9]+)?)(百万|千万|[百千万亿])?"
    r"(元|%|‰|倍|年|个?月|周|个?工作日|日|天|小时|分钟|学时|人|名|次|米|公里|户|家)"
)
MEASURE = re.compile(r"(?:几|多少)个?([一-鿿])")
_SAME_MEASURE = {
    **dict.fromkeys("天日", "(?:天|日|工作日)"),
    **dict.fromkeys("名人位", "[人名位]"),
    **dict.fromkeys("钱块元", "[万亿]?元"),
    **dict.fromkeys("成点", "%"),
}


def kinds(word: str, text: str) -> frozenset[str]:
    """How the word stands in the text: "" plain, "不" negated, or the degree before it; empty where it does not."""
    found: set[str] = set()
    at = text.find(word)
    while at >= 0:
        before = text[max(at - _LONGEST_PREFIX, 0) : at]
        degree = _DEGREE.search(before)
        found.add("不" if _NEGATIVE.search(before) else degree[0] if degree else "")
        at = text.find(word, at + 1)
    return frozenset(found)


def told_apart(question: str, text: str, weights: Mapping[str, float]) -> dict[str, frozenset[str]]:
    """Word of the question -> the kinds it has there, for the words that the text has in several kinds."""
    asked = search_text(question)
    several = {w: kinds(w, asked) for w in weights if len(w) > 1 or w == "满"}
    several = {w: found for w, found in several.items() if found and len(kinds(w, text)) > 1}
    if _DENIAL.search(asked):  # 还没报上去备案 is 未经备案: how far a colloquial 没 or 不 reaches is not known
        several = {w: found | {"不"} for w, found in several.items()}
    return several


def agreement(piece: str, asked: Mapping[str, frozenset[str]], weights: Mapping[str, float]) -> float:
    """Weight of the words that stand in the piece as they do in the question; asked: see told_apart."""
    return sum(weights[word] for word, wanted in asked.items() if kinds(word, piece) & wanted)


def amounts(text: str) -> dict[str, set[float]]:
    """Dimension -> the values in a search text: "time" in days, others by their unit."""
    found: dict[str, set[float]] = {}
    for number, scale, unit in _AMOUNT.findall(text):
        value = float(number) * _SCALE[scale]
        if unit in _DAYS:
            found.setdefault("time", set()).add(value * _DAYS[unit])
        else:
            found.setdefault(unit, set()).add(value)
    return found


def asks_extreme(question: str) -> bool:
    """Whether the question, a search text, asks for a limit on one side."""
    return bool(MOST.search(question)) != bool(LEAST.search(question))


def extreme(question: str, piece: str, whole: str) -> tuple[float, float]:
    """For 最高, 最长, 至少 …: 1.0 where the piece states such a bound, and where it holds the extreme."""
    if not asks_extreme(question):
        return 0.0, 0.0
    most = MOST.search(question)
    bound = float(bool((_AT_MOST if most else _AT_LEAST).search(piece)))
    here, all_ = amounts(piece), amounts(whole)
    choose = max if most else min
    holds = any(len(all_[k]) > 1 and choose(values) == choose(all_[k]) for k, values in here.items() if k in all_)
    return bound, float(holds)


def counted(question: str, piece: str) -> bool:
    """Whether the piece counts in the measure that the question asks for (几届 → 一届); both search texts."""
    asked = MEASURE.search(question)
    if asked is None:
        return False
    unit = _SAME_MEASURE.get(asked[1], re.escape(asked[1]))
    return bool(re.search(rf"[0-9一二三四五六七八九十两半]+(?:个|多|余)?{unit}", piece))
