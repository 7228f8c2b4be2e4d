"""A text with articles: its divisions and articles in their order, headings without a number, chapters of sections."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.reading.grammar.headings import UNNUMBERED, Mark, caption, item
from tiaowen.reading.grammar.marks import points as dots
from tiaowen.reading.grammar.numerals import chinese
from tiaowen.reading.grammar.paragraphs import BOLD
from tiaowen.reading.structure import articles, decimals, prose, section_marks, sections
from tiaowen.reading.structure.tree import Line, Node, resumes

_BARE_TITLE = re.compile(r"[\u4e00-\u9fff、（） \u3000]{3,25}$")


def build(builder: articles.Builder, body: Sequence[Line], marks: dict[int, Mark]) -> None:
    """Put the divisions and articles that open at `marks` under the root of the builder, and what is between them."""
    top, prefix = builder.top, builder.prefix
    titles = _inner_titles(body, marks) - _dotted(body, marks)
    titles |= {i for i in range(1, len(body)) if i not in marks and resumes(body, i)}
    openers = sorted(set(marks) | set(titles))
    if openers[0] > 0:
        ahead = body[: openers[0]]
        if sum(1 for line in ahead if item(line.text)) >= 2:
            sections.build(top, ahead, prefix)
        else:
            prose.opening(top, ahead, prefix)
    stops = [*openers[1:], len(body)]
    builder.headed = articles.headed(
        [(body[i:stop], marks[i]) for i, stop in zip(openers, stops, strict=True) if i in marks]
    )
    spans = list(zip(openers, stops, strict=True))
    counted = {
        i: decimals.numbered(body[i + 1 : stop], marks[i].number)
        for i, stop in spans
        if i in marks and marks[i].style != "条"
    }
    before = section_marks.numbered_chapters([body[index + 1 : stop] for index, stop in spans])
    for (index, stop), points in zip(spans, before, strict=True):
        line, group = body[index], body[index:stop]
        mark = marks.get(index)
        if mark is not None and mark.style == "条":
            builder.article(group, mark)
            continue
        rest = list(group[1:])
        if mark is not None:
            goes_on = rest and articles.wrapped(line, mark) and articles.is_title(rest[0])
            continuation = rest.pop(0) if goes_on else None
            node = builder.division(line, mark, continuation)
        else:
            node = _inner_title(builder, line)
        if mark is not None and counted[index] and sum(counted.values()) > 1:
            decimals.build(node, rest, prefix, mark.number)  # 第三章 holds 3.1
            continue
        numbered = [first for other in rest if (first := item(other.text)) is not None]
        if len(numbered) >= 2 and numbered[0].number == 1 and numbered[0].style == "一、":
            sections.build(node, rest, node.label)  # a chapter of a plan: 一、指导思想 二、基本原则
            continue
        if points is not None and item(rest[0].text):  # 第一章 holds 1. 2. 3., or all chapters together hold 1. to 29.
            sections.build(node, rest, "" if any(before) else node.label, before=points)
            continue
        prose.below(node, rest)


def _dotted(body: Sequence[Line], marks: dict[int, Mark]) -> frozenset[int]:
    """Headings 1.1, 1.2 of chapters that are numbered so and hold no articles: numbers below 第一章, not titles."""
    order = sorted(marks)
    found: set[int] = set()
    numbers = 0
    for index, stop in zip(order, [*order[1:], len(body)], strict=True):
        if "条" in (marks[index].style, marks[stop].style if stop in marks else ""):
            continue
        if count := decimals.numbered(body[index + 1 : stop], marks[index].number):
            numbers += count
            found.update(number for number in range(index + 1, stop) if dots(body[number].text))
    return frozenset(found if numbers > 1 else ())


def _inner_titles(body: Sequence[Line], marks: dict[int, Mark]) -> frozenset[int]:
    """Headings among articles that are no 编章节: 序言, and 一、一般规定 where the articles run on below it."""
    found: set[int] = set()
    for index in range(len(body) - 1, -1, -1):
        line = body[index]
        if index in marks or not caption(line.text):
            continue
        mark = item(line.text)
        if mark is None:
            above = marks.get(index - 1)
            titles = above is not None and above.style != "条" and articles.wrapped(body[index - 1], above)
            if not titles and (
                UNNUMBERED.match(line.text.strip())
                or 0 < line.heading < BOLD
                or (line.heading == BOLD and index + 1 in marks)
                or _lost_number(body, index, marks)
            ):
                found.add(index)
        elif mark.style in ("一、", "（一）") and (index + 1 in marks or index + 1 in found) and len(line.text) <= 40:
            found.add(index)
    # The last item of a list may lack its full stop; only what counts 1, 2, 3 from the beginning is a heading.
    expected: dict[str, int] = {}
    for index in sorted(found):
        mark = item(body[index].text)
        if mark is None:
            expected.clear()
            continue
        if mark.number not in (1, expected.get(mark.style, 0) + 1) and not (index == 0 and 1 in marks):
            found.discard(index)
            continue
        if (
            mark.number == 1
            and expected.get(mark.style, 0) == 0
            and index > 0
            and mark.style == "（一）"
            and "一、" not in expected
        ):
            found.discard(index)
            continue
        expected[mark.style] = mark.number
    return frozenset(found)


def _lost_number(body: Sequence[Line], index: int, marks: dict[int, Mark]) -> bool:
    """Whether a line is a title that has lost its number: bare words between a full stop and an article."""
    following = marks.get(index + 1)
    return (
        index > 0
        and following is not None
        and following.style == "条"
        and body[index - 1].text.endswith("。")
        and _BARE_TITLE.match(body[index].text.strip()) is not None
    )


def _inner_title(builder: articles.Builder, line: Line) -> Node:
    mark = item(line.text)
    if mark is None or mark.style not in ("一、", "（一）"):
        words = line.text.strip()
        return builder.container("部", 0, re.sub(r"\s+", "", words), line, 0, words)
    heading = line.text[mark.end :].strip()
    name = f"{chinese(mark.number)}、" if mark.style == "一、" else f"（{chinese(mark.number)}）"
    return builder.container(sections.LEVELS[mark.style], mark.number, name + heading, line, mark.end, heading)
