"""Question and clause -> the words of the clause that answer, as spans of its document."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from tiaowen.clauses.acts import stated_in
from tiaowen.clauses.grids import with_headers
from tiaowen.completion.apiece import own_pieces
from tiaowen.completion.completion import completed
from tiaowen.completion.leads import with_leads
from tiaowen.completion.rolls import Roll, listed, rolls
from tiaowen.completion.targets import aimed
from tiaowen.datamodels import Clause, Corpus, Document, Hit, Span
from tiaowen.encoding.encoder import Encoder
from tiaowen.language.normalization import search_text
from tiaowen.language.question_parts import asking_part, split_parts
from tiaowen.language.sentences import joined, split_sentences
from tiaowen.relevance.answer_types import is_labelled, unnamed
from tiaowen.relevance.quantities import asked_quantity
from tiaowen.reranking.cross_encoder import CrossEncoder
from tiaowen.spans.candidates import candidates, item_groups, list_lead
from tiaowen.spans.choices import Choice, weighted
from tiaowen.spans.spans import SpanChooser, eligible, span_features
from tiaowen.spans.wording import Wording

REMEMBERED = 20_000  # vectors of pieces of clauses, 2 KB each
READ = 1_000  # clauses whose candidates are kept, about 20 KB each
NEARLY = 0.7  # difference of scores, which are log odds but for a constant: half as likely
SETTLED = -1.0  # least log odds that a unit settles a part of a question, as it is read


class Extractor:
    """Chooses the spans of a hit that answer; keeps what it has read off clauses."""

    def __init__(
        self,
        corpus: Corpus,
        encoder: Encoder,
        idf: Callable[[str], float],
        cross: CrossEncoder,
        pieces: Mapping[str, np.ndarray],
    ) -> None:
        """pieces: vectors of pieces of clauses that are known already (see index)."""
        self.corpus = corpus
        self.encoder = encoder
        self.cross = cross
        self.chooser = SpanChooser.load()
        self._idf = idf
        self._pieces = pieces
        self._vectors: OrderedDict[str, np.ndarray] = OrderedDict()
        self._listed: dict[str, list[Roll]] = {}  # document id -> its rolls
        self._wordings: OrderedDict[str, Wording | None] = OrderedDict()

    def found(self, question: str, hit: Hit) -> list[tuple[Hit, list[Span]]]:
        """The document spans that answer, and those of the units after it where the rows of its list stand in these."""
        spans = self.spans(question, hit)
        weights = weighted(question, self._idf)
        rows = listed(question, self._rolls(hit.clause.document), hit.clause, spans, weights)
        if not rows:
            return [(hit, with_leads(question, hit.clause, spans, self.corpus))]
        text = hit.clause.document.text
        grouped: dict[str, tuple[Hit, list[Span]]] = {}
        for row in rows:
            grouped.setdefault(row.unit.id, (replace(hit, clause=row.unit, focus=None), []))[1].append(row.span)
        return [
            (at, with_leads(question, at.clause, joined(text, chosen), self.corpus)) for at, chosen in grouped.values()
        ]

    def spans(self, question: str, hit: Hit) -> list[Span]:
        """The document spans of the unit that answer, in reading order (one, mostly); to all parts of a question that
        asks several things, where the unit settles them."""
        parts = split_parts(question)
        if parts and all(self.cross.read(part, hit.clause).answers > SETTLED for part in parts):
            return joined(hit.clause.document.text, [span for part in parts for span in self._spans(part, hit)])
        return self._spans(question, hit)

    def _spans(self, question: str, hit: Hit) -> list[Span]:
        weighed = self.weighed(question, hit)
        if weighed is None:
            return [Span(hit.clause.body, hit.clause.end)]
        wording, _, scores = weighed
        question = asking_part(question)
        weights = weighted(question, self._idf)
        choice = Choice(question, hit, wording.options, scores, asked_quantity(question), weights)
        return with_headers(hit.clause.document.text, completed(choice, self.corpus), hit.clause.start)

    def weighed(self, question: str, hit: Hit) -> tuple[Wording, np.ndarray, np.ndarray] | None:
        """The candidates of the unit, float (n, len(SPAN_FEATURES)) and their scores (n,); None where it has none.

        The score of a candidate that cannot be the answer is -inf.
        """
        wording = self._wording(hit.clause)
        if wording is None:
            return None
        reading = self.cross.read(question, hit.clause)
        question = asking_part(question)
        focus = Span(hit.focus.start, hit.focus.end) if hit.focus is not None else None
        vector = self.encoder.encode_queries([search_text(question)])[0]
        lead = hit.why.get("focus_lead", 0.0)
        features = span_features(question, wording, focus, lead, self._idf, self._embed, vector, reading)
        scores = self.chooser.scores(features)
        kept = eligible(question, wording)
        part = stated_in(question, hit, self.cross.acts.of(hit.clause))
        if part is not None:
            inside = (wording.starts >= part.start) & (wording.ends <= part.end)
            kept = next((some for some in (kept & inside, inside) if some.any()), kept)
        aims = aimed(question, hit.clause)
        if aims:
            inside = _within(wording, aims)
            kept = kept & inside if (kept & inside).any() else kept
        else:
            kept = self._own(question, hit, wording, np.where(kept, scores, -np.inf))
        kept = naming(question, hit.clause.document.text, wording, np.where(kept, scores, -np.inf))
        return wording, features, np.where(kept, scores, -np.inf)

    def _own(self, question: str, hit: Hit, wording: Wording, scores: np.ndarray) -> np.ndarray:
        """Which candidates may be the answer, bool (n,): of pieces side by side those in the piece for what is named,
        where reading prefers it too (补卡要几天 names 补卡每张15元 and not 三个工作日内取)."""
        pieces = own_pieces(question, hit.clause)
        own = _within(wording, joined(hit.clause.document.text, pieces)) & (scores > -np.inf)
        if not own.any():
            return scores > -np.inf
        apart = np.all([(wording.ends <= piece.start) | (piece.end <= wording.starts) for piece in pieces], axis=0)
        agreed = not apart[int(scores.argmax())] and scores[own].max() > scores[apart].max(initial=-np.inf)
        return own if agreed else scores > -np.inf

    def _rolls(self, document: Document) -> list[Roll]:
        if document.id not in self._listed:
            self._listed[document.id] = rolls(self.corpus.by_document[document.id], self.corpus)
        return self._listed[document.id]

    def _wording(self, unit: Clause) -> Wording | None:
        """The candidates of a unit and what is known of them, None where it has none; the latest READ are kept."""
        if unit.id not in self._wordings:
            options = candidates(unit, self.corpus)
            self._wordings[unit.id] = Wording(unit, options) if options else None
            if len(self._wordings) > READ:
                with contextlib.suppress(KeyError):  # the page and a batch may ask at once
                    self._wordings.popitem(last=False)
        return self._wordings[unit.id]

    def _embed(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of pieces of clauses, float32 (len(texts), dimension); the latest REMEMBERED are kept."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self._pieces and text not in self._vectors))
        if fresh:
            self._vectors.update(zip(fresh, self.encoder.encode_queries(fresh), strict=True))
        found = np.stack([self._pieces[text] if text in self._pieces else self._vectors[text] for text in texts])
        while len(self._vectors) > REMEMBERED:
            self._vectors.popitem(last=False)
        return found


def naming(question: str, text: str, wording: Wording, scores: np.ndarray) -> np.ndarray:
    """Which candidates may be the answer, bool (n,): where the best names nobody, no time or no place that the question
    asks for, those that do and are nearly as likely, or say so by a label."""
    kept = scores > -np.inf
    best = int(scores.argmax())
    if not kept.any() or not unnamed(question, text[wording.starts[best] : wording.ends[best]]):
        return kept
    said = [text[s:e] for s, e in zip(wording.starts.tolist(), wording.ends.tolist(), strict=True)]
    likely = scores >= scores[best] - NEARLY
    named = kept & np.array(
        [
            not unnamed(question, words) and (near or is_labelled(words))
            for words, near in zip(said, likely, strict=True)
        ]
    )
    return named if named.any() else kept


def quoted(found: Sequence[tuple[Hit, Sequence[Span]]]) -> str:
    return "\n".join(hit.clause.document.text[slice(*span)] for hit, spans in found for span in spans)


def whole_sentences(found: Sequence[tuple[Hit, Sequence[Span]]]) -> str:
    """The sentences that what is quoted stands in."""
    said = []
    for hit, spans in found:
        unit, text = hit.clause, hit.clause.document.text
        for sentence in split_sentences(text, unit.body, unit.end):
            if any(span.start < sentence.span.end and sentence.span.start < span.end for span in spans):
                said.append(text[slice(*sentence.span)])
    return "\n".join(said)


def governed(found: Sequence[tuple[Hit, Sequence[Span]]], corpus: Corpus) -> str:
    """What is quoted, with what says what it is of: the beginning of its sentence, and the lead of its list."""
    said = [quoted(found)]
    for hit, spans in found:
        text, unit = hit.clause.document.text, hit.clause
        first = min(span.start for span in spans)
        for sentence in split_sentences(text, unit.body, unit.end):
            if sentence.span.start < first < sentence.span.end:
                said.append(text[slice(*sentence.parts[0])])
        for items in item_groups(unit, corpus):
            lead = list_lead(text, items, unit)
            if lead is not None and items[0].start <= first < items[-1].end:
                said.append(text[slice(*lead)])
    return "\n".join(said)


def _within(wording: Wording, spans: Sequence[Span]) -> np.ndarray:
    """Which candidates lie in one of the document spans, bool (n,)."""
    inside = np.zeros(len(wording.starts), dtype=bool)
    for span in spans:
        inside |= (wording.starts >= span.start) & (wording.ends <= span.end)
    return inside
