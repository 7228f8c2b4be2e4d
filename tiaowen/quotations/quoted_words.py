"""Quotations in free text, with where they stand: words in quotation marks of any kind, and block quotations."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tiaowen.language.markdown_escapes import unescape_markdown

_SOME = "{1,5000}"  # characters of a quotation whose marks are paired
_PAIRS = (
    f"“((?:[^“”]|“[^“”]*”){_SOME})”",
    f"「((?:[^「」]|「[^「」]*」){_SOME})」",
    f"『([^『』]{_SOME})』",
    f"〝([^〝〞〟]{_SOME})[〞〟]",
    f"‘([^‘’]{_SOME})’",
    rf'"([^"\n]{_SOME})"',
    rf"＂([^＂\n]{_SOME})＂",
    rf"[“”\"＂]([^“”\"＂\n]{_SOME})[“”\"＂]",  # marks of two kinds, or turned the wrong way round
    rf"[“「『\"]([^“”「」『』\"\n]{_SOME})(?=\n|\Z)",  # never closed: up to the end of the line
)
_MARKED = re.compile("|".join(_PAIRS))
_BLOCK = re.compile(r"(?:^>.*(?:\n|\Z))+", re.MULTILINE)
_MARKS = str.maketrans(dict.fromkeys("“”‘’「」『』〝〞〟＂'", '"'))


@dataclass(frozen=True)
class Quoted:
    """Quoted words, whose marks (or block) take up [start, end) of the text."""

    start: int
    end: int
    words: str


def quotations(text: str) -> list[Quoted]:
    """All quotations of a text, in order; those inside of others are parts of them."""
    blocks = [
        Quoted(
            match.start(),
            match.end(),
            unescape_markdown("\n".join(line.lstrip(">").strip() for line in match[0].strip().split("\n"))),
        )
        for match in _BLOCK.finditer(text)
    ]
    blanked = _BLOCK.sub(lambda match: "\n" * len(match[0]), text)
    marked = [
        Quoted(match.start(), match.end(), next(group for group in match.groups() if group is not None))
        for match in _MARKED.finditer(blanked)
    ]
    return sorted((*blocks, *marked), key=lambda quoted: quoted.start)


def words(text: str) -> str:
    """Text for a lenient comparison: NFKC, no white space, all quotation marks alike (quotations within quotations)."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_MARKS)).split())


def letters(text: str) -> str:
    """The words without any punctuation, for what is told without quotation marks."""
    return "".join(c for c in words(text) if unicodedata.category(c)[0] != "P" or c == "%")
