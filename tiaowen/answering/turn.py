"""A question as it is to be answered: on its own, or with what the conversation before it says it is about."""

from __future__ import annotations

from dataclasses import dataclass

from tiaowen.datamodels import Clause


@dataclass(frozen=True)
class Turn:
    """The question to search for. rewritten: how it is shown to the user, empty where nothing was completed."""

    question: str
    rewritten: str = ""
    documents: tuple[str, ...] = ()  # ids to search in; empty: all
    at: Clause | None = None  # the clause talked about, for 前款, 第三项
    optional: bool = False  # it may also stand alone
    forms: tuple[str, ...] = ()  # other ways to complete the question
    shown: tuple[Clause, ...] = ()  # the clauses asked for again (原文呢, 哪一条说的)
    beyond: tuple[str, ...] = ()  # ids of the clauses that were cited already (还有呢)
    reason: bool = False  # 为什么: only words that give a reason answer
    elsewhere: tuple[str, ...] = ()  # what to ask all documents where the one talked about has no answer
    exact: bool = False  # completed by putting like for like, or complete in itself: a sure answer is to the point

    def shows(self, form: str) -> str:
        """How one of the forms is shown to the user."""
        return self.rewritten if form == self.question else self.rewritten.removesuffix(self.question) + form
