"""One article -> its 款, 项 and 目: paragraphs, numbered items, and those whose numbers were lost in printing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tiaowen.datamodels import Step
from tiaowen.reading.grammar.headings import Mark, inline, item, next_items
from tiaowen.reading.grammar.numerals import chinese
from tiaowen.reading.structure.tree import Line, Node

MOST_LOST = 12  # items in a row that may have lost their numbers


def parts(unit: Node, group: Sequence[Line], words: int) -> None:
    """Put the 款, 项 and 目 of an article under it. `words` is where its text begins in the first line."""
    group = _apart(group, words)
    paragraphs: list[Node] = []
    current: list[tuple[str, Node]] = []  # open lists: (style, last item), outermost first
    closed: list[tuple[str, Node]] = []  # those that a paragraph has ended
    counts = [0]
    listed = False  # the line above belongs to a list without numbers below an item
    for number, line in enumerate(group):
        start = words if number == 0 else 0
        if start >= len(line.text) and number == 0:
            continue  # the number stands alone; the words follow on the next line
        if line.row and (paragraphs or current):
            (
                current[-1][1] if current else paragraphs[-1]
            ).end = line.end  # a row of a table belongs to what it follows
            continue
        following = item(group[number + 1].text) if number + 1 < len(group) else None
        mark = item(line.text, start) if number == 0 else item(line.text)
        if mark is None and current and _lost(group[number : number + MOST_LOST + 1], current):
            style, last = current[0]
            mark = Mark(style, last.step.number + 1)
        listed = mark is None and bool(current) and _bulleted(group, number, listed)
        if listed:
            current[-1][1].end = line.end
            continue
        if mark is not None and _goes_on(mark, current, closed, group[number - 1]):
            _take_in(closed[0][1], paragraphs)
            current[:] = closed[:1]
        elif mark is not None and not current and mark.style == "（一）" and mark.number > 1:
            _restore(mark.number - 1, paragraphs, current, group, number, unit.label)
        if mark is not None and _is_item(mark, current, number, following):
            if not paragraphs:
                paragraphs.append(_paragraph(unit, 1, line.start + start, line.end))
            holder = _place(paragraphs[-1], current, mark, line.start, line.end, unit.label)
            _run(holder, line, mark.end, current, following, unit.label)
        else:
            counts[0] += 1
            closed = list(current) or closed
            current.clear()
            paragraphs.append(_paragraph(unit, len(paragraphs) + 1, line.start + (start if number else 0), line.end))
            _run(paragraphs[-1], line, start, current, following, unit.label)
    _attach(unit, paragraphs)


def _apart(group: Sequence[Line], words: int) -> Sequence[Line]:
    """The lines, cut where the item that comes next begins inside one that is an item: （二）甲；（三）乙。"""
    found: list[Line] = []
    for number, line in enumerate(group):
        mark = item(line.text, words if number == 0 else None)
        after = item(group[number + 1].text) if number + 1 < len(group) else None
        at = 0
        for glued in next_items(line.text, mark) if mark is not None and not line.row else ():
            if after is not None and (after.style, after.number) == (glued.style, glued.number):
                break
            found.append(replace(line, text=line.text[at : glued.start], start=line.start + at))
            at = glued.start
        found.append(replace(line, text=line.text[at:], start=line.start + at) if at else line)
    return found


def _bulleted(group: Sequence[Line], at: int, listed: bool) -> bool:
    """Whether a line without a number belongs to the item above it, which ends with a colon: 具备下列条件：⏎甲；⏎乙。

    A list of one line cannot be told from the next paragraph.
    """
    above, text = group[at - 1].text.rstrip()[-1:], group[at].text.rstrip()
    return text[-1:] in "；;" and above in "：:" or listed and above in "；;"


def _goes_on(mark: Mark, current: Sequence[tuple[str, Node]], closed: Sequence[tuple[str, Node]], above: Line) -> bool:
    """Whether a list that a paragraph has ended goes on behind it: （二）甲。⏎甲的改动，是指乙。⏎（三）丙."""
    if not closed or closed[0][0] != mark.style or above.text.rstrip()[-1:] in ("：", ":"):
        return False
    open_too = any(style == mark.style for style, _ in current)
    return mark.number > 1 and closed[0][1].step.number == mark.number - 1 and not open_too


def _take_in(last: Node, paragraphs: list[Node]) -> None:
    """What stands between two items belongs to the first, its lists as 目."""
    last.end = paragraphs[-1].end
    while paragraphs[-1].start > last.start:
        for child in reversed(paragraphs.pop().children):
            child.step, child.label = Step("目", child.step.number), f"第{child.step.number}目"
            last.children.insert(0, child)


def _lost(lines: Sequence[Line], current: Sequence[tuple[str, Node]]) -> bool:
    """Whether the first of the lines is an item that has lost its number: two lines stand between （二） and （五）."""
    marks = [item(line.text) for line in lines]
    between = next((i for i, mark in enumerate(marks) if mark is not None), 0)
    following = marks[between]
    if not current or not between or following is None or following.style != current[0][0]:
        return False
    return following.number == current[0][1].step.number + between + 1


def _restore(
    missing: int,
    paragraphs: list[Node],
    current: list[tuple[str, Node]],
    group: Sequence[Line],
    at: int,
    article: str,
) -> None:
    """Take the lines before （三）, group[at], for the items that have lost their numbers: they end in semicolons, and
    the line before them ends in a colon. Without all of these signs nothing is done."""
    lead = group[at - missing - 1] if at > missing else None
    lines = group[at - missing : at] if lead is not None else ()
    nodes = paragraphs[-missing:]
    ends = "".join(line.text.rstrip()[-1:] for line in lines)
    if lead is None or lead.text.rstrip()[-1:] not in ("：", ":") or ends.strip("；;"):
        return
    if len(paragraphs) <= missing or any(node.children for node in nodes):
        return
    del paragraphs[-missing:]
    for number, line in enumerate(lines, 1):
        _place(paragraphs[-1], current, Mark("（一）", number), line.start, line.end, article)


def _paragraph(unit: Node, number: int, start: int, end: int) -> Node:
    return Node(Step("款", number), f"{unit.label}第{chinese(number)}款", "part", start, end, start)


def _is_item(mark: Mark, current: Sequence[tuple[str, Node]], number: int, following: Mark | None) -> bool:
    for style, last in current:
        if style == mark.style:
            return (mark.number, mark.suffix) > (last.step.number, last.step.suffix) or mark.number == 1
    if mark.number == 1:
        return True
    # A list that does not begin with one: believed where its mark cannot be anything else, reported by the audit.
    return mark.style == "（一）" or (
        following is not None and following.style == mark.style and following.number == mark.number + 1
    )


def _place(paragraph: Node, current: list[tuple[str, Node]], mark: Mark, offset: int, end: int, article: str) -> Node:
    """Make the item that `mark` opens, at its depth: 项 under the 款, 目 under the 项."""
    for depth, (style, _) in enumerate(current):
        if style == mark.style:
            del current[depth:]
            break
    depth = len(current)
    holder = current[-1][1] if current else paragraph
    level = ("项", "目")[depth] if depth < 2 else "子目"
    # Labels of items are completed in _attach, when it is known whether the 款 has to be named.
    label = f"第（{chinese(mark.number)}）项" if depth == 0 else f"第{mark.number}{level}"
    label += f"之{chinese(mark.suffix)}" if mark.suffix else ""
    node = Node(Step(level, mark.number, mark.suffix), label, "part", offset + mark.start, end, offset + mark.end)
    holder.add(node)
    current.append((mark.style, node))
    return node


def _run(
    holder: Node,
    line: Line,
    start: int,
    current: list[tuple[str, Node]],
    following: Mark | None,
    article: str,
    depth: int = 0,
) -> None:
    """Items that run inside a line, below `holder` (a 款 or an item that ends with the line)."""
    end = holder.end - line.start
    found = inline(line.text, start, end, following)
    if not found or any(style == found[0].style for style, _ in current):
        return
    base = list(current)
    for index, mark in enumerate(found):
        stop = found[index + 1].start if index + 1 < len(found) else end
        del current[len(base) :]
        node = _place(holder, current, mark, line.start, line.start + stop, article)
        if depth < 2:
            _run(node, line, mark.end, current, following if stop == end else None, article, depth + 1)
    # Blanks between two inline items belong to the one before; nothing is left over.


def _attach(unit: Node, paragraphs: Sequence[Node]) -> None:
    """Number the 款, leave out a single one, and complete the labels of the items."""
    with_items = [p for p in paragraphs if p.children]
    named = not (len(with_items) == 1 and with_items[0] is paragraphs[0])
    single = len(paragraphs) == 1
    for paragraph in paragraphs:
        base = paragraph.label if named and not single else unit.label
        stack = [(child, base) for child in paragraph.children]
        while stack:
            node, before = stack.pop()
            node.label = before + node.label
            stack.extend((child, node.label) for child in node.children)
        if single:
            unit.children.extend(paragraph.children)
        else:
            unit.add(paragraph)
