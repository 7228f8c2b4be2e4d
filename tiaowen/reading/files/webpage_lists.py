"""The numbers of list items as a browser shows them, in the marks that regulations are written with."""

from __future__ import annotations

from typing import Any

from tiaowen.reading.files.webpage_styles import Styles
from tiaowen.reading.grammar.headings import division, item
from tiaowen.reading.grammar.numerals import chinese

_CHINESE = ("cjk-ideographic", "chinese", "cjk-decimal", "japanese")
_DEEPEST = 3  # lists in lists whose numbers are told apart


def number(element: Any, styles: Styles) -> str:
    """What stands before the words of a list item: "1. ", "一、"; nothing where no number is shown, or one is typed.

    The numbers of a list within a list of the same style become （1） and ①: print tells the levels by indenting them.
    """
    listed = element.getparent()
    if listed is None or listed.tag not in ("ol", "ul"):
        return ""
    style = styles.counting(element)
    if not style:
        return ""
    count = _count(element, listed)
    words = next((text for text in element.itertext() if text.strip()), "").strip()[:80]
    if item(words) is not None or division(words) is not None:
        return ""  # （一） typed into a list that has numbers of its own, or whose style sheet is not here
    if any(name in style for name in _CHINESE):
        return f"{chinese(count)}、"
    if style in ("lower-alpha", "lower-latin") and count <= 26:
        return f"{chr(96 + count)}) "
    if style in ("upper-alpha", "upper-latin") and count <= 26:
        return f"{chr(64 + count)}. "
    depth = 0
    for above in listed.iterancestors("li"):
        depth += styles.counting(above) == style if above.getparent() is not None else 0
        if depth == _DEEPEST - 1:
            break
    return nested(count, depth)


def nested(count: int, depth: int) -> str:
    """The number of an item in a list of Arabic numbers that stands in `depth` others of the kind."""
    if depth == 0:
        return f"{count}. "
    return f"（{count}）" if depth == 1 else chr(0x245F + count) if count <= 20 else f"{count}）"


def _count(element: Any, listed: Any) -> int:
    # Counted on the list once: a list of a hundred thousand items stays linear.
    value = element.get("value")
    found = int(value) if value and value.isdigit() and len(value) < 7 else None
    if found is None:
        previous = listed.get("tiaowen-last") or str(_integer(listed.get("start"), 1) - 1)
        found = int(previous) + 1
    listed.set("tiaowen-last", str(found))
    return max(found, 0)


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() and len(text) < 7 else otherwise
