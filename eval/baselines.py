"""Simple systems on the same questions, for comparison: `python -m eval.baselines [--questions FILE] [--index DIR]`.

usual chain   RecursiveCharacterTextSplitter (500 characters, 50 overlap) over the raw files, the bundled encoder, flat
              FAISS: what a tutorial builds. The encoder is the bundled one, since no other travels with the repository;
              with the encoder that it derives from the figures differ.
BM25          jieba words and bm25s with its defaults, over the clauses as parsed
ours          Assistant.search on the index, and once more on an index without the question bank

All are asked for texts, and measured by whether the first or the first five hold the answer span: passages of the usual
chain have no label to compare. A passage of 500 characters holds more than most clauses, which favours it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.document import fill, systems
from eval.matching import contains, fold
from eval.measures import all_spans_found, reciprocal_rank, span_found
from eval.questions import Question, QuestionSet, load_questions
from eval.results import ROOT, commit, save
from eval.statistics import bootstrap, quantile, randomisation
from tiaowen import Assistant, build_index
from tiaowen.errors import TiaowenError

HERE = Path(__file__).parent
SOURCES = ROOT / "data" / "sources"
DEPTH = 10
WIDTH = 150  # columns that the table needs; a pipe has 80

Search = Callable[[str], list[str]]


def usual_chain(files: Sequence[Path]) -> Search:
    """Cut the decoded files into passages, embed them, search by cosine."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from tiaowen.encoding.encoding import load_encoder
    from tiaowen.indexing.store import FaissStore

    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    passages = [piece for file in files for piece in splitter.split_text(file.read_text(encoding="utf-8"))]
    encoder = load_encoder()
    store = FaissStore.build(encoder.encode_passages(passages))

    def search(question: str) -> list[str]:
        _, found = store.search(encoder.encode_queries([question]), DEPTH)
        return [passages[i] for i in found[0]]

    return search


def bm25(texts: Sequence[str]) -> Search:
    """Words of the clauses, scored by bm25s with its defaults (Lucene, k1 = 1.5, b = 0.75)."""
    import bm25s

    index = bm25s.BM25()
    index.index([_words(text) for text in texts], show_progress=False)

    def search(question: str) -> list[str]:
        scores = index.get_scores(_words(question))
        return [texts[i] for i in (-scores).argsort(kind="stable")[:DEPTH] if scores[i] > 0]

    return search


def _words(text: str) -> list[str]:
    """jieba words without punctuation."""
    import jieba

    return [word for word in jieba.lcut(fold(text)) if any(char.isalnum() for char in word)]


def clauses(assistant: Assistant) -> Search:
    """Ours, as texts."""
    return lambda question: [hit.clause.text for hit in assistant.search(question, DEPTH)]


def measure(search: Search, questions: Sequence[Question]) -> dict[str, Any]:
    """Figures of one system, with the values behind them for paired tests."""
    search("预热")
    rows: list[dict[str, float]] = []
    for question in questions:
        started = time.perf_counter()
        texts = search(question.question)
        spent = (time.perf_counter() - started) * 1000
        spans = question.answer_spans
        held = [frozenset({0}) if any(contains(text, span) for span in spans) else frozenset[int]() for text in texts]
        rows.append(
            {
                "span@1": span_found(texts, spans, 1),
                "span@5": span_found(texts, spans, 5),
                "span MRR@10": reciprocal_rank(held),
                "ms": spent,
            }
            | ({"all spans@5": all_spans_found(texts, spans, 5)} if question.kind == "multi" else {})
        )
    named = {
        name: [row[name] for row in rows if name in row] for name in ("span@1", "span@5", "span MRR@10", "all spans@5")
    }
    kinds = sorted({question.kind for question in questions})
    times = [row["ms"] for row in rows]
    return {
        "values": {name: values for name, values in named.items() if values},
        "figures": {name: asdict(bootstrap(values)) for name, values in named.items() if values},
        "span@5 by kind": {
            kind: asdict(bootstrap([r["span@5"] for r, q in zip(rows, questions, strict=True) if q.kind == kind]))
            for kind in kinds
        },
        "latency_ms": {"p50": asdict(quantile(times, 0.5)), "p95": asdict(quantile(times, 0.95))},
    }


def run(questions: QuestionSet, index: Path) -> dict[str, dict[str, Any]]:
    """Every system on the answerable questions that have a span, {name: figures}; the last two are ours."""
    asked = [question for question in questions if question.answer_spans and not question.dialogue]
    assistant = Assistant.load(index)
    units = [clause.text for clause in assistant.corpus.clauses if clause.role == "unit"]
    systems = {
        "usual chain, bundled encoder": usual_chain(sorted(SOURCES.glob("*.txt"))),
        "BM25 over clean clauses": bm25(units),
        "ours": clauses(assistant),
    }
    measured = {name: measure(search, asked) for name, search in systems.items()}
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "questions"
        empty.mkdir()
        build_index(SOURCES, Path(folder) / "index", questions=empty)
        measured["ours, without the question bank"] = measure(clauses(Assistant.load(Path(folder) / "index")), asked)
    return measured


def show(measured: dict[str, dict[str, Any]], console: Console) -> None:
    """One row a system, with p of the paired randomisation test against ours."""
    names = ("span@1", "span@5", "span MRR@10", "all spans@5")
    table = Table("system", *names, "p (span@1)", "p (span@5)", "p50 ms", "p95 ms")
    ours = measured["ours"]["values"]
    for name, about in measured.items():
        cells = [f"{f['value']:.3f} [{f['low']:.2f}–{f['high']:.2f}]" for f in (about["figures"][n] for n in names)]
        tests = ["" if name == "ours" else f"{randomisation(about['values'][n], ours[n]):.3f}" for n in names[:2]]
        table.add_row(name, *cells, *tests, *(f"{about['latency_ms'][q]['value']:.1f}" for q in ("p50", "p95")))
    console.print(table)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.baselines", description="Measure simple systems beside ours.")
    parser.add_argument("--questions", type=Path, default=HERE / "dev.jsonl", metavar="FILE")
    parser.add_argument("--index", type=Path, default=ROOT / "index", metavar="DIR")
    parser.add_argument("--out", type=Path, default=HERE / "results", metavar="DIR")
    parser.add_argument("--document", type=Path, metavar="FILE.md", help="write the figures between its marks")
    options = parser.parse_args(arguments)
    console = Console()
    console.width = max(console.width, WIDTH)
    try:
        questions = load_questions(options.questions)
        measured = run(questions, options.index)
    except TiaowenError as error:
        console.print(f"[red]{error}[/]", soft_wrap=True)
        return 2
    show(measured, console)
    if options.document:
        fill(options.document, "systems", systems(measured, commit()))
    file = options.out / "baselines.json"
    save({"commit": commit(), "questions": questions.sha256, "systems": measured}, file)
    console.print(f"{file} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
