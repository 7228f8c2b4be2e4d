"""Paragraphs cut by a page, a column or another text -> whole paragraphs, in the order in which they are to be read.

A paragraph that breaks off in mid-sentence is *open*. What follows it in print usually goes on with it (a page break);
on a newspaper page another text may stand in between. Whether a fragment belongs to the last open paragraph, to an
older one or to none is told by the sequence that goes on after it: 第二十条 continues the flow that broke off in
第十九条, and 问 continues the interview. The parts are rejoined without a seam.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass, field

from tiaowen.reading.headings import Mark as HeadingMark
from tiaowen.reading.headings import item
from tiaowen.reading.marks import (
    Mark,
    article,
    ends_sentence,
    enumeration,
    is_adoption,
    is_container,
    is_date,
    is_label,
    is_number,
    is_parenthesis,
    is_post,
    is_row,
    is_title,
    named,
    points,
    primary,
    question,
    width,
)
from tiaowen.reading.numerals import chinese
from tiaowen.reading.paragraphs import BOLD, Paragraph
from tiaowen.reading.press import INTERVIEW_TITLE, is_headline, is_interview_lead, is_press, signature_start

PRINTED_LINE = (
    28.0  # a paragraph that is cut by the end of a page has at least one full printed line, in full-width characters
)
ALIKE = 0.4  # share of the pairs of characters of a paragraph that the text it belongs to has
EXPECTED = 0.2  # the same, where a sentence of that text was broken off
BROKEN = 3  # what it counts, in characters of a seam, that the text before breaks off,
NEXT = 2  # and that nothing stands in between
SURE = 45.0  # no heading is as long as this

_SPEAKS = re.compile(r"(?:负责人|负责同志|局长|部长|主任).{0,8}就")
_NEVER_FIRST = "，、；：。）”》,;:)的"
_OPENING = re.compile(
    r"(?:近日|日前|最近|本报讯|本报记者|新华社|据悉|据了解|记者从|中新[社网]|人民网)|[^，。,]{0,16}[\d月]日电|(?:时间|来源|作者|责任编辑|编辑|记者)\s*[:：]|附\s*[件表]"
)


@dataclass(slots=True)
class _Flow:
    """One text as it runs through the source."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    mark: Mark | None = None  # the last mark of its sequence
    article: int = 0  # the number of its last article
    open: bool = False  # its last paragraph breaks off
    inserted: bool = False  # a piece of the press that stands between the articles of another text
    _pairs: set[str] = field(default_factory=set)
    _counted: int = 0  # paragraphs whose pairs are among them
    ended: bool = False  # an interview with its signature

    def add(self, paragraph: Paragraph, mark: Mark | None, is_open: bool) -> None:
        self.paragraphs.append(paragraph)
        self.mark = mark or self.mark
        self._count(paragraph, mark[1] if mark is not None and mark[0] == "条" else self.article)
        self.open = is_open
        self.ended = self.mark is not None and self.mark[0] in "问答" and signature_start(paragraph.text) >= 0

    def _count(self, paragraph: Paragraph, number: int) -> None:
        last = _last_article(paragraph.text, number)
        if last > number:
            self.mark = ("条", last)
        self.article = last

    def pairs(self) -> set[str]:
        """Every two neighbouring characters of its words, gathered once: the last paragraph may have gone on since."""
        for paragraph in self.paragraphs[max(self._counted - 1, 0) :]:
            self._pairs |= _pairs(paragraph.text)
        self._counted = len(self.paragraphs)
        return self._pairs

    def go_on(self, fragment: Paragraph, is_open: bool) -> None:
        self.paragraphs[-1] = self.paragraphs[-1].join(fragment)
        self._count(fragment, self.article)
        self.open = is_open


def _last_article(text: str, number: int) -> int:
    """The number of the last article in a paragraph of the article `number`, where others run on: …。第三条 …"""
    while number and f"。第{chinese(number + 1)}条" in text:
        number += 1
    return number


def untangle(
    paragraphs: list[Paragraph], leaves: Set[int] = frozenset(), returns: Set[int] = frozenset()
) -> list[list[Paragraph]]:
    """The flows of a source, each with its paragraphs whole, ordered by where they begin. leaves, returns: where other
    texts begin to stand between articles, and where these go on (see turns)."""
    styles = _Styles(paragraphs)
    marks = [None if 1 < p.heading < BOLD and not is_container(p.text) else primary(p.text) for p in paragraphs]
    ahead = _marks_ahead(marks)
    units = _marks_ahead([None if mark is not None and mark[0] == "章" else mark for mark in marks])
    places: defaultdict[int, list[int]] = defaultdict(list)
    for i, mark in enumerate(marks):
        if mark and mark[0] == "条":
            for number in range(mark[1], _last_article(paragraphs[i].text, mark[1]) + 1):
                places[number].append(i)
    known = "\n".join(paragraph.text for paragraph in paragraphs) if _alternates(marks) else ""
    flows = [_Flow()]
    current = flows[0]
    suspended: list[_Flow] = []
    cut = [paragraph.page for paragraph in paragraphs[1:]] + [False]
    turned: _Flow | None = None  # articles with other texts in between
    own = 0  # up to here the paragraphs without a mark are of the current flow
    for i, paragraph in enumerate(paragraphs):
        if i in leaves:
            current.open = not ends_sentence(current.paragraphs[-1].text)
            turned, current = current, _Flow()
            flows.append(current)
        elif i in returns and turned is not None:
            current, turned = turned, None
            if marks[i] is None and current.open and _can_continue(paragraph, styles):
                current.go_on(paragraph, _fragment_open(paragraph, current.paragraphs[-1], styles, cut[i]))
                continue
        back = _resumed(current, suspended, paragraphs, i, marks, ahead[i])
        if back is None and known and suspended and i >= own:
            turn = _turns(current, suspended, paragraphs, marks, units, i, known, styles)
            own = turn[1] if turn else own
            back = turn[0] if turn and own == i else None
        if back is not None:
            suspended.remove(back)
            if current.open or current.article or not current.inserted:
                suspended.append(current)
            current = back
            if marks[i] is None and current.open and _can_continue(paragraph, styles):
                current.go_on(paragraph, _fragment_open(paragraph, current.paragraphs[-1], styles, cut[i]))
            else:
                current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
            continue
        news = _news_begins(current, paragraphs, i, places, styles)
        if news or known and _interview_begins(current, suspended, paragraphs, units[i], i, places):
            last = current.paragraphs[-1]
            current.open = current.open or _broken(last) if news else not ends_sentence(last.text)
            suspended.append(current)
            current = _Flow(inserted=news)
            flows.append(current)
            current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
            continue
        # 获得硕士学位的… 获得博士学位的…: what begins alike are two entries of a list, the first without its stop
        alike = current.open and current.paragraphs[-1].text[:2] == paragraph.text[:2]
        if current.open and not alike and _can_continue(paragraph, styles):
            target = current if i < own else _continued(current, suspended, ahead[i], paragraph, i, places)
            if target is None:
                suspended.append(current)
                current = _Flow()
                flows.append(current)
                current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
                continue
            if target is not current:
                suspended.remove(target)
                suspended.append(current)
                current = target
            current.go_on(paragraph, _fragment_open(paragraph, current.paragraphs[-1], styles, cut[i]))
            continue
        current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
    return [flow.paragraphs for flow in flows if flow.paragraphs]


def _news_begins(
    current: _Flow, paragraphs: list[Paragraph], i: int, places: dict[int, list[int]], styles: _Styles
) -> bool:
    """Whether a piece of the press begins here that stands between two articles: 本报讯, 记者从… or its headline, while
    the next article of the current text is still to come."""
    following = places.get(current.article + 1) if current.article else None
    if not following or following[-1] <= i:
        return False
    text = paragraphs[i].text
    if is_press(text):
        return True
    below = paragraphs[i + 1].text if i + 1 < len(paragraphs) else ""
    return is_press(below) and is_headline(paragraphs[i]) and not styles.is_open(paragraphs[i], False)


def _broken(paragraph: Paragraph) -> bool:
    """Whether a paragraph that a piece of the press follows breaks off, however short it is."""
    text = paragraph.text
    if paragraph.heading or paragraph.row or ends_sentence(text) or is_container(text) or is_title(text):
        return False
    return article(text) > 0 or re.search("[，,、；;。]", text) is not None


def _resumed(
    current: _Flow,
    suspended: list[_Flow],
    paragraphs: list[Paragraph],
    i: int,
    marks: list[Mark | None],
    ahead: Mark | None,
) -> _Flow | None:
    """The text that goes on here behind a piece of the press: with its next article, the chapter above it, or with
    words that are its own and not those of the piece; what stands last before its next label ends its broken sentence.
    """
    if not current.inserted:
        return None
    mark, text = marks[i], paragraphs[i].text
    if current.mark is not None or current.open:  # a reference in the piece may look like an article
        its = mark is None or mark == ("条", current.article + 1)
        return next((f for f in reversed(suspended) if f.article and mark == ("条", f.article + 1) and not its), None)
    for flow in reversed(suspended):
        if not flow.article:
            continue
        following = ("条", flow.article + 1)
        if mark is not None and mark[0] == "条":
            if mark == following:
                return flow
            continue
        if ahead is None or ahead[0] == "条" and ahead != following:
            continue
        if mark is not None and mark[0] == "章" or enumeration(text):
            return flow
        below = i + 1 < len(paragraphs) and (marks[i + 1] == following or enumeration(paragraphs[i + 1].text) != "")
        if flow.open and below and len(current.paragraphs) > 1:
            return flow
        if is_press(text) or not any(is_press(paragraph.text) for paragraph in current.paragraphs):
            continue
        own, other = _share(text, flow.pairs()), _share(text, current.pairs())
        seam = flow.paragraphs[-1].text[-1] + text[0]  # 追 / 究刑事责任。: a word that stands elsewhere
        if flow.open and own > other and seam in flow.pairs():
            return flow
        if own >= ALIKE and own > other or flow.open and own >= EXPECTED and own > 2 * other:
            return flow
    return None


def _pairs(text: str) -> set[str]:
    return {text[k : k + 2] for k in range(len(text) - 1)}


def _share(text: str, pairs: set[str]) -> float:
    """The share of a text's pairs of characters that are among these."""
    own = _pairs(text)
    return len(own & pairs) / max(len(own), 1)


def _alternates(marks: list[Mark | None]) -> bool:
    """Whether the source has articles and an interview, which may be printed in turns."""
    kinds = Counter(mark[0] for mark in marks if mark)
    return kinds["条"] > 1 and kinds["问"] > 1


def _interview_begins(
    current: _Flow,
    suspended: list[_Flow],
    paragraphs: list[Paragraph],
    unit: Mark | None,
    i: int,
    places: dict[int, list[int]],
) -> bool:
    """Whether an interview begins here, by its title or by the words before its first question, in the midst of
    articles, whose next number is still to come."""
    mark = current.mark
    if mark is None or mark[0] != "条" or unit is None or unit[0] not in "问答":
        return False
    if any(flow.mark and flow.mark[0] in "问答" for flow in suspended):
        return False
    text = paragraphs[i].text
    # 某局负责人就《条例》 / 答记者问
    lines = [text, *(p.text for p in paragraphs[i + 1 : i + 2] if _SPEAKS.search(text))]
    titled = len(text) < SURE and not ends_sentence(text) and any(map(INTERVIEW_TITLE.search, lines))
    if not (titled or is_interview_lead(text) or _OPENING.match(text) or question(text)) or article(text):
        return False
    return any(place > i for place in places.get(mark[1] + 1, ()))


def _turns(
    current: _Flow,
    suspended: list[_Flow],
    paragraphs: list[Paragraph],
    marks: list[Mark | None],
    units: list[Mark | None],
    i: int,
    known: str,
    styles: _Styles,
) -> tuple[_Flow, int] | None:
    """The suspended text that is printed on next, and the paragraph at which it comes back: i or a later one.

    Articles come back before their next number, an interview before its next question. Which of the paragraphs in
    between is the rest of the cut one is told by the words at the seam, where they stand elsewhere in the source too,
    and by what is before it: a text breaks off where the other one comes back. Of equals it is the first.
    """
    mark = marks[i]
    unit = mark if mark is not None and mark[0] != "章" else units[i]
    if current.mark is None or unit is None or _follows(current.mark, unit):
        return None
    flow = next((f for f in reversed(suspended) if f.mark and not f.ended and _follows(f.mark, unit)), None)
    if flow is None or flow.mark is None or (flow.mark[0] == "条") == (current.mark[0] == "条"):
        return None
    end = next((k for k in range(i, len(marks)) if marks[k] is not None), i)
    goes_on = current.open and i < end and _can_continue(paragraphs[i], styles)
    kept = _seam(current.paragraphs[-1].text, paragraphs[i].text, known) if goes_on else 0
    found = end
    best = -1
    if (
        flow.mark[0] != "条"
        and not flow.open
        and (kept <= NEXT if goes_on else _concludes(current.paragraphs[-1].text))
    ):
        return flow, i  # the articles are over: what stands before the next question is of the answer
    for k in range(i, end):
        text = paragraphs[k].text
        if flow.open and _can_continue(paragraphs[k], styles) and not _OPENING.match(text):
            broken = current.open if k == i else styles.is_open(paragraphs[k - 1], False)
            fit = _seam(flow.paragraphs[-1].text, text, known)
            fit += kept * (k > i) + (BROKEN if broken else NEXT if k == i else 0)
        elif not flow.open and _next_item(flow.paragraphs[-1].text, text):
            fit = len(known)
        else:
            continue
        if fit > best:
            found, best = k, fit
    return flow, found


def _concludes(text: str) -> bool:
    """Whether the article is the last one of a regulation: 本条例自发布之日起施行."""
    return bool(article(text)) and re.search(r"自.{2,30}起(?:施行|实施|执行|生效)", text) is not None


def _next_item(before: str, text: str) -> bool:
    """（五） after （四）, also where that stands at the end of a line of items."""
    mark = item(text)
    if mark is None or mark.number < 2:
        return False
    return any(last.style == mark.style and last.number == mark.number - 1 for last in _items(before))


def _items(text: str) -> list[HeadingMark]:
    starts = [0, *(m.end() for m in re.finditer(r"[;；。:：]\s*", text))]
    return [mark for start in starts if (mark := item(text, start)) is not None]


def _seam(before: str, text: str, known: str) -> int:
    """How many characters around the seam of two parts stand together elsewhere in the source: 和信 / 访信息."""
    longest = 0
    if text[:1] in _NEVER_FIRST:
        return 8
    if not before[-1:].isalnum() or not text[:1].isalnum():
        return 0  # ，对 stands everywhere
    for left in range(1, 5):
        for right in range(1, 5):
            if left + right > longest and before[-left:] + text[:right] in known:
                longest = left + right
    return longest


def _marks_ahead(marks: list[Mark | None]) -> list[Mark | None]:
    """For every paragraph the next mark after it."""
    found: list[Mark | None] = [None] * len(marks)
    following: Mark | None = None
    for i in range(len(marks) - 1, -1, -1):
        found[i] = following
        following = marks[i] or following
    return found


def _continued(
    current: _Flow,
    suspended: list[_Flow],
    ahead: Mark | None,
    fragment: Paragraph,
    at: int,
    places: dict[int, list[int]],
) -> _Flow | None:
    """The flow that the fragment goes on with, or None where it begins a text of its own."""
    if _OPENING.match(fragment.text):
        return None
    if _follows(current.mark, ahead):
        return current
    for flow in reversed(suspended):
        if flow.open and _follows(flow.mark, ahead) and ahead is not None and ahead[0] != "章":
            return flow
    mark = current.mark
    stops = mark is not None and mark[0] == "条" and ahead is not None and ahead[0] in "问答"
    # the articles stop for an interview; they go on later where their next number is still to come
    if stops and mark is not None and any(place > at for place in places.get(mark[1] + 1, ())):
        return None
    return current


def _follows(mark: Mark | None, ahead: Mark | None) -> bool:
    if mark is None or ahead is None:
        return False
    if mark[0] == "条":
        return ahead == ("条", mark[1] + 1) or ahead[0] == "章"
    return mark[0] in "问答" and ahead[0] in "问答"


class _Styles:
    """How the labelled paragraphs of a source usually end: a list of sentences, or headings."""

    def __init__(self, paragraphs: list[Paragraph]) -> None:
        self._all: Counter[str] = Counter()
        self._ended: Counter[str] = Counter()
        for paragraph in paragraphs:
            style = self._style(paragraph.text)
            if style:
                self._all[style] += 1
                self._ended[style] += ends_sentence(paragraph.text)

    def _style(self, text: str) -> str:
        return enumeration(text) or named(text)

    def sentences(self, text: str) -> bool:
        """Whether paragraphs with this one's label are sentences as a rule."""
        style = self._style(text)
        return self._all[style] > 1 and self._ended[style] >= 0.5 * self._all[style]

    def is_open(self, paragraph: Paragraph, cut: bool) -> bool:
        """Whether the paragraph breaks off in mid-sentence; headings, titles and entries of lists do not. cut: a page
        ends after it, which cuts off what has a sentence before: 一、总体目标。到2025年，…"""
        text = paragraph.text
        if len(text) < PRINTED_LINE / 2 and text[:1] not in "第问答记":  # none of the rules below takes so few words
            return False
        if paragraph.heading or paragraph.row or ends_sentence(text) or is_container(text) or is_parenthesis(text):
            return False
        if is_date(text) or is_number(text) or is_adoption(text) or is_post(text) or is_title(text) or is_row(text):
            return False
        if article(text):
            # 第一条 房屋基本情况 is a heading; a line that a page cuts off is a full one, or has punctuation
            return len(text) > 8 and (width(text) >= PRINTED_LINE / 2 or any(c in text for c in "，,、；。;"))
        if question(text):
            return len(text) > 6
        if self._style(text):
            return (
                self.sentences(text)
                and width(text) >= PRINTED_LINE / 2
                or (cut and "。" in text and width(text) >= PRINTED_LINE)
            )
        if is_label(text):
            return False
        if width(text) < PRINTED_LINE:
            return cut and (text[-1] in "，、" or "，" in text or text.rfind("（") > text.rfind("）"))
        return width(text) >= SURE or any(c in text for c in "，,、；。;")


def _fragment_open(fragment: Paragraph, whole: Paragraph, styles: _Styles, cut: bool) -> bool:
    return not ends_sentence(fragment.text) and styles.is_open(whole, cut)


def _can_continue(paragraph: Paragraph, styles: _Styles) -> bool:
    """Whether the paragraph can be the rest of another: no label, no heading, whole at its end or cut again."""
    text = paragraph.text
    if (
        paragraph.heading
        or paragraph.row
        or is_label(text)
        or question(text)
        or is_adoption(text)
        or is_row(text)
        or is_title(text)
    ):
        return False
    if points(text) > 1 or points(text) and ends_sentence(text):
        return False
    if named(text) and not styles.sentences(text) and not ends_sentence(text):
        return False
    return ends_sentence(text) or width(text) >= PRINTED_LINE
