"""Readers' judgements -> eval questions. What people said on the page becomes a question file of the usual form.

    judged right, answered     gold: the clauses that were cited
    judged wrong, with a pick  gold: the clause that the reader picked from the source panel
    judged right, refused      a question without gold: it must be refused
    judged wrong, no pick      left out: nobody said what is right

Of one question, the same judgement made twice counts once, and judgements that contradict each other are left out: who
of the readers is right cannot be told from here. Everything left out is reported with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.questions import Gold, Question
from page.feedback import FeedbackStore, Judgement
from tiaowen.errors import BatchError

KIND, REFUSED = "feedback", "unanswerable"


@dataclass(frozen=True)
class Harvest:
    """The questions in the order of their first judgement, and one sentence for each that was left out."""

    questions: tuple[Question, ...]
    left_out: tuple[str, ...]


def load_feedback(path: Path) -> Harvest:
    """The questions of a file of judgements. Raises BatchError where it is missing, none, or yields no question."""
    if not path.is_file():
        raise BatchError("网页保存的评价文件（SQLite）", f"没有 {path.name}", "先在网页上评价几个回答，或写出它的路径")
    judgements = FeedbackStore(path).all()
    harvest = questions_of(judgements)
    if not harvest.questions:
        why = "；".join(harvest.left_out[:3]) or "里面没有评价"
        raise BatchError("至少一条可用的评价", f"{path.name}：{why}", "在网页上评价回答，答错的选出正确条文")
    return harvest


def questions_of(judgements: Iterable[Judgement]) -> Harvest:
    """One question for each that readers judged without contradiction."""
    asked: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        text = judgement.rewritten or judgement.question  # a follow-up means nothing without its conversation
        asked.setdefault("".join(text.split()), []).append(judgement)
    questions, left_out = [], []
    for group in asked.values():
        why = _contradiction(group)
        wanted = [] if why else [gold for gold in map(_gold, group) if gold is not None]
        if wanted:
            questions.append(_question(group[0], wanted[0]))
        else:
            left_out.append(f"“{_text(group[0])[:60]}”：{why or _silence(group)}")
    return Harvest(tuple(questions), tuple(left_out))


def export(questions: Sequence[Question], path: Path) -> None:
    """Write a question file (JSON lines) that `load_questions` reads."""
    lines = []
    for question in questions:
        gold = [{"document": place.document, "label": place.label} for place in question.gold]
        fields = {"id": question.id, "question": question.question, "kind": question.kind, "gold": gold}
        lines.append(json.dumps({**fields, "answer_spans": list(question.answer_spans)}, ensure_ascii=False))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _text(judgement: Judgement) -> str:
    return judgement.rewritten or judgement.question


def _gold(judgement: Judgement) -> frozenset[Gold] | None:
    """The clauses that answer; empty: none does; None: the reader did not say."""
    if not judgement.good:
        return frozenset([Gold(*judgement.right)]) if judgement.right else None
    if judgement.status == "answered":
        return frozenset(Gold(*place) for place in judgement.citations) or None
    # Refused within some documents says nothing about the others, and the set is asked of all of them.
    return None if judgement.scope else frozenset()


def _contradiction(group: Sequence[Judgement]) -> str:
    """Why the judgements of one question cannot all be true, or nothing."""
    said: dict[tuple[str, frozenset[tuple[str, str]]], bool] = {}
    for judgement in group:
        same = said.setdefault((judgement.status, frozenset(judgement.citations)), judgement.good)
        if same != judgement.good:
            return "同一个回答有人说对，有人说不对"
    if len({gold for gold in map(_gold, group) if gold is not None}) > 1:
        return "几次评价指向不同的条文"
    return ""


def _silence(group: Sequence[Judgement]) -> str:
    if any(judgement.good and judgement.scope for judgement in group):
        return "只在部分文件里问过，不能说明全部文件都没有答案"
    return "说了不对，没有选出正确条文"


def _question(first: Judgement, gold: frozenset[Gold]) -> Question:
    places = tuple(sorted(gold, key=lambda place: (place.document, place.label)))
    return Question(f"feedback-{first.id}", _text(first), KIND if places else REFUSED, places, ())
