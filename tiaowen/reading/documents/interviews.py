"""Questions of the press with their answers: where such a text begins, and where it goes on after another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.reading.documents.segment import Segment
from tiaowen.reading.grammar.marks import (
    article,
    ends_sentence,
    is_container,
    is_label,
    is_number,
    is_parenthesis,
    is_title,
    question,
)
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import INTERVIEW_TITLE, is_byline, is_dateline, is_headline, is_interview_lead

INTRODUCTION = 600  # characters before the questions of a text that explains
LONGEST_SUBTITLE = 60

_ISSUED_LATELY = re.compile(r"(?:近日|日前|最近)[，,].{2,40}(?:印发|发布|公布).{0,12}《")


def interview_start(now: Segment) -> int | None:
    """Where the interview begins whose first question comes now: at its title or at the words that introduce it."""
    count = 0
    while count < min(4, len(now.paragraphs)):
        paragraph = now.paragraphs[-1 - count]
        text = paragraph.text
        if is_label(text) or not (is_interview_lead(text) or is_dateline(text) or is_byline(text)):
            break
        count += 1
    if count and len(now.paragraphs) > count and _ISSUED_LATELY.match(now.paragraphs[-1 - count].text):
        count += 1
    titled = _interview_title(now)
    if titled is not None:  # all that stands between the title and the first question is its own
        above = any(paragraph.row or ends_sentence(paragraph.text) for paragraph in now.paragraphs[:titled])
        return len(now.paragraphs) - titled if above else None  # the name of a web site's section is no text
    left = len(now.paragraphs) - count
    if not count:
        return 0 if now.body else None
    return count if left else None


def _interview_title(now: Segment) -> int | None:
    """Where the title of an interview stands, above a few words on what is explained: 某部负责人就… / 答记者问."""
    size = 0
    for at in range(len(now.paragraphs) - 1, -1, -1):
        paragraph = now.paragraphs[at]
        text = paragraph.text
        subtitle = text.startswith("——") and len(text) <= LONGEST_SUBTITLE
        if INTERVIEW_TITLE.search(text) and (subtitle or is_headline(paragraph)):
            break
        size += len(text)
        if size > INTRODUCTION or article(text) or is_container(text):
            return None
    else:
        return None
    while at and _heads_interview(now.paragraphs[at - 1], now.paragraphs[at]):
        at -= 1
    return at


def _heads_interview(paragraph: Paragraph, below: Paragraph) -> bool:
    """Whether the line above the title of an interview is of that title: its first line, or what stands above ——…."""
    text = paragraph.text
    if text.startswith("——"):
        return len(text) <= LONGEST_SUBTITLE and not ends_sentence(text)
    if not is_headline(paragraph) or is_parenthesis(text) or is_number(text):
        return False
    return below.text.startswith("——") and not is_title(text) or "负责人" in text and "就" in text


def interrupted(segment: Segment, before: Sequence[Segment]) -> Segment | None:
    """The interview that goes on with the segment, which begins with a question and no words before it, after another
    text in between; its signature would have ended it."""
    if question(segment.paragraphs[0].text) != "问":
        return None
    interview = next((earlier for earlier in reversed(before) if earlier.questions), None)
    return None if interview is None or interview.ended or interview.articles else interview
