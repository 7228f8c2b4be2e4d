"""What the styles of a page say: which elements are hidden, how the items of lists are counted."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")  # @media print says nothing of the screen
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PROPERTY = re.compile(r"(?:^|[;\s])(display|visibility|list-style|list-style-type)\s*:\s*([^;]+)", re.I)
_COMPOUND = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)", re.I)
_MOST_RULES = 5_000

_HIDING = {("display", "none"), ("visibility", "hidden")}


class Styles:
    """The rules of a page's own style sheets for what matters to reading. A rule behind a combinator (.a .b) is known
    by its last part where it shows something, and not at all where it hides: what may be seen is read."""

    def __init__(self, root: Any) -> None:
        self.rules: dict[str, list[tuple[frozenset[str], str, str]]] = {}  # a part -> (all parts, property, value)
        sheet = "\n".join(style.text_content() for style in root.iter("style"))
        for number, (selectors, body) in enumerate(_RULE.findall(_AT_RULE.sub("", _COMMENT.sub("", sheet)))):
            declared = _declarations(body)
            for selector in selectors.split(",") if declared and number < _MOST_RULES else ():
                self._add(selector.split(), declared)

    def _add(self, selector: list[str], declared: dict[str, str]) -> None:
        found = _COMPOUND.fullmatch(selector[-1]) if selector else None
        if found is None:
            return
        tag = (found[1] or "").lower()
        parts = frozenset(re.findall(r"[.#][\w-]+", found[2])) | ({tag} if tag not in ("", "*") else set())
        for name, value in declared.items():
            if not parts or (name, value) in _HIDING and (len(selector) > 1 or parts == {tag}):
                continue
            self.rules.setdefault(min(parts), []).append((parts, name, value))

    def value(self, element: Any, name: str) -> str:
        """The value of a property of an element, or "": its own style first, then the rule with the most parts."""
        own = _declarations(element.get("style") or "").get(name)
        if own is not None or not self.rules:
            return own or ""
        parts = {element.tag, *(f".{each}" for each in (element.get("class") or "").split()), f"#{element.get('id')}"}
        best, size = "", 0
        for part in parts:
            for needed, property_, value in self.rules.get(part, ()):
                if property_ == name and len(needed) >= size and needed <= parts:
                    best, size = value, len(needed)
        return best

    def hides(self, element: Any) -> bool:
        """Whether the element is hidden: display: none, visibility: hidden, or the attribute of HTML."""
        if element.get("hidden") is not None:
            return True
        styled = self.rules or element.get("style")
        return bool(styled) and any(self.value(element, name) == value for name, value in _HIDING)

    def strikes(self, element: Any) -> bool:
        """Whether the words of the element are struck through by its own style."""
        return "line-through" in (element.get("style") or "")

    def counting(self, item: Any) -> str:
        """How the items of a list are numbered: a value of list-style-type; "" for bullets and none."""
        listed = item.getparent()
        for element in (item, listed):
            for name in ("list-style-type", "list-style"):
                for word in self.value(element, name).split():
                    if word not in ("inside", "outside", "initial"):
                        return "" if word in ("none", "disc", "circle", "square") else word
        kind = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
        return kind.get(listed.get("type") or "", "decimal") if listed.tag == "ol" else ""


@lru_cache(1024)
def _declarations(body: str) -> dict[str, str]:
    return {name.lower(): words.replace("!important", "").strip().lower() for name, words in _PROPERTY.findall(body)}
