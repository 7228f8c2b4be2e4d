"""Text as HTML: escaped, in both languages, with marks around parts of it, its printed rows as tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape as _escape

from tiaowen.reading.grammar.marks import BARE_ROW

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE = rf"(?:\|[^\n]*\||{BARE_ROW})"
TABLE = re.compile(rf"^{_LINE}$(?:\n{_LINE}$)*", re.MULTILINE)
_ROW = re.compile(rf"^{_LINE}$", re.MULTILINE)
_CELL = re.compile(r"[^|\t\n]+")


def escape(text: str) -> str:
    """Text for HTML content and for double-quoted attributes."""
    return _escape(text, quote=True)


def shown(text: str) -> str:
    """Text of a document or a person for HTML content. Characters that turn the direction of writing stand each in an
    isolate of its own, where they turn nothing (Unicode annex 9, X6a): words are seen in the order they stand in."""
    return _TURNING.sub(r"<bdi>\g<0></bdi>", escape(text))


def both(zh: str, en: str) -> str:
    """A label in Chinese and in English; the style sheet shows the one of the page's language."""
    return f'<span class="zh" lang="zh-CN">{escape(zh)}</span><span class="en" lang="en">{escape(en)}</span>'


def layered(text: str, start: int, layers: Iterable[tuple[int, int, str, str]]) -> str:
    """`text`, which begins at offset `start`, escaped, with layers (from, to, opening tag, closing tag) around parts.

    Layers may overlap: each piece between two borders is wrapped in the layers that cover it, in the given order
    from the outside in, so the tags always nest.
    """
    end = start + len(text)
    clipped = [(max(a, start), min(b, end), tag, close) for a, b, tag, close in layers]
    clipped = [layer for layer in clipped if layer[0] < layer[1]]
    borders = sorted({start, end, *(layer[0] for layer in clipped), *(layer[1] for layer in clipped)})
    pieces = []
    for low, high in zip(borders, borders[1:], strict=False):
        piece = shown(text[low - start : high - start])
        for a, b, tag, close in reversed(clipped):
            if a <= low and high <= b:
                piece = f"{tag}{piece}{close}"
        pieces.append(piece)
    return "".join(pieces)


Layers = Sequence[tuple[int, int, str, str]]


def tabled(text: str, start: int, layers: Layers) -> str:
    """The same as `layered`, with printed rows (| a | b |) as tables."""
    pieces = []
    at = 0
    for table in TABLE.finditer(text):
        pieces.append(layered(text[at : table.start()].removesuffix("\n"), start + at, layers))
        pieces.append(grid_html([(start + table.start(), table[0])], layers))
        at = table.end() + text.startswith("\n", table.end())
    pieces.append(layered(text[at:], start + at, layers))
    return "".join(pieces)


def grid_html(stretches: Sequence[tuple[int, str]], layers: Layers) -> str:
    """Rows as one table. stretches: (offset, text of whole rows)."""
    rows = []
    for start, text in stretches:
        for line in _ROW.finditer(text):
            cells = [
                (start + cell.end() - len(cell[0].lstrip()), cell[0].strip())
                for cell in _CELL.finditer(text, line.start() + line[0].startswith("|"), line.end())
            ]
            rows.append(f"<tr>{''.join(f'<td>{layered(words, at, layers)}</td>' for at, words in cells)}</tr>")
    return f'<table class="grid">{"".join(rows)}</table>'
