"""A message with the conversation before it -> its answer.

A message may ask several questions, or one that asks twice; each is completed from the turns before it (see dialogue)
and answered in all the forms that it may have (see routes). The surest answer is kept, or none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tiaowen.answering.routes import REASON, UNSAID, Routes
from tiaowen.answering.topics import merged
from tiaowen.answering.turn import Turn
from tiaowen.conversation.dialogue import complete, continued
from tiaowen.conversation.followups import borrowed, particular, said, touches
from tiaowen.conversation.leaving import Leaving
from tiaowen.conversation.parts import ALIKE, HALF, Parts, sureness
from tiaowen.conversation.remarks import taken
from tiaowen.datamodels import Answer, Grounds, Hit, refused
from tiaowen.language.misspellings import mended
from tiaowen.language.question_parts import split_questions

_ELLIPSIS = re.compile(r"那么?[^，。？?]{1,14}呢[？?]?")  # 那平时考核呢: it asks for nothing by itself
FURTHER = 0.1  # how much surer each further way to complete a follow-up must be
NO_REASON = "引用的条文没有写明原因。"
TYPED_RIGHT = 0.9  # score from which nothing is looked for that was mistyped


class Conversation:
    """Answers messages, each with the turns before it."""

    def __init__(self, routes: Routes) -> None:
        self.routes = routes
        self.leaving = Leaving(routes)
        self.parts = Parts(routes.corpus, routes.answerer, self._answer_one)

    def answer(self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None) -> Answer:
        """The answer to all that a message asks; the turns and the questions before each are its history."""
        text, history = taken(text, history)
        parts = list(dict.fromkeys(split_questions(text)))
        if len(parts) == 1:
            return self.parts.answer(text, history, allowed) or self._answer_one(parts[0], history, allowed)
        turns = list(history)
        answers: list[Answer] = []
        for part in parts:
            answer = self._answer_one(part, turns, allowed)
            answers.append(answer)
            turns.append((part, answer))
        return merged(text, parts, answers)

    def _answer_one(self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None) -> Answer:
        """The answer to the question, or to what was meant where a mistyped character kept it from a sure one."""
        answer = self._answer_typed(text, history, allowed)
        if answer.why is None or answer.why.way != "clauses" or sureness(answer) >= TYPED_RIGHT:
            return answer
        meant = mended(text, [f"{hit.clause.document.title}\n{hit.clause.text}" for hit in answer.why.hits])
        again = self._answer_typed(meant, history, allowed) if meant != text else answer
        better = again.status == "answered" and sureness(again) > sureness(answer)
        return replace(again, rewritten=again.rewritten or meant) if better else answer

    def _answer_typed(self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None) -> Answer:
        turn = _inside(complete(text, history, self.routes.corpus, self.routes.resolver), text, allowed)
        if turn.shown or turn.beyond:
            return replace(self._again(turn), rewritten=turn.rewritten)
        if not turn.rewritten:
            answer = self.routes.answer(turn.question, allowed, turn)
            return answer if answer.status == "answered" else self._continued(text, history, allowed) or answer
        forms = (turn.question, *turn.forms)
        answers = [self.routes.answer(form, allowed, turn) for form in forms]
        fit = [self._fit(text, turn, form, answer) for form, answer in zip(forms, answers, strict=True)]
        best = max(range(len(forms)), key=lambda i: (fit[i] * turn.optional, sureness(answers[i]) - i * FURTHER))
        answer = answers[best]
        if not turn.optional:
            return replace(_of_one(answer, turn), rewritten=turn.shows(forms[best]))
        # A follow-up that stands on its own, and is answered better alone, has left the old subject.
        fresh = self.routes.answer(text, allowed, None)
        settled = bool(fit[best] and turn.documents and self._settles(forms[best], answer))
        left = self.leaving.leaves(text, turn, fresh, answer, settled)
        # 聘期考核呢 asks nothing by itself: where the subject before has no answer for it, there is none.
        left = left and not (particular(text) or _ELLIPSIS.fullmatch(text))
        if not fit[best] and not turn.reason:
            elsewhere = self._elsewhere(text, turn, allowed)
            if elsewhere is not None:
                return elsewhere
        if answer.status == "answered" and not left and not fit[best]:
            near = [Hit(self.routes.corpus.unit(c.clause), c.score) for c in answer.citations]
            answer = replace(refused(text, near, NO_REASON if turn.reason else UNSAID), why=answer.why)
        kept = answer.status == "answered" or turn.reason or particular(text) or fresh.status == "answered"
        return fresh if left or not kept else replace(answer, rewritten=turn.shows(forms[best]))

    def _continued(
        self, text: str, history: Sequence[tuple[str, Answer]], allowed: frozenset[str] | None
    ) -> Answer | None:
        """The sure answer to a question that has none alone, with the subject of the conversation; else None."""
        turn = continued(text, history, self.routes.corpus, self.routes.resolver)
        if turn is None:
            return None
        turn = _inside(turn, text, allowed)
        for form in (turn.question, *turn.forms) if turn.rewritten else ():
            answer = self.routes.answer(form, allowed, turn)
            if sureness(answer) >= HALF and answer.citations and self._fit(text, turn, form, answer):
                return replace(answer, rewritten=turn.shows(form))
        return None

    def _fit(self, text: str, turn: Turn, form: str, answer: Answer) -> float:
        """How much the answer to a completed question has to do with what is new in it: from 1 to 2 as the words quoted
        have more of it, 1 where the answer is sure for itself, 0 where it has nothing to do with it."""
        if answer.status != "answered":
            return 0
        if turn.reason:
            return int(bool(REASON.search(answer.answer)))
        if answer.why is not None and answer.why.way in ("whole", "address"):
            return 2
        units = [c for d in turn.documents for c in self.routes.corpus.by_document[d] if c.role == "unit"]
        if any(touches(text, self.routes.corpus.unit(c.clause), units) for c in answer.citations):
            return 1 + said(text, answer.answer)
        # 爷爷 for 父母, 支委会多久开一次: nothing of the question before is left that might have brought the answer.
        least = ALIKE if not borrowed(form, text) else HALF if turn.exact else 1.0
        return int(sureness(answer) >= least and self._settles(form, answer))

    def _elsewhere(self, text: str, turn: Turn, allowed: frozenset[str] | None) -> Answer | None:
        """The sure answer of any document to what the conversation's own has none for; else None."""
        least = HALF if particular(text) else ALIKE  # 处分不服怎么办 says both what it is about and what it asks
        for form in turn.elsewhere:
            answer = self.routes.answer(form, allowed, None)
            if sureness(answer) >= least and answer.citations and self._fit(text, Turn(form), form, answer) > 1:
                return replace(answer, rewritten=form)
        return None

    def _settles(self, form: str, answer: Answer) -> bool:
        """Whether a clause that is cited settles the question, as it is read."""
        cited = (self.routes.corpus.unit(c.clause) for c in answer.citations)
        return any(self.routes.answerer.cross.read(form, unit).answers > 0 for unit in cited)

    def _again(self, turn: Turn) -> Answer:
        """What the turn before cited, or what else there is."""
        if turn.shown:
            return replace(self.routes.answerer.lookup(turn.question, turn.shown), why=Grounds("again", turn.question))
        hits = [
            h for h in self.routes.retriever.search(turn.question, 20, turn.documents) if h.clause.id not in turn.beyond
        ]
        kept = [h for h in hits if not {c.id for c in self.routes.corpus.descendants(h.clause)} & set(turn.beyond)]
        answer = self.routes.answerer.from_hits(turn.question, self.routes.rereader.hits(turn.question, kept))
        return answer if answer.status == "answered" else replace(answer, note="没有找到更多相关条文。")


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
