"""Where a pasted passage stands: word for word, or with the differences shown character by character.

“这段话出自哪里：…” is no question about a rule but about words. What differs from the source is said in the note, and
what is quoted is the source. A passage that stands nowhere as a whole is looked for sentence by sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Document, Hit, Span, refused
from tiaowen.quotations.pasted_places import NEARLY, PLACES, Found, Look, Texts, in_the_same_hand, squeezed
from tiaowen.quotations.pasted_words import LEAST, pasted_words
from tiaowen.quotations.quotations import difference

NEAR_ENOUGH = 75.0  # likeness (0 to 100) from which a passage counts as changed, not as strange
SENTENCES = 12  # of a passage that are looked for one by one
JOINED = 3  # stretches of several articles that commas may join to one passage
SURE = 12  # characters of each
_SHOWN = 12  # characters by which a sentence is named
_STOPS = re.compile("[，。；]")
_LEFT_OUT = "…"
_SENTENCE = re.compile(r"[^。！？!?\n…]+(?:[。！？!?]+[”’」』）)]*)?|[。！？!?\n]+")
_PART = re.compile(r"[^，；。！？,;!?\n]+[，；。！？,;!?\n]*|[，；。！？,;!?\n]+")
_AFTER = "，；。！？,;!? \n"
_HEADED = re.compile(
    r"^[^，。；：:“”\n]{0,40}第[一二三四五六七八九十百零〇\d]+条[^，。；：:“”\n]{0,12}[：:]\s*"
)  # whose words they are said to be
_MARK = re.compile(r"^\s*(?:第[一二三四五六]句话?[：:，]|[（(]?\d{1,2}[.、．)）](?!\d)|[①-⑳•●·*-])\s*")


@dataclass(frozen=True)
class _Piece:
    """A passage, or a sentence of one, with the places where it stands: none, one that is like it, or word for word."""

    words: str
    places: tuple[Found, ...]

    @property
    def changes(self) -> int:
        return self.places[0].changes if self.places else len(squeezed(self.words)[0])


class Passages:
    """Locates passages in a corpus."""

    def __init__(
        self, corpus: Corpus, same: Callable[[Clause, Iterable[Clause]], bool] = lambda unit, others: False
    ) -> None:
        """same: whether a unit has the words of one of the others, so that its place is told with that one's."""
        self._corpus = corpus
        self._same = same
        self._texts = Texts(corpus)

    def answer(
        self,
        message: str,
        search: Callable[[str, int], list[Hit]],
        allowed: Sequence[Document],
        replaced: Collection[str] = (),
    ) -> Answer | None:
        """Where the passages in the message stand; None where the message asks something else.

        search: text and limit -> hits; allowed: the documents to look in; replaced: ids of those out of force, which
        are looked in where the words stand in no other.
        """
        pasted = pasted_words(message)
        if pasted is None:
            return None
        look = Look(self._texts, search, allowed, replaced)
        pieces: list[_Piece] = []
        for words in pasted.words:
            look.begin(words)
            bare = _HEADED.sub("", words, count=1)
            if len(bare) >= LEAST and bare != words and not look.exact(words):
                words = bare
            near = pasted.asked or bool(_STOPS.search(words))  # what has no stop may be the name of a document
            least = NEAR_ENOUGH if pasted.told else NEARLY
            pieces += self._pieces(words, look, least if near else 100.0, pasted.told)
        found = [piece for piece in pieces if piece.places]
        if not found or not pasted.told and len(found) < len(pieces):
            said = "所收文件中没有这段文字，也没有与它相近的。"
            return refused(message, look.hits, said) if pasted.told else None
        return self._located(message, pieces)

    def _pieces(self, words: str, look: Look, least: float, told: bool) -> list[_Piece]:
        """The passage at its place, or its sentences at theirs, whichever has fewer changes.

        least: likeness from which it counts as changed. told: whether some of its sentences may be found nowhere.
        """
        exact = look.exact(words)
        if exact:
            return [_Piece(words, exact)]
        words = words.strip(f"{_LEFT_OUT} \n")
        broken = _LEFT_OUT in words
        near = look.near(words, least) if least < 100.0 else None
        whole = _Piece(words, look.copies(near) if near else ())
        slight = near is not None and near.changes < LEAST // 2 and len(self._clauses(near)) == 1
        if least == 100.0 or slight and not broken:
            return [whole]
        pieces = self._in_turn(_parted(words, _SENTENCE), look, NEARLY, told)
        if near is None and told and not (pieces and all(piece.places for piece in pieces)):
            joined = self._in_turn(_parted(words, _PART), look, 100.0, told=False)  # by commas instead of stops
            if 0 < len(joined) <= JOINED and all(len(squeezed(piece.words)[0]) >= SURE for piece in joined):
                pieces = joined
        found = [piece.places[0] for piece in pieces if piece.places]
        if near is None or not found:
            return pieces if found else [whole]
        units = {self._corpus.unit(clause).id for place in found for clause in self._clauses(place)}
        if len(units) == 1 and all(near.holds(place) for place in found) and not broken:
            return [whole]  # what was left out between them is said
        return pieces if sum(piece.changes for piece in pieces) < near.changes else [whole]

    def _in_turn(self, parts: Sequence[str], look: Look, least: float, told: bool) -> list[_Piece]:
        """Each part with those that follow it in the source too; of its places the one with most of the others first.

        Nothing where the parts are not several, or too many, or one is found nowhere that is not `told` to be pasted.
        """
        pieces: list[_Piece] = []
        rest = parts if 1 < len(parts) <= SENTENCES else ()
        while rest:
            piece, rest = self._first(rest, look, least)
            if not piece.places and not told:
                return []
            pieces.append(piece)
        with_others = Counter(id for piece in pieces for id in {place.document.id for place in piece.places})
        return [
            _Piece(piece.words, tuple(sorted(piece.places, key=lambda place: -with_others[place.document.id])))
            for piece in pieces
        ]

    def _first(self, parts: Sequence[str], look: Look, least: float) -> tuple[_Piece, Sequence[str]]:
        """The first of the parts with those that follow it in the source too, and the rest."""
        words, count = parts[0], 1
        places = look.exact(words)
        if not places and (bare := _MARK.sub("", words).rstrip(_AFTER)) != words:
            words, places = bare, look.exact(bare)
        while places and count < len(parts) and (more := look.exact(words + parts[count])):
            words, places, count = words + parts[count], more, count + 1
        if not places and least < 100.0 and (like := look.near(words, least)):
            places = look.copies(like)
        return _Piece(words.strip(), places), parts[count:]

    def _located(self, message: str, pieces: Sequence[_Piece]) -> Answer:
        spans: list[Citation] = []
        cited: dict[str, Citation] = {}
        notes: list[str] = []
        others: list[Found] = []
        for piece in pieces:
            if not piece.places:
                notes.append(f"没有找到“{_short(piece.words)}”，也没有与它相近的文字")
                continue
            spans += self._quoted(piece.places[0], cited)
            notes.append(self._told(piece, len(pieces) > 1))
            others += piece.places[1:]
        for place in others:
            units = [self._corpus.unit(citation.clause) for citation in cited.values()]
            if not all(self._same(self._corpus.unit(clause), units) for clause in self._clauses(place)):
                self._quoted(place, cited)
        note = "；".join(notes) + "。"
        return Answer(message, "answered", tuple(spans), tuple(cited.values()), separator="\n", note=note)

    def _quoted(self, place: Found, cited: dict[str, Citation]) -> list[Citation]:
        """The words at a place; the clauses around them are added to those cited, by id."""
        words = []
        for clause in self._clauses(place):
            low, high = max(place.span.start, clause.start), min(place.span.end, clause.end)
            part = Span(low - clause.start, high - clause.start)
            words.append(Citation(clause, part.start, part.end))
            before = cited[clause.id].highlights if clause.id in cited else ()
            score = round(place.likeness / 100, 4)
            marked = _joined([*before, part])
            cited[clause.id] = Citation(clause, 0, clause.end - clause.start, marked, score)
        return words

    def _told(self, piece: _Piece, several: bool) -> str:
        """What the note says of a passage, or of one of several."""
        first = piece.places[0]
        what = f"“{_short(piece.words)}”" if several else "这段文字"
        further = [self._at(place) for place in piece.places[1:]]
        also = "、".join(dict.fromkeys(at for at in further if at != self._at(first)))
        also += "等处" if len(piece.places) >= PLACES else ""
        if not first.changes:
            return f"{what}出自{self._at(first)}，与原文逐字一致" + (f"；同样的文字还见于{also}" if also else "")
        expected = "".join(first.document.text[first.span.start : first.span.end].split())
        changed = difference(expected, in_the_same_hand(expected, "".join(piece.words.split())))
        also = f"（同样的原文还见于{also}）" if also else ""
        return f"与{what}最相近的是{self._at(first)}{also}，但与原文不符：{changed}"

    def _at(self, place: Found) -> str:
        return "、".join(dict.fromkeys(clause.cite for clause in self._clauses(place)))

    def _clauses(self, place: Found) -> list[Clause]:
        """The narrowest clause that holds the place, or the units that it runs through."""
        clauses, span = self._corpus.by_document[place.document.id], place.span
        holding = [c for c in clauses if c.start <= span.start and span.end <= c.end]
        narrow = min(holding, key=lambda c: c.end - c.start, default=None)
        if narrow is not None and narrow.role != "container":
            return [narrow]
        units = [c for c in clauses if c.role == "unit" and c.start < span.end and span.start < c.end]
        return units or ([narrow] if narrow is not None else [])


def _parted(words: str, part: re.Pattern[str]) -> list[str]:
    """The sentences or parts of a passage; what is too short to be told apart goes with the one before."""
    found: list[str] = []
    for piece in part.findall(words):
        if found and min(len("".join(found[-1].split())), len("".join(piece.split()))) < LEAST:
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _short(words: str) -> str:
    bare = "".join(words.split())
    return bare if len(bare) <= _SHOWN else f"{bare[:_SHOWN]}…"


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
