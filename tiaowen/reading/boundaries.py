"""Flows -> segments: where one document ends and the next begins.

Boundaries are told by what documents begin with (a title with its 题注, a 文号, an addressee, 第一章), by what the
press begins and ends a piece with, and by what an issuing notice names. A single first-level heading at the head of a
source says that the source is one regulation: then only the cues of the press divide it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.datamodels import SetAside, Source
from tiaowen.reading import after
from tiaowen.reading.collected import (
    heads_list,
    heads_record,
    is_collection,
    numbered_titles,
    part_headings,
    part_numbers,
)
from tiaowen.reading.headings import APPENDIX, UNNUMBERED, item
from tiaowen.reading.marks import (
    DATE,
    ISSUER_END,
    article,
    ends_sentence,
    enumeration,
    heads_paper,
    is_container,
    is_continuation,
    is_label,
    is_number,
    is_parenthesis,
    is_title,
    question,
    squeeze,
)
from tiaowen.reading.paragraphs import BOLD, Paragraph
from tiaowen.reading.press import (
    aside,
    carried_over,
    credits_from,
    is_byline,
    is_dateline,
    is_headline,
    is_interview_lead,
    is_worker_line,
    signature_start,
    take_apart,
)
from tiaowen.reading.segment import Segment

INTRODUCTION = 600  # characters before the questions of a text that explains
LONGEST_LINE = 120  # of a title, in characters
SHORT = 12  # characters of a heading that may be a title or not
HEAD_LINES = 8  # of a document, among which its title stands
REPEATED_HEAD = "转版标题"

_ISSUES = re.compile(r"印发|发布|公布|转发|批转|颁布|批准")
_QUOTED_NAME = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_OFFICE = re.compile(rf"{ISSUER_END}$")
_OFFICE_ON = re.compile(rf"^[^，。；：]{{2,30}}{ISSUER_END}关于")
_PERIOD_END = re.compile(r"[（(][^（()）]{1,24}[)）]$")
"""（2024—2026年）, often printed on a line of its own."""
_ISSUED_TITLE = re.compile(r"的(?:通知|决定|意见|公告|批复|函|报告|通报|请示|议案)$")
_PURPOSE = re.compile(r".{0,200}(?:制定|制订)本|.{0,120}(?:经.{0,30}同意|现印发|现将|现就|现提出|特制定)")
_NUMBERED = re.compile(r"([1-9]\d?)[.．、]?(?=[^\d.．、%年月日])")


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
        found.extend(_divide(paragraphs, listed, single, chaptered))
    whole = _assemble(found)
    for segment in whole:
        set_aside.extend(_without_carry(source, segment))
    return [segment for segment in whole if segment.paragraphs], set_aside


def _divide(paragraphs: list[Paragraph], listed: set[str], single: bool, chaptered: bool) -> list[Segment]:
    interviews = sum(question(p.text) == "问" for p in paragraphs) >= 2
    found = [Segment()]
    numbered = frozenset() if single else numbered_titles(paragraphs)
    parts = {} if single else part_numbers(paragraphs)
    ends = credits_from([paragraph.text for paragraph in paragraphs])
    for i, paragraph in enumerate(paragraphs):
        back = _begins(paragraphs, i, found[-1], listed, single, interviews, chaptered) if i < ends else None
        if i in numbered and found[-1].paragraphs:
            back = part_headings(paragraphs, i, parts) or int(
                len(found[-1].paragraphs) == 1 and is_collection(paragraphs[0])
            )
        elif back is not None and not single:
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
        if found[-1].paragraphs and not found[-1].body and not found[-1].listed and len(listed) > 1:
            before = squeeze(found[-1].paragraphs[0].text)
            found[-1].listed = (
                squeeze(paragraph.text) if before not in listed and squeeze(paragraph.text) in listed else ""
            )
        if i in numbered and not found[-1].paragraphs:
            found[-1].listed = squeeze(paragraph.text)
        if len(found[-1].paragraphs) == 1 and not found[-1].listed and is_collection(found[-1].paragraphs[0]):
            size = _title_size(paragraphs, i)
            titled = is_title(paragraph.text) or size > 1
            found[-1].listed = squeeze(paragraph.text) if titled and _proves_title(paragraphs, i, size) else ""
        found[-1].add(paragraph)
    return [segment for segment in found if segment.paragraphs]


def _begins(
    paragraphs: list[Paragraph],
    i: int,
    now: Segment,
    listed: set[str],
    single: bool,
    interviews: bool,
    chaptered: bool,
) -> int | None:
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
        return None if heads else _interview(now)
    if signature_start(text) == 0:
        return None
    if now.ended:
        return 0
    if article(text) and now.questions and not now.articles and now.body:
        return 0
    if not single and not now.attachments and after.begins(paragraphs, i, now.articles):
        return 0
    lines = _title_size(paragraphs, i)
    title = _joined(paragraphs, i, lines)
    if not now.body or is_label(text) and not is_number(text) and squeeze(text) not in listed:
        return None
    if heads_record(paragraphs, i) and not is_headline(now.paragraphs[-1]):
        return 0
    heads = paragraphs[i].heading == 1 and not single and not _is_chapter(text, now)
    if heads and chaptered and len(squeeze(text)) <= SHORT and not _proves_title(paragraphs, i, lines):
        return None  # 保障措施, 补贴标准 among headings of one level that are no titles
    if squeeze(text) in listed or title in listed or heads:
        return _numbers(now)
    if _is_issued(paragraphs, i, now):
        return 0
    if single:
        return None
    if is_number(text):
        below = _title_size(paragraphs, i + 1) if i + 1 < len(paragraphs) else 1
        if now.attachments:
            return 0 if _heads_paper(paragraphs, i + 1, below) else None
        return 0 if below > 1 or any(is_title(p.text) for p in paragraphs[i + 1 : i + 3]) else None
    if now.attachments:
        return _numbers(now) if _heads_paper(paragraphs, i, lines) else None
    if heads_list(paragraphs, i, now.paragraphs):
        return 0
    if (is_title(text) or lines > 1 or _announces(paragraphs, i)) and _proves_title(paragraphs, i, lines):
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


def _title_size(paragraphs: list[Paragraph], i: int) -> int:
    """How many lines the title takes that begins here and is printed over several: 某市人民政府关于表彰… / …的决定,
    某县人民政府 / 关于…的通知.

    1 where the line is no beginning of a title, or all of it.
    """
    if not is_headline(paragraphs[i]) or len(paragraphs[i].text) > LONGEST_LINE:
        return 1
    printed = squeeze(paragraphs[i].text)
    alone = _OFFICE.search(printed) is not None  # the issuer on a line of its own
    if not alone and _OFFICE_ON.search(printed) is None or _ISSUED_TITLE.search(printed) is not None:
        return 1
    size = 1
    for count, paragraph in enumerate(paragraphs[i : i + 5], 1):
        if not is_headline(paragraph) or is_parenthesis(paragraph.text):
            break
        if count == 1:
            continue
        after = squeeze(paragraph.text)
        if "关于" not in printed and not after.startswith("关于") and not _OFFICE.search(after):
            break
        printed += after
        if "关于" in printed and is_title(printed):
            if _ISSUED_TITLE.search(printed):
                return count
            size = count if alone else size
    return size


def _joined(paragraphs: list[Paragraph], i: int, lines: int) -> str:
    return "".join(squeeze(paragraph.text) for paragraph in paragraphs[i : i + lines])


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


def _interview(now: Segment) -> int | None:
    """Where the interview begins whose first question comes now: at its title or at the words that introduce it."""
    count = 0
    while count < min(4, len(now.paragraphs)):
        paragraph = now.paragraphs[-1 - count]
        text = paragraph.text
        if is_label(text) or not (is_interview_lead(text) or is_dateline(text) or is_byline(text)):
            break
        count += 1
    left = len(now.paragraphs) - count
    titled = any(
        re.search(r"问|访|解读", p.text) and (p.text.startswith("——") if number else is_headline(p))
        for number, p in enumerate(now.paragraphs[:2])
    )
    if not count:
        # 政策解读, and a few words on what is explained: the questions are its own
        introduced = titled and not now.articles and sum(len(p.text) for p in now.paragraphs) < INTRODUCTION
        return 0 if now.body and not introduced else None
    return count if left and not (titled and not now.first(left).body) else None


def _numbers(now: Segment) -> int:
    """文号 lines at the end of a segment belong to the title after them."""
    count = 0
    while count < len(now.paragraphs) and is_number(now.paragraphs[-1 - count].text):
        count += 1
    return count


def _is_issued(paragraphs: list[Paragraph], i: int, now: Segment) -> bool:
    """Whether the line is the name of what the current notice issues."""
    front = now.paragraphs[:HEAD_LINES]
    head_lines = [is_headline(p) or is_title(p.text) or is_number(p.text) for p in front]
    end = max(head_lines.index(False) if False in head_lines else len(front), 3)
    head = "".join(squeeze(p.text) for p in front[:end] if is_headline(p) or is_title(p.text))
    if not _ISSUES.search(head):
        return False
    names = issued_names(head)
    printed = ""
    for paragraph in paragraphs[i : i + 3]:
        if not is_headline(paragraph):
            break
        printed += squeeze(paragraph.text)
        plain = printed.strip("《》")
        if plain and any(plain in (name, _PERIOD_END.sub("", name)) for name in names):
            return True
    return False


def _announces(paragraphs: list[Paragraph], i: int) -> bool:
    """中共中央办公厅印发《通知》…: a headline of the press for a document."""
    text = paragraphs[i].text
    return (
        is_headline(paragraphs[i])
        and bool(re.search(r"(?:印发|发布|公布)\s*《", text))
        and not re.search(r"[，。：:；]", text)
    )


def _proves_title(paragraphs: list[Paragraph], i: int, lines: int = 1) -> bool:
    """Whether what follows is the beginning of a document: 题注, 文号, an addressee, its first chapter, its purpose."""
    text = _joined(paragraphs, i, lines)
    for paragraph in paragraphs[i + lines : i + lines + 3]:
        after = paragraph.text
        if is_parenthesis(after) and DATE.search(after) or is_number(after) or is_dateline(after) or is_byline(after):
            return True
        if article(after) or is_container(after):
            return bool(re.match(r"第\s*[一1１]\s*[条條章编編]", after))
        if _addresses_offices(after):
            return True
        if _PURPOSE.match(after) or _announces(paragraphs, i) and after.startswith(("《", "近日", "新华社")):
            return True
        if not is_headline(paragraph) or is_title(after) and not is_title(text):
            return False
    return False


def _heads_paper(paragraphs: list[Paragraph], i: int, lines: int) -> bool:
    """Whether an official paper surely begins here, also after the appendices of another one: 关于…的通知, below or
    above it its number, and then those it is addressed to or its first sentence."""
    title = _joined(paragraphs, i, lines)
    above = next((p.text for p in reversed(paragraphs[max(i - 3, 0) : i]) if not is_number(p.text)), "")
    if "关于" not in title or not is_title(title) or re.fullmatch(r"附\s*[件录]\s*\S{0,3}", above):
        return False  # a paper below 附件2 is the appendix
    below = [p.text for p in paragraphs[i + lines : i + lines + 4]]
    rest = [text for text in below if not is_number(text) and not (is_parenthesis(text) and DATE.search(text))]
    if not rest or is_label(rest[0]):
        return False
    numbered = any(is_number(text) for text in (*below, *(p.text for p in paragraphs[max(i - 1, 0) : i])))
    return _addresses_offices(rest[0]) or numbered and ends_sentence(rest[0])


def _addresses_offices(text: str) -> bool:
    """各镇、街道办事处，区直机关各部门："""
    return (
        text[-1:] in "：:"
        and len(text) < 300
        and re.search(r"^各|[，、].*(?:局|厅|委|部|政府|单位|机构|企业)", text) is not None
    )


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


def issued_names(title: str) -> list[str]:
    """What a notice with this title issues or hands on, without blanks: 《…》, or the words between 印发 and 的通知.

    转发市财政局关于加强管理意见的通知 hands on 关于加强管理意见, which calls itself 关于加强管理的意见.
    """
    names = [squeeze(name) for name in _QUOTED_NAME.findall(title)]
    names = names or re.findall(r"印发(.{4,60}?)的通知", squeeze(title))
    names = names or [
        n for n in re.findall(rf"(?:{_ISSUES.pattern})(.{{4,80}}?)的?通知$", squeeze(title)) if is_title(n)
    ]
    on = [name[name.index("关于") :] for name in names if "关于" in name[2:]]
    return names + [re.sub(r"(?<!的)(意见|报告|决定|规定|通知)$", r"的\1", name) for name in on] + on


def quoted_names(text: str) -> list[str]:
    """The names in 《》, outermost ones, without the marks."""
    return _QUOTED_NAME.findall(text)
