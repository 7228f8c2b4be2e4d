"""How many questions are refused at which threshold: `python -m eval.refusal [--questions FILE …] [--index DIR]`.

The whole system is asked at each threshold of the confidence, its rules on quantities and statuses included. A high
threshold refuses more questions that have no answer, and more that have one; that of `tiaowen.answering.refusing` was
chosen on such a table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console

from eval.document import fill, table
from eval.questions import Question, load_questions
from eval.results import ROOT, commit
from tiaowen import Assistant
from tiaowen.errors import TiaowenError

HERE = Path(__file__).parent
SETS = (HERE / "dev.jsonl", HERE / "unseen" / "five_tune.jsonl")
THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


def refused(assistant: Assistant, questions: Sequence[Question], threshold: float) -> np.ndarray:
    """bool (len(questions),): which are refused where an answer needs this confidence."""
    refusals = assistant.answerer.refusals
    before, refusals.threshold = refusals.threshold, threshold
    try:
        return np.array([assistant.ask_alone(q.question).status != "answered" for q in questions], dtype=bool)
    finally:
        refusals.threshold = before


def curve(assistant: Assistant, questions: Sequence[Question]) -> Iterator[tuple[str, ...]]:
    """Rows threshold, refused of the unanswerable, of the answerable, of what has nothing to do with the documents."""
    answerable = np.array([q.answerable for q in questions])
    elsewhere = np.array([q.kind == "offtopic" for q in questions])
    chosen = assistant.answerer.refusals.threshold
    for threshold in sorted({*THRESHOLDS, chosen}):
        found = refused(assistant, questions, threshold)
        parts = (found[~answerable & ~elsewhere], found[answerable], found[elsewhere])
        shares = (f"{part.mean():.3f} ({part.sum()} of {len(part)})" if len(part) else "" for part in parts)
        yield (f"{threshold:.2f}{' (chosen)' if threshold == chosen else ''}", *shares)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.refusal", description="Measure other thresholds of refusal.")
    parser.add_argument("--questions", type=Path, nargs="+", default=list(SETS), metavar="FILE")
    parser.add_argument("--index", type=Path, default=ROOT / "index", metavar="DIR")
    parser.add_argument("--document", type=Path, metavar="FILE.md", help="write the table between its marks")
    parser.add_argument("--mark", default="refusal", help="name of the marks (default: refusal)")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        asked = [q for file in options.questions for q in load_questions(file) if not q.dialogue]
        assistant = Assistant.load(options.index)
        rows = list(curve(assistant, asked))
    except TiaowenError as error:
        console.print(f"[red]{error}[/]", soft_wrap=True)
        return 2
    text = table(("threshold", "unanswerable refused", "answerable refused", "off-topic refused"), rows)
    console.print(text, soft_wrap=True, markup=False)
    if options.document:
        names = ", ".join(file.stem for file in options.questions)
        fill(options.document, options.mark, f"Commit `{commit()}`, {names}.\n\n{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
