"""Documents without articles: sections (一、 （一） 1.) with headings and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tiaowen.datamodels import Role, Step
from tiaowen.reading.grammar.headings import Mark, bracketed, caption, inline, titled
from tiaowen.reading.grammar.numerals import NUMBER, chinese, value
from tiaowen.reading.structure import blocks, decimals, prose
from tiaowen.reading.structure.section_marks import (
    Entry,
    closes_list,
    ends_list,
    entries,
    is_enumerated,
    onward,
    running_through,
)
from tiaowen.reading.structure.tree import Line, Node, of_line

LEVELS = {"一、": "部分", "（一）": "分节", "1.": "点", "（1）": "小点", "①": "小点", "1）": "小点", "a)": "小点"}

_PARAGRAPH = "段"
"""On the stack of open sections: a paragraph that governs a list."""

_BOX = re.compile(rf"专栏[ \t\u3000\xa0]*({NUMBER})(?=[ \t\u3000\xa0：:]|$)[^。；，]{{0,40}}$")
_LETTERED = re.compile(r"附录([A-Z])$")
_CLOSING = re.compile(
    r"[ \u3000]*(?:以上(?:意见|规定|办法|通知|决定|说明|报告|请示|汇报)|[妥当可]否|特此"
    r"|此复|专此|中国人民解放军|军队|请各|望各"
    r"|各(?:地区|级|地|省|部门)[^。]{0,40}(?:结合实际|认真贯彻|遵照)"
    r"|(?:出席|列席|请假|缺席|参会|参加|主持|记录)(?:人员?|单位)?[：:]"
    r"|(?:本|此)(?:通知|意见|决定|决议|方案|规划|办法|规定|解释|批复|细则|规则)[^。]{0,24}(?:施行|执行|实施|生效|有效|解释))"
)
"""How a paragraph begins that closes the whole document rather than its last section."""

_STOPPED = re.compile(r"[^，。；：、！？,;:!?的]{2,20}。")
"""A heading with a stop that no heading should have: （三）规范管护运营。 above 1. 2. 3."""


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
            prose.build(top, found, prefix, news)
        return
    _Sections(top, found, prefix).build()


class _Sections:
    """Puts the numbered sections and the paragraphs between them under one root, entry by entry."""

    def __init__(self, top: Node, found: Sequence[Entry], prefix: str) -> None:
        self.top = top
        self.found = found
        self.prefix = prefix
        self.stack: list[tuple[str, Node]] = []
        self.through = running_through(found)
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
                box.add(of_line(line, Step("段", number), f"{label}第{number}段", "part"))

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
                unit = home.add(of_line(entry.line, Step("段", number), f"{home.label}第{number}段"))
                if index == first - 1:
                    self._governs(unit, entry.line, first)
            else:
                label = "序言" if count == 1 else f"序言第{number}段"
                self.top.add(of_line(entry.line, Step("序言", 0 if count == 1 else number), self.prefix + label))

    def _heading(self, entry: Entry) -> Node:
        words = entry.line.text.strip()
        label = self.prefix + re.sub(r"\s+", "", words)
        node = of_line(entry.line, Step("部"), label, "container", heading=words)
        self.stack = [("部", self.top.add(node))]
        return node

    def _title(self, index: int, entry: Entry, tail: Sequence[Entry]) -> None:
        node = self._heading(entry)
        for number, other in enumerate(tail, 1):
            unit = node.add(of_line(other.line, Step("段", number), f"{node.label}第{number}段"))
            if number == len(tail):
                self._governs(unit, other.line, index + 1 + len(tail))

    def _governs(self, unit: Node, line: Line, index: int) -> None:
        """A paragraph that ends in a colon holds the list of marks below it: 有下列情形之一的，不予补助："""
        following = self.found[index].mark if index < len(self.found) else None
        if following is None or line.text.rstrip()[-1:] not in ("：", ":"):
            return
        open_above = any(style == following.style for style, _ in self.stack)
        if not open_above and is_enumerated(self.found, index):
            self.stack.append((_PARAGRAPH, unit))

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
            bare = deeper and stopped and not is_enumerated(self.found, index + 1)
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
            or (not tail and is_enumerated(self.found, index + 1))
        ):
            node.role = "unit"
        home.add(node)
        if tail and (
            ends_list(self.found, index, following)
            if part_of_unit
            else home is not self.top and closes_list(self.found, index, tail, following)
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

    def _after_list(self, home: Node, tail: Sequence[Entry]) -> None:
        """The paragraphs behind a list stand beside what governs it: 自用少量采砂无需办理许可。"""
        place = home
        if self.stack and self.stack[-1][0] == _PARAGRAPH:
            self.stack.pop()
            place = self.stack[-1][1] if self.stack else self.top
        own: Role = "unit" if place is self.top or place.role == "container" else "part"
        count = sum(1 for child in place.children if child.step.level == "段")
        first = 2 if own == "part" and not count else count + 1  # the words before the list are the first
        for number, other in enumerate(tail, first):
            label = f"{place.label or self.prefix}第{number}段"
            place.add(of_line(other.line, Step("段", number), label, own))

    def _deeper(self, mark: Mark, other: Mark) -> bool:
        return other.style != mark.style and all(style != other.style for style, _ in self.stack)

    def _is_list(self, index: int, mark: Mark) -> bool:
        """Whether the marks below are a list of the sentence that ends in a colon, not sections of their own."""
        for entry in onward(self.found, index):
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
            node.add(of_line(other.line, Step("段", count), f"{node.label}第{count}段"))

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
        behind_list = len(self.stack) > 1 and ends_list(self.found, index, None)
        if behind_list:
            bare = False
        elif (
            not bare and self.single[True] >= 2 and not self.single[False] and entry.line.text.rstrip()[-1] not in "：:"
        ):
            return 0
        for number, other in enumerate(tail):
            if (number > 0 or not bare) and _CLOSING.match(other.line.text):
                return number
        return len(tail)

    def _final(self, tail: Sequence[Entry]) -> None:
        for number, entry in enumerate(tail, 1):
            label = "末段" if len(tail) == 1 else f"末段第{number}段"
            self.top.add(of_line(entry.line, Step("末段", 0 if len(tail) == 1 else number), self.prefix + label))
