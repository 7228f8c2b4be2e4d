"""The acts that a consequence names by number only: 违反本条例第三十一条第（七）项规定的，由…处五百元以下罚款.

Who asks what follows from 在地铁里卖艺 uses words that stand in 第三十一条; the answer stands in the clause that points
there. So that clause has entries of its own in the index, the words of the act, is read with the act in brackets behind
its number, and is quoted where it points at the act asked about. All this only for questions on a consequence: what is
allowed stands in the clause that is pointed at. The words in brackets are never quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tiaowen.addresses.references import find_references
from tiaowen.addresses.resolving import Resolver
from tiaowen.clauses.penalties import CONSEQUENCE, PENALTY
from tiaowen.datamodels import Clause, Corpus, Hit, Span
from tiaowen.language.normalization import bigrams
from tiaowen.relevance.quantities import asked_quantity, states_quantity

MOST = 24  # pieces of the acts of one clause
PIECE = 120  # characters of one
GLOSS = 70  # characters put in brackets when a clause is read
FOLLOWS = "违反规定的处罚"
NEAR = 14  # characters between two numbers of one list: 第五项、第六项，第四十一条
NEARER = 0.05  # of the values of entries, by which a part leads
_HOW = r"(?:经(?:劝阻|责令|批评|警告|教育|催告|提醒)|拒不|拒绝|逾期|情节|造成|构成)[^，。；：\n]{0,16}"
"""What is said of an act without naming it: 违反第七条规定，经劝阻拒不改正的，…"""
_POINTS = re.compile(rf"第[^，。；\n]{{1,40}}[条款项](?:[^，。；：\n]{{0,20}}|[^，。；：\n]{{0,8}}，{_HOW})的[，：]")
"""A text without this points at no act; looked for first, because following references costs more."""
_ENDS = re.compile(r"[。；;\n]")
_UNNAMED = re.compile(rf"(?:[^，。；：\n]{{0,20}}|[^，。；：\n]{{0,8}}，{_HOW})的[，：]")
"""Behind the number: 规定的，由… and not 规定，冒用他人证件乘车的，由…, which names the act in words."""
_NUMBER = re.compile(r"^第[^，。；\s]{1,9}条(?:之[一二三四五六七八九十]+)?[\s　]*")


class Act(NamedTuple):
    """clause.text[:end] ends with numbers that point at acts; what follows from these stands behind."""

    end: int
    pieces: tuple[str, ...]  # the acts in words, one by one


def asks_consequence(question: str) -> bool:
    return bool(CONSEQUENCE.search(question))


class Acts:
    """The acts that the clauses of a corpus point at, each clause looked at when first asked for."""

    def __init__(self, corpus: Corpus, resolver: Resolver | None = None) -> None:
        self._corpus, self._resolver = corpus, resolver
        self._known: dict[str, tuple[Act, ...]] = {}

    def of(self, unit: Clause) -> tuple[Act, ...]:
        """In the order of the text; empty for a clause that sets no consequence or names all its acts in words."""
        found = self._known.get(unit.id)
        if found is None:
            found = self._known[unit.id] = self._find(unit) if _POINTS.search(unit.text) else ()
        return found

    def _find(self, unit: Clause) -> tuple[Act, ...]:
        if self._resolver is None:
            self._resolver = Resolver(self._corpus)
        text, left = unit.text, MOST
        found: list[Act] = []
        for reference in find_references(unit, self._resolver):
            target = reference.target
            if not isinstance(target, Clause) or target.document is not unit.document:
                continue
            if target.level not in ("条", "款", "项"):
                continue
            if self._corpus.unit(target) is unit and target.end > unit.start + reference.start:
                continue  # of its own clause only what stands before: 违反前款第一项规定的
            high = text.find("\n", reference.end)
            if not PENALTY.search(text, reference.end, high if high > 0 else len(text)):
                continue
            targets = self._range(target, reference.until)
            pieces = tuple(piece for one in targets for piece in self._pieces(one))[:left]
            left -= len(pieces)
            between = text[found[-1].end : reference.start] if found else "\n"
            if len(between) <= NEAR and not _ENDS.search(between):
                found[-1] = Act(reference.end, found[-1].pieces + pieces)
            elif pieces:
                found.append(Act(reference.end, pieces))
        return tuple(act for act in found if _UNNAMED.match(text, act.end))

    def _range(self, first: Clause, last: Clause | None) -> Sequence[Clause]:
        """第一项至第五项, 第三条至第五条: the clauses of that level from the first to the last."""
        if last is None:
            return [first]
        between = self._corpus.by_document[first.document.id]
        return [one for one in between if one.level == first.level and first.start <= one.start <= last.start]

    def _pieces(self, target: Clause) -> list[str]:
        """The target in words: its items or paragraphs one by one, or all of it where it has none."""
        parts = [part for part in self._corpus.descendants(target) if not self._corpus.children.get(part.id)]
        texts = (_NUMBER.sub("", part.document.text[part.body : part.end], count=1) for part in parts or [target])
        return [piece for piece in ("".join(text.split())[:PIECE].rstrip("。；，") for text in texts) if piece]


def entry_texts(acts: Sequence[Act]) -> list[tuple[int, str]]:
    """(Act.end, words that lead to it) for each piece. What follows is said alike for all: else the act that is fined
    would be nearest to every question on a fine."""
    return [(act.end, f"{piece}：{FOLLOWS}") for act in acts for piece in act.pieces]


def stated_in(question: str, hit: Hit, acts: Sequence[Act]) -> Span | None:
    """The part of the clause (document offsets) that sets the consequence asked for: it points at an act, and is
    nearer than the other parts. None where that is not known, or the part has not the sum asked for, which another
    one states."""
    part, unit = hit.focus, hit.clause
    if part is None or not asks_consequence(question) or hit.why.get("focus_lead", 0.0) < NEARER:
        return None
    kind = asked_quantity(question)
    if not states_quantity(part.text, kind) and states_quantity(unit.text, kind):
        return None
    points = any(part.start < unit.start + act.end <= part.end for act in acts)
    return Span(part.start, part.end) if points else None


def glossed(question: str, text: str, stretch: Span, acts: Sequence[Act]) -> tuple[str, list[int]]:
    """The stretch with acts in brackets behind their numbers, and for each character where it stands in the stretch
    (-1: in brackets). Of many acts those that share most with the question, GLOSS characters together: what is read has
    a limit, and the clause itself must not be cut off."""
    inside = [act for act in acts if stretch.start < act.end <= stretch.end]
    chosen = _nearest(question, [(i, piece) for i, act in enumerate(inside) for piece in act.pieces])
    passage: list[str] = []
    origin: list[int] = []
    at = stretch.start
    for i, act in enumerate(inside):
        pieces = [piece for owner, piece in chosen if owner == i]
        if pieces:
            gloss = f"（{'；'.join(pieces)}）"
            passage += [text[at : act.end], gloss]
            origin += [*range(at - stretch.start, act.end - stretch.start), *[-1] * len(gloss)]
            at = act.end
    passage.append(text[at : stretch.end])
    origin += range(at - stretch.start, stretch.end - stretch.start)
    return "".join(passage), origin


def _nearest(question: str, pieces: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The pieces that share most with the question, as far as there is room, in their order; the first, cut, where none
    would fit."""
    asked = set(bigrams(question))
    shared = [len(asked & set(bigrams(piece))) for _, piece in pieces]
    kept: list[int] = []
    room = GLOSS
    for i in sorted(range(len(pieces)), key=lambda i: (-shared[i], i)):
        if not kept or (shared[i] and len(pieces[i][1]) <= room):
            kept.append(i)
            room -= len(pieces[i][1])
    return [(pieces[i][0], pieces[i][1][:GLOSS]) for i in sorted(kept)]
