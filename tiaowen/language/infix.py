"""The stretch of a text that a passage can be turned into with the fewest changes of single characters.

Myers' bit-parallel algorithm (1999) on whole numbers of any length: one step for each character of the text, whatever
the length of the passage. rapidfuzz compares whole texts, or windows of one length, which cuts a changed passage wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence


def stretch(wanted: str, text: str, edge: Callable[[int], bool]) -> tuple[int, int, int]:
    """(low, high, changes) of the stretch text[low:high] that differs least from `wanted`, which is not empty.

    Of several that differ equally: one that begins and ends where `edge` says that words may (an offset in the text),
    then the one nearest in length. What was put before a sentence is so no change of the words before it.
    """
    ends = _distances(wanted, text, anywhere=True)
    least = min(ends)
    found: list[tuple[bool, bool, int, int, int]] = []
    for high in (i for i, changes in enumerate(ends) if changes == least):
        begin = max(high - len(wanted) - least, 0)
        starts = _distances(wanted[::-1], text[begin:high][::-1], anywhere=False)
        for length, changes in enumerate(starts):
            if changes == least:
                low = high - length
                found.append((not edge(high), not edge(low), abs(length - len(wanted)), low, high))
    best = min(found)
    return best[3], best[4], least


def _distances(wanted: str, text: str, anywhere: bool) -> Sequence[int]:
    """For each offset the fewest changes between `wanted` and what ends there, begun anywhere or at the beginning."""
    places: dict[str, int] = defaultdict(int)
    for i, character in enumerate(wanted):
        places[character] |= 1 << i
    every, last = (1 << len(wanted)) - 1, 1 << len(wanted) - 1
    more, less, changes = every, 0, len(wanted)  # where a character further down costs one change more, or one less
    found = [changes]
    for character in text:
        same = places.get(character, 0)
        diagonal = (((same & more) + more) ^ more) | same | less
        up = less | every & ~(diagonal | more)
        down = diagonal & more
        changes += bool(up & last) - bool(down & last)
        up = (up << 1 | (not anywhere)) & every
        down = down << 1 & every
        more, less = down | every & ~(diagonal | up), up & diagonal
        found.append(changes)
    return found
