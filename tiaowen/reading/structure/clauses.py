"""The tree of nodes -> clauses in reading order, with unique ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiaowen.datamodels import Clause, Document, Step
from tiaowen.reading.grammar.headings import CONTAINERS
from tiaowen.reading.structure.tree import Node

_VOLUME = re.compile(r"[编卷册篇]$|^[总分附]则$")


def clauses_of(top: Node, document: Document) -> tuple[Clause, ...]:
    """The clauses of the document whose tree this is."""
    home = _home(top)
    if home is not None and home.step.level in ("附件", "标题"):
        _shorten(home)
    volume = home if home is not None and _is_volume(home) else None
    return tuple(_clauses(top, document, volume))


def _home(top: Node) -> Node | None:
    """The node right below the root that holds all articles, if one does."""
    homes = [node for node in top.children if any(below.step.level == "条" for below in node.walk())]
    return homes[0] if len(homes) == 1 else None


def _shorten(home: Node) -> None:
    """Articles that stand in one appendix only are the document's articles: 第三条, not 附件第三条.

    So with a decision that prints the whole regulation anew, and a notice with the regulation that it issues.
    """
    levels = (*CONTAINERS, "条", "款", "项", "目", "子目")
    for node in home.walk():
        if node is not home and node.step.level in levels and node.label != home.label:
            node.label = node.label.removeprefix(home.label)


def _is_volume(home: Node) -> bool:
    """合同编 of a code that is printed book by book: its chapters are 合同编第一章, for every book has a 第一章."""
    named = home.step.level == "部" and _VOLUME.search(home.label) is not None
    return named and any(child.step.level in ("分编", "章") for child in home.children)


def _clauses(top: Node, document: Document, volume: Node | None) -> Iterator[Clause]:
    """The tree in reading order, with unique ids: a label that occurs again gets #2, #3 …"""
    restarts = _restarts(top)
    used: dict[str, int] = {}
    stack: list[tuple[Node, tuple[Step, ...], str | None, str]] = [
        (node, (), None, "") for node in reversed(top.children)
    ]
    while stack:
        node, path, parent, book = stack.pop()
        label = node.label
        level = node.step.level
        own = volume is not None and level in ("分编", "章", "节")
        if book and (own or restarts and level in ("章", "节")):
            label = book + label
        if volume is not None and level == "题注":
            label = volume.label + label  # every volume has its own, and they need not say the same
        count = used[label] = used.get(label, 0) + 1
        unique = label if count == 1 else f"{label}#{count}"
        while count > 1 and unique in used:
            count += 1
            unique = f"{label}#{count}"
        used.setdefault(unique, 1)
        here = (*path, node.step)
        clause = Clause(
            f"{document.id}/{unique}",
            document,
            here,
            unique,
            node.start,
            node.end,
            parent,
            node.role,
            node.body,
            node.heading,
        )
        yield clause
        below = unique if level in ("编", "部分", "分编") and node.role == "container" else book
        if volume is not None:
            below = unique if node is volume else book
        stack.extend((child, here, clause.id, below) for child in reversed(node.children))


def _restarts(top: Node) -> bool:
    """Whether the numbers of chapters start again below another heading (a code in several 编)."""
    labels = [node.label for node in top.walk() if node.step.level == "章"]
    return len(set(labels)) < len(labels)
