"""Lists inside a clause: all of their members, the one asked about with the lead that decides, or the lead alone.

A penalty stands in the words before 有下列行为之一 and the deed in an 项; 除了甲，还有哪些 asks for the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.clauses.penalties import CONSEQUENCE, GRADE, SETS
from tiaowen.completion.whole_rules import decides, wanted, whole_rule
from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.language.normalization import search_text
from tiaowen.language.question_parts import besides
from tiaowen.language.question_types import question_type
from tiaowen.language.sentences import joined, trimmed
from tiaowen.language.vocabulary import plain_words
from tiaowen.spans.candidates import ANNOUNCES, item_groups, list_lead
from tiaowen.spans.choices import Choice

NEARER = 0.05  # lead of a part in nearness that makes it the one asked about
OWN = 0.2  # share of the question's weight that an 项 must have for itself to be asked about rather than its list
PLAIN = 0.3  # share that makes an 项 the one asked about wherever else the best words stand

_COLON = re.compile(r"[：:]\s*\n\s*")
_COUNTS = re.compile(
    r"[二两三四五六七八九几2-9]个?(?:方面|层面|层次|板块|部分|环节|维度|类|章|条|项|点)[^，。；]{0,12}$"
)
_ASKS = re.compile(r"什么|哪些|如何|怎样|怎么样?|介绍")
_HOW_MANY = re.compile(r"多少|几[个章条种类]")
_HOW = re.compile(r"如何|怎样|怎么|哪些|哪几")
_TURN = {
    number: re.compile(rf"(?P<stop>[。；：:])(?P<mark>{number}[是要]|第{number}(?:[，,是]|板块|部分|方面|层面|类|章))")
    for number in "一二三四五六七八九"
}
"""The sentences 一是…, 二是… of one paragraph, or 第一板块为…, 第二板块为…."""
_ALL = re.compile(
    r"哪些|哪几|[什何][么种]情[况形]下?[会要应该当]*被?[评认确]|什么条件|有什么|有啥|哪[一二两三四五六七八九十]+[个项条种]|分别是|都包括|包括什么|全部"
)
# Where the list is of cases, they are what is asked for: 什么情况不允许起吊.
_CASES = re.compile(r"[什何][么种]情[况形]下?(?:不|可以?|能|允许|禁止|必须|应当?|要|会|得|才|需)")
_OF_CASES = re.compile(r"(?:下列|以下)[^，：]{0,6}(?:情[形况]|行为)|之一的")
_BESIDES = re.compile(
    r"除了?(?P<known>[^，,。]{2,16}?)(?:以外|之外|外)?[，,、]?(?:都|各)?还|除了?(?P<other>[^，,。]{2,16}?)(?:以外|之外|外)[，,]?"
)
_GRADE = re.compile(rf"{GRADE.pattern}|后果|谁|哪个|什么部门")
_MEMBERS = re.compile(r"哪几位|几位|成员|名单|组成|都有谁|是谁|有谁")
_ROSTER = re.compile(r"名单|组成|都有谁|哪些人")
_ENTRY = re.compile(r"\s*(?P<label>[^\s，。；：:（）()]{2,8})[：:]")


def of_list(choice: Choice, siblings: Sequence[Clause], best: Span) -> list[Span]:
    """What answers where the best words belong to a list of 项: all of them, one with its lead, or the lead alone."""
    text = choice.text
    lead = list_lead(text, siblings, choice.hit.clause)
    whole = trimmed(text, siblings[0].start, siblings[-1].end)
    if lead is None or whole is None:
        return []
    in_lead, in_items = _within(best, lead), _within(best, whole)
    cases = _asks_cases(choice, lead)
    every = cases or bool(_ALL.search(choice.question))
    others = _besides(choice, siblings) if in_lead or in_items else []
    if others:
        return others
    named = _entry_named(choice, siblings, lead) if (in_lead or in_items) and not every else None
    if named is not None:
        return [named]
    ruling = not _ALL.search(choice.question) and _lead_decides(choice, lead, siblings, best)
    leads_here = ruling and not _sets(choice, best, lead) and _stands_out(choice, siblings, lead, best)
    if not in_lead and not in_items and not leads_here:
        return []
    all_items = Span(whole.start, siblings[-1].end - len(text[whole.end : siblings[-1].end].lstrip("。；;")))
    if ruling:
        return [lead, all_items] if cases else _ruled(choice, siblings, lead, all_items)
    wants = question_type(choice.question)
    announces = in_lead and (ANNOUNCES.search(text, *lead) or text[best.end : best.end + 1] in "：:")
    if every or wants["list"]:
        item = _pointed(choice, siblings, lead, own=OWN)
        if item is not None and wants["definition"]:
            return [item]
        if announces or (in_items and every and item is None):
            return [all_items]
    elif announces and not (choice.kind or wants["number"] or wants["time"] or wants["whether"]):
        return [all_items]
    if not in_items or not _within(whole, best):
        return []
    item = None if every or wants["list"] else _pointed(choice, siblings, lead, own=OWN)
    return [all_items if item is None else item]  # 记过的期间: of 警告，六个月；记过，十二个月 the one that is named


def _asks_cases(choice: Choice, lead: Span) -> bool:
    """Whether the list under a lead is of cases and these are what is asked for: 什么情况不允许起吊."""
    return bool(_CASES.search(choice.question) and _OF_CASES.search(choice.text, *lead))


def _besides(choice: Choice, siblings: Sequence[Clause]) -> list[Span]:
    """The 项 but those that the question knows already (除了甲，还有哪些); empty where it names none of them."""
    found = _BESIDES.search(choice.question)
    known = search_text(found["known"] or found["other"]) if found else ""
    others = [item for item in siblings if known and known not in search_text(item.text)]
    spans = [trimmed(choice.text, item.start, item.end) for item in others]
    return [span for span in spans if span is not None] if len(others) < len(siblings) else []


def _entry_named(choice: Choice, siblings: Sequence[Clause], lead: Span) -> Span | None:
    """The 项 whose label (（四）红色：…) alone the question names, where the lead does too (分为蓝色、红色两级)."""
    text, asked = choice.text, search_text(choice.question)
    led = search_text(text[slice(*lead)])
    labels = [_ENTRY.match(text, item.body, item.end) for item in siblings]
    known = [search_text(label["label"]) if label else "" for label in labels]
    named = [i for i, label in enumerate(known) if label and label in asked and label in led]
    return trimmed(text, siblings[named[0]].start, siblings[named[0]].end) if len(named) == 1 else None


def _sets(choice: Choice, best: Span, lead: Span) -> bool:
    """Whether a consequence is asked for, and the best words set one while the list only says what one must not do."""
    text = choice.text
    return bool(CONSEQUENCE.search(choice.question) and SETS.search(text, *best) and not SETS.search(text, *lead))


def _stands_out(choice: Choice, siblings: Sequence[Clause], lead: Span, best: Span) -> bool:
    """Whether an 项 has more of the question for itself than the best words, which stand elsewhere."""
    item = _pointed(choice, siblings, lead, own=PLAIN)
    led = search_text(choice.text[slice(*lead)])
    return item is not None and choice.share(item, without=led) > choice.share(best, without=led)


def _lead_decides(choice: Choice, lead: Span, siblings: Sequence[Clause], best: Span) -> bool:
    """Whether the lead states what is asked for and the 项 in question does not."""
    text = choice.text
    if not decides(choice, text[lead.start : lead.end]):
        return False
    if _within(best, lead):
        return decides(choice, text[best.start : best.end]) or not any(decides(choice, item.text) for item in siblings)
    items = [item for item in siblings if item.start <= best.start < item.end]
    if len(items) == 1 and not _within(Span(siblings[0].start, siblings[-1].end), best):
        return not decides(choice, items[0].text)
    return not any(decides(choice, item.text) for item in siblings)


def _ruled(choice: Choice, siblings: Sequence[Clause], lead: Span, all_items: Span) -> list[Span]:
    """The words of a lead that decide, with the 项 asked about."""
    text, asked = choice.text, wanted(choice)
    rule = choice.best(lambda span: _within(span, lead) and decides(choice, text[span.start : span.end]))
    if rule is None or ("consequence" in asked and not choice.kind and not _GRADE.search(choice.question)):
        rule = lead  # 警告…；情节严重的，开除: without the grade the whole scale is the answer
    rule = whole_rule(choice, rule)[0]
    item = _pointed(choice, siblings, lead)
    if item is None and asked[:1] == ["whether"] and not choice.kind and ANNOUNCES.search(text, *lead):
        item = all_items  # 有下列情形之一的，不得…: which of them cannot be told, and without them nothing is said
    return [rule] if item is None else [rule, item]


def _pointed(choice: Choice, siblings: Sequence[Clause], lead: Span, own: float = 0.0) -> Span | None:
    """The 项 that the question is about, if any: with words of the question that neither lead nor other 项 have.

    Without `own`, the share of the question that these words must be, an 项 that is nearest in meaning will do.
    """
    text, focus = choice.text, choice.hit.focus
    led = search_text(text[lead.start : lead.end])
    shares = [choice.share(Span(item.body, item.end), without=led) for item in siblings]
    top = max(shares)
    if top > own and sum(share > top * 0.8 for share in shares) == 1:
        item = siblings[shares.index(top)]
        known = besides(choice.question)
        if known and known in item.text:
            return None  # 除了案件受理费，还要交什么: the other 项 are asked for
        return trimmed(text, item.start, item.end)
    if own or focus is None or focus not in siblings:
        return None
    likely = choice.best(lambda span: any(i.body <= span.start and span.end <= i.end for i in siblings))
    sure = choice.hit.why.get("focus_lead", 0.0) >= NEARER
    if sure or (likely is not None and focus.start <= likely.start < focus.end):
        return trimmed(text, focus.start, focus.end)
    return None


def series(choice: Choice, best: Span) -> Span:
    """All members of a list without numbers where all are asked for and the best words are its beginning."""
    if not (_ALL.search(choice.question) or _MEMBERS.search(choice.question)):
        return best
    text, longer = choice.text, []
    for option in choice.options:
        if not option.series or option.span.start != best.start or option.span.end <= best.end:
            continue
        more = text[best.end : option.span.end]
        # 组长：甲⏎副组长：乙: another label begins another list, unless the whole roster is asked for.
        same = "：" not in more or _ROSTER.search(choice.question) if "\n" in more else "：" in text[slice(*best)]
        if same:
            longer.append(option.span)
    return min(longer, key=lambda span: span.end, default=best)


def with_items(choice: Choice, siblings: Sequence[Clause], found: Sequence[Span]) -> list[Span]:
    """The spans, with the list where one of them only announces it (按照下列规定办理) and none is a part of it."""
    text = choice.text
    lead = list_lead(text, siblings, choice.hit.clause)
    first, last = siblings[0].start, siblings[-1].end
    if lead is None or not found:
        return list(found)
    inside = [span for span in found if span.start < last and first < span.end]
    whole = Span(first, last - len(text[first:last]) + len(text[first:last].rstrip("。；;\n ")))
    announced = any(span.end == lead.end and ANNOUNCES.search(text, *span) for span in found)
    if announced and not inside:
        return joined(text, [*found, whole])
    return list(found)


def with_announced(choice: Choice, found: Sequence[Span], corpus: Corpus) -> list[Span]:
    """The spans; one that only announces what follows (由下列人员组成：) with what stands behind its colon, where that
    is no list of 项, and with those that semicolons join to it."""
    text, end = choice.text, choice.hit.clause.end
    leads = {siblings[0].start for siblings in item_groups(choice.hit.clause, corpus)}
    longer: list[Span] = []
    whole = _told_in_turn(choice, found)
    if whole is not None:
        return [whole]
    for span in found:
        counted = _in_turn(choice, span)
        if counted is not None:
            longer.append(counted)
            continue
        colon = _COLON.match(text, span.end, end)
        at = colon.end() if colon is not None else end
        if colon is None or at in leads or at >= end or not ANNOUNCES.search(text, *span):
            longer.append(span)
            continue
        line = _line(text, at, end)
        while text[line.start : line.end].rstrip().endswith(("；", ";")) and line.end < end:
            line = Span(line.start, _line(text, line.end + 1, end).end)
        words_ = trimmed(text, *line)
        longer.append(Span(span.start, words_.end) if words_ is not None else span)
    return longer


def _in_turn(choice: Choice, span: Span) -> Span | None:
    """The span with the sentences behind it that take their turns in its paragraph: 从两个层面作出规定。一是…。二是….

    It says how many there are, or the question asks how or which; None where none follow, or a number is asked for.
    """
    question, text = choice.question, choice.text
    if _HOW_MANY.search(question):
        return None
    if _COUNTS.search(text, max(span.start, span.end - 24), span.end) or _HOW.search(question):
        return _with_turns(text, span, choice.hit.clause.end)
    return None


def _told_in_turn(choice: Choice, spans: Sequence[Span]) -> Span | None:
    """All the turns, with the sentence before the first one, where one of them would be quoted and the question is the
    one that was put to those who drafted the text."""
    unit, text = choice.hit.clause, choice.text
    at = text.find("\n答", unit.start, unit.end)
    if unit.path[0].level != "问答" or at < 0 or _HOW_MANY.search(choice.question):
        return None
    asked = [word for word in plain_words(choice.question) if len(word) > 1 and not _ASKS.fullmatch(word)]
    if not asked or not all(word in text[unit.start : at] for word in asked):
        return None
    first = _TURN["一"].search(text, at, unit.end)
    if first is None:
        return None
    before = max(text.rfind(mark, at, first.start()) for mark in "。：:\n") + 1
    told = _with_turns(text, Span(before, first.start()), unit.end)
    return told if told is not None and any(s.start < told.end and told.start < s.end for s in spans) else None


def _with_turns(text: str, span: Span, end: int) -> Span | None:
    """The span with the turns that follow it; of the last one as many sentences as the first has."""
    line = _line(text, span.end, end).end
    marks: list[int] = []
    at = span.end
    for number in "一二三四五六七八九":
        found = _TURN[number].search(text, at, line)
        if found is None or not marks and text[span.end : found.end("stop")].strip("。；：:"):
            break
        marks.append(found.start("mark"))
        at = found.start("mark")
    if len(marks) < 2:
        return None
    stop = marks[-1]
    for _ in range(max(text.count("。", *marks[:2]), 1)):
        stop = text.find("。", stop + 1, line)
        if stop < 0:
            return Span(span.start, line)
    return Span(span.start, stop)


def _line(text: str, start: int, end: int) -> Span:
    stop = text.find("\n", start, end)
    return Span(start, end if stop < 0 else stop)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
