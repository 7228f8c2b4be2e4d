"""What the beginning and the end of a line say: labels, ends of sentences, dates, numbers of documents.

Layout, flows and documents all ask the same questions of a line ("is this a heading?", "does this end a
sentence?"); this file answers them once. All functions take a line without blanks at its ends.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tiaowen.reading.grammar import misread
from tiaowen.reading.grammar.numerals import value

NUMERAL = "〇零○Ｏ一二三四五六七八九十百千两廿卅0-9０-９"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
INVISIBLE = "\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\u061c\ufeff\xad"
"""Characters without width, as in a class of a pattern: joiners, marks of the direction, soft hyphens."""
BLANKS = (
    " \t\u3000\xa0\x00\x1a\u1680\u2800\u3164\u115f\u1160\uffa0\ufffc"
    + "".join(
        chr(c)
        for first, last in ((0x2000, 0x200F), (0x202A, 0x202F), (0x205F, 0x2064), (0x2066, 0x2069), (0x61C, 0x61C))
        for c in range(first, last + 1)
    )
    + "\ufeff\xad"
)
"""What prints nothing, and what stands for an object that is not there."""

_TRADITIONAL = "條項節編則總錄號問規辦準細見計劃決議釋綱點憲標範團預協書復內關於發過實頒訂圖頁廳會員檢長黨組聯銀機稱與"
_SIMPLIFIED = "条项节编则总录号问规办准细见计划决议释纲点宪标范团预协书复内关于发过实颁订图页厅会员检长党组联银机称与"
_PLAIN = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_HAS_TRADITIONAL = re.compile(f"[{_TRADITIONAL}]")
_MARK = 80  # characters at the beginning of a line that hold its mark and tell it from a reference

CLOSERS = "”’\"'）)」』】》〉］]"
STOPS = "。！？；：.!?;:…"

_ARTICLE = re.compile(rf"第\s*([{NUMERAL}]{{1,12}})\s*条(?:之[{NUMERAL}]+)?")
_ARTICLE_MENTION = re.compile(
    r"的|规定|[第至或及，,款项）)》”。；\]]|[和与][第本]|之?所[规列称]|修改(?=[为如后])|改为|中[的“，规]|以[上下](?=[各的规、，])|等|内容"
)
_ARTICLE_SERIES = re.compile(rf"[：:]\s*$|、\s*(?:[第《]|[{NUMERAL}]{{1,5}}条)")
"""第三条、第五条 and 第三条、五条 are mentions; 第三条、装修时间： and 第三条：装修时间 are articles."""
_CONTAINER = re.compile(
    rf"第\s*[{NUMERAL}]{{1,8}}\s*(?:分编|编|章|节|部分|篇)(?![{HAN}]{{0,2}}第)[\s\u3000]*[^，,。；;：:！？“”\"]*$"
)
_ENUMERATION = re.compile(
    rf"(?:[一二三四五六七八九十百]{{1,5}}[、．.](?![一二三四五六七八九十0-9])|[（(]\s*[{NUMERAL}]{{1,4}}\s*[)）](?!项)|[0-9０-９]{{1,3}}\s*[.．、)）](?:(?![0-9０-９])|(?=(?:19|20)[0-9]{{2}}年))"
    r"|[①-⑳㈠-㈩⑴-⒇⒈-⒛])"
)
_NUMBERINGS = frozenset("一二三四五六七八九十百廿卅〇0123456789０１２３４５６７８９（(【[ ") | {
    chr(c) for first, last in ((0x2460, 0x249B), (0x3220, 0x3229)) for c in range(first, last + 1)
}
_ATTACHMENT = re.compile(r"附\s*[件表录][\s0-9一二三四五六七八九十：:]*(?:$|[^\s。，]{1,40}$)")
_NAMED = re.compile(rf"([{HAN}][{HAN} \u3000]{{0,7}}?)\s*([{NUMERAL}]{{0,3}})\s*[：:]")
_QUESTION = re.compile(r"(?:记者)?\s*(问|答)\s*[:：]|[【\[](问|答)[】\]]")
_CARRIED_OVER = re.compile(
    r"[（(【\[]\s*(?:紧接|上接|接)\s*第?\s*[A-Z0-9０-９一二三四五六七八九十]{1,4}\s*版[^（()）]{0,12}[)）】\]]"
)
YEAR = r"(?:[12][0-9]{3}|[１２][０-９]{3}|[一二][〇零○Ｏ一二三四五六七八九]{3})"
DATE = re.compile(rf"({YEAR})\s*年\s*([{NUMERAL}]{{1,3}})\s*月\s*([{NUMERAL}]{{1,3}})\s*日")
_ADOPTED = re.compile(r"(?:通过|批准|公布|发布|修正|修订|修改|施行|实施|印发|颁布|审议批准)[)）]?$")
BARE_ROW = r"[^|\t\n]+(?:[ \u3000]\|[ \u3000][^|\n]*){2,}|[^\t\n]+(?:\t+[^\t\n]+){2,}"
"""A row of a table as a pattern of a whole line: three cells between bars with blanks, or between tabs."""
ROW = rf"(?:\|[^\n]*|{BARE_ROW})"
"""The same, or a line that begins with a bar."""
_ROW = re.compile(ROW)
_POINTED = re.compile(
    r"(\d{1,2}(?:[.．]\d{1,3}){1,5})[.．]?(?:[ \t\u3000\xa0]+(?=[^\s\d.．,，、%％‰])"
    r"|(?=[^\s\d.．,，、%％‰元米万亿倍个千克吨度年月日天小分秒平厘毫公斤辆台人名次岁层户折成周寸亩升页]))"
)
_DATE_LINE = re.compile(rf"[（(]?\s*{DATE.pattern}\s*[)）]?")
NUMBER = re.compile(
    rf"(?:[{HAN}]{{1,16}}?\s*(?:字)?\s*)?[〔\[［（(【﹝]\s*[12１２][09０９][0-9０-９]{{2}}\s*[〕\]］）)】﹞]\s*第?\s*[0-9０-９]{{1,5}}\s*[号期]"
    rf"|[（(〔]\s*20[0-9]{{2}}\s*[〕）)]\s*[{HAN}][0-9]{{0,4}}[{HAN}]{{1,4}}[0-9]{{1,6}}号"  # of a case
    rf"|[{HAN}]{{2,30}}(?:令|公告)?\s*[（(]?\s*第\s*[{NUMERAL}]{{1,5}}\s*号\s*[)）]?"
)
STANDARD = re.compile(r"[A-Z]{1,6}(?:/[A-Z]{1,6})? ?[0-9A-Z/. ]*[0-9][—–-]\d{4}")
"""The number of a standard: GB/T 1.1—2020, DB 4472/T 061—2024."""
ISSUED = re.compile(r"(\d{4})[-—.](\d{1,2})[-—.](\d{1,2}) ?(?:发布|公布|批准|实施)")
"""The date of issue on the cover of a standard."""
_PARENTHESIS = re.compile(r"[（(【\[][^（(]*(?:[（(][^（()）]*[)）][^（()）]*)*[)）】\]]")

OFFICE_END = (
    r"(?:办公厅|办公室|厅|部|局|委员会|委|法院|检察院|院|政府|总署|署|银行|协会|联合会|党委|党组|组织部|管理局|总局)"
)
ISSUER_END = (
    rf"(?:{OFFICE_END[3:-1]}|大学|学校|中学|小学|幼儿园|中心|公司|集团|工会|学会|商会|基金会|支部|总支|支队|总队|大队|队部"
    r"|合作社|联社|办事处|管理处|管理所|管理站|研究所|图书馆|博物馆|交易所)"
)
"""How the names end of those who issue papers, offices or not. Looked for only where a line or a title names them."""
_NOUNS = (
    "条例|办法|规定|规则|细则|准则|章程|意见|通知|通告|公告|方案|规划|计划|决定|决议|批复|解释|纲要|要点|法典|宪法|修正案"
    "|制度|标准|规程|规范|守则|指引|指南|预案|命令|公约|协定|议定书|答复|复函|措施|清单|倡议书|公报|纪要|规约"
)
_TITLE = re.compile(
    rf"(?:(?:{_NOUNS})|(?<![方做违执司用看想说守普依非合立书语无])法|答记者问)[》〉]?\s*"
    rf"(?:[（(〔][^（()）]{{1,24}}[)）〕]\s*)*(?:的(?:通知|决定|意见|公告|批复|函|说明|报告|解释|规定))?"
)
_PAPERS = "请示|报告|函|议案|通报|说明|解答"
_PAPER_TITLE = re.compile(rf"关于[^，。；：]{{2,90}}的(?:{_PAPERS})$")
"""Papers whose name alone does not make a title: 关于申请核定项目的请示."""
_TITLE_ENDS = frozenset(noun[-1] for noun in f"{_NOUNS}|{_PAPERS}|法|答记者问".split("|")) | set("》〉)）〕")
_PAPER_END = re.compile(
    r"(?:(?<![秘图读文证聘丛])书|解答|须知|说明|合同|协议|手册|汇编|选编|总结|流程|名单|简章|纪律)(?:[（(〔][^（()）]{1,24}[)）〕])*$"
)
_NOTE_MARK = re.compile(r"\s*(?:[①-⑳¹²³⁴-⁹]|[\[［]\^?\d{1,2}[\]］]|[*＊]{1,2})$")
_NOTE_MARK_ENDS = frozenset("①②③④⑤⑥⑦⑧⑨⑩¹²³⁴⁵⁶⁷⁸⁹]］*＊")
_NOT_TITLE = re.compile(r"[。；;！!？?，,]\s*(?!.*》)|[：:]|^[“‘”\"—…·*]")
_ISSUER = re.compile(rf"[^，。；：:、“”]{{2,40}}{ISSUER_END}")
_POST = re.compile(rf"[{HAN}][{HAN} \u3000]{{1,4}}[ \u3000\t]+[{HAN}].*(?:长|任|记|员|席|总|师|授|士|理|事|主任)$")

Mark = tuple[str, int]
"""("条", 19), ("问", 0), ("答", 0), ("章", 0)"""

remembered = lru_cache(2048)
"""For functions of a line alone: steps ask the same of the same lines, hostile texts repeat one."""

_BLANK = re.compile(rf"[\s{BLANKS}]+")
_DIVISION = re.compile(rf"第\s*[{NUMERAL}]{{1,8}}\s*(?:分编|编|章|节|部分|篇)")


def number(text: str) -> int:
    """The value of Chinese or Arabic digits (十九, 百零三, 二〇二四, １２), 0 where they spell none."""
    return value(text) or 0


@remembered
def width(text: str) -> float:
    """Display width in full-width characters; ASCII counts one half."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))


@remembered
def squeeze(text: str) -> str:
    """The text without any blanks, for comparing titles and headings."""
    return _BLANK.sub("", text)


@remembered
def ends_sentence(text: str) -> bool:
    """Whether the line can be the last of a paragraph by its punctuation alone."""
    last = text[-1:]
    if last in STOPS:
        return last != ""
    if "\ue000" <= last <= "\uf8ff":  # a private character has no meaning: look before it
        text = re.sub(r"[\ue000-\uf8ff\s]+$", "", text[-40:])
        last = text[-1:]
        if last in STOPS:
            return last != ""
    if last not in CLOSERS:
        return False
    kept = text[-40:].rstrip(CLOSERS)
    return kept != "" and kept[-1] in STOPS or is_parenthesis(text)


@remembered
def is_parenthesis(text: str) -> bool:
    """Whether the whole line is one parenthesis: a 题注, （新华社北京2月19日电）."""
    return len(text) < 400 and text[:1] in "（(【[" and text[-1:] in "）)】]" and bool(_PARENTHESIS.fullmatch(text))


def opens_parenthesis(text: str) -> bool:
    """Whether the line begins with a parenthesis that is not closed on it."""
    if text[:1] not in "（(":
        return False
    depth = 0
    for c in text[:400]:
        depth += (c in "（(") - (c in "）)")
        if depth == 0:
            return False
    return True


@remembered
def article(text: str) -> int:
    """The number of the article that the line begins, or 0: 第五条 为了… yes; 第五条规定的… no."""
    if text[:1] not in misread.STARTS:
        return 0
    head = plain(text[:_MARK])
    found = _ARTICLE.match(head)
    odd = misread.numbered(head) if not found else None
    if odd is not None and odd.unit == "条":
        end, spelt = odd.end, 0 if _ARTICLE_MENTION.match(head, odd.end) else odd.number
    elif found:
        end, spelt = found.end(), number(found[1]) or 1
    else:
        return 0
    after = head[end : end + 1]
    if after and (_ARTICLE_MENTION.match(after) or _ARTICLE_SERIES.match(head, end)):
        return 0
    return spelt


def plain(text: str) -> str:
    """A text of the same length in which the words of marks and titles are simplified: 第一條, 總則, 辦法."""
    return text.translate(_PLAIN) if _HAS_TRADITIONAL.search(text) else text


def followed_by_blank(text: str) -> bool:
    """Whether the label at the beginning of the line stands apart from what follows it."""
    head = plain(text[:_MARK])
    found = _ARTICLE.match(head) or _DIVISION.match(head)
    odd = misread.numbered(head) if not found else None
    end = found.end() if found else odd.end if odd is not None else None
    return end is not None and text[end : end + 1] in ("", *BLANKS)


@remembered
def is_container(text: str) -> bool:
    """第三章 党史学习教育的内容: yes; 第三章“党史学习教育的内容”，主要规定…: no."""
    if text[:1] not in misread.STARTS or len(text) >= 60:
        return False
    head = plain(text)
    if _CONTAINER.match(head):
        return True
    odd = misread.numbered(head)
    return odd is not None and odd.unit != "条" and _CONTAINER.match(f"第一{odd.unit}{head[odd.end :]}") is not None


@remembered
def enumeration(text: str) -> str:
    """The style of the line's numbering ("一、", "（一）", "1.", "①"), or ""."""
    found = _ENUMERATION.match(text) if text[:1] in _NUMBERINGS else None
    if not found:
        return ""
    style = found[0].replace("(", "（").replace(")", "）").replace(" ", "")
    return re.sub(r"[0-9０-９]+", "1", re.sub(rf"[{NUMERAL}]+", "一", style))


@remembered
def named(text: str) -> str:
    """The name before a colon at the beginning of the line (责任单位, 工作措施, 组长), or ""."""
    if "：" not in text and ":" not in text:
        return ""
    found = _NAMED.match(text)
    return squeeze(found[1]) if found else ""


@remembered
def question(text: str) -> str:
    """问 or 答 where the line begins with 问： or 答：, 【问】 or 【答】, or ""."""
    found = _QUESTION.match(text) if text[:1] in ("问", "答", "记", "【", "[") else None
    return (found[1] or found[2]) if found else ""


@remembered
def primary(text: str) -> Mark | None:
    """The mark that carries a sequence on: an article, a chapter, 问 or 答."""
    if text[:1] in misread.STARTS:
        if n := article(text):
            return "条", n
        if is_container(text):
            return "章", 0
    asked = question(text)
    return (asked, 0) if asked else None


def is_continuation(text: str) -> int:
    """The length of （上接第一版） at the beginning of the line, where a piece comes over from another page, or 0."""
    found = _CARRIED_OVER.match(text) if text[:1] in "（(【[" else None
    return found.end() if found else 0


@remembered
def is_label(text: str) -> bool:
    """Whether the line begins with a label that always begins a paragraph."""
    first = text[:1]
    if first in misread.STARTS and (article(text) or is_container(text)):
        return True
    if first == "第":
        return is_number(text)
    if first in _NUMBERINGS and (enumeration(text) or is_continuation(text) or is_date(text)):
        return True
    if first == "附":
        return bool(_ATTACHMENT.match(plain(text)))
    return first == "—" and text.startswith("——") or question(text) != "" or is_number(text)


@remembered
def is_row(text: str) -> bool:
    """Whether the line is a row of a table (ROW)."""
    return ("|" in text or "\t" in text) and _ROW.fullmatch(text) is not None


@remembered
def points(text: str) -> int:
    """How many points the number has that the line begins with, as in 4.1.2; 0 for 1.2米 and for words."""
    found = _POINTED.match(text) if text[:1] in _NUMBERINGS else None
    return len(re.findall("[.．]", found[1])) if found else 0


@remembered
def is_date(text: str) -> bool:
    """Whether the whole line is a date."""
    return len(text) < 40 and text[:1] in _NUMBERINGS and bool(_DATE_LINE.fullmatch(text))


@remembered
def is_adoption(text: str) -> bool:
    """Whether the line is one entry of a 题注: 1996年8月29日 第八届全国人民代表大会常务委员会…第一次修正."""
    return len(text) < 300 and text[:1] in _NUMBERINGS and bool(DATE.match(text)) and bool(_ADOPTED.search(text))


def iso(text: str) -> str:
    """The first date of the text as 2024-02-05, or ""."""
    found = DATE.search(text)
    if not found:
        return ""
    year, month, day = (number(part) for part in found.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


@remembered
def is_number(text: str) -> bool:
    """Whether the whole line is the number of a document (文号)."""
    return len(text) < 50 and text[-1:] in "号號期）)" and bool(NUMBER.fullmatch(plain(text)))


def without_note_mark(text: str) -> str:
    """A title without the mark of a footnote at its end: 某某办法①, 某某办法[1]."""
    return _NOTE_MARK.sub("", text) if text and text[-1] in _NOTE_MARK_ENDS else text


@remembered
def is_title(text: str) -> bool:
    """Whether the line reads like the title of a document: short, no sentence, ends in 条例, 通知, 意见 …"""
    text = without_note_mark(text)
    if not 4 <= len(text) <= 120:
        return False
    text = plain(text)
    if not (text[-1] in _TITLE_ENDS or text[-1].isspace()):
        return False
    if is_label(text) or _NOT_TITLE.search(text) or DATE.match(text):
        return False
    tail = text[-40:]
    return _PAPER_TITLE.search(text) is not None or any(found.end() == len(tail) for found in _TITLE.finditer(tail))


@remembered
def is_issuer(text: str) -> bool:
    """Whether the line is a name like that of one who issues papers: 某市人民政府, 某大学, 某有限公司."""
    return len(text) <= 60 and _ISSUER.fullmatch(text) is not None


def heads_paper(text: str) -> bool:
    """Whether a line below its issuer is the name of a paper by its last word alone: 民事判决书, 新生入学须知."""
    return 3 <= len(text) <= 60 and not _NOT_TITLE.search(text) and _PAPER_END.search(text) is not None


@remembered
def is_post(text: str) -> bool:
    """Whether the line is a person with a post: 刘天庆 区政府副区长."""
    return len(text) < 60 and (" " in text or "\u3000" in text or "\t" in text) and bool(_POST.match(text))
