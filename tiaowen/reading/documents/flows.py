"""Paragraphs cut by a page, a column or another text -> whole paragraphs, in the order in which they are to be read.

A paragraph that breaks off in mid-sentence is *open*. What follows it in print usually goes on with it (a page break);
on a newspaper page another text may stand in between. Whether a fragment belongs to the last open paragraph, to an
older one or to none is told by the sequence that goes on after it: 第二十条 continues the flow that broke off in
第十九条, and 问 continues the interview. The parts are rejoined without a seam.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

from tiaowen.reading.documents.alternating import alternates, interview_begins, next_turn
from tiaowen.reading.documents.flow import OPENING, Flow, Styles, can_continue, follows, fragment_open, last_article
from tiaowen.reading.documents.inserted import breaks_off, news_begins, resumed
from tiaowen.reading.grammar.marks import Mark, ends_sentence, is_container, primary
from tiaowen.reading.grammar.paragraphs import BOLD, Paragraph


def untangle(
    paragraphs: list[Paragraph], leaves: Set[int] = frozenset(), returns: Set[int] = frozenset()
) -> list[list[Paragraph]]:
    """The flows of a source, each with its paragraphs whole, ordered by where they begin. leaves, returns: where other
    texts begin to stand between articles, and where these go on (see turns)."""
    styles = Styles(paragraphs)
    marks = [None if 1 < p.heading < BOLD and not is_container(p.text) else primary(p.text) for p in paragraphs]
    ahead = _marks_ahead(marks)
    units = _marks_ahead([None if mark is not None and mark[0] == "章" else mark for mark in marks])
    places: defaultdict[int, list[int]] = defaultdict(list)
    for i, mark in enumerate(marks):
        if mark and mark[0] == "条":
            for number in range(mark[1], last_article(paragraphs[i].text, mark[1]) + 1):
                places[number].append(i)
    known = "\n".join(paragraph.text for paragraph in paragraphs) if alternates(marks) else ""
    flows = [Flow()]
    current = flows[0]
    suspended: list[Flow] = []
    cut = [paragraph.page for paragraph in paragraphs[1:]] + [False]
    turned: Flow | None = None  # articles with other texts in between
    own = 0  # up to here the paragraphs without a mark are of the current flow
    for i, paragraph in enumerate(paragraphs):
        if i in leaves:
            current.open = not ends_sentence(current.paragraphs[-1].text)
            turned, current = current, Flow()
            flows.append(current)
        elif i in returns and turned is not None:
            current, turned = turned, None
            if marks[i] is None and current.open and can_continue(paragraph, styles):
                current.go_on(paragraph, fragment_open(paragraph, current.paragraphs[-1], styles, cut[i]))
                continue
        back = resumed(current, suspended, paragraphs, i, marks, ahead[i])
        if back is None and known and suspended and i >= own:
            turn = next_turn(current, suspended, paragraphs, marks, units, i, known, styles)
            own = turn[1] if turn else own
            back = turn[0] if turn and own == i else None
        if back is not None:
            suspended.remove(back)
            if current.open or current.article or not current.inserted:
                suspended.append(current)
            current = back
            if marks[i] is None and current.open and can_continue(paragraph, styles):
                current.go_on(paragraph, fragment_open(paragraph, current.paragraphs[-1], styles, cut[i]))
            else:
                current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
            continue
        news = news_begins(current, paragraphs, i, places, styles)
        if news or known and interview_begins(current, suspended, paragraphs, units[i], i, places):
            last = current.paragraphs[-1]
            current.open = current.open or breaks_off(last) if news else not ends_sentence(last.text)
            suspended.append(current)
            current = Flow(inserted=news)
            flows.append(current)
            current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
            continue
        # 获得硕士学位的… 获得博士学位的…: what begins alike are two entries of a list, the first without its stop
        alike = current.open and current.paragraphs[-1].text[:2] == paragraph.text[:2]
        if current.open and not alike and can_continue(paragraph, styles):
            target = current if i < own else _continued(current, suspended, ahead[i], paragraph, i, places)
            if target is None:
                suspended.append(current)
                current = Flow()
                flows.append(current)
                current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
                continue
            if target is not current:
                suspended.remove(target)
                suspended.append(current)
                current = target
            current.go_on(paragraph, fragment_open(paragraph, current.paragraphs[-1], styles, cut[i]))
            continue
        current.add(paragraph, marks[i], styles.is_open(paragraph, cut[i]))
    return [flow.paragraphs for flow in flows if flow.paragraphs]


def _marks_ahead(marks: list[Mark | None]) -> list[Mark | None]:
    """For every paragraph the next mark after it."""
    found: list[Mark | None] = [None] * len(marks)
    following: Mark | None = None
    for i in range(len(marks) - 1, -1, -1):
        found[i] = following
        following = marks[i] or following
    return found


def _continued(
    current: Flow,
    suspended: list[Flow],
    ahead: Mark | None,
    fragment: Paragraph,
    at: int,
    places: dict[int, list[int]],
) -> Flow | None:
    """The flow that the fragment goes on with, or None where it begins a text of its own."""
    if OPENING.match(fragment.text):
        return None
    if follows(current.mark, ahead):
        return current
    for flow in reversed(suspended):
        if flow.open and follows(flow.mark, ahead) and ahead is not None and ahead[0] != "章":
            return flow
    mark = current.mark
    stops = mark is not None and mark[0] == "条" and ahead is not None and ahead[0] in "问答"
    # the articles stop for an interview; they go on later where their next number is still to come
    if stops and mark is not None and any(place > at for place in places.get(mark[1] + 1, ())):
        return None
    return current
