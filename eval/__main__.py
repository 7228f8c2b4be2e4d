"""python -m eval: ask the question sets, print the figures, write JSON and one HTML page.

python -m eval                                       official, dev and dialogue questions against index/
python -m eval --questions q.jsonl --index DIR       any questions, any index
python -m eval --from-feedback [feedback.sqlite]     what readers judged on the page, as questions
python -m eval --corpus stard --stard DIR            retrieval over the STARD articles
python -m eval --baseline eval/baseline.json --check exit 1 where figures drop beyond noise
python -m eval --compare a.json b.json               two runs, paired
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from eval import official
from eval.comparison import compare, losses
from eval.document import figures, fill
from eval.outcomes import ask_all
from eval.questions import load_questions
from eval.results import ROOT, baseline, load, result, row, save, section
from tiaowen import Assistant, build_index
from tiaowen.errors import TiaowenError
from tiaowen.indexing.index import is_current
from tiaowen.library.library import SOURCES, Library
from tiaowen.reading.registry import beside

HERE = Path(__file__).parent
WIDTH = 110  # columns that the tables need; a pipe has 80
WARM_UP = (
    "你好，请问这里可以查什么？"  # loads dictionaries and caches, so that the first question is timed like the others
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; returns 0, 1 where a check fails, 2 where something needed is missing or malformed."""
    options = _options(arguments)
    console = Console()
    console.width = max(console.width, WIDTH)
    try:
        if options.compare:
            return _compare(*options.compare, console=console)
        base = load(options.baseline) if options.check else None  # before the minutes that a run takes
        if options.corpus == "stard":
            from eval.stard import measure

            run = measure(
                options.stard, options.questions[0] if options.questions else None, options.index, options.name, console
            )
        else:
            run = _run(options, console)
        return _finish(run, base, options, console)
    except TiaowenError as error:
        console.print(f"[red]{error}[/]", soft_wrap=True)
        return 2


def _run(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    files = options.questions or [HERE / "dev.jsonl", HERE / "dialogues_dev.json"]
    if options.from_feedback:
        files = [*(options.questions or ()), _harvest(options, console)]
    asked = [load_questions(file) for file in files]
    index = options.index or ROOT / "index"
    if not (index / "current").exists():
        if options.index:
            console.print(f"{index}: no index there; building one from {SOURCES.relative_to(ROOT)}")
        build_index(SOURCES if options.index else Library(index).paths, index)
    assistant = Assistant.load(index)
    if not options.index and not is_current(Library(index).paths, index, assistant.manifest["encoder"]["fingerprint"]):
        console.print("[yellow]index/ is older than its sources or than the code: python -m tiaowen index[/]")
    assistant.ask(WARM_UP)
    sets: dict[str, Any] = {}
    if not options.questions and not options.from_feedback:
        sets["official"] = official_section(assistant)
    for questions in asked:
        with console.status(f"{questions.name}: {len(questions)} questions"):
            outcomes = list(ask_all(assistant, questions, _root(options.sources, assistant, console)))
        sets[questions.name] = section(outcomes, [row(o) for o in outcomes], questions.file, questions.sha256)
    return result(options.name, assistant.manifest, sets)


def _root(sources: Path, assistant: Assistant, console: Console) -> Path | None:
    """The folder that citations name their files from; None, and a line that says so, where it has none of them."""
    registry = beside([sources], "sources.json")
    root = (registry.parent.parent if registry is not None else sources.parent).resolve()
    cited = [witness.source.file for document in assistant.corpus.documents for witness in document.witnesses]
    if any((root / file.split("!/")[0]).is_file() for file in cited):
        return root
    console.print(f"[yellow]{sources}: not the files of this index, so that verbatim is not measured (--sources)[/]")
    return None


def _harvest(options: argparse.Namespace, console: Console) -> Path:
    """Export the judgements of readers as a question file beside the results; says what was left out and why."""
    from eval.feedback import export, load_feedback

    harvest = load_feedback(options.from_feedback)
    for sentence in harvest.left_out:
        console.print(f"left out: {sentence}", markup=False, soft_wrap=True)
    file: Path = options.out / "feedback.jsonl"
    export(harvest.questions, file)
    console.print(f"{file}: {len(harvest.questions)} questions of {options.from_feedback.name}", soft_wrap=True)
    return file


def official_section(assistant: Assistant) -> dict[str, Any]:
    """The official set as a section of a result, with the side-by-side report of each pair."""
    pairs = official.load_pairs(assistant.corpus)
    allowed = official.without_interview(assistant.corpus, pairs)
    restricted = _Restricted(assistant, allowed)
    without = list(ask_all(restricted, [pair.asked() for pair in pairs], ROOT))
    sourced = [pair.asked() for pair in pairs if not pair.restates]
    with_all = {o.question.id: o for o in ask_all(assistant, sourced, ROOT)}
    reports, rows, outcomes = [], [], []
    for pair, outcome in zip(pairs, without, strict=True):
        source = with_all.get(outcome.question.id)
        report = official.pair_report(pair, outcome, source)
        extra = (
            {"official source": float(report["instead"]["met"])}
            if source
            else {"official coverage": report["coverage"]}
        )
        reports.append(report)
        outcomes.append(source or outcome)
        rows.append(row(outcomes[-1], extra))
    text = official.GOLD_FILE.read_bytes() + "".join(pair.question for pair in pairs).encode()
    about = section(outcomes, rows, official.GOLD_FILE.name, hashlib.sha256(text).hexdigest())
    return {**about, "pairs": reports}


class _Restricted:
    """An assistant that sees some documents only."""

    def __init__(self, assistant: Assistant, documents: list[str]) -> None:
        self.search = partial(assistant.search, documents=documents)
        self.ask = partial(assistant.ask, documents=documents)


def _finish(run: dict[str, Any], base: dict[str, Any] | None, options: argparse.Namespace, console: Console) -> int:
    from eval.report import page, show

    show(run, console)
    file = options.out / f"{options.name}.json"
    save(run, file)
    file.with_suffix(".html").write_text(page(run), encoding="utf-8")
    console.print(f"{file} and {file.with_suffix('.html').name} written")
    if options.document:
        fill(options.document, options.mark, figures(run))
        console.print(f"{options.document} brought up to date")
    if options.write_baseline:
        save(baseline(run), options.baseline)
        console.print(f"{options.baseline} written")
    if base is None:
        return 0
    lost = losses(base, run)
    for sentence in lost:
        console.print(f"[red]{sentence}[/]", soft_wrap=True)
    console.print("below the baseline" if lost else f"holds against {options.baseline.name}")
    return 1 if lost else 0


def _compare(first: Path, second: Path, console: Console) -> int:
    from eval.report import show_differences

    before, after = load(first), load(second)
    show_differences(compare(before, after), (before["name"], after["name"]), console)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure the system.")
    parser.add_argument("--questions", type=Path, nargs="+", metavar="FILE", help="question files (.jsonl, .json)")
    parser.add_argument(
        "--from-feedback",
        type=Path,
        nargs="?",
        const=ROOT / "feedback.sqlite",
        metavar="FILE",
        help="turn readers' judgements into questions, export and ask them (default: feedback.sqlite)",
    )
    parser.add_argument("--index", type=Path, metavar="DIR", help="index to ask (default: index/, built if missing)")
    parser.add_argument(
        "--sources", metavar="DIR", type=Path, default=SOURCES, help="files that --index was made of (data/sources)"
    )
    parser.add_argument("--name", default="latest", help="name of the result files (default: latest)")
    parser.add_argument("--out", type=Path, default=HERE / "results", metavar="DIR", help="where results are written")
    parser.add_argument("--compare", type=Path, nargs=2, metavar=("A.json", "B.json"), help="two results, paired")
    parser.add_argument("--document", type=Path, metavar="FILE.md", help="write the figures between its marks")
    parser.add_argument("--mark", default="figures", help="name of these marks (default: figures)")
    parser.add_argument("--baseline", type=Path, default=HERE / "baseline.json", metavar="FILE")
    parser.add_argument(
        "--check", action="store_true", help="exit 1 where figures drop below the baseline beyond noise"
    )
    parser.add_argument("--write-baseline", action="store_true", help="write this run to the baseline file")
    parser.add_argument("--corpus", choices=("stard",), help="another corpus than the index")
    parser.add_argument("--stard", type=Path, metavar="DIR", help="folder with corpus.jsonl and queries_train.jsonl")
    options = parser.parse_args(arguments)
    if options.corpus and options.from_feedback:
        parser.error("--from-feedback asks the index, not --corpus")
    if options.corpus == "stard" and not options.stard:
        parser.error("--corpus stard needs --stard DIR")
    return options


if __name__ == "__main__":
    sys.exit(main())
