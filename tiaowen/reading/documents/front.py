"""What stands before the body of a document: its title first, then 文号, 题注, 主送机关 …, each with its role."""

from __future__ import annotations

import re
from dataclasses import replace

from tiaowen.reading.documents.collected import fields
from tiaowen.reading.documents.heads import COVER_BELOW, goes_on, numbers_it, promoted, title_at
from tiaowen.reading.documents.issued import announced, announced_names
from tiaowen.reading.documents.segment import Segment
from tiaowen.reading.documents.titles import is_offices, number_in
from tiaowen.reading.grammar.headings import item
from tiaowen.reading.grammar.marks import (
    DATE,
    ISSUED,
    article,
    ends_sentence,
    enumeration,
    heads_paper,
    is_container,
    is_date,
    is_issuer,
    is_label,
    is_number,
    is_parenthesis,
    is_title,
    named,
    question,
    squeeze,
)
from tiaowen.reading.grammar.paragraphs import BOLD, Paragraph, ParagraphRole
from tiaowen.reading.grammar.press import (
    WHOLE_TEXT,
    is_byline,
    is_dateline,
    is_headline,
    is_interview_lead,
    signature_start,
)

_LONGEST_TITLE = 400  # characters
_HEADING_WORD = re.compile(r"(?:序\s*言|前\s*言|引\s*言|[总總]\s*[则則]|附\s*[则則]|正\s*文|摘\s*要|导\s*言|序)$")
_PASSED = re.compile(r"通过|批准|公布|发布|施行|实施|修正|修订|修改|印发|颁布|审议|生效|废止|制定|签署|起执行")
_MAIL = re.compile(r"(?:发件人|收件人|抄送|主题|日期|发送时间|时间|附件|From|To|Cc|Subject|Date|Sent)\s*[:：]")
_PERIOD = re.compile(
    r"[（(]\s*(?:\d{4}\s*年?\s*[-—–~～至]\s*\d{4}\s*年?|试行|暂行|草案|(?:\d{4}年)?(?:修订|修正)(?:版|本|稿)?|\d{4}年?版|征求意见稿)\s*[)）]"
)


def front_roles(segment: Segment) -> tuple[list[Paragraph], list[Paragraph]]:
    """The segment's paragraphs with the roles of those before its body, title first; and repetitions of its title."""
    paragraphs = promoted(segment.paragraphs)
    i = title_at(paragraphs, segment)
    paragraphs = [*paragraphs[:i], *promoted(paragraphs[i:])]  # the head of official paper may be set larger
    front = [replace(p, role="number" if numbers_it(p.text) else "letterhead") for p in paragraphs[:i]]
    repeated: list[Paragraph] = []
    title = ""
    addressed = follows = False
    volume: list[Paragraph] = []  # 合同编 between the title of a code and its 题注
    while i < len(paragraphs):
        paragraph = paragraphs[i]
        count = _repeats(paragraphs, i, title) if title else 0
        if follows and not count:  # 《条例》全文如下。 / 某条例
            count = int(squeeze(paragraph.text) in announced_names(front))
        if count:
            repeated.extend(paragraphs[i : i + count])
            i += count
            continue
        count = fields(paragraphs, i) if title else 0
        if count:
            front.extend(replace(p, role="letterhead") for p in paragraphs[i : i + count])
            i += count
            continue
        role = _front_role(paragraph, title, segment, addressed)
        numbered = not title and item(paragraph.text) is not None and squeeze(paragraph.text) == segment.listed
        role = "title" if numbered else role
        if role == "title" and (count := announced(paragraphs, i)):
            repeated.extend(paragraphs[i : i + count])
            i += count
            continue
        if role is None and _is_volume(paragraphs, i, front):
            volume.append(paragraph)
            i += 1
            continue
        if role is None:
            break
        if role == "title":
            count = 1 if numbered else _title_lines(paragraphs, i, segment)
            if paragraph.heading == 1:
                count = (
                    2 if is_offices(paragraph.text) and paragraphs[i + 1 :] and goes_on(*paragraphs[i : i + 2]) else 1
                )
            for piece in paragraphs[i + 1 : i + count]:
                paragraph = paragraph.join(piece)
            title = squeeze(paragraph.text)
            i += count - 1
        addressed = addressed or role == "addressee"
        follows = role == "lead" and WHOLE_TEXT.search(paragraph.text) is not None
        front.append(replace(paragraph, role=role))
        i += 1
    front.sort(key=lambda p: p.role != "title")
    return front + volume + list(paragraphs[i:]), repeated


def _is_volume(paragraphs: list[Paragraph], i: int, front: list[Paragraph]) -> bool:
    """Whether the line is the name of a volume, a second title between the title and the 题注."""
    if paragraphs[i].heading != 1 or [p.role for p in front] != ["title"] or front[0].heading != 1:
        return False
    after = paragraphs[i + 1].text if i + 1 < len(paragraphs) else ""
    return DATE.match(after) is not None or is_parenthesis(after) and _PASSED.search(after) is not None


def _front_role(paragraph: Paragraph, title: str, segment: Segment, addressed: bool) -> ParagraphRole | None:
    """The role of a paragraph before the body, or None where the body begins."""
    text = paragraph.text
    if number_in(text) or title and re.fullmatch(r"第\s*[^\s，。]{1,8}\s*号", text):
        return "number"
    if ISSUED.match(text) and len(text) < 60:
        return "note"
    if is_date(text) or is_parenthesis(text) and (DATE.search(text) or _PASSED.search(text)):
        return "note"
    if title and len(text) < 160 and DATE.match(text) and _PASSED.search(text) and not re.search(r"[。；;，,]", text):
        return "note"
    if article(text) or is_container(text) or question(text) or enumeration(text):
        return None
    if is_byline(text) or signature_start(text) == 0:
        return "byline"
    if WHOLE_TEXT.search(text) or is_dateline(text) and any(WHOLE_TEXT.search(p.text) for p in segment.paragraphs[:5]):
        return "lead"
    if is_interview_lead(text) and ends_sentence(text) and segment.interview:
        return "lead"
    if not title:
        if paragraph.heading == 1 and len(text) <= _LONGEST_TITLE:
            return "title"
        if _MAIL.match(text):
            return "byline"
        titled = is_title(text) or is_headline(paragraph) and not _HEADING_WORD.fullmatch(text) and not named(text)
        if paragraph.heading in (0, BOLD) and titled:
            return "title"
        return None
    if segment.standard and COVER_BELOW.fullmatch(text):
        return "letterhead"
    if is_offices(text):
        return "byline"  # 市民政局　市财政局 below the title: they issue it
    if (
        not addressed
        and _is_addressee(text)
        and re.search(r"各|[局厅委部院会]|政府|单位|同志|公司|学校", text)
        and not re.search(r"[。；]|如下|下列|决定\s*[：:]", text)
    ):
        return "addressee"
    return None


def _is_addressee(text: str) -> bool:
    """各镇、街道办事处，区直机关各部门…："""
    return text[-1:] in "：:" and len(text) < 400 and not is_label(text) and not is_date(text)


def _title_lines(paragraphs: list[Paragraph], i: int, segment: Segment) -> int:
    """How many lines the title takes that begins at i: lines are added while they are no title yet."""
    printed = ""
    for count, paragraph in enumerate(paragraphs[i : i + 6], 1):
        text = paragraph.text
        if count > 1 and (
            not is_headline(paragraph) or is_parenthesis(text) or is_number(text) or _HEADING_WORD.fullmatch(text)
        ):
            break
        printed += text
        if is_title(squeeze(printed)) and not _title_goes_on(paragraphs, i + count - 1):
            after = paragraphs[i + count].text if i + count < len(paragraphs) else ""
            return count + (_PERIOD.fullmatch(squeeze(after)) is not None)
    below = squeeze(paragraphs[i + 1].text) if i + 1 < len(paragraphs) else ""
    return 2 if is_issuer(squeeze(paragraphs[i].text)) and heads_paper(below) else 1


def _title_goes_on(paragraphs: list[Paragraph], i: int) -> bool:
    """A line like 国务院办公厅关于印发…计划 can end a title already; it goes on where the next one is 的通知."""
    after = paragraphs[i + 1].text if i + 1 < len(paragraphs) else ""
    return bool(re.match(r"(?:[（(〔][^（()）]{1,24}[)）〕])?的?(?:通知|决定|意见|公告|批复|解释|若干规定)$", after))


def _repeats(paragraphs: list[Paragraph], i: int, title: str) -> int:
    """The number of lines from i that together print the title once more."""
    printed = ""
    title = _joint(title)
    for count, paragraph in enumerate(paragraphs[i : i + 8], 1):
        printed += _joint(paragraph.text)
        if printed == title:
            return count
        if not title.startswith(printed):
            return 0
    return 0


def _joint(text: str) -> str:
    """The text without blanks, and without the mark between two issuers, which a title in lines leaves out."""
    return squeeze(text).replace("、", "")
