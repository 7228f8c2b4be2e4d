"""How fast: building an index, loading it, asking one by one and many at once (`python -m eval.bench [--index DIR]`).

One by one, every question of eval/dev.jsonl is asked, `repeat` times over. At once, the questions of the question bank
are asked through `ask_many`, each one once and changed a little, so that none stands in the index word for word; some
of them are asked one by one before, for the ratio. For another index, --questions names a file with questions of its
own, like STARD's queries_train.jsonl, which take the place of both. Latencies are wall-clock times with nothing else
running, so they hold for a machine and a moment: both are printed with them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
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
BANK = ROOT / "data" / "questions"
ALONE = 200  # questions asked one by one for the ratio
T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """What the call returns, and the seconds it took."""
    started = time.perf_counter()
    found = call()
    return found, time.perf_counter() - started


def different() -> list[str]:
    """Questions for `ask_many`, no two the same: those of the question bank, each changed a little."""
    lines = [line for file in sorted(BANK.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    asked = [json.loads(line)["question"] for line in lines]
    return list(
        dict.fromkeys(f"请问{q}" if i % 2 else q[: len(q) // 2] + q[len(q) // 2 + 1 :] for i, q in enumerate(asked))
    )


def questions_of(file: Path) -> list[str]:
    """The different questions of a file, in its order."""
    return list(dict.fromkeys(json.loads(line)["question"] for line in file.read_text("utf-8").splitlines()))


def milliseconds(call: Callable[[str], object], question: str) -> float:
    """What a call takes; a refusal to search for an address that names nothing is an answer as well."""
    started = time.perf_counter()
    with contextlib.suppress(TiaowenError):
        call(question)
    return (time.perf_counter() - started) * 1000


def memory() -> str:
    """Resident memory of this process, where the system tells."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    found = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return f"{int(found[0]) / 1024:.0f} MB" if found else ""


def ask_at_once(assistant: Assistant, questions: Sequence[str], table: Table) -> None:
    """Rows for ask_many: the whole run, its steady part (the workers have loaded), and the ratio to one by one."""
    alone = questions[:: max(len(questions) // ALONE, 1)]
    used = time.process_time()
    _, seconds = timed(lambda: [assistant.ask_alone(question) for question in alone])
    single = len(alone) / seconds
    cpu = (time.process_time() - used) / len(alone) * 1000
    table.add_row("one by one, questions/s", f"{single:.0f}", f"cpu {cpu:.1f} ms", str(len(alone)))
    started = time.perf_counter()
    marks = [time.perf_counter() - started for _ in assistant.ask_many(questions)]
    half = len(marks) // 2
    steady = (len(marks) - half) / (marks[-1] - marks[half])
    table.add_row(
        "ask_many, start of workers included, questions/s", f"{len(marks) / marks[-1]:.0f}", "", str(len(marks))
    )
    table.add_row("ask_many, second half, questions/s", f"{steady:.0f}", "", str(len(marks) - half))
    table.add_row("ask_many : one by one", f"{steady / single:.2f}", "", "")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description="Measure how fast the system is.")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index to ask (default: one that is built here)")
    parser.add_argument("--encoder", metavar="MODEL", help="the encoder it was made with (default: the bundled one)")
    parser.add_argument("--questions", type=Path, metavar="FILE", help='{"question": …} a line')
    parser.add_argument("--limit", type=int, metavar="N", help="ask no more than N questions at once")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="rounds over the questions (default: 3)")
    options = parser.parse_args(arguments)
    console = Console()
    table = Table("step", "p50", "p95", "n")
    try:
        if options.questions is not None:
            many = questions_of(options.questions)
            questions = many[:100]
        else:
            many = different()
            questions = [question.question for question in load_questions(HERE / "dev.jsonl")]
        with tempfile.TemporaryDirectory() as folder:
            index = options.index or Path(folder)
            if options.index is None:
                manifest, seconds = timed(lambda: build_index(SOURCES, index, options.encoder))
                table.add_row(f"build an index of {manifest['entries']} entries, s", f"{seconds:.1f}", "", "1")
            assistant, seconds = timed(lambda: Assistant.load(index, options.encoder))
            entries = assistant.manifest["entries"]
            table.add_row(f"load it ({entries} entries), s", f"{seconds:.2f}", memory(), "1")
            table.add_row("first question, ms", f"{milliseconds(assistant.ask, questions[0]):.1f}", "", "1")
            for name, call in (("search", assistant.search), ("ask", assistant.ask)):
                times = [milliseconds(call, q) for _ in range(options.repeat) for q in questions]
                cells = [f"{f.value:.1f} [{f.low:.1f}–{f.high:.1f}]" for f in (quantile(times, q) for q in (0.5, 0.95))]
                table.add_row(f"{name}, ms", *cells, str(len(times)))
            ask_at_once(assistant, many[: options.limit], table)
            assistant.close()
    except TiaowenError as error:
        console.print(f"[red]{error}[/]", soft_wrap=True)
        return 2
    console.print(table)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores{load}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
