"""Text that Markdown shows character for character."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"([\\`*_\[\]<>~|#&$])")
_LIST_MARK = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)", re.MULTILINE)


def escape_markdown(text: str) -> str:
    """Text that CommonMark shows character for character; a line feed becomes a hard break."""
    text = _MARKDOWN.sub(r"\\\1", text)
    return _LIST_MARK.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", text).replace("\n", "\\\n")


def unescape_markdown(text: str) -> str:
    """The inverse of `escape_markdown`."""
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
