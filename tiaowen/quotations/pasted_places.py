"""The places of words in the documents: word for word, or where they are like them with the fewest changes.

Words are looked for without regard to line breaks and the width of characters, first in the documents of the clauses
that are nearest to them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from tiaowen.datamodels import Corpus, Document, Hit, Span
from tiaowen.language.folding import ALIKE, fold
from tiaowen.language.infix import stretch
from tiaowen.language.normalization import simplify
from tiaowen.quotations.pasted_words import LEAST

NEARLY = 85.0  # likeness of a passage that nothing says to be one, and of a single sentence
SEARCHED = 12  # hits whose documents are looked through
COMPARED = 5  # documents that a changed passage is compared with
REMEMBERED = 64  # documents whose squeezed text is kept
PLACES = 6  # places of one passage that are looked for; all but the first as further ones
_SEARCH_TEXT = 300  # characters of a passage that are searched for
_BLANKS = 40  # blanks and line feeds that may stand in a passage
_RUN = re.compile("[\u4e00-\u9fff]{4,}")
_PROBE = 6  # characters of a stretch that says which documents a changed passage may be from
_PROBES = 6  # such stretches of one passage
_EDGES = frozenset("，。；：、！？,;:!?…”’）)》」』")


@dataclass(frozen=True)
class _Squeezed:
    """A document's text, folded and without blanks, with the place of each character."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        return Span(self.places[start], self.places[end - 1] + 1)


@dataclass(frozen=True)
class Found:
    """Where words stand, and how like them what stands there is."""

    document: Document
    span: Span
    likeness: float = 100.0  # 0 to 100
    changes: int = 0  # of single characters

    def holds(self, other: Found) -> bool:
        within = self.span.start <= other.span.start and other.span.end <= self.span.end
        return self.document.id == other.document.id and within


class Texts:
    """The texts of a corpus, squeezed when they are first compared with words."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._texts: dict[str, _Squeezed] = {}

    def text(self, document: Document) -> _Squeezed:
        """A document's text, squeezed, and kept for the next passage."""
        if document.id not in self._texts:
            if len(self._texts) >= REMEMBERED:
                self._texts.clear()
            self._texts[document.id] = _Squeezed(*squeezed(document.text))
        return self._texts[document.id]

    def like(self, wanted: str, document: Document) -> Found | None:
        """The stretch of a document that differs least from a passage; None where it differs by half of it."""
        text = self.text(document)
        begins = {i for c in self._corpus.by_document[document.id] for i in (c.start, c.body, c.end)}
        edges = {bisect_left(text.places, i) for i in begins}
        low, high, changes = stretch(wanted, text.text, lambda i: i in edges or i > 0 and text.text[i - 1] in _EDGES)
        if low == high or 2 * changes > len(wanted):
            return None
        return Found(document, text.span(low, high), fuzz.ratio(wanted, text.text[low:high]), changes)


class Look:
    """One question's search for passages."""

    def __init__(
        self,
        texts: Texts,
        search: Callable[[str, int], list[Hit]],
        allowed: Sequence[Document],
        replaced: Collection[str],
    ) -> None:
        self._texts = texts
        self._search = search
        self._allowed = allowed
        self._replaced = replaced
        self.hits: list[Hit] = []  # the nearest clauses to the passage

    def begin(self, words: str) -> None:
        """Look for another passage."""
        self.hits = self._nearest(words)

    def exact(self, words: str) -> tuple[Found, ...]:
        """The first places of the very words, in the documents of the nearest clauses before all others."""
        wanted = squeezed(words)[0]
        found: list[Found] = []
        for document in self._ordered() if wanted else ():
            if found and (document.id in self._replaced or len(found) >= PLACES):
                break
            found += (Found(document, span) for span in _occurrences(document.text, words, wanted))
        for document in _documents(self.hits) if wanted and not found else ():  # of other characters, 條 for 条
            text = self._texts.text(document)
            at = text.text.find(wanted)
            if at >= 0:
                found.append(Found(document, text.span(at, at + len(wanted))))
        return tuple(found[:PLACES])

    def near(self, words: str, least: float) -> Found | None:
        """What differs least from the words, where it is as like them as `least` (0 to 100)."""
        wanted = squeezed(words)[0]
        if len(wanted) < LEAST:
            return None
        hits = {document.id for document in _documents([*self.hits, *self._nearest(words)])}
        probes = _probes(words)
        best: Found | None = None
        for of_hits in (True, False):  # all others are looked into only where the nearest clauses have nothing like it
            documents = [document for document in self._allowed if (document.id in hits) == of_hits]
            shared = [(sum(probe in document.text for probe in probes), document) for document in documents]
            kept = sorted((pair for pair in shared if of_hits or pair[0]), key=lambda pair: -pair[0])
            for _, document in kept[:COMPARED]:
                found = self._texts.like(wanted, document)
                if found is not None and found.likeness >= least and (best is None or found.changes < best.changes):
                    best = found
            if best is not None and best.likeness >= NEARLY:
                break
        return best

    def copies(self, near: Found) -> tuple[Found, ...]:
        """The places of the words that a changed passage is nearest to."""
        places = self.exact(near.document.text[near.span.start : near.span.end])
        return tuple(replace(place, likeness=near.likeness, changes=near.changes) for place in places) or (near,)

    def _nearest(self, words: str) -> list[Hit]:
        return self._search(words[:_SEARCH_TEXT], SEARCHED)

    def _ordered(self) -> list[Document]:
        """The documents to look in: those in force first, then those of the hits, then as in the library."""
        hits = {document.id for document in _documents(self.hits)}
        return sorted(self._allowed, key=lambda document: (document.id in self._replaced, document.id not in hits))


def squeezed(text: str) -> tuple[str, tuple[int, ...]]:
    """Folded text without blanks, and the place of each of its characters in the text."""
    kept = [(character, i) for i, character in enumerate(_folded(text)) if not character.isspace()]
    return "".join(character for character, _ in kept), tuple(i for _, i in kept)


def _folded(text: str) -> str:
    return fold(text).translate(ALIKE)


def _occurrences(text: str, words: str, wanted: str) -> list[Span]:
    """Where the words stand in a text, blanks and width apart. Only what is around their longest run is squeezed."""
    run = max(_RUN.findall(simplify(words)), key=len, default="")
    before = wanted.find(run)
    if not run or before < 0:
        return []
    found: dict[Span, None] = {}
    at = text.find(run)
    while at >= 0:
        low = max(at - 2 * before - _BLANKS, 0)
        near, places = squeezed(text[low : at + 2 * (len(wanted) - before) + _BLANKS])
        begin = near.find(wanted)
        if begin >= 0:
            found[Span(low + places[begin], low + places[begin + len(wanted) - 1] + 1)] = None
        at = text.find(run, at + 1)
    return list(found)


def _probes(words: str) -> list[str]:
    """Short stretches of the words, spread over them, of which an altered copy still has some."""
    runs = _RUN.findall(simplify(words))
    found = [run[i : i + _PROBE] for run in runs for i in range(0, max(len(run) - _PROBE + 1, 1), _PROBE)]
    return found[:: -(-len(found) // _PROBES)] if found else []


def _documents(hits: Sequence[Hit]) -> Iterator[Document]:
    yield from {hit.clause.document.id: hit.clause.document for hit in hits}.values()


def in_the_same_hand(expected: str, found: str) -> str:
    """The found words in the characters of the source where they differ in width or script only."""
    written = list(found)
    for op in Levenshtein.opcodes(_folded(expected), _folded(found)):
        if op.tag == "equal":
            written[op.dest_start : op.dest_end] = expected[op.src_start : op.src_end]
    return "".join(written)
