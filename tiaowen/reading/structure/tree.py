"""The working tree between lines and clauses: mutable nodes with offsets into the canonical text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tiaowen.datamodels import Role, Step
from tiaowen.reading.grammar.headings import APPENDIX, caption, item
from tiaowen.reading.grammar.marks import ROW, is_row
from tiaowen.reading.grammar.paragraphs import Paragraph, ParagraphRole

_ROWS = re.compile(rf"^{ROW}$", re.MULTILINE)
_CAPTION = re.compile(
    r"^表[ \u3000]*[\d一二三四五六七八九十]|(?:表|标准|清单|一览|安排|明细|分工|要求)(?:[（(][^（()）]*[)）])?$"
)


@dataclass(frozen=True)
class Line:
    """A natural paragraph at its place in the canonical text."""

    text: str
    start: int
    heading: int
    role: ParagraphRole
    row: bool = False  # a table begins here

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lines(paragraphs: Sequence[Paragraph]) -> list[Line]:
    """The paragraphs with their offsets in the canonical text; empty ones hold no characters and are left out.

    The rows of a table are one line together, with the caption above them.
    """
    found: list[Line] = []
    at = 0
    above = False  # the paragraph above is a row
    for paragraph in paragraphs:
        row = paragraph.role == "body" and (paragraph.row or is_row(paragraph.text))
        last = found[-1] if found and found[-1].end + 1 == at else None
        if row and last is not None and (above or _captions(last)):
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{paragraph.text}")
        elif paragraph.text:
            found.append(Line(paragraph.text, at, paragraph.heading, paragraph.role, row))
        above = row
        at += len(paragraph.text) + 1
    return found


def resumes(lines: Sequence[Line], i: int) -> bool:
    """Whether the lines between this one and the one above are read apart (questions with answers): what stood open
    ends there."""
    return i > 0 and lines[i].start > lines[i - 1].end + 1


def aligned_rows(paragraphs: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Where in the canonical text the rows stand whose cells are set apart by blanks."""
    found: list[tuple[int, int]] = []
    at = 0
    for paragraph in paragraphs:
        if paragraph.row:
            found.append((at, at + len(paragraph.text)))
        at += len(paragraph.text) + 1
    return found


def _captions(line: Line) -> bool:
    """Whether a line is the caption of the table below it: 表4-1 存放要求, 职业津贴标准（每人每月）."""
    text = line.text.strip()
    if line.role != "body" or line.heading or item(text) is not None or not caption(text) or len(text) > 40:
        return False
    if APPENDIX.match(text):
        return False
    return _CAPTION.search(text) is not None


@dataclass
class Node:
    """A clause in the making. `label` is the printed address, `children` are in reading order inside [start, end)."""

    step: Step
    label: str
    role: Role
    start: int
    end: int
    body: int
    heading: str = ""
    children: list[Node] = field(default_factory=list)

    def add(self, child: Node) -> Node:
        self.children.append(child)
        return child

    def stretch(self) -> int:
        """Let every span hold its children's; the new end."""
        stack = [(self, False)]
        while stack:  # no recursion: the depth of a hostile text is not bounded
            node, done = stack.pop()
            if done:
                node.end = max([node.end, *(child.end for child in node.children)])
            else:
                stack.append((node, True))
                stack.extend((child, False) for child in node.children)
        return self.end

    def walk(self) -> Iterator[Node]:
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


def of_line(line: Line, step: Step, label: str, role: Role = "unit", body: int = 0, heading: str = "") -> Node:
    """The node of a whole line, whose own words begin at `body` in it."""
    return Node(step, label, role, line.start, line.end, line.start + body, heading)


def add_rows(top: Node, text: str, aligned: Sequence[tuple[int, int]] = ()) -> None:
    """Put the rows of every table, the header among them, under the clause that holds it.

    text: the document's; aligned: the rows in it, in reading order, whose cells are set apart by blanks.
    """
    for leaf in [node for node in top.walk() if not node.children and node.role != "container"]:
        own = text[leaf.start : leaf.end]
        first, last = (bisect_left(aligned, (at,)) for at in (leaf.start, leaf.end))
        rows = list(aligned[first:last])
        if "|" in own or "\t" in own:
            rows += [(leaf.start + row.start(), leaf.start + row.end()) for row in _ROWS.finditer(own)]
        if rows:
            for number, (low, high) in enumerate(sorted(set(rows)), 1):
                leaf.add(Node(Step("行", number), f"{leaf.label}第{number}行", "part", low, high, low))


def root() -> Node:
    return Node(Step("文"), "", "container", 0, 0, 0)
