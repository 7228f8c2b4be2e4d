"""是, 否 or 视情形 for a yes/no question, only where the quoted words say so; a mark, never part of a quotation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tiaowen.clauses.parties import by_role
from tiaowen.completion.generality import is_condition
from tiaowen.datamodels import Citation, Hit
from tiaowen.language.everyday import lawful
from tiaowen.language.normalization import search_text, words
from tiaowen.language.sentences import split_sentences
from tiaowen.language.vocabulary import is_noun, plain_words
from tiaowen.relevance.bearers import of_another
from tiaowen.relevance.rivals import MARKS

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
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:吨|t(?![a-z])|小时|米|人|次)?")  # 8吨 is not 8小时
_MODAL = re.compile(r"[是能可要会应该得必须不否有没行]+|应当|可以|需要")
_SUBJECT = re.compile(r"([^，,。；\n]{2,20}?)(?:一律)?(?:不得|不能|严禁|禁止|不准|应当|可以)")
_OTHERWISE = re.compile(
    r"([^。；\n]{0,20})(?:确需|特殊情况|除外|但是?|(?<!应当)(?<!必须)经[^。；\n]{1,16}(?:同意|批准))"
)
MARKED = 0.7  # least probability of a clause whose words are marked 是 or 否
UNSURE = 0.3  # probability of a clause below which yes or no needs words that settle something
SPELLED = 0.66  # share of the characters of a condition's words
WHOLLY = 0.75  # the same of its words where it is one of several
_ONE_OF = re.compile(r"(?:下列|以下)[^，]*之一")
_OR = re.compile(r"或者?|、|以及")
_ASKED = re.compile(
    r"可不可以|能不能|要不要|会不会|需不需要|应不应该?|能够?|可以|可否|能否|是否|允许|应当|应该|必须|需要|要|会|得"
)
_FORM = frozenset(("可以", "需要", "应当", "是不是", "行不行"))
NAMED = 0.5  # share of the words of a condition from which the question names it
_NOT = re.compile(r"未|没|无(?!论)|非|不(?!合格|称职|达标|及格|确定|同意|服|良|满|足|超过|少于|低于)")
_ITEM = re.compile(r"^ *(?:\([^()]{1,3}\)|[0-9]{1,2}[.)、]) *")  # its number
_A_NOT_A = re.compile(r"([\u4e00-\u9fff])不\1")  # 能不能 denies nothing
# Words of a condition that say nothing of the case.
_EMPTY = frozenset(
    ("办理", "手续", "未办理", "人员", "情形", "情况", "有关", "相关", "规定", "担任", "发生", "达到", "法定", "确定")
) | frozenset(("档次", "等次", "或者"))
_PARTICLES = frozenset("吗么呢吧的了啊呀？?。！")
_LEADING = re.compile(r"领导职务|领导干部|领导人员|负责人")
_LEADER = re.compile(r"(?<!班)主任|[院校局处所馆厂科县市镇乡]长(?!期|大)|书记|一把手|领导|总经理")


def mark(
    question: str, hit: Hit, pieces: Sequence[Citation], provisos: Sequence[Citation], idf: Callable[[str], float]
) -> str:
    """是, 否 or 视情形 where the clause is sure and its words speak of what was asked; otherwise empty."""
    said = "\n".join(piece.quote for piece in pieces)
    quoted = search_text(said)
    asked = sorted(dict.fromkeys(words(question)), key=idf, reverse=True)
    known = [word for word in asked if idf(word) > 0 and len(word) > 1 and not _MODAL.fullmatch(word)]
    if hit.score < UNSURE or hit.score < MARKED and not (known and all(word in quoted for word in known)):
        return ""
    strange = [word for word in asked if idf(word) <= 0 and is_noun(word) and len(word) > 1]
    spelled = set(quoted)
    if hit.score < MARKED and not all(any(set(one) <= spelled for one in lawful(w).split()) for w in strange):
        return ""  # 餐费, of which no document speaks
    if known and known[0] not in quoted:
        return ""  # the words decide something else than what the question turns on
    if not set(_FIGURES.findall(search_text(question))) <= set(_FIGURES.findall(quoted)):
        return ""  # a limit is not compared, it is quoted
    said = by_role(said, hit.clause.document)
    found = verdict(question, said)
    if not found:
        return ""
    text, end = hit.clause.document.text, pieces[-1].span.end
    rest = text[end : end + 80]
    # A sentence of its own in which 但 does not come first excepts from what it says itself.
    own = rest[:1] == "。" and re.match(r"[^。；\n]*[，,]但", rest[1:])
    following = ["" if own else rest.lstrip("，。；,;"), *(proviso.quote for proviso in provisos)]
    for match in filter(None, map(_OTHERWISE.match, following)):
        # 街道确需借调的: a proviso for somebody else than the one asked about changes nothing.
        others = [word for word in words(match[1]) if len(word) > 1 and word not in ("特殊", "情况")]
        whole = search_text(question)
        # 县级以上机关不得借调: nor does it, where the prohibition is for the one asked about.
        if not others or any(word in whole for word in others) or not _names_subject(whole, said):
            return "视情形"
    return found


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
    if not _speaks_of_it(question, quoted) or of_another(_before_modal(question), quoted):
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
            cases = re.split("\n|或者", quoted)[1:] if _ONE_OF.search(part) else _OR.split(part)
            named = _names(asked, part, NAMED) or any(_names(asked, case, WHOLLY) for case in cases)
            if is_condition(part) and not named:
                return True
    return False


def _names(asked: str, condition: str, least: float) -> bool:
    """Whether a question, in search text, names a condition: by the least share of its words, or by the characters of
    nearly all (政审不合格 for 政治审查不合格的). 没批准 does not name 经批准, nor 一年 the case of 两年."""
    condition = _ITEM.sub("", search_text(condition))
    told = [word for word in words(condition) if len(word) > 1 and word not in _EMPTY]
    asked = _A_NOT_A.sub(r"\1", asked)
    denied = bool(_NOT.search(condition))
    other = (
        not _NOT.search(asked)
        if denied
        else any(m[0] not in condition for word in told for m in re.finditer(rf"[未没不]有?[经被]?{word}", asked))
    )
    if other or not set(_BOUND.findall(condition)) <= set(_BOUND.findall(asked)):
        return False
    if _LEADING.search(condition) and _LEADER.search(asked):
        asked += "领导职务负责人"
    letters = set("".join(told))
    named = bool(told) and sum(word in lawful(asked) for word in told) >= least * len(told)
    return named or bool(letters) and sum(letter in asked for letter in letters) >= SPELLED * len(letters)


def _without_met(question: str, quoted: str) -> str:
    """The quoted words without 但 at the beginning of a sentence, and without 经…同意 where the question says that
    there is none (未经批准能外借吗)."""
    quoted = re.sub(r"(^|[。；\n])[ \u3000]*但是?[，,]?", r"\1", quoted)
    if re.search(r"[未没][经有得]?.{0,6}(?:批准|同意|许可|审批)", question):
        return re.sub(r"(?<!未)经[^，。]{1,16}同意", "", quoted)
    return quoted


def _before_modal(question: str) -> str:
    """The words of a question before its first modal, which name whom it is about."""
    modal = _ASKED.search(question)
    return question[: modal.start()] if modal else question


def _deed(question: str) -> list[str]:
    """The words of the deed that is asked about, those of the law behind everyday ones: what follows the last modal, or
    stands before it where nothing follows (兼职可以吗)."""
    asked = search_text(question)
    modal = list(_ASKED.finditer(asked))
    if not modal:
        return []
    after = [word for word in plain_words(asked[modal[-1].end() :]) if word not in _FORM]
    told = [word for word in after if len(word) > 1] or [word for word in after if word not in _PARTICLES][:1]
    if not told:
        told = [word for word in plain_words(asked[: modal[-1].start()]) if len(word) > 1 and word not in _FORM]
    return told


def _speaks_of_it(question: str, quoted: str) -> bool:
    """Whether the words speak of the deed that is asked about (装修 in 周六能装修吗), where one is asked about."""
    deed, said = _deed(question), search_text(quoted)
    if any(len(word) > 1 for word in deed) and not (_holds(said, deed) or set(deed[0]) & set(said)):
        return False
    return not _of_its_bearer(deed, search_text(question), said)


def _holds(said: str, deed: Sequence[str]) -> bool:
    return any(one in said for word in deed for one in lawful(word).split())


def _of_its_bearer(deed: Sequence[str], asked: str, said: str) -> bool:
    """Whether the deed stands only before what is permitted, and what is permitted is no matter of the question:
    兼职网格员可以放宽至50周岁 for 可以兼职吗."""
    allowed = [(said[: m.start()], re.split("[，,。；;\n]", said[m.end() :])[0]) for m in _PERMITTED.finditer(said)]
    told = [word for word in plain_words(asked) if len(word) > 1 or word.isdigit()]
    return bool(allowed) and all(
        _holds(before, deed) and not any(set(word) & set(after) for word in told) for before, after in allowed
    )


def _asked_elsewhere(question: str, quoted: str) -> bool:
    """Whether what is asked about is said behind or beside what is forbidden and not in it: required (社区不得作为责任
    主体，需要协助的，应当配合 for 可以协助吗), or another matter (实习生不得单独出差，…只报销交通费 for 能报吗)."""
    deed = _deed(question)[:1]
    if not deed:
        return False
    parts = [quoted[slice(*part)] for sentence in split_sentences(quoted) for part in sentence.parts]
    forbidding = [i for i, part in enumerate(parts) if _FORBIDDEN.search(part) or _DENIED.search(part)]
    forbidden = "，".join(parts[i] for i in forbidding)
    others = "，".join(part for i, part in enumerate(parts) if i not in forbidding)
    behind = "，".join(part for i, part in enumerate(parts[forbidding[0] :] if forbidding else ()) if i)
    after = search_text(question)[list(_ASKED.finditer(search_text(question)))[-1].end() :]
    if any(one in search_text(forbidden) for one in (*deed, after[:2])):
        return False
    return _holds(others, deed) and (bool(_REQUIRED.search(others)) or _holds(behind, deed))


def _names_subject(asked: str, said: str) -> bool:
    """Whether the question names whom the quoted prohibition or permission is for (县级以上机关不得…), or it is for
    nobody in particular."""
    subject = _SUBJECT.match(search_text(said))
    told = [word for word in words(subject[1]) if len(word) > 1] if subject else []
    return not told or any(word in asked for word in told)
