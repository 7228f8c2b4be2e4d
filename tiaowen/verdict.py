"""是, 否 or 视情形 for a yes/no question, only where the quoted words say so; a mark, never part of a quotation."""

from __future__ import annotations

import re

from tiaowen.everyday import lawful
from tiaowen.generality import is_condition
from tiaowen.normalization import search_text, words
from tiaowen.rivals import MARKS
from tiaowen.sentences import split_sentences
from tiaowen.vocabulary import plain_words

_OPEN = re.compile(r"多少|几|谁|哪|什么|怎么|如何|为何|咋")  # asks for more than yes or no
_YES_NO = re.compile(
    r"吗|么[?？]?$|是不是|能不能|可不可以|要不要|会不会|算不算|得不得|是否|能否|可否|行不行|需不需要|应不应|可以.{0,14}[?？]$|能.{1,14}[?？]$"
)
_NEGATED = re.compile(r"不(?!合格|称职|达标|确定|是|能不|要不|可不|会不|行|需要不|应不)[^?？]{0,8}(?:吗|么)")
_MAY = re.compile(r"能|可以|可否|允许|准许|行不行|可不可以|得以")
_MUST = re.compile(r"要不要|必须|一定要|应当|应该|需要|需不需要|是否应|是否需|要.{1,16}吗|得.{1,16}吗|非得")
_FORBIDDEN = re.compile(r"不得|严禁|禁止|不准|不予|不再(?!向)|不能|一律不")
# 不参加综合奖学金评定; not 无正当理由不参加考核的, which is a case.
_DENIED = re.compile(r"不(?:参加|享受|适用|受理|计算|列入|发放|报销|承担|加入|参与)(?![^，。；]*的(?:[，,]|$))")
_PERMITTED = re.compile(r"(?<!不)可以(?!不)|(?<![不认许])可(?=按|通过|根据|由|在|适当)|允许|鼓励")
_REQUIRED = re.compile(r"应当|必须|须|要求")
_NOT_REQUIRED = re.compile(r"不作.{0,6}要求|可以不|不需要|无须|无需|不必")
_RULE = re.compile(f"{_FORBIDDEN.pattern}|{_PERMITTED.pattern}|{_REQUIRED.pattern}")
_ALLOWED = re.compile(r"可不可以|能不能|可以|能够|能否|可否|允许|能")
_DEPENDS = re.compile(
    r"根据实际|结合实际|视情况|酌情|探索|一般|原则上|除外|另有规定|特殊情况|但是|但(?!书)|必要时|经.{1,16}同意|确需"
)
_MORE, _LESS = r"(?<![不得没未])(?:超过|高于|突破|多于|大于|超出)", r"(?<![不得没未])(?:低于|少于|小于)"
# 可以超过30%吗 and 超过30%行吗; 逾期超过30日可以解除吗 asks about something else than the limit.
_EXCEEDS = re.compile(
    rf"(?:可以|能够?|可否|允许|准许?)[^，。？?]{{0,12}}?(?P<more>{_MORE})|(?:可以|能够?|可否|允许|准许?)[^，。？?]{{0,12}}?{_LESS}"
    rf"|(?P<over>{_MORE})[^，。？?]{{1,8}}(?:可以|行|允许)[吗么][?？]*$|{_LESS}[^，。？?]{{1,8}}(?:可以|行|允许)[吗么][?？]*$"
)
_UPPER = r"(?:不得?超过|不高于|不多于|不大于|最[高多长]|至多|上限)[^，。；0-9]{0,6}%s|%s[^，。；0-9]{0,3}(?:以内|以下)"
_LOWER = r"(?:不得?[少低小]于|最[低少短]|至少|下限)[^，。；0-9]{0,6}%s|%s[^，。；0-9]{0,3}以上"
_BOUND = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BEYOND = re.compile(r"提高|延长|放宽|增加|上浮|下调|降低|缩短|减少")  # …的，可以提高到25%
SPELLED = 0.66  # share of the characters of a condition's words
WHOLLY = 0.75  # the same of its words where it is one of several
_ONE_OF = re.compile(r"(?:下列|以下)[^，]*之一")
_OR = re.compile(r"或者?|、|以及")
_ASKED = re.compile(
    r"可不可以|能不能|要不要|会不会|需不需要|应不应该?|能够?|可以|可否|能否|是否|允许|应当|应该|必须|需要|要|会|得"
)
_FORM = frozenset(("可以", "需要", "应当", "是不是", "行不行"))
NAMED = 0.5  # share of the words of a condition from which the question names it


def verdict(question: str, quoted: str) -> str:
    """是, 否, 视情形, or empty where the question is no yes/no question or the words do not decide it."""
    if not _YES_NO.search(question) or _NEGATED.search(question) or _OPEN.search(question):
        return ""
    exceeds = _EXCEEDS.search(search_text(question))
    if exceeds is not None and _BOUND.search(search_text(question)):
        return _compared(search_text(question), search_text(quoted), bool(exceeds["more"] or exceeds["over"]))
    quoted = _of_its_grade(question, quoted)
    denied = any(match[0] not in question for match in _DENIED.finditer(quoted))
    forbidden = denied or bool(_FORBIDDEN.search(quoted))
    permitted = bool(_PERMITTED.search(quoted))
    required = bool(_REQUIRED.search(_NOT_REQUIRED.sub("", quoted)))  # 不作要求 and 无须 hold 要求 and 须
    if not _speaks_of_it(question, quoted):
        return ""
    quoted = _without_met(question, quoted)
    depends = bool(_DEPENDS.search(quoted)) or _unnamed_case(question, quoted)
    if _NOT_REQUIRED.search(quoted):
        return "否" if _MUST.search(question) and not required else ""
    if _MUST.search(question) and not _MAY.search(question):
        if required and not forbidden:
            return "视情形" if depends else "是"
        return "视情形" if permitted and not forbidden else ""
    if _MAY.search(question):
        if forbidden and not permitted and not _asked_elsewhere(question, quoted):
            return "视情形" if depends else "否"
        if permitted and not forbidden:
            return "视情形" if depends else "是"
    return ""


def _compared(question: str, quoted: str, more: bool) -> str:
    """否 where more than the upper bound, or less than the lower one, is asked for, 视情形 where that bound is only the
    rule (一般不超过20%); else empty: what is compared is quoted."""
    number = _BOUND.findall(question)[-1]
    exact = rf"(?<![0-9.]){re.escape(number)}(?![0-9.])"
    if not re.search((_UPPER if more else _LOWER) % (exact, exact), quoted):
        return ""
    return "视情形" if _DEPENDS.search(quoted) or _BEYOND.search(quoted) else "否"


def _of_its_grade(question: str, quoted: str) -> str:
    """The quoted words without the sentences on another grade than the one that the question names: 不得确定为优秀 says
    nothing of 合格."""
    asked = set(MARKS.findall(search_text(question)))
    if not asked:
        return quoted
    sentences = [quoted[slice(*sentence.span)] for sentence in split_sentences(quoted)]
    said = [set(MARKS.findall(search_text(sentence))) for sentence in sentences]
    return "\n".join(one for one, marks in zip(sentences, said, strict=True) if not marks or marks & asked)


def _unnamed_case(question: str, quoted: str) -> bool:
    """Whether a rule is only that of a case (连续三年优秀的，可以记功) that the question does not name.

    Of cases below their lead (有下列情形之一的), and of 未经批准或者中途退学的, one is enough.
    """
    asked = search_text(question)
    for sentence in split_sentences(quoted):
        parts = [quoted[slice(*part)] for part in sentence.parts]
        rules = [i for i, part in enumerate(parts) if _RULE.search(part)]
        for part in parts[: rules[0]] if rules else ():
            cases = quoted.split("\n")[1:] if _ONE_OF.search(part) else _OR.split(part)
            named = _names(asked, part, NAMED) or any(_names(asked, case, WHOLLY) for case in cases)
            if is_condition(part) and not named:
                return True
    return False


def _names(asked: str, condition: str, least: float) -> bool:
    """Whether a question, in search text, names a condition: by the least share of its words, or by the characters of
    nearly all (政审不合格 for 政治审查不合格的)."""
    told = [word for word in words(condition) if len(word) > 1]
    letters = set("".join(told))
    named = bool(told) and sum(word in asked for word in told) >= least * len(told)
    return named or bool(letters) and sum(letter in asked for letter in letters) >= SPELLED * len(letters)


def _without_met(question: str, quoted: str) -> str:
    """The quoted words without 但 at the beginning of a sentence, and without 经…同意 where the question says that
    there is none (未经批准能外借吗)."""
    quoted = re.sub(r"(^|[。；\n])[ \u3000]*但是?[，,]?", r"\1", quoted)
    if re.search(r"[未没][经有得]?.{0,6}(?:批准|同意|许可|审批)", question):
        return re.sub(r"(?<!未)经[^，。]{1,16}同意", "", quoted)
    return quoted


def _speaks_of_it(question: str, quoted: str) -> bool:
    """Whether the words speak of the deed that is asked about (装修 in 周六能装修吗), where one is asked about."""
    modal = list(_ASKED.finditer(search_text(question)))
    if not modal:
        return True
    deed = [
        word for word in plain_words(search_text(question)[modal[-1].end() :]) if len(word) > 1 and word not in _FORM
    ]
    said = search_text(quoted)
    return (
        not deed or any(one in said for word in deed for one in lawful(word).split()) or bool(set(deed[0]) & set(said))
    )


def _asked_elsewhere(question: str, quoted: str) -> bool:
    """Whether what is asked about is required beside what is forbidden: 社区不得作为责任主体，需要协助的，应当配合 for
    可以协助吗."""
    modal = list(_ALLOWED.finditer(question))
    verb = next(iter(plain_words(question[modal[-1].end() :])), "") if modal else ""
    parts = [quoted[slice(*part)] for sentence in split_sentences(quoted) for part in sentence.parts]
    forbidden = "，".join(part for part in parts if _FORBIDDEN.search(part))
    others = "，".join(part for part in parts if not _FORBIDDEN.search(part))
    return len(verb) > 1 and verb in others and verb not in forbidden and bool(_REQUIRED.search(others))
