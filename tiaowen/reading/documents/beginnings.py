"""How a document begins: a title over one line or several, and what below it proves that it is one."""

from __future__ import annotations

import re

from tiaowen.reading.grammar.marks import (
    DATE,
    ISSUER_END,
    NUMERAL,
    OFFICE_END,
    article,
    ends_sentence,
    is_container,
    is_label,
    is_number,
    is_parenthesis,
    is_post,
    is_title,
    squeeze,
)
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import is_byline, is_dateline, is_headline

_LONGEST_LINE = 120  # of a title, in characters
_OFFICE = re.compile(rf"{ISSUER_END}$")
_OFFICE_ON = re.compile(rf"^[^，。；：]{{2,30}}{ISSUER_END}关于")
_ISSUED_TITLE = re.compile(r"的(?:通知|决定|意见|公告|批复|函|报告|通报|请示|议案)$")
_PURPOSE = re.compile(r".{0,200}(?:制定|制订)本|.{0,120}(?:经.{0,30}同意|现印发|现将|现就|现提出|特制定)")

_ADOPTED = re.compile("通过|批准|公布|发布|修正|修订|施行|令第")
_ORDER_NUMBER = rf"[（(]?第[{NUMERAL}]{{1,6}}号[)）]?"
ORDER = re.compile(rf"[^，。；：]{{2,40}}{OFFICE_END}令(?P<number>{_ORDER_NUMBER})?")
"""某市人民政府令, with its number beside it or on the next line; without blanks."""
_NO_TITLE = re.compile(r"[^\u4e00-\u9fff《》〈〉（）()“”—、·\d]|附|\d$")
"""What the first line of a title that is broken in mid-word has not."""
_SHORTEST = 4  # characters of such a line


def title_lines(paragraphs: list[Paragraph], i: int) -> int:
    """How many lines the title takes that begins here and is printed over several: 某市人民政府关于表彰… / …的决定,
    某县人民政府 / 关于…的通知.

    1 where the line is no beginning of a title, or all of it.
    """
    if not is_headline(paragraphs[i]) or len(paragraphs[i].text) > _LONGEST_LINE:
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


def broken_title(paragraphs: list[Paragraph], i: int) -> int:
    """How many lines the title takes that begins here and is broken in mid-word: 某市市场主 / 体登记办法; 1 where none
    does. Names of offices and persons above a title are signatures and no part of it."""
    line, first = paragraphs[i], squeeze(paragraphs[i].text)
    if not is_headline(line) or line.heading or len(first) < _SHORTEST or is_title(first):
        return 1
    if _OFFICE.search(first) or _NO_TITLE.search(first) or is_post(line.text):
        return 1
    for count, paragraph in enumerate(paragraphs[i + 1 : i + 4], 2):
        if not is_headline(paragraph) or paragraph.heading or is_parenthesis(paragraph.text):
            break
        if is_title(joined(paragraphs, i, count)):
            return count
    return 1


def begins_order(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether an order begins here: 某市人民政府令 / 第41号."""
    found = ORDER.fullmatch(squeeze(paragraphs[i].text)) if len(paragraphs[i].text) <= _LONGEST_LINE else None
    if found is None or found["number"]:
        return found is not None
    below = squeeze(paragraphs[i + 1].text) if i + 1 < len(paragraphs) else ""
    return re.fullmatch(_ORDER_NUMBER, below) is not None


def joined(paragraphs: list[Paragraph], i: int, lines: int) -> str:
    """The title of so many lines, without blanks."""
    return "".join(squeeze(paragraph.text) for paragraph in paragraphs[i : i + lines])


def announces(paragraphs: list[Paragraph], i: int) -> bool:
    """中共中央办公厅印发《通知》…: a headline of the press for a document."""
    text = paragraphs[i].text
    return (
        is_headline(paragraphs[i])
        and bool(re.search(r"(?:印发|发布|公布)\s*《", text))
        and not re.search(r"[，。：:；]", text)
    )


def proves_title(paragraphs: list[Paragraph], i: int, lines: int = 1) -> bool:
    """Whether what follows is the beginning of a document: 题注, 文号, an addressee, its first chapter, its purpose."""
    text = joined(paragraphs, i, lines)
    for paragraph in paragraphs[i + lines : i + lines + 3]:
        after = paragraph.text
        if is_parenthesis(after) and DATE.search(after) or is_number(after) or is_dateline(after) or is_byline(after):
            return True
        if is_title(text) and DATE.match(after) and _ADOPTED.search(after) and not re.search("[，。；]", after):
            return True  # a 题注 without brackets
        if article(after) or is_container(after):
            return bool(re.match(r"第\s*[一1１]\s*[条條章编編]", after))
        if _addresses_offices(after):
            return True
        if _PURPOSE.match(after) or announces(paragraphs, i) and after.startswith(("《", "近日", "新华社")):
            return True
        if not is_headline(paragraph) or is_title(after) and not is_title(text):
            return False
    return False


def begins_paper(paragraphs: list[Paragraph], i: int, lines: int) -> bool:
    """Whether an official paper surely begins here, also after the appendices of another one: 关于…的通知, below or
    above it its number, and then those it is addressed to or its first sentence."""
    title = joined(paragraphs, i, lines)
    above = next((p.text for p in reversed(paragraphs[max(i - 3, 0) : i]) if not is_number(p.text)), "")
    if "关于" not in title or not is_title(title) or re.fullmatch(r"附\s*[件录]\s*\S{0,3}", above):
        return False  # a paper below 附件2 is the appendix
    below = [p.text for p in paragraphs[i + lines : i + lines + 4]]
    rest = [text for text in below if not is_number(text) and not (is_parenthesis(text) and DATE.search(text))]
    if not rest or is_label(rest[0]):
        return False
    numbered = any(is_number(text) for text in (*below, *(p.text for p in paragraphs[max(i - 1, 0) : i])))
    return _addresses_offices(rest[0]) or numbered and ends_sentence(rest[0])


def adopted(paragraphs: list[Paragraph], i: int, lines: int) -> bool:
    """Whether a law begins here also after the appendices of another one: a title, no 附件 above it, with the words of
    its adoption below: （2023年5月8日…通过）."""
    if not is_title(joined(paragraphs, i, lines)) or i + lines >= len(paragraphs):
        return False
    above, below = paragraphs[i - 1].text if i else "", paragraphs[i + lines].text
    noted = is_parenthesis(below) or DATE.match(below) is not None and re.search("[，。；]", below) is None
    return noted and DATE.search(below) is not None and "通过" in below and not above.startswith("附")


def _addresses_offices(text: str) -> bool:
    """各镇、街道办事处，区直机关各部门："""
    return (
        text[-1:] in "：:"
        and len(text) < 300
        and re.search(r"^各|[，、].*(?:局|厅|委|部|政府|单位|机构|企业)", text) is not None
    )
