"""Footnotes as Markdown has them: [^1] where a note is referred to, and a line [^1]: with its words.

Reading Word documents writes them so; the words of a note belong to no clause, and come after those of the document.
"""

from __future__ import annotations

import re

from tiaowen.datamodels import Span

MARK = "注释标号"
BOX = "文本框"
"""Boxes of a Word document that float beside its text are notes that nothing refers to: [^文本框1]: …"""

_DEFINITION = re.compile(r"^[ \t\u3000\xa0]{0,3}\[\^([^\[\]^\s]{1,24})\]:[ \t\u3000\xa0]*(?=\S)", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\[\]^\s]{1,24})\]")


def reference(name: str) -> str:
    return f"[^{name}]"


def definition(name: str) -> str:
    return f"[^{name}]: "


def behind(text: str) -> tuple[str, str]:
    """The words of a text, and the references in it to stand behind them."""
    return _REFERENCE.sub("", text), "".join(found[0] for found in _REFERENCE.finditer(text))


def marks(text: str) -> tuple[list[Span], dict[int, str]]:
    """The marks of the notes that a text holds, in its order, and for the end of each that a note begins with its name.

    A reference to a note that is nowhere is words.
    """
    if "[^" not in text:
        return [], {}
    names = {found.end(): found[1] for found in _DEFINITION.finditer(text)}
    defined = set(names.values())
    begins = {found.start(1): Span(*found.span()) for found in _DEFINITION.finditer(text)}
    found = [begins.get(each.start(1), Span(*each.span())) for each in _REFERENCE.finditer(text) if each[1] in defined]
    return found, names
