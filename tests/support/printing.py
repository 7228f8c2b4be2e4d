"""What the tests of layout share: sources from strings, raw text printed in columns, what is kept and what is lost."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pytest

from tiaowen.datamodels import SetAside, Source
from tiaowen.reading.corpus import read_documents
from tiaowen.reading.files.formats import read_source
from tiaowen.reading.grammar.marks import BLANKS, width
from tiaowen.reading.grammar.paragraphs import Draft

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((ROOT / "data" / "sources").glob("*.txt"))
NOT_FIRST = "，。、；：？！”’）》】…"  # punctuation that may not begin a printed line


def source(text: str, file: str = "示例.txt") -> Source:
    return Source(file, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), "utf-8", text)


@cache
def seed(name: str) -> Source:
    """The bundled source whose file name begins so."""
    path = next(path for path in SEEDS if path.name.startswith(name))
    return read_source(path, path.name)[0]


@cache
def documents(name: str) -> tuple[tuple[Draft, ...], tuple[SetAside, ...]]:
    drafts, set_aside = read_documents(seed(name))
    return tuple(drafts), tuple(set_aside)


def draft(name: str, title: str) -> Draft:
    """The document of a bundled source whose title contains these words."""
    return next(found for found in documents(name)[0] if title in found.title)


def texts(found: Draft) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs]


def laws(every: int) -> list[Path]:
    """Every n-th law of the shared folder; the test is skipped where there is none."""
    shared = Path(os.environ.get("TIAOWEN_SHARED", ROOT.parent / "shared"))
    if not (shared / "laws").is_dir():
        pytest.skip(f"no shared data at {shared} (set TIAOWEN_SHARED)")
    return sorted((shared / "laws").rglob("*.md"))[::every]


def unaccounted(read: Source, drafts: Iterable[Draft], set_aside: Iterable[SetAside]) -> str:
    """Raw characters, blanks aside, in neither a paragraph nor a piece set aside; raises where one is in both."""
    spans = [span for found in drafts for paragraph in found.paragraphs for span in paragraph.spans]
    pieces = sorted([(low, high) for low, high in spans] + [(piece.start, piece.end) for piece in set_aside])
    at, lost = 0, []
    for low, high in pieces:
        assert low >= at, f"counted twice: {read.text[low:at][:40]!r}"
        lost.append(read.text[at:low])
        at = high
    lost.append(read.text[at:])
    return "".join(c for c in "".join(lost) if c not in BLANKS and not c.isspace())


def printed(paragraph: str, column: int, indent: str = "kept") -> list[str]:
    """A paragraph's lines in a column so wide; its first line's indentation is "kept", "lost" or there is "none"."""
    lines, line = [], ""
    for char in paragraph:
        room = column - (2 if not lines and indent != "none" else 0)
        if line and width(line + char) > room and char not in NOT_FIRST:
            lines.append(line)
            line = ""
        line += char
    lines.append(line)
    return ["　　" + lines[0] if indent == "kept" else lines[0], *lines[1:]]


def page(paragraphs: Sequence[str], column: int, indent: str = "kept", between: int = 0) -> str:
    """Paragraphs printed one after another, with so many blank lines between them."""
    return ("\n" * (between + 1)).join("\n".join(printed(paragraph, column, indent)) for paragraph in paragraphs)
