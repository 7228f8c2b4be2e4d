"""The letters of a PDF page with their boxes, and the printed lines they make."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from tiaowen.reading.pdf_columns import Row

Letter = tuple[float, float, float, float, str, str, float]
"""x0, x1, y0, y1 (points), the character, the blanks that are printed before it, and its baseline."""


def read_letters(page: Any) -> list[Letter]:
    """The letters of a page without its blanks, as pdfium gives them."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    handle = textpage.raw
    count = raw.FPDFText_CountChars(handle)
    left, right, bottom, top, origin_x, origin_y = (ctypes.c_double() for _ in range(6))
    letters: list[Letter] = []
    blanks = ""
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        character = chr(code)
        if character.isspace():
            if raw.FPDFText_IsGenerated(handle, index) != 1:  # pdfium makes blanks of its own from gaps
                blanks = (blanks + character)[:8]
            continue
        if not raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top):
            continue
        raw.FPDFText_GetCharOrigin(handle, index, origin_x, origin_y)
        base = origin_y.value
        loose = raw.FS_RECTF()
        if raw.FPDFText_GetLooseCharBox(handle, index, loose) and loose.top > loose.bottom:
            letters.append((loose.left, loose.right, loose.bottom, loose.top, character, blanks, base))
        elif right.value > left.value:
            letters.append((left.value, right.value, bottom.value, top.value, character, blanks, base))
        blanks = ""
    textpage.close()
    return letters


def into_rows(letters: list[Letter]) -> list[Row]:
    """Letters on one baseline are a row, whatever their fonts; it is cut at gaps as wide as between columns."""
    letters.sort(key=lambda box: (-box[6], box[0]))
    groups: list[list[Letter]] = []
    slack = 0.15 * median(box[3] - box[2] for box in letters) if letters else 0.0
    for box in letters:
        if groups and groups[-1][0][6] - box[6] <= slack:
            groups[-1].append(box)
        else:
            groups.append([box])
    rows: list[Row] = []
    for group in groups:
        group.sort(key=lambda box: box[0])
        size = median(box[3] - box[2] for box in group)
        piece: list[Letter] = []
        for box in group:
            if piece and box[0] - piece[-1][1] > 1.8 * size:
                rows.append(row_of(piece, median(each[3] - each[2] for each in piece)))
                piece = []
            if piece and box[4] == piece[-1][4] and abs(box[0] - piece[-1][0]) < 0.15 * size:
                continue  # bold made by printing a letter twice
            piece.append(box)
        if piece:
            rows.append(row_of(piece, median(each[3] - each[2] for each in piece)))
    return rows


def row_of(letters: Sequence[Letter], size: float) -> Row:
    text = ""
    wide = [box[1] - box[0] for box in letters if _is_wide(box[4])]
    em = median(wide) if wide else size
    gaps = [_left(box, em) - _right(before, em) for before, box in pairwise(letters)]
    usual = max(median(gaps), 0.0) if gaps else 0.0  # a justified line has some white between all its letters
    for index, box in enumerate(letters):
        if index:
            text += box[5] or (" " if gaps[index - 1] > _blank(letters[index - 1][4], box[4], usual, em) else "")
        text += box[4]
    return Row(text, letters[0][0], letters[-1][1], min(b[2] for b in letters), max(b[3] for b in letters), size)


def _is_wide(character: str) -> bool:
    return "一" <= character <= "鿿"


def _left(box: Letter, em: float) -> float:
    """Where the square of a Chinese letter begins: of some fonts pdfium knows the ink of 日 and 自 only."""
    return min(box[0], (box[0] + box[1] - em) / 2) if _is_wide(box[4]) else box[0]


def _right(box: Letter, em: float) -> float:
    return max(box[1], (box[0] + box[1] + em) / 2) if _is_wide(box[4]) else box[1]


def _blank(before: str, after: str, usual: float, size: float) -> float:
    """How wide the gap between two letters is where a blank was typed: 第一条 本法, two Latin words.

    Between Chinese and Latin letters typesetters leave a quarter of a letter of their own accord.
    """
    if before.isascii() != after.isascii():
        return 0.5 * size
    return 0.18 * size if after.isascii() else usual + 0.18 * size
