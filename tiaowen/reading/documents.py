"""Paragraphs of a source -> the documents printed in it, each with its paragraphs in canonical order and their roles.

Canonical order is the printed one, except that a title and a 题注 printed after their body come first.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tiaowen.datamodels import Kind, SetAside, Source
from tiaowen.reading.boundaries import HEAD_LINES, is_addressee, issued_names, quoted_names, segments
from tiaowen.reading.commencement import file_date
from tiaowen.reading.contents import contents_entry
from tiaowen.reading.flows import untangle
from tiaowen.reading.footnotes import handed_out, parted
from tiaowen.reading.marks import (
    DATE,
    ISSUED,
    NUMBER,
    STANDARD,
    article,
    ends_sentence,
    enumeration,
    is_container,
    is_date,
    is_label,
    is_number,
    is_parenthesis,
    is_row,
    is_title,
    named,
    question,
    squeeze,
    width,
    without_note_mark,
)
from tiaowen.reading.paragraphs import BOLD, Draft, Paragraph, ParagraphRole
from tiaowen.reading.press import aside, is_byline, is_dateline, is_headline, is_interview_lead, signature_start
from tiaowen.reading.segment import Segment
from tiaowen.reading.titles import ORDER, PARTY, date_of, issuer_of, kind_of, number_of, spoken_title

REPEATED_TITLE = "重复的标题"
FOOTNOTE = "注释"
LONGEST_TITLE = 400  # characters

_IMPRINT = re.compile(
    r"[（(]此(?:件|文).{2,14}[）)]|(?:主送|抄送|抄报|分送|发送|主题词)\s*[:：].{0,200}|[^，。；]{0,40}印\s*发|共印\s*\d+\s*份.{0,10}"
)
_COVER = re.compile(r"(?:ICS|CCS|备案号)\b|代替|[^，。；：]{0,24}标准$")
_PAPER = re.compile(rf"文件(?:{NUMBER.pattern})?$")
_HEADING_WORD = re.compile(r"(?:序\s*言|前\s*言|引\s*言|总\s*则|附\s*则|正\s*文|摘\s*要|导\s*言|序)$")
_PASSED = re.compile(r"通过|批准|公布|发布|施行|实施|修正|修订|修改|印发|颁布|审议|生效|废止|制定|签署|起执行")
_LEADER_END = re.compile(r"(?<![.．…·・_])[.．…·・_]{3,}+[^\n\d]{0,8}\d{1,4}[)）]?[ \t]*$", re.MULTILINE)
_MAIL = re.compile(r"(?:发件人|收件人|抄送|主题|日期|发送时间|时间|附件|From|To|Cc|Subject|Date|Sent)\s*[:：]")
_PERIOD = re.compile(
    r"[（(]\s*(?:\d{4}\s*年?\s*[-—–~～至]\s*\d{4}\s*年?|试行|暂行|草案|(?:\d{4}年)?(?:修订|修正)(?:版|本|稿)?|\d{4}年?版|征求意见稿)\s*[)）]"
)
_WHOLE_TEXT = re.compile(r"全文如下|全文(?:公布|发布)如下")
_ATTACHMENT = re.compile(
    r"附\s*[件表录]?\s*[0-9一二三四五六七八九十]*\s*(?:$|[:：])|附\s*[件表录]\s*[0-9一二三四五六七八九十]"
)


def find_documents(source: Source, paragraphs: list[Paragraph]) -> tuple[list[Draft], list[SetAside]]:
    """The documents in the paragraphs of one source, in printed order, and what belongs to none of them."""
    if not paragraphs:
        return [], []
    paragraphs, notes = parted(source.text, paragraphs)
    found, set_aside = segments(source, untangle(paragraphs), _listed(source.text))
    drafts: list[Draft] = []
    for segment in found:
        draft, extra = _draft(source, segment)
        set_aside.extend(extra)
        if draft is not None:
            drafts.append(_issued_by(draft, drafts[-1]) if drafts else draft)
    if len(drafts) == 1 and not drafts[0].date and drafts[0].kind not in ("news", "qa"):
        drafts = [replace(drafts[0], date=file_date(source.file))]
    if not drafts:
        set_aside.extend(piece for note in notes for piece in aside(source, note, FOOTNOTE))
    return handed_out(drafts, notes), set_aside


def _issued_by(draft: Draft, before: Draft) -> Draft:
    """What a notice issues has the issuer and the date of the notice, where it states none itself."""
    if before.title.endswith("令"):  # 某市人民政府令: its words name what it promulgates
        issued = {squeeze(name) for p in before.paragraphs for name in quoted_names(p.text)}
        office = ORDER.match(before.title)
        if office is None or squeeze(draft.title) not in issued:
            return draft
        return replace(draft, issuer=draft.issuer or office[1], date=draft.date or before.date)
    if before.kind != "notice" or squeeze(draft.title) not in issued_names(before.title):
        return draft
    return replace(draft, issuer=draft.issuer or before.issuer, date=draft.date or before.date)


def _listed(text: str) -> set[str]:
    """Titles of documents that a table of contents with page numbers names."""
    found = set()
    for match in _LEADER_END.finditer(text):
        first = max(match.start() - 200, 0)
        start = max(text.rfind("\n", first, match.start()) + 1, first)
        title = contents_entry(text[start : match.end()].strip())
        if title and len(title) < 120 and not is_label(title) and (is_title(title) or "《" in title):
            found.add(squeeze(title))
    return found


def _draft(source: Source, segment: Segment) -> tuple[Draft | None, list[SetAside]]:
    paragraphs, repeated = _front(segment)
    set_aside = [piece for paragraph in repeated for piece in aside(source, paragraph, REPEATED_TITLE)]
    paragraphs = _back(paragraphs)
    if not paragraphs:
        return None, set_aside
    printed = next((p for p in paragraphs if p.role == "title"), None)
    press = segment.piece or segment.ended or any(is_dateline(p.text) for p in paragraphs[:3])
    whole_text = any(_WHOLE_TEXT.search(p.text) for p in paragraphs[:5])
    printed_title = without_note_mark(printed.text) if printed else ""
    title = spoken_title(printed_title, paragraphs, segment.interview, whole_text)
    kind: Kind = kind_of(title, paragraphs, segment.interview, press and not whole_text, bool(segment.articles))
    return (
        Draft(
            source,
            title,
            kind,
            tuple(paragraphs),
            issuer_of(title, paragraphs, kind),
            number_of(paragraphs),
            date_of(paragraphs, kind),
        ),
        set_aside,
    )


def _front(segment: Segment) -> tuple[list[Paragraph], list[Paragraph]]:
    """The segment's paragraphs with the roles of those before its body, title first; and repetitions of its title."""
    paragraphs = segment.paragraphs
    i = _letterhead(paragraphs) or _cover(paragraphs)
    front = [replace(p, role="number" if _numbers_it(p.text) else "letterhead") for p in paragraphs[:i]]
    repeated: list[Paragraph] = []
    title = ""
    addressed = False
    volume: list[Paragraph] = []  # 合同编 between the title of a code and its 题注
    while i < len(paragraphs):
        paragraph = paragraphs[i]
        if title and (count := _repeats(paragraphs, i, title)):
            repeated.extend(paragraphs[i : i + count])
            i += count
            continue
        role = _front_role(paragraph, title, segment, addressed)
        if role is None and _is_volume(paragraphs, i, front):
            volume.append(paragraph)
            i += 1
            continue
        if role is None:
            break
        if role == "title":
            count = 1 if paragraph.heading == 1 else _title_lines(paragraphs, i, segment)
            for piece in paragraphs[i + 1 : i + count]:
                paragraph = paragraph.join(piece)
            title = squeeze(paragraph.text)
            i += count - 1
        addressed = addressed or role == "addressee"
        front.append(replace(paragraph, role=role))
        i += 1
    front.sort(key=lambda p: p.role != "title")
    return front + volume + list(paragraphs[i:]), repeated


def _letterhead(paragraphs: list[Paragraph]) -> int:
    """How many lines are the head of official paper, before the title: 某局文件, its number, the office and the date.

    Only where a number or …文件 is among them, and what comes after is a title with 关于, or both are and any title
    comes after: else the first line is the title itself, or its beginning.
    """
    proved = paper = numbered = False
    for at, paragraph in enumerate(paragraphs[:HEAD_LINES]):
        text = squeeze(paragraph.text)
        if paper and numbered and is_title(text):
            return at
        if paragraph.heading not in (0, BOLD) or re.search(r"令$|[，；]", text):
            return 0
        printed = ""
        for following in paragraphs[at : at + 4]:
            line = squeeze(following.text)
            if not is_headline(following) or is_number(line) or _PAPER.search(line) or DATE.search(line):
                break
            printed += line
            if "关于" in printed and is_title(printed):
                return at if proved else 0
        if not (is_headline(paragraph) or is_number(paragraph.text)):
            return 0
        paper, numbered = paper or _PAPER.search(text) is not None, numbered or is_number(paragraph.text)
        proved = paper or numbered
    return 0


def _cover(paragraphs: list[Paragraph]) -> int:
    """How many lines stand above the title: on the cover of a standard (ICS 03.080, DB 4472/T 061—2024), or before the
    only heading of the first level."""
    for at, paragraph in enumerate(paragraphs[:HEAD_LINES]):
        if at and paragraph.heading == 1 and not any(p.heading or is_title(p.text) for p in paragraphs[:at]):
            return at
        if not is_headline(paragraph):
            break
    for at, paragraph in enumerate(paragraphs[:HEAD_LINES]):
        if STANDARD.fullmatch(paragraph.text) or _COVER.match(paragraph.text):
            continue
        numbered = any(STANDARD.fullmatch(p.text) for p in paragraphs[:at])
        return at if numbered and is_title(squeeze(paragraph.text)) else 0
    return 0


def _numbers_it(text: str) -> bool:
    return is_number(text) or STANDARD.fullmatch(text) is not None


def _is_volume(paragraphs: list[Paragraph], i: int, front: list[Paragraph]) -> bool:
    """Whether the line is the name of a volume, a second title between the title and the 题注."""
    if paragraphs[i].heading != 1 or [p.role for p in front] != ["title"] or front[0].heading != 1:
        return False
    after = paragraphs[i + 1].text if i + 1 < len(paragraphs) else ""
    return DATE.match(after) is not None or is_parenthesis(after) and _PASSED.search(after) is not None


def _front_role(paragraph: Paragraph, title: str, segment: Segment, addressed: bool) -> ParagraphRole | None:
    """The role of a paragraph before the body, or None where the body begins."""
    text = paragraph.text
    if is_number(text) or title and re.fullmatch(r"第\s*[^\s，。]{1,8}\s*号", text):
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
    if (
        _WHOLE_TEXT.search(text)
        or is_dateline(text)
        and any(_WHOLE_TEXT.search(p.text) for p in segment.paragraphs[:5])
    ):
        return "lead"
    if is_interview_lead(text) and ends_sentence(text) and segment.interview:
        return "lead"
    if not title:
        if paragraph.heading == 1 and len(text) <= LONGEST_TITLE:
            return "title"
        if _MAIL.match(text):
            return "byline"
        titled = is_title(text) or is_headline(paragraph) and not _HEADING_WORD.fullmatch(text) and not named(text)
        if paragraph.heading in (0, BOLD) and titled:
            return "title"
        return None
    if (
        not addressed
        and is_addressee(text)
        and re.search(r"各|[局厅委部院会]|政府|单位|同志|公司|学校", text)
        and not re.search(r"[。；]|如下|下列|决定\s*[：:]", text)
    ):
        return "addressee"
    return None


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
        if is_title(printed) and not _title_goes_on(paragraphs, i + count - 1):
            after = paragraphs[i + count].text if i + count < len(paragraphs) else ""
            return count + (_PERIOD.fullmatch(after) is not None)
    return 1


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


def _back(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with the roles of those after and within the body: signature, date, attachment, byline."""
    found = list(paragraphs)
    for i, paragraph in enumerate(found):
        text = paragraph.text
        if paragraph.role != "body":
            continue
        if len(text) < 80 and _ATTACHMENT.match(text) and not text.endswith("。"):
            found[i] = replace(paragraph, role="attachment")
        elif is_date(text) and i and not is_parenthesis(text):
            found[i] = replace(paragraph, role="date")
            for j in range(i - 1, max(i - 8, 0), -1):
                if found[j].role != "body" or not _signs(found[j], found[j - 1]):
                    break
                found[j] = replace(found[j], role="signature")
        elif i > len(found) - 4 and i and (is_byline(text) or signature_start(text) == 0):
            found[i] = replace(paragraph, role="byline")
    for i in range(len(found) - 1, max(len(found) - 7, 0), -1):  # 抄送：…, 2024年2月18日印发
        text = found[i].text
        if found[i].role != "body" or not _IMPRINT.fullmatch(text) or text.endswith("印发") and not DATE.search(text):
            break
        found[i] = replace(found[i], role="imprint")
    return found


def _signs(paragraph: Paragraph, before: Paragraph) -> bool:
    text = paragraph.text
    if PARTY.fullmatch(text):
        return True
    return (
        paragraph.heading in (0, BOLD) and not is_row(text) and width(text) <= 30
        and not ends_sentence(text) and not is_label(text)
        and not re.search(r"[，。；：:、]", text) and (before.role != "body" or len(before.text) > 0)
    )  # fmt: skip
