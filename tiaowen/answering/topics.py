"""One question on several things: the answer to each, from one clause or from several, cited in the order asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tiaowen.answering.answering import Answerer
from tiaowen.answering.refusing import TOPIC, confidence
from tiaowen.clauses.definitions import defining
from tiaowen.datamodels import Answer, Citation, Grounds, Hit, Span
from tiaowen.language.normalization import search_text, words
from tiaowen.language.sentences import joined

THING = 8  # characters up to which a topic is a thing rather than a matter
LIKELY = 0.5  # least probability of a topic's next clause, as a share of that of its best
_COMPARED = re.compile(
    r"(?:之间)?(?:[有是存在]+)?(?:什么|哪些|啥|何|多大|怎样的?)?的?(?:区别|不同|差异|差别|不一样|异同|对比|相比|比较)(?:在哪里?|之处|是什么)?"
)
UNSAID = "“{}”没有找到依据"  # of a part of a question
Found = tuple[Hit, list[Span]]


@dataclass(frozen=True)
class Topics:
    """Answers the topics of one question. search: topic and limit -> hits, within what the question names."""

    answerer: Answerer
    search: Callable[[str, int], list[Hit]]

    def answer(self, text: str, topics: Sequence[str]) -> Answer | None:
        """One citation for each topic; None where two lead to the same words or one leads nowhere."""
        asked = [_sought(topic) for topic in topics]
        ranked: list[Sequence[Hit]] = []
        defined: dict[int, list[Span]] = {}
        for number, topic in enumerate(asked):
            hits = self.search(topic, 5)
            sentence = defining(topic, hits)
            if sentence is not None:
                defined[number] = [sentence[1]]
                hits = [sentence[0], *(hit for hit in hits if hit.clause != sentence[0].clause)]
            ranked.append(_literal_first(topic, hits))
            if self.answerer.refusals.reason(topic, ranked[-1], share=TOPIC):
                return None
        if not self._answered(ranked):
            return None
        found = [
            (hits[0], defined.get(number) or self.answerer.extractor.spans(topic, hits[0]))
            for number, (topic, hits) in enumerate(zip(asked, ranked, strict=True))
        ]
        found = self._apart(asked, ranked, found)
        if asked != list(topics) and not all(map(_speaks_of, found, _own_words(asked))):
            return None  # 政府督查和党委督查有什么区别: of one of them nothing is said
        spans = [(hit.clause.document.id, span) for hit, chosen in found for span in chosen]
        if len(set(spans)) < len(spans):
            return None
        return self.answerer.answer(text, _by_clause(found))

    def _answered(self, ranked: Sequence[Sequence[Hit]]) -> bool:
        """Whether the topics together are answered: a part of a question says less than the whole, so that one may be
        less sure where the others make up for it."""
        return sum(confidence(hits) - self.answerer.refusals.needed(hits) for hits in ranked) >= 0

    def _apart(self, topics: Sequence[str], ranked: Sequence[Sequence[Hit]], found: Sequence[Found]) -> list[Found]:
        """What tells the topics apart must stand in their answers: another takes its next likely clause that has it."""
        own = _own_words(topics)
        if not all(own):
            return list(found)
        return [
            one if _names(one[1], one[0], words_) else self._next(topic, hits, words_) or one
            for topic, hits, one, words_ in zip(topics, ranked, found, own, strict=True)
        ]

    def _next(self, topic: str, hits: Sequence[Hit], own: set[str]) -> Found | None:
        """The next likely clause for a topic whose answer names what it is about."""
        for hit in hits[1:]:
            if hit.score < hits[0].score * LIKELY:
                return None
            spans = self.answerer.extractor.spans(topic, hit)
            if _names(spans, hit, own):
                return hit, spans
        return None


def merged(text: str, parts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """The answers to the parts of a message as one answer, in their order; a part without an answer is named.

    Where no part is answered, the refusal of the first.
    """
    good = [a for a in answers if a.status == "answered"]
    if not good:
        return answers[0]
    silent = [p for p, a in zip(parts, answers, strict=True) if a.status != "answered"]
    notes = [a.note for a in good if a.note] + [UNSAID.format(part) for part in silent]
    return Answer(
        text,
        "answered",
        tuple(_pieces([s for a in good for s in a.spans])),
        tuple(_cited([c for a in good for c in a.citations])),
        separator="\n",
        note="；".join(dict.fromkeys(notes)),
        rewritten="；".join(dict.fromkeys(a.rewritten for a in answers if a.rewritten)),
        why=Grounds("several", text, parts=tuple(a.why for a in answers)),
    )


def _pieces(spans: Sequence[Citation]) -> Iterator[Citation]:
    """The words of all parts, clause by clause as they first come up; those of one clause are joined."""
    grouped: dict[str, list[Citation]] = {}
    for piece in spans:
        grouped.setdefault(piece.clause.id, []).append(piece)
    for pieces in grouped.values():
        clause = pieces[0].clause
        for span in joined(clause.document.text, [piece.span for piece in pieces]):
            yield Citation(clause, span.start - clause.start, span.end - clause.start)


def _cited(citations: Sequence[Citation]) -> list[Citation]:
    """One citation for each clause that is quoted in the same extent, with all the words highlighted in it; an
    exception that is quoted with its rule is none to itself."""
    found: dict[tuple[str, int, int], Citation] = {}
    for citation in citations:
        key = (citation.clause.id, citation.start, citation.end)
        before = found.get(key)
        if before is not None:
            marks = tuple(joined(citation.quote, [*before.highlights, *citation.highlights]))
            both = before.exception and citation.exception
            citation = replace(before, highlights=marks, score=max(before.score, citation.score), exception=both)
        found[key] = citation
    return list(found.values())


def _sought(topic: str) -> str:
    """The topic without the words that compare it (有什么区别), which no clause has; a thing by itself is defined."""
    bare = _COMPARED.sub("", topic).strip(" ，,？?。！!")
    if len(bare) < 2 or bare == topic:
        return topic
    return f"{bare}是什么" if len(bare) <= THING and "，" not in bare else bare


def _own_words(topics: Sequence[str]) -> list[set[str]]:
    """The words of each topic that no other has."""
    sets = [set(words(topic)) for topic in topics]
    return [one - set().union(*(other for j, other in enumerate(sets) if j != i)) for i, one in enumerate(sets)]


def _literal_first(topic: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Of hits that are equally likely, first the one that has the topic word for word."""
    first = next(
        (h for h in hits if h.score >= hits[0].score and search_text(topic) in search_text(h.clause.text)), None
    )
    return hits if first is None else [first, *(hit for hit in hits if hit is not first)]


def _by_clause(found: Sequence[Found]) -> list[Found]:
    """The spans that stand in one clause together, where it first comes up."""
    grouped: dict[str, Found] = {}
    for hit, spans in found:
        before = grouped.get(hit.clause.id)
        grouped[hit.clause.id] = (hit, list(spans)) if before is None else (before[0], [*before[1], *spans])
    return [(hit, [span for span in spans if not _inside(span, spans)]) for hit, spans in grouped.values()]


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    """Whether the span is a part of another one."""
    return any(other != span and other.start <= span.start and span.end <= other.end for other in spans)


def _speaks_of(found: Found, own: set[str]) -> bool:
    """Whether the clause has one of the words, or there are none."""
    clause = found[0].clause
    text = search_text(f"{clause.document.title} {clause.heading} {clause.text}")
    return not own or any(word in text for word in own)


def _names(spans: Sequence[Span], hit: Hit, own: set[str]) -> bool:
    """Whether the spans of the hit hold all the words."""
    text = search_text("\n".join(hit.clause.document.text[a:b] for a, b in spans))
    return all(word in text for word in own)
