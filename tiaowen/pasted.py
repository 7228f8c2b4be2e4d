"""Where a pasted passage stands: word for word, or with the differences shown character by character.

“这段话出自哪里：…” is no question about a rule but about words. They are looked for without regard to line breaks and
the width of characters; what differs from the source is said in the note, and what is quoted is the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from tiaowen.answering import refused
from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Document, Hit, Span
from tiaowen.folding import fold
from tiaowen.quotations import difference

LEAST = 8  # characters of a passage that can be told apart
LONG = 30  # characters from which a message that asks nothing is a passage
NEAR_ENOUGH = 75.0  # partial ratio (0 to 100) from which a passage counts as changed, not as strange
CASE = 16  # characters from which words before 是哪条规定的 may be a passage; shorter ones are a case
NEARLY = 85.0  # likeness of a passage that nothing says to be one
SEARCHED = 12  # hits whose documents are looked through
REMEMBERED = 64  # documents whose squeezed text is kept
AROUND = 30  # characters looked at on either side of the stretch that is most alike
RUN = 3  # characters in common that a passage begins and ends with
_SEARCH_TEXT = 300  # characters of a passage that are searched for
_QUOTED = re.compile(r"“([^“”]{8,})”|「([^「」]{8,})」|\"([^\"]{8,})\"|‘([^‘’]{8,})’|『([^『』]{8,})』")
_AFTER = re.compile(r"^([^：:\n]{2,40})(?:[：:]\s*|\n+)(.{8,})$", re.DOTALL)
_BEFORE = re.compile(r"^(.{8,}?)[\n。；;，,——\- ]+((?:请问|问一?下)?[，,]?(?:这|上面|以上|前面).{2,24})$", re.DOTALL)
_WHICH = re.compile(
    r"^(.{8,}?)[\n。；;，,——\- ]*(?:请问|问一?下)?[，,]?(?:是|出自|来自|在|属于|见于)?"
    r"(?:哪一?[条款项章段部份篇里儿]|哪[个份些部]?(?:文件|法规|规定|条例|办法|条款|地方)|什么文件|第几条).{0,12}$",
    re.DOTALL,
)
_ASKS = re.compile(r"[?？]|吗|什么|哪|谁|几|如何|怎|多少|多久")
_STOPS = re.compile("[，。；]")
_WHERE = re.compile(
    r"出自|出处|来自|来源|原文在|原话|哪里的?|哪儿|哪一?[条款项章段部份篇]|哪[个份些部]?(?:文件|法规|规定|条例|办法|条款|地方)|什么文件|第几条"
    r"|有没有(?:这|这样)|是不是(?:原文|原话|这么|这样|规定)|(?:准确|正确|对|属实|一致|一样)(?:吗|不|么|否)|是否(?:准确|正确|属实|一致|原文|有)"
)
_SAID = re.compile(
    r"[这那]一?[段句个些]?(?:话|文字|内容|规定|条文|表述|说法|原文)?|下面|以下|下列|上面|前面|的|是|在|请问|请|帮我|查一?下|找一?下|看一?下|出自|出处|来自|来源|原文|原话|里|中|文件"
    r"|[哪什么谁第几条款项章段个份些儿里部篇法规定条例办法地方说写的呢吗啊呀？?。，,：:“”「」『』\"‘’\s]|准确|正确|属实|一致|一样|是否|是不是|有没有|有|对|不|否|引用|话|一|句|叫|所说|规定"
)


@dataclass(frozen=True)
class _Squeezed:
    """A document's text, folded and without blanks, with the place of each character."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        return Span(self.places[start], self.places[end - 1] + 1)


@dataclass(frozen=True)
class _Found:
    document: Document
    span: Span
    likeness: float  # 0 to 100


class Passages:
    """Locates passages in a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._texts: dict[str, _Squeezed] = {}

    def answer(
        self, message: str, search: Callable[[str, int], list[Hit]], allowed: Sequence[Document]
    ) -> Answer | None:
        """Where the passage in the message stands; None where the message asks something else.

        search: text and limit -> hits; allowed: the documents to look in.
        """
        words = passage(message)
        told = bool(words)  # that these are somebody's words: else they may be a case that somebody tells
        asked = words or _ended(message)
        words = asked or (message if len(message) >= LONG and not _ASKS.search(message) else "")
        if not words:
            return None
        wanted = squeezed(words)[0]
        hits = search(words[:_SEARCH_TEXT], SEARCHED) if len(wanted) >= LEAST else []
        found = self._exact(wanted, words, hits, allowed)
        if found is None and (asked or _STOPS.search(words)):  # what has no stop may be the name of a document
            found = self._near(wanted, hits)
        if found is None or not told and found.likeness < NEARLY:
            return refused(message, hits, "所收文件中没有这段文字，也没有与它相近的。") if told else None
        return self._located(message, words, found)

    def _exact(self, wanted: str, raw: str, hits: Sequence[Hit], allowed: Sequence[Document]) -> _Found | None:
        """Word for word: in the documents of the hits, or, blanks and all, anywhere."""
        for document in _documents(hits):
            at = self._text(document).text.find(wanted)
            if at >= 0:
                return _Found(document, self._text(document).span(at, at + len(wanted)), 100.0)
        for document in allowed:
            at = document.text.find(raw.strip())
            if at >= 0:
                return _Found(document, Span(at, at + len(raw.strip())), 100.0)
        return None

    def _near(self, wanted: str, hits: Sequence[Hit]) -> _Found | None:
        best: _Found | None = None
        for document in list(_documents(hits))[:5]:
            text = self._text(document)
            alignment = fuzz.partial_ratio_alignment(wanted, text.text) if len(text.text) > len(wanted) else None
            if alignment is not None and alignment.score > (best.likeness if best else NEAR_ENOUGH):
                low, high = _fitted(wanted, text.text, alignment.dest_start, alignment.dest_end)
                likeness = min(fuzz.ratio(wanted, text.text[low:high]), 99.99)
                best = _Found(document, text.span(low, high), likeness)
        return best

    def _located(self, message: str, words: str, found: _Found) -> Answer:
        text = found.document.text
        span = found.span
        clauses = self._clauses(found.document, span)
        pieces, citations = [], []
        for clause in clauses:
            low, high = max(span.start, clause.start), min(span.end, clause.end)
            pieces.append(Citation(clause, low - clause.start, high - clause.start))
            part = Span(low - clause.start, high - clause.start)
            citations.append(Citation(clause, 0, clause.end - clause.start, (part,), round(found.likeness / 100, 4)))
        place = "、".join(dict.fromkeys(clause.cite for clause in clauses))
        note = f"这段文字出自{place}，与原文逐字一致。"
        if found.likeness < 100.0:
            expected = "".join(text[span.start : span.end].split())
            changed = difference(expected, _in_the_same_hand(expected, "".join(words.split())))
            note = f"与这段文字最相近的是{place}，但与原文不符：{changed}"
        return Answer(message, "answered", tuple(pieces), tuple(citations), separator="\n", note=note)

    def _clauses(self, document: Document, span: Span) -> list[Clause]:
        """The narrowest clause that holds the span, or the units that it runs through."""
        clauses = self.corpus.by_document[document.id]
        holding = [c for c in clauses if c.start <= span.start and span.end <= c.end]
        narrow = min(holding, key=lambda c: c.end - c.start, default=None)
        if narrow is not None and narrow.role != "container":
            return [narrow]
        units = [c for c in clauses if c.role == "unit" and c.start < span.end and span.start < c.end]
        return units or ([narrow] if narrow is not None else [])

    def _text(self, document: Document) -> _Squeezed:
        if document.id not in self._texts:
            if len(self._texts) >= REMEMBERED:
                self._texts.clear()
            self._texts[document.id] = _Squeezed(*squeezed(document.text))
        return self._texts[document.id]


def passage(message: str) -> str:
    """The words of a message that asks where they stand, without the asking; empty for any other message."""
    for pattern, asking, words in ((_AFTER, 1, 2), (_BEFORE, 2, 1)):
        found = pattern.match(message.strip())
        if found and _WHERE.search(found[asking]) and not _SAID.sub("", found[asking]):
            return found[words].strip()
    quoted = max(_QUOTED.finditer(message), key=lambda found: len(found[0]), default=None)
    if quoted is None:
        return ""
    rest = message[: quoted.start()] + message[quoted.end() :]
    return next(filter(None, quoted.groups())) if _WHERE.search(rest) and len(_SAID.sub("", rest)) <= 2 else ""


def _ended(message: str) -> str:
    """The words before 是哪条规定的 at the end of a message, where they are as long as a passage; else empty."""
    found = _WHICH.match(message.strip())
    return found[1].strip() if found and len(found[1]) >= CASE and not _ASKS.search(found[1]) else ""


def squeezed(text: str) -> tuple[str, tuple[int, ...]]:
    """Folded text without blanks, and the place of each of its characters in the text."""
    kept = [(character, i) for i, character in enumerate(fold(text)) if not character.isspace()]
    return "".join(character for character, _ in kept), tuple(i for _, i in kept)


def _documents(hits: Sequence[Hit]) -> Iterator[Document]:
    yield from {hit.clause.document.id: hit.clause.document for hit in hits}.values()


def _fitted(wanted: str, text: str, low: int, high: int) -> tuple[int, int]:
    """Where the passage begins and ends near [low, high): at the first and last run of characters that both have."""
    low, high = max(low - AROUND, 0), min(high + AROUND, len(text))
    runs = [op for op in Levenshtein.opcodes(wanted, text[low:high]) if op.tag == "equal"]
    long = [i for i, op in enumerate(runs) if op.src_end - op.src_start >= RUN] or range(len(runs))
    first, last = long[0], long[-1]
    # A changed word at an edge: the shorter runs right beside it belong to the passage.
    while first > 0 and runs[first].dest_start - runs[first - 1].dest_end <= RUN:
        first -= 1
    while last + 1 < len(runs) and runs[last + 1].dest_start - runs[last].dest_end <= RUN:
        last += 1
    return low + runs[first].dest_start, low + runs[last].dest_end


def _in_the_same_hand(expected: str, found: str) -> str:
    """The found words in the characters of the source where they differ in width or script only."""
    written = list(found)
    for op in Levenshtein.opcodes(fold(expected), fold(found)):
        if op.tag == "equal":
            written[op.dest_start : op.dest_end] = expected[op.src_start : op.src_end]
    return "".join(written)
