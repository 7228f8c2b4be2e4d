"""Corpora for the tests: the five sources, and samples of a folder of laws, read with the real reader."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tiaowen.datamodels import Clause, Corpus, Document, Source
from tiaowen.reading.collation import collate
from tiaowen.reading.documents import find_documents
from tiaowen.reading.layout import undo_layout
from tiaowen.reading.structure import build

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "data" / "sources"


def read(paths: Iterable[Path]) -> Corpus:
    """The corpus of some text files."""
    drafts = []
    for path in paths:
        raw = path.read_bytes()
        source = Source(path.name, hashlib.sha256(raw).hexdigest(), "utf-8", raw.decode("utf-8-sig"))
        paragraphs, _ = undo_layout(source)
        drafts += find_documents(source, paragraphs)[0]
    documents: list[Document] = []
    clauses: list[Clause] = []
    for number, collation in enumerate(collate(drafts)):
        draft = collation.drafts[0]
        document, found = build(draft, f"{number}-{draft.title}", collation.witnesses[1:], collation.variants)
        documents.append(document)
        clauses += found
    return Corpus(tuple(documents), tuple(clauses))


@cache
def seeds() -> Corpus:
    """The corpus of the five bundled sources."""
    return read(sorted(SOURCES.glob("*.txt")))


def shared() -> Path:
    """The shared data folder; the test is skipped where there is none."""
    folder = Path(os.environ.get("TIAOWEN_SHARED", ROOT.parent / "shared"))
    if not (folder / "laws").is_dir():
        pytest.skip(f"no shared data at {folder} (set TIAOWEN_SHARED)")
    return folder


@cache
def laws(every: int) -> Corpus:
    """Every n-th law of the shared folder."""
    return read(sorted((shared() / "laws").rglob("*.md"))[::every])
