"""Imports go one way: the order of the folders that docs/design.md gives."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "tiaowen"
ORDER = (
    *("datamodels", "errors", "messages", "frames", "onnx_transformer"),
    *("reading", "language", "addresses", "relevance", "clauses", "encoding", "reranking", "spans", "indexing"),
    *("completion", "retrieval", "library", "answering", "conversation", "quotations", "rendering", "tables"),
    *("verification", "crew", "assistant", "worker", "batch", "console", "commands", "cli", "__main__"),
)
"""Folders and modules of the library: each takes from itself and from those before it."""
READING = ("grammar", "files", "layout", "documents", "structure", "registry", "witnesses", "collation", "corpus")
"""The same inside `reading`; the audit comes last."""


def imported(file: Path) -> Iterator[str]:
    """The modules of this project that a file imports, anywhere in it: tiaowen.reading.corpus, page, …"""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name for name in names if name.split(".")[0] in ("tiaowen", "page", "eval", "train", "app"))


def later(files: list[Path], order: tuple[str, ...], part: str, depth: int) -> list[tuple[str, str]]:
    """What the files of a part take from parts after it in the order, as (file, module); depth: of its name's place."""
    taken = [(file.name, name) for file in files for name in imported(file)]
    after = order[order.index(part) + 1 :]
    return [(file, name) for file, name in taken if len(p := name.split(".")) > depth and p[depth] in after]


def test_the_order_names_every_folder_and_module() -> None:
    there = {path.stem for path in LIBRARY.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert there - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("part", ORDER)
def test_each_takes_only_from_those_before_it(part: str) -> None:
    files = sorted((LIBRARY / part).rglob("*.py")) or [LIBRARY / f"{part}.py"]
    assert [name for file in files for name in imported(file) if not name.startswith("tiaowen.")] == []
    assert later(files, ORDER, part, 1) == []


@pytest.mark.parametrize("part", READING)
def test_reading_goes_one_way_too(part: str) -> None:
    folder = LIBRARY / "reading"
    files = sorted((folder / part).rglob("*.py")) or [folder / f"{part}.py"]
    assert [(file, name) for file, name in later(files, READING, part, 2) if name.startswith("tiaowen.reading.")] == []


def test_every_folder_says_what_it_is_for() -> None:
    for file in LIBRARY.rglob("*/__init__.py"):
        assert ast.get_docstring(ast.parse(file.read_text("utf-8"))), file
