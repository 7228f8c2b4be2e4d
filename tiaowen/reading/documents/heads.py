"""What stands above the title of a document: the head of official paper, the masthead of a gazette, a cover."""

from __future__ import annotations

import re
from dataclasses import replace

from tiaowen.reading.documents.collected import fields
from tiaowen.reading.documents.segment import HEAD_LINES, Segment
from tiaowen.reading.documents.titles import is_offices, number_in
from tiaowen.reading.grammar.marks import DATE, NUMBER, STANDARD, heads_paper, is_number, is_title, squeeze
from tiaowen.reading.grammar.paragraphs import BOLD, Paragraph
from tiaowen.reading.grammar.press import is_headline

_COVER = re.compile(r"(?:ICS|CCS|备案号)\b|代替|[^，。；：]{0,24}标准$|[A-Z]{1,4} ?\d{0,6}(?:/T)?$")
COVER_BELOW = re.compile(r"[^\u4e00-\u9fff]*[A-Za-z]{3}[^\u4e00-\u9fff]*|.{2,40}\s发\s*布")
"""Below the title of a standard: the title in English, 某省市场监督管理局　发布."""
_PAPER = re.compile(rf"文件(?:{NUMBER.pattern})?$|^[^，。；：]{{0,20}}(?:会议纪要|简报|专报)$")
_MASTHEAD = re.compile(r"第?[0-9]{1,4}期[^，。；]*公报$|公报[^，。；]*第[0-9]{1,4}期")


_NUMBERED = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}编[ \u3000]*号|版[ \u3000]*[本次号]|密[ \u3000]*级|受控状态|(?:No|NO)\b\.?|№)"
    r"[ \u3000]*[:：.]?[^，。；]{0,60}"
)
"""合同编号：DF-2025-17, 文件编号：QM-03　版本：A/1, above a title."""


def title_at(paragraphs: list[Paragraph], segment: Segment) -> int:
    """How many paragraphs stand above the title."""
    above = fields(paragraphs)
    if above and above < len(paragraphs) and is_headline(paragraphs[above]):
        return above + _letterhead(paragraphs[above:])
    numbers = next((n for n, p in enumerate(paragraphs[:HEAD_LINES]) if not _NUMBERED.fullmatch(p.text)), 0)
    titled = paragraphs[numbers].text if numbers else ""
    if titled and is_headline(paragraphs[numbers]) and (is_title(squeeze(titled)) or heads_paper(squeeze(titled))):
        return numbers
    named = (i for i, p in enumerate(paragraphs) if segment.listed and squeeze(p.text) == segment.listed)
    return _letterhead(paragraphs) or _cover(paragraphs) or next(named, 0)


def promoted(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with a title of the first level, where it is printed in headings of the second: ## 某市人民政府 /
    ## 关于…的意见, and no other heading so high."""
    level = paragraphs[0].heading
    high = [i for i, paragraph in enumerate(paragraphs) if 0 < paragraph.heading <= level]
    pair = len(paragraphs) > 1 and is_offices(paragraphs[0].text) and goes_on(*paragraphs[:2])
    if not 1 < level < BOLD or high != ([0, 1] if pair else [0]) or not (pair or is_title(paragraphs[0].text)):
        return paragraphs
    return [replace(p, heading=1) if i in high else p for i, p in enumerate(paragraphs)]


def _letterhead(paragraphs: list[Paragraph]) -> int:
    """How many lines are the head of official paper, before the title: 某局文件, its number, the office and the date.

    Only where a number or …文件 is among them, and what comes after is a title with 关于, or both are and any title
    comes after: else the first line is the title itself, or its beginning.
    """
    proved = paper = numbered = masthead = False
    for at, paragraph in enumerate(paragraphs[:HEAD_LINES]):
        text = squeeze(paragraph.text)
        if paper and numbered and is_title(text):
            return at
        if masthead and text.endswith("令"):
            return at
        red = _PAPER.search(text) is not None and "关于" not in text  # a heading, where it is set as large as the title
        if paragraph.heading not in (0, BOLD) and not (red or paper) or re.search(r"令$|[，；]", text):
            return 0
        masthead = masthead or at == 0 and _MASTHEAD.search(text) is not None
        printed = ""
        for following in paragraphs[at : at + 4]:
            line = squeeze(following.text)
            if not is_headline(following) or is_number(line) or _PAPER.search(line) or DATE.search(line):
                break
            printed += line
            if "关于" in printed and is_title(printed):
                return at if proved else 0
        number = number_in(paragraph.text)
        if not (is_headline(paragraph) or number):
            return 0
        paper, numbered = paper or _PAPER.search(text) is not None, numbered or number != ""
        paper, numbered = paper or masthead, numbered or masthead
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
        covered = numbered and at > 1 and is_headline(paragraph)  # 某某技术要求, 某某导则 is no title by its last word
        return at if numbered and is_title(squeeze(paragraph.text)) or covered else 0
    return 0


def numbers_it(text: str) -> bool:
    return number_in(text) != "" or STANDARD.fullmatch(text) is not None


def goes_on(first: Paragraph, second: Paragraph) -> bool:
    """Whether two headings are one title: 某市人民政府 / 关于…的意见."""
    return second.heading == first.heading and second.text.startswith("关于")
