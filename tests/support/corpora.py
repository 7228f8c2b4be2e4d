"""Corpora for the tests: the five sources, a folder of laws where there is one, and documents written in a test."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from tests.support.reading_tools import draft
from tiaowen.datamodels import Clause, Corpus, Kind
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.structure.structure import build

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "data" / "sources"


@cache
def seeds() -> Corpus:
    """The corpus of the five bundled sources."""
    return read_sources([SOURCES])


def clause(name: str) -> Clause:
    """The clause of the bundled sources with this id, 《title》/label."""
    return seeds().by_id[name]


def shared() -> Path:
    """The shared data folder; the test is skipped where there is none."""
    folder = Path(os.environ.get("TIAOWEN_SHARED", ROOT.parent / "shared"))
    if not (folder / "laws").is_dir():
        pytest.skip(f"no shared data at {folder} (set TIAOWEN_SHARED)")
    return folder


@cache
def laws(every: int) -> Corpus:
    """Every n-th law of the shared folder."""
    return read_sources(sorted((shared() / "laws").rglob("*.md"))[::every])


def corpus(*texts: str, kind: Kind = "regulation") -> Corpus:
    """Documents written in a test, each with its title on the first line."""
    found = []
    for text in texts:
        title, body = text.strip().split("\n", 1)
        found.append(build(draft(body, kind=kind, title=title), title))
    return Corpus(tuple(document for document, _ in found), tuple(clause for _, clauses in found for clause in clauses))
