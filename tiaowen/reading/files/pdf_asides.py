"""What is printed on a PDF page beside or across its lines: watermarks, and the numbers of the lines in the margin."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from tiaowen.reading.files.pdf_letters import Letter, Row

_LARGE = 1.6  # times the usual height of letters; only what is larger is looked at as a watermark
_STOPS = "。；;：:！!？?"


@dataclass(slots=True)
class Asides:
    """What the pages before have shown: the edge (x) that the numbers of lines end at, and the watermarks."""

    edges: list[float] = field(default_factory=list)
    marks: set[tuple[str, int, int]] = field(default_factory=set)

    def watermarks(self, letters: Sequence[Letter]) -> tuple[list[Letter], list[str]]:
        """(the letters of a page without what is printed large across others, the words of that)."""
        if not letters:
            return [], []
        usual = median(letter[3] - letter[2] for letter in letters)
        large = [letter for letter in letters if letter[3] - letter[2] > _LARGE * usual]
        if not large:
            return list(letters), []
        lines: defaultdict[tuple[int, int], list[Letter]] = defaultdict(list)
        for letter in large:
            lines[round(letter[6] / 3), round((letter[3] - letter[2]) / 3)].append(letter)
        rest = sorted((letter for letter in letters if letter[3] - letter[2] <= _LARGE * usual), key=lambda box: box[6])
        bases = [letter[6] for letter in rest]
        found: list[list[Letter]] = []
        for line in lines.values():
            low, high = line[0][6] - line[0][3] + line[0][2], line[0][6] + line[0][3] - line[0][2]
            near = rest[bisect(bases, low) : bisect(bases, high)]
            under = sum(any(_covers(letter, other) for letter in line) for other in near)
            mark = "".join(letter[4] for letter in line), round(line[0][0] / 6), round(line[0][2] / 6)
            if under >= 2:
                self.marks.add(mark)
            if mark in self.marks:
                found.append(line)
        words = ["".join(letter[4] for letter in line) for line in found]
        taken = {id(letter) for line in found for letter in line}
        return [letter for letter in letters if id(letter) not in taken], words

    def known(self, row: Row) -> bool:
        """Whether a row stands where another page has a watermark of the same words."""
        return (row.text, round(row.x0 / 6), round(row.y0 / 6)) in self.marks

    def line_numbers(self, letters: Sequence[Letter]) -> tuple[list[Letter], list[str]]:
        """(the letters of a page without the numbers of its lines, those numbers from the top).

        They stand by themselves in the margin and count the lines of the page: every line, or every fifth.
        """
        strip, rest = _left_strip(letters)
        if not strip or not rest or not all(letter[4] in "0123456789" for letter in strip):
            return list(letters), []
        slack = 0.4 * median(letter[3] - letter[2] for letter in letters)
        heights = _heights([*strip, *rest], slack)
        numbers: defaultdict[int, list[Letter]] = defaultdict(list)
        for letter in sorted(strip):
            numbers[_nearest(heights, letter[6])].append(letter)
        values = {at: int("".join(letter[4] for letter in numbers[at])) for at in sorted(numbers)}
        edge = max(letter[1] for letter in strip)
        if not any(abs(edge - other) < 3 for other in self.edges):
            if not _count_lines(values, heights, rest):
                return list(letters), []
            self.edges.append(edge)
        elif any(after <= before for before, after in pairwise(values.values())):
            return list(letters), []
        return rest, [str(value) for value in values.values()]


def overlaid(letters: Sequence[Letter]) -> int:
    """How many letters lie on another one, as far as a quick look tells; a letter printed twice to be bold does not."""
    if not letters:
        return 0
    side = 0.5 * median(letter[3] - letter[2] for letter in letters)
    places: dict[tuple[int, int], Letter] = {}
    found = 0
    for letter in letters:
        x, y = (letter[0] + letter[1]) / 2, (letter[2] + letter[3]) / 2
        other = places.setdefault((int(x / side), int(y / side)), letter)
        if other[4] != letter[4]:
            near = 0.35 * min(letter[1] - letter[0], other[1] - other[0])
            level = 0.35 * min(letter[3] - letter[2], other[3] - other[2])
            found += abs(other[0] + other[1] - 2 * x) < 2 * near and abs(other[2] + other[3] - 2 * y) < 2 * level
    return found


def _covers(large: Letter, small: Letter) -> bool:
    """Whether the middle of the small letter lies in the large one, between its baseline and its head."""
    x, y = (small[0] + small[1]) / 2, (small[2] + small[3]) / 2
    return large[0] < x < large[1] and large[6] < y < large[6] + 0.75 * min(large[1] - large[0], large[3] - large[2])


def _left_strip(letters: Sequence[Letter]) -> tuple[list[Letter], list[Letter]]:
    """The letters of the page left of its first white band from top to bottom, and the others."""
    if not letters:
        return [], []
    size = median(letter[3] - letter[2] for letter in letters)
    ordered = sorted(letters)
    edge = ordered[0][1]
    for index, letter in enumerate(ordered):
        if letter[0] > edge + 0.5 * size:
            return ordered[:index], ordered[index:]
        edge = max(edge, letter[1])
        if edge > ordered[0][0] + 4 * size:  # wider than any number
            break
    return [], ordered


def _heights(letters: Sequence[Letter], slack: float) -> list[float]:
    """The baselines of the lines, from the top."""
    found: list[float] = []
    for base in sorted((letter[6] for letter in letters), reverse=True):
        if not found or found[-1] - base > slack:
            found.append(base)
    return found


def _nearest(heights: Sequence[float], base: float) -> int:
    return min(range(len(heights)), key=lambda at: abs(heights[at] - base))


def _count_lines(values: dict[int, int], heights: Sequence[float], rest: Sequence[Letter]) -> bool:
    """Whether the numbers (by the place of their line) count the lines that are printed, not what these say.

    Every fifth line: the number of lines between is told by the numbers. Every line: they stand before lines that go
    on in mid-sentence too, as no numbers of paragraphs or of rows do.
    """
    places, numbers = list(values), list(values.values())
    steps = {after - before for before, after in pairwise(numbers)}
    if len(numbers) < 3 or len(steps) != 1 or (step := steps.pop()) < 1:
        return False
    counted = sum(after - before == step for before, after in pairwise(places))
    if counted < 0.7 * (len(places) - 1):
        return False
    if step > 1:
        return True
    last: dict[int, Letter] = {}
    for letter in rest:
        at = _nearest(heights, letter[6])
        if at not in last or letter[1] > last[at][1]:
            last[at] = letter
    right = max(letter[1] for letter in rest)
    size = median(letter[3] - letter[2] for letter in rest)
    broken = sum(
        at - 1 in last and last[at - 1][4] not in _STOPS and last[at - 1][1] > right - 2.6 * size for at in places
    )
    return broken >= 3
