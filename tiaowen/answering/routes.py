"""The ways in which one complete question is answered; the first that has an answer gives it.

An address is looked up; then come the questions on a document as a whole, on a purpose, on several topics, on a
division or a term, on something broad; then the clauses that the search brings, as the reader judges them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tiaowen.addresses.resolving import Located, Resolver
from tiaowen.addresses.several_documents import split_documents
from tiaowen.addresses.title_index import TitleMatch
from tiaowen.addresses.version_words import version_spans, without_version
from tiaowen.answering.answering import Answerer
from tiaowen.answering.broad import Broad
from tiaowen.answering.precedence import SOUGHT
from tiaowen.answering.provenance import Provenance
from tiaowen.answering.purposes import asks_purpose, purpose
from tiaowen.answering.refusing import UNSAID, law_elsewhere
from tiaowen.answering.rewording import reworded, told_of
from tiaowen.answering.topics import Topics, merged
from tiaowen.answering.turn import Turn
from tiaowen.answering.wholes import Wholes
from tiaowen.clauses.categories import asked_division, divided
from tiaowen.clauses.definitions import asked_term, asked_thing, defining, stated_outright
from tiaowen.clauses.sanctions import Sanctions, asks_sanction, sets_sanction
from tiaowen.datamodels import Answer, Clause, Corpus, Document, Grounds, Hit, Span, Way, refused
from tiaowen.errors import AddressError
from tiaowen.language.normalization import search_text
from tiaowen.language.question_parts import topic_readings
from tiaowen.relevance.places import is_of_place, names_place, place_elsewhere
from tiaowen.reranking.rereading import Rereader
from tiaowen.retrieval.retrieval import Retriever

# Words around an address that ask for its text and for nothing else.
_ASKS_FOR_TEXT = re.compile(
    r"原文|全文|内容|条文|正文|规定|是什么|说的?是?啥|讲的?是?[啥什么]*|怎么[说写规]定?的?|什么|写了?|有哪些|哪些|请问|查一?下?|看一?下?"
    r"|给我|帮我|列出|显示|第几|多少|[呢吗呀啊的是了把那个这里中]|[\s,.:;!?，。：；！？、“”\"'（）()《》]"
)
DEFINING = 10  # hits that are looked through for a definition
REASON = re.compile(r"为了|因为|由于|鉴于|目的|意义|以便|[以为][^，。]{2,30}，|必然要求|重要途径")
ABOUT = 0.7  # how much a document counts as named that is about the one named (答记者问, 印发通知)
_AROUND = ("署名", "版头", "主送机关")
_ASKS_AROUND = re.compile(
    r"作者|记者|编辑|通讯员|来源|署名|撰|发布|印发|发给|主送|落款|日期|时间|什么时候|何时|哪[天日年]|几号|谁|哪个|哪些|什么(?:单位|部门|机关)"
)


class Routes:
    """Answers one question at a time, each complete in itself or completed from a conversation."""

    def __init__(
        self,
        corpus: Corpus,
        resolver: Resolver,
        provenance: Provenance,
        retriever: Retriever,
        rereader: Rereader,
        answerer: Answerer,
        idf: Callable[[str], float],
    ) -> None:
        """idf: the inverse document frequency of a word."""
        self.corpus = corpus
        self.resolver = resolver
        self.versions = resolver.titles.history
        self.provenance = provenance
        self.retriever = retriever
        self.rereader = rereader
        self.answerer = answerer
        self.wholes = Wholes(corpus, answerer)
        self.sanctions = Sanctions(corpus, resolver)
        self.broad = Broad(corpus, answerer, idf)
        self._documents = {document.id: document for document in corpus.documents}

    def answer(self, text: str, allowed: frozenset[str] | None, turn: Turn | None = None) -> Answer:
        """The answer of the first way that has one. turn: what the conversation says of the question."""
        scope = [self._documents[i] for i in turn.documents] if turn and turn.documents else None
        apart = split_documents(text, self.resolver.titles.find(text))
        if apart:
            return merged(text, apart, [self.answer(part, allowed, None) for part in apart])
        try:
            located = self.resolver.locate(text, scope or self.scope(allowed), at=turn.at if turn else None)
        except AddressError as error:
            hits = self.retriever.search(text, 3, allowed or self.versions.visible())
            return replace(refused(text, hits, f"{error.found}。"), why=Grounds("address", text))
        if located is not None and located.clauses:
            return replace(self._lookup(text, located, allowed), why=Grounds("address", text))
        within = frozenset(d.id for d in scope) if scope else allowed
        documents = located.documents if located is not None else ()
        rest = text
        if located is not None:
            rest = _without(text, [*located.names, *version_spans(text, located.names, self.versions)])
            text = without_version(text, located.names, self.versions)

        def search(topic: str, limit: int) -> list[Hit]:
            return [hit for hit in self.search(topic, located, limit, within) if not _by_the_way(hit.clause, topic)]

        def reread(topic: str, limit: int) -> list[Hit]:
            return self.rereader.hits(topic, search(topic, limit))

        # Its name says what the document is about, and is no part of the term or the thing that is asked about.
        named = _without(text, located.names, "文件") if located is not None and located.documents else text
        way: Way = "whole"
        kinds = (
            [name.name for name in located.names if name.form == "head"] if located is not None and not scope else []
        )
        answer = self.wholes.answer(
            text, rest, documents or tuple(scope or ()), allowed, search, kinds[0] if kinds else ""
        )
        if answer is None and asks_purpose(named):
            stated = purpose(text, documents, search(text, DEFINING), self.corpus)
            answer = self.answerer.answer(text, [(stated[0], [stated[1]])]) if stated else None
        for topics in topic_readings(text) if answer is None else ():
            way, answer = "topics", answer or Topics(self.answerer, reread).answer(text, topics)
        if answer is None:
            way = "division" if asked_division(text) else "definition"
            asks = asked_term(named) or asked_thing(named) or way == "division"
            near = search(text, DEFINING) if asks else ()
            found = divided(text, near) if way == "division" else defining(named, near, self.corpus.headings)
            found = found or stated_outright(named, near)
            answer = self.answerer.answer(text, [(found[0], [found[1]])]) if found else None
        if answer is None:
            about = documents or tuple(scope or self.scope(allowed) or ())
            way, answer = "broad", self.broad.answer(text, rest, about, search)
        foreign = [name.name for name in located.foreign] if located is not None else []
        if answer is not None:
            elsewhere = law_elsewhere(foreign, [c.clause for c in answer.citations])
            near = [Hit(self.corpus.unit(c.clause), c.score) for c in answer.citations]
            return replace(refused(text, near, elsewhere) if elsewhere else answer, why=Grounds(way, text))
        answer = self.answerer.from_hits(text, reread(text, SOUGHT), foreign, bool(scope))
        again = reworded(text)
        if answer.status == "refused" and again != text:
            second = self.answerer.from_hits(again, reread(again, SOUGHT), foreign, bool(scope))
            units = [self.corpus.unit(citation.clause) for citation in second.citations[:1]]
            if second.status == "answered" and told_of(again, units[0].text, units[0].document.text):
                answer = replace(second, question=text)
        if asks_purpose(named) and answer.status == "answered" and not REASON.search(answer.answer):
            near = [Hit(self.corpus.unit(c.clause), c.score) for c in answer.citations]
            return replace(refused(text, near, UNSAID), why=answer.why)
        return answer

    def _lookup(self, text: str, located: Located, allowed: frozenset[str] | None) -> Answer:
        """An address alone brings its clause; with a question, the words of that clause that answer."""
        rest = _without(text, [*located.spans, *version_spans(text, located.names, self.versions)])
        if len(located.clauses) == 1:
            counted = self.wholes.counted_below(text, rest, located.clauses[0])
            if counted is not None:
                return counted
            if asks_sanction(rest):
                sanctioned = self._sanctioned(text, located.clauses[0])
                if sanctioned is not None:
                    return sanctioned
        if len(search_text(_ASKS_FOR_TEXT.sub("", rest))) >= 3 and all(c.role != "container" for c in located.clauses):
            units = {self.corpus.unit(c).id for c in located.clauses}
            documents = {c.document.id for c in located.clauses}
            hits = [h for h in self.retriever.search(rest, 60, documents) if h.clause.id in units]
            if len(hits) == 1 and len(units) == 1 and hits[0].score > 0.2:
                hit = replace(hits[0], score=1.0, why={"address": 1.0, **hits[0].why})
                return self.answerer.answer(text, [(hit, self.answerer.extractor.spans(rest, hit))])
        return self.answerer.lookup(text, located.clauses)

    def _sanctioned(self, text: str, broken: Clause) -> Answer | None:
        """What follows from breaking the clause; None where it says so itself."""
        found = self.sanctions.of(broken)
        if not found and sets_sanction(broken):
            return None
        if found:
            return replace(self.answerer.answer(text, found), separator="\n")
        note = f"没有条文按条号写明违反{broken.cite}的后果"
        told, near = self.sanctions.told(broken)
        if told:
            answer = replace(self.answerer.answer(text, told), separator="\n")
            return replace(answer, note=f"{note}；以下条文没有写条号，按行为写明后果，请核对。")
        return refused(text, near or [Hit(self.corpus.unit(broken), 1.0)], f"{note}。")

    def search(
        self, text: str, located: Located | None, limit: int, allowed: frozenset[str] | None, repealed: bool = False
    ) -> list[Hit]:
        """The best clauses, best first; those that an address names before all others.

        repealed: what another document has repealed is searched too.
        """
        if located is not None and located.clauses:
            units = dict.fromkeys(self.corpus.unit(c) for c in located.clauses)
            named = [Hit(u, 1.0, {"address": 1.0}, c if c.role == "part" else None)
                     for u, c in zip(units, located.clauses, strict=False)]  # fmt: skip
            others = self.retriever.search(text, limit, allowed or self.versions.visible(repealed=repealed))
            return [*named, *(h for h in others if not self.provenance.twins.same(h.clause, units))][:limit]
        direct = [d.id for d in located.documents] if located is not None else []
        if not direct and allowed is None:
            allowed = self._of_place(text, repealed)
        weights = {**dict.fromkeys(self._related(direct), ABOUT), **dict.fromkeys(direct, 1.0)}
        return self.retriever.search(text, limit, allowed or self.versions.visible(direct, repealed), weights)

    def _of_place(self, text: str, repealed: bool) -> frozenset[str] | None:
        """All documents but those of other places than the one that the question names, where there is one of it: what
        two places lay down in the same words is then quoted from the right one. None for any other question."""
        if not names_place(text):
            return None
        visible = self.versions.visible(repealed=repealed)
        documents = [d for d in self.corpus.documents if visible is None or d.id in visible]
        if not any(is_of_place(text, document) for document in documents):
            return None
        kept = [d.id for d in documents if is_of_place(text, d) or place_elsewhere(text, d) is None]
        return frozenset(kept) if len(kept) < len(documents) else None

    def _related(self, ids: Sequence[str]) -> list[str]:
        """The documents, and those about them (their title holds it in 《》): a 答记者问, an issuing notice."""
        if not ids:
            return []
        titles = [self._documents[i].title for i in ids]
        about = [d.id for d in self.corpus.documents if any(f"《{t}》" in d.title for t in titles)]
        return list(dict.fromkeys([*ids, *about]))

    def locate(self, text: str, allowed: frozenset[str] | None) -> Located | None:
        """The documents and clauses that the question names, None where it names none. Raises AddressError."""
        return self.resolver.locate(text, self.scope(allowed))

    def scope(self, allowed: frozenset[str] | None) -> list[Document] | None:
        """The documents with these ids; None for all."""
        return None if allowed is None else [d for d in self.corpus.documents if d.id in allowed]


def _by_the_way(clause: Clause, question: str) -> bool:
    """Whether the clause is what stands around a text (署名, 版头) and the question asks for nothing of that."""
    return clause.level in _AROUND and not _ASKS_AROUND.search(question)


def _without(text: str, places: Sequence[Span | TitleMatch], instead: str = " ") -> str:
    """The question with `instead` in place of the words that name documents, or addresses too."""
    rest = text
    for place in sorted(places, key=lambda place: -place.start):
        rest = rest[: place.start] + instead + rest[place.end :]
    return rest.strip()
