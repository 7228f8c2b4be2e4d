"""Articles that a newspaper breaks off with （下转第三版） and prints on with （上接第一版）, behind other texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from tiaowen.datamodels import SetAside, Source
from tiaowen.reading.grammar.marks import article, is_continuation
from tiaowen.reading.grammar.paragraphs import Paragraph
from tiaowen.reading.grammar.press import CARRIED_OVER, aside, carried_over
from tiaowen.reading.layout.furniture import TURNS_TO


@dataclass(slots=True)
class Turned:
    """The paragraphs of a source without the marks where articles come back, and where other texts stand between."""

    paragraphs: list[Paragraph]
    set_aside: list[SetAside] = field(default_factory=list)
    leaves: set[int] = field(default_factory=set)  # the first paragraph of the other texts
    returns: set[int] = field(default_factory=set)  # the paragraph that goes on with the articles


def turned(source: Source, paragraphs: list[Paragraph]) -> Turned:
    """A mark of return belongs to the articles where the next article behind it has the next number after the last
    one before the mark of leaving."""
    offsets = [found.start() for found in TURNS_TO.finditer(source.text)]
    if not offsets:
        return Turned(paragraphs)
    numbers = [article(p.text) for p in paragraphs]
    ahead = _ahead(paragraphs, numbers)
    result = Turned([])
    last = 0  # the last article
    turns = iter(offsets)
    turn = next(turns, None)
    left: tuple[int, int] | None = None  # the last article before a mark of leaving, the place behind it
    for i, paragraph in enumerate(paragraphs):
        while turn is not None and paragraph.spans and paragraph.spans[0].start > turn:
            _without_turn(source, result)
            left = (last, len(result.paragraphs)) if last else left
            turn = next(turns, None)
        length = is_continuation(paragraph.text)
        if length and left is not None and ahead[i] == left[0] + 1 and last == left[0]:
            rest, marks = carried_over(source, paragraph)
            result.set_aside.extend(marks)
            if left[1] < len(result.paragraphs):
                result.leaves.add(left[1])
                result.returns.add(len(result.paragraphs))
            left = None
            if rest is None:
                continue
            paragraph = rest
        last = numbers[i] or last
        result.paragraphs.append(paragraph)
    result.returns = {i for i in result.returns if i < len(result.paragraphs)}
    return result


def _without_turn(source: Source, result: Turned) -> None:
    """Take （下转第三版） off the end of the last paragraph."""
    text = result.paragraphs[-1].text if result.paragraphs else ""
    found = TURNS_TO.search(text[-40:])
    if found is None or text[-40:][found.end() :].strip():
        return
    last = result.paragraphs.pop()
    cut = max(len(text) - 40, 0) + found.start()
    result.set_aside.extend(aside(source, last.slice(cut, len(text)), CARRIED_OVER))
    if text[:cut].strip():
        result.paragraphs.append(last.slice(0, len(text[:cut].rstrip())))


def _ahead(paragraphs: list[Paragraph], numbers: list[int]) -> list[int]:
    """For every paragraph the number of the next article, its own behind a mark of return counted."""
    found = [0] * len(paragraphs)
    following = 0
    for i in range(len(paragraphs) - 1, -1, -1):
        text = paragraphs[i].text
        length = is_continuation(text)
        own = article(text[length:].lstrip()) if length else 0
        found[i] = own or following
        following = numbers[i] or own or following
    return found
