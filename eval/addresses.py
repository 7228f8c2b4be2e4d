"""Every printed address leads back to its clause: all laws of a folder, each as somebody would have it.

    python -m eval.addresses [FOLDER] [--every N] [--processes 2]

FOLDER holds laws as Markdown (by default `laws` in the shared folder, as for `eval.laws`). Every N-th file is a corpus
of its own; so are the files of one title together (the versions of a law, the books of the 民法典). Three addresses of
every clause are tried: its label in its document, its full address, and a question that holds it. The last two name the
latest version, so they are not asked of an earlier one.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from eval.laws import shared
from tiaowen.addresses.resolving import Resolver
from tiaowen.datamodels import Clause, Corpus
from tiaowen.errors import TiaowenError
from tiaowen.reading.corpus import read_sources


@dataclass(frozen=True)
class Checked:
    """What the addresses of one corpus gave: how many clauses, and (address, what it gave) of the failures."""

    files: tuple[str, ...]
    clauses: int
    wrong: tuple[tuple[str, str], ...]


def check(files: Sequence[Path]) -> Checked:
    """Read the files as one corpus and follow the addresses of all its clauses."""
    corpus = read_sources(files)
    return Checked(tuple(str(file) for file in files), len(corpus.clauses), tuple(wrong_addresses(corpus)))


def wrong_addresses(corpus: Corpus) -> list[tuple[str, str]]:
    """(address, what it leads to) of every printed address that does not lead to its clause and to nothing else."""
    resolver = Resolver(corpus)
    wrong: list[tuple[str, str]] = []
    for clause in corpus.clauses:
        tried = [(clause.label, _followed(resolver, clause.label, clause))]
        if resolver.titles.current(clause.document):
            question = f"请问{clause.cite}是怎么规定的？"
            tried += [(text, _followed(resolver, text, None)) for text in (clause.cite, question)]
        wrong += [(text, found) for text, (clauses, found) in tried if not _is(clauses, clause)]
    return wrong


def _followed(resolver: Resolver, text: str, within: Clause | None) -> tuple[tuple[Clause, ...], str]:
    try:
        if within is not None or not text.startswith("请问"):
            clauses = resolver.resolve(text, [within.document] if within else None)
        else:
            located = resolver.locate(text)
            clauses = located.clauses if located else ()
    except TiaowenError as error:
        return (), str(error)
    return clauses, "、".join(clause.id for clause in clauses) or "nothing"


def _is(found: tuple[Clause, ...], clause: Clause) -> bool:
    """The clause itself; or one of the same address and words (each book of a code repeats its title and its 题注)."""
    return len(found) == 1 and (found[0].cite, found[0].text) == (clause.cite, clause.text)


def corpora(folder: Path, every: int = 1) -> list[list[Path]]:
    """The corpora to check: every n-th file alone, and all files of a title together where there are several."""
    files = sorted(folder.rglob("*.md"))
    titles: defaultdict[str, list[Path]] = defaultdict(list)
    for file in files:
        with file.open(encoding="utf-8") as lines:
            titles[re.sub(r"[#\s]", "", lines.readline())].append(file)
    several = [group for group in titles.values() if len(group) > 1]
    return [[file] for file in files[::every]] + several[::every]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.addresses", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=shared() / "laws")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder}: no such folder; set TIAOWEN_SHARED or name one", file=sys.stderr)
        return 2
    given = corpora(options.folder, options.every)
    with get_context("spawn").Pool(options.processes) as pool:
        results = list(pool.imap_unordered(check, given, chunksize=8))
    failed = [result for result in results if result.wrong]
    for result in failed:
        print("WRONG", *(Path(file).name for file in result.files[:3]))
        for text, found in result.wrong[:5]:
            print(f"    {text} -> {found[:160]}")
    clauses, wrong = sum(result.clauses for result in results), sum(len(result.wrong) for result in results)
    together = sum(len(files) > 1 for files in given)
    print(
        f"corpora {len(given)} ({together} of several files), clauses {clauses}, addresses that lead elsewhere {wrong}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
