"""Documents without articles: sections (一、 （一） 1.) with headings and paragraphs, and prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiaowen.datamodels import Role, Step
from tiaowen.reading import blocks, decimals
from tiaowen.reading.headings import UNNUMBERED, Mark, bracketed, caption, doubtful, inline, item, titled
from tiaowen.reading.marks import is_parenthesis
from tiaowen.reading.numerals import CHINESE, NUMBER, chinese, value
from tiaowen.reading.tree import Line, Node, resumes

LEVELS = {"一、": "部分", "（一）": "分节", "1.": "点", "（1）": "小点", "①": "小点", "1）": "小点", "a)": "小点"}

_BOX = re.compile(rf"专栏[ \t\u3000\xa0]*({NUMBER})(?=[ \t\u3000\xa0：:]|$)[^。；，]{{0,40}}$")
_LETTERED = re.compile(r"附录([A-Z])$")

PARAGRAPH = "段"
"""On the stack of open sections: a paragraph that governs a list."""

CLOSING = re.compile(
    r"[ \u3000]*(?:以上(?:意见|规定|办法|通知|决定|说明|报告|请示|汇报)|[妥当可]否|特此"
    r"|此复|专此|中国人民解放军|军队|请各|望各"
    r"|各(?:地区|级|地|省|部门)[^。]{0,40}(?:结合实际|认真贯彻|遵照)"
    r"|(?:出席|列席|请假|缺席|参会|参加|主持|记录)(?:人员?|单位)?[：:]"
    r"|(?:本|此)(?:通知|意见|决定|决议|方案|规划|办法|规定|解释|批复|细则|规则)[^。]{0,24}(?:施行|执行|实施|生效|有效|解释))"
)
"""How a paragraph begins that closes the whole document rather than its last section."""

_QUOTED = re.compile(r"^\s*[“‘（(].*[”’）)]\s*$|[）)…]\s*$")
"""A line of the news that is spoken, or an aside; 干得轻：一张清单挡住“万能章” is a heading all the same."""


_STOPPED = re.compile(r"[^，。；：、！？,;:!?的]{2,20}。")
"""A heading with a stop that no heading should have: （三）规范管护运营。 above 1. 2. 3."""


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


def build(top: Node, lines: Sequence[Line], prefix: str = "", news: bool = False, before: int = 0) -> None:
    """Put the sections and paragraphs of `lines` under `top`; in `news`, short lines are sub-headings. before: as in
    `entries`."""
    if decimals.applies(lines):
        decimals.build(top, lines, prefix)
        return
    letter = _LETTERED.search(prefix)
    if letter and decimals.numbered(lines, ord("A") - 1 - ord(letter[1])):
        decimals.build(top, lines, "", ord("A") - 1 - ord(letter[1]))  # 附录A holds A.1, which says where it stands
        return
    found = entries(lines, before)
    if not any(entry.mark is not None for entry in found):
        group = blocks.labelled(lines)
        if group is not None:
            blocks.Blocks(top, lines, group, prefix).build()
        else:
            _prose(top, found, prefix, news)
        return
    _Sections(top, found, prefix).build()


def _prose(top: Node, found: Sequence[Entry], prefix: str, news: bool) -> None:
    """Paragraphs 第1段, 第2段 … counted through; sub-headings are containers and are not counted."""
    home, count = top, 0
    total = sum(1 for entry in found if not entry.title)
    for index, entry in enumerate(found):
        line = entry.line
        followed = index + 1 < len(found) and not found[index + 1].title
        subtitle = entry.title or (
            news
            and total > 2
            and followed
            and len(line.text) <= 32
            and caption(line.text)
            and not _QUOTED.search(line.text)
        )
        if subtitle and followed:
            words = line.text.strip()
            home = top.add(Node(Step("标题"), prefix + words, "container", line.start, line.end, line.start, words))
            continue
        count += 1
        home.add(_unit(Step("段", count), f"{prefix}第{count}段", line))


def opening(top: Node, lines: Sequence[Line], prefix: str = "") -> None:
    """Paragraphs before the first article or section: 序言, or 序言第N段 where there are several."""
    for number, line in enumerate(lines, 1):
        label = "序言" if len(lines) == 1 else f"序言第{number}段"
        top.add(_unit(Step("序言", 0 if len(lines) == 1 else number), prefix + label, line))


def _unit(step: Step, label: str, line: Line, body: int = 0, heading: str = "") -> Node:
    return Node(step, label, "unit", line.start, line.end, line.start + body, heading)


class _Sections:
    def __init__(self, top: Node, found: Sequence[Entry], prefix: str) -> None:
        self.top = top
        self.found = found
        self.prefix = prefix
        self.stack: list[tuple[str, Node]] = []
        self.through = _running_through(found)
        self.single: Counter[bool] = Counter()  # sections that are one paragraph: yes or no

    def build(self) -> None:
        first = next(i for i, entry in enumerate(self.found) if entry.mark is not None)
        last = max(i for i, entry in enumerate(self.found) if entry.mark is not None)
        self._opening(first)
        index = first
        while index < len(self.found):
            entry = self.found[index]
            after = index + 1
            while after < len(self.found) and self.found[after].mark is None and not self.found[after].title:
                after += 1
            tail = self.found[index + 1 : after]
            if entry.mark is None:
                self._title(index, entry, tail)
            else:
                closing = self._closing(index, tail) if after == len(self.found) and index == last else len(tail)
                box = self._box(entry, tail[:closing], after)
                self._section(index, entry, tail[:box])
                self._boxes(tail[box:closing])
                self._final(tail[closing:])
            index = after

    def _box(self, entry: Entry, tail: Sequence[Entry], after: int) -> int:
        """Where a box of a plan begins in the tail (专栏1　主要指标), which is part of no point; else its length.

        A box between a heading and what stands below it stays where it is.
        """
        following = self.found[after].mark if after < len(self.found) else None
        found = next((n for n, other in enumerate(tail) if _BOX.match(other.line.text)), len(tail))
        assert entry.mark is not None
        ends = following is None or following.style in (entry.mark.style, *(style for style, _ in self.stack))
        return found if ends and (found or not caption(entry.line.text[entry.mark.end :])) else len(tail)

    def _boxes(self, tail: Sequence[Entry]) -> None:
        """A unit for each box, with its paragraphs, beside the points of the heading above them."""
        home = next((node for _, node in reversed(self.stack) if node.role == "container"), self.top)
        starts = [n for n, other in enumerate(tail) if _BOX.match(other.line.text)]
        for start, stop in zip(starts, [*starts[1:], len(tail)], strict=False):
            lines = [other.line for other in tail[start:stop]]
            mark = _BOX.match(lines[0].text)
            assert mark is not None
            label = f"{self.prefix}专栏{mark[1]}"
            box = home.add(
                Node(Step("专栏", value(mark[1]) or 0), label, "unit", lines[0].start, lines[-1].end, lines[0].start)
            )
            for number, line in enumerate(lines if len(lines) > 1 else (), 1):
                box.add(Node(Step("段", number), f"{label}第{number}段", "part", line.start, line.end, line.start))

    def _opening(self, first: int) -> None:
        opening = self.found[:first]
        count = next((i for i, entry in enumerate(opening) if entry.title), len(opening))
        number = 0
        for index, entry in enumerate(opening):
            if entry.title:
                self._heading(entry)
                number = 0
                continue
            number += 1
            home = self.stack[-1][1] if self.stack else self.top
            if home is not self.top:
                unit = home.add(_unit(Step("段", number), f"{home.label}第{number}段", entry.line))
                if index == first - 1:
                    self._governs(unit, entry.line, first)
            else:
                label = "序言" if count == 1 else f"序言第{number}段"
                self.top.add(_unit(Step("序言", 0 if count == 1 else number), self.prefix + label, entry.line))

    def _heading(self, entry: Entry) -> Node:
        words = entry.line.text.strip()
        label = self.prefix + re.sub(r"\s+", "", words)
        node = Node(Step("部"), label, "container", entry.line.start, entry.line.end, entry.line.start, words)
        self.stack = [("部", self.top.add(node))]
        return node

    def _title(self, index: int, entry: Entry, tail: Sequence[Entry]) -> None:
        node = self._heading(entry)
        for number, other in enumerate(tail, 1):
            unit = node.add(_unit(Step("段", number), f"{node.label}第{number}段", other.line))
            if number == len(tail):
                self._governs(unit, other.line, index + 1 + len(tail))

    def _governs(self, unit: Node, line: Line, index: int) -> None:
        """A paragraph that ends in a colon holds the list of marks below it: 有下列情形之一的，不予补助："""
        following = self.found[index].mark if index < len(self.found) else None
        if following is None or line.text.rstrip()[-1:] not in ("：", ":"):
            return
        open_above = any(style == following.style for style, _ in self.stack)
        if not open_above and self._is_enumerated(index, following.style):
            self.stack.append((PARAGRAPH, unit))

    def _is_enumerated(self, index: int, style: str) -> bool:
        """Whether the marks of this style from here on are 1, 2, 3 … of one list: all but the last end in a semicolon,
        and none is followed by a paragraph of its own."""
        run: list[Entry] = []
        for entry in self._from(index):
            if entry.mark is None or entry.mark.style != style or entry.mark.number != len(run) + 1:
                break
            run.append(entry)
        return len(run) >= 2 and all(entry.line.text.rstrip()[-1] in "；;，,、" for entry in run[:-1])

    def _section(self, index: int, entry: Entry, tail: Sequence[Entry]) -> None:
        """A numbered section: a container where it is a heading, a unit where it has words of its own."""
        mark, line = entry.mark, entry.line
        assert mark is not None
        for depth, (style, _) in enumerate(self.stack):
            if style == mark.style:
                del self.stack[depth:]
                break
        home = self.stack[-1][1] if self.stack else self.top
        following = self.found[index + 1 + len(tail)] if index + 1 + len(tail) < len(self.found) else None
        deeper = following is not None and following.mark is not None and self._deeper(mark, following.mark)
        heading, body = bracketed(line.text, mark.end)
        if not heading:
            heading, body = titled(line.text, mark.end)
        words = line.text[mark.end :].strip()
        bare = caption(words) and (bool(tail) or deeper)
        if not bare and not tail and following is not None and following.mark is not None:
            stopped = following.mark.number == 1 and _STOPPED.fullmatch(words) is not None
            bare = deeper and stopped and not self._is_enumerated(index + 1, following.mark.style)
        if bare:
            heading, body = words.rstrip("。"), len(line.text)
        node = Node(
            Step(LEVELS[mark.style], mark.number, mark.suffix),
            "",
            "container",
            line.start,
            line.end,
            line.start + mark.end,
            heading,
        )
        node.label = self._label(home, mark, heading, bare or deeper)
        part_of_unit = home.role != "container"
        if part_of_unit:
            node.role = "part"
        elif not bare and (
            not deeper
            or (line.text.rstrip()[-1] in "：:" and self._is_list(index + 1 + len(tail), mark))
            or (not tail and following is not None and self._listed_below(index + 1, following))
        ):
            node.role = "unit"
        home.add(node)
        if tail and (
            self._ends_list(index, following) if part_of_unit else self._closes_list(index, home, tail, following)
        ):
            self._after_list(home, tail)
            tail = tail[:0]
        self.stack.append((mark.style, node))
        if node.role == "container":
            self._paragraphs(node, entry, tail, mark.end if bare else body, bare)
            if node.children and tail:
                self._governs(node.children[-1], tail[-1].line, index + 1 + len(tail))
            return
        self._body(node, entry, tail, mark.end)

    def _from(self, index: int) -> Iterator[Entry]:
        """The entries from here on; a slice would copy them."""
        return (self.found[i] for i in range(index, len(self.found)))

    def _listed_below(self, index: int, first: Entry) -> bool:
        return first.mark is not None and self._is_enumerated(index, first.mark.style)

    def _ends_list(self, index: int, following: Entry | None) -> bool:
        """Whether an item is the last of a list: it ends in a full stop, the one before it in a semicolon."""
        entry, before = self.found[index], self.found[index - 1]
        assert entry.mark is not None
        if before.mark is None or before.mark.style != entry.mark.style or before.line.text.rstrip()[-1] not in "；;":
            return False
        after = following.mark if following is not None else None
        goes_on = after is not None and after.style == entry.mark.style and after.number > 1
        return entry.line.text.rstrip()[-1] == "。" and not goes_on

    def _closes_list(self, index: int, home: Node, tail: Sequence[Entry], following: Entry | None) -> bool:
        """Whether the line behind an item is said of the whole list: （责任单位：…） behind 1. 2. 3., none between."""
        mark, before = self.found[index].mark, self.found[index - 1].mark
        if mark is None or before is None or (before.style, before.number) != (mark.style, mark.number - 1):
            return False
        ended = following is None or following.mark is not None and following.mark.style != mark.style
        return home is not self.top and ended and len(tail) == 1 and is_parenthesis(tail[0].line.text.strip())

    def _after_list(self, home: Node, tail: Sequence[Entry]) -> None:
        """The paragraphs behind a list stand beside what governs it: 自用少量采砂无需办理许可。"""
        place = home
        if self.stack and self.stack[-1][0] == PARAGRAPH:
            self.stack.pop()
            place = self.stack[-1][1] if self.stack else self.top
        own: Role = "unit" if place is self.top or place.role == "container" else "part"
        count = sum(1 for child in place.children if child.step.level == "段")
        first = 2 if own == "part" and not count else count + 1  # the words before the list are the first
        for number, other in enumerate(tail, first):
            label = f"{place.label or self.prefix}第{number}段"
            place.add(Node(Step("段", number), label, own, other.line.start, other.line.end, other.line.start))

    def _deeper(self, mark: Mark, other: Mark) -> bool:
        return other.style != mark.style and all(style != other.style for style, _ in self.stack)

    def _is_list(self, index: int, mark: Mark) -> bool:
        """Whether the marks below are a list of the sentence that ends in a colon, not sections of their own."""
        for entry in self._from(index):
            if entry.mark is None:
                return False
            if not self._deeper(mark, entry.mark):
                return True
            if len(entry.line.text) > 120 or caption(entry.line.text[entry.mark.end :]) and len(entry.line.text) <= 8:
                return False
        return True

    def _paragraphs(self, node: Node, entry: Entry, tail: Sequence[Entry], body: int, bare: bool) -> None:
        """第N段 under a heading. Words that follow the heading on its own line are the first."""
        count = 0
        line = entry.line
        group = blocks.labelled([other.line for other in tail]) if bare else None
        if group is not None:
            blocks.Blocks(node, [other.line for other in tail], group, self.prefix).build()
            return
        if not bare and line.text[body:].strip():
            count = 1
            own = Node(Step("段", 1), f"{node.label}第1段", "unit", line.start + body, line.end, line.start + body)
            node.end = line.start + body
            node.add(own)
        for other in tail:
            count += 1
            node.add(_unit(Step("段", count), f"{node.label}第{count}段", other.line))

    def _body(self, node: Node, entry: Entry, tail: Sequence[Entry], words: int) -> None:
        """Paragraphs of a unit (or part) with several, and items that run inside its line."""
        line = entry.line
        if node.role == "unit":
            self.single[not tail] += 1
        if tail:
            node.end = tail[-1].line.end
            if node.role == "unit":
                spans = [
                    (line.start, line.end, line.start + words),
                    *((t.line.start, t.line.end, t.line.start) for t in tail),
                ]
                for number, (start, end, body) in enumerate(spans, 1):
                    node.add(Node(Step("段", number), f"{node.label}第{number}段", "part", start, end, body))
        else:
            marks = inline(line.text, words, len(line.text))
            for number, mark in enumerate(marks):
                stop = marks[number + 1].start if number + 1 < len(marks) else len(line.text)
                label = f"{node.label}第（{chinese(mark.number)}）项"
                node.add(
                    Node(
                        Step("项", mark.number),
                        label,
                        "part",
                        line.start + mark.start,
                        line.start + stop,
                        line.start + mark.end,
                    )
                )

    def _label(self, home: Node, mark: Mark, heading: str, container: bool) -> str:
        level = LEVELS[mark.style]
        own = self.prefix
        if level == "部分":
            return own + f"{chinese(mark.number)}、" + (heading if container else "")
        after = f"之{chinese(mark.suffix)}" if mark.suffix else ""
        name = f"（{chinese(mark.number)}{after}）" if level == "分节" else f"第{mark.number}{level}"
        if home.step.level == "段":  # the paragraph that governs a list is no part of its address
            home = self.stack[-2][1] if len(self.stack) > 1 else self.top
        if mark.style in self.through or home is self.top:
            return own + name
        base = home.label if home.step.level != "部分" else f"{own}{chinese(home.step.number)}、"
        return base + name

    def _closing(self, index: int, tail: Sequence[Entry]) -> int:
        """How many of the paragraphs after the last numbered section belong to it; the rest close the document."""
        entry = self.found[index]
        mark = entry.mark
        assert mark is not None
        bare = caption(entry.line.text[mark.end :])
        behind_list = len(self.stack) > 1 and self._ends_list(index, None)
        if behind_list:
            bare = False
        elif (
            not bare and self.single[True] >= 2 and not self.single[False] and entry.line.text.rstrip()[-1] not in "：:"
        ):
            return 0
        for number, other in enumerate(tail):
            if (number > 0 or not bare) and CLOSING.match(other.line.text):
                return number
        return len(tail)

    def _final(self, tail: Sequence[Entry]) -> None:
        for number, entry in enumerate(tail, 1):
            label = "末段" if len(tail) == 1 else f"末段第{number}段"
            self.top.add(_unit(Step("末段", 0 if len(tail) == 1 else number), self.prefix + label, entry.line))


def _running_through(found: Sequence[Entry]) -> frozenset[str]:
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
