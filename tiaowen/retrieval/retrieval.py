"""Question -> hits: the channels are asked, their scores fused per unit, the best units returned.

dense     cosine between the question and a unit's passages and parts, and between it and the questions of its bank
words     BM25 over words        bigrams   BM25 over character pairs        pinyin   BM25 over pairs of syllables
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tiaowen.clauses.acts import asks_consequence
from tiaowen.clauses.entries import context_of
from tiaowen.clauses.parties import told
from tiaowen.datamodels import Clause, Hit
from tiaowen.encoding.encoder import Encoder
from tiaowen.indexing.index import Index
from tiaowen.indexing.lexical import LexicalIndex
from tiaowen.language.everyday import lawful
from tiaowen.language.normalization import search_text, words
from tiaowen.language.question_types import ASKS, question_type
from tiaowen.relevance import evidence
from tiaowen.relevance.subjects import names_status, stranger
from tiaowen.retrieval.duplicates import Merger, Twins
from tiaowen.retrieval.grouping import Documents, Groups, largest
from tiaowen.retrieval.ranking import DOCUMENT, EVIDENCE, FEATURES, Ranker, gap

EXACT = 20_000  # entries up to which the cosine of every entry is computed; beyond, of the nearest ones only
NEAREST = 1_000
LEADING = 5  # units whose words are looked at one by one
POOL = 30  # units that each channel puts into the pool, which is ranked in full
SCOPES = 8  # sets of documents whose units are remembered
UNREAD = -1  # of a unit that was not looked at yet
FEW = 2_000  # units up to which words count in full
FALL = 0.4  # how fast they count less beyond, see `share_among`


@dataclass(frozen=True)
class Candidates:
    """The pool of one question, n units."""

    rows: np.ndarray  # int (n,): numbers of the units
    features: np.ndarray  # float (n, len(FEATURES))
    evidence: np.ndarray  # float (n, len(EVIDENCE))
    order: np.ndarray  # int (n,): positions in the pool, best first
    probability: np.ndarray  # float (n,)
    values: np.ndarray  # float (entries,): how near each entry is, cosine plus words
    answerable: float  # probability that the documents answer the question at all


class Retriever:
    """Finds units by what they say. Addresses and document names are resolved before (see assistant)."""

    def __init__(
        self, index: Index, encoder: Encoder, ranker: Ranker | None = None, twins: Twins | None = None
    ) -> None:
        """twins: the equal clauses of different documents, which are then one result (None: each is one of its own)."""
        self.index = index
        self.encoder = encoder
        self.ranker = ranker or Ranker.load()
        corpus = index.corpus
        self.units: list[Clause] = [clause for clause in corpus.clauses if clause.role == "unit"]
        self.row = {unit.id: i for i, unit in enumerate(self.units)}
        self._bank_of: dict[str, list[int]] = {}
        self._entries_of: dict[str, list[int]] = {}
        for number, entry in enumerate(index.entries):
            self._entries_of.setdefault(entry.unit, []).append(number)
            if entry.kind == "question":
                self._bank_of.setdefault(entry.unit, []).append(number)
        self._act_entries = np.flatnonzero([entry.kind == "act" for entry in index.entries])
        self._acts_of: dict[str, str] = {}  # unit -> the acts that it names by number, in words
        for number in self._act_entries.tolist():
            entry = index.entries[number]
            self._acts_of[entry.unit] = f"{self._acts_of.get(entry.unit, '')} {entry.text}"
        is_question = np.array([entry.kind == "question" for entry in index.entries], dtype=bool)
        unit_of_entry = np.array([self.row[entry.unit] for entry in index.entries], dtype=np.int64)
        self._text_entries = np.flatnonzero(~is_question)
        self._question_entries = np.flatnonzero(is_question)
        self._texts = Groups(self._text_entries, unit_of_entry, len(self.units))
        self._bank = Groups(self._question_entries, unit_of_entry, len(self.units))
        self._rows_of: dict[str, list[int]] = {}  # document id -> numbers of its units
        for row, unit in enumerate(self.units):
            self._rows_of.setdefault(unit.document.id, []).append(row)
        self._contains = {kind: np.full(len(self.units), UNREAD, dtype=np.int8) for kind in ASKS}
        self._bank_text: dict[str, str] = {}
        self._looked_up: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        share = share_among(len(self.units))
        self._word_share = share
        self._scale = np.array([share if name.startswith(LEXICAL) else 1.0 for name in FEATURES])
        self._documents = Documents([unit.document.id for unit in self.units])
        self._merger = Merger(self.units, twins) if twins is not None and twins.groups else None
        self._rows_within: dict[Collection[str], np.ndarray] = {}  # the scopes last asked for
        self._regulation = np.array([unit.document.kind not in ("news", "other") for unit in self.units], dtype=float)

    @cached_property
    def question_frequency(self) -> Counter[str]:
        """Word -> bank questions that have it. Counted with the first question: a program whose workers answer need not
        hold the dictionary that words are told by."""
        bank = (entry for entry in self.index.entries if entry.kind == "question")
        return Counter(word for entry in bank for word in set(words(entry.text)))

    @cached_property
    def text_frequency(self) -> TextFrequency:
        """Word -> passages and parts that have it."""
        return TextFrequency(self.index.lexical, self.question_frequency)

    def search(
        self,
        question: str,
        limit: int = 10,
        documents: Collection[str] | None = None,
        named: Mapping[str, float] | None = None,
        without: int | None = None,
    ) -> list[Hit]:
        """The best units, best first, with scores in [0, 1].

        documents: ids to search in (None: all). named: ids of documents that the question names, which are
        preferred, with a weight in (0, 1]. without: number of a question entry to leave out (its own, in training).
        """
        found = self.candidates(question, documents, named, without, depth=max(limit, POOL))
        hits = []
        for i in found.order[:limit]:
            unit = self.units[found.rows[i]]
            focus, lead = self.focus(unit, found.values)
            why = {name: round(float(v), 4) for name, v in zip(FEATURES, found.features[i], strict=True) if v}
            why["covered"] = round(float(found.evidence[i, _COVERED]), 4)
            why["unknown"] = round(float(found.evidence[i, _UNKNOWN]), 4)
            why["focus_lead"] = round(lead, 4)
            why["answerable"] = round(found.answerable, 4)
            if i == found.order[0] and names_status(question) and stranger(question, self._told(unit)):
                why["stranger"] = 1.0
            hits.append(Hit(unit, round(float(found.probability[i]), 4), why, focus))
        return hits

    def _told(self, unit: Clause) -> str:
        """Everything that says whom a unit is about: title, headings, its words and the questions that lead to it."""
        questions = (self.index.entries[e].text for e in self._bank_of.get(unit.id, ()))
        return " ".join((context_of(unit, self.index.corpus), unit.heading, unit.text, *questions))

    def candidates(
        self,
        question: str,
        documents: Collection[str] | None = None,
        named: Mapping[str, float] | None = None,
        without: int | None = None,
        bank: bool = True,
        hidden: Collection[int] = (),
        depth: int = POOL,
    ) -> Candidates:
        """The pool of units with everything known about them; see search.

        bank: whether to use its questions. hidden: numbers of units to leave out, as if the documents had not them.
        depth: how many units each channel brings.
        """
        query = search_text(question)
        dense = self._cosines(query)
        lexical = self.index.lexical.scores(query)
        legal = lawful(query)
        if legal != query:  # what an everyday question finds in the words of laws counts as well
            for name, values in self.index.lexical.scores(legal).items():
                lexical[name] = np.maximum(lexical[name], values)
        if without is not None:
            for values in (dense, *lexical.values()):
                values[without] = 0.0
        if not asks_consequence(question):
            for values in (dense, *lexical.values()):
                values[self._act_entries] = 0.0
        columns: dict[str, np.ndarray] = {}
        for name, values in {"dense": dense, **lexical}.items():
            columns[name] = self._texts.best(values)
            columns[f"{name}_question"] = (
                self._bank.best(values) if bank else np.zeros(len(self.units), dtype=np.float32)
            )
        near = columns["dense"]
        if hidden:
            near = near.copy()
            near[list(hidden)] = 0.0
        columns["document"] = self._documents.nearness(near)
        pool = self._pool(columns, depth, documents, hidden)
        if self._merger is not None and not hidden:
            pool = self._merger.merged(pool, columns, documents, named or {})
        table = {name: values[pool] for name, values in columns.items()}
        for name in ("dense", *lexical):
            table[f"{name}_max"] = np.maximum(table[name], table[f"{name}_question"])
        # A question of the bank that is nearly the same is worth more than its cosine says.
        table["best_exact"] = np.maximum(table["dense_question"] - 0.85, 0.0) * 10
        table["regulation"] = self._regulation[pool]
        table["named"] = np.array([(named or {}).get(self.units[i].document.id, 0.0) for i in pool])
        table["asks_unmet"] = np.zeros(len(pool))
        for kind, wanted in question_type(question).items():
            met = self.contains(pool, kind) if wanted else np.zeros(len(pool), dtype=bool)
            table[f"asks_{kind}"] = met.astype(float)
            table["asks_unmet"] += ~met * float(wanted)
        features = np.stack([np.asarray(table[name], dtype=np.float64) for name in FEATURES], axis=1)
        rank = self.ranker.rank(features * self._scale)
        order = np.argsort(-rank, kind="stable")
        table["rank"], table["lead"] = rank, np.clip(gap(rank), -10, 10)
        table.update(self._evidence(question, pool, order, bank, without))
        found = np.stack([np.asarray(table[name], dtype=np.float64) for name in EVIDENCE], axis=1)
        probability = self.ranker.probability(found)
        # A clause further down is never more likely than one above it.
        probability[order] = np.minimum.accumulate(probability[order])
        values = dense + lexical["words"]
        if not bank:
            values[self._question_entries] = 0.0
        answerable = self.ranker.answerable(found[order[0]]) if len(pool) else 0.0
        return Candidates(pool, features, found, order, probability, values, answerable)

    def _evidence(
        self, question: str, pool: np.ndarray, order: np.ndarray, bank: bool, without: int | None
    ) -> dict[str, np.ndarray]:
        """The columns of `evidence` for the leading clauses; the rest of the pool counts as holding nothing."""
        own = dict.fromkeys(words(self.index.entries[without].text), -1) if without is not None else {}
        asked_before = _Sum(self.question_frequency, own) if bank else {}
        asked = evidence.asked(question, self.text_frequency, asked_before, len(self.index.entries))
        columns = {name: np.zeros(len(pool)) for name in evidence.COLUMNS}
        columns["missing_noun"][:] = 1.0
        columns["bank"] = np.full(len(pool), float(bank and bool(self._bank_of)))
        for i in order[:LEADING]:
            unit = self.units[pool[i]]
            questions = self._asked(unit.id) if bank else ""
            if without is not None and bank:
                numbers = (e for e in self._bank_of.get(unit.id, ()) if e != without)
                questions = " ".join(search_text(self.index.entries[e].text) for e in numbers)
            about = f"{context_of(unit, self.index.corpus)} {unit.heading}"
            if asks_consequence(question):
                about += self._acts_of.get(unit.id, "")
            for name, value in evidence.columns(asked, about, told(unit), questions).items():
                columns[name][i] = value
        return columns

    def contains(self, rows: np.ndarray, kind: str) -> np.ndarray:
        """bool (len(rows),): which of the units contain what a question of the kind (a key of ASKS) asks for."""
        known = self._contains[kind]
        for row in rows[known[rows] == UNREAD].tolist():
            known[row] = bool(ASKS[kind][1].search(search_text(told(self.units[row]))))
        return known[rows] == 1

    def _asked(self, unit: str) -> str:
        """Search text of all bank questions of a unit, by its id."""
        found = self._bank_text.get(unit)
        if found is None:
            numbers = self._bank_of.get(unit, ())
            found = self._bank_text[unit] = " ".join(search_text(self.index.entries[e].text) for e in numbers)
        return found

    def look_up(self, questions: Iterable[str]) -> None:
        """Find the entries near to several questions together, which are asked next; no answer depends on it."""
        self._looked_up = {}
        queries = list(dict.fromkeys(map(search_text, questions)))
        if self.index.store.size > EXACT and len(queries) > 1:
            vectors = np.concatenate([self.encoder.encode_queries([query]) for query in queries])
            found = self.index.store.nearest_together(vectors, NEAREST)
            self._looked_up = dict(zip(queries, found, strict=True))

    def _cosines(self, query: str) -> np.ndarray:
        """float32 (entries,): cosine of each entry, never negative; entries out of reach count as the farthest seen."""
        vector = self.encoder.encode_queries([query])[0]
        store = self.index.store
        if store.size <= EXACT:
            return np.maximum(store.cosines(vector), 0.0)
        scores, entries = self._looked_up.get(query) or store.nearest(vector, NEAREST)
        cosines = np.full(store.size, max(float(scores[-1]), 0.0), dtype=np.float32)
        cosines[entries] = np.maximum(scores, 0.0)
        return cosines

    def _pool(
        self,
        columns: dict[str, np.ndarray],
        depth: int,
        documents: Collection[str] | None,
        hidden: Collection[int] = (),
    ) -> np.ndarray:
        """The units that any channel puts in front, of the documents allowed."""
        total = columns["dense"] + columns["dense_question"] + DOCUMENT * columns["document"]
        total = total + self._word_share * (columns["words"] + columns["words_question"])
        rows = None
        if documents is not None:
            rows = self._rows(frozenset(documents))
        if hidden:
            rows = np.setdiff1d(np.arange(len(self.units)) if rows is None else rows, list(hidden))
        picked: set[int] = set()
        for values in (total, *(columns[name] for name in ("dense", "words", "bigrams", "pinyin", "dense_question"))):
            allowed = values if rows is None else values[rows]
            if not allowed.any():  # no bank, or no word that any text has
                continue
            top = largest(allowed, depth)
            top = top[allowed[top] > 0]
            picked.update((top if rows is None else rows[top]).tolist())
        return np.array(sorted(picked), dtype=np.int64)

    def _rows(self, documents: frozenset[str]) -> np.ndarray:
        """int (n,): numbers of the units of some documents, in order; those of the last scopes are remembered."""
        rows = self._rows_within.get(documents)
        if rows is None:
            rows = np.array(sorted(row for d in documents for row in self._rows_of.get(d, ())), dtype=np.int64)
            if len(self._rows_within) >= SCOPES:
                self._rows_within.clear()
            self._rows_within[documents] = rows
        return rows

    def focus(self, unit: Clause, values: np.ndarray) -> tuple[Clause | None, float]:
        """The part of the unit whose entries are nearest, and its lead over the next part; (None, 0) for the whole."""
        nearest: dict[str, float] = {}
        numbers = self._entries_of[unit.id]
        for number, value in zip(numbers, values[numbers].tolist(), strict=True):
            key = self.index.entries[number].focus
            if value > nearest.get(key, -1.0):
                nearest[key] = value
        ranked = sorted(nearest.items(), key=lambda pair: -pair[1])
        if ranked[0][0] == unit.id:
            return None, 0.0
        return self.index.corpus.by_id[ranked[0][0]], ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)


LEXICAL = ("words", "bigrams", "pinyin")
_COVERED = EVIDENCE.index("covered")
_UNKNOWN = EVIDENCE.index("unknown")


def share_among(units: int) -> float:
    """How much words, and what reading a clause again says, count among this many units, in (0, 1].

    The more units there are, the more of them hold a question's words by chance: among STARD's 59,164 the best share
    is about a third of that for a few regulations. The power was chosen on STARD's validation questions
    (docs/results.md, STARD). So do more of them read like an answer, being on the same matter elsewhere.
    """
    return float(min(1.0, (FEW / max(units, 1)) ** FALL))


class _Sum(Mapping[str, int]):
    """Two counts of words as one, without a third table as large as the first."""

    def __init__(self, first: Mapping[str, int], second: Mapping[str, int]) -> None:
        self._parts = (first, second)

    def __getitem__(self, word: str) -> int:
        return sum(part.get(word, 0) for part in self._parts)

    def __iter__(self) -> Iterator[str]:
        return iter({*self._parts[0], *self._parts[1]})

    def __len__(self) -> int:
        return len({*self._parts[0], *self._parts[1]})


class TextFrequency(Mapping[str, int]):
    """Word -> passages and parts that have it: the word index counts them, with the bank questions."""

    def __init__(self, lexical: LexicalIndex, questions: Mapping[str, int]) -> None:
        self._lexical, self._questions = lexical, questions

    def __getitem__(self, word: str) -> int:
        count = self._lexical.frequency(word) - self._questions.get(word, 0)
        if count <= 0:
            raise KeyError(word)
        return count

    def __iter__(self) -> Iterator[str]:
        return (word for word in self._lexical.vocabulary() if word in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
