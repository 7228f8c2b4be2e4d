"""How fast: building an index, loading it, asking (`python -m eval.bench [--index DIR] [--repeat 3]`).

Every question of eval/dev.jsonl is asked, `repeat` times over; latencies are wall-clock times of one
call in one process with nothing else running, so they hold for a machine and a moment: both are printed with them.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from eval.questions import load_questions
from eval.results import ROOT
from eval.statistics import quantile
from tiaowen import Assistant, build_index
from tiaowen.errors import TiaowenError

HERE = Path(__file__).parent
SOURCES = ROOT / "data" / "sources"
T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """What the call returns, and the seconds it took."""
    started = time.perf_counter()
    found = call()
    return found, time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description="Measure how fast the system is.")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index to ask (default: one that is built here)")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="rounds over the questions (default: 3)")
    options = parser.parse_args(arguments)
    console = Console()
    table = Table("step", "p50", "p95", "n")
    try:
        questions = [question.question for question in load_questions(HERE / "dev.jsonl")]
        with tempfile.TemporaryDirectory() as folder:
            index = options.index or Path(folder)
            if options.index is None:
                manifest, seconds = timed(lambda: build_index(SOURCES, index))
                table.add_row(f"build an index of {manifest['entries']} entries, s", f"{seconds:.1f}", "", "1")
            assistant, seconds = timed(lambda: Assistant.load(index))
            table.add_row("load it, s", f"{seconds:.2f}", "", "1")
            table.add_row("first question, ms", f"{timed(lambda: assistant.ask(questions[0]))[1] * 1000:.1f}", "", "1")
            for name, call in (("search", assistant.search), ("ask", assistant.ask)):
                times = [timed(lambda q=q, c=call: c(q))[1] * 1000 for _ in range(options.repeat) for q in questions]
                cells = [f"{f.value:.1f} [{f.low:.1f}–{f.high:.1f}]" for f in (quantile(times, q) for q in (0.5, 0.95))]
                table.add_row(f"{name}, ms", *cells, str(len(times)))
    except TiaowenError as error:
        console.print(f"[red]{error}[/]", soft_wrap=True)
        return 2
    console.print(table)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores{load}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
