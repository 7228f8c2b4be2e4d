"""What a document is called, of what kind it is, who issued it, under what number and when: read from its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.datamodels import Kind
from tiaowen.reading.documents import collected
from tiaowen.reading.documents.issued import quoted_names
from tiaowen.reading.documents.signing import is_signing
from tiaowen.reading.grammar.marks import (
    BLANKS,
    DATE,
    ISSUED,
    ISSUER_END,
    NUMBER,
    OFFICE_END,
    is_number,
    is_parenthesis,
    is_title,
    iso,
    plain,
    squeeze,
)
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import INTERVIEW_TITLE, is_byline, signature_start

HEAD = 6  # paragraphs of a document, among which its title and its issuer stand
LONGEST = 40  # of a title made from the first words of an untitled text

_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"答记者问|问答", "qa"),
    (r"通知|通告|公告|函|批复|答复|通报", "notice"),
    (r"意见", "opinion"),
    (r"决定|决议|令", "decision"),
    (r"规划|方案|计划|纲要|要点|预案", "plan"),
    (
        r"条例|办法|规定|规则|细则|准则|章程|解释|法典|宪法|修正案|规程|规范|守则|标准|制度|法|公约|协定|议定书",
        "regulation",
    ),
)
_TAIL = re.compile(r"(?:\s*[（(〔\[][^（()）]{1,30}[)）〕\]])+\s*$")
_ISSUER = re.compile(
    rf"^(.{{2,80}}?{ISSUER_END})\s*(?=关于|印发|发布|公布|转发|批转|(?:民事|刑事|行政|执行)[^，。]{{2,8}}书$)"
)
ORDER = re.compile(rf"(.{{2,60}}{OFFICE_END})令$")
"""The title of an order, and who gives it: 某省人民政府令. It is signed by a person."""
_HEAD_ISSUER = re.compile(rf"(.{{2,40}}?{OFFICE_END})\s*(?:{DATE.pattern}|文件|发布$)")
"""某区人民政府办公室　　2025年5月27日 in the head of a paper; 某省市场监督管理局　发布 on the cover of a standard."""
_NUMBER_BESIDE = re.compile(
    rf"({NUMBER.pattern})[ \t\u3000\xa0]+(?:签\s*发\s*人?\s*[:：]?.{{0,40}}|[（(][^（()）]{{2,40}}[)）]"
    rf"|{DATE.pattern}\s*(?:印发|发布|公布|颁布)?)"
)
_NOTED = re.compile(r"[（(]([\u4e00-\u9fff]{1,16}[〔\[［]\d{4}[〕\]］]第?\d{1,5}号)(?=[，,；; \u3000)）])")
"""（某政办发〔2024〕9号，2024年5月6日印发）."""
_NOTE_ISSUER = re.compile(
    r"日\s*([\u4e00-\u9fff、 ]{3,40}?)(?:第[^，。]{1,12}(?:会议|次))?\s*(?:令第[^，。]{1,8}号)?"
    r"(?:发布|公布|印发|批准|通过|公告)"
)
_STARTS = re.compile(r"(?:实施|施行|生效|废止|失效)\s*日\s*期")
_AMENDED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)年(?:(\d{1,2})月)?(?:第[一二三四五六七八九十]{1,2}次)?(?:修订|修正|修改)(?!的)"
)
_LATIN = re.compile(r"[A-Za-z0-9]")


def spoken_title(printed: str, paragraphs: Sequence[Paragraph], interview: bool, whole_text: bool) -> str:
    """The title in use: without layout blanks; of a document the press prints in full, the document's own name;
    of an untitled text its first words."""
    title = without_blanks(printed)
    if whole_text:
        names = [name for name in quoted_names(title) if is_title(name)]
        names = names or [n for p in paragraphs[:4] for n in quoted_names(p.text) if is_title(n)]
        if names:
            return without_blanks(names[0])
    if interview and not INTERVIEW_TITLE.search(title):
        lead = "".join(p.text for p in paragraphs[:3])
        names = quoted_names(lead)
        return f"《{without_blanks(names[0])}》答记者问" if names else title or _first_words(paragraphs)
    if title:
        inner = re.fullmatch(r"《([^《》]+)》", title)
        return inner[1] if inner else title
    subjects = [
        found[1] for p in paragraphs[:8] if (found := re.match(r"(?:主题|标题|Subject)\s*[:：]\s*(.{2,80})", p.text))
    ]
    return without_blanks(subjects[0]) if subjects else _first_words(paragraphs)


def without_blanks(text: str) -> str:
    """A title without the blanks of its layout: those between Latin words and between two issuers are kept as one."""
    parts = re.split(rf"[\s{BLANKS}]+", text.strip(BLANKS))
    title = parts[0]
    for part in parts[1:]:
        if not part:
            continue
        latin = title and _LATIN.match(title[-1]) and _LATIN.match(part[0])
        issuers = re.search(rf"{OFFICE_END}$", title[-12:]) and re.match(
            rf"[^《》]{{2,40}}?{OFFICE_END}(?:关于|印发|$)", part
        )
        title += (" " if latin or issuers else "") + part
    return title


def _first_words(paragraphs: Sequence[Paragraph]) -> str:
    """The first clause of the first sentence: a title that adds no word of its own."""
    text = next((p.text for p in paragraphs if p.role == "body"), paragraphs[0].text)
    text = re.sub(r"^(?:[【\[]问[】\]]|本报讯|[（(][^（()）]{0,30}[)）]|——|[“\"‘])\s*", "", text)
    words = ""
    for piece in re.split(r"(?<=[，,。；;！!？?：:])", text):
        words += piece
        if len(words) >= 12 or len(words) >= 6 and piece[-1:] in "。！？!?":
            break
    words = squeeze(words.strip("，,。；;：:！!？?"))
    return words[:LONGEST] or squeeze(text)[:LONGEST] or "无标题"


def kind_of(title: str, paragraphs: Sequence[Paragraph], interview: bool, press: bool, articles: bool) -> Kind:
    """The kind of a document by the last word of its title, its form and the press around it."""
    if interview:
        return "qa"
    core = plain(_TAIL.sub("", title).rstrip("》〉"))
    for words, kind in _KINDS:
        if re.search(rf"(?:{words})$", core) and (is_title(title) or is_title(core) or core.endswith(("令", "问答"))):
            return kind
    if found := re.search(r"(?:印发|发布|公布)《([^《》]+)》", title):
        for words, kind in _KINDS:
            if re.search(rf"(?:{words})$", _TAIL.sub("", found[1])):
                return kind
    if articles:
        return "regulation"
    if press or any(p.role == "byline" and (is_byline(p.text) or signature_start(p.text) == 0) for p in paragraphs):
        return "news"
    return "other"


def is_offices(text: str) -> bool:
    """Whether the line names nothing but offices: 市民政局　市财政局, 海关总署发布."""
    names = re.split(r"[ \u3000、]+", text)
    return len(text) < 80 and all(
        re.fullmatch(rf"[\u4e00-\u9fff]{{1,24}}(?:{OFFICE_END}|工会)(?:发布)?", n) for n in names
    )


def issuer_of(title: str, paragraphs: Sequence[Paragraph], kind: Kind) -> str:
    """The issuer: named in the title before 关于, by the signature, or by the 题注; "" where none is."""
    if kind == "qa":
        speaker = re.search(
            r"([\u4e00-\u9fff、]{4,30}?)(?:有关|相关|主要)?(?:负责人|负责同志|发言人)就",
            "".join(p.text for p in paragraphs[:3]),
        )
        return re.split(r"(?:之际|日前|近日|[时，])[,，]?", speaker[1])[-1] if speaker else ""
    if kind == "news":
        return ""
    if found := _ISSUER.match(title) or ORDER.match(title):
        return found[1]
    signatures = [p.text for p in paragraphs if p.role == "signature" and not is_signing(p.text)]
    if signers := [without_blanks(text) for text in signatures]:
        return " ".join(signers)
    for paragraph in paragraphs:
        head = _HEAD_ISSUER.match(paragraph.text) if paragraph.role == "letterhead" else None
        if head is not None:
            return without_blanks(head[1])
    if by := collected.field_of(paragraphs, collected.ISSUER):
        return by
    if below := [without_blanks(p.text) for p in paragraphs[:HEAD] if p.role == "byline" and is_offices(p.text)]:
        return " ".join(name.removesuffix("发布") for name in below)
    for paragraph in paragraphs[:6]:
        if paragraph.role in ("note", "lead", "title"):
            if found := _NOTE_ISSUER.search(paragraph.text):
                names = re.findall(_NOTE_ISSUER, paragraph.text)
                passed = [  # by those who made it; what another office approved is theirs all the same
                    one[1] for one in _NOTE_ISSUER.finditer(paragraph.text) if not one[0].endswith("批准")
                ]
                names = passed or names
                return re.sub(r"^第.{1,6}届", "", without_blanks(names[-1].strip("、 ")))
            if found := re.search(r"(?:^|[，,])\s*([\u4e00-\u9fff ]{3,30}?)印发", paragraph.text):
                return without_blanks(found[1])
    return ""


_WIDE_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}


def number_in(text: str) -> str:
    """The 文号 that the line is or begins with, without blanks: 某政发〔2024〕5号　　签发人：王某; "" where none is."""
    inner = text[1:-1] if is_parenthesis(text) else ""
    if is_number(text) or is_number(inner):
        return squeeze(inner if is_number(inner) else text)
    found = _NUMBER_BESIDE.fullmatch(text) if len(text) < 120 else None
    return squeeze(found[1]) if found else ""


def number_of(paragraphs: Sequence[Paragraph]) -> str:
    """The number (文号) printed on a line of its own, or beside 签发人 or the date of printing."""
    alone = next((number_in(p.text) or squeeze(p.text) for p in paragraphs if p.role == "number"), "")
    alone = alone or collected.field_of(paragraphs, collected.NUMBER)
    alone = alone or next((found[1] for p in paragraphs if p.role == "note" and (found := _NOTED.match(p.text))), "")
    heads = (squeeze(p.text).rpartition("文件")[2] for p in paragraphs if p.role == "letterhead")
    return (alone or next(filter(is_number, heads), "")).translate(_WIDE_DIGITS)


def date_of(paragraphs: Sequence[Paragraph], kind: Kind) -> str:
    """The date of this version: the last of adoption, publication and amendment; else of signature or byline."""
    notes = [p.text for p in paragraphs if p.role == "note"]
    for words in (r"发布|公布|印发|颁布|通过|批准|修正|修订|修改", r"^(?!.*(?:施行|实施|生效|起执行))", ""):
        dates = [iso(found[0]) for note in notes for found in _dated(note) if re.search(words, found[1])]
        if dates := [date for date in dates if date]:
            return max([*dates, *_years(notes)])
    for note in notes:
        if found := ISSUED.match(note):
            return "-".join((found[1], f"{int(found[2]):02}", f"{int(found[3]):02}"))
    for role in ("date", "byline", "number", "letterhead"):
        for paragraph in reversed(paragraphs):
            if paragraph.role == role and not _STARTS.search(paragraph.text):
                found = re.search(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", paragraph.text)
                date = iso(paragraph.text) or (f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else "")
                if date:
                    return date
    return ""


def _years(notes: Sequence[str]) -> list[str]:
    """The years, or years and months, of amendments that a 题注 gives no day of: 2003年5月8日发布　2023年修订."""
    return [
        f"{found[1]}-{int(found[2]):02}" if found[2] else found[1]
        for note in notes
        for found in _AMENDED.finditer(note)
    ]


def _dated(note: str) -> list[tuple[str, str]]:
    """(date, words after it up to the next date) for every date of a 题注."""
    found = list(DATE.finditer(note))
    starts = [match.start() for match in found]
    return [(match[0], note[match.end() : end]) for match, end in zip(found, [*starts[1:], len(note)], strict=False)]
