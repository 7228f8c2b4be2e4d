"""Every question set asked anew, and the tables of the documents filled: `python -m eval.remeasure --shared DIR`.

The figures of docs/results.md and docs/unseen.md come from one state of the program that way. The papers that belong to
the questions travel with the repository; the laws are those that unseen/laws.json names, in DIR. What is built stays in
build/: indices are made anew only where they are not current.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from eval import overview, refusal
from eval.__main__ import main as measure
from eval.results import ROOT
from tiaowen import build_index
from tiaowen.encoding.encoding import load_encoder
from tiaowen.errors import BatchError, TiaowenError
from tiaowen.indexing.index import is_current

UNSEEN = Path(__file__).parent / "unseen"
RESULTS, BY_SET = ROOT / "docs" / "results.md", ROOT / "docs" / "unseen.md"
LIKE_DEV = "as dev=five_test,near_five,laws_test,near_laws"  # the sets that only measure and are of the kinds of dev


@dataclass(frozen=True)
class Group:
    """Question sets measured in one run, under one mark of docs/unseen.md.

    They are asked of the five documents, or of the laws of a `half` of unseen/laws.json, or of the papers in a `folder`
    beside the questions.
    """

    mark: str
    sets: tuple[str, ...]
    half: str = ""
    folder: str = ""


GROUPS = (
    Group("unseen-five", ("five_tune", "five_test")),
    Group("near-five", ("near_five",)),
    Group("twins-five", ("twins_five",)),
    Group("everyday-five", ("everyday_five_tune", "everyday_five_test")),
    Group("natural-five", ("natural_five_tune", "natural_five_test")),
    Group("unseen-laws", ("laws_test",), half="test"),
    Group("near-laws", ("near_laws",), half="near"),
    Group("twins-laws", ("twins_laws",), half="test"),
    Group("natural-laws-tune", ("natural_laws_tune",), half="natural_tune"),
    Group("natural-laws-test", ("natural_laws_test",), half="natural_test"),
    Group("papers-tune", ("papers_tune",), folder="papers_tune"),
    Group("papers-test", ("papers_test",), folder="papers_test"),
    Group("prints-tune", ("prints_tune",), folder="prints_tune"),
    Group("prints-test", ("prints_test",), folder="prints_test"),
)


def laws(half: str, shared: Path, build: Path) -> Path:
    """The laws of a half of unseen/laws.json, copied into a folder of their own.

    Raises BatchError where one is missing.
    """
    folder = build / f"laws_{half}"
    folder.mkdir(parents=True, exist_ok=True)
    for law in json.loads((UNSEEN / "laws.json").read_text(encoding="utf-8")):
        if law["half"] == half:
            source = shared / law["path"]
            if not source.is_file():
                raise BatchError("unseen/laws.json 列出的法律", f"没有 {source}", "用 --shared 指出 laws 所在的文件夹")
            shutil.copyfile(source, folder / source.name)
    return folder


def indexed(sources: Path, build: Path) -> Path:
    """The index of a folder, built where there is none that is current."""
    index = build / f"index_{sources.name}"
    encoder = load_encoder(None)
    if not is_current([sources], index, encoder.fingerprint):
        build_index(sources, index, encoder)
    return index


def remeasure(shared: Path, build: Path) -> int:
    """Ask everything and fill both documents; the number of runs that failed."""
    out = build / "eval"
    failed = int(measure(["--name", "latest", "--out", str(out), "--document", str(RESULTS)]) != 0)
    for group in GROUPS:
        arguments = ["--questions", *(str(UNSEEN / f"{name}.jsonl") for name in group.sets)]
        if group.half or group.folder:
            sources = laws(group.half, shared, build) if group.half else UNSEEN / group.folder
            arguments += ["--index", str(indexed(sources, build)), "--sources", str(sources)]
        arguments += ["--name", group.mark, "--out", str(out), "--document", str(BY_SET), "--mark", group.mark]
        failed += measure(arguments) != 0
    tune = indexed(laws("tune", shared, build), build)
    failed += refusal.main(["--document", str(RESULTS)]) != 0
    failed += (
        refusal.main(
            ["--questions", str(UNSEEN / "laws_tune.jsonl"), "--index", str(tune)]
            + ["--document", str(RESULTS), "--mark", "refusal-laws"]
        )
        != 0
    )
    files = [str(out / f"{group.mark}.json") for group in GROUPS]
    failed += overview.main([*files, "--together", LIKE_DEV, "--document", str(RESULTS)]) != 0
    return failed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.remeasure", description="Measure every set; fill the docs.")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", metavar="DIR", help="folder with laws/")
    parser.add_argument("--build", type=Path, default=ROOT / "build", metavar="DIR", help="for indices and results")
    options = parser.parse_args(arguments)
    try:
        return int(remeasure(options.shared, options.build) > 0)
    except TiaowenError as error:
        Console().print(f"[red]{error}[/]", soft_wrap=True)
        return 2


if __name__ == "__main__":
    sys.exit(main())
