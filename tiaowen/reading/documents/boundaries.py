"""Flows -> segments: where one document ends and the next begins.

Boundaries are told by what documents begin with (a title with its 题注, a 文号, an addressee, 第一章), by what the
press begins and ends a piece with, and by what an issuing notice names. A single first-level heading at the head of a
source says that the source is one regulation: then only the cues of the press divide it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tiaowen.datamodels import SetAside, Source
from tiaowen.reading.documents import after
from tiaowen.reading.documents.beginnings import (
    adopted,
    announces,
    begins_order,
    begins_paper,
    broken_title,
    joined,
    proves_title,
    title_lines,
)
from tiaowen.reading.documents.collected import (
    heads_list,
    heads_record,
    is_collection,
    numbered_titles,
    part_headings,
    part_numbers,
)
from tiaowen.reading.documents.interviews import interrupted, interview_start
from tiaowen.reading.documents.issued import announced_names, is_issued
from tiaowen.reading.documents.segment import HEAD_LINES, Segment
from tiaowen.reading.grammar.headings import APPENDIX, UNNUMBERED, item
from tiaowen.reading.grammar.marks import (
    article,
    ends_sentence,
    enumeration,
    heads_paper,
    is_continuation,
    is_label,
    is_number,
    is_parenthesis,
    is_title,
    question,
    squeeze,
)
from tiaowen.reading.grammar.paragraphs import BOLD, Paragraph
from tiaowen.reading.grammar.press import (
    WHOLE_TEXT,
    aside,
    carried_over,
    credits_from,
    is_byline,
    is_dateline,
    is_headline,
    is_worker_line,
    signature_start,
    take_apart,
)

SHORT = 12  # characters of a heading that may be a title or not
REPEATED_HEAD = "转版标题"

_NUMBERED = re.compile(r"([1-9]\d?)[.．、]?(?=[^\d.．、%年月日])")


@dataclass(frozen=True)
class _Cues:
    """What a source as a whole says about the beginnings of its documents."""

    listed: set[str]  # titles, without blanks, that a table of contents names
    single: bool  # its only heading of the first level stands at its head: it is one regulation
    chaptered: bool  # below a title of the first level stand headings of that level that are none


def segments(
    source: Source, flows: Sequence[Sequence[Paragraph]], listed: set[str]
) -> tuple[list[Segment], list[SetAside]]:
    """The documents in the flows. `listed`: titles (without blanks) that a table of contents of the source names."""
    found: list[Segment] = []
    set_aside: list[SetAside] = []
    first = next((flow[0] for flow in flows if flow), None)
    levels = [p for flow in flows for p in flow if p.heading == 1]
    single = first is not None and first.heading == 1 and all(p is first or is_label(p.text) for p in levels)
    plain = [p for p in levels[1:] if not (is_title(p.text) or is_label(p.text) or UNNUMBERED.match(p.text))]
    titled = first is not None and first.heading == 1 and (is_title(first.text) or heads_paper(first.text))
    chaptered = titled and len(plain) > 1  # 目标任务, 部门职责 below the title of a plan, and so 保障措施
    for flow in flows:
        paragraphs, marks = take_apart(source, list(flow))
        set_aside.extend(marks)
        found.extend(_divide(paragraphs, _Cues(listed, single, chaptered)))
    whole = _assemble(found)
    for segment in whole:
        set_aside.extend(_without_carry(source, segment))
    return [segment for segment in whole if segment.paragraphs], set_aside


def _divide(paragraphs: list[Paragraph], cues: _Cues) -> list[Segment]:
    """The paragraphs of one flow, a segment for each document or piece of one."""
    interviews = sum(question(p.text) == "问" for p in paragraphs) >= 2
    found = [Segment()]
    numbered = frozenset() if cues.single else numbered_titles(paragraphs)
    parts = {} if cues.single else part_numbers(paragraphs)
    ends = credits_from([paragraph.text for paragraph in paragraphs])
    for i, paragraph in enumerate(paragraphs):
        back = _begins(paragraphs, i, found[-1], cues, interviews) if i < ends else None
        if i in numbered and found[-1].paragraphs:
            back = part_headings(paragraphs, i, parts) or int(
                len(found[-1].paragraphs) == 1 and is_collection(paragraphs[0])
            )
        elif back is not None and not cues.single:
            back += part_headings(paragraphs, i - back, parts)
        if back is not None:
            kept = len(found[-1].paragraphs) - back
            taken = found[-1].paragraphs[kept:]
            if back:
                found[-1] = found[-1].first(kept)
            begun = Segment(piece=bool(is_continuation(paragraph.text)) or is_dateline(paragraph.text))
            if i in numbered or taken and (item(taken[-1].text) or is_collection(taken[0])):
                begun.listed = squeeze(paragraph.text)
            for earlier in taken:
                begun.add(earlier)
            if not found[-1].paragraphs:
                found.pop()
            found.append(begun)
        found[-1].listed = _listed_as(found[-1], paragraphs, i, i in numbered, cues)
        found[-1].add(paragraph)
    return [segment for segment in found if segment.paragraphs]


def _listed_as(now: Segment, paragraphs: list[Paragraph], i: int, numbered: bool, cues: _Cues) -> str:
    """The title of the segment that i goes into, where one below its first line is known: what it has, or this line.

    numbered: the line is one of the numbered titles of a collection.
    """
    listed, words = now.listed, squeeze(paragraphs[i].text)
    if now.paragraphs and not now.body and not listed and len(cues.listed) > 1:
        before = squeeze(now.paragraphs[0].text)
        listed = words if before not in cues.listed and words in cues.listed else ""
    if numbered and not now.paragraphs:
        listed = words
    if len(now.paragraphs) == 1 and not listed and is_collection(now.paragraphs[0]):
        size = title_lines(paragraphs, i)
        titled = is_title(paragraphs[i].text) or size > 1
        listed = words if titled and proves_title(paragraphs, i, size) else ""
    return listed


def _begins(paragraphs: list[Paragraph], i: int, now: Segment, cues: _Cues, interviews: bool) -> int | None:
    """How many paragraphs before i the new document begins that i belongs to, or None where i goes on with `now`."""
    text = paragraphs[i].text
    if not now.paragraphs:
        return None
    if is_continuation(text):
        return _headlines(now, 1)
    written = is_worker_line(text) and not ends_sentence(now.paragraphs[-1].text)
    if is_dateline(text) or is_byline(text) or written:
        back = _headlines(now, 3)
        if not back and now.body and re.search(r"责任编辑|责编|编辑|校对", text):
            return None  # it ends a text
        return back if (now.body or now.ended) and not (written and not back) else None
    if question(text) == "问" and not now.questions and interviews:
        last = now.paragraphs[-1]  # 一、申报条件 above the first question: they are questions of this document
        heads = (enumeration(last.text) or last.heading > 1) and not ends_sentence(last.text)
        return None if heads else interview_start(now)
    if signature_start(text) == 0:
        return None
    if now.ended:
        return 0
    if article(text) and now.questions and not now.articles and now.body:
        return 0
    if not cues.single and not now.attachments and after.begins(paragraphs, i, now.articles):
        return 0
    lines = title_lines(paragraphs, i)
    title = joined(paragraphs, i, lines)
    if not now.body or is_label(text) and not is_number(text) and squeeze(text) not in cues.listed:
        return None
    if WHOLE_TEXT.search(now.paragraphs[-1].text) and squeeze(text) in announced_names(now.paragraphs):
        return None  # 《条例》全文如下。 and below it the title of the text
    if after.heads_briefs(paragraphs, i):
        return 0
    if heads_record(paragraphs, i) and not is_headline(now.paragraphs[-1]):
        return 0
    heads = paragraphs[i].heading == 1 and not cues.single and not _is_chapter(text, now)
    if heads and cues.chaptered and len(squeeze(text)) <= SHORT and not proves_title(paragraphs, i, lines):
        return None  # 保障措施, 补贴标准 among headings of one level that are no titles
    if squeeze(text) in cues.listed or title in cues.listed or heads:
        return _numbers(now)
    if is_issued(paragraphs, i, now):
        return 0
    if cues.single:
        return None
    if begins_order(paragraphs, i):
        return 0
    if is_number(text):
        below = title_lines(paragraphs, i + 1) if i + 1 < len(paragraphs) else 1
        if now.attachments:
            return 0 if begins_paper(paragraphs, i + 1, below) else None
        return 0 if below > 1 or any(is_title(p.text) for p in paragraphs[i + 1 : i + 3]) else None
    if now.attachments:
        return _numbers(now) if begins_paper(paragraphs, i, lines) or adopted(paragraphs, i, lines) else None
    if heads_list(paragraphs, i, now.paragraphs):
        return 0
    if (is_title(text) or lines > 1 or announces(paragraphs, i)) and proves_title(paragraphs, i, lines):
        return _numbers(now)
    broken = broken_title(paragraphs, i) if ends_sentence(now.paragraphs[-1].text) or paragraphs[i].gap else 1
    if broken > 1 and proves_title(paragraphs, i, broken):
        return _numbers(now)
    return None


def _is_chapter(text: str, now: Segment) -> bool:
    """Whether a heading of the first level is one below a title, as Word has them: 1 总则 after 某某管理规定.

    One that is numbered on from the heading before it, or calls itself an appendix, is one below any title.
    """
    heads = now.heads
    if not heads or is_title(text):
        return False
    if any(p.heading == 1 and is_title(squeeze(p.text)) for p in now.paragraphs[:HEAD_LINES]):
        return True
    if APPENDIX.match(text):
        return True
    number = _numbered(squeeze(text))
    return number == 1 and len(heads) == 1 or number > 1 and _numbered(heads[-1]) == number - 1


def _numbered(heading: str) -> int:
    """3 of 3个人防护, 3.个人防护; 0 of a heading without such a number."""
    found = _NUMBERED.match(heading)
    return int(found[1]) if found else 0


def _headlines(now: Segment, most: int) -> int:
    """The number of headlines at the end of a segment that belong to the piece after them."""
    count = 0
    while count < most and count < len(now.paragraphs):
        paragraph = now.paragraphs[-1 - count]
        text = paragraph.text
        subtitle = text.startswith("——") and len(text) < 40
        if (
            not (is_headline(paragraph) or subtitle)
            or 1 < paragraph.heading < BOLD
            or signature_start(text) == 0
            or is_parenthesis(text)
        ):
            break
        count += 1
    return count


def _numbers(now: Segment) -> int:
    """文号 lines at the end of a segment belong to the title after them."""
    count = 0
    while count < len(now.paragraphs) and is_number(now.paragraphs[-1 - count].text):
        count += 1
    return count


def _assemble(found: list[Segment]) -> list[Segment]:
    """Titles printed after their body go to it, articles that go on after another text to those before it."""
    whole: list[Segment] = []
    pending: list[Paragraph] = []
    for segment in found:
        if not segment.body and not segment.ended and any(is_title(p.text) for p in segment.paragraphs):
            owner = next((earlier for earlier in reversed(whole) if earlier.headless and earlier.articles), None)
            if owner is not None:
                owner.paragraphs[:0] = segment.paragraphs
                continue
            pending.extend(segment.paragraphs)
            continue
        if segment.headless and segment.first_article > 1 and not pending:
            before = next((e for e in reversed(whole) if e.articles == segment.first_article - 1), None)
            if before is not None:
                before.paragraphs.extend(segment.paragraphs)
                before.articles = segment.articles
                continue
        interview = None if pending else interrupted(segment, whole)
        if interview is not None:
            interview.paragraphs.extend(segment.paragraphs)
            interview.questions += segment.questions
            interview.ended = segment.ended
            continue
        segment.paragraphs[:0] = pending
        pending = []
        whole.append(segment)
    if pending:
        whole.append(Segment(pending))
    return whole


def _without_carry(source: Source, segment: Segment) -> list[SetAside]:
    """Take （上接第一版） off; the headline repeated before it is furniture where the piece has a title of its own."""
    set_aside: list[SetAside] = []
    kept: list[Paragraph] = []
    for i, paragraph in enumerate(segment.paragraphs):
        if i < 3 and is_continuation(paragraph.text):
            rest, marks = carried_over(source, paragraph)
            set_aside.extend(marks)
            if any(is_title(p.text) for p in segment.paragraphs[i + 1 : i + 2]):
                for head in kept:
                    set_aside.extend(aside(source, head, REPEATED_HEAD))
                kept = []
            if rest is not None:
                kept.append(rest)
        else:
            kept.append(paragraph)
    segment.paragraphs = kept
    return set_aside
