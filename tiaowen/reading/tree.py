"""The working tree between lines and clauses: mutable nodes with offsets into the canonical text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tiaowen.datamodels import Role, Step
from tiaowen.reading.paragraphs import Paragraph, ParagraphRole


@dataclass(frozen=True)
class Line:
    """A natural paragraph at its place in the canonical text."""

    text: str
    start: int
    heading: int
    role: ParagraphRole

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lines(paragraphs: Sequence[Paragraph]) -> list[Line]:
    """The paragraphs with their offsets in the canonical text; empty ones hold no characters and are left out."""
    found: list[Line] = []
    at = 0
    for paragraph in paragraphs:
        if paragraph.text:
            found.append(Line(paragraph.text, at, paragraph.heading, paragraph.role))
        at += len(paragraph.text) + 1
    return found


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


def root() -> Node:
    return Node(Step("文"), "", "container", 0, 0, 0)
