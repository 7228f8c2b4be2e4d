"""How much the static encoder and the words should count: `python -m eval.weights --stard DIR [--index DIR]`.

Both tables ask the validation questions of STARD, on the index that `python -m eval --corpus stard` leaves behind. The
first ranks the articles by vectors alone, with other shares of the two encoders than the index was made with: its
vectors are both encoders' laid end to end (tiaowen.encoding.fused_encoding), so the cosine of each is read off them.
The second is the whole search with the scores of the word channels times a weight, among all articles and among so
many drawn at random with the right ones.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from rich.console import Console

from eval import measures
from eval.document import fill, table
from eval.results import ROOT, commit
from eval.stard import DEPTH, article_id, article_ids
from tiaowen import Assistant
from tiaowen.encoding.encoding import CONTEXTUAL, STATIC_SHARE, load_encoder
from tiaowen.errors import BatchError, TiaowenError
from tiaowen.language.normalization import search_text
from tiaowen.retrieval.ranking import FEATURES
from tiaowen.retrieval.retrieval import LEXICAL, Retriever
from train.corpus import stard_articles, stard_questions

SHARES = (0.0, 0.1, 0.2, 0.25, 0.4, 0.5, 1.0)
WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.6, 1.0)
AMONG = (600, 6_000)

Asked = tuple[str, frozenset[int]]
"""A question, and the numbers of the units that answer it."""


def split(vectors: np.ndarray, width: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    """The unit vectors of two encoders, (n, width) and (n, rest), out of their fused ones, float32 (n, width + rest).

    share: weight of the second with which they were fused. Where a text has no second vector, that is zero.
    """
    first = vectors[:, :width].copy()
    first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
    return first, vectors[:, width:] / np.float32(share**0.5)


def by_share(retriever: Retriever, asked: Sequence[Asked], width: int) -> Iterator[tuple[str, ...]]:
    """Rows contextual : static, R@10, R@100, MRR@10 of the units ranked by vectors alone."""
    parts = split(retriever.index.store.vectors(np.arange(retriever.index.store.size)), width, STATIC_SHARE)
    queries = split(retriever.encoder.encode_queries([search_text(text) for text, _ in asked]), width, STATIC_SHARE)
    cosines = [part @ query.T for part, query in zip(parts, queries, strict=True)]  # (entries, questions)
    for share in SHARES:
        values = []
        for column, (_, gold) in enumerate(asked):
            mixed = (1 - share) * cosines[0][:, column] + share * cosines[1][:, column]
            best = retriever._texts.best(mixed)
            ranking = [frozenset({row} & gold) for row in np.argsort(-best, kind="stable")[:DEPTH].tolist()]
            values.append(
                (
                    measures.recall(ranking, len(gold), 10),
                    measures.recall(ranking, len(gold), DEPTH),
                    measures.reciprocal_rank(ranking, 10),
                )
            )
        bundled = " (bundled)" if share == STATIC_SHARE else ""
        yield (f"{1 - share:g} : {share:g}{bundled}", *(f"{value:.3f}" for value in np.mean(values, axis=0)))


def by_weight(retriever: Retriever, asked: Sequence[Asked]) -> Iterator[tuple[str, ...]]:
    """Rows articles, hit@1 for each of WEIGHTS: the whole search among that many units."""
    total = len(retriever.units)
    draw = np.random.default_rng(0)
    for size in (*(size for size in AMONG if size < total), total):
        hidden: list[Collection[int]] = []
        for _, gold in asked:
            kept = {*draw.choice(total, size, replace=False).tolist(), *gold} if size < total else set()
            hidden.append(set(range(total)) - kept if kept else ())
        row = [f"{size:,}"]
        for weight in WEIGHTS:
            scale = np.array([weight if name.startswith(LEXICAL) else 1.0 for name in FEATURES])
            with patch.object(retriever, "_scale", scale), patch.object(retriever, "_word_share", weight):
                hits = [_first(retriever, text, away) in gold for (text, gold), away in zip(asked, hidden, strict=True)]
            row.append(f"{np.mean(hits):.3f}")
        yield tuple(row)


def _first(retriever: Retriever, question: str, hidden: Collection[int]) -> int:
    found = retriever.candidates(question, hidden=hidden)
    return int(found.rows[found.order[0]]) if len(found.order) else -1


def questions(folder: Path, retriever: Retriever) -> list[Asked]:
    """The validation questions of STARD with their units in an index of its laws."""
    ids = article_ids(stard_articles(folder.parent))
    rows: dict[int, list[int]] = {}
    for row, unit in enumerate(retriever.units):
        if (number := article_id(unit, ids)) is not None:
            rows.setdefault(number, []).append(row)
    found = [
        (q.text, frozenset(row for n in q.gold for row in rows.get(n, ()))) for q in stard_questions(folder.parent)[1]
    ]
    return [(text, gold) for text, gold in found if gold]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.weights", description="Measure other weights on STARD.")
    parser.add_argument("--stard", type=Path, required=True, metavar="DIR", help="folder with STARD")
    parser.add_argument("--index", type=Path, default=ROOT / "build" / "stard" / "index", metavar="DIR")
    parser.add_argument("--shares", type=Path, metavar="FILE.md", help="write the first table between its marks")
    parser.add_argument("--words", type=Path, metavar="FILE.md", help="write the second table between its marks")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        folder = options.stard.resolve()
        if not (folder / "corpus.jsonl").is_file():
            raise BatchError("STARD 的 corpus.jsonl 和问题文件", f"没有 {folder / 'corpus.jsonl'}", "检查 --stard")
        retriever = Assistant.load(options.index).retriever
        asked = questions(folder, retriever)
        made = f"Commit `{commit()}`, {len(asked)} questions.\n\n"
        shares = table(
            ("contextual : static", "R@10", "R@100", "MRR@10"),
            list(by_share(retriever, asked, load_encoder(str(CONTEXTUAL)).dimension)),
        )
        console.print(shares, markup=False)
        words = table(("articles", *(f"{weight:g}" for weight in WEIGHTS)), list(by_weight(retriever, asked)))
        console.print(words, markup=False)
        for file, name, text in ((options.shares, "shares", shares), (options.words, "words", words)):
            if file:
                fill(file, name, made + text)
    except TiaowenError as error:
        console.print(f"[red]{error}[/]", soft_wrap=True)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
