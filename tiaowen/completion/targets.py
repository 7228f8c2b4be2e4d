"""The sentences of a clause that are for the one asked about, of several side by side.

对国有企业党员，结合…；对金融企业党员，结合…: each is for its own, and what is said of one is no answer for another,
however well its words fit. So with the grades of a scale (一类区域为…；二类区域为…), with labels (咨询电话：…，
监督电话：…), with the parties of a contract (承租方…；出租方…), with who is and who is not (非独生子女的).
Who asks for two things at once (都能拿吗), a time within which (几个月内) or what follows from a breach is told by the
sentence on that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tiaowen.clauses.parties import by_role
from tiaowen.clauses.penalties import SETS
from tiaowen.completion.apiece import graded_pieces
from tiaowen.datamodels import Clause, Span
from tiaowen.language.normalization import search_text, words
from tiaowen.language.sentences import split_sentences
from tiaowen.language.vocabulary import equivalents
from tiaowen.relevance.rivals import grades

LEAST = 2  # sentences side by side
_LABEL = re.compile(r"(?:^|(?<=[。；;，,\n 　]))([一-鿿]{2,8})[：:](?=[^\n])")
_FOR = re.compile(r"(?:针?对|面?向)[^,]{2,16}(?<!的),")
# What must, may or must not be, for whom or in what case that is asked: 哪些患者必须床旁交接班.
_MODALS = (r"必须|应当|应该|应|须|需要?|要", r"可以|可|能够?", r"不得|不能|不可以?|禁止|严禁|不准|不许|不允许")
_RULED = re.compile(
    rf"(?:哪些?|什么|啥|何时|谁|几种)[^，,。；？?]*?(?P<modal>{'|'.join(_MODALS)})(?P<act>[^，,。；？?什么哪谁]{{2,}}?)[的呢啊？?。]*$"
)
_APART = re.compile(r"(?:哪些?|什么)[^，,。；？?]{0,16}?(?P<apart>不适用)")
# Of two things whether one may have both.
_BOTH = re.compile(
    r"又[^，,。]+[，,]?又|同时|兼得|叠加|双份|(?:可以?|能不?能?|可不可以)都[能可以]*[^是不]|都(?:能|可以)(?:[^，,。]{0,2}[拿领得享发给有])"
    r"|一起[拿领享]"
)
_AT_ONCE = re.compile(
    r"兼得|就高不就低|(?:只|仅)(?:能|可|可以|准)?(?:享受?|发|给|领|取|得|奖励?|计|补)[^，。；]{0,8}?[1一][项次种个份]"
    r"|不(?:得|予|能|可|再)?(?:重复|累计|叠加|同时)(?:享|发|给|领|取|计|奖|补)|择(?:其)?[1一高优]|叠加享受|同时享受"
)
_WITHIN = re.compile(
    r"(?:几个?(?:月|天|日|年|小时|工作日|星期)|多久|多长时间|多少(?:天|日|年|个月|小时|个工作日))[之以]?内"
)
_TERM = re.compile(r"[0-9半]个?(?:工作)?(?:月|天|日|年|小时|分钟|周|星期)[之以]?内")
_NOT = r"(?:不是|并非|不属于|不具有|没有|非|未|无)"
_DENIED = re.compile(rf"(?<!是){_NOT}([一-鿿]{{2,10}})")
_PLAIN_NOT = re.compile(r"[没不未无非]")  # how far a colloquial 没 or 不 reaches is not known
_WHOM = re.compile(r"(?:对于?)?(?:非|不是|没有|无)([一-鿿]{2,10})")
_TREATED = re.compile(
    r"(?:怎么|如何|怎样|咋)(?:处理|处分|处罚|处置|追究)|(?:什么|啥|何种)(?:后果|处分|处罚|处理)|会(?:被?怎么?样|咋样)"
)
# 催了还不还怎么办: who goes on, or does it again; and 用假证, for what a law calls 伪造、变造.
_AGAIN = re.compile(
    r"(?:(?:后|了|完|过|次|期满)(?:也|都)?[还仍又再](?!有|是|可|能|需|应)|[还仍又再](?:是|然)?[不没未])[^，。]{0,8}[，,]?"
    r"会?(?:怎么|如何|咋|怎样|有?什么)"
)
_STILL = re.compile(r"[^，。；,;]*(?:仍|拒不|逾期[^，。；,;]{0,4}[不未]|再次|屡|又(?!称|名))[^，。；,;]*")
_FALSE = re.compile(r"(?<![年事病婚产休请放寒暑丧护探补节长短虚造作做弄打])假(?![期日如设释定条使装])")
_FORGED = re.compile(r"伪造|变造|仿造|虚假|假冒|冒用")
_BREACH = re.compile(r"(?:(?P<who>[^，。；]{0,20}?)(?:违反|违者)(?P<what>[^，。；]{0,20}?)的?|违者)[，,]")
_FORBIDS = re.compile(r"不得|禁止|严禁|一律不|不准|不许|不应当?")
_PARTY = re.compile(r"([一-鿿]{1,4}(?<![一双各多何对])方)(?=[^，,。；]{2})")
_SEVERAL = re.compile(r"[和与及、]|分别|各[是有为占]|[哪那]些|哪几")


def aimed(question: str, unit: Clause) -> list[Span]:
    """The document spans of the sentences of a unit that are for what the question names; empty where all may be."""
    text, asked = unit.document.text, search_text(question)
    sentences = _sentences(unit)
    ruled = _ruled(question, text, sentences) or _decided(asked, text, sentences)
    if _SEVERAL.search(question):
        return ruled
    graded = _graded(question, text, sentences) or graded_pieces(question, unit)
    if ruled:
        return [a for a in graded if any(b.start <= a.start and a.end <= b.end for b in ruled)] or ruled
    for found in (
        _labelled(asked, text, unit),
        graded,
        _of_party(asked, unit, sentences),
        _of_kind(asked, text, sentences),
        _parallel(asked, text, sentences),
    ):
        if found:
            return found
    return []


@lru_cache(maxsize=4096)
def _sentences(unit: Clause) -> tuple[Span, ...]:
    text = unit.document.text
    return tuple(sentence.span for sentence in split_sentences(text, unit.body, unit.end))


def _ruled(question: str, text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences that lay down the very rule whose cases the question asks for, where the others do not: what stands
    behind them (交接不清的，不得离岗) has no case of it."""
    ruled, apart = _RULED.search(question), _APART.search(question)
    if apart is not None:
        said = re.compile(apart["apart"])
    elif ruled is not None:
        modal = next(modals for modals in _MODALS if re.fullmatch(modals, ruled["modal"]))
        said = re.compile(rf"(?<!不)(?:{modal})[^，,。；]{{0,6}}?{re.escape(ruled['act'])}")
    else:
        return []
    found = [span for span in sentences if said.search(text, *span)]
    return found if len(found) < len(sentences) else []


def _decided(asked: str, text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences that decide what is asked for where the others do not: whether one may have both (同时符合的，只发
    一项), within what time (应当在2个月内补选 and not 任期3年), what follows from a breach of what is forbidden."""
    said = [search_text(text[slice(*span)]) for span in sentences]
    if _BOTH.search(asked):
        found = _of_both(asked, sentences, said)
    elif _WITHIN.search(asked):
        found = [span for span, one in zip(sentences, said, strict=True) if _TERM.search(one)]
    elif _AGAIN.search(asked) and any(_STILL.search(one) for one in said):
        found = _still(asked, sentences, said)
    elif _FALSE.search(asked) and any(_FORGED.search(one) for one in said):
        found = [span for span, one in zip(sentences, said, strict=True) if _FORGED.search(one)]
    elif _TREATED.search(asked) and any(_FORBIDS.search(one) for one in said):
        found = [span for span, one in zip(sentences, said, strict=True) if _punishes(asked, one)]
    else:
        return []
    return found if len(found) < len(sentences) else []


def _still(asked: str, sentences: Sequence[Span], said: Sequence[str]) -> list[Span]:
    """The sentences on who does it again or goes on (经劝阻仍不改正的); of several those with words of the question in
    that case which the others have not (重修 and not 补考)."""
    found = [(span, case[0]) for span, one in zip(sentences, said, strict=True) if (case := _STILL.search(one))]
    known = [word for word in dict.fromkeys(words(asked)) if len(word) > 1]
    own = [(span, case) for span, case in found if any(w in case and sum(w in c for _, c in found) == 1 for w in known)]
    return [span for span, _ in (own or found)]


def _of_both(asked: str, sentences: Sequence[Span], said: Sequence[str]) -> list[Span]:
    """The sentences on having both; of several those with a word of the question of their own, or with 同时."""
    found = [(span, one) for span, one in zip(sentences, said, strict=True) if _AT_ONCE.search(one)]
    known = [
        word for word in dict.fromkeys(words(asked)) if len(word) > 1 and not _AT_ONCE.search(word) and word != "可以"
    ]
    own = [(s, one) for s, one in found if any(w in one and sum(w in other for _, other in found) == 1 for w in known)]
    at_once = [(span, one) for span, one in found if one.startswith(("同时", "既"))]
    return [span for span, _ in (own if len(own) < len(found) and own else at_once or found)]


def _punishes(asked: str, said: str) -> bool:
    """Whether a sentence says what follows from a breach by those whom the question names: 党员违反的，取消…."""
    breach = _BREACH.match(said.replace("，", ","))
    if breach is None or not SETS.search(said, breach.end()):
        return False
    return any(word in asked for word in words(breach["who"] or "") if len(word) > 1)


def _of_party(asked: str, unit: Clause, sentences: Sequence[Span]) -> list[Span]:
    """The sentences that begin with the party that the question names (租客: 承租方), where others begin with another
    party."""
    found: dict[str, list[Span]] = {}
    for span in sentences:
        said = by_role(unit.document.text[slice(*span)], unit.document)
        party = _PARTY.match(said)
        if party is not None:
            found.setdefault(party[1], []).append(span)
    told = {form for word in words(asked) for form in equivalents(word)}
    named = [party for party in found if party in asked or {party, f"{party[:-1]}人"} & told]
    named = [party for party in named if not any(party in other for other in named if other != party)]
    return found[named[0]] if len(named) == 1 and len(found) > 1 else []


def _of_kind(asked: str, text: str, sentences: Sequence[Span]) -> list[Span]:
    """Where some sentences are for who is not (非独生子女的) and others for who is: those for the one asked about."""
    said = [search_text(text[slice(*span)]) for span in sentences]
    for denied in _DENIED.finditer(asked):
        for length in range(len(denied[1]), 1, -1):
            word = denied[1][:length]
            apart = [re.search(rf"{_NOT}{word}", one) is not None for one in said]
            plain = [not no and word in one for no, one in zip(apart, said, strict=True)]
            if any(apart) and any(plain):
                return [span for span, no in zip(sentences, apart, strict=True) if no]
    if _PLAIN_NOT.search(asked):
        return []
    for one in said:
        whom = _WHOM.match(one)
        for length in range(len(whom[1]) if whom else 0, 1, -1):
            word = whom[1][:length] if whom else ""
            plain = [other.startswith(word) for other in said]
            if word in asked and any(plain):
                return [span for span, own in zip(sentences, plain, strict=True) if own]
    return []


def _labelled(asked: str, text: str, unit: Clause) -> list[Span]:
    """What stands behind the only label that the question names, where there are others."""
    marks = list(_LABEL.finditer(text, unit.body, unit.end))
    named = [i for i, mark in enumerate(marks) if mark[1] in asked]
    if len(marks) < 2 or len(named) != 1:
        return []
    i = named[0]
    return [Span(marks[i].start(), marks[i + 1].start() if i + 1 < len(marks) else unit.end)]


def _graded(question: str, text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences that name the grade of the question, where others name other grades of its scale alone."""
    own = grades(question)
    if len(own) != 1:
        return []
    said = [grades(text[slice(*span)]) for span in sentences]
    scale = next(iter(own))[-1]
    others = [found for found in said if found and not own & found and any(grade[-1] == scale for grade in found)]
    named = [span for span, found in zip(sentences, said, strict=True) if own & found]
    return named if others else []


def _parallel(asked: str, text: str, sentences: Sequence[Span]) -> list[Span]:
    """The only one of the sentences that say for whom they are (对…) which has a word of the question that none of the
    others has, at its beginning."""
    found = [(span, search_text(text[slice(*span)])) for span in sentences]
    alike = [(span, said) for span, said in found if _FOR.match(said)]  # for whom, not in what case
    known = [word for word in dict.fromkeys(words(asked)) if len(word) > 1]
    whom = [said.split(",")[0] for _, said in alike]
    own = [{word for word in known if word in head and sum(word in other for other in whom) == 1} for head in whom]
    named = [span for (span, _), words_ in zip(alike, own, strict=True) if words_]
    return named if len(named) == 1 and len(alike) >= LEAST else []
