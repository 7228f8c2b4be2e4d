"""Articles and the interview on them, printed in turns: where the interview begins, and which of the two goes on."""

from __future__ import annotations

import re
from collections import Counter

from tiaowen.reading.documents.flow import OPENING, SURE, Flow, Styles, can_continue, follows
from tiaowen.reading.grammar.headings import Mark as HeadingMark
from tiaowen.reading.grammar.headings import item
from tiaowen.reading.grammar.marks import Mark, article, ends_sentence, question
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import INTERVIEW_TITLE, is_interview_lead

BROKEN = 3  # what it counts, in characters of a seam, that the text before breaks off,
NEXT = 2  # and that nothing stands in between

_SPEAKS = re.compile(r"(?:负责人|负责同志|局长|部长|主任).{0,8}就")
_NEVER_FIRST = "，、；：。）”》,;:)的"


def alternates(marks: list[Mark | None]) -> bool:
    """Whether the source has articles and an interview, which may be printed in turns."""
    kinds = Counter(mark[0] for mark in marks if mark)
    return kinds["条"] > 1 and kinds["问"] > 1


def interview_begins(
    current: Flow,
    suspended: list[Flow],
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
    if not (titled or is_interview_lead(text) or OPENING.match(text) or question(text)) or article(text):
        return False
    return any(place > i for place in places.get(mark[1] + 1, ()))


def next_turn(
    current: Flow,
    suspended: list[Flow],
    paragraphs: list[Paragraph],
    marks: list[Mark | None],
    units: list[Mark | None],
    i: int,
    known: str,
    styles: Styles,
) -> tuple[Flow, int] | None:
    """The suspended text that is printed on next, and the paragraph at which it comes back: i or a later one.

    Articles come back before their next number, an interview before its next question. Which of the paragraphs in
    between is the rest of the cut one is told by the words at the seam, where they stand elsewhere in the source too,
    and by what is before it: a text breaks off where the other one comes back. Of equals it is the first.
    """
    mark = marks[i]
    unit = mark if mark is not None and mark[0] != "章" else units[i]
    if current.mark is None or unit is None or follows(current.mark, unit):
        return None
    flow = next((f for f in reversed(suspended) if f.mark and not f.ended and follows(f.mark, unit)), None)
    if flow is None or flow.mark is None or (flow.mark[0] == "条") == (current.mark[0] == "条"):
        return None
    end = next((k for k in range(i, len(marks)) if marks[k] is not None), i)
    goes_on = current.open and i < end and can_continue(paragraphs[i], styles)
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
        if flow.open and can_continue(paragraphs[k], styles) and not OPENING.match(text):
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
