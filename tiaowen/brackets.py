"""The case that a number falls into: of 3天以内的，提前2天；超过3天的，提前10天 the second, for who asks about a week.

Rules go by brackets of years, sums, storeys. Their words are alike, and the one whose numbers look like those of the
question need not be the one that holds; what holds is arithmetic.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tiaowen.datamodels import Span
from tiaowen.normalization import search_text
from tiaowen.sentences import split_sentences

_N = r"([0-9]+(?:\.[0-9]+)?)"
_UNITS = (
    "个工作日|工作日|周岁|岁|块钱|元|年|个月|月|个?星期|周|天|日|个?小时|分钟"
    "|平方米|公里|米|吨|层|人|名|次|户|台|辆|册|%"
)
_U = f"({_UNITS})"
_DAYS = {"年": 365.0, "个月": 30.0, "月": 30.0, "星期": 7.0, "个星期": 7.0, "周": 7.0, "天": 1.0, "日": 1.0,
         "工作日": 1.0, "个工作日": 1.0}  # fmt: skip
_SAME = {"周岁": "岁", "块钱": "元", "个小时": "小时", "名": "人"}
_BARE = re.compile(r"(?<=[百千万十])块(?![钱儿地])")  # 六千块 is 六千块钱
_QUESTION = re.compile(rf"(?<![0-9.第每]){_N}{_U}(?![以之]?[上下内])")
# What stands behind a case, and not behind a sum: 五百元以下的由…, but 五百元以下的罚款; 工作满20年，请病假…的; and
# behind one that is a cell of a table, its border or the colon with which it is read.
_CASE = (
    r"(?=(?:\([^()]{1,10}\))?(?:[^,，。;；:0-9]{0,8}的(?!罚|拘|徒|有期|补|奖|标准|期限|部分|比例|幅度|范围)"
    r"|[,，][^,，。;；]{2,24}的(?:[;；。]|$)|\s*[|\t:]))"
)
_LOW = r"(?:已?(?<![不未])满|超过|达到?|不少于|不低于|高于|大于|多于)"
_HIGH = r"(?:不满|不足|不到|未满|低于|少于|小于|不超过)"
_BETWEEN = re.compile(
    rf"{_LOW}?{_N}{_U}?(?:及?以上)?(?:\([^()]{{1,6}}\))?[,，至到~—-]?{_HIGH}?{_N}{_U}(?:及?以[下内])?{_CASE}"
)
_ABOVE = re.compile(rf"(?:(?P<low>{_LOW}){_N}{_U}(?:及?以上)?|{_N}{_U}及?以上){_CASE}")
_BELOW = re.compile(rf"(?:(?P<high>{_HIGH}){_N}{_U}|{_N}{_U}[及之]?(?:以[下内]|内)){_CASE}")
_BOTH = re.compile(rf"(?:以上|{_LOW}).*(?:以[下内]|{_HIGH}|[至到~—-])")
_EXCLUDES = ("超过", "高于", "大于", "多于", "不满", "不足", "不到", "未满", "低于", "少于", "小于")


class Value(NamedTuple):
    """A number in a dimension (days, 岁, 元 …). unit: the days in the unit it is said in (365.0), or the dimension."""

    dimension: str
    value: float
    unit: str


class Bracket(NamedTuple):
    """low (<) value (<) high in a dimension: days, 岁, 元 …; `closed` ends belong to it. unit: that of its numbers."""

    dimension: str
    unit: str
    low: float
    high: float
    low_closed: bool = True
    high_closed: bool = True

    def holds(self, value: float) -> bool:
        above = value >= self.low if self.low_closed else value > self.low
        return above and (value <= self.high if self.high_closed else value < self.high)


def _measured(number: str, unit: str) -> Value:
    if unit in _DAYS:
        return Value("days", float(number) * _DAYS[unit], str(_DAYS[unit]))
    dimension = _SAME.get(unit, unit)
    return Value(dimension, float(number), dimension)


@lru_cache(maxsize=4096)
def values(question: str) -> tuple[Value, ...]:
    """What the question says of its own case: 休一个星期, 花四百块钱, 一共六层."""
    spelled = _BARE.sub("块钱", question)
    return tuple(_measured(*found) for found in _QUESTION.findall(search_text(spelled)))


@lru_cache(maxsize=65536)
def brackets(text: str) -> tuple[Bracket, ...]:
    """The cases that a text makes by a number; what it orders (处五百元以上五千元以下罚款) is no case."""
    searched = search_text(text)
    if "满" in searched[-8:]:  # 工作满1年不满10年, a part of a sentence that goes on
        searched += "的"
    found: list[Bracket] = []
    taken: list[tuple[int, int]] = []
    for match in _BETWEEN.finditer(searched):
        if not _BOTH.search(match[0]):
            continue
        low, one, high, unit = match.groups()
        dimension, top, said = _measured(high, unit)
        taken.append(match.span())
        open_high = any(word in match[0][1:] for word in _EXCLUDES[4:])
        found.append(
            Bracket(dimension, said, _measured(low, one or unit).value, top, "超过" not in match[0], not open_high)
        )
    for pattern, above in ((_ABOVE, True), (_BELOW, False)):
        for match in pattern.finditer(searched):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            word, number, unit, bare, bare_unit = match.groups()
            dimension, value, said = _measured(number or bare, unit or bare_unit)
            closed = (word or "").removeprefix("已") not in _EXCLUDES
            if above:
                found.append(Bracket(dimension, said, value, float("inf"), closed))
            else:
                found.append(Bracket(dimension, said, float("-inf"), value, True, closed))
    return tuple(found)


def fits(question: str, text: str) -> bool | None:
    """Whether a text speaks of the case that the question is; None where it makes no case of the question's numbers.

    Of cases by years and by months (工作满20年，请病假4个月以上的) those in the unit of the question count.
    """
    pairs = [
        (case, known) for known in values(question) for case in brackets(text) if case.dimension == known.dimension
    ]
    pairs = [pair for pair in pairs if pair[0].unit == pair[1].unit] or pairs
    return any(case.holds(known.value) for case, known in pairs) if pairs else None


def narrowed(question: str, text: str, span: Span) -> Span:
    """text[span] without the cases before and behind the one that the question is; all of it where it is none of them.

    What follows a case up to the next belongs to it; what stands before the first belongs to none and stays where the
    first case does.
    """
    if not values(question):
        return span
    parts = [part for sentence in split_sentences(text, *span) for part in sentence.parts]
    held: list[bool | None] = []
    for part in parts:
        case = fits(question, text[slice(*part)])
        held.append(case if case is not None or not held else held[-1])
    if not (any(held) and False in held):
        return span
    first = held.index(True)
    last = len(held) - 1 - held[::-1].index(True)
    begins = 0 if False not in held[:first] else first
    return Span(parts[begins].start, parts[last].end)
