"""Step 5: how well an encoder finds articles, and how fast: the figures of docs/encoder.md.

    python -m train.measure stard models/encoder --shared ../shared              # all 58,639 articles: minutes
    python -m train.measure stard build/base --sample 8000                       # a smaller corpus, to compare models
    python -m train.measure clauses models/encoder --questions ../shared/questions/dev.jsonl
    python -m train.measure speed models/encoder

Several models may be named; each gets a line.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
import unicodedata
from pathlib import Path

import numpy as np

from tiaowen.clauses.entries import make_entries
from tiaowen.encoding.encoding import SentenceTransformerEncoder
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.registry import Registry
from train.corpus import LexicalIndex, read_jsonl, stard_articles, stard_questions

SEED = 20240205


def ranking(questions: np.ndarray, passages: np.ndarray, limit: int) -> np.ndarray:
    """Positions of the ``limit`` nearest passages of each question, best first: int (questions, limit)."""
    return np.argsort(-(questions @ passages.T), axis=1, kind="stable")[:, :limit]


def recall(found: np.ndarray, gold: list[set[int]], k: int) -> float:
    """R@k: the share of a question's gold articles among the first k, averaged over questions (as STARD counts)."""
    pairs = zip(found, gold, strict=True)
    return statistics.mean(len(right.intersection(row[:k].tolist())) / len(right) for row, right in pairs)


def reciprocal_rank(found: np.ndarray, gold: list[set[int]], k: int) -> float:
    """MRR@k: 1 / rank of the first gold article among the first k, 0 when there is none, averaged over questions."""
    pairs = zip(found, gold, strict=True)
    ranks = [[rank for rank, i in enumerate(row[:k].tolist(), 1) if i in right] for row, right in pairs]
    return statistics.mean(1 / hits[0] if hits else 0.0 for hits in ranks)


def stard(arguments: argparse.Namespace) -> None:
    """The 150 validation questions of ``train.corpus`` against STARD's articles, or a sample of them.

    A sample is the gold articles, the 30 best articles of BM25 for each question, and random ones up to ``--sample``:
    harder than random articles alone, easier than all.
    """
    articles = stard_articles(arguments.shared)
    _, questions = stard_questions(arguments.shared)
    chosen = list(range(len(articles)))
    if arguments.sample:
        lexical = LexicalIndex(articles)
        kept = {i for question in questions for i in (*question.gold, *lexical.search(question.text, 30))}
        others = [i for i in chosen if i not in kept]
        random.Random(SEED).shuffle(others)
        chosen = sorted(kept | set(others[: max(0, arguments.sample - len(kept))]))
    place = {article: position for position, article in enumerate(chosen)}
    gold = [{place[i] for i in question.gold} for question in questions]
    texts = [articles[i].text for i in chosen]
    if arguments.titled:
        texts = [f"{articles[i].title}\n{articles[i].text}" for i in chosen]
    if arguments.cut:
        texts = [text[: arguments.cut] for text in texts]
    print(f"{len(questions)} questions, {len(texts)} articles, {'with' if arguments.titled else 'without'} titles")
    for path in arguments.models:
        encoder = SentenceTransformerEncoder(path, arguments.threads)
        started = time.perf_counter()
        passages = encoder.encode_passages(texts)
        seconds = time.perf_counter() - started
        found = ranking(encoder.encode_queries([question.text for question in questions]), passages, 100)
        figures = recall(found, gold, 10), recall(found, gold, 100), reciprocal_rank(found, gold, 10)
        line = "R@10 {:.3f}  R@100 {:.3f}  MRR@10 {:.3f}".format(*figures)
        print(f"{line}  {seconds:6.0f} s  {path}", flush=True)


def plain(text: str) -> str:
    """NFKC without white space: what a span is looked for in."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def clauses(arguments: argparse.Namespace) -> None:
    """The share of answerable questions with an answer span in the first, and in the first five clauses.

    Clauses are the units of ``data/sources`` as the library reads them; each counts with the best of its entries
    (pieces of at most 240 characters), exactly as in an index without a question bank.
    """
    registry = Registry.load(arguments.data / "sources.json")
    corpus = read_sources([arguments.data / "sources"], registry=registry, root=arguments.data.parent)
    entries, _ = make_entries(corpus)
    units = {unit.id: place for place, unit in enumerate(unit for unit in corpus.clauses if unit.role == "unit")}
    of_entry = np.array([units[entry.unit] for entry in entries])
    searched = [plain(unit.text) for unit in corpus.clauses if unit.role == "unit"]
    questions = [row for row in read_jsonl(arguments.questions) if row["answer_spans"]]
    gold = [{i for i, t in enumerate(searched) if any(plain(s) in t for s in q["answer_spans"])} for q in questions]
    print(f"{len(questions)} questions, {sum(map(bool, gold))} with a clause that has the span; {len(units)} clauses")
    everyday = [i for i, question in enumerate(questions) if question["kind"] == "colloquial"]
    for path in arguments.models:
        encoder = SentenceTransformerEncoder(path, arguments.threads)
        passages = encoder.encode_passages([entry.embedded for entry in entries])
        similarities = encoder.encode_queries([question["question"] for question in questions]) @ passages.T
        best = np.full((len(questions), len(units)), -1.0)
        for place in range(len(units)):
            best[:, place] = similarities[:, of_entry == place].max(axis=1, initial=-1.0)
        order = np.argsort(-best, axis=1, kind="stable")
        pairs = zip(order, gold, strict=True)
        hit = np.array([[bool(right.intersection(row[:k].tolist())) for k in (1, 5)] for row, right in pairs])
        (first, five), (first_everyday, five_everyday) = hit.mean(axis=0), hit[everyday].mean(axis=0)
        line = f"first {first:.3f}  five {five:.3f}  MRR@10 {reciprocal_rank(order, gold, 10):.3f}"
        print(f"{line}  colloquial: first {first_everyday:.3f}  five {five_everyday:.3f}  {path}", flush=True)


def speed(arguments: argparse.Namespace) -> None:
    """Milliseconds a question (one at a time; median and 95th percentile), articles a second."""
    articles = stard_articles(arguments.shared)
    _, questions = stard_questions(arguments.shared)
    texts = [article.text for article in random.Random(SEED).sample(articles, 1000)]
    for path in arguments.models:
        encoder = SentenceTransformerEncoder(path, arguments.threads)
        times = []
        for question in questions:
            started = time.perf_counter()
            encoder.encode_queries([question.text])
            times.append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        encoder.encode_passages(texts)
        rate = len(texts) / (time.perf_counter() - started)
        print(f"{np.median(times):.1f} ms median  {np.percentile(times, 95):.1f} ms p95  {rate:.0f} articles/s  {path}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("stard", "clauses", "speed"))
    parser.add_argument("models", nargs="+", help="folders of sentence-transformers models")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sample", type=int, default=0, help="articles in the corpus; 0: all")
    parser.add_argument("--titled", action="store_true", help="put the title before each passage")
    parser.add_argument("--cut", type=int, default=0, help="characters of a passage that are encoded; 0: all")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder with sources/ and sources.json")
    parser.add_argument("--questions", type=Path, default=Path("../shared/questions/dev.jsonl"))
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    {"stard": stard, "clauses": clauses, "speed": speed}[arguments.what](arguments)


if __name__ == "__main__":
    main()
