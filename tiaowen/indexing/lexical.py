"""The word index: BM25 over words, character bigrams and pinyin syllable bigrams.

BM25 as in Robertson & Zaragoza (2009), in the Lucene variant computed by bm25s: the sum over the question's terms
of idf * tf / (tf + k1 * (1 - b + b * length / mean length)). Its size depends on the question, so `scores` divides
it by the sum of the idfs, its limit for an entry that holds every term often: 1.0 is "everything asked is here".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tiaowen.language.normalization import bigrams, syllables, words

Tokenize = Callable[[str], tuple[str, ...]]
CHANNELS: dict[str, Tokenize] = {"words": words, "bigrams": bigrams, "pinyin": syllables}

K1 = 1.2
B = 0.6  # clauses differ in length by nature; a long article is not padding


class LexicalIndex:
    """BM25 over the same entries in several channels."""

    def __init__(self, channels: dict[str, _Channel], size: int) -> None:
        self._channels = channels
        self.size = size

    @classmethod
    def build(cls, texts: Sequence[str], channels: Sequence[str] = tuple(CHANNELS)) -> LexicalIndex:
        """Index the entries' texts; entry i is texts[i]."""
        return cls({name: _Channel.build([CHANNELS[name](t) for t in texts]) for name in channels}, len(texts))

    def scores(self, question: str) -> dict[str, np.ndarray]:
        """Channel -> float32 (size,) in [0, 1]: the share of what was asked that the entry holds, idf-weighted."""
        return {name: channel.scores(CHANNELS[name](question)) for name, channel in self._channels.items()}

    def idf(self, word: str) -> float:
        """Inverse document frequency of a word among the entries; 0 for one that no entry has."""
        return self._channels["words"].idf(word)

    def frequency(self, word: str) -> int:
        """Entries that hold the word."""
        return self._channels["words"].frequency(word)

    def vocabulary(self) -> Iterable[str]:
        """All words that entries hold."""
        return self._channels["words"].terms()

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for name, channel in self._channels.items():
            channel.save(folder / name)
        (folder / "channels.json").write_text(json.dumps({"size": self.size, "channels": list(self._channels)}))

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        about = json.loads((folder / "channels.json").read_text())
        return cls({name: _Channel.load(folder / name, about["size"]) for name in about["channels"]}, about["size"])


class _Channel:
    """One bm25s index, with the idfs that its scores are normalised by.

    bm25s keeps the scores in compressed sparse columns, one per term: the entries of a term and what it adds to each.
    They are summed here, because a question needs a few columns of many and its scores in one array.
    """

    def __init__(self, index: Any, size: int) -> None:
        self._index = index
        self._size = size
        self._numbers: dict[str, int] = index.vocab_dict
        self._added: np.ndarray = index.scores["data"]
        self._entries: np.ndarray = index.scores["indices"]
        self._starts: np.ndarray = index.scores["indptr"].astype(np.int64)
        # A column's length is the document frequency.
        self._frequency = np.diff(self._starts)
        idf = np.log(1 + (size - self._frequency + 0.5) / (self._frequency + 0.5))
        self._idf = idf.astype(np.float32)

    @classmethod
    def build(cls, corpus: Sequence[tuple[str, ...]]) -> _Channel:
        import bm25s

        index = bm25s.BM25(method="lucene", k1=K1, b=B)
        # bm25s refuses an empty vocabulary; a corpus without any term in this channel gets a term of its own.
        tokens = [list(terms) for terms in corpus] if any(corpus) else [["\0"] for _ in corpus]
        index.index(tokens, show_progress=False)
        return cls(index, len(corpus))

    def idf(self, term: str) -> float:
        i = self._numbers.get(term)
        return 0.0 if i is None or i >= len(self._idf) else float(self._idf[i])

    def frequency(self, term: str) -> int:
        i = self._numbers.get(term)
        return 0 if i is None or i >= len(self._idf) else int(self._frequency[i])

    def terms(self) -> Iterable[str]:
        return (term for term, i in self._numbers.items() if i < len(self._idf))

    def scores(self, terms: Sequence[str]) -> np.ndarray:
        unique = dict.fromkeys(terms)
        known = [i for term in unique if (i := self._numbers.get(term, -1)) >= 0 and self.idf(term) > 0]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        # A term no entry has still was asked for: it counts with the largest idf there is, so that a
        # question about something else cannot look fully covered.
        unknown_idf = float(np.log(1 + (self._size + 0.5) / 0.5))
        asked = float(self._idf[known].sum()) + unknown_idf * (len(unique) - len(known))
        columns = [slice(self._starts[i], self._starts[i + 1]) for i in known]
        entries = np.concatenate([self._entries[column] for column in columns])
        added = np.concatenate([self._added[column] for column in columns])
        total: np.ndarray = np.bincount(entries, weights=added, minlength=self._size).astype(np.float64, copy=False)
        np.divide(total, asked, out=total)
        return np.minimum(total, 1.0, out=total).astype(np.float32)

    def save(self, folder: Path) -> None:
        self._index.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> _Channel:
        import bm25s

        return cls(bm25s.BM25.load(str(folder), load_corpus=False, show_progress=False), size)
