"""What the tests of reading share: sources from strings, the way from a file to clauses, the partition of a text."""

from __future__ import annotations

from pathlib import Path

from tiaowen.datamodels import Clause, Document, Source, Span
from tiaowen.reading.documents import documents
from tiaowen.reading.files import formats
from tiaowen.reading.grammar.paragraphs import Draft, Paragraph
from tiaowen.reading.layout import layout
from tiaowen.reading.structure import structure

SOURCES = Path(__file__).parents[2] / "data" / "sources"


def source(text: str, file: str = "示例.txt") -> Source:
    return Source(file, "0" * 64, "utf-8", text)


def draft(text: str, kind="regulation", title: str = "示例办法", roles: dict[int, str] | None = None) -> Draft:
    """A draft with one paragraph per line of `text`; `roles` by line number from zero, a leading # makes a heading."""
    paragraphs = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        words = line.lstrip("#").lstrip(" ") if line.startswith("#") else line
        level = len(line) - len(line.lstrip("#"))
        begin = at + len(line) - len(words)
        role = (roles or {}).get(number, "body")
        paragraphs.append(Paragraph(words, (Span(begin, begin + len(words)),) if words else (), level, role))
        at += len(line) + 1
    return Draft(source(text), title, kind, tuple(paragraphs))


def build(text: str, document_id: str = "示例", **kwargs) -> tuple[Document, tuple[Clause, ...]]:
    document, clauses = structure.build(draft(text, **kwargs), document_id)
    assert_partition(document, clauses)
    return document, clauses


def read_text(text: str) -> list[tuple[Document, tuple[Clause, ...]]]:
    """The documents of a text, in printed order, each with its clauses."""
    paragraphs, _ = layout.undo_layout(one := source(text))
    found = [structure.build(each, each.title) for each in documents.find_documents(one, paragraphs)[0]]
    for document, clauses in found:
        assert_partition(document, clauses)
    return found


def labels(clauses: tuple[Clause, ...], *roles: str) -> list[str]:
    return [clause.label for clause in clauses if clause.role in (roles or ("unit",))]


def read(name: str) -> dict[str, tuple[Document, tuple[Clause, ...]]]:
    """Title -> document and clauses, of one of the five bundled sources (by the number its name begins with)."""
    path = next(SOURCES.glob(f"{name}*"))
    found = {}
    for one in formats.read_source(path, path.name):
        paragraphs, _ = layout.undo_layout(one)
        for each in documents.find_documents(one, paragraphs)[0]:
            document, clauses = structure.build(each, each.title)
            assert_partition(document, clauses)
            found[each.title] = document, clauses
    return found


def assert_partition(document: Document, clauses: tuple[Clause, ...]) -> None:
    """Every character but line feeds is in one unit or container heading; ids are unique; children lie in parents."""
    by_id = {clause.id: clause for clause in clauses}
    assert len(by_id) == len(clauses)
    first_child: dict[str, int] = {}
    last: dict[str | None, int] = {}
    for clause in clauses:
        assert clause.id == f"{document.id}/{clause.label}"
        if clause.parent is not None:
            parent = by_id[clause.parent]
            assert parent.start <= clause.start < clause.end <= parent.end
            assert clause.path[:-1] == parent.path
            first_child.setdefault(clause.parent, clause.start)
        assert last.get(clause.parent, 0) <= clause.start, "siblings overlap or are out of order"
        last[clause.parent] = clause.end
        if clause.role == "part":
            assert clause.parent is not None and by_id[clause.parent].role in ("unit", "part")
        else:
            assert clause.parent is None or by_id[clause.parent].role == "container"
    spans = sorted(
        (clause.start, clause.end if clause.role == "unit" else first_child.get(clause.id, clause.end))
        for clause in clauses
        if clause.role != "part"
    )
    at = 0
    for start, end in spans:
        assert at <= start, f"covered twice: {document.text[start : min(at, start + 20)]!r}"
        assert not document.text[at:start].strip("\n"), f"covered by nothing: {document.text[at:start]!r}"
        at = end
    assert not document.text[at:].strip("\n")
