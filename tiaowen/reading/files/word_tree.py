"""Walking the tree of a Word document: what lies in wrappers is found, what was deleted or does not show is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = _MC + "AlternateContent"
UNSEEN = frozenset(
    W + name
    for name in (
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "sectPr",
        "commentReference",
    )
)
"""Elements that hold no printed words: properties, what tracked changes took away."""


def children(element: Any) -> Iterator[Any]:
    """The elements directly below, of those that are alternatives to each other the first that is given."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in UNSEEN:
            continue
        if child.tag == ALTERNATIVES:
            choice = child.find(_MC + "Choice")
            choice = child.find(_MC + "Fallback") if choice is None else choice
            if choice is not None:
                yield from children(choice)
        else:
            yield child


def within(element: Any, *tags: str) -> Iterator[Any]:
    """The elements of these tags, also inside wrappers: content controls, smart tags, custom XML, insertions."""
    for child in children(element):
        if child.tag in tags:
            yield child
        else:
            yield from within(child, *tags)


def marked(element: Any, properties: str, *changes: str) -> bool:
    """Whether a property of an element (pPr/rPr, trPr) says one of these of it: del, moveFrom, vanish."""
    found = element.find("/".join(W + name for name in properties.split("/")))
    return found is not None and any(is_on(found.find(W + change)) for change in changes)


def is_on(element: Any) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and element.get(W + "val") not in ("0", "false", "off")


def integer(element: Any) -> int | None:
    """The number that an element has as its value."""
    value = element.get(W + "val") if element is not None else None
    return int(value) if value and value.isdigit() and len(value) < 10 else None
