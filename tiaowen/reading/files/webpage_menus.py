"""Which elements of a page hold nothing but links to other pages."""

from __future__ import annotations

import re
from typing import Any

_LONGEST_ENTRY = 40  # characters
_STOPS = frozenset("。；：;:")
_DATED = re.compile(r"[\s\[（(]*(?:(?:\d{4}\s*[-./年])?\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?)?[\s\]）)]*")
_BETWEEN = re.compile(r"[\s\xa0|｜/·•>»›\-—]*")
_OWN = re.compile(r"附[件表录图]|《|第.{1,6}[编章节条]")
"""Links within the document and to its appendices are no menu."""


def is_list_of_links(entries: Any, fewest: int) -> bool:
    """Whether a list is one of links only, short ones with nothing but a date beside them: menus and 热点推荐 are."""
    items = [child for child in entries if child.tag == "li"]
    if len(items) < fewest:
        return False
    for entry in items:
        words = entry.text_content().strip()
        linked = "".join(link.text_content() for link in entry.iter("a")).strip()
        beside = words.removeprefix(linked) if words.startswith(linked) else words.removesuffix(linked)
        if not linked or len(linked) > _LONGEST_ENTRY or not _DATED.fullmatch(beside) or linked[-1] in _STOPS:
            return False
    return True


def only_links(element: Any, fewest: int) -> bool:
    """Whether an element that is no list has nothing but short links, `fewest` or more, and marks between them."""
    from lxml.etree import iterwalk

    if element.find(".//a") is None:
        return False
    links = inside = 0
    for event, node in iterwalk(element, events=("start", "end")):
        starts = event == "start"
        if node.tag == "a":
            inside += 1 if starts else -1
            words = node.text_content().strip() if starts else ""
            if len(words) > _LONGEST_ENTRY or words[-1:] in _STOPS and words or _OWN.search(words):
                return False
            if starts and len(node.get("href") or "") > 1 and node.get("href").startswith("#"):
                return False  # the contents of this page
            links += words != ""
        between = (node.text if starts else node.tail if node is not element else "") or ""
        if not inside and node.tag not in ("script", "style") and not _BETWEEN.fullmatch(between):
            return False
    return links >= fewest
