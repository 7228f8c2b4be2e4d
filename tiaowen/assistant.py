"""The assistant: what the page, the command line, the batch and the evaluation all call."""

from __future__ import annotations

import contextlib
import re
import time
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tiaowen.acts import Acts
from tiaowen.answering import SOUGHT, Answerer, law_elsewhere, refused
from tiaowen.broad import Broad
from tiaowen.categories import asked_division, divided
from tiaowen.crew import Crew
from tiaowen.cross_encoder import CrossEncoder
from tiaowen.datamodels import Answer, Clause, Corpus, Document, Grounds, Hit, Span, Way
from tiaowen.definitions import asked_term, defining
from tiaowen.dialogue import Turn, complete, continued
from tiaowen.encoding import Encoder, RememberingEncoder, load_encoder
from tiaowen.english import IN_CHINESE, addressed
from tiaowen.errors import AddressError, QuestionError, TiaowenError
from tiaowen.followups import particular, touches
from tiaowen.index import Index, check_encoder, open_index
from tiaowen.misspellings import mended
from tiaowen.normalization import search_text, simplify
from tiaowen.pasted import Passages
from tiaowen.provenance import Provenance
from tiaowen.purposes import asks_purpose, purpose
from tiaowen.questions import check_question, small_talk, split_documents, split_halves, split_questions, topic_readings
from tiaowen.rereading import Rereader
from tiaowen.resolving import Located, Resolver
from tiaowen.retrieval import Retriever
from tiaowen.sanctions import Sanctions, asks_sanction, sets_sanction
from tiaowen.titles import TitleMatch
from tiaowen.topics import Topics, merged
from tiaowen.version_words import version_spans, without_version
from tiaowen.wholes import Wholes
from tiaowen.worker import Place

# Words around an address that ask for its text and for nothing else.
_ASKS_FOR_TEXT = re.compile(
    r"原文|全文|内容|条文|正文|规定|是什么|说的?是?啥|讲的?是?[啥什么]*|怎么[说写规]定?的?|什么|写了?|有哪些|哪些|请问|查一?下?|看一?下?"
    r"|给我|帮我|列出|显示|第几|多少|[呢吗呀啊的是了把那个这里中]|[\s,.:;!?，。：；！？、“”\"'（）()《》]"
)
_ELLIPSIS = re.compile(r"那么?[^，。？?]{1,14}呢[？?]?")  # 那平时考核呢: it asks for nothing by itself
FURTHER = 0.1  # how much surer each further way to complete a follow-up must be
DEFINING = 10  # hits that are looked through for a definition
HALF = 0.6  # least confidence of the answer to each half of a question that asks twice
ALIKE = 0.4  # the same where the second half repeats the first of something else
REASON = re.compile(r"为了|因为|由于|鉴于|目的|意义|以便|[以为][^，。]{2,30}，|必然要求|重要途径")
UNSAID = "所收文件没有规定这个问题。"
NO_REASON = "引用的条文没有写明原因。"
TYPED_RIGHT = 0.9  # score from which nothing is looked for that was mistyped
LEAVING = 0.15  # how much better alone a question must be answered to leave the subject of the conversation
ABOUT = 0.7  # how much a document counts as named that is about the one named (答记者问, 印发通知)


_AROUND = ("署名", "版头", "主送机关")
_ASKS_AROUND = re.compile(
    r"作者|记者|编辑|通讯员|来源|署名|撰|发布|印发|发给|主送|落款|日期|时间|什么时候|何时|哪[天日年]|几号|谁|哪个|哪些|什么(?:单位|部门|机关)"
)


class Assistant:
    """Answers questions from one index."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        check_encoder(index.manifest, encoder)
        encoder = RememberingEncoder(encoder)
        self.corpus: Corpus = index.corpus
        self.manifest: dict[str, Any] = index.manifest
        self.resolver = Resolver(self.corpus)
        self.versions = self.resolver.titles.history
        self.provenance = Provenance(self.corpus, self.versions)
        self.retriever = Retriever(index, encoder, twins=self.provenance.twins)
        cross = CrossEncoder(self.corpus, acts=Acts(self.corpus, self.resolver))
        self.rereader = Rereader.load(cross)
        self.answerer = Answerer(self.corpus, encoder, index.lexical.idf, cross, pieces=index.pieces)
        self.passages = Passages(self.corpus, self.provenance.twins.same)
        self.wholes = Wholes(self.corpus, self.answerer)
        self.sanctions = Sanctions(self.corpus, self.resolver)
        self.broad = Broad(self.corpus, self.answerer, index.lexical.idf)
        self._documents = {document.id: document for document in self.corpus.documents}
        self._crew: Crew | None = None

    @classmethod
    def load(cls, index_dir: Path | str, encoder: Encoder | str | None = None) -> Assistant:
        """Open an index. Raises IndexFileError or EncoderError with what to do."""
        chosen = load_encoder(encoder) if encoder is None or isinstance(encoder, str) else encoder
        index = open_index(index_dir)
        assistant = cls(index, chosen)
        setting = getattr(chosen, "setting", None)
        if setting is not None and cls is Assistant:  # another process can load the same
            place = Place(str(Path(index_dir).resolve()), setting, index.manifest["files"])
            assistant._crew = Crew(place, assistant.corpus)
            weakref.finalize(assistant, assistant._crew.close)
        return assistant

    def search(self, question: str, limit: int = 10, documents: Iterable[str] | None = None) -> list[Hit]:
        """The best clauses for a question, best first. documents: ids to search in (None: all).

        Raises QuestionError for a question that cannot be asked, AddressError for an address that names nothing.
        """
        text = check_question(question)
        self.versions.settle()
        allowed = self._allowed(documents)
        hits = self._search(text, self._locate(text, allowed), limit, allowed, repealed=True)
        return [self.provenance.of_hit(hit) for hit in hits]

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, Answer]] = (),
        documents: Iterable[str] | None = None,
    ) -> Answer:
        """Answer a question. history: the earlier turns as (question, answer), oldest first.

        Raises QuestionError for a question that cannot be asked; everything else ends in an Answer.
        """
        started = time.perf_counter()
        text = check_question(question)
        self.versions.settle()
        allowed = self._allowed(documents)
        reply = small_talk(text)
        if reply:
            answer = replace(refused(text, (), reply), why=Grounds("talk"))
        else:
            turns = [(simplify(addressed(said) or _asked_of(said, answer_)), answer_) for said, answer_ in history]
            asked = addressed(text)  # Article 17 of 考核办法
            answer = self._pasted(text, allowed) or self._answer_all(simplify(asked or text), turns, allowed)
            answer = replace(answer, rewritten=answer.rewritten or asked)
        if answer.status == "refused" and not re.search("[一-鿿]", text):
            answer = replace(answer, note=f"{answer.note}{IN_CHINESE}")
        answer = self.provenance.of_answer(answer, self.resolver.titles.find)
        elapsed = (time.perf_counter() - started) * 1000
        return replace(answer, question=question, elapsed_ms=round(elapsed, 1))

    def ask_many(self, questions: Iterable[str]) -> Iterator[Answer]:
        """The answers to independent questions, in order; one that cannot be asked is an answer of status "error".

        Where they are many, worker processes on all cores answer them (see crew); the answers are those of `ask`.
        """
        if self._crew is None:
            return map(self.ask_alone, questions)
        return self._crew.answers(questions, self.ask_alone)

    def ask_alone(self, question: str) -> Answer:
        """Like `ask`, with an answer of status "error" where that raises."""
        try:
            return self.ask(question)
        except TiaowenError as error:
            return Answer(question, "error", error=str(error))
        except Exception as error:  # whatever it is, it is this question's reason and not the end of the others
            return Answer(question, "error", error=f"程序内部错误（{type(error).__name__}：{error}）")

    def look_up(self, questions: Iterable[str]) -> None:
        """Do together what the answers to some questions, asked next one by one, have in common; changes no answer."""
        texts: list[str] = []
        for question in questions:
            with contextlib.suppress(QuestionError):  # which it raises when it is asked
                text = check_question(question)
                parts = split_questions(text)
                texts += parts if len(parts) > 1 else [*split_halves(text), text]
        self.retriever.look_up(texts)

    def close(self) -> None:
        """End the worker processes that `ask_many` has started; asking again starts new ones."""
        if self._crew is not None:
            self._crew.close()

    def _pasted(self, text: str, allowed: frozenset[str] | None) -> Answer | None:
        """Where a pasted passage stands; None for a question."""

        def search(words: str, limit: int) -> list[Hit]:
            return self.retriever.search(words, limit, allowed)

        documents = self._scope(allowed) or self.corpus.documents
        answer = self.passages.answer(text, search, documents, self.versions.out_of_force)
        return replace(answer, why=Grounds("passage", text)) if answer is not None else None

    def _answer_all(self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None) -> Answer:
        parts = list(dict.fromkeys(split_questions(text)))
        if len(parts) == 1:
            return self._answer_halves(text, history, allowed) or self._answer_one(parts[0], history, allowed)
        turns = list(history)
        answers: list[Answer] = []
        for part in parts:
            answer = self._answer_one(part, turns, allowed)
            answers.append(answer)
            turns.append((part, answer))
        return merged(text, parts, answers)

    def _answer_halves(
        self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None
    ) -> Answer | None:
        """A question that asks twice, where its halves are surely answered, each by words of its own; else None."""
        answers: list[Answer] = []
        turns = list(history)
        halves = split_halves(text)
        # 平时考核的比例是多少，年度考核呢: what the second asks is plain, so that either may be less sure.
        least = ALIKE if halves and halves[1].rstrip("？? ").endswith("呢") else HALF
        for half in halves:
            answer = self._answer_one(half, turns, allowed)
            if _confidence(answer) < least or not answer.citations:
                return None
            answers.append(answer)
            turns.append((half, answer))
        apart = bool(halves) and len({(c.clause.document.id, c.span) for a in answers for c in a.spans}) > 1
        return merged(text, halves, answers) if apart else None

    def _answer_one(self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None) -> Answer:
        """The answer to the question, or to what was meant where a mistyped character kept it from a sure one."""
        answer = self._answer_typed(text, history, allowed)
        if answer.why is None or answer.why.way != "clauses" or _confidence(answer) >= TYPED_RIGHT:
            return answer
        meant = mended(text, [f"{hit.clause.document.title}\n{hit.clause.text}" for hit in answer.why.hits])
        again = self._answer_typed(meant, history, allowed) if meant != text else answer
        better = again.status == "answered" and _confidence(again) > _confidence(answer)
        return replace(again, rewritten=again.rewritten or meant) if better else answer

    def _answer_typed(self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None) -> Answer:
        turn = _inside(complete(text, history, self.corpus, self.resolver), text, allowed)
        if turn.shown or turn.beyond:
            return replace(self._again(turn), rewritten=turn.rewritten)
        if not turn.rewritten:
            answer = self._answer(turn.question, allowed, turn)
            return answer if answer.status == "answered" else self._continued(text, history, allowed) or answer
        forms = (turn.question, *turn.forms)
        answers = [self._answer(form, allowed, turn) for form in forms]
        best = max(range(len(forms)), key=lambda i: _confidence(answers[i]) - i * FURTHER)
        answer = answers[best]
        if not turn.optional:
            return replace(_of_one(answer, turn), rewritten=turn.shows(forms[best]))
        # A follow-up that stands on its own, and is answered better alone, has left the old subject.
        fresh = self._answer(text, allowed, None)
        left = not turn.reason and fresh.status == "answered" and _confidence(fresh) > _confidence(answer) + LEAVING
        # 聘期考核呢 asks nothing by itself: where the subject before has no answer for it, there is none.
        left = left and not (particular(text) or _ELLIPSIS.fullmatch(text))
        if answer.status == "answered" and not left and not self._to_the_point(text, turn, answer):
            near = [Hit(self.corpus.unit(c.clause), c.score) for c in answer.citations]
            answer = replace(refused(text, near, NO_REASON if turn.reason else UNSAID), why=answer.why)
        kept = answer.status == "answered" or turn.reason or particular(text) or fresh.status == "answered"
        return fresh if left or not kept else replace(answer, rewritten=turn.shows(forms[best]))

    def _continued(
        self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None
    ) -> Answer | None:
        """The sure answer to a question that has none alone, with the subject of the conversation; else None."""
        turn = continued(text, history, self.corpus, self.resolver)
        if turn is None:
            return None
        turn = _inside(turn, text, allowed)
        for form in (turn.question, *turn.forms) if turn.rewritten else ():
            answer = self._answer(form, allowed, turn)
            if _confidence(answer) >= HALF and answer.citations and self._to_the_point(text, turn, answer):
                return replace(answer, rewritten=turn.shows(form))
        return None

    def _to_the_point(self, text: str, turn: Turn, answer: Answer) -> bool:
        """Whether the answer to a completed question has to do with what is new in it."""
        if turn.reason:
            return bool(REASON.search(answer.answer))
        units = [c for d in turn.documents for c in self.corpus.by_document[d] if c.role == "unit"]
        return any(touches(text, self.corpus.unit(c.clause), units) for c in answer.citations)

    def _again(self, turn: Turn) -> Answer:
        """What the turn before cited, or what else there is."""
        if turn.shown:
            return replace(self.answerer.lookup(turn.question, turn.shown), why=Grounds("again", turn.question))
        hits = [h for h in self.retriever.search(turn.question, 20, turn.documents) if h.clause.id not in turn.beyond]
        kept = [h for h in hits if not {c.id for c in self.corpus.descendants(h.clause)} & set(turn.beyond)]
        answer = self.answerer.from_hits(turn.question, self.rereader.hits(turn.question, kept))
        return answer if answer.status == "answered" else replace(answer, note="没有找到更多相关条文。")

    def _answer(self, text: str, allowed: frozenset[str] | None, turn: Turn | None) -> Answer:
        scope = [self._documents[i] for i in turn.documents] if turn and turn.documents else None
        apart = split_documents(text, self.resolver.titles.find(text))
        if apart:
            return merged(text, apart, [self._answer(part, allowed, None) for part in apart])
        try:
            located = self.resolver.locate(text, scope or self._scope(allowed), at=turn.at if turn else None)
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
            return [hit for hit in self._search(topic, located, limit, within) if not _by_the_way(hit.clause, topic)]

        def reread(topic: str, limit: int) -> list[Hit]:
            return self.rereader.hits(topic, search(topic, limit))

        # Its name says what the document is about, and is no part of the term or the thing that is asked about.
        named = _without(text, located.names, "文件") if located is not None and located.documents else text
        way: Way = "whole"
        answer = self.wholes.answer(text, rest, documents or tuple(scope or ()), allowed, search)
        if answer is None and asks_purpose(named):
            stated = purpose(text, documents, search(text, DEFINING), self.corpus)
            answer = self.answerer.answer(text, [(stated[0], [stated[1]])]) if stated else None
        for topics in topic_readings(text) if answer is None else ():
            way, answer = "topics", answer or Topics(self.answerer, search).answer(text, topics)
        if answer is None:
            way = "division" if asked_division(text) else "definition"
            near = search(text, DEFINING) if asked_term(named) or way == "division" else ()
            found = divided(text, near) if way == "division" else defining(named, near, self.corpus.headings)
            answer = self.answerer.answer(text, [(found[0], [found[1]])]) if found else None
        if answer is None:
            about = documents or tuple(scope or self._scope(allowed) or ())
            way, answer = "broad", self.broad.answer(text, rest, about, search)
        foreign = [name.name for name in located.foreign] if located is not None else []
        if answer is not None:
            elsewhere = law_elsewhere(foreign, [c.clause for c in answer.citations])
            near = [Hit(self.corpus.unit(c.clause), c.score) for c in answer.citations]
            return replace(refused(text, near, elsewhere) if elsewhere else answer, why=Grounds(way, text))
        answer = self.answerer.from_hits(text, reread(text, SOUGHT), foreign)
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
                return self.answerer.answer(text, [(hit, self.answerer.spans(rest, hit))])
        return self.answerer.lookup(text, located.clauses)

    def _sanctioned(self, text: str, broken: Clause) -> Answer | None:
        """What follows from breaking the clause; None where it says so itself."""
        found = self.sanctions.of(broken)
        if not found and sets_sanction(broken):
            return None
        if found:
            return replace(self.answerer.answer(text, found), separator="\n")
        note = f"没有条文写明违反{broken.cite}的后果。"
        return refused(text, [Hit(self.corpus.unit(broken), 1.0)], note)

    def _search(
        self, text: str, located: Located | None, limit: int, allowed: frozenset[str] | None, repealed: bool = False
    ) -> list[Hit]:
        """repealed: what another document has repealed is searched too."""
        if located is not None and located.clauses:
            units = dict.fromkeys(self.corpus.unit(c) for c in located.clauses)
            named = [Hit(u, 1.0, {"address": 1.0}, c if c.role == "part" else None)
                     for u, c in zip(units, located.clauses, strict=False)]  # fmt: skip
            others = self.retriever.search(text, limit, allowed or self.versions.visible(repealed=repealed))
            return [*named, *(h for h in others if not self.provenance.twins.same(h.clause, units))][:limit]
        direct = [d.id for d in located.documents] if located is not None else []
        weights = {**dict.fromkeys(self._related(direct), ABOUT), **dict.fromkeys(direct, 1.0)}
        return self.retriever.search(text, limit, allowed or self.versions.visible(direct, repealed), weights)

    def _related(self, ids: Sequence[str]) -> list[str]:
        """The documents, and those about them (their title holds it in 《》): a 答记者问, an issuing notice."""
        if not ids:
            return []
        titles = [self._documents[i].title for i in ids]
        about = [d.id for d in self.corpus.documents if any(f"《{t}》" in d.title for t in titles)]
        return list(dict.fromkeys([*ids, *about]))

    def _locate(self, text: str, allowed: frozenset[str] | None) -> Located | None:
        return self.resolver.locate(text, self._scope(allowed))

    def _scope(self, allowed: frozenset[str] | None) -> list[Document] | None:
        return None if allowed is None else [d for d in self.corpus.documents if d.id in allowed]

    def _allowed(self, documents: Iterable[str] | None) -> frozenset[str] | None:
        """Document ids from ids or titles. Raises QuestionError for one that is not in the index."""
        if documents is None:
            return None
        return frozenset(document.id for document in self.named(documents)) or None

    def named(self, names: Iterable[str]) -> list[Document]:
        """The documents with these ids or titles; of a law with several versions the one in force, or the one told.

        Raises QuestionError for one that is not in the index.
        """
        found: list[Document] = []
        for name in names:
            if name in self._documents:
                found.append(self._documents[name])
                continue
            matches = self.resolver.titles.lookup(name)
            if not matches:
                raise QuestionError("已收录的文件名", f"没有“{name}”", "用 python -m tiaowen audit 查看收录的文件")
            found += matches
        return found


def _inside(turn: Turn, text: str, allowed: frozenset[str] | None) -> Turn:
    """The turn within the documents allowed; where the conversation was about others, the question as it was asked."""
    if allowed is None or not turn.documents:
        return turn
    kept = tuple(i for i in turn.documents if i in allowed)
    if not kept:
        return Turn(text)
    return replace(turn, documents=kept, at=turn.at if turn.at and turn.at.document.id in allowed else None)


def _of_one(answer: Answer, turn: Turn) -> Answer:
    """The answer; of a refusal where only the document talked about was searched the note says so."""
    if answer.status == "answered" or turn.at is None:
        return answer
    name = f"《{turn.at.document.title}》"
    return replace(answer, note=re.sub(r"^所收文件(?=没有|中没有找到)", lambda _: name, answer.note))


def _confidence(answer: Answer) -> float:
    if answer.status != "answered":
        return max((h.score for h in answer.near), default=0.0) * 0.5
    return max((c.score for c in answer.citations), default=0.0)


def _asked_of(said: str, answer: Answer) -> str:
    """What a turn was about, for the turns after it: of a passage that was located its address, not its words."""
    located = answer.why is not None and answer.why.way == "passage" and answer.citations
    return answer.citations[0].cite if located else said


def _by_the_way(clause: Clause, question: str) -> bool:
    """Whether the clause is what stands around a text (署名, 版头) and the question asks for nothing of that."""
    return clause.level in _AROUND and not _ASKS_AROUND.search(question)


def _without(text: str, places: Sequence[Span | TitleMatch], instead: str = " ") -> str:
    """The question with `instead` in place of the words that name documents, or addresses too."""
    rest = text
    for place in sorted(places, key=lambda place: -place.start):
        rest = rest[: place.start] + instead + rest[place.end :]
    return rest.strip()


__all__ = ["Assistant", "Clause"]
