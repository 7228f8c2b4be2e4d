"""Question and clause read together: how far the clause settles the question, and with which of its words.

The vectors that retrieval compares were made apart: they tell what a clause is about. Whether it says what was asked,
only a model that sees both at once can tell (cross-encoder; Nogueira & Cho 2019, arXiv:1901.04085). Besides a score
for the clause it gives each token one for the beginning and one for the end of the answer, as in SQuAD 2.0
(arXiv:1806.03822). `python -m train.cross_encoder` makes it.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tiaowen.clauses.acts import Acts, asks_consequence, glossed
from tiaowen.clauses.grids import holds_table
from tiaowen.clauses.parties import parties, plain
from tiaowen.datamodels import Clause, Corpus, Span
from tiaowen.encoding.direct_encoding import open_graph
from tiaowen.encoding.encoding import MODELS, check_sums
from tiaowen.errors import EncoderError
from tiaowen.language.everyday import in_terms_of
from tiaowen.language.formal import plainly
from tiaowen.language.question_parts import asking_part
from tiaowen.relevance.rivals import in_its_grades
from tiaowen.reranking.windows import context, windows

FOLDER = MODELS / "cross_encoder"
GRAPH, TOKENIZER = "cross_encoder_int8.onnx", "tokenizer.json"
ASKED = 80  # characters of a question that are read
LENGTH = 320  # tokens of question and clause together
LONGEST_TABLE = 140  # characters of a table that are read at once: with its header in each row they are twice as many
UNREAD = -12.0  # log probability of a beginning or an end where nothing was read
KEPT = 256  # readings; a clause is asked for its score first and for its words later


class Reading(NamedTuple):
    """What was read of a clause of n characters."""

    answers: float  # log odds that the clause settles the question, not calibrated
    starts: np.ndarray  # float32 (n,): log probability that the answer begins in the token of this character
    ends: np.ndarray  # float32 (n,): that it ends there

    def spans(self, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Log probability that the answer is clause.text[start:end], float32 (m,), for int (m,) starts and ends."""
        return np.asarray(self.starts[starts] + self.ends[ends - 1])


@cache
def _opened(folder: Path) -> tuple[Any, Any]:
    """The graph and the tokenizer of a folder, once for all corpora."""
    from tokenizers import Tokenizer

    try:
        graph, tokenizer = open_graph(folder / GRAPH), Tokenizer.from_file(str(folder / TOKENIZER))
    except Exception as error:  # both libraries raise their own, and plain Exception
        raise EncoderError(
            expected=f"可用的阅读模型 {folder}",
            found=f"无法加载（{type(error).__name__}: {error}）",
            todo="重新取得完整的仓库（例如 git checkout models）",
        ) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(LENGTH, strategy="only_second")
    return graph, tokenizer


class CrossEncoder:
    """Reads clauses of one corpus. Some milliseconds each, the first 0.1 s more: only then is the model opened, which a
    batch leaves to its workers."""

    def __init__(self, corpus: Corpus, folder: Path = FOLDER, acts: Acts | None = None) -> None:
        """acts: those of the corpus, where they are known. Raises EncoderError where a file of the folder is missing or
        damaged."""
        check_sums(folder)
        self._folder, self._corpus, self.acts = folder, corpus, acts or Acts(corpus)
        self._kept: OrderedDict[tuple[str, str], Reading] = OrderedDict()

    def read(self, question: str, unit: Clause) -> Reading:
        """The question, in plain words (see formal), put to the clause. A long one is read in stretches: it settles the
        question as far as one does, and the answer begins in each of them as likely as it settles the question
        (softmax)."""
        key = question, unit.id
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._read(plainly(question), unit)
            if len(self._kept) > KEPT:
                with contextlib.suppress(KeyError):  # the page and a batch may ask at once
                    self._kept.popitem(last=False)
        return found

    def _read(self, question: str, unit: Clause) -> Reading:
        text = unit.text
        stretches = windows(question, text, *((LONGEST_TABLE,) if holds_table(text) else ()))
        found = [self._stretch(question, unit, text, stretch) for stretch in stretches]
        odds = np.array([[answers for answers, _ in found]])
        edges = np.full((2, len(text)), UNREAD, dtype=np.float32)
        for stretch, chance, (_, inside) in zip(stretches, _log_softmax(odds)[0], found, strict=True):
            edges[:, stretch.start : stretch.end] = np.maximum(inside + chance, UNREAD)
        return Reading(float(odds.max()), edges[0], edges[1])

    def _stretch(self, question: str, unit: Clause, text: str, stretch: Span) -> tuple[float, np.ndarray]:
        """Log odds that these words of the clause settle the question; float (2, characters) for where in them."""
        graph, tokenizer = _opened(self._folder)
        before = f"{context(unit, self._corpus)}\n"
        asked = question if len(question) <= ASKED else asking_part(question)[-ASKED:]
        acts = self.acts.of(unit) if asks_consequence(question) else ()
        if not acts and (holds_table(text) or parties(unit.document)):
            low = unit.start + stretch.start
            passage, printed = plain(unit.document, low, unit.start + stretch.end)
            origin = [at - low if at >= 0 else -1 for at in printed]
        else:
            passage, origin = glossed(question, text, stretch, acts)
        asked = in_its_grades(in_terms_of(asked, passage), before + passage)
        tokens = tokenizer.encode(asked, before + passage)
        feeds = {
            name: np.array([values], dtype=np.int64)
            for name, values in (
                ("input_ids", tokens.ids),
                ("token_type_ids", tokens.type_ids),
                ("attention_mask", tokens.attention_mask),
            )
        }
        answers, bounds = graph.run(["answers", "bounds"], feeds)
        places = [
            (i, Span(origin[start - len(before)], origin[end - len(before) - 1] + 1))
            for i, ((start, end), part) in enumerate(zip(tokens.offsets, tokens.sequence_ids, strict=True))
            if part == 1 and start >= len(before) and min(origin[start - len(before) : end - len(before)]) >= 0
        ]
        edges = np.full((2, stretch.end - stretch.start), UNREAD, dtype=np.float32)
        if places:
            found = _log_softmax(bounds[0, [i for i, _ in places]].T)
            characters = [(column, at) for column, (_, place) in enumerate(places) for at in range(*place)]
            columns, ats = np.array(characters, dtype=np.intp).reshape(-1, 2).T
            edges[:, ats] = found[:, columns]
        return float(answers.reshape(-1)[0]), edges


def _log_softmax(values: np.ndarray) -> np.ndarray:
    """float (rows, n) -> float (rows, n)."""
    shifted = values - values.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))
