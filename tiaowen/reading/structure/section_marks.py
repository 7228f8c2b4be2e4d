"""Which lines open a numbered section (一、 （一） 1.), and what the sequence of their numbers says of lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiaowen.reading.grammar.headings import UNNUMBERED, Mark, caption, doubtful, item
from tiaowen.reading.grammar.marks import is_parenthesis
from tiaowen.reading.grammar.numerals import CHINESE, value
from tiaowen.reading.structure.tree import Line, resumes


@dataclass(frozen=True)
class Entry:
    """A line with what it opens: a list mark, an unnumbered heading, or nothing."""

    line: Line
    mark: Mark | None
    title: bool = False


def entries(lines: Sequence[Line], before: int = 0) -> list[Entry]:
    """Which lines open a numbered section. A number continues its list, opens a deeper one, or is no heading.

    before: the number that "1." goes on from, where these lines are a chapter and its numbers run through all of them.
    """
    found: list[Entry] = []
    stack: list[tuple[str, int]] = []
    last: dict[str, int] = {"1.": before}  # style -> last number anywhere: （四） may go on under the next 三、
    marks = [item(line.text) or _number_alone(line) for line in lines]
    for index, line in enumerate(lines):
        mark = marks[index] = marks[index] or _confirmed(lines, marks, index, stack)
        if mark is None:
            title = bool(UNNUMBERED.match(line.text.strip())) or line.heading > 0 and caption(line.text)
            title = title or resumes(lines, index)
            found.append(Entry(line, None, title))
            if title:
                stack.clear()
                last.clear()
            continue
        depth = next((d for d, (style, _) in enumerate(stack) if style == mark.style), None)
        previous = stack[depth][1] if depth is not None else 0
        follower = next((m for m in marks[index + 1 : index + 40] if m is not None and m.style == mark.style), None)
        if not _opens(mark, previous, last.get(mark.style, 0), follower):
            found.append(Entry(line, None))
            continue
        if depth is not None:
            del stack[depth:]
        stack.append((mark.style, mark.number))
        last[mark.style] = mark.number
        found.append(Entry(line, mark))
    return found


def _number_alone(line: Line) -> Mark | None:
    """The mark of a heading (by its level or style) that is nothing but a number: ## 三."""
    text = line.text.strip()
    number = value(text) if line.heading and 0 < len(text) <= 3 and set(text) <= set(CHINESE) else None
    return Mark("一、", number, 0, 0, len(line.text)) if number else None


def _confirmed(
    lines: Sequence[Line], marks: Sequence[Mark | None], index: int, stack: Sequence[tuple[str, int]]
) -> Mark | None:
    """The mark of 二、三级查房制度, where its number comes next in an open list that ended a sentence before it, and is
    followed by the next number or by no other of the list; 一、二级响应 begins one only before 二、."""
    mark = doubtful(lines[index].text)
    if mark is None:
        return None
    last = next((number for style, number in stack if style == mark.style), 0)
    follower = next((m for m in marks[index + 1 : index + 40] if m is not None and m.style == mark.style), None)
    ended = index > 0 and lines[index - 1].text.rstrip()[-1:] in tuple("。；;！？!?")
    ended = ended or lines[index].heading > 0 or mark.style == "一、" and caption(lines[index].text)
    goes_on = follower is not None and follower.number == mark.number + 1
    closes = last > 0 and (follower is None or follower.number == 1)
    return mark if mark.number == last + 1 and ended and (goes_on or closes) else None


def _opens(mark: Mark, previous: int, anywhere: int, follower: Mark | None) -> bool:
    if mark.number == 1 or mark.number in (previous + 1, anywhere + 1):
        return True
    if mark.style in ("一、", "（一）"):
        return True  # out of sequence, and reported by the audit
    return mark.number > previous and follower is not None and follower.number == mark.number + 1


def numbered_chapters(chapters: Sequence[Sequence[Line]]) -> list[int | None]:
    """For each chapter the number that its own go on from: 0 where it begins with 1., 4 where with 5. and the chapter
    before it ended with 4.; None where it begins with no number, for all where fewer than two lines have one."""
    found: list[int | None] = []
    last = count = 0
    for lines in chapters:
        marks = [mark for line in lines if (mark := item(line.text)) is not None and mark.style == "1."]
        first = item(lines[0].text) if lines else None
        begins = first is not None and first.style == "1." and first.number in (1, last + 1)
        found.append(first.number - 1 if begins and first is not None else None)
        if begins:
            count += len(marks)
            for mark in marks:
                last = mark.number if mark.number == last + 1 or mark is marks[0] else last
    return found if count > 1 else [None] * len(found)


def running_through(found: Sequence[Entry]) -> frozenset[str]:
    """Styles whose numbers run through the whole document, although sections above them change: （一） … （十七）."""
    numbers: dict[str, list[int]] = {}
    parents: dict[str, set[int]] = {}
    above: list[tuple[str, int]] = []
    for index, entry in enumerate(found):
        if entry.mark is None:
            continue
        style = entry.mark.style
        for depth, (open_style, _) in enumerate(above):
            if open_style == style:
                del above[depth:]
                break
        parents.setdefault(style, set()).add(above[-1][1] if above else -1)
        if not entry.mark.suffix:
            numbers.setdefault(style, []).append(entry.mark.number)
        above.append((style, index))
    return frozenset(
        style
        for style, run in numbers.items()
        if len(parents[style]) > 1 and all(b == a + 1 for a, b in zip(run, run[1:], strict=False))
    )


def onward(found: Sequence[Entry], index: int) -> Iterator[Entry]:
    """The entries from here on; a slice would copy them."""
    return (found[i] for i in range(index, len(found)))


def is_enumerated(found: Sequence[Entry], index: int) -> bool:
    """Whether the marks from here on are 1, 2, 3 … of one list: all but the last end in a semicolon, and none is
    followed by a paragraph of its own."""
    run: list[Entry] = []
    style = ""
    for entry in onward(found, index):
        mark = entry.mark
        if mark is None or mark.number != len(run) + 1 or run and mark.style != style:
            break
        style = mark.style
        run.append(entry)
    return len(run) >= 2 and all(entry.line.text.rstrip()[-1] in "；;，,、" for entry in run[:-1])


def ends_list(found: Sequence[Entry], index: int, following: Entry | None) -> bool:
    """Whether an item is the last of a list: it ends in a full stop, the one before it in a semicolon."""
    entry, before = found[index], found[index - 1]
    assert entry.mark is not None
    if before.mark is None or before.mark.style != entry.mark.style or before.line.text.rstrip()[-1] not in "；;":
        return False
    after = following.mark if following is not None else None
    goes_on = after is not None and after.style == entry.mark.style and after.number > 1
    return entry.line.text.rstrip()[-1] == "。" and not goes_on


def closes_list(found: Sequence[Entry], index: int, tail: Sequence[Entry], following: Entry | None) -> bool:
    """Whether the line behind an item is said of the whole list: （责任单位：…） behind 1. 2. 3., none between."""
    mark, before = found[index].mark, found[index - 1].mark
    if mark is None or before is None or (before.style, before.number) != (mark.style, mark.number - 1):
        return False
    ended = following is None or following.mark is not None and following.mark.style != mark.style
    return ended and len(tail) == 1 and is_parenthesis(tail[0].line.text.strip())
