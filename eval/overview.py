"""Many question sets on one table: `python -m eval.overview RESULT.json … [--together NAME=SET,SET …]`.

A line for each set of the results given, with what a reader of answers cares for: was the right clause cited, do its
words answer, and was refused what has no answer, and nothing else. `--together` adds a line of several sets as one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from eval.document import fill, table
from eval.results import load
from tiaowen.errors import BatchError, TiaowenError

HEAD = (
    "set",
    "right clause cited",
    "span in answer",
    "character F1",
    "answerable refused",
    "unanswerable refused",
    "off-topic refused",
)
_MEANS = ("span in answer", "character F1")
_REFUSALS = ("refused: answerable", "refused: unanswerable", "refused: off-topic")


def line(name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """One line of the table: `name`, then shares and counts over `rows`; empty where no row has the figure."""
    values = {m: [r["values"][m] for r in rows if m in r["values"]] for m in ("citation", *_MEANS, *_REFUSALS)}
    means = (f"{sum(v) / len(v):.3f}" if (v := values[m]) else "" for m in _MEANS)
    return (name, _share(values["citation"]), *means, *(_share(values[m]) for m in _REFUSALS))


def _share(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.3f} ({sum(values):.0f} of {len(values)})" if values else ""


def overview(results: Iterable[Mapping[str, Any]], together: Mapping[str, Sequence[str]]) -> str:
    """The table over all sets of `results`, in their order, then a line for each entry of `together`.

    Raises BatchError where `together` names a set that no result has.
    """
    sets = {name: about["rows"] for result in results for name, about in result["sets"].items()}
    lines = [line(name, rows) for name, rows in sets.items()]
    for name, members in together.items():
        if missing := [member for member in members if member not in sets]:
            raise BatchError(f"评测结果里有的题集：{'、'.join(sets)}", "、".join(missing), "改正 --together")
        lines.append(line(f"*{name}*", [row for member in members for row in sets[member]]))
    return table(HEAD, lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.overview", description="Many question sets on one table.")
    parser.add_argument("results", type=Path, nargs="+", metavar="RESULT.json", help="written by python -m eval")
    parser.add_argument("--together", action="append", default=[], metavar="NAME=SET,SET", help="several sets as one")
    parser.add_argument("--document", type=Path, metavar="FILE.md", help="write the table between its marks")
    parser.add_argument("--mark", default="overview", help="name of the marks (default: overview)")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        results = [load(file) for file in options.results]
        named = (given.partition("=") for given in options.together)
        text = overview(results, {name: members.split(",") for name, _, members in named})
        commits = ", ".join(sorted({f"`{result['commit']}`" for result in results}))
        if options.document:
            fill(options.document, options.mark, f"Commit {commits}.\n\n{text}")
    except TiaowenError as error:
        console.print(f"[red]{error}[/]", soft_wrap=True)
        return 2
    console.print(text, soft_wrap=True, markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
