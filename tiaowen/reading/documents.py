"""Paragraphs of a source -> the documents printed in it, each with its paragraphs in canonical order and their roles.

Canonical order is the printed one, except that a title and a 题注 printed after their body come first, and notes last.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tiaowen.datamodels import Kind, SetAside, Source
from tiaowen.reading.after import is_remark
from tiaowen.reading.boundaries import is_addressee, issued_names, quoted_names, segments
from tiaowen.reading.collected import fields
from tiaowen.reading.commencement import file_date
from tiaowen.reading.contents import contents_entry
from tiaowen.reading.flows import untangle
from tiaowen.reading.footnotes import handed_out, parted
from tiaowen.reading.headings import item
from tiaowen.reading.heads import COVER_BELOW, goes_on, numbers_it, promoted, title_at
from tiaowen.reading.marks import (
    DATE,
    ISSUED,
    ISSUER_END,
    NUMERAL,
    YEAR,
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
    is_row,
    is_title,
    named,
    question,
    squeeze,
    width,
    without_note_mark,
)
from tiaowen.reading.paragraphs import BOLD, NOTES, Draft, Paragraph, ParagraphRole
from tiaowen.reading.press import (
    aside,
    credits_from,
    is_byline,
    is_dateline,
    is_headline,
    is_interview_lead,
    signature_start,
)
from tiaowen.reading.segment import Segment
from tiaowen.reading.signing import is_sealed, is_signing
from tiaowen.reading.titles import (
    ORDER,
    date_of,
    is_offices,
    issuer_of,
    kind_of,
    number_in,
    number_of,
    spoken_title,
)

REPEATED_TITLE = "重复的标题"
FOOTNOTE = "注释"
LONGEST_TITLE = 400  # characters

_IMPRINT = re.compile(
    r"[（(]此(?:件|文).{2,14}[）)]|(?:主送|抄送|抄报|分送|发送|主题词)\s*[:：].{0,200}|[^，。；]{0,40}印\s*发|共印\s*\d+\s*份.{0,10}"
)
_PRINTED = re.compile(rf"{DATE.pattern}\s*印\s*发")
_BUREAU = rf"[\u4e00-\u9fff]{{1,24}}(?:{ISSUER_END}|处|科|股|室|组)"
_BUREAUS = re.compile(rf"{_BUREAU}(?:[、 \u3000]+{_BUREAU})*")
_HEADING_WORD = re.compile(r"(?:序\s*言|前\s*言|引\s*言|[总總]\s*[则則]|附\s*[则則]|正\s*文|摘\s*要|导\s*言|序)$")
_PASSED = re.compile(r"通过|批准|公布|发布|施行|实施|修正|修订|修改|印发|颁布|审议|生效|废止|制定|签署|起执行")
_LEADER_END = re.compile(r"(?<![.．…·・_])(?:[.．…·・_]{3,}+|…{2}+)[^\n\d]{0,8}\d{1,4}[)）]?[ \t]*$", re.MULTILINE)
_MAIL = re.compile(r"(?:发件人|收件人|抄送|主题|日期|发送时间|时间|附件|From|To|Cc|Subject|Date|Sent)\s*[:：]")
_MONTH = re.compile(rf"{YEAR}\s*年\s*[{NUMERAL}]{{1,3}}\s*月")
_PERIOD = re.compile(
    r"[（(]\s*(?:\d{4}\s*年?\s*[-—–~～至]\s*\d{4}\s*年?|试行|暂行|草案|(?:\d{4}年)?(?:修订|修正)(?:版|本|稿)?|\d{4}年?版|征求意见稿)\s*[)）]"
)
_WHOLE_TEXT = re.compile(r"全文如下|全文(?:公布|发布)如下")
_REMARK = re.compile(r"[（(](?:此[件文]|联\s*系\s*人|联系方式|联系电话).{2,80}[)）]")
"""（此件公开发布）, （联系人：…，电话：…） below the date."""
_LIST = re.compile(r"附\s*[件表]\s*[:：]\s*(?:$|([1１一][.．、]))")
_HANDS_ON = re.compile(r"转发|批转")
_ATTACHMENT = re.compile(
    r"附\s*[件表录]?\s*[0-9一二三四五六七八九十]*\s*(?:$|[:：])|附\s*[件表录]\s*[0-9一二三四五六七八九十]"
)


def find_documents(source: Source, paragraphs: list[Paragraph]) -> tuple[list[Draft], list[SetAside]]:
    """The documents in the paragraphs of one source, in printed order, and what belongs to none of them."""
    noted = [p for p in paragraphs if p.role in NOTES]
    paragraphs = [p for p in paragraphs if p.role not in NOTES]
    if not paragraphs:
        paragraphs, noted = [replace(p, role="body") for p in noted], []
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
    return _with_notes(handed_out(drafts, notes), noted), set_aside


def _with_notes(drafts: list[Draft], noted: list[Paragraph]) -> list[Draft]:
    """The drafts, each with the notes behind its paragraphs: those that stand in the source after its first one, and
    before that of the next."""
    begins = [min(p.spans[0].start for p in draft.paragraphs if p.spans) for draft in drafts]
    own: list[list[Paragraph]] = [[] for _ in drafts]
    for note in noted:
        before = [number for number, start in enumerate(begins) if start < note.spans[0].start]
        own[max(before, key=begins.__getitem__, default=0)].append(note)
    return [replace(draft, paragraphs=(*draft.paragraphs, *notes)) for draft, notes in zip(drafts, own, strict=True)]


def _issued_by(draft: Draft, before: Draft) -> Draft:
    """What a notice issues has the issuer and the date of the notice, where it states none itself; what it hands on
    (转发, 批转) comes from another office."""
    if before.title.endswith("令"):  # 某市人民政府令: its words name what it promulgates
        issued = {squeeze(name) for p in before.paragraphs for name in quoted_names(p.text)}
        office = ORDER.match(before.title)
        if office is None or squeeze(draft.title) not in issued:
            return draft
        return replace(draft, issuer=draft.issuer or office[1], date=draft.date or before.date)
    if before.kind != "notice" or squeeze(draft.title) not in issued_names(before.title):
        return draft
    issuer = "" if _HANDS_ON.search(before.title) else before.issuer
    return replace(draft, issuer=draft.issuer or issuer, date=draft.date or before.date)


def _listed(text: str) -> set[str]:
    """Titles of documents that a table of contents with page numbers names."""
    found = set()
    for match in _LEADER_END.finditer(text):
        first = max(match.start() - 200, 0)
        start = max(text.rfind("\n", first, match.start()) + 1, first)
        title = contents_entry(text[start : match.end()].strip())
        mark = item(title)
        title = title[mark.end :] if mark is not None else title
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
    mark = item(printed_title)
    if mark is not None and squeeze(printed_title) == segment.listed:
        printed_title = printed_title[mark.end :]  # 一、会议管理制度 of a collection
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
    paragraphs = promoted(segment.paragraphs)
    i = title_at(paragraphs, segment)
    paragraphs = [*paragraphs[:i], *promoted(paragraphs[i:])]  # the head of official paper may be set larger
    front = [replace(p, role="number" if numbers_it(p.text) else "letterhead") for p in paragraphs[:i]]
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
        count = fields(paragraphs, i) if title else 0
        if count:
            front.extend(replace(p, role="letterhead") for p in paragraphs[i : i + count])
            i += count
            continue
        role = _front_role(paragraph, title, segment, addressed)
        numbered = not title and item(paragraph.text) is not None and squeeze(paragraph.text) == segment.listed
        role = "title" if numbered else role
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
    if segment.standard and COVER_BELOW.fullmatch(text):
        return "letterhead"
    if is_offices(text):
        return "byline"  # 市民政局　市财政局 below the title: they issue it
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


def _back(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with the roles of those after and within the body: signature, date, attachment, byline."""
    found = list(paragraphs)
    for i, paragraph in enumerate(found):
        text = paragraph.text
        if paragraph.role != "body":
            continue
        if len(text) < 80 and _ATTACHMENT.match(text) and not text.endswith("。"):
            listed = _listed_attachments(found, i)
            found[i : i + listed] = [replace(p, role="attachment") for p in found[i : i + listed]]
        elif is_date(text) and i and not is_parenthesis(text):
            found[i] = replace(paragraph, role="date")
            for j in range(i - 1, max(i - 8, 0), -1):
                if found[j].role != "body" or not _signs(found[j], found[j - 1]):
                    break
                found[j] = replace(found[j], role="signature")
        elif i > 1 and _MONTH.fullmatch(text) and _issues(found[i - 1], found[i - 2]):
            found[i - 1 : i + 1] = replace(found[i - 1], role="signature"), replace(paragraph, role="date")
        elif i and found[i - 1].role in ("date", "imprint") and _REMARK.fullmatch(text):
            found[i] = replace(paragraph, role="imprint")
        elif i > len(found) - 4 and i and (is_byline(text) or signature_start(text) == 0):
            found[i] = replace(paragraph, role="byline")
    ends = credits_from([p.text for p in found])
    if ends < len(found) and all(p.role in ("body", "byline") for p in found[ends:]):
        found[ends:] = [replace(p, role="byline") for p in found[ends:]]
    for i in _signed(found):
        found[i] = replace(found[i], role="signature")
    for i in range(len(found) - 1, max(len(found) - 7, 0), -1):  # 抄送：…, 2024年2月18日印发
        if found[i].role == "byline":  # 来源：… below 联系电话：…
            continue
        text = found[i].text
        dated = not text.endswith("印发") or DATE.search(text)
        remark = is_remark(text) and found[i - 1].text[-1:] not in "：:"
        remark = remark and not (text[0] == "注" and any(p.row or p.role == "attachment" for p in found))
        if found[i].role != "body" or not (_IMPRINT.fullmatch(text) and dated or remark):
            break
        found[i] = replace(found[i], role="imprint")
        above = found[i - 1]
        if _PRINTED.fullmatch(text) and above.role == "body" and _BUREAUS.fullmatch(above.text) and i > 1:
            found[i - 1] = replace(above, role="imprint")  # 某某中心办公室、人事部 / 2024年8月20日印发
    return found


def _issues(paragraph: Paragraph, before: Paragraph) -> bool:
    """Whether a line below the end of a text is the name of who issues it."""
    named = is_issuer(squeeze(paragraph.text)) and not is_label(paragraph.text) and not paragraph.row
    return named and paragraph.role == "body" and (before.role == "attachment" or ends_sentence(before.text))


def _signed(paragraphs: list[Paragraph]) -> range:
    """The lines for signing at the end of the text, before its appendices and its date; none that belong to a form."""
    last = end = next((i for i, p in enumerate(paragraphs) if i and p.role == "attachment"), len(paragraphs))
    while end > 1 and paragraphs[end - 1].role in ("date", "imprint", "byline", "signature"):
        end -= 1
    start = end
    while start > 1 and paragraphs[start - 1].role == "body" and is_signing(paragraphs[start - 1].text):
        start -= 1
    form = is_row(paragraphs[start - 1].text) and start < end and is_row(paragraphs[start].text)
    sealed = any(is_sealed(p.text) for p in paragraphs[start:last])
    return range(start, end) if sealed and not form else range(0)


def _listed_attachments(paragraphs: list[Paragraph], i: int) -> int:
    """How many lines the list of appendices takes that begins at i: 附件：1. 申请表 / 2. 流程图, before 落款."""
    found = _LIST.match(paragraphs[i].text)
    if found is None:
        return 1
    expected = 2 if found[1] else 1
    for count, paragraph in enumerate(paragraphs[i + 1 : i + 40], 1):
        mark = item(paragraph.text)
        if mark is None or mark.number != expected or ends_sentence(paragraph.text):
            signed = any(is_date(p.text) for p in paragraphs[i + count : i + count + 6])
            return count if signed or _ATTACHMENT.match(paragraph.text) else 1
        expected += 1
    rest = paragraphs[i + 1 :]
    return 1 + len(rest) if expected > 2 and len(rest) == expected - (2 if found[1] else 1) else 1


def _signs(paragraph: Paragraph, before: Paragraph) -> bool:
    text = paragraph.text
    if is_sealed(text):
        return True
    return (
        paragraph.heading in (0, BOLD) and not paragraph.row and not is_row(text) and width(text) <= 30
        and not ends_sentence(text) and not is_label(text)
        and not re.search(r"[，。；：:、]", text) and (before.role != "body" or len(before.text) > 0)
    )  # fmt: skip
