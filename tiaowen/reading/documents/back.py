"""What stands behind the body of a document, each with its role: 附件, 落款, 版记, the credits of the press."""

from __future__ import annotations

import re
from dataclasses import replace

from tiaowen.reading.documents.after import is_remark
from tiaowen.reading.documents.segment import ATTACHMENT
from tiaowen.reading.documents.signing import is_sealed, is_signing
from tiaowen.reading.grammar.headings import item
from tiaowen.reading.grammar.marks import (
    DATE,
    ISSUER_END,
    NUMERAL,
    YEAR,
    ends_sentence,
    is_date,
    is_issuer,
    is_label,
    is_parenthesis,
    is_row,
    squeeze,
    width,
)
from tiaowen.reading.grammar.paragraphs import BOLD, Paragraph
from tiaowen.reading.grammar.press import credits_from, is_byline, signature_start

_IMPRINT = re.compile(
    r"[（(]此(?:件|文).{2,14}[）)]|(?:主送|抄送|抄报|分送|发送|主题词)\s*[:：].{0,200}|[^，。；]{0,40}印\s*发|共印\s*\d+\s*份.{0,10}"
)
_PRINTED = re.compile(rf"{DATE.pattern}\s*印\s*发")
_BUREAU = rf"[\u4e00-\u9fff]{{1,24}}(?:{ISSUER_END}|处|科|股|室|组)"
_BUREAUS = re.compile(rf"{_BUREAU}(?:[、 \u3000]+{_BUREAU})*")
_MONTH = re.compile(rf"{YEAR}\s*年\s*[{NUMERAL}]{{1,3}}\s*月")
_REMARK = re.compile(r"[（(](?:此[件文]|联\s*系\s*人|联系方式|联系电话).{2,80}[)）]")
"""（此件公开发布）, （联系人：…，电话：…） below the date."""
_LIST = re.compile(r"附\s*[件表]\s*[:：]\s*(?:$|([1１一][.．、]))")


def back_roles(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with the roles of those after and within the body: signature, date, attachment, byline."""
    found = list(paragraphs)
    for i, paragraph in enumerate(found):
        text = paragraph.text
        if paragraph.role != "body":
            continue
        if len(text) < 80 and ATTACHMENT.match(text) and not text.endswith("。"):
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
    _imprint(found)
    return found


def _imprint(found: list[Paragraph]) -> None:
    """Give the last lines of an official paper the role of its imprint."""
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
            return count if signed or ATTACHMENT.match(paragraph.text) else 1
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
