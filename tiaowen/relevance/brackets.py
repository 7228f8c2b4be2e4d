"""The case that a number falls into: of 3天以内的，提前2天；超过3天的，提前10天 the second, for who asks about a week.

Rules go by brackets of years, sums, storeys. Their words are alike, and the one whose numbers look like those of the
question need not be the one that holds; what holds is arithmetic.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tiaowen.datamodels import Span
from tiaowen.language.normalization import search_text
from tiaowen.language.sentences import split_sentences
from tiaowen.reading.grammar.numerals import value as numeral

_N = r"([0-9]+(?:\.[0-9]+)?)"
# unit -> its dimension and how many of the dimension's own it is; in search text, where ㎡ is m2.
_MEASURES = {
    **dict.fromkeys(("天", "日", "工作日", "个工作日"), ("days", 1.0)),
    **dict.fromkeys(("周", "星期", "个星期"), ("days", 7.0)),
    **dict.fromkeys(("月", "个月"), ("days", 30.0)), "年": ("days", 365.0),
    **dict.fromkeys(("小时", "个小时"), ("小时", 1.0)), "分钟": ("小时", 1 / 60),
    **dict.fromkeys(("周岁", "岁"), ("岁", 1.0)), **dict.fromkeys(("块钱", "元"), ("元", 1.0)),
    **dict.fromkeys(("平方米", "平米", "m2"), ("平方米", 1.0)),
    **dict.fromkeys(("公里", "千米", "km"), ("米", 1000.0)), **dict.fromkeys(("米", "m"), ("米", 1.0)),
    **dict.fromkeys(("厘米", "cm"), ("米", 0.01)), **dict.fromkeys(("毫米", "mm"), ("米", 0.001)),
    **dict.fromkeys(("吨", "t"), ("吨", 1.0)), **dict.fromkeys(("千克", "公斤", "kg"), ("吨", 0.001)),
    **dict.fromkeys(("人", "名"), ("人", 1.0)),
}  # fmt: skip
_UNITS = (
    "个工作日|工作日|周岁|岁|块钱|元|年|个月|月|个?星期|周|天|日|个?小时|分钟"
    "|平方米|平米|公里|千米|厘米|毫米|米|吨|千克|公斤|(?:km|cm|mm|m2|m|kg|t)(?![a-z0-9/])|层|人|名|次|户|台|辆|册|分(?!之)|%"
)
_U = f"({_UNITS})"
_BARE = re.compile(r"(?<=[百千万十])块(?![钱儿地])")  # 六千块 is 六千块钱
_SUM = re.compile(
    r"(?<=[0-9一二两三四五六七八九十百千])万(?![元人名户吨平公亩册次一多余块里件台辆个只头株份])"
)  # 赔了30万 is 30万元
_HALF = re.compile(r"(?<![上下每近前后0-9一二两三四五六七八九十年月天个])半(?=天|个月|个?小时)")
_HALF_YEAR = re.compile(r"(?<![上下每近前后年])半年")
_AND_HALF = re.compile(r"([0-9一二两三四五六七八九十]+)个半(?=月|小时)")
_QUESTION = re.compile(rf"(?<![0-9.第每]){_N}{_U}(?![以之]?[上下内])")
# What stands behind a case, and not behind a sum: 五百元以下的由…, but 五百元以下的罚款; 工作满20年，请病假…的; and
# behind one that is a cell of a table, its border or the colon with which it is read.
_CASE = (
    r"(?=(?:\([^()]{1,10}\))?(?:(?!罚|拘)[^,，。;；:0-9]{0,10}的(?!罚|拘|徒|有期|补|奖|标准|期限|比例|幅度|范围)"
    r"|或者?[^,，。;；:]{2,24}的(?!罚|拘|徒|有期|补|奖)"
    r"|(?<![0-9][天日月年]内)(?:由|为(?![限期宜]))|[,，][^,，。;；]{2,24}的(?:[;；。]|$)|\s*[|\t:]))"
)
_LOW = r"(?:已?(?<![不未])满|(?<![不未])超过|(?<![不未])达到?|不少于|不低于|(?<!不)(?:高于|大于|多于))"
_HIGH = r"(?:不满|不足|不到|未满|(?<!不)(?:低于|少于|小于)|不(?:超过|高于|大于|多于))"
_BETWEEN = re.compile(
    rf"(?P<low>{_LOW})?{_N}{_U}?(?P<above>及?以上)?(?:\([^()]{{1,6}}\))?(?P<to>[,，至到~—-]|但)?"
    rf"(?P<high>{_HIGH})?{_N}{_U}(?P<below>及?以[下内])?{_CASE}"
)
_ABOVE = re.compile(rf"(?:(?P<low>{_LOW}){_N}{_U}(?:及?以上)?|{_N}{_U}及?以上)(?:{_CASE}|(?=报))")
_BELOW = re.compile(rf"(?:(?P<high>{_HIGH}){_N}{_U}|{_N}{_U}[及之]?(?:以[下内]|内(?![仍未不没拒又再累]))){_CASE}")
_EXCLUDES = ("超过", "高于", "大于", "多于", "不满", "不足", "不到", "未满", "低于", "少于", "小于")


CALENDAR = 1900  # a number of years from which it is the name of one


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
    counted: str = ""  # 连续 or 累计, where the text says so

    def holds(self, value: float) -> bool:
        above = value >= self.low if self.low_closed else value > self.low
        return above and (value <= self.high if self.high_closed else value < self.high)


_LIMIT = re.compile(rf"(?:{_LOW}|{_HIGH}){_N}{_U}|{_N}{_U}以[上下内]")
_BOUND = re.compile(rf"{_N}{_U}以[上下内]")
_WAYS = ("连续", "累计")
_NUDGE = 1e-6  # 不足1万元 is a little less than the number, 超过3天 a little more


def _measured(number: str, unit: str) -> Value:
    dimension, size = _MEASURES.get(unit, (unit, 1.0))
    return Value(dimension, float(number) * size, str(size))


def _spelled(question: str) -> str:
    """The question in search text, with what people leave out: 30万 and 六千块 are sums, 半年 is 6个月."""
    whole = _AND_HALF.sub(lambda m: f"{m[1] if m[1].isdigit() else numeral(m[1])}.5个", question)
    halves = _HALF.sub("0.5", _HALF_YEAR.sub("6个月", whole))
    return search_text(_SUM.sub("万元", _BARE.sub("块钱", halves)))


@lru_cache(maxsize=4096)
def values(question: str) -> tuple[Value, ...]:
    """What the question says of its own case: 休一个星期, 花四百块钱, 一共六层, 赔了30万, 请半天假."""
    spelled = _spelled(question)
    found = []
    for match in _QUESTION.finditer(spelled):
        value = _measured(*match.groups())
        word = next((word for word in _EXCLUDES if spelled.endswith(word, 0, match.start())), "")
        below = word in _EXCLUDES[4:] or word and spelled.endswith(f"不{word}", 0, match.start())
        nudge = 0.0 if not word else -_NUDGE if below else _NUDGE
        found.append(value._replace(value=value.value * (1 + nudge)))
    return tuple(found)


@lru_cache(maxsize=4096)
def limits(question: str) -> tuple[str, ...]:
    """The cases that the question names in so many words, in search text: 不足10000元, 5000元以上."""
    return tuple(match[0] for match in _LIMIT.finditer(_spelled(question)))


@lru_cache(maxsize=4096)
def known(question: str) -> tuple[Value, ...]:
    """The values of a question, and for a case that it names by its limit a value inside: 6个月以上 a little more."""
    found = list(values(question))
    for limit in limits(question):
        number = _BOUND.fullmatch(limit)
        if number is not None:
            value = _measured(number[1], number[2])
            found.append(value._replace(value=value.value * (1 + (_NUDGE if limit.endswith("上") else -_NUDGE))))
    return tuple(found)


@lru_cache(maxsize=65536)
def brackets(text: str) -> tuple[Bracket, ...]:
    """The cases that a text makes by a number; what it orders (处五百元以上五千元以下罚款) is no case."""
    searched = search_text(text)
    if "满" in searched[-8:]:  # 工作满1年不满10年, a part of a sentence that goes on
        searched += "的"
    found: list[Bracket] = []
    taken: list[tuple[int, int]] = []
    for match in _BETWEEN.finditer(searched):
        first, one, last, unit = match.group(2, 3, 7, 8)
        ends = (match["low"] or match["above"]) and (match["high"] or match["below"] or match["to"])
        dates = unit in ("月", "日") or unit == "年" and float(last) >= CALENDAR
        if not ends and (not match["to"] or match["to"] in ",，但" or dates):
            continue
        top, bottom = _measured(last, unit), _measured(first, one or unit)
        if bottom.dimension != top.dimension or _of_days(searched, match, top):
            continue
        taken.append(match.span())
        closed = match["low"] not in _EXCLUDES, match["high"] not in _EXCLUDES
        found.append(Bracket(top.dimension, top.unit, bottom.value, top.value, *closed, _counted(searched, match)))
    for pattern, above in ((_ABOVE, True), (_BELOW, False)):
        for match in pattern.finditer(searched):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            word, number, unit, bare, bare_unit = match.groups()
            said = _measured(number or bare, unit or bare_unit)
            if _of_days(searched, match, said):
                continue
            closed_end = (word or "").removeprefix("已") not in _EXCLUDES
            low, high = (said.value, float("inf")) if above else (float("-inf"), said.value)
            ends = (closed_end, True) if above else (True, closed_end)
            found.append(Bracket(said.dimension, said.unit, low, high, *ends, _counted(searched, match)))
    return tuple(found)


def _counted(searched: str, match: re.Match[str]) -> str:
    """连续 or 累计, whichever stands last between the number before a case and the case."""
    before = re.split(r"[0-9]", searched[: match.start()])[-1] if match.start() else ""
    return max(_WAYS, key=before.rfind) if any(way in before for way in _WAYS) else ""


def _of_days(searched: str, match: re.Match[str], said: Value) -> bool:
    """逾期15日以内的部分: a part of a time, and no case as a part of a sum is."""
    return said.dimension == "days" and searched.startswith("的部分", match.end())


def fits(question: str, text: str) -> bool | None:
    """Whether a text speaks of the case that the question is; None where it makes no case of the question's numbers.

    Of cases by years and by months (工作满20年，请病假4个月以上的) those in the unit of the question count, each for
    itself where the question says both.
    """
    said = search_text(text)
    named = limits(question)
    if named and all(re.search(rf"(?<![不未0-9.]){re.escape(limit)}", said) for limit in named):
        return True
    pairs = [(case, value) for value in known(question) for case in brackets(text) if case.dimension == value.dimension]
    pairs = [pair for pair in pairs if pair[0].unit == pair[1].unit] or pairs
    ways = [way for way in _WAYS if way in question]
    if len(ways) == 1:  # 连续旷工4天 is no case of 累计旷工5天以内
        pairs = [pair for pair in pairs if pair[0].counted in ("", *ways)] or pairs
    held: dict[tuple[str, str], bool] = {}
    for case, value in pairs:
        of = (case.dimension, value.unit)
        held[of] = held.get(of, False) or case.holds(value.value)
    return all(held.values()) if held else None


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
