"""What a word means: 什么是专项考核, 预收资金余额是什么意思. A law that defines a term says so in a fixed form.

甲，是指…, 本条例所称甲，包括… and 甲是对…所进行的考核, by genus and difference: its last word comes back at its
end. Standards and handbooks have a section of terms: 3.2 甲 with the definition below it, or lines of 甲：…; that of
whom 可以登记为甲 is said is 甲. No resemblance needs to be weighed where one of these forms defines the term asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tiaowen.datamodels import Clause, Hit, Span
from tiaowen.language.sentences import split_sentences, trimmed

_ASKED = (
    re.compile(
        r"(?:请问|那么?)?(?:什么是|何谓|何为|什么叫做?|啥[是叫]|怎么理解|如何理解)(?P<term>[^，,？?。]{2,20}?)[呢啊呀？?。！!；;]*"
    ),
    re.compile(
        r"(?:请问|那么?)?(?P<term>[^，,？?。]{2,20}?)(?:[是指](?:什么|啥)(?:意思|概念|东西)?|是指(?:什么|啥|哪些)|指的?是(?:什么|啥)|是?指(?:的是|的|是)?(?:什么|啥|哪些)(?:样的)?人|(?:的)?(?:定义|含义|概念)(?:是什么)?"
        r"|(?:是)?(?:什么|啥)意思|(?:是)?(?:怎么|如何)(?:定义|界定|理解)的?)[呢啊呀？?。！!；;]*"
    ),
    re.compile(
        r"(?P<term>[^，,？?。]{2,16}?)(?:都|具体|主要)?(?:是指|指的是|指|包括|包含)(?:哪些|哪几[种类个样])[^，,？?。]{0,6}[呢啊呀？?。！!；;]*"
    ),
    re.compile(
        r"(?:[^？?。]{0,24}[，,])?(?:怎么|怎样|如何|什么样?|咋样?)才?(?:叫|算)(?P<term>[^，,？?。]{2,14}?)[呢啊呀？?。！!；;]*"
    ),
    re.compile(
        r"(?:哪些|哪几[种类个样])[^，,？?。]{0,6}(?:算是?|属于|才算)(?P<term>[^，,？?。]{2,14}?)[呢啊呀？?。！!；;]*"
    ),
)
_THING = re.compile(
    r"(?:[^，,？?。]{0,30}的)?(?P<thing>[^，,？?。的]{2,8}?)(?:都|具体)?(?:是(?:什么|啥|哪些)|有(?:哪些|什么)|包括哪些)[呢啊呀？?。！!；;]*"
)
_MEMBERS = re.compile(r"包括|包含|算|属于")  # its members are asked for, not what it means
_NAMED = re.compile(r"包括|包含|下列|以下|：")
_OF = re.compile(
    r"^[^，。]{0,12}?(?:里面?|中|上)?(?:所)?(?:[说称讲提]的|提到的?|写的)|^[^，。]{2,12}?(?:里面?|当中)的"
    r"|"
    r"^.*》(?:里面?|中|上)?(?:所[称说])?的?|^.*(?:办法|条例|规定|意见|方案|法|文件)(?:里面?|中|上|所称|所说)的?|^所[谓称]的?|[“”\"「」]"
)
_BEFORE = (
    r"(?:(?:本|上述|前款|第[^，。]{1,8})?[^，。；：]{0,8}(?:所称|所说|所谓)的?[“\"「]?"
    r"|[（(]?[一二三四五六七八九十0-9]+[）)、.．]|第[一二三四五六七八九十百0-9]+条|[“\"「])?\s*"
)
SURE = 0.95  # how sure it is that a sentence of this form answers
_NUMBERS = (r"[（(][一二三四五六七八九十]+[）)]", r"[（(]?[0-9]+(?:[）)、]|[.．](?![0-9]))")  # （一）, or 1. below it
ITEMS = re.compile("|".join(rf"[：:](?:[；;。]?\s*\n\s*{number}[^\n]*[^\s；;。])+" for number in _NUMBERS))
_TERMS = re.compile(r"术语|名词|定义|词语|释义|用语|解释")
_GIVEN = r"(?:(?:登记|认定|称|评定|列|定义?)为|[统简合]称|称作|叫做?)"
_CALLED = re.compile(r"所称|所说|所谓")
_GENUS = 2  # characters of the last word of a term


def asked_term(question: str) -> str:
    """The term whose meaning the question asks for; empty for any other question."""
    for pattern in _ASKED:
        found = pattern.fullmatch(question.strip())
        if found:
            term = _OF.sub("", found["term"]).strip()
            return term if 2 <= len(term) <= 16 else ""
    return ""


def asked_thing(question: str) -> str:
    """主要目标 of 方案的主要目标是什么, 主要目标有哪些; empty for any other question."""
    found = _THING.fullmatch(question.strip())
    return found["thing"] if found else ""


def stated_outright(question: str, hits: Sequence[Hit]) -> tuple[Hit, Span] | None:
    """The first hit with a paragraph that begins with the very thing asked for and a colon (主要目标是：…), and that
    paragraph with the items below it; None where there is none."""
    thing = asked_thing(question)
    pattern = re.compile(rf"(?:^|\n){re.escape(thing)}(?:[是为有]|包括|如下)[：:]")
    for hit in hits if thing else ():
        text, end = hit.clause.document.text, hit.clause.end
        found = pattern.search(text[hit.clause.body : end])
        if found is None:
            continue
        start = hit.clause.body + found.start()
        below = hit.clause.body + found.end()
        line = text.find("\n", below, end)
        span = trimmed(text, start, line if line > 0 and text[below:line].strip() else end)
        if span is not None:
            why = {**hit.why, "answerable": max(hit.why.get("answerable", 0.0), SURE)}
            return replace(hit, score=max(hit.score, SURE), focus=None, why=why), span
    return None


def defining(
    question: str, hits: Sequence[Hit], headings: Callable[[Clause], Sequence[str]] = lambda _: ()
) -> tuple[Hit, Span] | None:
    """The first hit that defines the term whose meaning is asked for, with the sentence; None where there is none.

    headings: those above a clause and its own, outermost first.
    """
    term = asked_term(question)
    forms = (_sentence, _entry, _given) if term and not _MEMBERS.search(question) else (_sentence,)
    for form in forms:
        for hit in hits if term else ():
            span = form(term, hit.clause, headings(hit.clause))
            if span is not None and (
                not _MEMBERS.search(question) or _NAMED.search(hit.clause.document.text, span.start, span.end)
            ):
                why = {**hit.why, "answerable": max(hit.why.get("answerable", 0.0), SURE)}
                return replace(hit, score=max(hit.score, SURE), focus=None, why=why), span
    return None


def _sentence(term: str, clause: Clause, headings: Sequence[str]) -> Span | None:
    return definition(term, clause.document.text, clause.body, clause.end)


def _entry(term: str, clause: Clause, headings: Sequence[str]) -> Span | None:
    """The entry of the term in a section of terms: the line behind it, or all that stands under it as a heading."""
    text = clause.document.text
    if not any(_TERMS.search(heading) for heading in headings):
        return None
    if headings[-1].replace(" ", "") == term or len(headings) > 1 and headings[-2].replace(" ", "") == term:
        return trimmed(text, clause.body, clause.end)
    before = r"(?:^|(?<=[\n。；]))\s*(?:[（(]?[0-9一二三四五六七八九十]+[）)、.．])?\s*"
    found = re.compile(rf"{before}(?P<term>[“\"]?{re.escape(term)}[”\"]?[：:])").search(text[clause.body : clause.end])
    if found is None:
        return None
    line = text.find("\n", clause.body + found.end(), clause.end)
    return trimmed(text, clause.body + found.start("term"), line if line > 0 else clause.end)


def _given(term: str, clause: Clause, headings: Sequence[str]) -> Span | None:
    """The sentence that ends by giving the term: 年满十四周岁的爱好者，可以登记为少年学员; with the cases that it lists
    (有下列情形之一的，应当认定为某法第九条规定的“重大损失”：)."""
    text = clause.document.text
    quoted = rf"[^，。；“]{{0,24}}(?:规定|所称)的[“\"]{re.escape(term)}[”\"]"
    ends = re.compile(rf"[^，]{{4,}}.*{_GIVEN}(?:[“\"]?{re.escape(term)}[”\"]?|{quoted})$", re.DOTALL)
    for sentence in split_sentences(text, clause.body, clause.end):
        if ends.match(text[slice(*sentence.span)]):
            items = ITEMS.match(text, sentence.span.end, clause.end)
            return Span(sentence.span.start, items.end()) if items else sentence.span
    return None


def definition(term: str, text: str, start: int = 0, end: int | None = None) -> Span | None:
    """The sentence of text[start:end] that defines the term, if any."""
    said = re.compile(
        rf"{_BEFORE}{re.escape(term)}[”\"」]?(?:[（(][^）)]{{1,30}}[）)])?"
        r"(?:(?P<means>[，,]?(?:是指|指的是|系指|指(?![标导定示引南派挥令])))|是|(?P<members>[，,]?(?:主要)?(?:包括|包含)))"
    )
    for sentence in split_sentences(text, start, end):
        found = said.match(text, sentence.span.start, sentence.span.end)
        if found is None:
            continue
        rest = text[found.end() : sentence.span.end]
        # 服务对象包括… tells some of them; 本法所称服务对象，包括… tells what is meant.
        told = bool(found["members"]) and bool(_CALLED.search(text, sentence.span.start, found.end()))
        if found["means"] or told or not found["members"] and _of_its_kind(term, rest):
            items = ITEMS.match(text, sentence.span.end, end if end is not None else len(text))
            return Span(sentence.span.start, items.end()) if items else sentence.span
    return None


def _of_its_kind(term: str, rest: str) -> bool:
    """Whether a part of the sentence ends with the last word of the term, as 所进行的经常性考核 does."""
    return any(part.rstrip("。；;").endswith(term[-_GENUS:]) for part in re.split(r"[，,]", rest))
