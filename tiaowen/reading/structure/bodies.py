"""The body of a document or an appendix: which form it has, and where further texts with articles begin in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from tiaowen.datamodels import Step
from tiaowen.reading.grammar.headings import UNNUMBERED, Mark, caption, division, item
from tiaowen.reading.grammar.marks import OFFICE_END
from tiaowen.reading.grammar.marks import is_title as names_document
from tiaowen.reading.structure import articles, blocks, chapters, prose, sections
from tiaowen.reading.structure.tree import Line, Node


def build(top: Node, body: Sequence[Line], prefix: str, news: bool) -> None:
    """Put the clauses of `body` under `top`: a dialogue, sections, prose, or one text with articles after another.

    prefix: what their labels begin with; news: as in `sections.build`.
    """
    if blocks.is_dialogue(body):
        spoken, others = blocks.parted(body)
        if others:
            build(top, others, prefix, news)
        blocks.dialogue(top, spoken, prefix)
        return
    body = articles.unglue(body)
    marks = articles.headings(body)
    start, end = articles.contents(body, marks)
    if start < end:
        top.add(Node(Step("目录"), prefix + "目录", "unit", body[start].start, body[end - 1].end, body[start].start))
        if start:
            prose.opening(top, body[:start], prefix)
        body = body[end:]
        marks = {index - end: mark for index, mark in marks.items() if index >= end}
    if not any(mark.style == "条" for mark in marks.values()) and _lonely(marks):
        marks = {}
    if not marks:
        sections.build(top, body, prefix, news)
        return
    cuts = _cuts(body, marks)
    order = sorted(marks)
    builder: articles.Builder | None = None
    for number, start in enumerate(cuts):
        stop = cuts[number + 1] if number + 1 < len(cuts) else len(body)
        inner = {i - start: marks[i] for i in order[bisect_left(order, start) : bisect_left(order, stop)]}
        part = body[start:stop]
        home, name = top, prefix
        if number > 0 and 0 not in inner and _title(part[0]):
            size = _title_lines(part, inner)
            home = top.add(_titled(part[:size], prefix))
            name, part = home.label, part[size:]
            inner = {index - size: mark for index, mark in inner.items()}
        if not inner:
            sections.build(home, part, name)
            builder = None
            continue
        if builder is None or home is not top or not builder.continues(inner.get(0)):
            builder = articles.Builder(home, name)
        chapters.build(builder, part, inner)


def _titled(title: Sequence[Line], prefix: str) -> Node:
    """The container of a further text, from the lines of its title."""
    words = re.sub(r"\s+", "", "".join(line.text for line in title))
    heading = title[0].text.strip() if len(title) == 1 else words
    return Node(Step("标题"), prefix + words, "container", title[0].start, title[-1].end, title[0].start, heading)


def _lonely(marks: dict[int, Mark]) -> bool:
    """Chapters without any article are believed only where they run from one."""
    numbers = [mark.number for mark in marks.values()]
    return len(numbers) < 2 or numbers[0] != 1


def _cuts(body: Sequence[Line], marks: dict[int, Mark]) -> list[int]:
    """Where in the lines a further text begins: the articles start again at one, or follow numbered sections."""
    cuts = [0]
    seen = False
    for index in sorted(marks):
        mark = marks[index]
        if mark.style != "条":
            continue
        restart = mark.number == 1 and not mark.suffix and seen
        first = not seen and sum(1 for line in body[:index] if item(line.text)) >= 2
        seen = True
        if not restart and not first:
            continue
        start = index
        while start > cuts[-1] and (
            start - 1 in marks and marks[start - 1].style != "条" or UNNUMBERED.match(body[start - 1].text.strip())
        ):
            start -= 1
        if restart and start == index and start - 1 > cuts[-1] and _numbered_name(body[start - 1]):
            start -= 1  # 二、印章管理制度, whose articles begin with 第一条
        back = start
        while (
            back > cuts[-1] + 1 and start - back < 4 and not _title(body[back - 1]) and len(body[back - 1].text) <= 120
        ):
            back -= 1
        if back > cuts[-1] + 1 and _title(body[back - 1]) and back - 1 not in marks:
            start = back - 1
            for above in range(back - 2, max(back - 4, cuts[-1]), -1):
                if above in marks or not _title(body[above]):
                    break
                if _title_lines(body[above:back], {}) == back - above:
                    start = above
        if start > cuts[-1]:
            cuts.append(start)
    return cuts


def _numbered_name(line: Line) -> bool:
    """Whether a line is a heading or the name of a document behind 二、 or （二）."""
    mark = item(line.text)
    if mark is None or mark.style not in ("一、", "（一）") or not caption(line.text) or len(line.text) > 40:
        return False
    return line.heading > 0 or names_document(re.sub(r"\s+", "", line.text[mark.end :]))


_CONCERNING = re.compile(rf"(?:[^，。；：]{{2,40}}?{OFFICE_END})?关于")


def _title_lines(lines: Sequence[Line], marks: Mapping[int, Mark]) -> int:
    """How many lines the title takes that the lines begin with: 最高人民法院 / 关于审理…适用法律 / 问题的若干规定."""
    printed, size = "", 1
    for count, line in enumerate(lines[:4], 1):
        if count - 1 in marks or not _title(line):
            break
        printed += re.sub(r"\s+", "", line.text)
        if _CONCERNING.match(printed) and names_document(printed):
            size = count
    return size


def _title(line: Line) -> bool:
    return articles.is_title(line) and len(line.text.strip()) >= 4 and division(line.text) is None
