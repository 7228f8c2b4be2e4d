"""Is this quotation in the sources, at this address, at this place? And if not: what is wrong with it.

A quotation with its place is verified only if the cited clause holds these very characters at that very place, so one
that lost its last word is altered, not "also a substring".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from tiaowen.datamodels import Clause, Corpus, Document, Span
from tiaowen.language.same_words import equal_words
from tiaowen.quotations.claims import Claim

Outcome = Literal["verified", "altered", "not found", "address", "source", "unchecked"]
"""altered: characters differ from the source; not found: nothing like it there; address: it stands elsewhere, or the
address names nothing; source: the words stand at the address, but not at the place given; unchecked: nothing is
wrong, but no words could be compared (an address alone, a paraphrase)."""

NEAR_ENOUGH = 60.0  # partial ratio (0 to 100) from which words count as altered, not as strange to the corpus
CONTEXT = 8  # characters shown on either side of a difference
Place = tuple[int, int, int, int]  # of a difference: [low, high) of the one text, [begin, end) of the other
_FIGURE = re.compile("[0-9０-９]")


@dataclass(frozen=True)
class Check:
    """What came of one quotation; `message` in Chinese says what is wrong ("" if nothing is)."""

    outcome: Outcome
    claim: Claim
    message: str = ""
    expected: str = ""  # the words of the source that should stand there


class Sources:
    """A corpus, arranged for looking quotations up."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._by_cite: defaultdict[str, list[Clause]] = defaultdict(list)
        for clause in corpus.clauses:
            self._by_cite[clause.cite].append(clause)
        self._files: defaultdict[str, list[Document]] = defaultdict(list)
        for document in corpus.documents:
            self._files[document.source.file].append(document)
        self._raw: dict[str, tuple[list[int], list[tuple[int, int]]]] = {}

    def clauses(self, cite: str) -> list[Clause]:
        """The clauses with this address. Spaces and the width of brackets and digits do not matter."""
        return self._by_cite.get(cite) or self._by_folded.get(fold(cite), [])

    @cached_property
    def _by_folded(self) -> dict[str, list[Clause]]:
        found: defaultdict[str, list[Clause]] = defaultdict(list)
        for cite, clauses in self._by_cite.items():
            found[fold(cite)] += clauses
        return found

    def check(self, claim: Claim) -> Check:
        """Check a quotation with its address and, where it states one, its place."""
        clauses = self.clauses(claim.cite)
        place = parse_source(claim.source)
        if claim.same:
            return self._same_words(claim, clauses, place)
        if not claim.source:
            return self._without_place(claim, clauses)
        held = next((c for c in clauses if place in _places(c, claim.quote)), None)
        if held is not None:
            if claim.sha256 and claim.sha256 != held.document.source.sha256:
                return Check("source", claim, "来源文件的 SHA-256 与现有来源不符")
            return Check("verified", claim)
        span, document = self._span(place)
        if document is not None and span is not None:
            expected = document.text[span.start : span.end]
            holder = [c for c in clauses if c.document is document and c.start <= span.start and span.end <= c.end]
            verbatim = any(claim.quote in clause.text for clause in clauses)
            if verbatim and expected in claim.quote and expected != claim.quote:
                return Check("source", claim, f"来源位置有误：{claim.source} 处只有其中的一段", expected)
            if holder and expected != claim.quote and fuzz.ratio(expected, claim.quote) >= NEAR_ENOUGH:
                return Check("altered", claim, f"引文与原文不符：{difference(expected, claim.quote)}", expected)
            if expected == claim.quote:
                return Check("address", claim, f"地址有误：这段文字是{self._at(document, span)}", expected)
        return self._without_place(claim, clauses)

    def _same_words(self, claim: Claim, clauses: list[Clause], place: tuple[str, tuple[Span, ...]]) -> Check:
        """Check another place of a quotation: the same words, numbers of clauses and punctuation apart."""
        span, document = self._span(place)
        if span is None or document is None:
            return Check("source", claim, f"来源位置有误：{claim.source} 处没有可核对的文字")
        expected = document.text[span.start : span.end]
        holder = [c for c in clauses if c.document is document and c.start <= span.start and span.end <= c.end]
        if not holder:
            return Check("address", claim, f"地址有误：{claim.source} 处是{self._at(document, span)}")
        if not equal_words(claim.quote, expected):
            told = f"与引文的文字不同：{difference(claim.quote, expected)}"
            return Check("altered", claim, f"{claim.source} 处{told}", expected)
        if claim.sha256 and claim.sha256 != document.source.sha256:
            return Check("source", claim, "来源文件的 SHA-256 与现有来源不符")
        return Check("verified", claim)

    def _without_place(self, claim: Claim, clauses: list[Clause]) -> Check:
        if any(claim.quote in clause.text for clause in clauses):
            if claim.source:
                return Check("source", claim, f"来源位置有误：{claim.source} 处不是这段文字")
            return Check("verified", claim)
        elsewhere = self.find(claim.quote)
        if elsewhere is not None:
            return Check("address", claim, f"地址有误：这段文字出自{elsewhere.cite}")
        expected, likeness = nearest(claim.quote, [clause.text for clause in clauses])
        if likeness >= NEAR_ENOUGH:
            return Check("altered", claim, f"引文与原文不符：{difference(expected, claim.quote)}", expected)
        missing = "" if clauses else f"；且没有“{claim.cite}”这一地址"
        return Check("not found", claim, f"来源中没有这段文字{missing}")

    def find(self, quote: str) -> Clause | None:
        """The smallest clause that holds these very words, in the first document that does."""
        for document in self.corpus.documents:
            at = document.text.find(quote) if quote else -1
            if at >= 0:
                return self._smallest(document, Span(at, at + len(quote)))
        return None

    def _at(self, document: Document, span: Span) -> str:
        clause = self._smallest(document, span)
        return clause.cite if clause else f"《{document.title}》"

    def _smallest(self, document: Document, span: Span) -> Clause | None:
        holding = [c for c in self.corpus.by_document[document.id] if c.start <= span.start and span.end <= c.end]
        return min(holding, key=lambda clause: clause.end - clause.start, default=None)

    def _span(self, place: tuple[str, tuple[Span, ...]]) -> tuple[Span | None, Document | None]:
        """The span of canonical text that stands at a place of a raw file, and its document."""
        file, spans = place
        for document in self._files.get(file, ()) if spans else ():
            start, last = self._canonical(document, spans[0].start), self._canonical(document, spans[-1].end - 1)
            if start is not None and last is not None and document.origin.spans(start, last + 1) == spans:
                return Span(start, last + 1), document
        return None, None

    def _canonical(self, document: Document, raw: int) -> int | None:
        if document.id not in self._raw:
            origin = document.origin
            rows = sorted(zip(origin.raw_starts, origin.starts, origin.lengths, strict=True))
            self._raw[document.id] = [row[0] for row in rows], [(row[1], row[2]) for row in rows]
        starts, rest = self._raw[document.id]
        i = bisect_right(starts, raw) - 1
        if i < 0 or raw - starts[i] >= rest[i][1]:
            return None
        return rest[i][0] + raw - starts[i]


def _places(clause: Clause, quote: str) -> list[tuple[str, tuple[Span, ...]]]:
    """The raw places of each occurrence of the words in the clause."""
    document = clause.document
    found = []
    at = clause.text.find(quote) if quote else -1
    while at >= 0:
        spans = document.origin.spans(clause.start + at, clause.start + at + len(quote))
        found.append((document.source.file, spans))
        at = clause.text.find(quote, at + 1)
    return found


def parse_source(text: str) -> tuple[str, tuple[Span, ...]]:
    """file:start-end,start-end -> (file, spans); no spans where it is not of that form."""
    match = re.fullmatch(r"(.+):(\d+-\d+(?:,\d+-\d+)*)", text.strip())
    if match is None:
        return text, ()
    return match[1], tuple(Span(*map(int, part.split("-"))) for part in match[2].split(","))


def nearest(quote: str, texts: list[str]) -> tuple[str, float]:
    """The stretch of the texts that is most like the quotation, and how like (0 to 100)."""
    best, likeness = "", 0.0
    for text in texts:
        if len(quote) <= len(text):
            alignment = fuzz.partial_ratio_alignment(quote, text)
            found, score = (
                (text[alignment.dest_start : alignment.dest_end], alignment.score) if alignment else ("", 0.0)
            )
        else:
            found, score = text, fuzz.ratio(quote, text)
        if score > likeness:
            best, likeness = found, score
    return best, likeness


def difference(expected: str, found: str) -> str:
    """Where two texts differ, character by character, each difference within a few characters of its surroundings."""
    places: list[Place] = []
    for op in Levenshtein.opcodes(expected, found):
        if op.tag == "equal":
            continue
        low, begin = op.src_start, op.dest_start
        if places and (places[-1][1], places[-1][3]) == (low, begin):  # what was changed and what was added to it
            low, _, begin, _ = places.pop()
        places.append((low, op.src_end, begin, op.dest_end))
    places = _whole_numbers(places, expected, found)
    shown = []
    for low, high, begin, end in places:
        before, after = expected[max(low - CONTEXT, 0) : low], expected[high : high + CONTEXT]
        was, is_ = expected[low:high], found[begin:end]
        what = f"“{was}”被改为“{is_}”" if was and is_ else f"缺“{was}”" if was else f"多“{is_}”"
        shown.append(f"…{before}▲{after}…（▲处{what}）".replace("\n", "↵"))
    more = f"；另有 {len(shown) - 5} 处" if len(shown) > 5 else ""
    return "；".join(shown[:5]) + more


def _whole_numbers(places: Sequence[Place], expected: str, found: str) -> list[Place]:
    """The places with all figures of a number that differs in some: 20 became 30, and not 2 became 3."""
    grown: list[Place] = []
    for low, high, begin, end in places:
        first = expected[low:high][:1] + found[begin:end][:1]
        last = expected[low:high][-1:] + found[begin:end][-1:]
        while _FIGURE.search(first) and low and begin and _FIGURE.match(expected[low - 1]):
            low, begin = low - 1, begin - 1
        while _FIGURE.search(last) and _FIGURE.match(expected[high : high + 1]):
            high, end = high + 1, end + 1
        if grown and grown[-1][1] > low:  # two figures of one number
            low, _, begin, _ = grown.pop()
        grown.append((low, high, begin, end))
    return grown


def fold(text: str) -> str:
    """An address or quotation for a lenient comparison: NFKC, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())
