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


def imported(file: Path) -> Iterator[str]:
    """The modules of this project that a file imports, anywhere in it: tiaowen.reading.corpus, page, …"""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name for name in names if name.split(".")[0] in ("tiaowen", "page", "eval", "train", "app"))


def step(module: str) -> int | None:
    """Which place in ORDER a module of the library has; None for what `tiaowen` itself offers."""
    part = module.split(".")[1]
    return ORDER.index(part) if part in ORDER else None


def test_the_order_names_every_folder_and_module() -> None:
    there = {path.stem for path in LIBRARY.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert there - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("part", ORDER)
def test_each_takes_only_from_those_before_it(part: str) -> None:
    files = sorted((LIBRARY / part).glob("*.py")) or [LIBRARY / f"{part}.py"]
    taken = {(file.name, name) for file in files for name in imported(file)}
    assert [name for _, name in taken if not name.startswith("tiaowen.")] == []
    later = [(file, name) for file, name in taken if (at := step(name)) is not None and at > ORDER.index(part)]
    assert later == []


def test_every_folder_says_what_it_is_for() -> None:
    for file in LIBRARY.glob("*/__init__.py"):
        assert ast.get_docstring(ast.parse(file.read_text("utf-8"))), file
