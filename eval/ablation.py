"""What each part of the search is worth: `python -m eval.ablation [--questions FILE …] [--index DIR]`.

Each row is the whole system with one part silenced: its features count zero, the other weights stay as they were
fitted. "alone" rows keep one channel only; the candidates that are ranked still come from all. A part may be worth
more than its row says where another can stand in for it, and less where the weights, fitted with it, do not suit the
rest.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from rich.console import Console

from eval.baselines import WIDTH, clauses, measure, show
from eval.document import fill, systems
from eval.questions import Question, load_questions
from eval.results import ROOT, commit
from tiaowen import Assistant
from tiaowen.errors import TiaowenError
from tiaowen.retrieval.ranking import FEATURES

HERE = Path(__file__).parent
SETS = (HERE / "dev.jsonl", HERE / "unseen" / "five_tune.jsonl", HERE / "unseen" / "five_test.jsonl")
WHOLE = "ours"

Holds = Callable[[str], bool]
"""Whether a feature, by its name, counts."""

CHANNELS: dict[str, Holds] = {
    "vectors": lambda name: name.startswith("dense") or name == "best_exact",
    "words": lambda name: name.startswith("words"),
    "bigrams": lambda name: name.startswith("bigrams"),
    "pinyin": lambda name: name.startswith("pinyin"),
}
PARTS: dict[str, Holds] = {
    **CHANNELS,
    "kind of question": lambda name: name.startswith("asks"),
    "the document's nearness": lambda name: name == "document",
    "regulation before news": lambda name: name == "regulation",
}


def variants() -> Iterator[tuple[str, Holds]]:
    """(name, which features count) of every row but the whole and that without everyday words."""
    for name, part in PARTS.items():
        yield f"without {name}", lambda feature, part=part: not part(feature)  # type: ignore[misc]
    for name, part in CHANNELS.items():
        yield f"{name} alone", part


@contextmanager
def only(assistant: Assistant, holds: Holds) -> Iterator[None]:
    """The assistant ranks by the features that `holds` names; everything else counts zero."""
    ranker = assistant.retriever.ranker
    counted = np.array([holds(name) for name in FEATURES], dtype=np.float64)
    with patch.object(ranker, "weights", ranker.weights * counted):
        yield


def run(assistant: Assistant, questions: Sequence[Question]) -> dict[str, dict[str, Any]]:
    """Row -> figures, as eval.baselines measures them."""
    measured = {WHOLE: measure(clauses(assistant), questions)}
    with patch("tiaowen.retrieval.retrieval.lawful", str):
        measured["without everyday words for the law's"] = measure(clauses(assistant), questions)
    for name, holds in variants():
        with only(assistant, holds):
            measured[name] = measure(clauses(assistant), questions)
    return measured


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m eval.ablation", description="Measure the system without its parts."
    )
    parser.add_argument("--questions", type=Path, nargs="+", default=list(SETS), metavar="FILE")
    parser.add_argument("--index", type=Path, default=ROOT / "index", metavar="DIR")
    parser.add_argument("--document", type=Path, metavar="FILE.md", help="write the figures between its marks")
    parser.add_argument("--mark", default="ablation", help="name of the marks (default: ablation)")
    options = parser.parse_args(arguments)
    console = Console()
    console.width = max(console.width, WIDTH)
    try:
        asked = [q for file in options.questions for q in load_questions(file) if q.answer_spans and not q.dialogue]
        measured = run(Assistant.load(options.index), asked)
        show(measured, console)
        if options.document:
            fill(options.document, options.mark, systems(measured, commit()))
    except TiaowenError as error:
        console.print(f"[red]{error}[/]", soft_wrap=True)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
