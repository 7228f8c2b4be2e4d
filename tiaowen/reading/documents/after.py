"""What is printed behind the last article and is no part of it: an explanation, a notice, links, remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.reading.grammar.marks import (
    DATE,
    OFFICE_END,
    article,
    ends_sentence,
    enumeration,
    is_container,
    is_date,
    is_parenthesis,
    is_post,
    is_row,
    remembered,
    squeeze,
)
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import is_headline

_AHEAD = 400  # paragraphs in which the articles may go on
_BACK = 4  # paragraphs from the words 自…起施行 to the end of the last article
_LONGEST = 40  # characters of a title that is known by its place only
_LAST = re.compile(r"起\s*(?:正式|开始)?\s*(?:施\s*行|实\s*施|执\s*行|试\s*行)|解释权|负责解释|同时废止")
"""The words of a last article; a contract (起生效) may go on with what else is agreed."""
_EXPLAINS = re.compile(
    r"(?:关于)?[^，。；：]{0,30}《[^《》]{2,60}》(?:[（(][^（()）]{1,20}[)）])?\s*的?"
    r"(?:起草|编制|修订|修改|制定|立法|政策|文件|图文|权威|专家)?(?:情况|背景|依据)?的?(?:说明|解读|图解|问答|释义)"
)
_EXPLAINED = re.compile(r"(?:政策|文件|相关|权威|图文|专家)?解读\s*[:：]?|(?:起草|编制|修订)(?:情况)?的?说明\s*[:：]?")
_LINKS = re.compile(r"(?:新闻|相关|政策|知识|资料)(?:链接|背景)\s*[:：]?|延伸阅读\s*[:：]?|名词解释\s*[:：]?")
_REMARK = re.compile(
    r"(?:相关(?:解读|链接|文件|政策|报道|阅读)|政策(?:解读|咨询)|文件解读|解读(?:链接|文件)|原文(?:链接|地址)?|(?:信息|文章|稿件)?来源"
    r"|版权(?:声明|说明)|免责声明|附件(?:下载|链接)|分享|编者按|编后|咨询(?:电话|热线|方式|单位)|联系(?:电话|方式|人|单位)|监督(?:举报)?电话"
    r"|举报电话|责任编辑|责编|编辑|校对|审核|[初复终]审|注)\s*[:：]\s*\S.{0,200}"
    r"|[（(]\s*(?:完|全文完|正文完|作者[^（()）]{2,40}|来源[^（()）]{2,40}|责任编辑[^（()）]{2,40}|编辑[^（()）]{2,40})\s*[)）]"
)


_BRIEFS = re.compile(r"(?:要闻|工作|政务|时政|综合)?(?:简讯|短讯|动态|要闻)(?:集锦|摘要)?|大事记|要闻回顾")
_BULLET = re.compile(rf"[▲△●○■□◆◇★☆]|(?:本刊讯\s*)?{DATE.pattern}|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日")


def heads_briefs(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """Whether a column of short news begins here, as a gazette ends with one: 简讯, and below it ▲5月8日，…."""
    below = paragraphs[i + 1 : i + 2]
    if not below or _BRIEFS.fullmatch(squeeze(paragraphs[i].text)) is None:
        return False
    return _BULLET.match(below[0].text) is not None and ends_sentence(below[0].text)


def begins(paragraphs: Sequence[Paragraph], i: int, articles: int) -> bool:
    """Whether a text of its own begins behind the last article (`articles` is its number): 《…》起草说明, or any title
    below 本办法自…起施行。 with a sentence or a numbered heading below it."""
    text = paragraphs[i].text
    if not articles or i + 1 >= len(paragraphs) or not _closed(paragraphs[i - 1]) or paragraphs[i].row:
        return False
    named = len(text) <= 120 and (_EXPLAINS.fullmatch(text) or _EXPLAINED.fullmatch(text) or _LINKS.fullmatch(text))
    if not (named or len(text) <= _LONGEST and is_headline(paragraphs[i]) and _titles(paragraphs, i)):
        return False
    if any(article(p.text) == articles + 1 or is_container(p.text) for p in paragraphs[i + 1 : i + _AHEAD]):
        return False
    return bool(named and _EXPLAINS.fullmatch(text)) or any(
        _LAST.search(p.text) for p in paragraphs[max(i - _BACK, 0) : i]
    )


def _closed(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return ends_sentence(text) and text[-1] not in "：:；;" or is_date(text)


def _titles(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """Whether a line is no signature, date or remark, and the line below it begins a text."""
    text, below = paragraphs[i].text, paragraphs[i + 1].text
    signed = (
        is_date(text) or is_post(text) or is_row(text) or is_parenthesis(text) or re.search(rf"{OFFICE_END}$", text)
    )
    if signed or is_remark(text) or re.search(r"[：:，、；\d]", text) or re.match(r"附|抄|[主报]送|第", text):
        return False
    begun = ends_sentence(below) and below[-1] not in "：:）)" or enumeration(below) != ""
    return begun and not is_remark(below) and not article(below) and not is_row(below)


@remembered
def is_remark(text: str) -> bool:
    """Whether a line at the end of a source is a remark on the text: 来源：…, 政策咨询：…, （完）."""
    return len(text) <= 220 and _REMARK.fullmatch(text) is not None
