"""The letters of a PDF page with their boxes, and the printed lines they make.

A page whose letters run up, down or head over, or stand below one another, is turned first; letters that stand aslant
to the others make no lines.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

Letter = tuple[float, float, float, float, str, str, float]
"""x0, x1, y0, y1 (points), the character, the blanks that are printed before it, and its baseline."""

BAR = "| "
"""What a row of a table begins with; the bars between its cells and at its end have a blank on either side too."""
RAISED = "\x02", "\x03"
"""Round what is set small and high behind a word: the mark of a footnote, or an exponent. No letter of a page is one of
these: `pdf_notes` takes them out."""

_ASLANT = 10.0  # degrees; a scanned page may lie a little askew
_WHITE = 0.6  # letters; the white between two columns is wider, even behind a mark that hangs over the edge
_MARKS = frozenset("0123456789*()（）[]〔〕①②③④⑤⑥⑦⑧⑨⑩")


@dataclass(slots=True)
class Row:
    """A printed line: its text, its box (points, y upwards), the height of its letters, and the pieces that wide gaps
    part it into (none: it is of one piece)."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    pieces: tuple[Row, ...] = ()
    letters: tuple[Letter, ...] = ()
    """Its letters, kept only where there is white among them that may be the one between two columns."""

    @property
    def cells(self) -> bool:
        """Whether it is a row of a table, between bars."""
        return self.text.startswith(BAR)

    @property
    def whites(self) -> list[tuple[float, float]]:
        """From where to where (x, points) it has white as wide as between two columns."""
        return [(a[1], b[0]) for a, b in pairwise(self.letters) if b[0] - a[1] > _WHITE * self.size]


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page is turned so that its letters stand upright: quarters (clockwise), its own width and height."""

    quarters: int
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is read."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 0:
            return x, y
        if self.quarters == 1:
            return y, self.width - x
        return (self.width - x, self.height - y) if self.quarters == 2 else (self.height - y, x)

    def letter(self, letter: Letter, origin_x: float) -> Letter:
        """`letter` as it stands on the turned page. origin_x: where its own baseline begins on the page itself."""
        (ax, ay), (bx, by) = self.point(letter[0], letter[2]), self.point(letter[1], letter[3])
        base = self.point(origin_x, letter[6])[1]
        return min(ax, bx), max(ax, bx), min(ay, by), max(ay, by), letter[4], letter[5], base


def read_letters(page: Any) -> tuple[list[Letter], list[list[Letter]], Turn]:
    """(the upright letters of a page without its blanks, the lines that stand aslant to them, how the page was turned).

    A line that runs up or down the page is given as if it were level, in the place where it stands.
    """
    found, origins, angles = _as_given(page)
    width, height = page.get_size()
    if page.get_rotation() % 180:
        width, height = height, width
    quarters = Counter(round(angle / 90) % 4 for angle in angles)
    downwards = _run_down(found)
    turn = Turn(3 if downwards else max(quarters, key=quarters.__getitem__, default=0), width, height)
    if turn.quarters:
        found = [turn.letter(letter, x) for letter, x in zip(found, origins, strict=True)]
    if downwards:  # Chinese letters stand upright in a line that runs down, with Latin ones on their side
        found = [(*letter[:6], letter[2]) for letter in found]
        angles = [-90.0 if abs(angle) <= _ASLANT else angle for angle in angles]
    upright: list[Letter] = []
    aslant: list[list[Letter]] = []
    last: tuple[int, float] | None = None  # the letter before, where it is aslant, and its angle
    for index, (letter, angle) in enumerate(zip(found, angles, strict=True)):
        lean = (angle - 90 * turn.quarters + 180) % 360 - 180
        if abs(lean) <= _ASLANT:
            upright.append(letter)
            continue
        goes_on = last is not None and last[0] == index - 1 and abs(last[1] - lean) < 1
        if goes_on and math.dist(letter[:3:2], aslant[-1][-1][:3:2]) < 3 * max(letter[3] - letter[2], 1.0):
            aslant[-1].append(letter)
        else:
            aslant.append([letter])
        last = index, lean
    return upright, [_levelled(line) for line in aslant], turn


def _run_down(letters: Sequence[Letter]) -> bool:
    """Whether most letters stand below the one before, as in a text set from top to bottom."""
    down = across = 0
    for before, letter in pairwise(letters):
        size = max(before[3] - before[2], 1.0)
        right, low = abs(letter[0] - before[0]) / size, (before[2] - letter[2]) / size
        down += right < 0.3 and 0.5 < low < 1.6
        across += abs(low) < 0.3 and 0.3 < right < 2
    return down >= 20 and down > across


def _as_given(page: Any) -> tuple[list[Letter], list[float], list[float]]:
    """The letters as pdfium gives them, where (x) the baseline of each begins, and its angle in degrees."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    handle = textpage.raw
    count = raw.FPDFText_CountChars(handle)
    left, right, bottom, top, origin_x, origin_y = (ctypes.c_double() for _ in range(6))
    matrix, loose = raw.FS_MATRIX(), raw.FS_RECTF()
    letters: list[Letter] = []
    origins: list[float] = []
    angles: list[float] = []
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
        if raw.FPDFText_GetLooseCharBox(handle, index, loose) and loose.top > loose.bottom:
            letters.append((loose.left, loose.right, loose.bottom, loose.top, character, blanks, base))
        elif right.value > left.value:
            letters.append((left.value, right.value, bottom.value, top.value, character, blanks, base))
        if len(letters) > len(angles):
            known = raw.FPDFText_GetMatrix(handle, index, matrix)
            angles.append(math.degrees(math.atan2(matrix.b, matrix.a)) if known else 0.0)
            origins.append(origin_x.value)
        blanks = ""
    textpage.close()
    return letters, origins, angles


def _levelled(line: Sequence[Letter]) -> list[Letter]:
    """The letters of a slanting line side by side on one baseline, within the box that the line had."""
    low, high = min(letter[0] for letter in line), max(letter[1] for letter in line)
    y0 = (min(letter[2] for letter in line) + max(letter[3] for letter in line)) / 2
    size = median(min(letter[1] - letter[0], letter[3] - letter[2]) for letter in line)
    step = (high - low) / len(line)
    return [
        (low + step * number, low + step * (number + 1), y0, y0 + size, letter[4], "", y0)
        for number, letter in enumerate(line)
    ]


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
    for raised, below in pairwise(groups):
        _lower(raised, below)
    rows: list[Row] = []
    for group in groups:
        if not group:
            continue
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


def _lower(raised: list[Letter], below: list[Letter]) -> None:
    """Move small marks that stand a little higher, right behind a letter of the line below, into that line."""
    size = median(box[3] - box[2] for box in below)
    if raised[0][6] - below[0][6] > 0.6 * size or not any(box[4] in _MARKS for box in raised):
        return
    runs: list[list[Letter]] = []
    for box in sorted(raised, key=lambda box: box[0]):
        if runs and box[0] - runs[-1][-1][1] < 0.2 * size:
            runs[-1].append(box)
        else:
            runs.append([box])
    for run in runs:
        small = all(box[4] in _MARKS and box[3] - box[2] < 0.8 * size for box in run)
        behind = any(abs(run[0][0] - box[1]) < 0.4 * size for box in below)
        before = 0 <= min(box[0] for box in below) - run[-1][1] < size  # the number of the footnote itself
        if small and (behind or before):
            text = RAISED[0] + "".join(box[4] for box in run) + RAISED[1]
            below.append((run[0][0], run[-1][1], below[0][2], below[0][3], text, "", below[0][6]))
            for box in run:
                raised.remove(box)


def parted_at(row: Row, cut: float) -> tuple[Row, ...]:
    """The two rows on either side of x = `cut` where there is white as wide as between columns; else the row."""
    for index, (before, after) in enumerate(pairwise(row.letters), 1):
        if before[1] < cut < after[0] and after[0] - before[1] > _WHITE * row.size:
            return tuple(
                row_of(part, median(box[3] - box[2] for box in part))
                for part in (row.letters[:index], row.letters[index:])
            )
    return (row,)


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
    row = Row(text, letters[0][0], letters[-1][1], min(b[2] for b in letters), max(b[3] for b in letters), size)
    if any(box[0] - before[1] > _WHITE * size for before, box in pairwise(letters)):
        row.letters = tuple(letters)
    return row


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
    if before.isdigit() and after == ".":
        return math.inf  # 1. in a type whose figures are set wide apart
    if before.isascii() != after.isascii():
        return 0.5 * size
    return 0.18 * size if after.isascii() else usual + 0.18 * size
