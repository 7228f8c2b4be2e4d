"""Words that a text tells of a clause without quotation marks, compared with the clause as far as they go.

Words that are nearly those of the clause count as a quotation. Of a paraphrase the figures are compared: a figure that
the clause does not have, where what it says of the same thing has another one of that unit, is altered. Nothing else of
a paraphrase can be settled; what the clause says of it is shown beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from tiaowen.language.everyday import lawful
from tiaowen.language.normalization import search_text, words
from tiaowen.quotations.claims import Claim
from tiaowen.quotations.quotations import Check, difference, nearest
from tiaowen.quotations.quoted_words import letters

SHORTEST = 6  # characters; shorter words may be terms of the author's own
TOLD = 85.0  # likeness (0 to 100) from which words count as altered ones, where a figure or a negation differs
ALIKE = 90.0  # and where something else does
UNCOMPARED = "只核对了地址：没有可逐字比对的引文"
RETOLD = "不是原文的字句，没有逐字比对"
SHOWN = 80  # characters of the clause that are shown beside a paraphrase

_LEAD = re.compile(
    r"[\s|｜，,：:）)》]*(?:的|中|里)?(?:也|均|都|已|还)?(?:明确|分别|作出|作了)?(?:规定|規定|明确|要求|指出|载明|写明|提出|提到)?"
    r"(?:的是|为|是|了|如下)?[\s|｜，,：:]*"
)
_SENTENCES = re.compile(r"[。；;！!？?\n|｜]")
_COMMAS = re.compile(r"[，,：:]")
_WEIGHTY = re.compile(r"[0-9〇零一二三四五六七八九十百千万亿两半%不未无非禁勿免]|应当|必须|可以")
_SAYER = re.compile(r"[^，,：:]{1,12}?(?:规定|明确|要求|指出|提出)")  # 医院规定 before what it rules
_FIGURE = re.compile(
    r"(?<![0-9.第])(?P<day>[0-9]{1,2}月[0-9]{1,2}日)(?P<until>之?前)?|(?<![0-9.第])(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<scale>万|亿)?个?"
    r"(?P<unit>工作日|日|天|星期|周(?!岁)|月(?!底|末|初|份)|年(?!度|版|级)|小时|分钟|元|%|‰|倍|次|人|名|周?岁|公里|米|平方米|亩|册|件|份|套|门|张|学时)"
)
_EVENT = re.compile(
    r"我|已|曾|去年|今年|本(?:单位|校|局|院|公司|厂|市|县|区|村|社区)|[12][0-9]{3}年"
)  # what has happened, no rule
_UPPER = re.compile(r"以下|以内|不超过|不得超过|最[高多长]|至多|不高于|不大于|不多于|[至到—]")
_LOWER = re.compile(r"以上|不低于|不得低于|不少于|不得少于|最[低少短]|至少|[至到—]")
_IN_DAYS = {"日": 1.0, "天": 1.0, "星期": 7.0, "周": 7.0, "月": 30.0, "年": 360.0}
_ALIKE = {"名": "人", "周岁": "岁"}
_SCALES = {"万": 1e4, "亿": 1e8}

Figure = tuple[str, float | str]
"""(unit, how many): 3个月 and 90日 are the same length."""


def told_of(told: str) -> str:
    """The words told, without those that lead over to them (第三条规定，)."""
    return _LEAD.sub("", told, count=1)


def check_told(claim: Claim, told: str, texts: Sequence[str]) -> Check:
    """Words told without quotation marks, compared as far as they go with the source's, punctuation apart.

    They are altered where they are nearly those of the source, or give another figure, and verified where they are
    nothing else.
    """
    whole = letters("".join(texts))
    same = other = 0
    for sentence in _SENTENCES.split(told_of(told)):
        pieces = [piece for piece in map(letters, _COMMAS.split(sentence)) if piece]
        if pieces and pieces[0] not in whole and (sayer := _SAYER.match(pieces[0])):
            rest = pieces[0][sayer.end() :]
            if len(rest) >= SHORTEST and nearest(rest, [whole])[1] > nearest(pieces[0], [whole])[1]:
                pieces[0] = rest
        for count in range(len(pieces), 0, -1):
            for first in range(len(pieces) - count + 1):
                piece = "".join(pieces[first : first + count])
                if len(piece) < SHORTEST or piece in whole:
                    continue
                expected, likeness = nearest(piece, [whole])
                if likeness >= ALIKE or (likeness >= TOLD and _weighty(expected, piece)):
                    return Check("altered", claim, f"转述与原文不符：{difference(expected, piece)}", expected)
        same += sum(len(piece) for piece in pieces if piece in whole)
        other += sum(len(piece) for piece in pieces if piece not in whole)
    if same >= SHORTEST and not other:
        return Check("verified", claim)
    return _paraphrase(claim, told_of(told), texts)


def _paraphrase(claim: Claim, told: str, texts: Sequence[str]) -> Check:
    """What can be said of words that are the author's own: their figures, and what the clause says instead."""
    sentences = [one.strip() for text in texts for one in re.split(r"(?<=[。；\n])", text) if one.strip()]
    if len(letters(told)) < SHORTEST or not sentences:
        return Check("unchecked", claim, UNCOMPARED)
    beside = _nearest_sentence(told, sentences) or sentences[0]
    there = {figure for one in sentences for figure, _ in _figures(one)}
    for sentence in _SENTENCES.split(told):
        for part in _COMMAS.split(sentence) if not _EVENT.search(sentence) else ():
            said = _nearest_sentence(part, sentences)
            for figure, shown in _figures(part):
                if figure not in there and not _allowed(figure, said):
                    return Check("altered", claim, f"转述的“{shown}”不在该条里，该条写的是“{_cut(said)}”", said)
    agreed = "、".join(dict.fromkeys(shown for figure, shown in _figures(told) if figure in there))
    figures = f"；其中“{agreed}”该条里有" if agreed else ""
    return Check("unchecked", claim, f"{RETOLD}{figures}；请对照原文“{_cut(beside)}”")


def _nearest_sentence(told: str, sentences: Sequence[str]) -> str:
    """The sentence that speaks of what is told: that with most of its words, at least two and a third of them, first
    one with figures of the same kind; empty where there is none."""
    wanted = {word for word in words(lawful(told)) if len(word) > 1 and not re.search("[0-9]", word)}
    least = max(2, len({word for word in words(told) if word in wanted}) / 3)
    kinds = {unit for (unit, _), _ in _figures(told)}
    best, most = "", 0.0
    for one in sentences:
        shared = len(wanted & set(words(one)))
        worth = shared + 0.5 * bool(kinds & {unit for (unit, _), _ in _figures(one)})
        if shared >= least and worth > most:
            best, most = one, worth
    return best


def _allowed(figure: Figure, said: str) -> bool:
    """Whether a sentence says nothing against a figure: it has none of that kind, or one that bounds it."""
    unit, number = figure
    there = [many for (other, many), _ in _figures(said) if other == unit]
    if not there:
        return True
    if isinstance(number, str):
        return False
    numbers = [many for many in there if not isinstance(many, str)]
    most = max(numbers) if _UPPER.search(said) else 0.0
    least = min(numbers) if _LOWER.search(said) else float("inf")
    return number <= most if least == float("inf") else least <= number and (number <= most or not most)


def _figures(text: str) -> Iterator[tuple[Figure, str]]:
    """The figures of a text with their units, and as they are printed there, in search text."""
    for found in _FIGURE.finditer(search_text(text)):
        if found["day"]:
            if found["until"]:
                yield ("日期", found["day"]), found[0]
            continue
        unit, number = found["unit"], float(found["number"]) * _SCALES.get(found["scale"] or "", 1.0)
        if unit == "年" and number > 1000:
            continue
        if unit in _IN_DAYS:
            yield ("时长", number * _IN_DAYS[unit]), found[0]
        else:
            yield (_ALIKE.get(unit, unit), number), found[0]


def _cut(text: str) -> str:
    text = text.rstrip("。；\n")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}……"


def _weighty(expected: str, found: str) -> bool:
    """Whether two texts differ in a figure, a negation or a duty; what an end lacks or has besides does not count."""
    return any(
        _WEIGHTY.search(expected[op.src_start : op.src_end] + found[op.dest_start : op.dest_end])
        for op in Levenshtein.opcodes(expected, found)
        if op.tag == "replace" or (op.tag != "equal" and op.src_start > 0 and op.src_end < len(expected))
    )
