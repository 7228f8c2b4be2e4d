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

from tiaowen.addresses.resolving import Resolver
from tiaowen.answering.answering import Answerer
from tiaowen.answering.highlights import highlighted
from tiaowen.answering.provenance import Provenance
from tiaowen.answering.routes import Routes
from tiaowen.clauses.acts import Acts
from tiaowen.conversation.conversation import Conversation
from tiaowen.conversation.holdings import held
from tiaowen.conversation.questions import check_question, small_talk
from tiaowen.crew import Crew
from tiaowen.datamodels import Answer, Clause, Corpus, Document, Grounds, Hit, refused
from tiaowen.encoding.encoder import Encoder
from tiaowen.encoding.encoding import RememberingEncoder, load_encoder
from tiaowen.errors import QuestionError, TiaowenError
from tiaowen.frames import Place
from tiaowen.indexing.index import Index, check_encoder, open_index
from tiaowen.language.english import IN_CHINESE, addressed, is_foreign
from tiaowen.language.normalization import simplify
from tiaowen.language.question_parts import split_parts, split_questions
from tiaowen.quotations.claimed import compared
from tiaowen.quotations.pasted import Passages
from tiaowen.reranking.cross_encoder import CrossEncoder
from tiaowen.reranking.rereading import Rereader
from tiaowen.retrieval.retrieval import Retriever, share_among


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
        self.answerer = Answerer(self.corpus, encoder, index.lexical.idf, cross, index.pieces)
        self.passages = Passages(self.corpus, self.provenance.twins.same)
        rereader = Rereader.load(cross, share=share_among(len(self.retriever.units)))
        idf = index.lexical.idf
        self.routes = Routes(self.corpus, self.resolver, self.provenance, self.retriever, rereader, self.answerer, idf)
        self.conversation = Conversation(self.routes)
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
        hits = self.routes.search(text, self.routes.locate(text, allowed), limit, allowed, repealed=True)
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
        reply = small_talk(text) or held(text, self._held(allowed), alone=not history)
        if reply:
            answer = replace(refused(text, (), reply), why=Grounds("talk"))
        else:
            turns = [(simplify(addressed(said) or _asked_of(said, answer_)), answer_) for said, answer_ in history]
            asked = addressed(text)  # Article 17 of 考核办法
            answer = self._pasted(text, allowed) or self.conversation.answer(simplify(asked or text), turns, allowed)
            answer = replace(answer, rewritten=answer.rewritten or asked)
            if answer.why.way != "passage":
                answer = replace(answer, note=answer.note + compared(text, answer, self.corpus))
        if answer.status == "refused" and is_foreign(text):
            answer = replace(answer, note=f"{answer.note}{IN_CHINESE}")
        if allowed is not None and answer.status == "refused":  # the others have not been asked
            answer = replace(answer, note=re.sub(r"^所收文件(?=没有|中)", "所选文件", answer.note))
        answer = self.provenance.of_answer(highlighted(answer), self.resolver.titles.find)
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
            return Answer(str(question), "error", error=str(error))
        except Exception as error:  # whatever it is, it is this question's reason and not the end of the others
            return Answer(question, "error", error=f"程序内部错误（{type(error).__name__}：{error}）")

    def look_up(self, questions: Iterable[str]) -> None:
        """Do together what the answers to some questions, asked next one by one, have in common; changes no answer."""
        texts: list[str] = []
        for question in questions:
            with contextlib.suppress(QuestionError):  # which it raises when it is asked
                text = check_question(question)
                parts = split_questions(text)
                texts += parts if len(parts) > 1 else [*split_parts(text), text]
        self.retriever.look_up(texts)

    def close(self) -> None:
        """End the worker processes that `ask_many` has started; asking again starts new ones."""
        if self._crew is not None:
            self._crew.close()

    def _pasted(self, text: str, allowed: frozenset[str] | None) -> Answer | None:
        """Where a pasted passage stands; None for a question."""

        def search(words: str, limit: int) -> list[Hit]:
            return self.retriever.search(words, limit, allowed)

        documents = self.routes.scope(allowed) or self.corpus.documents
        answer = self.passages.answer(text, search, documents, self.versions.out_of_force)
        return replace(answer, why=Grounds("passage", text)) if answer is not None else None

    def _held(self, allowed: frozenset[str] | None) -> list[Document]:
        """The documents that answers may come from."""
        shown = allowed or self.versions.visible()
        return [document for document in self.corpus.documents if shown is None or document.id in shown]

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
                raise QuestionError(
                    "已收录的文件名",
                    f"没有“{name}”",
                    "用 python -m tiaowen documents 查看收录的文件（索引在别处的，加上同样的 --index）",
                )
            found += matches
        return found


def _asked_of(said: str, answer: Answer) -> str:
    """What a turn was about, for the turns after it: of a passage that was located its address, not its words."""
    located = answer.why is not None and answer.why.way == "passage" and answer.citations
    return answer.citations[0].cite if located else said


__all__ = ["Assistant", "Clause"]
