"""Rules and manuals numbered 1, 1.1, 1.1.1, as companies and standards number them; also below 第一章, 第二章."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from tiaowen.datamodels import Role, Step
from tiaowen.reading.grammar.headings import caption, item
from tiaowen.reading.grammar.numerals import chinese
from tiaowen.reading.structure import prose
from tiaowen.reading.structure.tree import Line, Node, of_line

LEVEL = "编号"
"""The level of every step here; its number is the last one of 3.1.2."""

_B = r"[ \t\u3000\xa0]"
_MARK = re.compile(
    rf"(?:(?P<deep>(?:[A-Z]|[0-9]{{1,2}})(?:[.．][0-9]{{1,3}}){{1,5}})[.．]?(?P<alone>{_B}*$)?|(?P<top>[0-9]{{1,2}})(?:[.．、]|(?={_B})))"
    rf"{_B}*(?(alone)|(?=[^\s0-9.．,，、%]))"
)
_TERMS = re.compile(r"术语|定义|缩略语")
_ENGLISH = re.compile(r"[ \t\u3000\xa0；;]+[A-Za-z][A-Za-z0-9 ,;；.'’()/-]*$")
"""The English name behind a term: 人工湿地  constructed wetland."""
_LARGEST_GAP = 3  # numbers that may be missing between two neighbours; the audit reports them


@dataclass(frozen=True)
class _Entry:
    line: Line
    numbers: tuple[int, ...]  # (3, 1, 2), (-1, 2) for A.2, () for a paragraph without a number
    body: int  # where the words begin in the line


def applies(lines: Sequence[Line]) -> bool:
    """Whether the lines are numbered so: at least two numbers with a point, from 1 on, and no 一、 above them."""
    if sum(1 for line in lines if "." in line.text[:8] or "．" in line.text[:8]) < 2:
        return False
    if any((mark := item(line.text)) is not None and mark.style == "一、" for line in lines):
        return False
    found = [entry.numbers for entry in _entries(lines) if entry.numbers]
    return sum(len(numbers) > 1 for numbers in found) >= 2 and len(found[0]) == 1 and found[0][0] <= 1


def numbered(lines: Sequence[Line], chapter: int) -> int:
    """How many of the lines below 第N章 are numbered N.1, N.2, N.2.1 from the first on; as for `build`."""
    found = [entry.numbers for entry in _entries(lines, chapter) if entry.numbers]
    return len(found) if found and len(found[0]) == 2 else 0


def build(top: Node, lines: Sequence[Line], prefix: str = "", chapter: int = 0) -> None:
    """Put the numbered clauses under `top`: 3职责 holds 3.1行政部, which holds 3.1.1.

    chapter: the number of the chapter that `top` is, if it is one; -1 for 附录A, whose clauses are A.1, A.2.
    """
    entries = _entries(lines, chapter)
    first = next(i for i, entry in enumerate(entries) if entry.numbers)
    above = [entry.line for entry in entries[:first]]
    if chapter:
        prose.below(top, above)
    else:
        prose.opening(top, above, prefix)
    stack: list[tuple[int, Node]] = []
    index = first
    while index < len(entries):
        entry = entries[index]
        after = index + 1
        while after < len(entries) and not entries[after].numbers:
            after += 1
        while stack and stack[-1][0] >= len(entry.numbers):
            stack.pop()
        home = stack[-1][1] if stack else top
        deeper = after < len(entries) and len(entries[after].numbers) > len(entry.numbers)
        listing = deeper and after == index + 1 and _enumerates(entry, entries[after:])
        node = _node(home, entry, entries[index + 1 : after], deeper and not listing, prefix)
        if home.role != "container":
            node.role = "part"
        if node.role == "container" or listing:
            stack.append((len(entry.numbers), node))
        index = after


def _enumerates(entry: _Entry, below: Sequence[_Entry]) -> bool:
    """Whether the numbers below are the items of a sentence that ends in a colon: 5.3 有下列情形的：5.3.1 …"""
    items = list(takewhile(lambda other: len(other.numbers) > len(entry.numbers), below))
    ends = [other.line.text.rstrip()[-1] for other in items]
    return entry.line.text.rstrip()[-1] in "：:" and all(end in "；;" for end in ends[:-1]) and len(ends) > 1


def _node(home: Node, entry: _Entry, tail: Sequence[_Entry], deeper: bool, prefix: str) -> Node:
    line = entry.line
    number = ".".join(chr(ord("A") - 1 - n) if n < 0 else str(n) for n in entry.numbers)
    words = line.text[entry.body :].strip()
    bare = caption(words) and len(words) <= 80 and (deeper or bool(tail))
    if bare and _TERMS.search(home.heading):
        words = _ENGLISH.sub("", words)
    bare = bare and len(words) <= 40
    heading = words if bare else ""
    label = prefix + number + (re.sub(r"\s+", "", words) if bare else "")
    node = home.add(of_line(line, Step(LEVEL, entry.numbers[-1]), label, "unit", entry.body, heading))
    if bare or deeper:
        node.role = "container"
        lead = None
        if not bare:  # 3.1 has words of its own and numbers below it: its words are its first paragraph
            node.end = node.body
            lead = Node(Step("段", 1), "", "unit", node.body, line.end, node.body)
        _paragraphs(node, lead, tail, "unit")
    elif tail:
        _paragraphs(node, of_line(line, Step("段", 1), "", "part", entry.body), tail, "part")
    return node


def _paragraphs(place: Node, lead: Node | None, tail: Sequence[_Entry], role: Role) -> None:
    """第1段, 第2段 … under a clause or a heading, each with the lists below it: 4.3第（二）项第1目. A list without a
    paragraph above it, and that of a clause with one paragraph, stand under the clause itself.

    lead: the words behind the number, if they are a paragraph.
    """
    found = [lead] if lead is not None else []
    lists: list[tuple[str, Node]] = []  # those open: style, last item
    for line in (entry.line for entry in tail):
        mark = item(line.text)
        depth = next((n for n, (style, _) in enumerate(lists) if mark and style == mark.style), len(lists))
        above = lists[depth][1].step.number if depth < len(lists) else 0
        if mark is None or mark.number != above + 1:
            lists.clear()
            found.append(of_line(line, Step("段", len(found) + 1), "", role))
            continue
        del lists[depth:]
        level = ("项", "目", "子目")[min(depth, 2)]
        own = f"第（{chinese(mark.number)}）项" if level == "项" else f"第{mark.number}{level}"
        holder = lists[-1][1] if lists else found[-1] if found else place
        own_role: Role = role if holder is place else "part"
        node = of_line(line, Step(level, mark.number), own, own_role, mark.end)
        lists.append((mark.style, holder.add(node)))
    holders = [place, *(one for one in found if one.children)]
    alone = len(holders) == 2 and holders[1] is found[0] and not place.children
    for number, one in enumerate(found, 1):
        one.label = f"{place.label}第{number}段"
    for one in holders:
        stack = [(child, place.label if alone else one.label) for child in one.children]
        while stack:
            child, before = stack.pop()
            child.label = before + child.label
            stack.extend((below, child.label) for below in child.children)
    if lead is not None and len(found) == 1 and role == "part":
        place.children.extend(lead.children)
    else:
        place.children.extend(found)


def _entries(lines: Sequence[Line], chapter: int = 0) -> list[_Entry]:
    found: list[_Entry] = []
    last: tuple[int, ...] = (chapter,) if chapter else ()
    listed = 0  # the last number of a list 1. 2. 3. below 2.2.4
    marks = [_MARK.match(line.text) for line in lines]
    deeper: list[tuple[int, ...]] = [()]  # from the end: the next number with a point below each line
    for mark in reversed(marks):
        deeper.append(_numbers(mark) if mark is not None and mark["deep"] else deeper[-1])
    deeper.reverse()
    index = -1
    while (index := index + 1) < len(lines):
        line, mark = lines[index], marks[index]
        numbers = _numbers(mark)
        in_list = mark is not None and len(numbers) == 1 and len(last) > 1 and numbers[0] == listed + 1
        below = deeper[index + 1]
        sentence = line.text.rstrip()[-1:] in "；;。"  # 3 设备 is a heading, 3. 保密岗位。 is none
        if in_list and (sentence or below not in ((*numbers, 0), (*numbers, 1))):
            listed += 1
            found.append(_Entry(line, (), 0))
            continue
        if mark is None or not _follows(numbers, last) or chapter and numbers[0] != chapter:
            found.append(_Entry(line, (), 0))
            continue
        body = mark.end()
        if mark["alone"] is not None:  # as standards print terms: 3.1 and its words on the next line
            after = lines[index + 1] if index + 1 < len(lines) else None
            if after is None or marks[index + 1] is not None or after.start != line.end + 1:
                found.append(_Entry(line, (), 0))
                continue
            body = len(line.text) + 1
            line = replace(line, text=f"{line.text}\n{after.text}")
            index += 1
        last, listed = numbers, 0
        found.append(_Entry(line, numbers, body))
    return found


def _numbers(mark: re.Match[str] | None) -> tuple[int, ...]:
    """3, 1, 2 of 3.1.2; a letter counts down from -1, so that A.1 follows no number."""
    if mark is None:
        return ()
    return tuple(
        int(n) if n.isdigit() else ord("A") - 1 - ord(n) for n in re.split("[.．]", mark["deep"] or mark["top"])
    )


def _follows(numbers: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number can come after the last one: 3.1.1 after 3.1, 3.2 or 4 after 3.1.2."""
    if not last:
        return numbers in ((0,), (1,))
    if numbers[:-1] == last:
        return numbers[-1] <= 1
    above = numbers[:-1]
    step = numbers[-1] - last[len(above)] if len(last) > len(above) and last[: len(above)] == above else 0
    return 1 <= step <= _LARGEST_GAP
