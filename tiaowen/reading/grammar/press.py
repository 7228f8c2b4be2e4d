"""What newspapers and web pages print around a text: datelines, bylines, signatures, pieces carried over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tiaowen.datamodels import SetAside, Source
from tiaowen.reading.grammar.captions import SURNAMES
from tiaowen.reading.grammar.headings import division
from tiaowen.reading.grammar.marks import (
    BLANKS,
    HAN,
    NUMERAL,
    ends_sentence,
    is_continuation,
    is_label,
    is_title,
    plain,
    question,
    remembered,
    width,
)
from tiaowen.reading.grammar.paragraphs import Paragraph

CARRIED_OVER = "转版标记"
WHOLE_TEXT = re.compile(r"全文如下|全文(?:公布|发布)如下")
"""What the press says above a document that it prints in full."""

_DATELINE = re.compile(
    r"本报讯|(?:本报|本刊|本台|本网)[^，。,]{0,12}(?:讯|电|报道)"
    rf"|(?:新华社|中新社|中新网|新华网|人民网|央视网|中国网|光明网)[{HAN}]{{0,8}}\s*(?:\d{{1,2}}\s*月)?\s*\d{{1,2}}\s*日\s*[电讯]"
)
_PRESS = re.compile(
    r"本报记者|新华社[^，。]{0,8}\d{1,2}[月日]|记者[^，。：:]{0,6}[从在获]|[^，。,]{0,16}[\d月]日电"
    r"|[（(【]\s*(?:紧接|上接|接)\s*第?\s*[A-Z0-9一二三四五六七八九十]{1,4}\s*版"
)
_FIELD = re.compile(
    r"(?:(?:发布|更新)?(?<![订签署])时间|(?:发布)?(?<![订签署])日期|(?:信息|稿件|文章)?来源|作者|记者|编辑|浏览(?:次数|量)?|字号|发布(?:机构|人))\s*[:：]"
)
_WORKERS = (
    rf"(?:记者(?=[{''.join(sorted(SURNAMES))}])|(?:见习|特约)?记者[\s:：]|(?:通讯员|责任编辑|责编|编辑|作者|撰稿|校对|实习生|供稿)[\s:：])"
    rf"[\s:：]*[{HAN}A-Za-z0-9 \u3000、，,·:：]{{2,40}}"
)
_NAMES = rf"[{HAN}]{{2,4}}(?:[ \u3000、，]+[{HAN}]{{2,4}})*"
_SIGNATURE = re.compile(
    rf"[（(【\[]\s*(?:(?:本报|新华社|据)?\s*{_WORKERS}|(?:据)?新华社[^（()）。]{{0,24}}[电讯]"
    rf"|来源\s*[:：][^（()）]{{2,30}}|(?P<names>{_NAMES}))\s*[)）】\]]$"
)
_WORKER_LINE = re.compile(rf"[（(]?\s*(?:本报|本刊)?\s*{_WORKERS}[)）]?")
_CREDIT = re.compile(
    r"[（(]?\s*(?:(?:信息|稿件|文章|图文|内容)?来源|作者|文字|图片|摄影|(?:本报)?记者|责任编辑|责编|编辑|校对|[初复终]?审|审核|监制|供稿"
    r"|通讯员)\s*[:：].{1,60}"
)
_INTERVIEW = re.compile(r"记者(?:提|之|的)?问|答记者|问答|回答了|接受.{0,20}(?:采访|专访)|进行了?解读")
INTERVIEW_TITLE = re.compile(
    r"(?<![慰访学顾])问(?![责效政题询卷诊世候])|问题(?:的)?(?:解答|答复|解读)|解读|专访|访谈|采访|(?:^|[—–-])访"
)
"""In titles of interviews and explanations, and not in 信访工作条例, 走访慰问办法 and 问责条例."""
_ANSWER = re.compile(r"(?<=[?？。!！])\s*(?:答\s*[:：]|【答】)")
_DATELINE_BEGINS = frozenset("本新中人央光")
_WORKER_BEGINS = frozenset("（(本记见特通责编作撰校实供")
_CLOSING = frozenset(")）】]")
_TURN = re.compile(r"\s*[（(【]\s*(?:下转|转)\s*第?\s*[A-Z0-9一二三四五六七八九十]{1,4}\s*版[^（()）]{0,10}[)）】]$")

_FIRST = r"(?=第[ \u3000]?[一1１][ \u3000]?[章条])"
_TITLE = re.compile(
    r"(?![根依]据|[依按]照|违反|适用)[^。；;！？!?：:“”《》（(]{4,80}?"
    r"(?P<note>[（(](?=[12]\d{3}年)(?:[^（()）]|[（(][^（()）]*[)）]){8,400}[)）])[ \t\u3000\xa0]*"
    + _FIRST
    + r"|(?![根依]据|[依按]照|违反|适用)[^。；;！？!?：:“”《》]{4,80}?"
    + _FIRST
)
_NEXT = re.compile(r"(?<=[。；;])[ \t\u3000\xa0]*(?=第)")
_CHAPTER = re.compile(
    rf"(?:^|(?<=[。；;]))[ \t\u3000\xa0]*(第[{NUMERAL}]{{1,4}}章[^。，；：:“”第]{{1,30}})"
    rf"(?<![（(])(?=第[{NUMERAL}]{{1,6}}条(?!第))"  # no entry of a table of contents: 第一章 总则（第一条—第三条）
)
"""第二章 申请 第五条 …: a chapter within a line of text, or at its beginning, before its first article."""


@remembered
def is_dateline(text: str) -> bool:
    """本报讯, 新华社北京2月27日电 at the beginning of a paragraph."""
    return text[:1] in _DATELINE_BEGINS and bool(_DATELINE.match(text))


@remembered
def is_press(text: str) -> bool:
    """Whether a piece of the press begins so, with a dateline or not: 记者从市气象台获悉, （上接第一版）."""
    return is_dateline(text) or _PRESS.match(text) is not None


@remembered
def is_byline(text: str) -> bool:
    """A line with at least two fields of a web page: 时间:… 来源:… 作者:…"""
    if len(text) >= 160 or text.count("：") + text.count(":") < 2:
        return False
    return not ends_sentence(text) and len(_FIELD.findall(text)) >= 2


@remembered
def is_worker_line(text: str) -> bool:
    """记者 武霖; 本报记者 李明 通讯员 王丽: a line that names who wrote or edited, and nothing else."""
    if len(text) >= 60 or not (text[:1] in _WORKER_BEGINS or text[:1].isspace()):
        return False
    return bool(_WORKER_LINE.fullmatch(text))


@remembered
def signature_start(text: str) -> int:
    """Where the signature that ends a piece begins (（柴霖 赵菲）, 记者 武霖, （新华社北京2月19日电）), or -1."""
    if is_worker_line(text):
        return 0
    found = _SIGNATURE.search(text[-80:]) if text[-1:] in _CLOSING else None
    if not found:
        return -1
    at = max(len(text) - 80, 0) + found.start()
    if found["names"]:
        names = re.split(r"[ \u3000、，]+", found["names"])
        if (
            not all(name[0] in SURNAMES for name in names)
            or len(names) == 1
            and text[at - 1 : at] not in (" ", "\u3000")
        ):
            return -1
    return at if at == 0 or ends_sentence(text[:at].rstrip()) else -1


def credits_from(texts: Sequence[str]) -> int:
    """Where the last lines of a text begin that say where it comes from and who made it (来源：市园林局, 编辑：…), and
    what a page prints below them; the number of lines where there are none."""
    for at in range(max(len(texts) - 8, 1), len(texts)):
        tail = texts[at:]
        short = all(len(t) <= 60 and not is_title(t) and not (ends_sentence(t) or is_label(t)) for t in tail)
        if short and (_CREDIT.fullmatch(tail[0]) or is_byline(tail[0]) or is_worker_line(tail[0])):
            return at
    return len(texts)


def is_interview_lead(text: str) -> bool:
    """…负责人就《条例》…回答了记者提问。"""
    return len(text) < 600 and bool(_INTERVIEW.search(text))


def is_headline(paragraph: Paragraph) -> bool:
    """A short line that is no sentence and has no label."""
    return paragraph.heading == 1 or _headline(paragraph.text)


@remembered
def _headline(text: str) -> bool:
    return 2 <= width(text) <= 48 and not ends_sentence(text) and not is_label(text)


def take_apart(source: Source, paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[SetAside]]:
    """Paragraphs that run several things together, one by one; marks like （下转第四版） are set aside."""
    found: list[Paragraph] = []
    set_aside: list[SetAside] = []
    articles = False
    for paragraph in (piece for whole in paragraphs for piece in _articles_apart(whole)):
        text = paragraph.text
        articles = articles and not question(text) or text.startswith("第")
        turn = _TURN.search(text[-40:]) if text[-1:] in _CLOSING else None
        if turn:
            cut = max(len(text) - 40, 0) + turn.start()
            set_aside.extend(_aside(source, paragraph.slice(cut, len(text)), CARRIED_OVER))
            paragraph, text = paragraph.slice(0, cut), text[:cut]
            if not text:
                continue
        if is_byline(text) and found:
            _title_at_the_end(found)
        answer = _ANSWER.search(text) if question(text) == "问" else None
        if answer:
            at = answer.start() + len(answer[0]) - len(answer[0].lstrip())
            found.append(paragraph.slice(0, len(text[:at].rstrip())))
            paragraph, text = paragraph.slice(at, len(text)), text[at:]
        at = -1 if articles else signature_start(text)
        if at > 0:
            found.append(paragraph.slice(0, len(text[:at].rstrip())))
            paragraph = paragraph.slice(at, len(text))
        found.append(paragraph)
    return found, set_aside


def _articles_apart(paragraph: Paragraph) -> list[Paragraph]:
    """A text pasted as one line: its title and its chapters each by themselves. The articles stay together (`unglue`).

    城南区市容管理规定 第一章 总则 第一条 为了…。第二条 …。第二章 市容 第三条 …
    """
    text = paragraph.text
    if text.count("条") + text.count("條") < 2 or paragraph.row:
        return [paragraph]
    text = plain(text)
    cuts = {0, len(text)}
    title = _TITLE.match(text)
    note = title.start("note") if title is not None and title["note"] else -1
    if title and _opens(text, title.end(), note > 0 or is_title(title[0].strip(BLANKS))):
        cuts.update((title.end(), note if note > 0 else 0))
    start = max(cuts - {len(text)})
    for chapter in _CHAPTER.finditer(text[start:]):
        cuts.update(start + at for at in chapter.span(1))
    found: list[Paragraph] = []
    for low, high in pairwise(sorted(cuts)):
        words = text[low:high].strip(BLANKS)
        if words:
            at = text.index(words, low)
            found.append(paragraph.slice(at, at + len(words)))
    return found


def _opens(text: str, at: int, titled: bool) -> bool:
    """Whether 第一章 or 第一条 at this place opens a text: a title or a blank stands before, 第二条 comes after."""
    if not titled and text[at - 1] not in BLANKS or division(text, at) is None:
        return False
    marks = (division(text, found.end()) for found in _NEXT.finditer(text, at))
    return any(mark is not None and (mark.style, mark.number) == ("条", 2) for mark in marks)


def carried_over(source: Source, paragraph: Paragraph) -> tuple[Paragraph | None, list[SetAside]]:
    """The paragraph without （上接第一版） at its beginning; None where nothing else is left."""
    length = is_continuation(paragraph.text)
    if not length:
        return paragraph, []
    set_aside = _aside(source, paragraph.slice(0, length), CARRIED_OVER)
    rest = paragraph.text[length:]
    skip = length + len(rest) - len(rest.lstrip())
    return (paragraph.slice(skip, len(paragraph.text)) if rest.strip() else None), set_aside


def aside(source: Source, paragraph: Paragraph, reason: str) -> list[SetAside]:
    """A whole paragraph set aside."""
    return _aside(source, paragraph, reason)


def _aside(source: Source, paragraph: Paragraph, reason: str) -> list[SetAside]:
    return [SetAside(source, low, high, reason) for low, high in paragraph.spans]


def _title_at_the_end(found: list[Paragraph]) -> None:
    """A headline that runs on after the last sentence of the piece before it becomes a paragraph of its own."""
    last = found[-1]
    cut = max((last.text.rfind(stop) for stop in "。！？"), default=-1) + 1
    tail = last.text[cut:].strip()
    if 0 < cut < len(last.text) and 6 <= len(tail) <= 48:
        start = cut + last.text[cut:].index(tail[0])
        found[-1:] = [last.slice(0, cut), last.slice(start, len(last.text))]
