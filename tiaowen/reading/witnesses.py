"""Which printing of a document is preferred: the first that is whole, unless another one is clearly better spelt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tiaowen.reading.grammar.marks import article, ends_sentence
from tiaowen.reading.grammar.paragraphs import Draft

WHOLE = 0.9  # a printing shorter than this share of the longest is incomplete
FEWEST = 3  # differences that only the better printing spells as the texts do elsewhere,
MARGIN = 4  # and so many times as many as the other way round
LONGEST = 2  # characters of a difference that a scanner makes
MOST = 400  # differences that are looked at,
LARGEST = 1_000_000  # in texts of so many characters

Difference = tuple[int, int, int, int]
"""a[start:end] against b[start:end]"""


def complete(group: Sequence[Draft]) -> list[bool]:
    """Which printings are whole: as long as the longest, ended, and without gaps where another one has articles."""
    longest = max(_size(draft) for draft in group)
    numbers = [_articles(draft) for draft in group]
    all_numbers = set().union(*numbers)
    fewest = min(len(all_numbers - own) for own in numbers)
    return [
        _size(draft) >= WHOLE * longest
        and (draft.paragraphs[-1].role != "body" or ends_sentence(draft.paragraphs[-1].text))
        and len(all_numbers - own) == fewest
        for draft, own in zip(group, numbers, strict=True)
    ]


def is_better(other: str, first: str, differences: Iterable[Difference]) -> bool:
    """Whether `other` is spelt better than `first`: where they differ by a character or two, its words with the
    characters around them stand elsewhere in the texts and those of `first` nowhere. Both texts are folded ones."""
    both = f"{first}\n{other}"
    votes = [0, 0]
    if len(both) > LARGEST:
        return False
    for number, (start, end, low, high) in enumerate(differences):
        if number == MOST:
            break
        if not 0 < end - start == high - low <= LONGEST:
            continue
        for_first = _elsewhere(first, start, end, both, 1)
        for_other = _elsewhere(other, low, high, both, 1)
        votes[0] += for_first > 0 and for_other == 0
        votes[1] += for_other > 0 and for_first == 0
    return votes[1] >= FEWEST and votes[1] >= MARGIN * votes[0]


def _elsewhere(text: str, start: int, end: int, both: str, own: int) -> int:
    """How often the characters with one neighbour stand in the texts, but for this place."""
    pairs = (text[max(start - 1, 0) : end], text[start : end + 1])
    return sum(both.count(pair) - own for pair in pairs if len(pair) > end - start)


def _articles(draft: Draft) -> set[int]:
    return {number for paragraph in draft.paragraphs if (number := article(paragraph.text))}


def _size(draft: Draft) -> int:
    return sum(len(p.text) for p in draft.paragraphs)
