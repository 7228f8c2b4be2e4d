"""Printings of one document -> one document with witnesses and every difference between them.

Two drafts are printings of one document when they have the same title and largely the same words, and neither their
dates nor the days from which they are in force contradict each other (two versions of a law are two documents).
The texts are aligned on their characters without blanks, NFKC-normalised and with punctuation folded: first at
passages of TWELVE characters that both have exactly once, in an order both have (patience diff), then between these
with the edit distance of Levenshtein.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from rapidfuzz.distance import Levenshtein

from tiaowen.datamodels import Variant, Witness
from tiaowen.reading.documents.commencement import commencement, file_date
from tiaowen.reading.documents.issued import quoted_names
from tiaowen.reading.grammar.marks import BLANKS, squeeze
from tiaowen.reading.grammar.paragraphs import Draft
from tiaowen.reading.witnesses import complete, is_better

SHINGLE = 8  # characters; for telling whether two texts are printings of one
SAME = 0.5  # share of the shorter text's shingles that the other one has
ANCHOR = 12  # characters
OMISSION = 12  # that many characters without counterpart are missing rather than reworded
LARGEST_GAP = 20_000_000  # cells of an edit distance; a larger passage counts as replaced as a whole

_FOLD = str.maketrans("“”‘’〔〕【】［］[]—–－‐―〈〉・•～〇", "\"\"''()()()()-----<>··~零")


@dataclass(frozen=True)
class Collation:
    """One document: its printings, the preferred one first, and where the others differ from it."""

    drafts: tuple[Draft, ...]
    witnesses: tuple[Witness, ...] = field(repr=False)
    variants: tuple[Variant, ...] = field(repr=False)


def collate(drafts: Sequence[Draft], ranked: Set[str] = frozenset()) -> list[Collation]:
    """The documents that the drafts are printings of, in the order of their first printing.

    `drafts` stand in witness order: of two complete printings the first is preferred, unless the other is clearly
    better spelt; an incomplete one never is. ranked: the hashes of sources whose order somebody has laid down.
    """
    groups: list[list[_Printing]] = []
    by_title: defaultdict[str, list[list[_Printing]]] = defaultdict(list)
    for draft in drafts:
        printing = _Printing(draft)
        same = by_title[_title(draft)]
        group = next((known for known in same if _joins(printing, known)), None)
        if group is None:
            group = []
            groups.append(group)
            same.append(group)
        group.append(printing)
    return [_collation([printing.draft for printing in group], ranked) for group in groups]


class _Printing:
    """A draft with what it is compared by, each made once and only where it is asked for."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    @cached_property
    def text(self) -> str:
        return "\n".join(p.text for p in self.draft.paragraphs)

    @cached_property
    def folded(self) -> str:
        return _Folded(self.text).text

    @cached_property
    def starts(self) -> str:
        return commencement(self.text)

    @cached_property
    def shingles(self) -> set[str]:
        # The volumes of a code share their title and 题注; the words below tell them apart.
        body = "\n".join(p.text for p in self.draft.paragraphs if p.role == "body") or self.text
        text = _Folded(body).text
        return {text[i : i + SHINGLE] for i in range(max(len(text) - SHINGLE + 1, 1))}


def _joins(printing: _Printing, group: Sequence[_Printing]) -> bool:
    """Whether the printing is the same as every one of a group; letter by letter the same texts count once."""
    if not all(_dates_agree(printing, other) for other in group):
        return False
    texts: set[str] = set()
    for other in group:
        if other.text not in texts and not _same(printing, other):
            return False
        texts.add(other.text)
    return True


def _dates_agree(one: _Printing, other: _Printing) -> bool:
    """Whether nothing dates the two apart; a date in the name of a file does not where the words are the same."""
    if one.starts and other.starts and one.starts != other.starts:
        return False
    if not one.draft.date or not other.draft.date or one.draft.date == other.draft.date:
        return True
    by_name = any(p.draft.date == file_date(p.draft.source.file) for p in (one, other))
    return by_name and one.folded == other.folded


def variants(preferred: str, other: str, witness: int = 1) -> tuple[Variant, ...]:
    """Every difference of `other` from `preferred` but blanks, ordered by place. Offsets are into the two texts."""
    return tuple(_variants(_Folded(preferred), _Folded(other), witness))


def _title(draft: Draft) -> str:
    """What printings of one document are called alike. An interview is named by what it is on: one paper prints a title
    above it, another one none."""
    names = quoted_names(draft.title) if draft.kind == "qa" else []
    if len(names) == 1:
        return "问 " + squeeze(unicodedata.normalize("NFKC", names[0])).translate(_FOLD)
    return squeeze(unicodedata.normalize("NFKC", draft.title)).translate(_FOLD).strip("《》")


def _same(one: _Printing, other: _Printing) -> bool:
    if one.text == other.text:
        return True
    a, b = one.shingles, other.shingles
    return bool(a and b) and len(a & b) >= SAME * min(len(a), len(b))


def _collation(group: Sequence[Draft], ranked: Set[str]) -> Collation:
    if len(group) == 1:
        return Collation((group[0],), (group[0].witness(),), ())
    whole = complete(group)
    ordered = [draft for draft, is_whole in zip(group, whole, strict=True) if is_whole] or list(group)
    best = ordered[0]
    for other in ordered[1:] if best.source.sha256 not in ranked else ():
        mine, theirs = _Folded(best.witness().text).text, _Folded(other.witness().text).text
        if mine != theirs and is_better(theirs, mine, _differences(mine, theirs)):
            best = other
    rest = sorted(zip(group, whole, strict=True), key=lambda pair: not pair[1])  # stable: witness order among equals
    ordered = [best, *(draft for draft, _ in rest if draft is not best)]
    witnesses = tuple(draft.witness() for draft in ordered)
    first = _Folded(witnesses[0].text)
    others = [(i, w.text) for i, w in enumerate(witnesses) if w.text != first.raw]
    found = [v for i, text in others for v in _variants(first, _Folded(text), i)]
    return Collation(tuple(ordered), witnesses, tuple(sorted(found, key=lambda v: (v.start, v.end, v.witness))))


class _Folded:
    """A text without blanks, normalised for comparison, with the way back: text[i] comes from raw[at[i]]."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        pieces: list[str] = []
        self.at: list[int] = []
        for i, char in enumerate(raw):
            if char in BLANKS or char.isspace():
                continue
            folded = (
                char if "一" <= char <= "鿿" else unicodedata.normalize("NFKC", char).translate(_FOLD).replace(" ", "")
            )
            pieces.append(folded)
            self.at.extend([i] * len(folded))
        self.text = "".join(pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets of [start, end); an empty span stands before the character at `start`."""
        if start == end:
            at = self.at[start - 1] + 1 if start else (self.at[0] if self.at else 0)
            return at, at
        return self.at[start], self.at[end - 1] + 1


Block = tuple[int, int, int, int]  # a[start:end] against b[start:end]


def _variants(a: _Folded, b: _Folded, witness: int) -> Iterator[Variant]:
    tail = len(a.text)
    at_a = at_b = 0
    for block in [*_merged(_differences(a.text, b.text)), (tail, tail, len(b.text), len(b.text))]:
        yield from _widths(a, b, (at_a, block[0], at_b, block[2]), witness)
        at_a, at_b = block[1], block[3]
        if block[0] == block[1] and block[2] == block[3]:
            continue
        kind = _kind(a.text[block[0] : block[1]], b.text[block[2] : block[3]], block[1] == tail)
        yield _variant(a, b, block, witness, kind)


def _variant(
    a: _Folded, b: _Folded, block: Block, witness: int, kind: Literal["substantive", "punctuation", "missing"]
) -> Variant:
    start, end = a.span(block[0], block[1])
    low, high = b.span(block[2], block[3])
    return Variant(start, end, witness, low, high, b.raw[low:high], kind)


def _widths(a: _Folded, b: _Folded, block: Block, witness: int) -> Iterator[Variant]:
    """Within a passage that is the same once folded: runs of characters that differ in form."""
    i, shift = block[0], block[2] - block[0]
    while i < block[1]:
        if a.raw[a.at[i]] == b.raw[b.at[i + shift]]:
            i += 1
            continue
        end = i + 1
        while end < block[1] and (
            a.at[end] == a.at[end - 1] or b.at[end + shift] == b.at[end + shift - 1]
            or a.raw[a.at[end]] != b.raw[b.at[end + shift]]
        ):  # fmt: skip
            end += 1
        yield _variant(a, b, (i, end, i + shift, end + shift), witness, "punctuation")
        i = end


def _kind(mine: str, theirs: str, at_end: bool) -> Literal["substantive", "punctuation", "missing"]:
    if not any(c.isalnum() for c in mine + theirs):
        return "punctuation"
    if not theirs and (at_end or len(mine) >= OMISSION):
        return "missing"
    return "substantive"


def _merged(blocks: Iterator[Block]) -> Iterator[Block]:
    """Differences that only one character parts are one: what was reworded is read as a whole."""
    held: Block | None = None
    for block in blocks:
        if held is not None and block[0] - held[1] <= 1 and block[2] - held[3] <= 1:
            held = (held[0], block[1], held[2], block[3])
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held


def _differences(a: str, b: str) -> Iterator[Block]:
    at_a = at_b = 0
    for low_a, low_b, length in [*_anchors(a, b), (len(a), len(b), 0)]:
        yield from _gap(a, b, (at_a, low_a, at_b, low_b))
        at_a, at_b = low_a + length, low_b + length


def _gap(a: str, b: str, block: Block) -> Iterator[Block]:
    low_a, high_a, low_b, high_b = block
    while low_a < high_a and low_b < high_b and a[low_a] == b[low_b]:
        low_a, low_b = low_a + 1, low_b + 1
    while low_a < high_a and low_b < high_b and a[high_a - 1] == b[high_b - 1]:
        high_a, high_b = high_a - 1, high_b - 1
    if low_a == high_a and low_b == high_b:
        return
    if low_a == high_a or low_b == high_b or (high_a - low_a) * (high_b - low_b) > LARGEST_GAP:
        yield low_a, high_a, low_b, high_b
        return
    for op in Levenshtein.opcodes(a[low_a:high_a], b[low_b:high_b]):
        if op.tag != "equal":
            yield low_a + op.src_start, low_a + op.src_end, low_b + op.dest_start, low_b + op.dest_end


def _anchors(a: str, b: str) -> list[tuple[int, int, int]]:
    """(start in a, start in b, length) of passages that both have once, increasing in both."""
    once_a, once_b = _once(a), _once(b)
    pairs = sorted((i, once_b[gram]) for gram, i in once_a.items() if gram in once_b)
    found: list[tuple[int, int, int]] = []
    for i, j in _increasing(pairs):
        if found and i - found[-1][0] == j - found[-1][1] and i <= found[-1][0] + found[-1][2]:
            found[-1] = (found[-1][0], found[-1][1], i + ANCHOR - found[-1][0])
        elif not found or i >= found[-1][0] + found[-1][2] and j >= found[-1][1] + found[-1][2]:
            found.append((i, j, ANCHOR))
    return found


def _once(text: str) -> dict[str, int]:
    grams = [text[i : i + ANCHOR] for i in range(len(text) - ANCHOR + 1)]
    counts = Counter(grams)
    return {gram: i for i, gram in enumerate(grams) if counts[gram] == 1}


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence that increases in the second number too."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for k, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        if place == len(tails):
            tails.append(j)
            last.append(k)
        else:
            tails[place] = j
            last[place] = k
        before.append(last[place - 1] if place else -1)
    found: list[tuple[int, int]] = []
    k = last[-1] if last else -1
    while k >= 0:
        found.append(pairs[k])
        k = before[k]
    return found[::-1]
