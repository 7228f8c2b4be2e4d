"""Retrieval over STARD: lay questions, 58,639 articles of national laws (`python -m eval --corpus stard --stard DIR`).

STARD: Su et al., "STARD: A Chinese Statute Retrieval Dataset with Real Queries Issued by Non-professionals" (2024),
MIT. DIR is a folder named stard with corpus.jsonl ({"id", "title", "article", "text"} a line) and queries_train.jsonl
({"id", "question", "gold": [{"id"}, …]} a line).

The training questions train the encoder, all but a validation part that `train.corpus.stard_questions` sets apart by
the hash of their ids: only these are asked. Every law is written to a file and read, indexed and searched like any
other source, so the figures hold for the whole way. The index is kept under --index (default build/stard) and used
again while it is there; making it took half an hour on two cores beside other work.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from rich.console import Console
from rich.progress import Progress

from eval import measures
from eval.results import ROOT, calibration, result, risk, rows_section
from tiaowen import Assistant, build_index
from tiaowen.datamodels import Clause
from tiaowen.errors import BatchError
from train.corpus import Article, Question, read_jsonl, stard_articles, stard_questions

DEPTH = 100


def write_laws(articles: list[Article], folder: Path) -> dict[tuple[str, str], int]:
    """One Markdown file per title; returns what `article_ids` does."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, title, numbers in _laws(articles):
        body = "\n\n".join(f"{articles[n].label} {articles[n].text}" for n in numbers)
        (folder / name).write_text(f"# {title}\n\n{body}\n", encoding="utf-8")
    return article_ids(articles)


def article_ids(articles: list[Article]) -> dict[tuple[str, str], int]:
    """(file name, 第…条) -> STARD's id, the position in the list."""
    return {(name, articles[n].label): n for name, _, numbers in _laws(articles) for n in numbers}


def _laws(articles: list[Article]) -> Iterator[tuple[str, str, list[int]]]:
    """(file name, title, its articles) of every law."""
    laws: dict[str, list[int]] = {}
    for number, article in enumerate(articles):
        laws.setdefault(article.title, []).append(number)
    for count, (title, numbers) in enumerate(laws.items()):
        yield f"{count:04d}.md", title, numbers


def measure(folder: Path, questions: Path | None, index: Path | None, name: str, console: Console) -> dict[str, Any]:
    """The result of a run: R@10, R@100, MRR@10 and the latency of a search.

    folder: named stard, with the files above. questions: another file like queries_train.jsonl, asked in full. index:
    where the laws and their index are kept. Raises BatchError where a file is missing.
    """
    folder = folder.resolve()
    asked_file = questions or folder / "queries_train.jsonl"
    for file in (folder / "corpus.jsonl", asked_file):
        if folder.name != "stard" or not file.is_file():
            raise BatchError("STARD 的 corpus.jsonl 和问题文件", f"没有 {file}", "检查 --stard 和 --questions")
    index = index or ROOT / "build" / "stard"
    ids = write_laws(stard_articles(folder.parent), index / "laws")
    if not (index / "index" / "current").exists():
        with Progress(console=console) as progress:
            tasks: dict[str, Any] = {}

            def report(what: str, done: int, total: int) -> None:
                if what not in tasks:
                    tasks[what] = progress.add_task(what, total=total)
                progress.update(tasks[what], completed=done, total=total)

            build_index(index / "laws", index / "index", progress=report)
    assistant = Assistant.load(index / "index")
    missing = set(ids.values()) - {
        number for c in assistant.corpus.clauses if (number := article_id(c, ids)) is not None
    }
    if missing:
        console.print(
            f"{len(missing)} of {len(ids)} articles were not recognised as clauses, e.g. {sorted(missing)[:5]}"
        )
    asked = _questions(questions) if questions else stard_questions(folder.parent)[1]
    assistant.search("预热", DEPTH)
    rows, scored = [], []
    for question in asked:
        started = time.perf_counter()
        hits = assistant.search(question.text, DEPTH)
        spent = (time.perf_counter() - started) * 1000
        # A hit stands for every place of its words: STARD holds the same article under several titles.
        found = [{article_id(c, ids) for c in (hit.clause, *(place.clause for place in hit.also))} for hit in hits]
        ranking = [frozenset(numbers & set(question.gold)) for numbers in found]
        if hits:
            scored.append((hits[0].score, bool(ranking[0])))
        rows.append(_row(question, ranking, [(h.clause.cite, h.score) for h in hits[:10]], spent))
    about = {
        **rows_section(rows, asked_file.name, hashlib.sha256(asked_file.read_bytes()).hexdigest(), ("search",)),
        "calibration": {"first hit": calibration(scored)},
        "risk_coverage": risk(scored, None),
    }
    return result(name, assistant.manifest, {"stard": about})


def _row(
    question: Question, ranking: list[frozenset[int]], hits: list[tuple[str, float]], spent: float
) -> dict[str, Any]:
    wanted = len(question.gold)
    return {
        "id": f"stard{question.id}",
        "kind": "stard",
        "dialogue": "",
        "question": question.text,
        "gold": [str(number) for number in question.gold],
        "answer_spans": [],
        "status": "",
        "hits": [{"cite": c, "score": s, "right": bool(m)} for (c, s), m in zip(hits, ranking, strict=False)],
        "values": {
            "hit rate@1": measures.hit_rate(ranking, 1),
            "recall@10": measures.recall(ranking, wanted, 10),
            "recall@100": measures.recall(ranking, wanted, DEPTH),
            "MRR@10": measures.reciprocal_rank(ranking, 10),
            "nDCG@10": measures.ndcg(ranking, wanted, 10),
        },
        "search_ms": spent,
    }


def _questions(file: Path) -> list[Question]:
    rows = read_jsonl(file)
    return [Question(row["id"], row["question"], tuple(gold["id"] for gold in row["gold"])) for row in rows]


def article_id(clause: Clause, ids: dict[tuple[str, str], int]) -> int | None:
    """STARD's id of an article as parsed, None for any other clause."""
    return ids.get((PurePosixPath(clause.document.source.file).name, clause.label))
