"""Words of one kind, of which a follow-up puts one in place of another: 12年 for 8年, Ⅲ级 for Ⅱ级, 上海 for 北京.

Whole words take the place of whole words. Where the question before has nothing of the kind, there is nothing to
replace, and the caller puts the new words beside the old ones instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiaowen.language.normalization import segmenter
from tiaowen.language.vocabulary import is_place, is_word

_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十百千万半每]+)"
_UNITS = (
    "工作日|自然日|平方米|星期|季度|学时|小时|分钟|公里|万元|周岁|亩|天|日|周|月|年|岁|次|人|名|户|倍|元|万|项"
    "|辆|桌|米|吨|篇|分|%|％"
)
_LIMITS = r"超过|不满|不足|不到|至少|最多|满"
_QUANTITY = re.compile(rf"(?:{_LIMITS})?({_NUMBER})(?:(个)?({_UNITS})|个)(?:以[上下内]|之内|及以[上下])?")
_RATE = re.compile(r"(?:多久|多长时间|几[天年月])[^，。]{0,4}$")  # 多久开一次: that number is part of the asking
_TIME = frozenset(("工作日", "自然日", "天", "日", "周", "星期", "月", "季度", "年", "小时", "分钟"))
_LEVEL = re.compile(r"(?<![上下同高低每逐])([ⅠⅡⅢⅣⅤIV]+|[一二三四五六七八九十]+|[甲乙丙丁特])([级类等档])(?!别)")
_KINDS = tuple(
    re.compile(kind)
    for kind in (
        "[红橙黄蓝绿紫白黑]色",
        r"[正副]高(?:级(?:职称)?|职称)?|[中初]级(?:职称)?",
        r"博士(?:研究生)?|硕士(?:研究生)?|研究生|(?:大学)?本科(?:毕业)?|大专(?:毕业)?|专科(?:毕业)?|中专(?:毕业)?|高中(?:毕业)?",
        r"男(?=职工|方|性|$)|女(?=职工|方|性|$)",
        "爸爸|妈妈|父亲|母亲|父母|爷爷|奶奶|外公|外婆|姥爷|姥姥|祖父母|外祖父母|岳父母?|岳母|公公|婆婆|公婆|老婆|老公|妻子|丈夫|配偶"
        "|子女|孩子|儿子|女儿|哥哥|弟弟|姐姐|妹妹|兄弟姐妹",
        r"(?<!个)工作日|双休日|周末|法定节假日|节假日|夜间|夜里|晚上|白天|日间|全天|平时",
    )
)
_TO = re.compile(r"^(?:去|到|在|赴|来)")
_SUFFIX = frozenset("员者人费期率金证假权号级类区户")  # these belong to the word before: 网格员, 预备期


def instead(asked: str, new: str) -> str:
    """The question before with `new` in place of the words of its kind; empty where it has none."""
    return _measured(asked, new) or _level(asked, new) or _place(asked, new) or _kind(asked, new)


def like(asked: str, new: str) -> bool:
    """Whether words take the place of words and not a number of a number: 上海 for 北京."""
    return bool(_place(asked, new) or _kind(asked, new))


def of_a_kind(words: str) -> bool:
    """Whether the words are one of a kind that is known here: 正高, 大专, 夜间."""
    return any(kind.fullmatch(words) for kind in _KINDS)


def counts(text: str) -> bool:
    """Whether the words give a number of something: 连续两年."""
    return bool(_QUANTITY.search(text))


def chunks(text: str) -> list[str]:
    """The words of a text in their order, which make up all of it; 员, 费 and the like go with the word before them."""
    found: list[str] = []
    for word in segmenter().cut(text):
        if found and word in _SUFFIX and len(found[-1]) > 1:
            found[-1] += word
        else:
            found.append(word)
    return found


def whole(asked: str, old: str) -> bool:
    """Whether the first occurrence of `old` begins and ends where words do: 双胞 in 双胞胎 does not."""
    at, end = asked.find(old), 0
    ends = {0}
    for word in chunks(asked):
        ends |= {end + i for i in range(2, len(word) - 1) if is_word(word[:i]) and is_word(word[i:])}  # 记过处分
        end += len(word)
        ends.add(end)
    return at >= 0 and {at, at + len(old)} <= ends


def _measured(asked: str, new: str) -> str:
    """工作12年 for 工作8年, 12个 for 6个工作日, 超过6个月 for 两个月以内: the number of the same measure."""
    found = _QUANTITY.search(new)
    if found is None or new[found.end() :]:
        return ""
    olds = [old for old in _QUANTITY.finditer(asked) if not _RATE.search(asked[: old.start()])]
    old = next((one for one in _ranked(olds, found) if one[0] != found[0]), None)
    if old is None:
        return ""
    lead, number = new[: found.start()], found[0]
    if not found[3]:  # 12个: the rest of the measure is the old one
        if not old[2]:
            return ""
        number += old[3]
    if found[1] == "每" and old[1] == "每":
        return ""
    start = old.start()
    if lead:
        shared = next((size for size in range(len(lead), 0, -1) if asked[:start].endswith(lead[-size:])), 0)
        at = asked.rfind(lead, 0, start)
        if not shared and at < 0:
            return ""
        start = at if at >= 0 else start - shared
    return f"{asked[:start]}{lead}{number}{asked[old.end() :]}"


def _ranked(olds: list[re.Match[str]], new: re.Match[str]) -> Iterator[re.Match[str]]:
    """The quantities that the new one may stand for: of the same unit first, then other lengths of time."""
    unit = new[3]
    yield from (old for old in olds if old[3] == unit or not unit and old[2])
    if unit in _TIME and len(olds) == 1 and olds[0][3] in _TIME and new[1] != "每":
        yield olds[0]


def _level(asked: str, new: str) -> str:
    """Ⅲ级 for Ⅱ级, 三类区域 for 一类区域: another degree on the same scale."""
    found = _LEVEL.match(new)
    if found is None:
        return ""
    rest = new[found.end() :]
    for old in _LEVEL.finditer(asked):
        if old[2] == found[2] and old[1] != found[1] and asked.startswith(rest, old.end()):
            return asked[: old.start()] + new + asked[old.end() + len(rest) :]
    return ""


def _place(asked: str, new: str) -> str:
    """上海 and 去上海 for 北京."""
    name = _TO.sub("", new)
    if not is_place(name):
        return ""
    words = chunks(asked)
    at = next((i for i, word in enumerate(words) if is_place(word) and word != name), None)
    return "" if at is None else "".join([*words[:at], name, *words[at + 1 :]])


def _kind(asked: str, new: str) -> str:
    """大专 for 本科, 红色 for 橙色, 爷爷 for 父母."""
    for kind in _KINDS:
        if kind.fullmatch(new):
            old = next((one for one in kind.finditer(asked) if one[0] != new), None)
            if old is not None:
                return asked[: old.start()] + new + asked[old.end() :]
    return ""
