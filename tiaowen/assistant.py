"""The assistant: what the page, the command line, the batch and the evaluation all call."""

from __future__ import annotations

import re
import time
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tiaowen.answering import Answerer, refused, trimmed_body
from tiaowen.crew import Crew
from tiaowen.datamodels import Answer, Clause, Corpus, Document, Hit, Span
from tiaowen.dialogue import Turn, complete
from tiaowen.encoding import Encoder, RememberingEncoder, load_encoder
from tiaowen.errors import AddressError, QuestionError, TiaowenError
from tiaowen.index import Index, check_encoder, open_index
from tiaowen.normalization import search_text, words
from tiaowen.questions import check_question, small_talk, split_questions, split_topics
from tiaowen.resolving import Located, Resolver
from tiaowen.retrieval import Retriever
from tiaowen.sentences import split_sentences
from tiaowen.worker import Place

# Words around an address that ask for its text and for nothing else.
_ASKS_FOR_TEXT = re.compile(
    r"原文|全文|内容|条文|正文|规定|是什么|说的?是?啥|讲的?是?[啥什么]*|怎么[说写规]定?的?|什么|写了?|有哪些|哪些|请问|查一?下?|看一?下?"
    r"|给我|帮我|列出|显示|第几|多少|[呢吗呀啊的是了把那个这里中]|[\s,.:;!?，。：；！？、“”\"'（）()《》]"
)
LIKELY = 0.5  # least probability of a topic's next clause, as a share of that of its best
LEAVING = 0.15  # how much better alone a question must be answered to leave the subject of the conversation
ABOUT = 0.7  # how much a document counts as named that is about the one named (答记者问, 印发通知)
_COUNT = re.compile(r"(?:一共|总共|共|全文|有|分为?|分成)[有分]?[^，。]{0,6}(?:多少|几)(?:个)?(条|章|款|部分|节)")
_BROAD = re.compile(r"哪些|什么|如何规定|怎么规定|怎样规定|主要内容|讲了?[些啥]")
_BROAD_WORDS = re.compile(
    r"作出?了?|哪些|规定|要求|内容|什么|如何|怎么|怎样|突出|专设|一章|这章|部分|方面|主要(?=规定|讲|内容|要求)|[“”\"《》]|请介绍一?下?|应该?当?"
)
_ISSUED = re.compile(
    r"(?:哪[天年]|什么时候|何时|几[号月]|多会儿|啥时候).{0,8}(?:发布|印发|公布|通过|批准|出台|颁布|发文|下发)"
    r"|(?:发布|印发|公布|通过|批准|出台|颁布|发文|成文)的?(?:日期|时间)"
)


class Assistant:
    """Answers questions from one index."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        check_encoder(index.manifest, encoder)
        encoder = RememberingEncoder(encoder)
        self.corpus: Corpus = index.corpus
        self.manifest: dict[str, Any] = index.manifest
        self.retriever = Retriever(index, encoder)
        self.resolver = Resolver(self.corpus)
        self.answerer = Answerer(self.corpus, encoder, index.lexical.idf, pieces=index.pieces)
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
        allowed = self._allowed(documents)
        return self._search(text, self._locate(text, allowed), limit, allowed)

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
        allowed = self._allowed(documents)
        reply = small_talk(text)
        if reply:
            answer = refused(text, (), reply)
        else:
            answer = self._answer_all(text, history, allowed)
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

    def close(self) -> None:
        """End the worker processes that `ask_many` has started; asking again starts new ones."""
        if self._crew is not None:
            self._crew.close()

    def _answer_all(self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None) -> Answer:
        parts = split_questions(text)
        if len(parts) == 1:
            return self._answer_one(text, history, allowed)
        turns = list(history)
        answers: list[Answer] = []
        for part in parts:
            answer = self._answer_one(part, turns, allowed)
            answers.append(answer)
            turns.append((part, answer))
        good = [a for a in answers if a.status == "answered"]
        if not good:
            return answers[0]
        silent = [p for p, a in zip(parts, answers, strict=True) if a.status != "answered"]
        note = "；".join([a.note for a in good if a.note] + [f"“{p}”没有找到依据" for p in silent])
        return Answer(
            text,
            "answered",
            tuple(s for a in good for s in a.spans),
            tuple(dict.fromkeys(c for a in good for c in a.citations)),
            tuple(h for a in answers if a.status != "answered" for h in a.near)[:3],
            separator="\n",
            note=note,
            rewritten="；".join(a.rewritten for a in answers if a.rewritten),
        )

    def _answer_one(self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None) -> Answer:
        turn = _inside(complete(text, history, self.corpus, self.resolver), text, allowed)
        answer = self._answer(turn.question, allowed, turn)
        if turn.rewritten:
            fresh = self._answer(text, allowed, None) if turn.optional else None
            # A follow-up that stands on its own, and is answered better alone, has left the old subject.
            if fresh is not None and _confidence(fresh) > _confidence(answer) + LEAVING:
                return fresh
            return replace(answer, rewritten=turn.rewritten)
        return answer

    def _answer(self, text: str, allowed: frozenset[str] | None, turn: Turn | None) -> Answer:
        scope = [self._documents[i] for i in turn.documents] if turn and turn.documents else None
        try:
            located = self.resolver.locate(text, scope or self._scope(allowed), at=turn.at if turn else None)
        except AddressError as error:
            hits = self.retriever.search(text, 3, allowed)
            return refused(text, hits, f"{error.found}。")
        if located is not None and located.clauses:
            return self._lookup(text, located, allowed)
        counted = self._count(text, located, scope, allowed)
        if counted is not None:
            return counted
        chapter = self._chapter(text, located, scope or self._scope(allowed))
        if chapter is not None:
            return self.answerer.lookup(text, [chapter])
        dated = self._dated(text, located, scope, allowed)
        if dated is not None:
            return dated
        within = frozenset(d.id for d in scope) if scope else allowed
        topics = split_topics(text)
        if topics:
            both = self._both(text, topics, located, within)
            if both is not None:
                return both
        hits = self._search(text, located, 10, within)
        foreign = [name.name for name in located.foreign] if located is not None else []
        return self.answerer.from_hits(text, hits, foreign)

    def _lookup(self, text: str, located: Located, allowed: frozenset[str] | None) -> Answer:
        """An address alone brings its clause; with a question, the words of that clause that answer."""
        rest = _without(text, located)
        if len(search_text(_ASKS_FOR_TEXT.sub("", rest))) >= 3 and all(c.role != "container" for c in located.clauses):
            units = {self.corpus.unit(c).id for c in located.clauses}
            documents = {c.document.id for c in located.clauses}
            hits = [h for h in self.retriever.search(rest, 60, documents) if h.clause.id in units]
            if len(hits) == 1 and len(units) == 1 and hits[0].score > 0.2:
                hit = replace(hits[0], score=1.0, why={"address": 1.0, **hits[0].why})
                return self.answerer.answer(text, [(hit, self.answerer.spans(rest, hit))])
        return self.answerer.lookup(text, located.clauses)

    def _search(self, text: str, located: Located | None, limit: int, allowed: frozenset[str] | None) -> list[Hit]:
        if located is not None and located.clauses:
            units = dict.fromkeys(self.corpus.unit(c) for c in located.clauses)
            named = [Hit(u, 1.0, {"address": 1.0}, c if c.role == "part" else None)
                     for u, c in zip(units, located.clauses, strict=False)]  # fmt: skip
            others = self.retriever.search(text, limit, allowed)
            return [*named, *(h for h in others if h.clause not in units)][:limit]
        direct = [d.id for d in located.documents] if located is not None else []
        weights = {**dict.fromkeys(self._related(direct), ABOUT), **dict.fromkeys(direct, 1.0)}
        return self.retriever.search(text, limit, allowed, weights)

    def _related(self, ids: Sequence[str]) -> list[str]:
        """The documents, and those about them (their title holds it in 《》): a 答记者问, an issuing notice."""
        if not ids:
            return []
        titles = [self._documents[i].title for i in ids]
        about = [d.id for d in self.corpus.documents if any(f"《{t}》" in d.title for t in titles)]
        return list(dict.fromkeys([*ids, *about]))

    def _both(
        self, text: str, topics: Sequence[str], located: Located | None, within: frozenset[str] | None
    ) -> Answer | None:
        """One citation for each of two topics; None where both lead to one clause or one leads nowhere."""
        found: list[tuple[Hit, list[Span]]] = []
        ranked: list[list[Hit]] = []
        for topic in topics:
            hits = self._search(topic, located, 5, within)
            if self.answerer.refusal(topic, hits):
                return None
            found.append((hits[0], self.answerer.spans(topic, hits[0])))
            ranked.append(hits)
        if found[0][0].clause == found[1][0].clause and set(found[0][1]) & set(found[1][1]):
            found = self._apart(topics, ranked, found)
        if len({hit.clause.id for hit, _ in found}) < len(found):
            spans = [span for _, spans in found for span in spans]
            if len(set(spans)) < len(spans):
                return None
            return self.answerer.answer(text, [(found[0][0], spans)])
        return self.answerer.answer(text, found)

    def _apart(
        self, topics: Sequence[str], ranked: Sequence[Sequence[Hit]], found: Sequence[tuple[Hit, list[Span]]]
    ) -> list[tuple[Hit, list[Span]]]:
        """The same words cannot answer two topics when they name only one: the other takes its next likely clause."""
        own = [set(words(topic)) for topic in topics]
        own = [own[0] - own[1], own[1] - own[0]]
        named = [_names(found[i][1], found[i][0], own[i]) for i in (0, 1)]
        if named[0] == named[1] or not all(own):
            return list(found)
        i = named.index(False)
        for hit in ranked[i][1:]:
            if hit.score < ranked[i][0].score * LIKELY:
                break
            spans = self.answerer.spans(topics[i], hit)
            if _names(spans, hit, own[i]):
                return [(hit, spans), found[1]] if i == 0 else [found[0], (hit, spans)]
        return list(found)

    def _count(
        self,
        text: str,
        located: Located | None,
        scope: Sequence[Document] | None,
        allowed: frozenset[str] | None,
    ) -> Answer | None:
        """共几条, 有多少章: counted, with the sentence of a document that says so where there is one."""
        asked = _COUNT.search(text)
        documents = (located.documents if located is not None else ()) or tuple(scope or ())
        if asked is None or not documents:
            return None
        document = documents[0]
        level = asked[1]
        clauses = [c for c in self.corpus.by_document[document.id] if not any(s.level == "附件" for s in c.path)]
        number = sum(c.level == level for c in clauses)
        if not number:
            return None
        note = f"按正文统计，《{document.title}》共 {number} {level}。"
        stated = re.compile(
            rf"(?:共|分为|^《[^》]+》有)[^。；，\n]{{0,10}}(?<!第)[0-9〇一二三四五六七八九十百千]+{level}"
        )
        for other in _only(self._related([document.id]), document, allowed):
            for unit in (c for c in self.corpus.by_document[other] if c.role == "unit"):
                for sentence in split_sentences(unit.document.text, unit.body, unit.end):
                    if stated.search(unit.document.text, *sentence.span):
                        hit = Hit(unit, 1.0, {"count": 1.0})
                        return replace(self.answerer.answer(text, [(hit, [sentence.span])]), note=note, verdict="")
        last = [c for c in clauses if c.level == level][-1]
        answer = self.answerer.lookup(text, [last])
        return replace(answer, note=f"{note}以下是最后一{level}。")

    def _chapter(self, text: str, located: Located | None, scope: Sequence[Document] | None) -> Clause | None:
        """The chapter or part whose heading is all that a broad question asks about (对主要方式作了哪些规定)."""
        if not _BROAD.search(text):
            return None
        documents = (located.documents if located is not None else ()) or tuple(scope or self.corpus.documents)
        asked = set(words(_BROAD_WORDS.sub(" ", text)))
        found: list[Clause] = []
        for document in documents:
            title = set(words(document.title))
            for clause in self.corpus.containers.get(document.id, ()):
                heading = set(words(clause.heading))
                # What the heading shares with the title says nothing; the rest must be asked for, and nothing else.
                if heading - title and heading <= asked | title and asked <= heading | title | {"条例", "办法"}:
                    found.append(clause)
        return found[0] if len(found) == 1 else None

    def _dated(
        self,
        text: str,
        located: Located | None,
        scope: Sequence[Document] | None,
        allowed: frozenset[str] | None,
    ) -> Answer | None:
        """When a document was issued or passed: its 题注 or date, where it prints one."""
        documents = (located.documents if located is not None else ()) or tuple(scope or ())
        if not documents or not _ISSUED.search(text):
            return None
        ids = [documents[0].id, *(d.id for d in documents if f"《{d.title}》" in documents[0].title)]
        for document in _only(dict.fromkeys([*ids[1:], ids[0], *self._related(ids[:1])]), documents[0], allowed):
            for clause in self.corpus.by_document[document]:
                if clause.level in ("题注", "成文日期"):
                    return self.answerer.answer(text, [(Hit(clause, 1.0, {"issued": 1.0}), [trimmed_body(clause)])])
        return None

    def _locate(self, text: str, allowed: frozenset[str] | None) -> Located | None:
        return self.resolver.locate(text, self._scope(allowed))

    def _scope(self, allowed: frozenset[str] | None) -> list[Document] | None:
        return None if allowed is None else [d for d in self.corpus.documents if d.id in allowed]

    def _allowed(self, documents: Iterable[str] | None) -> frozenset[str] | None:
        """Document ids from ids or titles. Raises QuestionError for one that is not in the index."""
        if documents is None:
            return None
        wanted = list(documents)
        if not wanted:
            return None
        found: set[str] = set()
        for name in wanted:
            if name in self._documents:
                found.add(name)
                continue
            matches = self.resolver.titles.lookup(name)
            if not matches:
                raise QuestionError("已收录的文件名", f"没有“{name}”", "用 python -m tiaowen audit 查看收录的文件")
            found.update(d.id for d in matches)
        return frozenset(found)


def _inside(turn: Turn, text: str, allowed: frozenset[str] | None) -> Turn:
    """The turn within the documents allowed; where the conversation was about others, the question as it was asked."""
    if allowed is None or not turn.documents:
        return turn
    kept = tuple(i for i in turn.documents if i in allowed)
    if not kept:
        return Turn(text)
    return replace(turn, documents=kept, at=turn.at if turn.at and turn.at.document.id in allowed else None)


def _only(ids: Iterable[str], named: Document, allowed: frozenset[str] | None) -> list[str]:
    """Of documents about a named one, those allowed; the named one is meant even where it is not among them."""
    return [i for i in ids if allowed is None or i in allowed or i == named.id]


def _names(spans: Sequence[Span], hit: Hit, own: set[str]) -> bool:
    """Whether the spans of the hit hold all the words."""
    text = search_text("\n".join(hit.clause.document.text[a:b] for a, b in spans))
    return all(word in text for word in own)


def _confidence(answer: Answer) -> float:
    if answer.status != "answered":
        return max((h.score for h in answer.near), default=0.0) * 0.5
    return max((c.score for c in answer.citations), default=0.0)


def _without(text: str, located: Located) -> str:
    """The question without the words that name documents and addresses."""
    rest = text
    for span in reversed(located.spans):
        rest = rest[: span.start] + " " + rest[span.end :]
    return rest.strip()


__all__ = ["Assistant", "Clause"]
