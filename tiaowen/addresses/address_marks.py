"""The words that an address is made of (第十九条, 3项, （三）, 问题三, 前款, 本办法), found one by one in folded text.

`address.parse` puts neighbours together. What may stand on its own and what counts only beside another mark is
decided here, mark by mark, from the characters around it: 19条 is an address at the start of a question and a
quantity in 共19条.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tiaowen.datamodels import Step
from tiaowen.reading.grammar.numerals import CHINESE, value

WORDS = ("题注", "文号", "序言", "导语", "落款", "成文日期", "主送机关", "目录")
"""Places without a number of their own."""

RANK = {"附件": 0, "编": 1, "分编": 2, "章": 3, "节": 4, "部分": 5, "问题": 6, "问答": 6, "分节": 7, "条": 8, "点": 9}
RANK |= {"措施": 9, "款": 10, "项": 11, "目": 12, "小点": 12, "子目": 13, "段": 13}
RANK |= dict.fromkeys(WORDS, 7)
"""Levels from the outermost in; inside one address the rank rises. Other levels (责任单位) come last."""


def rank(level: str) -> int:
    """The rank of any level."""
    return RANK.get(level, 14)


HEADS = (
    "法典|法|条例|办法|规定|规划|意见|方案|通知|决定|决议|解释|细则|规则|章程|准则|纲要|计划|批复|安排"
    "|守则|制度|公告|公约"
)
"""What a normative document may call itself after 本 (本办法)."""


@dataclass(frozen=True)
class Relative:
    """A starting point that depends on the place the address is written in.

    kind: 本 (本条, 该款, 本办法), 前 (前款, 前两款, 上一条) or 后 (下一条, 后两条); level: one of RANK, or 文件, the
    document; count: so many; apart: how many places away the nearest of them is, 2 for 上上条.
    """

    kind: str
    level: str
    count: int = 1
    apart: int = 1


@dataclass(frozen=True)
class Mark:
    """One word of an address. `alone`: needs no neighbour; `sure`: can hardly be anything but an address."""

    start: int
    end: int
    step: Step | None = None
    until: Step | None = None
    relative: Relative | None = None
    heading: str = ""
    alone: bool = True
    sure: bool = True
    open_level: bool = False  # （三） or 1. without a level word: the level follows from the mark before it


_CHINESE = f"[{CHINESE}]{{1,10}}"
_N = rf"(?:[0-9]{{1,4}}|{_CHINESE})"
# A level word that begins another word is no level: 条例, 项目, 章程, 节约 …
_LEVEL = (
    r"(?:[条项个]?(?:工作)?措施|分编|编(?![制辑写号码纂译者排外造入])|章(?!程)|节(?![能约水目日气电假课选])|条款?(?!例(?!外)|件|约|线|路|道|船|理|幅|文|原则|铁|地铁|公[路交]|高速|有轨|快速|街|河|建议|消息)"
    r"|款(?!式|项目)|项(?!目)|子目|小点|目(?![录标的前光])|[个大]?部分|自然段|段落?(?!时)|点(?![钟半整])"
    r"|[个道]?问[题答]|问(?![题答]))"
)
_AND = r" ?(?:、|,|和|及|与|或者?|以及|跟) ?"
_TO = r" ?(?:至|到|~|-+|–|—+|−) ?"
_BOUNDARY = r"(?<![^\n 》」』,;。:!?'\"“”])"  # the start of the text, or one of these before


def _suffix(name: str) -> str:
    return rf"(?: ?之 ?(?P<{name}>[0-9]{{1,2}}|[{CHINESE}]{{1,3}})(?![{CHINESE}0-9]))?"


_FORMS = {
    "listed": rf"第 ?\(? ?{_N} ?\)?(?:{_AND}第? ?\(? ?{_N} ?\)?){{1,20}} ?(?P<listed_level>{_LEVEL})",
    "ranged": rf"(?:第 ?\(?|\() ?(?P<low>{_N}) ?\)?{_TO}第? ?\(? ?(?P<high>{_N}) ?\)? ?(?P<ranged_level>{_LEVEL})",
    "ordinal": rf"(?:第 ?\(? ?(?P<n>{_N}) ?\)?|\( ?(?P<m>{_N}) ?\)(?= ?[条款项目点])) ?(?P<level>{_LEVEL})"
    + _suffix("suffix"),
    "problem": rf"问题 ?(?P<problem_n>{_N})(?=[·・.:的之工措中里 、,。?第]|$)",
    "measure": rf"(?:工作)?措施 ?(?P<measure_n>{_N})?(?![{CHINESE}0-9])",
    "answer": rf"(?:问答|[问答]) ?(?P<answer_n>{_N})(?![{CHINESE}0-9题个年月日元])",
    "last": rf"(?:最后一?个?|末|倒数第 ?(?P<last_n>{_N}) ?个?)(?P<last_level>{_LEVEL})",
    "section": r"(?:§ ?|(?<![0-9.-])(?=[0-9]{1,3}-))(?P<section_n>[0-9]{1,4})"
    r"(?:-(?P<section_item>[0-9]{1,2})(?![0-9年月日-]))?",
    "own": rf"[本该此](?:{HEADS})(?!律)",
    "back": r"(?<![以提之目当空])(?P<back_far>上(?=上))?[前上](?P<back_n>[一二两三四五六七八九1-9])?个?"
    rf"(?P<back_level>{_LEVEL})",
    "next": r"(?P<next_far>下(?=下))?[下后](?P<next_n>[一两二三四五])?个?"
    r"(?P<next_level>条(?!款|例|件|约)|款(?!式|项)|项(?!目)|目(?![录标的前光])|点(?![钟半整])"
    r"|部分|问题|[章节](?![能约目日]))",
    "this": r"(?:[本该此]|(?<![合共相不连如等协雷陪])同|[这那]一?|同一)"
    r"(?P<this_level>条(?!例|件|约|线|路|款|文|原则)|款(?!式|项)|项(?!目)|目(?![录标的前])|章(?!程)|节(?![能约目日气电假]))",
    "named": r"·(?!(?:工作)?措施)(?P<named_level>[一-龥]{2,8})(?![一-龥])",
    "comma": rf"{_BOUNDARY}(?P<comma_n>{_CHINESE})、(?P<heading>[^\n,;。!?:第(《、]{{0,40}})",
    "bracketed": rf"\( ?(?P<bracket_n>{_N}) ?\)",
    "dotted": r"(?<![0-9.])(?P<dot_n>[0-9]{1,3})\.(?![0-9])",
    "bare": rf"(?<![第0-9.{CHINESE}-])(?P<bare_n>{_N}) ?(?P<bare_level>{_LEVEL}){_suffix('bare_suffix')}",
    "word": rf"(?P<word_level>{'|'.join(WORDS)}|附件|附录|附表)(?P<word_n>{_N})?",
}
_MARK = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()))
_NUMBER = re.compile(_N)

# What may stand before and after 19条 where it is an address.
_BARE_BEFORE = re.compile(rf"(?:^|[》」』(的看查背读问在按]|(?:{HEADS}|宪法|党章|》)\s?|依照|根据|按照|违反|那)$")
_BARE_AFTER = re.compile(
    r"$|[\s,。;:!?、)》'\"“”的是说讲写呢吗里中和与到至及第啥]|规定|原文|内容|怎么|什么|如何|全文|有没有|有哪|指|对|关于|适用"
)
_CLOCK_BEFORE = re.compile(r"(?:早上|上午|中午|下午|晚上|夜里|凌晨|傍晚|[日号]|今天|明天|每天|共有?|[有几提下这那两])$")
_WEAK_LEVELS = {"点", "段", "部分", "问题", "问答", "措施", "目"}


def marks(folded: str) -> Iterator[Mark]:
    """Every mark of a folded text, in order, none overlapping another."""
    for found in _MARK.finditer(folded):
        name = found.lastgroup or ""
        if name in ("listed", "section"):
            yield from _listed(found) if name == "listed" else _section(found)
            continue
        if name == "comma" and found["heading"].strip().isdecimal():  # 二、1 is point 1 of part 二
            yield from _pointed(found)
            continue
        mark = _single(name, found, folded)
        if mark is not None:
            yield mark


def _single(name: str, found: re.Match[str], text: str) -> Mark | None:
    start, end = found.span()
    if name == "ordinal":
        step = _step(found["level"], found["n"] or found["m"], found["suffix"])
        return step and Mark(start, end, step, sure=step.level not in _WEAK_LEVELS)
    if name == "ranged":
        first, last = _step(found["ranged_level"], found["low"]), _step(found["ranged_level"], found["high"])
        return Mark(start, end, first, last) if first and last else None
    if name == "bare":
        step = _step(found["bare_level"], found["bare_n"], found["bare_suffix"])
        return step and _bare(step, start, end, text)
    if name == "bracketed":
        number, lonely = value(found["bracket_n"]), _lonely(text, start, end)
        return (
            None if number is None else Mark(start, end, Step("项", number), alone=lonely, sure=lonely, open_level=True)
        )
    if name == "dotted":
        return Mark(start, end, Step("点", int(found["dot_n"])), alone=False, open_level=True)
    if name == "comma":
        number = value(found["comma_n"])
        return number and Mark(start, end, Step("部分", number), heading=found["heading"].strip(), sure=False) or None
    if name == "problem":
        return _numbered("问题", found["problem_n"], start, end, sure=True)
    if name == "answer":
        return _numbered("问答", found["answer_n"], start, end, sure=_lonely(text, start, end))
    if name == "measure":
        number = value(found["measure_n"] or "0")
        return None if number is None else Mark(start, end, Step("措施", number), alone=number > 0, sure=False)
    if name == "named":
        return Mark(start, end, Step(found["named_level"]), alone=False)
    if name == "last":
        level, number = _level(found["last_level"]), value(found["last_n"] or "1") or 1
        if level not in ("段", "条", "款", "项") and not _BARE_AFTER.match(text, end) or level in ("问答", "措施"):
            return None  # 最后一章节课, 最后一点时间
        return Mark(start, end, Step(level, -number), sure=level in ("条", "款", "章", "节"))
    if name == "word":
        level = "附件" if found["word_level"].startswith("附") else found["word_level"]
        return Mark(start, end, Step(level, value(found["word_n"] or "0") or 0), sure=False)
    return _relative(name, found, start, end)


def _relative(name: str, found: re.Match[str], start: int, end: int) -> Mark | None:
    if name == "own":
        return Mark(start, end, relative=Relative("本", "文件"), alone=False)
    if name == "this":
        sure = found[0][0] in "本同" or found.string[end : end + 1] == "第"
        return Mark(start, end, relative=Relative("本", found["this_level"]), sure=sure)
    if name == "next":
        count, apart = value(found["next_n"] or "1") or 1, 2 if found["next_far"] else 1
        return Mark(start, end, relative=Relative("后", _level(found["next_level"]), count, apart), sure=False)
    level = _level(found["back_level"])
    count = value(found["back_n"] or "1") or 1
    if found[0][0] == "上":  # 上一条 is one address back; 上三条 is no address
        apart = 2 if found["back_far"] else 1
        return Mark(start, end, relative=Relative("前", level, apart=apart), sure=False) if count == 1 else None
    if level in _WEAK_LEVELS:
        return None
    return Mark(start, end, relative=Relative("前", level, count), sure="一" not in found[0])


def _listed(found: re.Match[str]) -> Iterator[Mark]:
    """The single marks of 第五、六条 or 第（一）、（三）项; the last one ends with the level word."""
    level_start = found.start("listed_level")
    numbers = list(_NUMBER.finditer(found.string, found.start(), level_start))
    for index, number in enumerate(numbers):
        step = _step(found["listed_level"], number[0])
        if step is None:
            continue
        start = found.start() if index == 0 else number.start()
        while index and found.string[start - 1] in "第( " and start > numbers[index - 1].end():
            start -= 1
        end = found.end() if index == len(numbers) - 1 else number.end()
        if found.string[end : end + 1] == ")" and end < level_start:
            end += 1
        yield Mark(start, end, step, sure=step.level not in _WEAK_LEVELS)


def _section(found: re.Match[str]) -> Iterator[Mark]:
    """§44, §44-6 and, where nothing but a title stands before it, 44-6: an article, or one of its items."""
    item = found["section_item"]
    signed = found[0].startswith("§")
    before = found.string[: found.start()].rstrip(" 的")
    titled = not before or before.endswith("》")
    if not signed and not (item and titled and _BARE_AFTER.match(found.string, found.end())):
        return
    middle = found.end("section_n")
    yield Mark(found.start(), middle, Step("条", int(found["section_n"])))
    if item is not None:
        yield Mark(middle + 1, found.end(), Step("项", int(item)))


def _pointed(found: re.Match[str]) -> Iterator[Mark]:
    part, point = value(found["comma_n"]), int(found["heading"])
    if part:
        yield Mark(found.start(), found.end("comma_n") + 1, Step("部分", part), sure=False)
        yield Mark(found.start("heading"), found.end(), Step("点", point), alone=False)


def _bare(step: Step, start: int, end: int, text: str) -> Mark | None:
    """19条, 3款, 9点 without 第: alone only where the words around it leave no other reading."""
    before, after = text[max(start - 4, 0) : start], text[end : end + 3]
    fits = bool(_BARE_BEFORE.search(before)) and bool(_BARE_AFTER.match(after))
    if before.endswith("那") and not after.startswith("呢"):
        fits = False
    if step.level == "条":
        return Mark(start, end, step, alone=fits)
    if step.level == "点":
        return Mark(start, end, step, alone=fits and not _CLOCK_BEFORE.search(before), sure=before.endswith("》"))
    if step.level in ("部分", "问题", "问答", "措施", "编", "分编"):
        return None
    return Mark(start, end, step, alone=False)


def _lonely(text: str, start: int, end: int) -> bool:
    """Nothing but a title before and a question word or stop after: （十七）, 规划（十七）是什么."""
    return bool(re.search(rf"(?:^|[\s》」』]|{HEADS}|的)$", text[max(start - 3, 0) : start])) and bool(
        re.match(r"\s*(?:$|[,。;:!?、的是说讲写呢吗里中和与到至]|规定|原文|内容|怎么|什么)", text[end : end + 3])
    )


def _numbered(level: str, number: str, start: int, end: int, sure: bool) -> Mark | None:
    ordinal = value(number)
    return None if ordinal is None else Mark(start, end, Step(level, ordinal), sure=sure)


def _level(word: str) -> str:
    word = word.lstrip("个大道")
    if "措施" in word:
        return "措施"
    if word.startswith("条"):
        return "条"
    return {"自然段": "段", "段落": "段", "问": "问答"}.get(word, word)


def _step(level: str, number: str, suffix: str | None = None) -> Step | None:
    ordinal, after = value(number), value(suffix) if suffix else 0
    return None if ordinal is None or after is None else Step(_level(level), ordinal, after)
