"""When a regulation was amended or came into force, as its 题注 says: 广告法第二次修正是什么时候.

A 题注 is a list of events, a line or a run of words for each, that begin with their date: 2018年10月26日 … 第一次修正.
Some tell the month or the year alone (2024年2月修订); what a city adopts and its province approves is one event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tiaowen.datamodels import Clause, Span
from tiaowen.language.sentences import trimmed
from tiaowen.reading.grammar.marks import DATE, NUMERAL
from tiaowen.reading.grammar.numerals import value

WHEN = re.compile(
    r"(?:是|自|从|于|在)*(?:什么时候|啥时候?|何时|哪一?[天年月日]|哪个?月|几[号月年]|什么时间|多会儿)|(?:的)?(?:日期|时间)"
)
EVENT = re.compile(r"(?P<amended>修正|修订|修改)|(?P<force>施行|实施|生效|执行)")
WHICH = re.compile(r"第([一二三四五六七八九十]|[0-9]{1,2})次|(?P<last>最近|最后|最新|上)一?次?|(?P<first>首)次")
_DATED = re.compile(
    rf"{DATE.pattern}|(?<![{NUMERAL}])[12一二][{NUMERAL}]{{3}}\s*年"
    rf"(?:\s*[{NUMERAL}]{{1,3}}\s*月(?!\s*[{NUMERAL}])|(?=(?:第.{{1,2}}次)?(?:修|制定|通过|发布|印发|施行|实施)))"
)
_OWN = re.compile(r"本[^，。；\n]{1,10}[，,]?(?:自|从|于)[^。；\n]{2,40}(?:施行|实施|执行|生效)")
_AMENDED = re.compile(r"修正|修订|修改(?!〈|《|<)")
_FORCE = re.compile(r"施行|实施|生效|起执行")


def asked_event(rest: str) -> str:
    """amended or force where a question (without the name of the document) asks when that happened; else empty."""
    event = EVENT.search(rest)
    if event is None or not WHEN.search(rest):
        return ""
    return event.lastgroup or ""


def event_spans(rest: str, kind: str, clauses: Iterable[Clause]) -> tuple[Clause, list[Span]] | None:
    """The 题注 and the events in it (document spans) that a question asks for; None where it says nothing of them, or
    an article says itself when it comes into force."""
    clauses = list(clauses)
    if kind == "force" and any(c.role == "unit" and c.level != "题注" and _OWN.search(c.text) for c in clauses):
        return None
    for note in (clause for clause in clauses if clause.level == "题注"):
        found = [span for span in _events(note) if _is(kind, rest, note.document.text[slice(*span)])]
        which = WHICH.search(rest)
        if which is not None and found:
            number = value(which[1]) if which[1] else None
            told = re.compile(rf"第{which[1]}次修" if number else "$^")
            named = [span for span in found if told.search(note.document.text, *span)]
            at = -1 if which["last"] else 0 if which["first"] else (number or 1) - 1
            found = named or found[at : at + 1 or None]
        if found:
            return note, found
    return None


def _events(note: Clause) -> list[Span]:
    """The events of a 题注: from one date to the next, or to the end of the line; none where it has no date."""
    text = note.document.text
    starts = [found.start() for found in _DATED.finditer(text, note.body, note.end)]
    spans: list[Span] = []
    for begin, end in zip(starts, [*starts[1:], note.end], strict=False):
        line = text.find("\n", begin, end)
        span = trimmed(text, begin, line if line >= 0 else end)
        if span is None:
            continue
        said = text[slice(*span)]
        over = re.search(r"(?:根据|依据|并?经|按照)$", said) if end in starts else None  # belongs to the next event
        if said[-1] in "）)" and said.count("（") + said.count("(") < said.count("）") + said.count(")"):
            span = Span(span.start, span.end - 1)
        if spans and _one_event(text[slice(*spans[-1])], said):
            span = Span(spans.pop().start, span.end)
        elif over is not None and not said.endswith("经"):
            span = Span(span.start, span.end - len(over[0]))
        spans.append(span)
    return spans


def _one_event(before: str, said: str) -> bool:
    """Whether the second words approve what the first ones adopt: …通过, …批准的《…的决定》修正; …修订, …批准."""
    if re.search(r"通过(?:[，,]?并?经)?$", before):
        return "批准的" in said
    return bool(_AMENDED.search(before) and re.search(r"批准$", said))


def _is(kind: str, rest: str, words: str) -> bool:
    if kind == "force":
        return bool(_FORCE.search(words)) and not _AMENDED.search(words)
    asked = "修正" if "修正" in rest else "修订" if "修订" in rest else ""
    return asked in words if asked and WHICH.search(rest) else bool(_AMENDED.search(words))
