"""Rules that are printed one after another in one text: what heads each of them, and the fields of a database above."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tiaowen.reading.grammar.headings import caption, division, item
from tiaowen.reading.grammar.marks import article, ends_sentence, is_number, is_parenthesis, is_title, squeeze
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import is_headline

LONGEST_HEADING = 40  # characters of the heading of a part of a collection

_COLLECTION = re.compile(r"(?:汇编|选编|汇集|文集|大全|手册|读本)(?:[（(〔][^（()）]{1,24}[)）〕])*$")
_RULE = re.compile(r"(?:制度|守则|规定|办法|规则|规程|公约|规范|细则|准则)(?:[（(〔][^（()）]{1,24}[)）〕])*$")
_BY = "发布部门|发布机关|发布机构|发布单位|发文机关|发文单位|发文部门|制定机关|颁布单位|颁布机关"
_NUMBERS = "发文字号|发布文号|发文文号|文件编号|文号"
_DAYS = "成文日期|发文日期|印发日期|发布日期|公布日期|颁布日期|批准日期"
_OTHERS = (
    "实施日期|施行日期|生效日期|废止日期|失效日期|时效性|有效性|有效期|效力级别|效力等级|法规类别|主题分类|信息分类|专题分类"
    "|体裁分类|组配分类|主题词|关键词|索引号|信息索引号|标题|文件名称|信息名称|法规名称|公开方式|公开范围|统一编号|登记号"
    "|批准机关|批准部门|信息来源|服务对象分类"
)
_S = r"[ \t\u3000\xa0]*"


def _field(names: str) -> re.Pattern[str]:
    """A line with one of these fields, whose letters may stand apart: 【发布部门】某市人民政府, 发 文 机 关：某局."""
    spaced = "|".join(_S.join(name) for name in names.split("|"))
    return re.compile(rf"(?:【{_S}(?:{spaced}){_S}】{_S}[:：]?|(?:{spaced}){_S}[:：]){_S}(?P<words>.*)")


_FIELD = _field("|".join((_BY, _NUMBERS, _DAYS, _OTHERS)))
ISSUER, NUMBER, DAY = _field(_BY), _field(_NUMBERS), _field(_DAYS)


def fields(paragraphs: Sequence[Paragraph], at: int = 0) -> int:
    """How many lines from here on are fields of a database (【发布部门】…, 索 引 号：…); 0 for one alone."""
    count = 0
    while at + count < len(paragraphs) and _FIELD.fullmatch(paragraphs[at + count].text):
        count += 1
    return count if count > 1 else 0


def field_of(paragraphs: Sequence[Paragraph], field: re.Pattern[str]) -> str:
    """The words of a field above a title, or ""."""
    above = [field.fullmatch(p.text) for p in paragraphs if p.role == "letterhead"]
    return next((squeeze(found["words"]) for found in above if found), "")


def heads_record(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether the fields of a database begin here that stand above a title."""
    count = fields(paragraphs, at)
    return count > 2 and at + count < len(paragraphs) and is_headline(paragraphs[at + count])


def is_collection(paragraph: Paragraph) -> bool:
    """Whether a line is the name of a collection: 某集团规章制度汇编."""
    return is_headline(paragraph) and _COLLECTION.search(squeeze(paragraph.text)) is not None


def numbered_titles(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The lines 一、会议管理制度, 2、某市养犬管理规定 that head rules of their own: names of documents, numbered from
    one in one style, and below each 第一条 or 第一章. A single one is a heading."""
    runs: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for i, paragraph in enumerate(paragraphs):
        mark = item(paragraph.text)
        words = squeeze(paragraph.text[mark.end :]) if mark is not None else ""
        if mark is None or not is_title(words) or not _opens_rule(paragraphs, i + 1):
            continue
        if mark.number in (1, last.get(mark.style, 0) + 1):
            runs.setdefault(mark.style, []).append(i)
            last[mark.style] = mark.number
    return frozenset(i for run in runs.values() if len(run) > 1 for i in run)


def _opens_rule(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether 第一条 or 第一章 stands here, or below a 题注 and a 文号."""
    while at < len(paragraphs) and (is_parenthesis(paragraphs[at].text) or is_number(paragraphs[at].text)):
        at += 1
    text = paragraphs[at].text if at < len(paragraphs) else ""
    mark = division(text)
    return article(text) == 1 or mark is not None and mark.number == 1 and mark.style in ("章", "编")


def part_numbers(paragraphs: Sequence[Paragraph]) -> dict[tuple[str, int], int]:
    """Where the first heading with each number stands just above a title: {("一、", 2): 40}."""
    found: dict[tuple[str, int], int] = {}
    for i, (paragraph, following) in enumerate(pairwise(paragraphs)):
        mark = item(paragraph.text) if caption(paragraph.text) and is_title(squeeze(following.text)) else None
        if mark is not None:
            found.setdefault((mark.style, mark.number), i)
    return found


def part_headings(paragraphs: Sequence[Paragraph], i: int, numbers: Mapping[tuple[str, int], int]) -> int:
    """How many lines above the title at i are headings of a part of the collection: 二、人事政策 after 一、劳动法律,
    and above the first the name of the collection. numbers: as `part_numbers` has them."""
    above = paragraphs[i - 1].text if i else ""
    mark = item(above)
    if mark is None or not caption(above) or len(above) > LONGEST_HEADING or ends_sentence(above):
        return 0
    if i > 1 and mark.number == 1 and is_collection(paragraphs[i - 2]):
        return 2
    return int(numbers.get((mark.style, mark.number - 1), i) < i - 1)


def heads_list(paragraphs: Sequence[Paragraph], i: int, own: Sequence[Paragraph]) -> bool:
    """Whether the short title of a rule stands here whose points follow at once (值班制度 / 一、… / 二、…), a blank
    line above it and none below, behind another rule, `own`: one with articles, or with points of the same style."""
    text = squeeze(paragraphs[i].text)
    if not (paragraphs[i].gap and _RULE.search(text) and is_title(text)) or i + 1 >= len(paragraphs):
        return False
    first, last = item(paragraphs[i + 1].text), own[-1]
    if first is None or first.number != 1 or paragraphs[i + 1].gap or not ends_sentence(last.text):
        return False
    if not any(_RULE.search(squeeze(p.text)) and is_headline(p) for p in own[:4]):
        return False
    opens = next((p.text for p in own if article(p.text) or item(p.text)), "")
    mark = item(opens)
    return article(opens) == 1 or mark is not None and mark.style == first.style
