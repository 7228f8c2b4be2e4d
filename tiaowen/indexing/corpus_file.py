"""A corpus as one JSON file: sources, documents with their witnesses, clauses, what was set aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from tiaowen.datamodels import Clause, Corpus, Document, Origin, SetAside, Source, Step, Variant, Witness
from tiaowen.errors import IndexFileError


def save_corpus(corpus: Corpus, file: Path) -> None:
    """Write the corpus; the same corpus gives the same bytes."""
    sources: dict[int, int] = {}  # id() of a source -> its number: sources are shared by documents and written once
    rows: list[dict[str, Any]] = []

    def number(source: Source) -> int:
        if id(source) not in sources:
            sources[id(source)] = len(rows)
            rows.append(
                {"file": source.file, "sha256": source.sha256, "encoding": source.encoding, "text": source.text}
            )
        return sources[id(source)]

    documents = [
        {
            "id": d.id,
            "title": d.title,
            "kind": d.kind,
            "issuer": d.issuer,
            "number": d.number,
            "date": d.date,
            "aliases": d.aliases,
            "witnesses": [
                {
                    "source": number(w.source),
                    "text": w.text,
                    "origin": [w.origin.starts, w.origin.raw_starts, w.origin.lengths],
                }
                for w in d.witnesses
            ],
            "variants": [
                [v.start, v.end, v.witness, v.witness_start, v.witness_end, v.text, v.kind] for v in d.variants
            ],
        }
        for d in corpus.documents
    ]
    position = {d.id: i for i, d in enumerate(corpus.documents)}
    clauses = [
        [
            c.id,
            position[c.document.id],
            [tuple(step) for step in c.path],
            c.label,
            c.start,
            c.end,
            c.parent,
            c.role,
            c.body,
            c.heading,
        ]
        for c in corpus.clauses
    ]
    set_aside = [[number(s.source), s.start, s.end, s.reason] for s in corpus.set_aside]
    body = {
        "sources": rows,
        "documents": documents,
        "clauses": clauses,
        "set_aside": set_aside,
        "failures": corpus.failures,
    }
    file.write_bytes(orjson.dumps(body))


def load_corpus(file: Path) -> Corpus:
    """Raises IndexFileError where the file is not what `save_corpus` writes."""
    try:
        body = orjson.loads(file.read_bytes())
        sources = [Source(**row) for row in body["sources"]]
        documents = tuple(
            Document(
                id=d["id"],
                title=d["title"],
                kind=d["kind"],
                issuer=d["issuer"],
                number=d["number"],
                date=d["date"],
                aliases=tuple(d["aliases"]),
                witnesses=tuple(
                    Witness(sources[w["source"]], w["text"], Origin(*(tuple(part) for part in w["origin"])))
                    for w in d["witnesses"]
                ),
                variants=tuple(Variant(*v) for v in d["variants"]),
            )
            for d in body["documents"]
        )
        clauses = tuple(
            Clause(i, documents[d], tuple(Step(*s) for s in path), label, start, end, parent, role, at, heading)
            for i, d, path, label, start, end, parent, role, at, heading in body["clauses"]
        )
        set_aside = tuple(SetAside(sources[s], start, end, reason) for s, start, end, reason in body["set_aside"])
        return Corpus(documents, clauses, set_aside, tuple((f, m) for f, m in body["failures"]))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise IndexFileError(
            "索引中的条文文件完好",
            f"{file.name} 无法读取（{type(error).__name__}）",
            "重新建立索引：python run.py index",
        ) from error
