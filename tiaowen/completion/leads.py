"""The lead of a list without which its items mislead: 有下列情形之一的，不得报考： before 现役军人."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.language.sentences import joined
from tiaowen.language.vocabulary import plain_words
from tiaowen.spans.candidates import ANNOUNCES, item_groups, list_lead

SAID = 0.5  # share of what a lead says of its cases from which a question says it itself

_FORBIDS = re.compile(r"不得|不能|严禁|禁止|不予|不再|不属于|不包括|不适用")
_DENIES = re.compile(r"不|禁|没|无|非")
_A_NOT_A = re.compile(r"([\u4e00-\u9fff])不\1")
_WHETHER = re.compile(r"能不能|可不可以|能否|可否|是否|(?:能|可以|会|允许)[^，。]*[吗么]")
_YES_OR_NO = re.compile(r"能不能|可不可以|要不要|用不用|是不是|会不会|能否|可否|是否|[吗么][？?\s]*$")
_NAMES = re.compile(r"[^，。；：:]{1,20}?(?:[（(][^（()）]*[)）])?[；;。.]?\s*")
_WHICH = re.compile(
    r"哪些|哪几|哪[一两二三四五六七八九十]|什么(?:样|情|条件|行为|人)|条件|情形"
)  # the cases are asked for
# The items are cases of what the lead says.
_CASES = re.compile(
    r"(?:[有符合具备同时]*(?:下列|以下)[^，：]{0,8}(?:之一的?|条件的?|情形的?|情况的?|行为的?|事项[，,]?(?=应当|由|须|必须|报|需))|同时具备|应当具备)[，,：:]?"
)


def with_leads(question: str, unit: Clause, spans: Sequence[Span], corpus: Corpus) -> list[Span]:
    """The spans of a unit, in reading order, with the lead of each list of which there are items among them and the
    lead is not: where the list is of what is forbidden and the question does not say so, and where the items are cases
    of what the question does not say."""
    found, text = list(spans), unit.document.text
    for siblings in item_groups(unit, corpus):
        lead = list_lead(text, siblings, unit)
        first, last = siblings[0].start, siblings[-1].end
        inside = [span for span in spans if span.start < last and first < span.end]
        if lead is None or not inside or any(span.start < lead.end and lead.start < span.end for span in spans):
            continue
        end = last - len(text[first:last]) + len(text[first:last].rstrip("。；; \n"))
        whole = any(span.start <= first and end <= span.end for span in inside)
        said = text[slice(*lead)]
        decides = whole or _WHETHER.search(question)  # 能不能报考: the item alone does not say
        forbids = decides and _FORBIDS.search(said) and not _DENIES.search(_A_NOT_A.sub(r"\1", question))
        named = [part for part in siblings if any(s.start < part.end and part.start < s.end for s in inside)]
        if (
            forbids
            or _of_cases(question, said)
            or not whole
            and _YES_OR_NO.search(question)
            and all(_names(part) for part in named)
            or whole
            and _tells(question, said)
        ):
            found = joined(text, [lead, *found])
    return found


def _of_cases(question: str, lead: str) -> bool:
    """Whether the items under a lead are cases of something that the question does not say itself: who asks 返聘的病了
    怎么办 learns nothing from 因病连续15日不能工作的 without 终止返聘协议."""
    if not _CASES.search(lead) or _WHICH.search(question):
        return False
    rule = _CASES.sub("", lead)
    ruled = [word for word in plain_words(rule) if len(word) > 1]
    # 按照下列规定处罚: the items say it.
    return not ANNOUNCES.search(rule) and sum(word in question for word in ruled) < SAID * len(ruled)


def _names(item: Clause) -> bool:
    """Whether an item is the name of a thing: 遗体火化（普通火化炉）. 要花钱吗 is told by 免除下列费用 above it."""
    words = item.document.text[item.body : item.end]
    return _NAMES.fullmatch(words) is not None and not re.search(r"的[；;。]?\s*$", words)


def _tells(question: str, lead: str) -> bool:
    """Whether a lead tells itself what is asked, and its items only what follows from it: 应当载明请求、理由和依据：
    （一）请求成立的，予以支持, of 应当载明哪些内容."""
    if ANNOUNCES.search(lead) or not _WHICH.search(question):
        return False
    ends = [lead.find(word) + len(word) for word in plain_words(question) if word in lead]
    return "、" in lead[max(ends) :] if ends else False
